//! Miles never ask less than kilometres do, nor allow more: what is shown is held against the exact distance.

use proptest::prelude::*;
use return_to_run::document::{Document, text};
use return_to_run::measure::Better;
use return_to_run::pages::{self, load::LoadReport};
use return_to_run::protocol::{Protocol, compile};
use return_to_run::quantity::{Distances, Unit};
use return_to_run::training::{Part, Session, Today, next, plan};
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The page in miles, on one line.
fn shown(page: &Document) -> String {
    let options = text::Options {
        distances: Distances::Miles,
        ..text::Options::default()
    };
    let text = text::render(page, options);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each number of miles between these words, in hundredths.
fn between(page: &str, before: &str, after: &str) -> Vec<i128> {
    let hundredths = |rest: &str| -> Option<i128> {
        let (number, behind) = rest.split_once(" mi")?;
        let (whole, places) = number.split_once('.').unwrap_or((number, ""));
        let number = format!("{whole}{places:0<2}").parse();
        number.ok().filter(|_| behind.starts_with(after))
    };
    page.split(before).skip(1).filter_map(hundredths).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shown {
    NoLess,
    NoMore,
    Nearest,
}

/// Holds hundredths of a mile against metres: on the right side, and nearer than so many hundredths.
fn held(found: &[i128], metres: &[i64], shown: Shown, near: i128) -> Result<(), String> {
    let micro: Vec<i64> = metres
        .iter()
        .map(|metres| metres.saturating_mul(1000))
        .collect();
    held_exactly(found, &micro, shown, near)
}

/// The same for millionths of a kilometre.
fn held_exactly(found: &[i128], micro: &[i64], shown: Shown, near: i128) -> Result<(), String> {
    const MILE: i128 = 1_609_344;
    let above = |(miles, micro): (&i128, &i64)| {
        let asked = i128::from(*micro).saturating_mul(100);
        miles.saturating_mul(MILE).saturating_sub(asked)
    };
    let near = near.saturating_mul(MILE);
    let sound = |above: i128| match shown {
        Shown::NoLess => (0..near).contains(&above),
        Shown::NoMore => (0..near).contains(&above.saturating_neg()),
        Shown::Nearest => above.saturating_mul(2).abs() <= near,
    };
    if found.len() == micro.len() && found.iter().zip(micro).map(above).all(sound) {
        return Ok(());
    }
    Err(format!(
        "{found:?} hundredths of a mile, {shown:?} than {micro:?}"
    ))
}

fn kilometres(metres: i64) -> String {
    format!("{}.{:03}", metres / 1000, metres % 1000)
}

/// A protocol that asks for a long run, and that it is not far below the line for the race.
fn asking(go: i64, no_go: i64) -> Fallible<Protocol> {
    let evidence = r#"{ sources = ["a"], confidence = "low", kind = "convention" }"#;
    let (go, no_go) = (kilometres(go), kilometres(no_go));
    let file = format!(
        r#"
        format = 1
        id = "asking"
        title = "Asking"
        version = "1.0.0"
        reviewed = 2026-11-21
        status = "draft"
        conditions = ["asking"]
        ask = "race"
        [[stage]]
        id = "race"
        title = "Race"
        clears = "race"
        [[stage.criterion]]
        id = "longest"
        measure = "load.longest_run_since_onset"
        go = ">= {go} km"
        no-go = "< {no_go} km"
        why = "A long run."
        evidence = {evidence}
        [[stage.criterion]]
        id = "line"
        measure = "race.long_run_below_line"
        go = "<= {no_go} km"
        no-go = "> {go} km"
        why = "Near the line."
        evidence = {evidence}
        "#
    );
    compile(&file, None, None).map_err(|faults| format!("{faults:?}").into())
}

/// A runner whose longest run is so long, and whose race is a marathon.
fn runner(longest: i64) -> Fallible<Assessment> {
    let longest = kilometres(longest);
    Ok(Assessment::from_json(&format!(
        r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "asking", "onset": "2026-11-01", "last_flare": "none" }}, "treatments": [],
            "goal": {{ "activity": "race", "distance_km": 42.195 }}, "log_complete_from": "2026-01-01",
            "runs": [ {{ "date": "2026-11-10", "kind": "run", "distance_km": {longest}, "confirmed": true }} ] }}"#
    ))?)
}

