//! A second, slow and obvious filter of evidence, written from the contract and sharing no rule with the library, agrees with its readings.
//!
//! It knows days and numbers only: after which day good news counts, which days were masked, which entries of a window count, which test or
//! answer is the newest that speaks of the tendon as it is now, and which runs are runs.

mod comparison;
mod diary;
mod edits;
mod fields;
mod filter;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::protocol::Protocol;
use return_to_run::protocol::builtin::SHIPPED;
use serde_json::Value;

use self::comparison::compared;
use self::edits::{edit, edited};
use crate::support::{Tested, cases};

#[test]
fn the_slow_obvious_filter_agrees_on_every_fixture() -> Tested {
    let mut faults = Vec::new();
    let protocols = protocols()?;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        for fault in judged(&record, &protocols)?.into_iter().flatten() {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults: {}",
        faults.len(),
        faults.join("\n")
    );
    Ok(())
}

fn protocols() -> Result<Vec<Protocol>, String> {
    let compiled = SHIPPED.iter().map(|shipped| shipped.compile());
    compiled
        .map(|one| one.map_err(|faults| format!("{faults:?}")))
        .collect()
}

fn judged(record: &Value, protocols: &[Protocol]) -> Result<Option<Vec<String>>, String> {
    let condition = record.pointer("/injury/condition").and_then(Value::as_str);
    let protocol = protocols.iter().find(|protocol| {
        let answers = |one: &String| Some(one.as_str()) == condition;
        protocol.route_out.is_none() && protocol.conditions.iter().any(answers)
    });
    protocol.map_or(Ok(None), |protocol| compared(record, protocol))
}

#[test]
fn the_slow_obvious_filter_agrees_on_records_changed_at_random() -> Tested {
    let protocols = protocols()?;
    let records: Vec<Value> = cases()?
        .iter()
        .map(|(_, text)| serde_json::from_str(text))
        .collect::<Result<_, _>>()?;
    let strategy = (any::<Index>(), prop::collection::vec(edit(), 1..7));
    let mut runner = TestRunner::new(Config {
        cases: 4000,
        failure_persistence: None,
        ..Config::default()
    });
    let compared = std::cell::Cell::new(0_u32);
    runner.run(&strategy, |(place, edits)| {
        let Some(record) = records.get(place.index(records.len())) else {
            return Ok(());
        };
        let record = edited(record, &edits).ok_or_else(|| TestCaseError::fail("not edited"))?;
        let faults = judged(&record, &protocols).map_err(TestCaseError::fail)?;
        compared.set(compared.get().saturating_add(u32::from(faults.is_some())));
        let faults = faults.unwrap_or_default();
        prop_assert!(faults.is_empty(), "{}\n{record}", faults.join("\n"));
        Ok(())
    })?;
    assert!(
        compared.get() > 2000,
        "only {} were accepted",
        compared.get()
    );
    Ok(())
}
