//! A line of a batch against a single check of the same record.

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::test_runner::TestCaseError;
use return_to_run::batch::line::{CompactV1, MidV1, Rule};
use return_to_run::batch::{Judge, Shape};
use return_to_run::formats::json_v1::report::{ErrorV1, ReportV1};
use return_to_run::{Assessment, Record, Report};
use serde_json::Value;

use super::{judge, ran};
use crate::formats::schema::schema;
use crate::generated::generator::Random;
use crate::generated::record;
use crate::support::{Tested, cases, evidence_pointers, protocol_for};

/// What a single check finds of a record, on one line: the report, or the faults without what the record says.
fn checked(text: &str) -> Result<String, Box<dyn std::error::Error>> {
    let assessment = match Assessment::from_json(text) {
        Ok(assessment) => assessment,
        Err(error) => return Ok(serde_json::to_string(&ErrorV1::redacted(&error))?),
    };
    let protocol = protocol_for(assessment.condition())?;
    Ok(match Report::new(&protocol, &assessment) {
        Ok(report) => serde_json::to_string(&ReportV1::of(&report))?,
        Err(error) => {
            let one = ErrorV1::one(assessment.id(), error.path(), &error.redacted());
            serde_json::to_string(&one)?
        }
    })
}

/// A record on one line, with the places of its text kept where they can be.
fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// All sorts of records: fixtures, generated ones, and both with a byte changed.
fn records() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut records: Vec<String> = cases()?.iter().map(|(_, text)| on_one_line(text)).collect();
    records.extend((0..60).map(|number| record(7, 0, number)));
    records.extend((0..6).map(|number| record(7, 30, number)));
    let mut random = Random::of(11, 0);
    let spoiled: Vec<String> = records
        .iter()
        .map(|text| {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let at = usize::try_from(random.below(length)).unwrap_or(0);
            let mut bytes = text.clone().into_bytes();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b"0129\"{}[]:,-eax "
                    .get(usize::try_from(random.below(15)).unwrap_or(0))
                    .copied()
                    .unwrap_or(b'x');
            }
            String::from_utf8(bytes).unwrap_or_else(|_| text.clone())
        })
        .collect();
    // A condition that nobody judges is refused by the batch alone, in words of its own.
    let known = |text: &String| {
        Record::from_json(text).map_or(true, |record| protocol_for(record.condition()).is_ok())
    };
    records.extend(spoiled.into_iter().filter(known));
    Ok(records)
}