/// The goal, both bands of both directions, what was seen, and the steps of the way out.
fn limits(go: i64, no_go: i64, longest: i64) -> Fallible<()> {
    let (protocol, assessment) = (asking(go, no_go)?, runner(longest)?);
    let report = Report::new(&protocol, &assessment)?;
    let contents = pages::report::Contents::of_terminal(true);
    let page = shown(&pages::report::document(&report, contents));
    held(
        &between(&page, "for a race of ", ""),
        &[42_195],
        Shown::Nearest,
        1,
    )?;
    held(
        &between(&page, " GO at ", " or more"),
        &[go],
        Shown::NoLess,
        1,
    )?;
    held(
        &between(&page, "NO-GO below ", ""),
        &[no_go],
        Shown::NoLess,
        1,
    )?;
    held(
        &between(&page, " GO at ", " or less"),
        &[no_go],
        Shown::NoMore,
        1,
    )?;
    held(&between(&page, "NO-GO above ", ""), &[go], Shown::NoMore, 1)?;
    if longest < go {
        held(
            &between(&page, "short by ", ""),
            &[go.saturating_sub(longest)],
            Shown::NoLess,
            1,
        )?;
        for from in between(&page, "injury began: from ", " to") {
            held(&[from], &[longest], Shown::NoMore, 1)?;
        }
    }
    let remedy = &report.judgement.remedy;
    let ways = [&remedy.caution, &remedy.go];
    let steps = ways.into_iter().flatten().flat_map(|way| way.steps.iter());
    let steps: Vec<i64> = steps.map(|step| step.to.millionths()).collect();
    held_exactly(
        &between(&page, " to ", " or more"),
        &steps,
        Shown::NoLess,
        1,
    )?;
    Ok(())
}

fn record(name: &str) -> Fallible<Value> {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with(name))
        .ok_or_else(|| format!("no fixture {name}"))?;
    Ok(serde_json::from_str(&text)?)
}

/// A fixture of a runner whose runs are all so long, for this goal.
fn running(name: &str, metres: Option<i64>, goal: Option<Value>) -> Fallible<Assessment> {
    let mut record = record(name)?;
    let runs = record.pointer_mut("/runs").and_then(Value::as_array_mut);
    for run in runs.into_iter().flatten().filter_map(Value::as_object_mut) {
        if let Some(metres) = metres {
            run.insert("distance_km".to_owned(), kilometres(metres).parse()?);
            run.remove("duration_min");
        }
    }
    let fields = record.as_object_mut().ok_or("no object")?;
    if let Some(goal) = goal {
        fields.insert("goal".to_owned(), goal);
    }
    Ok(Assessment::from_json(&record.to_string())?)
}

/// The goal, what fits the date wanted, every session and every week of a plan.
fn planned(name: &str, metres: i64) -> Fallible<usize> {
    let distance: Value = kilometres(metres).parse()?;
    let goal = json!({ "activity": "race", "distance_km": distance, "date": "2026-12-20" });
    let assessment = running(name, None, Some(goal))?;
    let protocol = protocol_for(assessment.condition())?;
    let plan = plan(&protocol, &assessment, None, None, None)?;
    let page = shown(&pages::plan::document(
        &plan,
        &protocol,
        &assessment,
        Distances::Miles,
    ));
    assert!(!page.contains(" km"), "{page}");
    let of = |parts: &[Part]| -> Vec<i64> {
        let sessions = plan.sessions.iter();
        let sessions = sessions.filter(|session| parts.contains(&session.part));
        sessions.map(|session| session.metres).collect()
    };
    held(
        &between(&page, "Plan for a race of ", ""),
        &[metres],
        Shown::Nearest,
        1,
    )?;
    let goals = of(&[Part::Goal]).len();
    held(
        &between(&page, "The goal: a race of ", ""),
        &vec![metres; goals],
        Shown::Nearest,
        1,
    )?;
    let fits = plan.wish.and_then(|wish| wish.fits);
    held(
        &between(&page, "possible by then: ", ""),
        fits.as_slice(),
        Shown::NoMore,
        1,
    )?;
    held(
        &between(&page, "Long run of ", ", easy"),
        &of(&[Part::Long]),
        Shown::NoMore,
        1,
    )?;
    let short = of(&[Part::Easy, Part::Taper]);
    held(
        &between(&page, "Run of ", ", easy"),
        &short,
        Shown::NoMore,
        1,
    )?;
    held(
        &between(&page, "; ", " in all"),
        &of(&[Part::Ladder]),
        Shown::NoMore,
        10,
    )?;
    Ok(plan.sessions.len())
}

