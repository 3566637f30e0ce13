//! The training log day by day: what is a bar, what is a spike, and what is not known.

use std::collections::BTreeSet;

use proptest::prelude::*;
use return_to_run::document::text;
use return_to_run::formats::json_v1::load::LoadV1;
use return_to_run::measure::{EvidenceRules, GoalDistance, Reading, Subject, Window, find};
use return_to_run::pages::load::{LoadReport, Step, document, svg};
use return_to_run::quantity::{Distances, Exact, Kilometres};
use return_to_run::training::log::{DayState, LoggedDay, training_log};
use return_to_run::{Assessment, Day};

use crate::support::{Tested, cases};

const AS_OF: &str = "2026-11-21";

fn record(rest: &str) -> Result<Assessment, Box<dyn std::error::Error>> {
    Ok(Assessment::from_json(&format!(
        r#"{{ "as_of": "{AS_OF}", "injury": {{ "condition": "none" }}, {rest} }}"#
    ))?)
}

fn run(date: &str, kilometres: &str) -> String {
    format!(r#"{{ "date": "{date}", "kind": "run", "distance_km": {kilometres} }}"#)
}

fn logged(runs: &[String]) -> Result<Assessment, Box<dyn std::error::Error>> {
    record(&format!(
        r#""log_complete_from": "2026-09-01", "runs": [{}]"#,
        runs.join(",")
    ))
}

fn on(days: &[LoggedDay], date: &str) -> Result<LoggedDay, Box<dyn std::error::Error>> {
    let date: Day = date.parse()?;
    let found = days.iter().find(|day| day.date == date);
    Ok(found.ok_or("no such day")?.clone())
}

/// Everything that is shown of an assessment.
fn shown(assessment: &Assessment, before: u16, distances: Distances) -> Result<String, String> {
    let goal = assessment.goal().cloned();
    let report = LoadReport::new(
        assessment,
        &EvidenceRules::NONE,
        assessment.as_of(),
        goal,
        before,
    );
    let json = serde_json::to_string(&LoadV1::of(&report)).map_err(|error| error.to_string())?;
    let (page, picture) = (
        terminal(&report, distances),
        svg::render(&report, distances),
    );
    Ok(format!("{page}{picture}{json}"))
}

fn page(assessment: &Assessment, before: u16, distances: Distances) -> String {
    let goal = assessment.goal().cloned();
    terminal(
        &LoadReport::new(
            assessment,
            &EvidenceRules::NONE,
            assessment.as_of(),
            goal,
            before,
        ),
        distances,
    )
}

fn terminal(report: &LoadReport<'_>, distances: Distances) -> String {
    let options = text::Options {
        distances,
        ..text::Options::default()
    };
    text::render(&document(report, distances), options)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn shuffled_runs_give_the_same_bytes(
        (sorted, shuffled) in proptest::collection::vec((1_u32..40, 0_u32..300, 0_u8..4), 0..30)
            .prop_flat_map(|runs| (Just(runs.clone()), Just(runs).prop_shuffle()))
    ) {
        let bytes = |runs: &[(u32, u32, u8)]| -> Result<String, TestCaseError> {
            let fail = |error: String| TestCaseError::fail(error);
            let as_of: Day = AS_OF.parse().map_err(fail)?;
            let mut entries = Vec::new();
            for (ago, tenths, kind) in runs {
                let date = as_of.plus(i32::try_from(*ago).map_err(|error| fail(error.to_string()))?.saturating_neg());
                let kind = ["run", "race", "walk", "walk-run"].get(usize::from(*kind)).copied().unwrap_or("run");
                let distance = if tenths % 7 == 0 { String::new() } else { format!(r#", "distance_km": {}.{}"#, tenths / 10, tenths % 10) };
                entries.push(format!(r#"{{ "date": "{date}", "kind": "{kind}"{distance} }}"#));
            }
            let assessment = logged(&entries).map_err(|error| fail(error.to_string()))?;
            shown(&assessment, 40, Distances::Kilometres).map_err(fail)
        };
        prop_assert_eq!(bytes(&sorted)?, bytes(&shuffled)?);
    }
}

#[test]
fn two_sessions_on_a_day_stay_two_bars() -> Tested {
    let assessment = logged(&[run("2026-11-10", "7.5"), run("2026-11-10", "3")])?;
    let day = on(
        &training_log(&assessment, assessment.as_of(), 20),
        "2026-11-10",
    )?;
    let far: Vec<Option<Exact>> = day
        .sessions
        .iter()
        .map(|session| session.kilometres.value())
        .collect();
    assert_eq!(far, [Some(Exact::whole(3)), Some(Exact::micro(7_500_000))]);
    assert_eq!(day.kilometres.value(), Some(Exact::micro(10_500_000)));
    let report = LoadReport::new(
        &assessment,
        &EvidenceRules::NONE,
        assessment.as_of(),
        None,
        20,
    );
    let picture = svg::render(&report, Distances::Kilometres);
    assert_eq!(picture.matches("<title>2026-11-10: ").count(), 2);
    assert!(page(&assessment, 20, Distances::Kilometres).contains("▓ the longer of two"));
    Ok(())
}

#[test]
fn a_run_is_not_in_its_own_baseline() -> Tested {
    let assessment = logged(&[
        run("2026-10-20", "10"),
        run("2026-11-10", "13"),
        run("2026-11-10", "30"),
        run(AS_OF, "33.1"),
    ])?;
    let days = training_log(&assessment, assessment.as_of(), 40);
    let steps = |date: &str| -> Result<Vec<Step>, Box<dyn std::error::Error>> {
        let day = on(&days, date)?;
        Ok(day
            .sessions
            .iter()
            .map(|session| Step::of(&session.band))
            .collect())
    };
    // The first has nothing before it, which is not "no spike".
    assert_eq!(steps("2026-10-20")?, [Step::Open]);
    assert_eq!(steps("2026-11-10")?, [Step::Small, Step::Large]);
    assert_eq!(steps(AS_OF)?, [Step::Small]);
    assert_eq!(
        on(&days, "2026-11-10")?.longest_before.value(),
        Some(Exact::whole(10))
    );
    Ok(())
}

#[test]
fn a_band_is_that_of_the_same_goal_on_that_day() -> Tested {
    let measure = find("load.session_band").ok_or("no session band")?;
    let mut found: BTreeSet<Step> = BTreeSet::new();
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        for day in training_log(&assessment, assessment.as_of(), 120) {
            for session in &day.sessions {
                let Some(far) = session.kilometres.value() else {
                    continue;
                };
                let goal = GoalDistance::Known(Kilometres::new(far.millionths())?);
                let asked = Subject::new(&assessment, day.date, goal)
                    .as_logged()
                    .read(measure, Window::default());
                assert_eq!(session.band, asked, "{}, {}", path.display(), day.date);
                found.insert(Step::of(&session.band));
            }
        }
    }
    assert_eq!(found.len(), 5, "{found:?}");
    Ok(())
}

#[test]
fn an_unknown_distance_is_unknown_and_so_is_what_hangs_on_it() -> Tested {
    let assessment = logged(&[
        run("2026-10-20", "10"),
        r#"{ "date": "2026-11-10", "kind": "run", "rpe": 4, "duration_min": 50 }"#.to_owned(),
        run("2026-11-12", "12"),
    ])?;
    let days = training_log(&assessment, assessment.as_of(), 40);
    let day = on(&days, "2026-11-10")?;
    assert_eq!(
        (day.kilometres.low, day.kilometres.high),
        (Exact::ZERO, None)
    );
    assert_eq!(day.load.value(), Some(Exact::whole(200)));
    let bands = |day: LoggedDay| -> Vec<Step> {
        day.sessions
            .iter()
            .map(|session| Step::of(&session.band))
            .collect()
    };
    assert_eq!(bands(day), [Step::Open]);
    assert_eq!(bands(on(&days, "2026-11-12")?), [Step::Open]);
    let all = shown(&assessment, 40, Distances::Kilometres)?;
    assert!(all.contains("session of unknown distance"));
    assert!(all.contains(r#""distance_km":{"low":0,"high":null}"#));
    Ok(())
}

#[test]
fn the_log_counts_leap_days() -> Tested {
    let text = r#"{ "as_of": "2024-03-01", "injury": { "condition": "none" }, "log_complete_from": "2024-01-01",
        "runs": [ { "date": "2024-01-31", "kind": "run", "distance_km": 10 }, { "date": "2024-03-01", "kind": "run", "distance_km": 12 } ] }"#;
    let assessment = Assessment::from_json(text)?;
    let days = training_log(&assessment, assessment.as_of(), 2);
    let dates: Vec<String> = days.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(dates, ["2024-02-28", "2024-02-29", "2024-03-01"]);
    // January 31 is 30 days before March 1 in a leap year, and so still counts.
    let last = on(&days, "2024-03-01")?;
    assert_eq!(last.longest_before.value(), Some(Exact::whole(10)));
    Ok(())
}

#[test]
fn a_day_without_a_run_is_rest_only_where_the_log_is_complete() -> Tested {
    let states = |assessment: &Assessment| -> Vec<DayState> {
        training_log(assessment, assessment.as_of(), 3)
            .iter()
            .map(|day| day.state)
            .collect()
    };
    assert_eq!(states(&record(r#""runs": []"#)?), [DayState::Unknown; 4]);
    let declared = record(r#""log_complete_from": "2026-11-20", "runs": []"#)?;
    assert_eq!(
        states(&declared),
        [
            DayState::Unknown,
            DayState::Unknown,
            DayState::Rest,
            DayState::Rest
        ]
    );
    let walk = r#""log_complete_from": "2026-11-01", "runs": [{ "date": "2026-11-20", "kind": "walk", "distance_km": 5 }]"#;
    assert_eq!(states(&record(walk)?), [DayState::Rest; 4]);
    // Without the block nothing is known, whatever is declared.
    let absent = record(r#""log_complete_from": "2026-11-01""#)?;
    assert_eq!(states(&absent), [DayState::Unknown; 4]);
    for assessment in [declared, absent] {
        let page = page(&assessment, 70, Distances::Kilometres);
        assert!(page.contains("░ not known whether run"), "{page}");
        assert!(
            page.contains("needs a goal") && page.contains("--goal"),
            "{page}"
        );
        assert!(page.contains("None of this predicts injury"), "{page}");
    }
    Ok(())
}

#[test]
fn runs_before_the_onset_count_and_the_onset_is_marked() -> Tested {
    let text = r#"{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion", "onset": "2026-11-05" },
        "log_complete_from": "2026-09-01",
        "runs": [ { "date": "2026-11-01", "kind": "run", "distance_km": 20 }, { "date": "2026-11-15", "kind": "run", "distance_km": 21 } ] }"#;
    let assessment = Assessment::from_json(text)?;
    let days = training_log(&assessment, assessment.as_of(), 70);
    let bands: Vec<Reading> = on(&days, "2026-11-15")?
        .sessions
        .iter()
        .map(|session| session.band)
        .collect();
    assert_eq!(
        bands.iter().map(Step::of).collect::<Vec<_>>(),
        [Step::Reference]
    );
    let report = LoadReport::new(
        &assessment,
        &EvidenceRules::NONE,
        assessment.as_of(),
        None,
        70,
    );
    assert!(terminal(&report, Distances::Kilometres).contains("▲ onset"));
    assert!(svg::render(&report, Distances::Kilometres).contains(">onset</text>"));
    // An onset before the days shown is shown and not drawn.
    let later = page(&assessment, 7, Distances::Kilometres);
    assert!(
        later.contains("since 2026-11-05") && !later.contains("▲ onset"),
        "{later}"
    );
    Ok(())
}

#[test]
fn other_training_runs_of_one_day_and_weeks_without_a_run_are_told() -> Tested {
    let runs = [
        run("2026-09-20", "6"),
        run("2026-10-01", "5"),
        run("2026-10-01", "5"),
        run("2026-11-20", "4"),
    ];
    let assessment = record(&format!(
        r#""log_complete_from": "2026-10-20", "runs": [{}], "other_training": [
            {{ "date": "2026-11-02", "kind": "cycling", "minutes": 60 }},
            {{ "date": "2026-11-04", "kind": "cycling" }},
            {{ "date": "2026-11-05", "kind": "aqua-running", "minutes": 45 }},
            {{ "date": "2026-01-01", "kind": "swimming", "minutes": 45 }}
        ]"#,
        runs.join(",")
    ))?;
    let told = page(&assessment, 70, Distances::Kilometres);
    for line in [
        "Several runs on one day\n  2026-10-01  5 km and 5 km",
        "  2026-10-02  49 days without an entry, to 2026-11-19: not known whether run",
        "  2026-09-21  10 days without an entry, to 2026-09-30: not known whether run",
        "cycling       2 sessions, at least 60 min",
        "aqua-running  1 session, 45 min",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains("swimming"), "{told}");
    let complete = logged(&[run("2026-11-01", "6"), run("2026-11-20", "6")])?;
    let told = page(&complete, 20, Distances::Kilometres);
    assert!(
        told.contains("  2026-11-02  18 days of rest, to 2026-11-19"),
        "{told}"
    );
    Ok(())
}

#[test]
fn a_goal_is_drawn_on_its_day_only() -> Tested {
    let goal = |day: &str| {
        let goal = format!(r#""activity": "race", "distance_km": 10, "date": "{day}""#);
        let runs = run("2026-11-19", "8");
        record(&format!(r#""goal": {{ {goal} }}, "runs": [{runs}]"#))
    };
    let later = page(&goal("2026-12-20")?, 20, Distances::Kilometres);
    assert!(
        later.contains("on 2026-12-20") && !later.contains('◇'),
        "{later}"
    );
    let today = page(&goal(AS_OF)?, 20, Distances::Kilometres);
    assert!(today.contains('◇'), "{today}");
    Ok(())
}

#[test]
fn miles_are_shown_and_kilometres_decide_the_bands() -> Tested {
    let assessment = logged(&[run("2026-10-25", "16.09344"), run("2026-11-15", "17.71")])?;
    let goal = assessment.goal().cloned();
    let report = LoadReport::new(
        &assessment,
        &EvidenceRules::NONE,
        assessment.as_of(),
        goal,
        40,
    );
    for text in [
        terminal(&report, Distances::Miles),
        svg::render(&report, Distances::Miles),
    ] {
        assert!(!text.contains(" km"), "{text}");
    }
    let page = terminal(&report, Distances::Miles);
    assert!(
        page.contains("11.01 mi after 10 mi: small") && page.contains("Sessions in mi"),
        "{page}"
    );
    Ok(())
}

#[test]
fn every_page_fits_80_columns_however_many_days() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        for before in [1, 22, 35, 71, 150] {
            for distances in [Distances::Kilometres, Distances::Miles] {
                let page = page(&assessment, before, distances);
                let longest = page.lines().map(|line| line.chars().count()).max();
                assert!(
                    longest <= Some(80),
                    "{}, {before} days: {page}",
                    path.display()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn a_name_from_outside_never_becomes_markup() -> Tested {
    let assessment = record(r#""id": "</title><script>alert(1)</script>", "runs": []"#)?;
    let report = LoadReport::new(
        &assessment,
        &EvidenceRules::NONE,
        assessment.as_of(),
        None,
        7,
    );
    let picture = svg::render(&report, Distances::Kilometres);
    assert!(picture.contains("&lt;script&gt;") && !picture.contains("<script"));
    Ok(())
}
