//! What is proved holds, what is refuted can be seen by anyone, and what exists was shown.

use std::path::Path;

use assert_cmd::Command;
use proptest::prelude::*;
use return_to_run::assessment::wire::Setting;
use return_to_run::engine::contradictions::Held;
use return_to_run::engine::{Question, Role};
use return_to_run::measure::{Better, Reading, State};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Facts, GoalKind, Operator, Protocol, compile};
use return_to_run::quantity::Kilometres;
use return_to_run::workbench::cases::{run, shipped_cases};
use return_to_run::workbench::prove::{Existence, Proof, Property};
use return_to_run::{Assessment, Outcome, Report, Verdict, evaluate};
use serde_json::Value;

use crate::engine::second_opinion::{protocol_text, reading_of, sketch};
use crate::support::Tested;

/// What no case shows, and no proof excludes: it counts only beside pain in runs that is not met.
const UNDECIDED: [&str; 1] = ["race/pain-trend"];

#[test]
fn every_shipped_file_is_proved_and_all_that_it_can_say_is_shown() -> Tested {
    let mut undecided = Vec::new();
    for shipped in SHIPPED {
        let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
        let cases = shipped_cases(shipped.id).ok_or("no cases")?;
        let (runs, broken) = run(&protocol, &cases);
        assert!(broken.is_empty(), "{broken:?}");
        let proof = Proof::of(&protocol, &runs);
        for property in Property::ALL {
            assert!(
                proof.holds(property),
                "{}: {:?}",
                shipped.id,
                proof.failures
            );
        }
        assert!(
            proof
                .stages
                .iter()
                .all(|shown| *shown != Existence::Undecided)
        );
        let open = proof
            .criteria
            .iter()
            .filter(|(_, shown)| *shown == Existence::Undecided);
        undecided.extend(open.map(|(place, _)| protocol.name_of(*place)));
        assert_eq!(proof.criteria.is_empty(), protocol.route_out.is_some());
    }
    assert_eq!(undecided, UNDECIDED);
    Ok(())
}

/// A shipped protocol with one band turned round, as no file that compiles can have it.
fn turned_round(place: usize) -> Result<Protocol, Box<dyn std::error::Error>> {
    let shipped = SHIPPED
        .iter()
        .find(|shipped| shipped.id == "achilles-midportion");
    let shipped = shipped.ok_or("not shipped")?;
    let mut protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
    let criterion = protocol
        .criteria
        .get_mut(place)
        .ok_or("no such criterion")?;
    let bands = criterion.bands.as_mut().ok_or("no bands")?;
    bands.go.operator = match bands.go.operator {
        Operator::AtLeast => Operator::Below,
        Operator::Above => Operator::AtMost,
        Operator::AtMost => Operator::Above,
        Operator::Below => Operator::AtLeast,
    };
    Ok(protocol)
}

#[test]
fn a_band_turned_round_is_refuted_whichever_it_is() -> Tested {
    let sound = turned_round(0)?;
    let mut refuted = 0_usize;
    for (place, criterion) in sound.criteria.iter().enumerate() {
        if criterion.note {
            continue;
        }
        let proof = Proof::of(&turned_round(place)?, &[]);
        assert!(
            !proof.holds(Property::WorseNeverHelps),
            "{}",
            sound.name_of(place)
        );
        assert!(
            proof
                .failures
                .iter()
                .all(|failure| failure.criterion == place)
        );
        refuted = refuted.saturating_add(1);
    }
    assert!(refuted > 60);
    Ok(())
}

fn rtr(arguments: &[&str]) -> Result<(Option<i32>, Value), Box<dyn std::error::Error>> {
    let output = Command::cargo_bin("rtr")?
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()?;
    Ok((
        output.status.code(),
        serde_json::from_slice(&output.stdout)?,
    ))
}