/// The line without what only a batch knows of a refused record.
fn without_place(line: &str) -> Result<Value, serde_json::Error> {
    let mut value: Value = serde_json::from_str(line)?;
    if let Some(error) = value
        .as_object_mut()
        .filter(|one| one.contains_key("errors"))
    {
        error.remove("file");
        error.remove("byte");
        error.insert("line".to_owned(), Value::Null);
    }
    Ok(value)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_batch_of_any_mixture_equals_checking_one_by_one(seed in any::<u64>(), threads in 1_usize..4) {
        let mut mixture = records().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut random = Random::of(seed, 0);
        for at in (1..mixture.len()).rev() {
            let bound = u32::try_from(at).unwrap_or(0).saturating_add(1);
            mixture.swap(at, usize::try_from(random.below(bound)).unwrap_or(0));
        }
        mixture.truncate(60);
        let same = || -> Tested {
            let ran = ran(&judge(Shape::Report)?, mixture.join("\n").as_bytes(), threads)?;
            let records: Vec<&String> = mixture.iter().filter(|text| !text.trim().is_empty()).collect();
            assert_eq!(ran.out.lines().count(), records.len());
            for (line, text) in ran.out.lines().zip(records) {
                let alone = checked(text)?;
                if line.contains("\"errors\":") {
                    assert_eq!(without_place(line)?, without_place(&alone)?, "{text}");
                } else {
                    assert_eq!(line, alone, "{text}");
                }
            }
            Ok(())
        };
        same().map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
}

/// The line of a record in a shape, when it is judged.
fn line_of(judge: &Judge, text: &str) -> Option<String> {
    let mut out = Vec::new();
    let scratch = &mut return_to_run::batch::Scratch::default();
    judge.record(text, scratch, &mut out).ok()?;
    String::from_utf8(out).ok()
}

#[test]
fn the_short_lines_say_what_the_report_says() -> Tested {
    let (report, mid, compact) = (
        judge(Shape::Report)?,
        judge(Shape::Mid)?,
        judge(Shape::Compact)?,
    );
    let csv = judge(Shape::Csv)?;
    let mut judged = 0_u32;
    for text in records()? {
        let Some(whole) = line_of(&report, &text) else {
            assert_eq!(line_of(&mid, &text), None);
            assert_eq!(line_of(&compact, &text), None);
            assert_eq!(line_of(&csv, &text), None);
            continue;
        };
        judged = judged.saturating_add(1);
        let whole: Value = serde_json::from_str(&whole)?;
        let mid: MidV1 = serde_json::from_str(&line_of(&mid, &text).unwrap_or_default())?;
        let line = line_of(&compact, &text).unwrap_or_default();
        let compact: CompactV1 = serde_json::from_str(&line)?;
        hold(&whole, &mid, &compact, &text);
        let row = line_of(&csv, &text).unwrap_or_default();
        hold_row(&compact, row.trim_end());
    }
    assert!(judged > 100, "{judged} records judged");
    Ok(())
}

fn hold(whole: &Value, mid: &MidV1, compact: &CompactV1, text: &str) {
    let said = |mid: &MidV1| {
        serde_json::json!([
            mid.id,
            mid.verdict,
            mid.best_case,
            mid.refer,
            mid.asked,
            mid.cleared,
            mid.contradictions
        ])
    };
    let question = &whole["question"];
    let contradictions = whole["contradictions"].as_array().into_iter().flatten();
    let contradictions: Vec<&Value> = contradictions.map(|one| &one["code"]).collect();
    let expected = serde_json::json!([
        whole["id"],
        whole["verdict"],
        whole["best_case"],
        whole["refer"],
        question["asked"],
        whole["cleared"],
        contradictions
    ]);
    assert_eq!(said(mid), expected, "{text}");
    let in_short = serde_json::json!([
        compact.id,
        compact.verdict,
        compact.best_case,
        compact.refer,
        compact.asked,
        compact.cleared,
        compact.contradictions
    ]);
    assert_eq!(in_short, expected, "{text}");
    assert_eq!((&mid.criteria, mid.rule), (&compact.criteria, compact.rule));
    let provenance = &whole["provenance"];
    let digest = provenance["criteria_sha256"].as_str().unwrap_or_default();
    let named = format!(
        "{} {} {}",
        provenance["protocol"].as_str().unwrap_or_default(),
        provenance["version"].as_str().unwrap_or_default(),
        digest.get(..16).unwrap_or_default()
    );
    assert_eq!(mid.criteria, named);

    let empty = Vec::new();
    let reasons = whole["reasons"].as_array().unwrap_or(&empty);
    let of_protocol = |reason: &&Value| {
        let name = reason["criterion"].as_str().unwrap_or_default();
        name.starts_with("protocol/")
    };
    let rule = reasons.iter().find(of_protocol).map(|reason| {
        match reason["criterion"].as_str().unwrap_or_default() {
            "protocol/cautions" => Rule::Cautions,
            _ => Rule::RouteOut,
        }
    });
    assert_eq!(mid.rule, rule, "{text}");
    let own: Vec<&Value> = reasons.iter().filter(|one| !of_protocol(one)).collect();
    assert_eq!(mid.reasons.len(), own.len(), "{text}");
    for (short, long) in mid.reasons.iter().zip(&own) {
        let short_form = serde_json::json!([short.criterion, short.verdict, short.best_case]);
        let long_form = serde_json::json!([long["criterion"], long["verdict"], long["best_case"]]);
        assert_eq!(short_form, long_form, "{text}");
        assert_eq!(short.reading, long["reading"], "{text}");
    }
    let names = |wanted: fn(&Value) -> bool| -> Vec<&str> {
        let some = own.iter().filter(|reason| wanted(reason));
        some.filter_map(|reason| reason["criterion"].as_str())
            .collect()
    };
    let protocol = protocol_for(&condition_of(text)).ok();
    let decoded = |codes: &[usize]| -> Vec<String> {
        let name = |code: &usize| protocol.as_ref().map(|one| one.name_of(*code));
        codes.iter().filter_map(name).collect()
    };
    assert_eq!(
        decoded(&compact.blocking),
        names(|reason| reason["best_case"] != "go"),
        "{text}"
    );
    assert_eq!(
        decoded(&compact.missing),
        names(|reason| reason["best_case"] != reason["verdict"]),
        "{text}"
    );
}

fn condition_of(text: &str) -> String {
    Assessment::from_json(text)
        .map(|assessment| assessment.condition().to_owned())
        .unwrap_or_default()
}

fn hold_row(compact: &CompactV1, row: &str) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(row.as_bytes());
    let cells: Vec<String> = reader
        .records()
        .filter_map(Result::ok)
        .flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let codes = |codes: &[usize]| {
        let words: Vec<String> = codes.iter().map(ToString::to_string).collect();
        words.join(" ")
    };
    let words = |word: &Option<String>| word.clone().unwrap_or_default();
    let expected = [
        words(&compact.id),
        compact.verdict.word().to_owned(),
        compact.best_case.word().to_owned(),
        words(&compact.refer),
        words(&compact.asked),
        words(&compact.cleared),
        compact.rule.map_or("", Rule::word).to_owned(),
        compact.criteria.clone(),
        codes(&compact.blocking),
        codes(&compact.missing),
        compact.contradictions.join(" "),
        String::new(),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn every_line_fits_its_published_schema_and_a_misshapen_one_does_not() -> Tested {
    let refused = schema("error")?;
    let mixture = records()?.join("\n");
    for (name, shape) in [
        ("mid", Shape::Mid),
        ("compact", Shape::Compact),
        ("report", Shape::Report),
    ] {
        let judged = schema(name)?;
        let ran = ran(&judge(shape)?, mixture.as_bytes(), 2)?;
        let mut kinds = [0_u32; 2];
        for line in ran.out.lines() {
            let mut line: Value = serde_json::from_str(line)?;
            let bad = line.get("errors").is_some();
            let schema = if bad { &refused } else { &judged };
            if let Some(kind) = kinds.get_mut(usize::from(bad)) {
                *kind = kind.saturating_add(1);
            }
            let faults: Vec<String> = schema
                .iter_errors(&line)
                .map(|error| error.to_string())
                .collect();
            assert!(faults.is_empty(), "{line}: {faults:?}");
            if let Some(fields) = line.as_object_mut() {
                fields.insert("else".to_owned(), Value::Bool(true));
            }
            assert!(!schema.is_valid(&line), "{line}");
        }
        assert!(kinds.iter().all(|kind| *kind > 20), "{kinds:?}");
    }
    Ok(())
}

/// Values that no message of this crate has of its own.
const OWN: [&str; 9] = [
    "\"zq-own at line 3 column 7, expected zq-own\"",
    "\"zq-own`, expected zq-own, got zq-own; or write `none`\"",
    "\", got zq-own at line 12\"",
    "\"zq-own-words\"",
    "\"1987-06-05\"",
    "\"2087-06-05\"",
    "97531.86",
    "-8642",
    "[7531, \"zq-own-words\"]",
];

#[test]
fn what_a_record_says_stands_in_no_line_of_a_refused_one() -> Tested {
    let judge = judge(Shape::Compact)?;
    let (mut scratch, mut out) = (return_to_run::batch::Scratch::default(), Vec::new());
    let mut refused = 0_u32;
    for (number, text) in records()?.iter().enumerate().step_by(5) {
        let Ok(record) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        let mut pointers = evidence_pointers(&record);
        pointers
            .extend(["/goal", "/goal/stage", "/injury/condition", "/setting"].map(str::to_owned));
        for (place, pointer) in pointers.iter().enumerate() {
            let own = OWN.get(number.wrapping_add(place).rem_euclid(OWN.len()));
            let own: Value = serde_json::from_str(own.ok_or("a value")?)?;
            let mut changed = record.clone();
            let Some(value) = changed.pointer_mut(pointer) else {
                continue;
            };
            *value = own;
            let Err(error) = judge.record(&changed.to_string(), &mut scratch, &mut out) else {
                continue;
            };
            let told = serde_json::to_string(&ErrorV1::redacted(&error).errors)?;
            refused = refused.saturating_add(1);
            for part in ["zq-own", "1987", "2087", "97531", "8642", "7531"] {
                assert!(!told.contains(part), "{pointer}: {told}");
            }
            // Of days and numbers that contradict the changed one, nothing either.
            for date in record
                .as_object()
                .iter()
                .filter_map(|fields| fields.get("as_of"))
            {
                let date = date.as_str().unwrap_or_default();
                assert!(!told.contains(date), "{pointer}: {told}");
            }
        }
    }
    assert!(refused > 500, "{refused} refused");
    Ok(())
}
