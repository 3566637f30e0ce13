//! Each deciding criterion of each protocol alone withholds GO from somebody who meets everything else.

use std::collections::BTreeMap;
use std::path::Path;

use return_to_run::engine::report::Line;
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
    /// Criteria that send somebody to be examined because they are not known: here one alone does.
    referrals: BTreeMap<String, Patch>,
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

/// Two runners who meet everything up to the top of the ladder.
struct Bases {
    home: Value,
    clinic: Value,
}

impl Bases {
    fn with(&self, patch: &Patch) -> Result<Assessment, Box<dyn std::error::Error>> {
        let base = match patch.base {
            Base::Home => &self.home,
            Base::Clinic => &self.clinic,
        };
        Ok(Assessment::from_json(&patched(base, patch)?.to_string())?)
    }

    fn meet_everything(&self, protocol: &Protocol) -> Tested {
        for base in [&self.home, &self.clinic] {
            let assessment = Assessment::from_json(&base.to_string())?;
            let report = Report::new(protocol, &assessment)?;
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
        Ok(())
    }
}

/// What is wrong with the one criterion a patch is for, and the lines of the snapshot.
fn withholds(
    protocol: &Protocol,
    assessment: &Assessment,
    name: &str,
    beside: &[String],
) -> Result<(Option<String>, String), Box<dyn std::error::Error>> {
    let report = Report::new(protocol, assessment)?;
    let (milder, reasons): (Vec<Line<'_>>, Vec<Line<'_>>) = report
        .reasons()
        .partition(|line| beside.contains(&line.name()));
    let names: Vec<String> = reasons.iter().map(Line::name).collect();
    let decides = milder
        .iter()
        .all(|line| line.finding.envelope.worst() < report.verdict());
    let alone = names == [name] && decides && report.verdict() != Verdict::Go;
    let fault = (!alone).then(|| format!("{name} does not alone withhold GO, but {names:?}"));
    let sentences = report.reasons().map(|line| {
        return_to_run::pages::Wording::of(&line)
            .sentence()
            .to_string()
    });
    let shown = format!(
        "{name}: {}\n  {}",
        report.verdict().label(),
        sentences.collect::<Vec<_>>().join("\n  ")
    );
    Ok((fault, shown))
}

/// What is wrong with the one criterion that shall send somebody to be examined because it is not known.
fn refers(
    protocol: &Protocol,
    assessment: &Assessment,
    name: &str,
    criterion: &Criterion,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let report = Report::new(protocol, assessment)?;
    let names: Vec<String> = report
        .reasons()
        .filter(|line| {
            line.criterion.refer_if_unknown || line.finding.envelope.best() == Verdict::NoGo
        })
        .map(|line| line.name())
        .collect();
    let alone = names == [name] && report.judgement.outcome.refer == criterion.refer;
    Ok((!alone).then(|| format!("{name} does not alone refer, but {names:?}")))
}

/// Whether the criterion has no NO-GO and its CAUTION counts only beside another: alone it cannot withhold anything.
fn only_beside_another(criterion: &Criterion) -> bool {
    criterion.caution_only_with.is_some()
        && criterion.bands.is_some_and(|bands| bands.no_go.is_none())
}

fn check(condition: &str) -> Tested {
    let protocol: Protocol = protocol_for(condition)?;
    let protocol_id = protocol.id.as_str();
    let withheld: Withheld = serde_json::from_str(&read(&format!("withheld/{protocol_id}.json"))?)?;
    let bases = Bases {
        home: serde_json::from_str(&read(&withheld.home)?)?,
        clinic: serde_json::from_str(&read(&withheld.clinic)?)?,
    };
    bases.meet_everything(&protocol)?;
    let mut shown = Vec::new();
    let mut faults = Vec::new();
    for (place, criterion) in protocol.criteria.iter().enumerate() {
        let name = protocol.name_of(place);
        if let Some(patch) = withheld.patches.get(&name) {
            let assessment = bases
                .with(patch)
                .map_err(|error| format!("{name}: {error}"))?;
            let (fault, lines) = withholds(&protocol, &assessment, &name, &patch.beside)?;
            faults.extend(fault);
            shown.push(lines);
        } else if !criterion.note
            && !sharpens_a_referral(&protocol, place)
            && !only_beside_another(criterion)
        {
            faults.push(format!("{name} has no patch"));
        }
        if let Some(patch) = withheld.referrals.get(&name) {
            let assessment = bases
                .with(patch)
                .map_err(|error| format!("{name}: {error}"))?;
            faults.extend(refers(&protocol, &assessment, &name, criterion)?);
        } else if criterion.refer_if_unknown {
            faults.push(format!("{name} refers when unknown, and no patch shows it"));
        }
    }
    faults.extend(
        withheld
            .patches
            .keys()
            .chain(withheld.referrals.keys())
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

#[test]
fn each_criterion_of_race_preparation_alone_withholds_go() -> Tested {
    check("none")
}
