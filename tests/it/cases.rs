//! Every case fixture with its report, as text and as JSON, and the verdict it must have.

use return_to_run::Verdict::{self, Caution, Go, NoGo};
use return_to_run::protocol::Refer;
use return_to_run::report::json_v1::ReportV1;
use return_to_run::report::text;
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

/// Verdict and best case of each fixture, so that a snapshot accepted unread cannot hide a wrong one.
const EXPECTED: &[(&str, Verdict, Verdict)] = &[
    ("achilles-insertional/all-met-for-a-race-in-clinic", Go, Go),
    ("achilles-insertional/all-met-for-a-race", Go, Go),
    ("achilles-insertional/ready-to-run", Go, Go),
    (
        "achilles-midportion/a-bad-morning-two-weeks-ago-costs-nothing",
        Go,
        Go,
    ),
    ("achilles-midportion/adverse-clinic-reading-at-home", Go, Go),
    ("achilles-midportion/all-met-for-a-race-in-clinic", Go, Go),
    ("achilles-midportion/all-met-for-a-race", Go, Go),
    (
        "achilles-midportion/both-sides-sore-on-absolute-values",
        Go,
        Go,
    ),
    ("achilles-midportion/case-a7-healed-in-a-week", NoGo, NoGo),
    ("achilles-midportion/case-b-in-clinic", Go, Go),
    (
        "achilles-midportion/case-b-ready-for-a-half-marathon",
        Go,
        Go,
    ),
    (
        "achilles-midportion/case-e-ciprofloxacin-with-new-tendon-pain",
        NoGo,
        NoGo,
    ),
    ("achilles-midportion/case-j-next-morning-plus-3", NoGo, NoGo),
    ("achilles-midportion/could-not-hop", NoGo, NoGo),
    ("achilles-midportion/everything-recorded", Go, Go),
    (
        "achilles-midportion/first-walk-run-is-not-blocked-for-want-of-a-run",
        Go,
        Go,
    ),
    (
        "achilles-midportion/floor-instead-of-incline-is-a-note",
        Go,
        Go,
    ),
    ("achilles-midportion/goal-run-within-the-longest", Go, Go),
    (
        "achilles-midportion/hop-pain-vetoes-good-strength",
        NoGo,
        NoGo,
    ),
    ("achilles-midportion/masked-by-tape", Caution, Caution),
    ("achilles-midportion/old-runs-clear-nobody", NoGo, NoGo),
    (
        "achilles-midportion/one-bad-morning-costs-a-hold",
        Caution,
        Caution,
    ),
    ("achilles-midportion/only-the-screening-answers", Go, Go),
    (
        "achilles-midportion/red-flag-answers-stop-at-once",
        NoGo,
        NoGo,
    ),
    ("achilles-midportion/self-diagnosed", Caution, Caution),
    ("achilles-midportion/stale-hop-test", NoGo, Go),
    ("achilles-midportion/strong-runner-at-14-weeks", Go, Go),
    (
        "achilles-midportion/three-cautions-stay-a-caution",
        Caution,
        Caution,
    ),
    (
        "achilles-partial-tear/a-harmless-ratio-hides-the-tear",
        NoGo,
        NoGo,
    ),
    ("achilles-partial-tear/all-met-for-a-race-in-clinic", Go, Go),
    ("achilles-partial-tear/all-met-for-a-race", Go, Go),
    (
        "achilles-partial-tear/eleven-weeks-is-too-early",
        NoGo,
        NoGo,
    ),
    ("achilles-partial-tear/story", NoGo, NoGo),
    ("achilles-partial-tear/twelve-weeks-and-ready", Go, Go),
    (
        "achilles-rupture/case-f-repaired-eight-months-ago",
        NoGo,
        NoGo,
    ),
    ("race-preparation/after-17-days-off-10-5-km", NoGo, NoGo),
    ("race-preparation/after-17-days-off-8-km", Go, Go),
    ("race-preparation/after-17-days-off-9-km", Caution, Caution),
    (
        "race-preparation/five-weeks-off-with-the-flu",
        Caution,
        Caution,
    ),
    ("race-preparation/four-weeks-off-injured", NoGo, NoGo),
    (
        "race-preparation/half-marathon-within-reach",
        Caution,
        Caution,
    ),
    ("race-preparation/log-not-declared-complete", Caution, Go),
    ("race-preparation/marathon-on-little-training", NoGo, NoGo),
    ("race-preparation/marathon-well-prepared", Go, Go),
    (
        "race-preparation/next-run-11-5-km-after-10",
        Caution,
        Caution,
    ),
    ("race-preparation/next-run-11-km-after-10", Go, Go),
    (
        "race-preparation/next-run-13-5-km-hurt-last-year",
        NoGo,
        NoGo,
    ),
    (
        "race-preparation/next-run-13-km-hurt-last-year",
        Caution,
        Caution,
    ),
    ("race-preparation/next-run-20-km-after-10", Caution, Caution),
    ("race-preparation/next-run-21-km-after-10", NoGo, NoGo),
    (
        "race-preparation/spike-and-high-acute-load",
        Caution,
        Caution,
    ),
    ("race-preparation/ten-kilometres-ready", Go, Go),
    ("race-preparation/two-runs-in-30-days", Caution, Caution),
    ("race-preparation/watch-log-without-pain-scores", NoGo, Go),
];

/// The fixtures that send somebody to be examined; no other may.
const REFERRED: &[(&str, Refer)] = &[
    (
        "achilles-midportion/case-e-ciprofloxacin-with-new-tendon-pain",
        Refer::Clinician,
    ),
    (
        "achilles-midportion/red-flag-answers-stop-at-once",
        Refer::Urgent,
    ),
    (
        "achilles-rupture/case-f-repaired-eight-months-ago",
        Refer::Clinician,
    ),
];

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
fn each_case_has_its_verdict_and_its_report() -> Tested {
    let mut seen = Vec::new();
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
        let expected = EXPECTED.iter().find(|(known, ..)| *known == name);
        let (_, verdict, best_case) =
            expected.ok_or_else(|| format!("{name} has no expected verdict"))?;
        let assessment = Assessment::from_json(&text)?;
        assert_eq!(assessment.id(), Some(stem), "{name}");
        let protocol = protocol_for(assessment.condition())?;
        assert_eq!(protocol.id, folder, "{name}");
        let report = Report::new(&protocol, &assessment)?;
        let outcome = report.judgement.outcome;
        assert_eq!(
            (outcome.verdict, outcome.best_case),
            (*verdict, *best_case),
            "{name}"
        );
        let referred = REFERRED.iter().find(|(known, _)| *known == name);
        assert_eq!(outcome.refer, referred.map(|(_, refer)| *refer), "{name}");
        let page = text::render(&report, text::Options::default());
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{name}"
        );
        let snapshot = name.replace('/', "__");
        insta::assert_snapshot!(format!("{snapshot}.text"), page);
        insta::assert_json_snapshot!(format!("{snapshot}.json"), shown(&report)?);
        seen.push(name);
    }
    let missing: Vec<&str> = EXPECTED
        .iter()
        .map(|(name, ..)| *name)
        .filter(|name| !seen.iter().any(|seen| seen == name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
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
