//! The longest run is no longer than something stands by: a time, the runner, or many runs that agree.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::Assessment;
use return_to_run::measure::{GoalDistance, State, Subject, Window, find};
use return_to_run::quantity::Exact;
use serde_json::{Value, json};

use crate::support::{Tested, blanked};

/// A run: metres, whether its time is told, what is said of `confirmed`.
type Told = (i64, bool, Option<bool>);

fn log(runs: &[Told]) -> Value {
    let runs = runs
        .iter()
        .zip(1_u32..)
        .map(|((metres, timed, confirmed), day)| {
            let kilometres = metres.div_euclid(1000);
            let minutes = timed.then(|| kilometres.saturating_mul(6).saturating_add(6));
            json!({
                "date": format!("2026-11-{:02}", 21_u32.saturating_sub(day)),
                "kind": "run",
                "distance_km": serde_json::Number::from(kilometres),
                "duration_min": minutes,
                "confirmed": confirmed,
            })
        });
    json!({
        "as_of": "2026-11-21",
        "injury": { "condition": "none" },
        "treatments": [],
        "log_complete_from": "2026-10-01",
        "runs": runs.collect::<Vec<_>>(),
    })
}

fn longest(record: &Value) -> Result<(Exact, Exact), Box<dyn std::error::Error>> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let subject = Subject::new(&assessment, assessment.as_of(), GoalDistance::None);
    let measure = find("load.longest_run_42d").ok_or("the measure is gone")?;
    match subject.read(measure, Window::default()).state {
        State::Known { low, high } => Ok((low, high)),
        state @ (State::Unable | State::NotApplicable) => Err(format!("{state:?}").into()),
    }
}

fn runs() -> impl Strategy<Value = Vec<Told>> {
    let run = (1_i64..60, any::<bool>(), any::<Option<bool>>());
    let run = run.prop_map(|(kilometres, timed, confirmed)| {
        (kilometres.saturating_mul(1000), timed, confirmed)
    });
    prop::collection::vec(run, 1..14)
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn no_distance_counts_for_more_than_half_as_far_again_as_what_stands_by_it() -> Tested {
    runner().run(&runs(), |runs| {
        let sure = |(_, timed, confirmed): &&Told| confirmed.unwrap_or(*timed);
        let kilometres = |(metres, ..): &Told| metres.div_euclid(1000);
        let trusted = runs.iter().filter(sure).map(kilometres).max().unwrap_or(0);
        let mut claimed: Vec<i64> = runs
            .iter()
            .filter(|run| !sure(run))
            .map(kilometres)
            .collect();
        claimed.sort_unstable_by(|one, other| other.cmp(one));
        let agreed = claimed.get(4).copied().unwrap_or(0);
        let believed = Exact::whole(trusted.max(agreed)).times(3).over(2);
        let claim = Exact::whole(claimed.first().copied().unwrap_or(0));
        let expected = Exact::whole(trusted).max(claim.min(believed));
        let (least, most) =
            longest(&log(&runs)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(least, expected);
        prop_assert_eq!(most, Exact::whole(trusted).max(claim));
        Ok(())
    })?;
    Ok(())
}

#[test]
fn telling_less_of_any_runs_never_makes_the_longest_longer() -> Tested {
    let fields = ["distance_km", "duration_min", "confirmed"];
    let blanks = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3), 1..5);
    runner().run(&(runs(), blanks), |(runs, blanks)| {
        // That the runner does not stand by a distance is bad news, and nobody asks for it.
        let runs: Vec<Told> = runs
            .into_iter()
            .map(|(metres, timed, confirmed)| (metres, timed, confirmed.filter(|stands| *stands)))
            .collect();
        let record = log(&runs);
        let blank: Vec<String> = blanks
            .iter()
            .filter_map(|(place, field)| {
                Some(format!(
                    "/runs/{}/{}",
                    place.index(runs.len()),
                    fields.get(*field)?
                ))
            })
            .collect();
        let read = |record: &Value| {
            longest(record).map_err(|error| TestCaseError::fail(error.to_string()))
        };
        let (before, after) = (read(&record)?, read(&blanked(&record, &blank))?);
        prop_assert!(
            after.0 <= before.0 && before.1 <= after.1,
            "{:?}: {:?} to {:?}",
            blank,
            before,
            after
        );
        Ok(())
    })?;
    Ok(())
}
