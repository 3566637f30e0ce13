//! What the workbench says of cases is so: held against the engine on random protocols, and on random changes of records.

use proptest::prelude::*;
use return_to_run::workbench::cases::{BandOutcome, is_decisive, never_decides, overlaid, patched};
use return_to_run::{Question, evaluate};
use serde_json::{Map, Value, json};

use crate::support::Tested;
use crate::workbench::lint_truth::{TURNS, compiled, file, runners, taken, written};

/// Changes that may be made of the small record, one after another.
fn change() -> impl Strategy<Value = (String, Value)> {
    let pointer = prop::sample::select(vec![
        "/a",
        "/a/b",
        "/a/c",
        "/list",
        "/list/0",
        "/list/1",
        "/list/1/x",
        "/list/-",
        "/list/2",
        "/list/2/x",
        "/list/01",
        "/nothing",
        "/nothing/x",
        "/a~1b",
        "/a~0b",
    ]);
    let value = prop::sample::select(vec![
        json!(1),
        json!(null),
        json!({ "x": 2 }),
        json!([]),
        json!([{ "x": 3 }, 4]),
        json!({ "b": {} }),
    ]);
    (pointer.prop_map(str::to_owned), value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_put_over_one_another_make_what_they_make_one_after_another(
        steps in prop::collection::vec(prop::collection::btree_map(change().prop_map(|(pointer, _)| pointer), change().prop_map(|(_, value)| value), 1..4), 1..5),
    ) {
        let base = json!({ "a": { "b": 1 }, "list": [1, { "x": 1 }], "nothing": null });
        let (mut record, mut set) = (base.clone(), Map::new());
        for step in steps {
            let step: Map<String, Value> = step.into_iter().collect();
            let Ok(next) = patched(&record, &step) else {
                continue;
            };
            overlaid(&mut set, &step, &next);
            record = next;
            prop_assert_eq!(patched(&base, &set), Ok(record.clone()), "{:?}", set);
        }
    }
}

#[test]
fn a_side_said_never_to_decide_decides_on_no_reading_of_any_random_protocol() -> Tested {
    use proptest::test_runner::{Config, TestRunner};
    let said = std::cell::Cell::new(0_usize);
    let shown = std::cell::Cell::new(0_usize);
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let criteria = (prop::collection::vec(written(), 2..5), any::<bool>());
    TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    )
    .run(&criteria, |(criteria, cautions)| {
        let text = file(&criteria, cautions, None);
        let Some(protocol) = compiled(&text) else {
            return Ok(());
        };
        let mut never = Vec::new();
        for (place, criterion) in protocol.criteria.iter().enumerate() {
            let sides = BandOutcome::all(criterion).into_iter();
            never.extend(
                sides
                    .filter(|side| never_decides(&protocol, place, *side).is_some())
                    .map(|side| (place, side)),
            );
        }
        said.set(said.get().saturating_add(never.len()));
        for runner in runners()? {
            let question = Question::new(&protocol, &runner, None, None);
            let question = question.map_err(|error| TestCaseError::fail(error.to_string()))?;
            for turn in 0..TURNS {
                let mut findings = Vec::new();
                evaluate(&protocol, &question, &taken(&protocol, turn), &mut findings);
                for (place, side) in &never {
                    let has = findings
                        .get(*place)
                        .is_some_and(|finding| BandOutcome::of(finding.envelope) == *side);
                    shown.set(shown.get().saturating_add(usize::from(has)));
                    prop_assert!(
                        !has || !is_decisive(&protocol, &findings, *place),
                        "{} {}\n{}",
                        protocol.name_of(*place),
                        side.word(),
                        text
                    );
                }
            }
        }
        Ok(())
    })?;
    assert!(
        said.get() > 30 && shown.get() > 1000,
        "said of {} sides, seen {} times",
        said.get(),
        shown.get()
    );
    Ok(())
}
