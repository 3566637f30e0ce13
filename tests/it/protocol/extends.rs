//! A file that extends another asks what both say, each fault is shown in the file it was written in, and the digest is of both.

use std::fs;
use std::path::Path;

use return_to_run::compile;
use return_to_run::diagnostic::{Diagnostic, File};
use return_to_run::digest::Digest;
use return_to_run::protocol::Protocol;
use return_to_run::protocol::builtin::text;
use return_to_run::protocol::extends::{ResolvedFile, Wanted, resolve};

use crate::cli::program::rtr;
use crate::support::Tested;

const HEAD: &str = r#"format = 1
id = "mine"
title = "Mine"
version = "1.0.0"
reviewed = 2026-11-21
status = "draft"
conditions = ["achilles-midportion"]
"#;

/// A parent of two stages, a ladder of its own name in each list, and a remark beside each criterion.
fn parent() -> String {
    let criterion = |id: &str, more: &str| {
        format!(
            "[[stage.criterion]]\nid = \"{id}\"\nmeasure = \"pain.walking\"\ngo = \"<= 2 nrs\"\nno-go = \"> 5 nrs\"\nfresh = \"7 d\"\n{more}why = \"Asked before more is.\"\n\
             do = \"Walk and score it.\"\nevidence = {{ sources = [\"silbernagelcrossley2015\"], confidence = \"low\", kind = \"consensus\" }}\n"
        )
    };
    let remark = |beside: &str| {
        format!(
            "[[remark]]\nbeside = \"{beside}\"\ntext = \"{beside}.\"\nsources = [\"silbernagelcrossley2015\"]\n"
        )
    };
    let stage =
        |id: &str| format!("[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nclears = \"{id}\"\n");
    [
        HEAD.replace("mine", "other"),
        "ask = \"running\"\ncautions = 3\n".to_owned(),
        remark("daily-life/one"),
        remark("daily-life/two"),
        stage("daily-life"),
        criterion("one", ""),
        criterion("two", ""),
        criterion("three", "no_go_only_with = \"one\"\n"),
        stage("running"),
        criterion("four", ""),
    ]
    .concat()
}

fn child(rest: &str) -> String {
    format!("{HEAD}extends = \"other\"\n{rest}")
}

fn resolved(child: &str) -> Result<ResolvedFile, Vec<Diagnostic>> {
    resolve(child, Some("mine"), &|_, id| (id == "other").then(parent))
}

fn compiled(child: &str) -> Result<Protocol, Vec<Diagnostic>> {
    resolved(child)?.compile(Some("mine"), None)
}

/// A criterion on another measure than the parent's.
fn gait(id: &str, more: &str) -> String {
    format!(
        "[[stage.criterion]]\nid = \"{id}\"\n{more}measure = \"gait.limp\"\ngo = \"no\"\nfresh = \"7 d\"\nwhy = \"A limp.\"\ndo = \"Look.\"\n\
         evidence = {{ sources = [], confidence = \"low\", kind = \"convention\" }}\n"
    )
}

fn names(protocol: &Protocol) -> Vec<String> {
    (0..protocol.criteria.len())
        .map(|place| protocol.name_of(place))
        .collect()
}

#[test]
fn what_is_not_said_is_taken_over_and_nothing_of_what_a_file_says_of_itself() -> Tested {
    let protocol = compiled(&child("")).map_err(|faults| format!("{faults:?}"))?;
    let other = compile(&parent(), None, None).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(names(&protocol), names(&other));
    let said = (
        protocol.id.as_str(),
        protocol.title.as_str(),
        protocol.cautions,
    );
    assert_eq!(said, ("mine", "Mine", Some(3)));
    for key in [
        "format",
        "id",
        "title",
        "version",
        "reviewed",
        "status",
        "conditions",
    ] {
        let kept = child("");
        let kept = kept
            .lines()
            .filter(|line| !line.starts_with(&format!("{key} ")));
        let text = kept.collect::<Vec<_>>().join("\n");
        let faults = resolve(&text, None, &|_, _| Some(parent()))
            .and_then(|whole| whole.compile(None, None))
            .err()
            .unwrap_or_default();
        let codes: Vec<_> = faults
            .iter()
            .map(|fault| (fault.code, fault.file))
            .collect();
        assert_eq!(codes, [("missing-key", File::Own)], "{key}");
    }
    Ok(())
}

