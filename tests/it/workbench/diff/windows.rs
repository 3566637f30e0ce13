//! Windows of which one is said never to read better than the other.

use return_to_run::Assessment;
use return_to_run::measure::{Better, Nature, Reading, State, Subject, Window, catalog};
use return_to_run::workbench::diff::window::never_better;
use serde_json::Value;

use crate::support::{Tested, cases};

/// How bad the worse end of a reading is: not applicable first, then values from the best, unable as the worst of them.
fn badness(
    reading: &Reading,
    measure: &return_to_run::Definition,
) -> Option<return_to_run::quantity::Exact> {
    let signed = |value: return_to_run::quantity::Exact| match measure.better {
        Some(Better::Higher) => return_to_run::quantity::Exact::ZERO.minus(value),
        Some(Better::Lower) | None => value,
    };
    match reading.state {
        State::NotApplicable => None,
        State::Unable => Some(signed(measure.worst_end())),
        State::Known { low, high } => Some(signed(low).max(signed(high))),
    }
}

#[test]
fn a_window_said_never_to_read_better_never_does_on_any_record() -> Tested {
    let mut windows = Vec::new();
    for (fresh, over, at_least) in [
        (Some(1), None, 0),
        (Some(4), None, 0),
        (Some(9), None, 0),
        (Some(30), None, 0),
        (None, Some(3), 1),
        (None, Some(7), 1),
        (None, Some(20), 1),
        (Some(1), Some(7), 1),
        (Some(1), Some(14), 1),
        (Some(3), Some(7), 1),
        (Some(9), Some(7), 1),
        (Some(1), Some(7), 3),
        (Some(1), Some(14), 3),
        (None, Some(7), 4),
    ] {
        windows.push(Window {
            keeps_adverse: false,
            fresh,
            over,
            at_least,
        });
    }
    let (mut held, mut differed, mut longer_better) = (0_u32, 0_u32, 0_u32);
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        for earlier in 0..12 {
            let assessment = Assessment::from_json(&record.to_string())?;
            let as_of = assessment.as_of().plus(-earlier);
            let subject = Subject::new(
                &assessment,
                as_of,
                return_to_run::measure::GoalDistance::None,
            );
            for measure in catalog()
                .filter(|measure| measure.nature == Nature::Observation && measure.better.is_some())
            {
                for first in &windows {
                    for second in &windows {
                        let (one, other) = (
                            badness(&subject.read(measure, *first), measure),
                            badness(&subject.read(measure, *second), measure),
                        );
                        if never_better(measure, *first, *second) {
                            assert!(
                                one >= other,
                                "{}: {} {first:?} {second:?} {as_of}",
                                path.display(),
                                measure.id
                            );
                            held = held.saturating_add(1);
                            differed = differed.saturating_add(u32::from(one != other));
                        }
                        let plain = first.fresh.is_none()
                            && second.fresh.is_none()
                            && measure.id == "gait.limp";
                        longer_better = longer_better.saturating_add(u32::from(
                            plain && first.over > second.over && one < other,
                        ));
                    }
                }
            }
        }
    }
    assert!(held > 100_000 && differed > 1_000, "{held} {differed}");
    assert!(
        longer_better > 0,
        "a longer `over` without `fresh` accepts an older entry"
    );
    Ok(())
}
