//! The load measures against the published vectors, their identities, and their undefined cases.

use std::fmt::Write;

use proptest::prelude::*;
use return_to_run::measure::{Cause, GoalDistance, Reading, State, Subject, Window, find};
use return_to_run::quantity::{Exact, Kilometres};
use return_to_run::{Assessment, Day};

use crate::support::Tested;

/// The day of the question in these tests; day 1 of a log of `n` days is `n` days before it.
const AS_OF: &str = "2026-11-21";

fn record(complete_days: i32, runs: &str) -> Result<Assessment, Box<dyn std::error::Error>> {
    with_injury(complete_days, "", runs)
}

fn with_injury(
    complete_days: i32,
    injury: &str,
    runs: &str,
) -> Result<Assessment, Box<dyn std::error::Error>> {
    let as_of: Day = AS_OF.parse()?;
    let from = as_of.plus(complete_days.saturating_neg());
    Ok(Assessment::from_json(&format!(
        r#"{{ "as_of": "{AS_OF}", "injury": {{ "condition": "none"{injury} }}, "hop": [],
             "log_complete_from": "{from}", "runs": [{runs}] }}"#
    ))?)
}

/// One run a day, oldest first, ending yesterday; zero is a rest day.
fn daily(metres: &[u32]) -> Result<String, Box<dyn std::error::Error>> {
    let as_of: Day = AS_OF.parse()?;
    let mut text = String::new();
    for (ago, metres) in metres.iter().rev().enumerate() {
        if *metres > 0 {
            let comma = if text.is_empty() { "" } else { "," };
            let date = as_of.plus((-1_i32).saturating_sub(i32::try_from(ago)?));
            let (whole, rest) = (metres / 1000, metres % 1000);
            write!(
                text,
                r#"{comma}{{ "date": "{date}", "kind": "run", "distance_km": {whole}.{rest:03} }}"#
            )?;
        }
    }
    Ok(text)
}

fn goal(metres: i64) -> Result<GoalDistance, String> {
    Kilometres::new(metres.saturating_mul(1000)).map(GoalDistance::Known)
}

fn read(assessment: &Assessment, goal: GoalDistance, id: &str) -> Result<Reading, String> {
    let measure = find(id).ok_or_else(|| format!("no measure {id}"))?;
    let subject = Subject::new(assessment, assessment.as_of(), goal).as_logged();
    Ok(subject.read(measure, Window::default()))
}

fn value(assessment: &Assessment, id: &str) -> Result<Exact, String> {
    let reading = read(assessment, GoalDistance::None, id)?;
    reading
        .value()
        .ok_or_else(|| format!("{id} is not taken: {reading:?}"))
}

fn fraction(numerator: i128, denominator: i128) -> Result<Exact, String> {
    Exact::fraction(numerator, denominator).ok_or_else(|| "no such fraction".to_owned())
}

/// A percentage agrees with a ratio printed to six places.
fn assert_near(percent: Exact, millionths: i64) {
    let off = percent.minus(Exact::micro(millionths)).millionths().abs();
    assert!(off <= 50, "{percent:?} is not {millionths} millionths");
}

/// Vector V1: 30 units on 21 days, then 50 on 7.
#[test]
fn acwr_agrees_with_the_package_on_its_first_subject() -> Tested {
    let mut days = vec![30_000; 21];
    days.extend([50_000; 7]);
    let assessment = record(28, &daily(&days)?)?;
    assert_eq!(value(&assessment, "load.acwr")?, fraction(500, 3)?);
    assert_eq!(value(&assessment, "load.acwr_coupled")?, fraction(1000, 7)?);
    assert_near(value(&assessment, "load.acwr_ewma")?, 124_974_600);
    Ok(())
}