/// Each file, the promise it breaks, where the two assessments differ, and what stands there.
const BROKEN: [(&str, &str, &str, [&str; 2]); 4] = [
    (
        "longer-never-helps",
        "longer-never-helps",
        "/goal/distance_km",
        ["14", "15"],
    ),
    (
        "worse-never-helps",
        "worse-never-helps",
        "/hop/1/left/trials/0",
        ["25", "10"],
    ),
    (
        "less-never-helps",
        "less-never-helps",
        "/injury/last_flare",
        ["\"none\"", "null"],
    ),
    (
        "clinic-never-more-lenient",
        "clinic-never-more-lenient",
        "/setting",
        ["\"home\"", "\"clinic\""],
    ),
];

#[test]
fn each_broken_promise_is_refuted_by_two_assessments() -> Tested {
    for (file, property, place, values) in BROKEN {
        let path = format!("fixtures/refuted/{file}.toml");
        let (code, proof) = rtr(&["criteria", "prove", "--format", "json", &path])?;
        assert_eq!(code, Some(5), "{file}");
        let refuted = proof
            .pointer("/files/0/refuted")
            .and_then(Value::as_array)
            .ok_or("none")?;
        let of = refuted
            .iter()
            .find(|refuted| refuted.get("property") == Some(&Value::from(property)));
        let pair = of
            .and_then(|refuted| refuted.get("pair")?.as_array())
            .ok_or(file)?;
        let said: Vec<String> = pair
            .iter()
            .map(|one| {
                one.get("assessment")
                    .and_then(|record| record.pointer(place))
                    .unwrap_or(&Value::Null)
                    .to_string()
            })
            .collect();
        assert_eq!(said, values, "{file}");
        let [one, other] =
            [0, 1].map(|at| pair.get(at).and_then(|one| one.get("assessment")).cloned());
        let (one, mut other) = (one.ok_or("no first")?, other.ok_or("no second")?);
        let there = one.pointer(place).cloned().unwrap_or(Value::Null);
        *other.pointer_mut(place).ok_or("nothing there")? = there;
        assert_eq!(one, other, "{file}: they differ in one place only");
        for one in pair {
            let record = one.get("assessment").ok_or("no assessment")?.to_string();
            Assessment::from_json(&record)?;
        }
    }
    let mut stems: Vec<String> = Vec::new();
    for entry in Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/refuted")
        .read_dir()?
    {
        stems.extend(
            entry?
                .path()
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    stems.sort();
    let mut named = BROKEN.map(|(file, ..)| file);
    named.sort_unstable();
    assert_eq!(stems, named);
    Ok(())
}

/// A criterion asked by every fact there is: more combinations than are gone through.
const TOO_MANY: &str = r#"when     = { side = "one", sex = "male", site = "midportion", sudden_onset = "yes", same_site_last_12_months = "no", other_side_history = "no", age = "> 40 years", goal_distance = ">= 15 km" }"#;

#[test]
fn what_cannot_be_gone_through_is_not_called_proved() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("too-many-facts.toml");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("fixtures/refuted/longer-never-helps.toml"))?;
    let text = text.replace("\"longer-never-helps\"", "\"too-many-facts\"");
    let changed = text.replace(r#"when     = { goal_distance = "< 15 km" }"#, TOO_MANY);
    assert_ne!(changed, text);
    std::fs::write(&path, changed)?;
    let path = path.to_str().ok_or("not text")?;
    let (code, proof) = rtr(&["criteria", "prove", "--format", "json", path])?;
    assert_eq!(code, Some(5));
    let properties = proof
        .pointer("/files/0/properties")
        .and_then(Value::as_array)
        .ok_or("none")?;
    assert!(
        properties
            .iter()
            .all(|property| property.get("proved") == Some(&Value::Bool(false)))
    );
    let open = proof
        .pointer("/files/0/not_gone_through/0")
        .and_then(Value::as_str);
    assert_eq!(
        open,
        Some("running/hop-pain: there are too many combinations of facts to go through")
    );
    Ok(())
}

#[test]
fn the_pair_of_a_file_that_compiles_comes_out_of_check_as_it_says() -> Tested {
    let folder = tempfile::tempdir()?;
    let pairs = folder.path().to_str().ok_or("not text")?;
    let file = "fixtures/refuted/longer-never-helps.toml";
    Command::cargo_bin("rtr")?
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["criteria", "prove", file, "--pairs", pairs])
        .assert()
        .code(5);
    let mut verdicts = Vec::new();
    for which in ["one", "other"] {
        let name = format!("longer-never-helps-running-hop-pain-longer-never-helps-{which}.json");
        let path = folder.path().join(name);
        let path = path.to_str().ok_or("not text")?;
        verdicts.push(rtr(&["check", "--criteria", file, "--format", "json", path])?.0);
    }
    assert_eq!(verdicts, [Some(20), Some(0)]);
    Ok(())
}

