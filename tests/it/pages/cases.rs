//! The reports of cases, as text and as JSON, where they differ most; the verdict and the reasons of all stand in the tables of their folders.

use return_to_run::document::text;
use return_to_run::formats::json_v1::report::ReportV1;
use return_to_run::pages::Wording;
use return_to_run::pages::report::{Contents, document};
use return_to_run::protocol::red_flags::RED_FLAGS;
use return_to_run::workbench::cases::Case;
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

/// Cases whose page differs from all others.
const TEXT: [&str; 28] = [
    "achilles-midportion/adverse-clinic-reading-at-home",
    "achilles-midportion/all-met-for-a-race",
    "achilles-midportion/case-e-ciprofloxacin-with-new-tendon-pain",
    "achilles-midportion/case-j-next-morning-plus-3",
    "achilles-midportion/could-not-hop",
    "achilles-midportion/everything-recorded",
    "achilles-midportion/floor-instead-of-incline-is-a-note",
    "achilles-midportion/masked-by-tape",
    "achilles-midportion/old-runs-clear-nobody",
    "achilles-midportion/one-bad-morning-costs-a-hold",
    "achilles-midportion/only-the-screening-answers",
    "achilles-midportion/red-flag-answers-stop-at-once",
    "achilles-midportion/self-diagnosed",
    "achilles-midportion/stale-hop-test",
    "achilles-midportion/three-cautions-stay-a-caution",
    "achilles-partial-tear/eleven-weeks-is-too-early",
    "achilles-partial-tear/story",
    "achilles-rupture/case-f-repaired-eight-months-ago",
    "race-preparation/after-17-days-off-9-km",
    "race-preparation/four-weeks-off-injured",
    "race-preparation/log-not-declared-complete",
    "race-preparation/marathon-on-little-training",
    "race-preparation/marathon-well-prepared",
    "race-preparation/next-run-13-5-km-hurt-last-year",
    "race-preparation/next-run-21-km-after-10",
    "race-preparation/spike-and-high-acute-load",
    "race-preparation/two-runs-in-30-days",
    "race-preparation/watch-log-without-pain-scores",
];

/// One JSON report of each sort: a race that is GO, a referral, a CAUTION, the story, a route out, and one without an injury.
const JSON: [&str; 6] = [
    "achilles-midportion/all-met-for-a-race",
    "achilles-midportion/red-flag-answers-stop-at-once",
    "achilles-midportion/self-diagnosed",
    "achilles-partial-tear/story",
    "achilles-rupture/case-f-repaired-eight-months-ago",
    "race-preparation/next-run-13-5-km-hurt-last-year",
];

/// The report, with what only changes with every edit of a criteria file taken out, and what is met by name alone.
fn shown(report: &Report<'_>) -> Result<Value, serde_json::Error> {
    let mut shown = serde_json::to_value(ReportV1::of(report))?;
    for digest in ["criteria_sha256", "red_flags_sha256", "sources_sha256"] {
        if let Some(value) = shown.pointer_mut(&format!("/provenance/{digest}")) {
            *value = json!("[digest]");
        }
    }
    if let Some(Value::Array(passed)) = shown.pointer_mut("/passed") {
        for reason in passed {
            let name = reason.get("criterion").cloned().unwrap_or_default();
            *reason = name;
        }
    }
    Ok(shown)
}

#[test]
fn each_case_has_its_report() -> Tested {
    for (path, text) in cases()? {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let folder = path
            .parent()
            .and_then(|folder| folder.file_name())
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let name = format!("{folder}/{stem}");
        let assessment = Assessment::from_json(&text)?;
        assert_eq!(assessment.id(), Some(stem), "{name}");
        let protocol = protocol_for(assessment.condition())?;
        // Red flags stand beside other criteria, and judge no record alone.
        assert!(folder == RED_FLAGS || protocol.id == folder, "{name}");
        let report = Report::new(&protocol, &assessment)?;
        let page = text::render(
            &document(&report, Contents::default()),
            text::Options::default(),
        );
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{name}"
        );
        let snapshot = name.replace('/', "__");
        if TEXT.contains(&name.as_str()) {
            insta::assert_snapshot!(format!("{snapshot}.text"), page);
        }
        if JSON.contains(&name.as_str()) {
            insta::assert_json_snapshot!(format!("{snapshot}.json"), shown(&report)?);
        }
    }
    Ok(())
}

/// Of each deciding criterion, once for all that share it, the case that is named after it and after a band it misses.
#[test]
fn each_reason_has_its_sentence() -> Tested {
    let mut said: Vec<(String, String)> = Vec::new();
    let mut lines = Vec::new();
    for id in [
        "achilles-midportion",
        "achilles-partial-tear",
        "race-preparation",
    ] {
        let (_, protocol, cases) = crate::workbench::test::shipped(id)?;
        for (place, criterion) in protocol.criteria.iter().enumerate() {
            let name = protocol.name_of(place);
            let shared = (name.clone(), criterion.why.clone());
            let of_a_band = |case: &&Case| {
                let rest = case.name.strip_prefix(&name);
                rest == Some(" caution") || rest == Some(" no-go")
            };
            if said.contains(&shared) {
                continue;
            }
            let Some(case) = cases.sound.iter().find(of_a_band) else {
                continue;
            };
            let report = Report::new(&protocol, &case.assessment)?;
            let reason = report.reasons().find(|line| line.name() == name);
            let sentence = Wording::of(&reason.ok_or("no reason")?)
                .sentence()
                .to_string();
            lines.push(format!("{}\n  {sentence}", case.name));
            said.push(shared);
        }
    }
    assert!(lines.len() > 80, "{} sentences", lines.len());
    insta::assert_snapshot!(lines.join("\n"));
    Ok(())
}

#[test]
fn the_same_input_gives_the_same_bytes() -> Tested {
    for (_, text) in cases()? {
        let once = || -> Result<String, Box<dyn std::error::Error>> {
            let assessment = Assessment::from_json(&text)?;
            let protocol = protocol_for(assessment.condition())?;
            Ok(serde_json::to_string(&ReportV1::of(&Report::new(
                &protocol,
                &assessment,
            )?))?)
        };
        assert_eq!(once()?, once()?);
    }
    Ok(())
}