/// Vector V2: a rising log whose averages agree with V1 and whose exponential ratio does not.
#[test]
fn acwr_agrees_with_the_package_on_its_second_subject() -> Tested {
    let days: Vec<u32> = [
        15, 15, 20, 20, 20, 25, 25, 25, 25, 30, 30, 30, 35, 35, 35, 35, 35, 40, 45, 45, 45, 40, 40,
        45, 45, 50, 60, 70,
    ]
    .into_iter()
    .map(|units: u32| units * 1000)
    .collect();
    let assessment = record(28, &daily(&days)?)?;
    assert_eq!(value(&assessment, "load.acwr")?, fraction(500, 3)?);
    assert_eq!(value(&assessment, "load.acwr_coupled")?, fraction(1000, 7)?);
    assert_near(value(&assessment, "load.acwr_ewma")?, 140_620_200);
    Ok(())
}

/// Vector V6: Foster's week with the sample standard deviation.
#[test]
fn monotony_and_strain_use_the_sample_deviation() -> Tested {
    let as_of: Day = AS_OF.parse()?;
    let loads = [300, 0, 450, 0, 300, 600, 0];
    let mut runs = Vec::new();
    for (index, load) in loads.iter().enumerate().filter(|(_, load)| **load > 0) {
        let date = as_of.plus(i32::try_from(index)? - 7);
        let minutes = load / 10;
        runs.push(format!(
            r#"{{ "date": "{date}", "kind": "run", "rpe": 10, "duration_min": {minutes} }}"#
        ));
    }
    let assessment = record(7, &runs.join(","))?;
    assert_eq!(value(&assessment, "load.monotony")?, Exact::micro(971_008));
    assert_eq!(
        value(&assessment, "load.strain")?,
        Exact::micro(1_602_163_716)
    );
    assert_eq!(
        value(&assessment, "load.session_load_7d")?,
        Exact::whole(1650)
    );
    Ok(())
}

#[test]
fn seven_equal_days_have_no_monotony() -> Tested {
    for runs in [
        String::new(),
        daily(&[5_000; 7])?.replace("\"distance_km\": 5.000", "\"rpe\": 5, \"duration_min\": 30"),
    ] {
        let assessment = record(7, &runs)?;
        for id in ["load.monotony", "load.strain"] {
            assert_eq!(
                read(&assessment, GoalDistance::None, id)?.state,
                State::NotApplicable
            );
        }
    }
    // A training day whose load is not recorded is not a rest day.
    let assessment = record(7, &daily(&[5_000, 0, 0, 0, 0, 0, 0])?)?;
    assert!(read(&assessment, GoalDistance::None, "load.monotony")?.is_open());
    Ok(())
}