/// Facts of a question; nothing else is known.
fn facts(
    setting: Setting,
    kind: GoalKind,
    goal_distance: Option<Kilometres>,
    known: bool,
) -> Facts<'static> {
    Facts {
        side: None,
        sex: None,
        condition: "random",
        site: None,
        age: None,
        sudden_onset: known.then_some(true),
        same_site_last_12_months: None,
        other_side_history: None,
        goal: kind,
        goal_distance,
        setting,
    }
}

/// The outcome, and the band of each criterion that is volunteered.
fn judged(
    protocol: &Protocol,
    facts: Facts<'static>,
    readings: &[Reading],
) -> (Outcome, Vec<Verdict>) {
    let question = Question {
        as_of: protocol.reviewed,
        setting: facts.setting,
        setting_stated: true,
        goal: None,
        asked: protocol.stages.len().saturating_sub(1),
        facts,
        asked_level: return_to_run::measure::AskedLevel::default(),
        held: Held::NONE,
    };
    let mut findings = Vec::new();
    let outcome = evaluate(protocol, &question, readings, &mut findings);
    let volunteered = findings.iter().map(|finding| match finding.role {
        Role::Volunteered => finding.envelope.worst(),
        Role::Decides | Role::Note | Role::NotAsked => Verdict::Go,
    });
    (outcome, volunteered.collect())
}

/// The reading made worse by one of its ends, or `None` where that makes no difference.
fn worse(reading: &Reading, other: &Reading, better: Better) -> Option<Reading> {
    let (
        State::Known { low, high },
        State::Known {
            low: from,
            high: to,
        },
    ) = (reading.state, other.state)
    else {
        return None;
    };
    let state = match better {
        Better::Higher => State::Known {
            low: low.min(from),
            high: high.min(to),
        },
        Better::Lower => State::Known {
            low: low.max(from),
            high: high.max(to),
        },
    };
    Some(Reading { state, ..*reading })
}

