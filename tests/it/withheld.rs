//! Each deciding criterion of each protocol alone withholds GO from somebody who meets everything else.

use std::collections::BTreeMap;
use std::path::Path;

use return_to_run::protocol::{Criterion, Protocol};
use return_to_run::{Assessment, Report, Verdict};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{Tested, protocol_for};

/// The patches of one protocol.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withheld {
    home: String,
    clinic: String,
    patches: BTreeMap<String, Patch>,
}

/// How a base that meets everything is changed so that one criterion is missed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    base: Base,
    /// A goal that does not ask the criteria which would fall with this one.
    goal: Option<Value>,
    /// Criteria that cannot but fall with this one, and more mildly: this one alone decides how bad it is.
    #[serde(default)]
    beside: Vec<String>,
    /// JSON pointers and their new values; a pointer that ends in `/-` appends.
    set: BTreeMap<String, Value>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Base {
    Home,
    Clinic,
}

fn read(path: &str) -> Result<String, Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path);
    Ok(std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn patched(base: &Value, patch: &Patch) -> Result<Value, Box<dyn std::error::Error>> {
    let mut record = base.clone();
    let goal = patch
        .goal
        .as_ref()
        .map(|goal| ("/goal".to_owned(), goal.clone()));
    for (pointer, value) in goal.into_iter().chain(patch.set.clone()) {
        let (parent, key) = pointer.rsplit_once('/').ok_or("not a pointer")?;
        match record
            .pointer_mut(parent)
            .ok_or_else(|| format!("{pointer} leads nowhere"))?
        {
            Value::Object(fields) => {
                fields.insert(key.to_owned(), value);
            }
            Value::Array(entries) if key == "-" => entries.push(value),
            Value::Array(entries) => {
                let entry = entries
                    .get_mut(key.parse::<usize>()?)
                    .ok_or_else(|| format!("{pointer} leads nowhere"))?;
                *entry = value;
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err(format!("{pointer} leads nowhere").into());
            }
        }
    }
    Ok(record)
}

/// Whether the criterion asks what another always asks, with the same bands, and only refers where that one does not.
fn sharpens_a_referral(protocol: &Protocol, place: usize) -> bool {
    let Some(one) = protocol.criteria.get(place) else {
        return false;
    };
    let limits = |criterion: &Criterion| criterion.bands.map(|bands| (bands.go, bands.no_go));
    let same = |other: &Criterion| {
        other.query == one.query
            && limits(other) == limits(one)
            && other.when.is_empty()
            && !other.note
    };
    one.refer_if_unknown && !one.when.is_empty() && protocol.criteria.iter().any(same)
}

fn check(protocol_id: &str) -> Tested {
    let protocol: Protocol = protocol_for(protocol_id)?;
    let withheld: Withheld = serde_json::from_str(&read(&format!("withheld/{protocol_id}.json"))?)?;
    let (home, clinic): (Value, Value) = (
        serde_json::from_str(&read(&withheld.home)?)?,
        serde_json::from_str(&read(&withheld.clinic)?)?,
    );
    for base in [&home, &clinic] {
        let assessment = Assessment::from_json(&base.to_string())?;
        let report = Report::new(&protocol, &assessment)?;
        assert!(
            report
                .ladder()
                .all(|rung| rung.envelope.worst() == Verdict::Go)
                && report.verdict() == Verdict::Go
        );
        assert_eq!(
            report.ladder().count(),
            protocol.stages.len(),
            "a base reaches the top of the ladder"
        );
    }
    let mut shown = Vec::new();
    let mut faults = Vec::new();
    for (place, criterion) in protocol.criteria.iter().enumerate() {
        let name = protocol.name_of(place);
        let Some(patch) = withheld.patches.get(&name) else {
            if !criterion.note && !sharpens_a_referral(&protocol, place) {
                faults.push(format!("{name} has no patch"));
            }
            continue;
        };
        let base = match patch.base {
            Base::Home => &home,
            Base::Clinic => &clinic,
        };
        let assessment = match Assessment::from_json(&patched(base, patch)?.to_string()) {
            Ok(assessment) => assessment,
            Err(error) => {
                faults.push(format!("{name}: refused: {error}"));
                continue;
            }
        };
        let report = Report::new(&protocol, &assessment)?;
        let reasons: Vec<String> = report
            .reasons()
            .map(|line| line.name())
            .filter(|reason| !patch.beside.contains(reason))
            .collect();
        let milder = report
            .reasons()
            .filter(|line| patch.beside.contains(&line.name()));
        let decides = milder
            .into_iter()
            .all(|line| line.finding.envelope.worst() < report.verdict());
        if reasons != [name.as_str()] || !decides || report.verdict() == Verdict::Go {
            faults.push(format!(
                "{name} does not alone withhold GO, but {reasons:?}"
            ));
        }
        let sentences = report
            .reasons()
            .map(|line| return_to_run::report::Wording::of(&line).sentence());
        shown.push(format!(
            "{name}: {}\n  {}",
            report.verdict().label(),
            sentences.collect::<Vec<_>>().join("\n  ")
        ));
    }
    faults.extend(
        withheld
            .patches
            .keys()
            .filter(|name| protocol.criterion(name).is_none())
            .map(|name| format!("no criterion {name}")),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    insta::assert_snapshot!(format!("withheld-{protocol_id}"), shown.join("\n"));
    Ok(())
}

#[test]
fn each_criterion_of_midportion_tendinopathy_alone_withholds_go() -> Tested {
    check("achilles-midportion")
}

#[test]
fn each_criterion_of_insertional_tendinopathy_alone_withholds_go() -> Tested {
    check("achilles-insertional")
}

#[test]
fn each_criterion_of_a_partial_tear_alone_withholds_go() -> Tested {
    check("achilles-partial-tear")
}