#[test]
fn a_rule_of_evidence_is_taken_over_until_the_file_states_its_own() -> Tested {
    let clean = |pain: u8| format!("clean = {{ pain = \"<= {pain} nrs\", gait = \"normal\" }}\n");
    let flare = "flare = { daily = \"> 5 nrs\", morning = \"> 5 nrs\", days = 3, of = 7 }\n";
    let other = parent().replace(
        "cautions = 3\n",
        &format!("cautions = 3\n{}{flare}", clean(5)),
    );
    let whole = |own: &str| {
        let whole = resolve(&child(own), Some("mine"), &|_, _| Some(other.clone()));
        whole.map_err(|faults| format!("{faults:?}"))
    };
    let rules = |own: &str| {
        let protocol = whole(own)?.compile(Some("mine"), None);
        Ok::<_, String>(protocol.map_err(|faults| format!("{faults:?}"))?.evidence)
    };
    let taken = rules("")?;
    assert!(taken.clean.is_some() && taken.flare.is_some() && taken.least_run.is_none());
    let own = rules(&clean(2))?;
    assert_eq!(own.flare, taken.flare);
    assert_ne!(own.clean, taken.clean);
    // Given whole: what the other file asks beside pain is not taken into it.
    let pain_only = rules("[clean]\npain = \"<= 2 nrs\"\n")?.clean;
    assert_eq!(pain_only.map(|clean| clean.normal_gait), Some(false));
    let repeated = whole(&clean(5))?.repeats;
    assert_eq!(
        repeated.first().map(|(name, _)| name.as_str()),
        Some("clean")
    );
    Ok(())
}

#[test]
fn what_replaces_stands_in_its_place_and_what_is_new_stands_last_or_where_it_says() -> Tested {
    let rest = [
        "ask = \"strength\"\nremove = [\"daily-life/two\"]\n",
        "[[stage]]\nid = \"strength\"\ntitle = \"Strength\"\nclears = \"strength\"\n",
        &gait("five", ""),
        "[[stage]]\nid = \"daily-life\"\ntitle = \"Renamed\"\n",
        &gait("last", ""),
        &gait("first", "before = \"one\"\n"),
        &gait("one", ""),
    ];
    let protocol = compiled(&child(&rest.concat())).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(
        names(&protocol),
        [
            "daily-life/first",
            "daily-life/one",
            "daily-life/three",
            "daily-life/last",
            "strength/five",
            "running/four"
        ]
    );
    let titles: Vec<_> = protocol.stages.iter().map(|stage| &stage.title).collect();
    assert_eq!(titles, ["Renamed", "Strength", "running"]);
    assert_eq!(
        protocol
            .stages
            .get(protocol.ask)
            .map(|stage| stage.id.as_str()),
        Some("strength")
    );
    let measures = protocol.criteria.iter().map(|one| one.measure.id).take(2);
    assert_eq!(measures.collect::<Vec<_>>(), ["gait.limp"; 2]);
    // The remark beside what was taken away went with it.
    let said: Vec<_> = protocol
        .remarks
        .iter()
        .map(|one| one.say.text.as_str())
        .collect();
    assert_eq!(said, ["daily-life/one."]);
    // However a table is written, it is the same one.
    let inline = "stage = [{ id = \"daily-life\", criterion = [{ id = \"one\", measure = \"gait.limp\", go = false, fresh = \"7 d\", why = \"A limp.\", do = \"Look.\", \
                  evidence.sources = [], evidence.confidence = \"low\", evidence.kind = \"convention\" }] }]\n";
    let one = compiled(&child(inline)).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(
        one.criteria.first().map(|one| one.measure.id),
        Some("gait.limp")
    );
    Ok(())
}

#[test]
fn a_fault_is_placed_in_the_file_that_it_was_written_in() -> Tested {
    let one = |rest: &str| -> Result<(&'static str, File, String), String> {
        let child = child(rest);
        let faults = compiled(&child).err().unwrap_or_default();
        let [fault] = faults.as_slice() else {
            return Err(format!("{rest}: {faults:?}"));
        };
        let file = match fault.file {
            File::Own => child,
            File::Extended => parent(),
            File::Measures(_) => return Err("no measures are named".into()),
        };
        let there = file.get(fault.span.clone()).ok_or("no such place")?;
        Ok((fault.code, fault.file, there.to_owned()))
    };
    let stage = |criterion: &str| format!("[[stage]]\nid = \"running\"\n{criterion}");
    for (rest, code, file, there) in [
        (
            stage(&gait("x", "certanty = 80\n")),
            "unknown-key",
            File::Own,
            "certanty",
        ),
        (
            stage(&gait("x", "before = \"one\"\n")),
            "unknown-criterion",
            File::Own,
            "\"one\"",
        ),
        (
            stage(&gait("x", "").replace("gait.limp", "gait.lmip")),
            "unknown-measure",
            File::Own,
            "\"gait.lmip\"",
        ),
        // What depends on what was taken away is a line of the parent.
        (
            "remove = [\"daily-life/one\"]\n".to_owned(),
            "unknown-criterion",
            File::Extended,
            "\"one\"",
        ),
        (
            "remove = [\"running/four\"]\n".to_owned(),
            "empty-stage",
            File::Extended,
            "\"running\"",
        ),
        (
            "remove = [\"running\"]\n".to_owned(),
            "unknown-stage",
            File::Extended,
            "\"running\"",
        ),
        (
            "remove = \"ladder\"\n".to_owned(),
            "wrong-type",
            File::Own,
            "\"ladder\"",
        ),
        (
            "stage = \"race\"\n".to_owned(),
            "wrong-type",
            File::Own,
            "\"race\"",
        ),
        ("stop_rule = 1\n".to_owned(), "wrong-type", File::Own, "1"),
        (
            "remove = [\"ladder/weekly\"]\n".to_owned(),
            "nothing-to-remove",
            File::Own,
            "\"ladder/weekly\"",
        ),
        (
            format!("remove = [\"running/four\"]\n{}", stage(&gait("four", ""))),
            "nothing-to-remove",
            File::Own,
            "\"running/four\"",
        ),
    ] {
        assert_eq!(one(&rest)?, (code, file, there.to_owned()), "{rest}");
    }
    Ok(())
}