/// The reading with all that another allows as well.
fn less(reading: &Reading, other: &Reading) -> Option<Reading> {
    let (
        State::Known { low, high },
        State::Known {
            low: from,
            high: to,
        },
    ) = (reading.state, other.state)
    else {
        return None;
    };
    Some(Reading {
        state: State::Known {
            low: low.min(from),
            high: high.max(to),
        },
        may_not_apply: reading.may_not_apply || other.may_not_apply,
        ..*reading
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The proof goes criterion by criterion; here whole protocols are tried, and none contradicts it.
    #[test]
    fn no_reading_of_a_whole_protocol_contradicts_a_proof(
        sketches in prop::collection::vec(sketch(), 2..10),
        cautions in prop::option::of(2_u8..5),
        kinds in prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 10),
        others in prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 10),
        limit in 0_u8..4,
        (shorter, longer) in (1_i64..60, 1_i64..60),
        one in any::<prop::sample::Index>(),
    ) {
        let when = match limit {
            0 => "when = { goal_distance = \">= 21 km\" }\nwhy",
            1 => "when = { goal_distance = \"< 21 km\" }\nwhy",
            _ => "why",
        };
        let text = protocol_text(&sketches, cautions).replacen("why", when, 1);
        let Ok(protocol) = compile(&text, Some("random"), None) else {
            return Ok(());
        };
        let proof = Proof::of(&protocol, &[]);
        for property in [Property::WorseNeverHelps, Property::LessNeverHelps, Property::ClinicNeverMoreLenient] {
            prop_assert!(proof.holds(property), "{:?}\n{text}", proof.failures);
        }
        let read = |kinds: &[(u8, i64, i64, bool)]| -> Vec<Reading> {
            let queries = protocol.queries.iter().zip(kinds.iter().cycle());
            queries.map(|(query, kind)| reading_of(query.measure, *kind)).collect()
        };
        let (readings, changed) = (read(&kinds), read(&others));
        let place = one.index(readings.len());
        let km = |whole: i64| Kilometres::new(whole.saturating_mul(1_000_000)).ok();
        let question = facts(Setting::Home, GoalKind::Race, km(shorter), true);
        let (before, volunteered) = judged(&protocol, question, &readings);
        let with = |reading: Option<Reading>| -> Option<Vec<Reading>> {
            let mut with = readings.clone();
            *with.get_mut(place)? = reading?;
            Some(with)
        };
        if let (Some(now), Some(then), Some(query)) = (readings.get(place), changed.get(place), protocol.queries.get(place)) {
            let better = query.measure.better.unwrap_or(Better::Lower);
            if let Some(with) = with(worse(now, then, better)) {
                let (after, _) = judged(&protocol, question, &with);
                prop_assert!(after.verdict >= before.verdict && after.best_case >= before.best_case, "{text}");
            }
            if let Some(with) = with(less(now, then)) {
                let (after, still) = judged(&protocol, question, &with);
                // Of what nobody asked for, bad news need not be told.
                let helps = after.verdict < before.verdict || after.best_case > before.best_case;
                prop_assert!(!helps || still != volunteered, "{text}");
            }
        }
        let (unknown, still) = judged(&protocol, facts(Setting::Home, GoalKind::Race, km(shorter), false), &readings);
        let helps = unknown.verdict < before.verdict || unknown.best_case > before.best_case;
        prop_assert!(!helps || still != volunteered, "{text}");
        let (clinic, _) = judged(&protocol, facts(Setting::Clinic, GoalKind::Race, km(shorter), true), &readings);
        prop_assert!(clinic.verdict >= before.verdict, "{text}");
        let (after, _) = judged(&protocol, facts(Setting::Home, GoalKind::Race, km(longer.max(shorter)), true), &readings);
        if proof.holds(Property::LongerNeverHelps) {
            prop_assert!(after.verdict >= before.verdict, "{text}");
        }
        // Only a criterion that a longer goal drops, and that decides, breaks the promise.
        prop_assert!(proof.holds(Property::LongerNeverHelps) || limit == 1, "{text}");
    }
}

#[test]
fn a_stage_is_reached_in_the_report_of_the_case_that_is_named() -> Tested {
    let shipped = SHIPPED
        .iter()
        .find(|shipped| shipped.id == "race-preparation")
        .ok_or("not shipped")?;
    let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
    let cases = shipped_cases(shipped.id).ok_or("no cases")?;
    let (runs, _) = run(&protocol, &cases);
    let proof = Proof::of(&protocol, &runs);
    for (stage, shown) in protocol.stages.iter().zip(&proof.stages) {
        let Existence::By(name) = shown else {
            return Err(stage.id.clone().into());
        };
        let case = cases
            .sound
            .iter()
            .find(|case| case.name == *name)
            .ok_or("no such case")?;
        let report = Report::new(&protocol, &case.assessment)?;
        let rung = report
            .ladder()
            .find(|rung| rung.stage.id == stage.id)
            .ok_or("not asked")?;
        assert_eq!(rung.envelope.worst(), Verdict::Go);
    }
    Ok(())
}