/// Vector V8: bands with a baseline of 10,000 m; the run of the day itself is not in its own baseline.
#[test]
fn the_session_band_is_decided_to_the_metre() -> Tested {
    let base = daily(&[10_000, 0, 8_000, 0, 9_000, 0])?;
    let today = format!(r#"{base}, {{ "date": "{AS_OF}", "kind": "run", "distance_km": 30 }}"#);
    for runs in [base, today] {
        let assessment = record(40, &runs)?;
        for (metres, place) in [
            (11_000, 0),
            (11_001, 1),
            (13_000, 1),
            (13_001, 2),
            (20_000, 2),
            (20_001, 3),
        ] {
            let reading = read(&assessment, goal(metres)?, "load.session_band")?;
            assert_eq!(reading.value(), Some(Exact::whole(place)), "{metres} m");
        }
    }
    Ok(())
}

#[test]
fn no_run_in_the_window_is_no_baseline_and_not_no_spike() -> Tested {
    let assessment = record(100, "")?;
    let reading = read(&assessment, goal(5_000)?, "load.session_band")?;
    assert_eq!(
        reading.state,
        State::Known {
            low: Exact::ZERO,
            high: Exact::whole(3)
        }
    );
    assert_eq!(
        read(&assessment, GoalDistance::None, "load.session_band")?.state,
        State::NotApplicable
    );
    Ok(())
}

/// Vector V10: 17 days off after weeks of 40 km with a longest run of 16 km.
#[test]
fn after_a_lay_off_the_cap_follows_the_printed_table() -> Tested {
    // Four weeks of 4, 10, 10 and 16 km, and 80 quiet days of 1 km before them so that no older lay-off is in doubt.
    let mut days = vec![1_000; 80];
    for _ in 0..4 {
        days.extend([4_000, 0, 10_000, 0, 10_000, 0, 16_000]);
    }
    days.extend([0; 17]);
    let known = i32::try_from(days.len())?;
    let assessment = record(known, &daily(&days)?)?;
    assert_eq!(value(&assessment, "load.days_off")?, Exact::whole(17));
    assert_eq!(value(&assessment, "load.session_cap")?, Exact::whole(8));
    assert_eq!(value(&assessment, "load.weekly_cap")?, Exact::whole(20));
    for (metres, percent) in [
        (8_000, fraction(100, 1)?),
        (9_000, fraction(900, 8)?),
        (10_500, fraction(1050, 8)?),
    ] {
        let reading = read(&assessment, goal(metres)?, "load.plan_percent_of_cap")?;
        assert_eq!(reading.value(), Some(percent));
    }
    // The same return one week later: still day 8 of 17; two days on the share is 75 %.
    for (day, cap) in [(8, 8), (9, 12), (17, 12)] {
        let mut later = days.clone();
        later.push(2_000);
        later.extend(vec![0; usize::try_from(day - 2)?]);
        let assessment = record(i32::try_from(later.len())?, &daily(&later)?)?;
        let capped = value(&assessment, "load.session_cap");
        if day - 2 < 6 {
            assert_eq!(capped?, Exact::whole(cap), "day {day}");
        } else {
            // By then the days since the one run are a lay-off of their own, and the stricter cap counts.
            assert!(capped? <= Exact::whole(cap), "day {day}");
        }
    }
    Ok(())
}

#[test]
fn five_days_off_need_no_return_and_an_unknown_past_may() -> Tested {
    let mut days = vec![5_000; 120];
    days.extend([0; 5]);
    let runs = daily(&days)?;
    let state = |assessment: &Assessment| {
        read(assessment, GoalDistance::None, "load.session_cap").map(|reading| reading.state)
    };
    assert_eq!(state(&record(125, &runs)?)?, State::NotApplicable);
    let short = daily(&[5_000; 20])?;
    let reading = read(&record(20, &short)?, GoalDistance::None, "load.session_cap")?;
    assert!(reading.is_open() && reading.may_not_apply);
    Ok(())
}

#[test]
fn a_ratio_needs_known_days_and_a_base() -> Tested {
    let steady = daily(&[5_000; 28])?;
    let unknown = read(&record(27, &steady)?, GoalDistance::None, "load.acwr")?;
    assert!(unknown.is_open());
    assert_eq!(unknown.cause, Some(Cause::Incomplete));
    // Less than 5 km a week in the three weeks before: unstable, so it does not apply.
    let mut low = vec![0; 21];
    low.extend([5_000; 7]);
    for id in ["load.acwr", "load.acwr_coupled"] {
        let reading = read(&record(28, &daily(&low)?)?, GoalDistance::None, id)?;
        assert_eq!(reading.state, State::NotApplicable);
    }
    let mut change = vec![0; 7];
    change.extend([5_000; 7]);
    let reading = read(
        &record(14, &daily(&change)?)?,
        GoalDistance::None,
        "load.weekly_change",
    )?;
    assert!(reading.is_open(), "a rise from nought has no size");
    let reading = read(&record(14, "")?, GoalDistance::None, "load.weekly_change")?;
    assert_eq!(reading.state, State::NotApplicable);
    let mut third = vec![10_000; 7];
    third.extend([13_000; 7]);
    assert_eq!(
        value(&record(14, &daily(&third)?)?, "load.weekly_change")?,
        Exact::whole(30)
    );
    Ok(())
}

#[test]
fn recovery_is_counted_in_whole_days_and_asks_more_after_pain() -> Tested {
    let as_of: Day = AS_OF.parse()?;
    for (ago, pain, kind, missing) in [
        (1, "0", "run", 1),
        (2, "1", "run", 0),
        (2, "1.5", "run", 1),
        (3, "3", "run", 0),
        (1, "3.5", "run", 3),
        (4, "9", "run", 0),
        (2, "0", "walk-run", 1),
        (3, "0", "walk-run", 0),
    ] {
        let date = as_of.plus(-ago);
        let runs = format!(r#"{{ "date": "{date}", "kind": "{kind}", "pain_during": {pain} }}"#);
        let assessment = record(30, &runs)?;
        assert_eq!(
            value(&assessment, "recovery.shortfall_days")?,
            Exact::whole(missing),
            "{ago} days ago, pain {pain}, {kind}"
        );
    }
    let assessment = record(30, "")?;
    let reading = read(&assessment, GoalDistance::None, "recovery.shortfall_days")?;
    assert_eq!(reading.state, State::NotApplicable);
    Ok(())
}

#[test]
fn an_injury_lay_off_of_four_weeks_ends_on_the_ladder() -> Tested {
    let mut days = vec![8_000; 120];
    days.extend([0; 28]);
    let known = i32::try_from(days.len())?;
    let runs = daily(&days)?;
    for (reason, state) in [
        (r#", "layoff_reason": "injury""#, (2, 2)),
        (r#", "layoff_reason": "illness""#, (0, 0)),
        ("", (0, 2)),
    ] {
        let assessment = with_injury(known, reason, &runs)?;
        let reading = read(&assessment, GoalDistance::None, "load.ladder_after_layoff")?;
        assert_eq!(
            reading.state,
            State::Known {
                low: Exact::whole(state.0),
                high: Exact::whole(state.1)
            },
            "{reason}"
        );
    }
    Ok(())
}

#[test]
fn a_young_log_asks_for_the_lay_off_before_it_and_no_months_of_waiting() -> Tested {
    let runs = daily(&[10_000; 30])?;
    let goal = GoalDistance::Known(serde_json::from_str("8")?);
    let spans = |stated: &str| -> Result<(State, bool), Box<dyn std::error::Error>> {
        let assessment = with_injury(30, stated, &runs)?;
        let reading = read(&assessment, goal, "load.plan_percent_of_cap")?;
        Ok((reading.state, reading.may_not_apply))
    };
    let (state, may_not_apply) = spans("")?;
    assert!(may_not_apply && matches!(state, State::Known { low, high } if low < high));
    let (state, _) = spans(r#", "last_layoff": "none""#)?;
    assert_eq!(state, State::NotApplicable);
    // 100 days ago is over for every kind of lay-off but the longest, which by then asks for nothing less than all.
    let long_ago = r#", "pre_injury_longest_km": 16, "last_layoff": "2026-08-01""#;
    let (state, _) = spans(long_ago)?;
    assert_eq!(state, State::NotApplicable);
    let lately = r#", "pre_injury_longest_km": 16, "last_layoff": "2026-10-21""#;
    let (state, may_not_apply) = spans(lately)?;
    let State::Known { high, .. } = state else {
        return Err("a lay-off that may be in effect allows something".into());
    };
    assert_eq!((high, may_not_apply), (Exact::whole(100), true));
    Ok(())
}

#[test]
fn gaps_are_days_in_a_row_without_a_run() -> Tested {
    let mut days = vec![5_000; 60];
    days.extend([0; 28]);
    days.extend([5_000; 40]);
    let assessment = record(128, &daily(&days)?)?;
    assert_eq!(
        value(&assessment, "load.days_since_28_day_gap")?,
        Exact::whole(41)
    );
    assert_eq!(
        value(&assessment, "load.longest_gap_84d")?,
        Exact::whole(28)
    );
    // One day fewer is no such gap, and what came before the log may have been one.
    days.remove(60);
    let assessment = record(127, &daily(&days)?)?;
    let reading = read(
        &assessment,
        GoalDistance::None,
        "load.days_since_28_day_gap",
    )?;
    assert_eq!(
        reading.state,
        State::Known {
            low: Exact::whole(128),
            high: Exact::whole(100_000)
        }
    );
    Ok(())
}

#[test]
fn the_weeks_before_the_taper_are_those_of_the_goal() -> Tested {
    // Ten weeks of 40 km, then two weeks of 10 km: what a long taper leaves out, a short one may leave out too.
    let mut days = Vec::new();
    for _ in 0..10 {
        days.extend([10_000, 0, 10_000, 0, 10_000, 0, 10_000]);
    }
    for _ in 0..2 {
        days.extend([10_000, 0, 0, 0, 0, 0, 0]);
    }
    let weekly = |days: &[u32], metres| {
        let assessment = record(84, &daily(days)?)?;
        let reading = read(&assessment, goal(metres)?, "load.weekly_km_before_taper")?;
        Ok::<_, Box<dyn std::error::Error>>(reading.value())
    };
    assert_eq!(weekly(&days, 21_097)?, Some(Exact::whole(40)));
    assert_eq!(weekly(&days, 42_195)?, Some(Exact::whole(40)));
    // With an idle week before those eight, only the short taper sees eight full weeks.
    for day in days.iter_mut().skip(7).take(7) {
        *day = 0;
    }
    assert_eq!(weekly(&days, 21_097)?, Some(Exact::whole(40)));
    assert_eq!(weekly(&days, 42_195)?, Some(Exact::whole(35)));
    Ok(())
}

proptest! {
    /// V7: for any log, coupled = 4u / (3 + u) for an uncoupled ratio u.
    #[test]
    fn coupled_and_uncoupled_ratios_keep_their_identity(days in proptest::collection::vec(1_u32..40_000, 28)) {
        let assessment = record(28, &daily(&days).map_err(|error| TestCaseError::fail(error.to_string()))?)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let uncoupled = value(&assessment, "load.acwr").map_err(TestCaseError::fail);
        // Under 5 km a week there is no ratio.
        prop_assume!(days.iter().take(21).sum::<u32>() >= 15_000);
        let (numerator, denominator) = uncoupled?.terms();
        // u = numerator / (100 denominator), so 100 * 4u / (3 + u) = 400 n / (300 d + n).
        let expected = Exact::fraction(
            i128::from(numerator).saturating_mul(400),
            i128::from(denominator).saturating_mul(300).saturating_add(i128::from(numerator)),
        );
        prop_assert_eq!(Some(value(&assessment, "load.acwr_coupled").map_err(TestCaseError::fail)?), expected);
    }

    /// Twice the distances, the same ratios.
    #[test]
    fn ratios_do_not_depend_on_the_unit(days in proptest::collection::vec(3_000_u32..20_000, 28), factor in 2_u32..5) {
        let scaled: Vec<u32> = days.iter().map(|metres| metres.saturating_mul(factor)).collect();
        let read_all = |days: &[u32], goal_metres: u32| -> Result<Vec<Option<Exact>>, Box<dyn std::error::Error>> {
            let assessment = record(28, &daily(days)?)?;
            let goal = goal(i64::from(goal_metres))?;
            ["load.acwr", "load.acwr_coupled", "load.acwr_ewma", "load.weekly_change", "load.session_ratio", "load.session_band"]
                .into_iter()
                .map(|id| Ok(read(&assessment, goal, id)?.value()))
                .collect()
        };
        let fail = |error: Box<dyn std::error::Error>| TestCaseError::fail(error.to_string());
        prop_assert_eq!(read_all(&days, 14_000).map_err(fail)?, read_all(&scaled, factor.saturating_mul(14_000)).map_err(fail)?);
    }
}
