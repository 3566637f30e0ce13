//! The shipped ladders hold back the runners whom the criteria hold back, and not knowing is never better than knowing.

use return_to_run::measure::{Cause, Definition, Reading};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Action, Protocol, RuleStanding};
use return_to_run::quantity::Exact;

use crate::support::Tested;

fn judging() -> Result<Vec<Protocol>, String> {
    let mut judging = Vec::new();
    for shipped in SHIPPED {
        let protocol = shipped
            .compile()
            .map_err(|faults| format!("{}: {faults:?}", shipped.id))?;
        if protocol.route_out.is_none() && !protocol.is_red_flags() {
            judging.push(protocol);
        }
    }
    Ok(judging)
}

/// The range of a measure in half units, best first.
fn values(measure: &Definition) -> Vec<Exact> {
    let (low, high) = measure.scale.range();
    let mut values: Vec<Exact> = (-20..=20)
        .map(|half| Exact::whole(half).over(2))
        .filter(|value| (low..=high).contains(value))
        .collect();
    if measure.worst_end() == low {
        values.reverse();
    }
    values
}

#[test]
fn every_protocol_that_judges_has_ladders_that_end_without_walking_first() -> Tested {
    for protocol in judging()? {
        let first = protocol.ladders.first().ok_or("no ladder")?;
        let last = first.levels.last().ok_or("no level")?;
        assert!(last.is_continuous(), "{}", protocol.id);
        assert_eq!(
            last.run_minutes(),
            Some(Exact::whole(30)),
            "{}",
            protocol.id
        );
        // What the criteria ask of the ladder must be reachable by following it.
        for ladder in &protocol.ladders {
            assert!(ladder.levels.iter().all(|level| level.sessions >= 2));
        }
    }
    Ok(())
}

#[test]
fn worse_or_less_known_never_frees_a_runner() -> Tested {
    for protocol in judging()? {
        for rule in &protocol.ladder_rules {
            let taken = |value| rule.fires(Reading::taken(value, None));
            let values = values(rule.measure);
            assert!(
                values.is_sorted_by_key(|value| taken(*value)),
                "{}",
                rule.text
            );
            assert_eq!(
                taken(rule.measure.worst_end()),
                RuleStanding::Certain,
                "{}",
                rule.text
            );
            let unknown = Reading::unknown(rule.measure, Cause::Absent);
            assert_eq!(rule.fires(unknown), RuleStanding::Possible, "{}", rule.text);
        }
    }
    Ok(())
}

#[test]
fn what_is_no_go_of_the_last_run_is_at_least_a_level_down() -> Tested {
    for protocol in judging()? {
        let mut compared = 0_usize;
        for criterion in &protocol.criteria {
            let Some(no_go) = criterion.bands.and_then(|bands| bands.no_go) else {
                continue;
            };
            if !criterion.measure.id.starts_with("load.last_run.") {
                continue;
            }
            for value in values(criterion.measure) {
                if no_go.holds(value, None) != Some(true) {
                    continue;
                }
                let reading = Reading::taken(value, None);
                // A rise of pain through a run begins with pain during it, which after a tear is a rule of its own.
                let held = |id: &str, reading| {
                    protocol.ladder_rules.iter().any(|rule| {
                        rule.measure.id == id
                            && rule.then >= Action::Drop
                            && rule.fires(reading) == RuleStanding::Certain
                    })
                };
                assert!(
                    held(criterion.measure.id, reading)
                        || (criterion.measure.id == "load.last_run.rise"
                            && held("load.last_run.pain", reading)),
                    "{}: {} at {value:?}",
                    protocol.id,
                    criterion.measure.id
                );
                compared = compared.saturating_add(1);
            }
        }
        assert!(compared > 10, "{}: {compared}", protocol.id);
    }
    Ok(())
}