/// How far to run today, if at all.
fn today(assessment: &Assessment) -> Fallible<bool> {
    let protocol = protocol_for(assessment.condition())?;
    if protocol.route_out.is_some() {
        return Ok(false);
    }
    let next = next(&protocol, assessment, None, None)?;
    let page = shown(&pages::next::document(&next));
    match next.today {
        Today::Session {
            session, metres, ..
        } => {
            let (before, behind) = match session {
                Session::Run(_) => ("A run of at most ", ", easy"),
                Session::Level(_) => ("; ", " in all"),
            };
            held(
                &between(&page, before, behind),
                &[metres],
                Shown::NoMore,
                10,
            )?;
        }
        Today::SeeSomebody
        | Today::NotCleared { .. }
        | Today::Rest { .. }
        | Today::Taper { .. } => {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Every distance that the training log reads, and every spike.
fn logged(assessment: &Assessment) -> Fallible<usize> {
    let goal = assessment.goal().cloned();
    let report = LoadReport::new(
        assessment,
        &return_to_run::measure::EvidenceRules::NONE,
        assessment.as_of(),
        goal,
        70,
    );
    let page = shown(&pages::load::document(&report, Distances::Miles));
    let mut found = 0_usize;
    for row in report.groups.iter().flat_map(|group| &group.rows) {
        let (measure, value) = (row.measure, row.reading.value());
        let value = value.filter(|_| measure.scale.unit() == Unit::Kilometres);
        let Some(value) = value else { continue };
        let allowed = ["load.session_cap", "load.weekly_cap"].contains(&measure.id);
        let (star, side) = match measure.better {
            Some(Better::Higher) => ("", Shown::NoMore),
            Some(Better::Lower) => ("", Shown::NoLess),
            None if allowed => ("*", Shown::NoMore),
            None => ("*", Shown::NoLess),
        };
        let (label, id) = (row.label, measure.id);
        let miles = between(&page, &format!("{label}{star} "), &format!(" ({id})"));
        held_exactly(&miles, &[value.millionths()], side, 1)?;
        found = found.saturating_add(usize::from(allowed));
    }
    Ok(found)
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]
    #[test]
    fn a_limit_in_miles_asks_no_less_than_the_limit_in_kilometres(
        (go, no_go) in (2_i64..60_000).prop_flat_map(|go| (Just(go), 1..go)), longest in 1_i64..60_000
    ) {
        limits(go, no_go, longest).map_err(failed)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_most_that_is_allowed_is_no_more_in_miles(metres in 3_000_i64..30_000) {
        let rested = running("after-17-days-off-9-km.json", Some(metres), None).map_err(failed)?;
        prop_assert_eq!(logged(&rested).map_err(failed)?, 2);
        today(&rested).map_err(failed)?;
        let ready = running("ten-kilometres-ready.json", Some(metres), None).map_err(failed)?;
        prop_assert!(today(&ready).map_err(failed)?, "{} m", metres);
        logged(&ready).map_err(failed)?;
    }

    #[test]
    fn a_plan_in_miles_asks_no_more_of_a_session_and_no_less_of_the_goal(metres in 3_000_i64..30_000) {
        let sessions = planned("half-marathon-within-reach.json", metres).map_err(failed)?;
        prop_assert!(sessions > 0);
    }
}

#[test]
fn sixteen_kilometres_are_asked_for_in_full() -> Tested {
    limits(16_000, 10_000, 8_700)?;
    let page = shown(&pages::report::document(
        &Report::new(&asking(16_000, 10_000)?, &runner(8_700)?)?,
        pages::report::Contents::of_terminal(true),
    ));
    assert!(page.contains("GO at 9.95 mi or more"), "{page}");
    assert!(!page.contains("in kilometres"), "{page}");
    Ok(())
}

#[test]
fn no_page_in_miles_tells_a_pace_or_a_distance_in_kilometres() -> Tested {
    let (mut sessions, mut told) = (0_usize, 0_usize);
    for name in [
        "achilles-partial-tear/story.json",
        "achilles-midportion/strong-runner-at-14-weeks.json",
        "race-preparation/five-weeks-off-with-the-flu.json",
    ] {
        sessions = planned(name, 21_097)?.saturating_add(sessions);
    }
    for (_, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        told = told.saturating_add(usize::from(today(&assessment)?));
        logged(&assessment)?;
    }
    assert!(
        sessions > 60 && told > 5,
        "{sessions} sessions, {told} told"
    );
    let assessment = running("half-marathon-within-reach.json", None, None)?;
    let protocol = protocol_for(assessment.condition())?;
    let plan = plan(&protocol, &assessment, None, None, None)?;
    let page = shown(&pages::plan::document(
        &plan,
        &protocol,
        &assessment,
        Distances::Miles,
    ));
    assert!(page.contains("your average pace, 9:39 a mile"), "{page}");
    Ok(())
}
