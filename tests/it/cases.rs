//! Every case fixture with its report, as text and as JSON; the verdict and the reasons it must have stand in the table of its folder.

use return_to_run::document::text;
use return_to_run::formats::json_v1::report::ReportV1;
use return_to_run::pages::report::{Contents, document};
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

/// The report, with what only changes with every edit of a criteria file taken out, and what is met by name alone.
fn shown(report: &Report<'_>) -> Result<Value, serde_json::Error> {
    let mut shown = serde_json::to_value(ReportV1::of(report))?;
    for digest in ["criteria_sha256", "sources_sha256"] {
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
        assert_eq!(protocol.id, folder, "{name}");
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
        insta::assert_snapshot!(format!("{snapshot}.text"), page);
        insta::assert_json_snapshot!(format!("{snapshot}.json"), shown(&report)?);
    }
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