#[test]
fn a_parent_that_cannot_be_read_is_at_fault_itself() {
    let faults = resolve(&child(""), None, &|_, _| Some("id = ".to_owned()));
    let faults = faults.err().unwrap_or_default();
    let found: Vec<_> = faults.iter().map(|one| (one.code, one.file)).collect();
    assert_eq!(found, [("syntax", File::Extended)]);
}

#[test]
fn the_digest_is_of_both_files_one_after_the_other() -> Tested {
    let own = text(Wanted::Criteria, "achilles-partial-tear").ok_or("no such file")?;
    let midportion = text(Wanted::Criteria, "achilles-midportion").ok_or("no such file")?;
    let digest = Digest::of_text(&format!("{midportion}{own}"));
    let protocol = compile(&own, None, None).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(protocol.digest, digest);
    let changed = |wanted: Wanted, id: &str| {
        text(wanted, id).map(|text| text.replace("Sleep", "sleep") + "\n")
    };
    let changed = resolve(&own, None, &changed)
        .and_then(|whole| whole.compile(None, None))
        .map_err(|faults| format!("{faults:?}"))?;
    assert_ne!(changed.digest, protocol.digest);
    Ok(())
}

fn written(folder: &Path, id: &str, text: &str) -> Result<String, Box<dyn std::error::Error>> {
    let path = folder.join(format!("{id}.toml"));
    fs::write(&path, text)?;
    Ok(path.display().to_string())
}

#[test]
fn the_file_beside_it_is_extended_before_a_shipped_one_and_a_report_of_it_can_be_verified() -> Tested
{
    let folder = tempfile::tempdir()?;
    let own = HEAD.replace("achilles-midportion", "achilles-partial-tear")
        + "extends = \"achilles-midportion\"\n";
    let mine = written(folder.path(), "mine", &own)?;
    let story = "fixtures/cases/achilles-partial-tear/story.json";
    let judged = || {
        let output = rtr(&[
            "check",
            story,
            "--criteria",
            &mine,
            "--protocol",
            "mine",
            "--format",
            "json",
        ])?;
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let digest = report.pointer("/provenance/criteria_sha256").cloned();
        let report = written(folder.path(), "report", &String::from_utf8(output.stdout)?)?;
        let verified = rtr(&[
            "verify",
            &report,
            "--assessment",
            story,
            "--criteria",
            &mine,
        ])?;
        fs::remove_file(report)?;
        Ok::<_, Box<dyn std::error::Error>>((digest, verified.status.code()))
    };
    let (shipped, verified) = judged()?;
    assert_eq!(verified, Some(0));
    let midportion = text(Wanted::Criteria, "achilles-midportion").ok_or("no such file")?;
    written(
        folder.path(),
        "achilles-midportion",
        &(midportion.clone() + "# Mine.\n"),
    )?;
    let (beside, verified) = judged()?;
    assert_eq!(verified, Some(0));
    assert!(shipped.is_some() && beside != shipped);
    // A fault of the file beside it is drawn there.
    let faulty = midportion.replacen("pain.daily.worst", "pain.daily.wrost", 1);
    let other = written(folder.path(), "achilles-midportion", &faulty)?;
    let refused = rtr(&["check", story, "--criteria", &mine])?;
    let said = String::from_utf8(refused.stderr)?;
    assert!(
        said.contains(&format!("--> {other}:")) && said.contains("wrost"),
        "{said}"
    );
    Ok(())
}

#[test]
fn what_is_found_in_a_shared_criterion_is_said_once_and_of_its_own_file() -> Tested {
    let folder = tempfile::tempdir()?;
    let other = parent().replacen("Asked before more is.", "Asked.", 1);
    written(folder.path(), "other", &other)?;
    written(
        folder.path(),
        "mine",
        &child("").replace("achilles-midportion", "achilles-rupture"),
    )?;
    let root = folder.path().display().to_string();
    let output = rtr(&[
        "criteria",
        "lint",
        &root,
        "--today",
        "2026-11-21",
        "--format",
        "json",
    ])?;
    let linted: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let codes = |place: usize| {
        let findings = linted
            .pointer(&format!("/files/{place}/findings"))?
            .as_array()?;
        Some(
            findings
                .iter()
                .filter_map(|one| one.get("code")?.as_str())
                .filter(|code| *code == "short-why")
                .count(),
        )
    };
    assert_eq!((codes(0), codes(1)), (Some(0), Some(1)));
    Ok(())
}
