//! `check`, `next` and `plan` are one function: what one offers the other clears, and nothing harder.

use crate::support::{Tested, cases, protocol_for};
use return_to_run::assessment::Goal;
use return_to_run::protocol::{Level, Protocol};
use return_to_run::quantity::Distances;
use return_to_run::training::{Because, Session, Today, next};
use return_to_run::{Assessment, Day, Question, Verdict};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(super) fn verdict(
    protocol: &Protocol,
    record: &Assessment,
    day: Day,
    goal: Goal,
) -> Fallible<Verdict> {
    let question = Question::new(protocol, record, Some(day), Some(goal))?;
    Ok(return_to_run::engine::verdict_of(
        protocol, record, &question,
    ))
}

/// Compares the offer of a day with what `check` says of it and of every harder session; whether there was one.
pub(super) fn compared(
    protocol: &Protocol,
    record: &Assessment,
    day: Day,
    about: &str,
) -> Fallible<bool> {
    // A day before the injury is asked about in vain.
    let Ok(next) = next(protocol, record, Some(day), None) else {
        return Ok(false);
    };
    let levels = next.ladder.map_or(0, |ladder| ladder.levels.len());
    let of_level = |place: usize| {
        let id = next.ladder.map(|ladder| ladder.id.clone());
        Goal::session(id, place.saturating_add(1))
    };
    let of_run = |metres: i64| {
        let (whole, rest) = (metres.div_euclid(1000), metres.rem_euclid(1000));
        Goal::parse(&format!("run:{whole}.{rest:03}"), Distances::Kilometres)
    };
    let (session, because) = match next.today {
        Today::Session {
            session, because, ..
        } => (session, because),
        Today::SeeSomebody
        | Today::NotCleared { .. }
        | Today::Rest { .. }
        | Today::Taper { .. } => return Ok(false),
    };
    let goal = match session {
        Session::Level(place) => of_level(place),
        Session::Run(metres) => of_run(metres),
    }?;
    let allowed = match because {
        Because::Hardest | Because::Plan(_) | Because::Goal => Verdict::Go,
        Because::Caution => Verdict::Caution,
    };
    assert_eq!(
        verdict(protocol, record, day, goal)?,
        allowed,
        "{about} on {day}"
    );
    if because != Because::Hardest {
        return Ok(true);
    }
    let (higher, longer) = match session {
        Session::Level(place) => {
            let level = next.ladder.and_then(|ladder| ladder.levels.get(place));
            let minutes = level.and_then(Level::run_minutes).ok_or("no minutes")?;
            let seconds = minutes
                .millionths()
                .saturating_mul(60)
                .div_euclid(1_000_000);
            let metres = seconds.saturating_mul(1000).div_euclid(next.pace.seconds);
            // A run is offered to the next hundred metres that take more minutes.
            let minute = 60_000_i64.div_euclid(next.pace.seconds);
            let next_hundred = metres
                .saturating_add(minute)
                .div_euclid(100)
                .saturating_add(1);
            (place.saturating_add(1), next_hundred.saturating_mul(100))
        }
        Session::Run(metres) => (levels, metres),
    };
    for place in higher..levels {
        let verdict = verdict(protocol, record, day, of_level(place)?)?;
        assert_ne!(verdict, Verdict::Go, "{about} on {day}: level {place}");
    }
    for more in [100, 200, 500, 1_000, 3_000, 10_000, 40_000] {
        let metres = longer.saturating_add(more);
        let verdict = verdict(protocol, record, day, of_run(metres)?)?;
        assert_ne!(verdict, Verdict::Go, "{about} on {day}: {metres} m");
    }
    Ok(true)
}

#[test]
fn what_next_offers_is_what_check_clears_and_nothing_harder_on_any_fixture() -> Tested {
    let (mut offered, mut days) = (0_usize, 0_usize);
    for (path, text) in cases()? {
        let Ok(record) = Assessment::from_json(&text) else {
            continue;
        };
        let Ok(protocol) = protocol_for(record.condition()) else {
            continue;
        };
        if protocol.route_out.is_some() {
            continue;
        }
        for back in [0_i32, -1, -2, -5, -9, -16] {
            let day = record.as_of().plus(back);
            days = days.saturating_add(1);
            let about = path.display().to_string();
            let was_offered = compared(&protocol, &record, day, &about)?;
            offered = offered.saturating_add(usize::from(was_offered));
        }
    }
    assert!(days > 300 && offered > 60, "{offered} of {days}");
    Ok(())
}

/// A ladder or a level that is not there is refused by name, and a level asks no more than those above it.
#[test]
fn a_session_is_asked_of_a_ladder_and_level_that_are_there() -> Tested {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let record = Assessment::from_json(&text)?;
    let protocol = protocol_for(record.condition())?;
    let refused = |goal: &str| -> Fallible<String> {
        let goal = Goal::parse(goal, Distances::Kilometres)?;
        let fault = Question::new(&protocol, &record, None, Some(goal)).err();
        Ok(fault.ok_or("answered")?.to_string())
    };
    assert_eq!(
        refused("session:stairs:2")?,
        "achilles-midportion has no ladder `stairs`; it has `minutes`, `intervals`, `weekly`"
    );
    assert_eq!(
        refused("session:intervals:6")?,
        "the ladder `intervals` of achilles-midportion has levels 1 to 5, not 6"
    );
    let verdicts = (1..=6).map(|level| {
        let goal = Goal::session(None, level)?;
        verdict(&protocol, &record, record.as_of(), goal)
    });
    let verdicts = verdicts.collect::<Fallible<Vec<Verdict>>>()?;
    assert!(verdicts.is_sorted(), "{verdicts:?}");
    Ok(())
}
