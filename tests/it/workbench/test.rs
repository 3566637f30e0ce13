//! `rtr criteria test`: what must come out of cases does, what does not is shown, and what no case decides is named.

use std::path::{Path, PathBuf};

use return_to_run::Verdict;
use return_to_run::protocol::Protocol;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::references::References;
use return_to_run::workbench::cases::{
    BandOutcome, Cases, Coverage, SideCovered, TABLE, Table, is_decisive, run, write_missing,
};
use return_to_run::workbench::{Source, as_json};
use serde_json::{Map, Value, json};

use crate::cli::program::{rtr, shown, text_of};
use crate::formats::schema::schema;
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const RACE: &str = "race-preparation";

fn folder(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/cases")
        .join(id)
}

/// A shipped file, its protocol and its cases.
pub(crate) fn shipped(id: &str) -> Fallible<(Source, Protocol, Cases)> {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == id);
    let source = Source::shipped(shipped.ok_or("no such file")?, References::shipped()?);
    let protocol = source.compile().map_err(|faults| format!("{faults:?}"))?;
    Ok((source, protocol, Cases::of_folder(&folder(id))?))
}

/// The cases of a shipped file in a folder of their own, with another table.
pub(crate) fn changed(id: &str, change: impl FnOnce(&mut Table)) -> Fallible<tempfile::TempDir> {
    let copy = tempfile::tempdir()?;
    for entry in folder(id).read_dir()? {
        let path = entry?.path();
        std::fs::copy(&path, copy.path().join(path.file_name().ok_or("no name")?))?;
    }
    let path = copy.path().join(TABLE);
    let mut table = Table::parse(&std::fs::read_to_string(&path)?)?;
    change(&mut table);
    std::fs::write(path, table.written()?)?;
    Ok(copy)
}

fn aside(what: &str, because: &str) -> Fallible<return_to_run::workbench::cases::SetAside> {
    Ok(serde_json::from_value(
        json!({ "what": what, "because": because }),
    )?)
}

fn tested(copy: &tempfile::TempDir, more: &[&str]) -> Fallible<(i32, String)> {
    let cases = text_of(copy.path());
    let output = rtr(&[&["criteria", "test", RACE, "--cases", &cases], more].concat())?;
    let code = output.status.code().ok_or("no code")?;
    let text = shown(&output).replace(&cases, "CASES");
    Ok((code, text))
}

#[test]
fn shipped_criteria_pass_every_case_and_every_side_decides_one() -> Tested {
    let output = rtr(&["criteria", "test", "--min", "100"])?;
    let text = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    assert_eq!(text.matches(", all as expected\n").count(), SHIPPED.len());
    assert_eq!(text.matches(" decided some case: 100 %\n").count(), 5);
    Ok(())
}

/// A name says what a case is about before anything is judged, so an expectation that was only copied cannot hide behind it.
#[test]
fn a_case_named_for_a_side_or_a_reading_shows_just_that() -> Tested {
    let (mut sides, mut readings) = (0_u32, 0_u32);
    for file in SHIPPED {
        let (_, protocol, cases) = shipped(file.id)?;
        let (runs, _) = run(&protocol, &cases);
        for run in &runs {
            let name = run.ready.case.name.as_str();
            let Some((criterion, about)) = name.split_once(' ') else {
                continue;
            };
            let Some(place) = protocol.criterion(criterion) else {
                continue;
            };
            let finding = run.got.findings.get(place).ok_or(name)?;
            if let Some(reading) = about.strip_prefix("at ") {
                let measure = protocol.criteria.get(place).ok_or(name)?.measure;
                let value = finding.reading.value().ok_or(name)?;
                assert!(reading.starts_with(&measure.show(value)), "{name}");
                readings = readings.saturating_add(1);
            } else if let Some(side) = [
                BandOutcome::Go,
                BandOutcome::Caution,
                BandOutcome::NoGo,
                BandOutcome::Missing,
            ]
            .into_iter()
            .find(|side| side.word() == about)
            {
                assert_eq!(BandOutcome::of(finding.envelope), side, "{name}");
                assert!(is_decisive(&protocol, &run.got.findings, place), "{name}");
                sides = sides.saturating_add(1);
            }
        }
    }
    assert!(sides > 500 && readings > 250, "{sides} {readings}");
    Ok(())
}

#[test]
fn what_comes_out_otherwise_is_shown_beside_what_must_and_hides_no_other() -> Tested {
    let copy = changed(RACE, |table| {
        for row in &mut table.cases {
            if row.name == "marathon-well-prepared" {
                row.expected.verdict = Verdict::NoGo;
                row.expected.refer = Some("urgent".to_owned());
                let expected = [("race/long-run", BandOutcome::Caution)];
                let expected = expected.map(|(name, side)| (name.to_owned(), side));
                row.expected.reasons.extend(expected);
            }
            if row.name == "daily-life/daily-pain caution" {
                row.set.insert("/pain/0/worst".to_owned(), json!(42));
            }
            if row.name == "daily-life/limp no-go" {
                row.from = Some("marathon-well-prepare".to_owned());
            }
            if row.name == "next-run-11-km-after-10" {
                row.expected
                    .reasons
                    .insert("running/no-such-thing".to_owned(), BandOutcome::Missing);
            }
        }
        table.cases.retain(|row| row.name != "two-runs-in-30-days");
    })?;
    let (code, text) = tested(&copy, &[])?;
    assert_eq!(code, 5);
    insta::assert_snapshot!(text);
    let (code, all) = tested(&copy, &["--all"])?;
    assert_eq!(code, 5);
    let named = all.lines().filter(|line| line.starts_with("  ok ")).count();
    let (_, _, cases) = shipped(RACE)?;
    // Two fail; two are broken; one has no row.
    assert_eq!(named, cases.sound.len().saturating_sub(5));
    assert!(
        text.lines()
            .chain(all.lines())
            .all(|line| line.chars().count() <= 80)
    );
    Ok(())
}

#[test]
fn a_side_is_uncovered_exactly_when_the_only_cases_that_it_decides_are_gone() -> Tested {
    let (_, protocol, cases) = shipped(RACE)?;
    let (runs, broken) = run(&protocol, &cases);
    assert!(broken.is_empty());
    let decides = |place: usize, side: BandOutcome| -> Vec<&str> {
        let runs = runs.iter().filter(|run| {
            let finding = run.got.findings.get(place);
            finding.is_some_and(|finding| BandOutcome::of(finding.envelope) == side)
                && is_decisive(&protocol, &run.got.findings, place)
        });
        runs.map(|run| run.ready.case.name.as_str()).collect()
    };
    let mut alone = 0_usize;
    for gone in &cases.sound {
        let rest: Vec<_> = runs
            .iter()
            .filter(|run| run.ready.case.name != gone.name)
            .cloned()
            .collect();
        let coverage = Coverage::of(&protocol, &rest, &cases.set_aside);
        let missing: Vec<String> = coverage
            .missing()
            .map(|side| side.name(&protocol))
            .collect();
        let all = Coverage::of(&protocol, &runs, &cases.set_aside);
        let lost: Vec<String> = all
            .sides
            .iter()
            .filter(|side| decides(side.criterion, side.side) == [gone.name.as_str()])
            .map(|side| side.name(&protocol))
            .collect();
        assert_eq!(missing, lost, "{}", gone.name);
        assert_eq!(coverage.percent() == 100, lost.is_empty(), "{}", gone.name);
        alone = alone.saturating_add(usize::from(lost.len() == 1));
    }
    assert!(alone > 10, "{alone} cases alone cover one side");
    Ok(())
}

#[test]
fn each_criterion_that_refers_when_it_is_not_known_does_so_alone_in_some_case() -> Tested {
    let mut referring = 0_usize;
    for shipped_file in SHIPPED {
        let (_, protocol, cases) = shipped(shipped_file.id)?;
        let (runs, _) = run(&protocol, &cases);
        for (place, criterion) in protocol.criteria.iter().enumerate() {
            if !criterion.refer_if_unknown || criterion.note {
                continue;
            }
            let name = protocol.name_of(place);
            let alone = runs.iter().any(|run| {
                let refers = run.got.findings.iter().filter(|finding| {
                    let other = protocol.criteria.get(finding.criterion);
                    let unknown = other.is_some_and(|other| other.refer_if_unknown);
                    let best = finding.envelope.best() == Verdict::NoGo;
                    run.got
                        .reasons
                        .contains_key(&protocol.name_of(finding.criterion))
                        && other.is_some_and(|other| other.refer.is_some())
                        && (unknown || best)
                });
                let places: Vec<usize> = refers.map(|finding| finding.criterion).collect();
                places == [place]
                    && run.differs.is_empty()
                    && run.got.reasons.get(&name) == Some(&BandOutcome::Missing)
                    && run.got.outcome.refer == criterion.refer
            });
            assert!(alone, "{}: {name}", shipped_file.id);
            referring = referring.saturating_add(1);
        }
    }
    assert!(referring > 3, "{referring} refer");
    Ok(())
}

#[test]
fn a_percentage_is_never_rounded_up() {
    let side = |covered: bool| SideCovered {
        criterion: 0,
        side: BandOutcome::Go,
        case: covered.then(|| "a case".to_owned()),
    };
    let mut coverage = Coverage {
        sides: (0..1000).map(|place| side(place != 0)).collect(),
        ..Coverage::default()
    };
    assert_eq!(coverage.percent(), 99);
    coverage.sides = vec![side(true), side(false), side(true)];
    assert_eq!(coverage.percent(), 66);
    coverage.sides.retain(|side| side.case.is_some());
    assert_eq!(coverage.percent(), 100);
}

#[test]
fn the_rows_written_for_uncovered_sides_cover_them() -> Tested {
    let gone = ["daily-life/limp no-go", "running/last-run-pain caution"];
    let copy = changed(RACE, |table| {
        table.cases.retain(|row| !gone.contains(&row.name.as_str()));
    })?;
    let (code, text) = tested(&copy, &["--min", "100"])?;
    assert_eq!(code, 5);
    assert!(
        text.contains("89 of 91 sides decided some case: 97 %, below the 100 % asked"),
        "{text}"
    );
    for side in gone {
        assert!(text.contains(&format!("\n  - {side}\n")), "{text}");
    }
    let (code, _) = tested(&copy, &["--min", "97"])?;
    assert_eq!(code, 0, "97 percent were asked");
    let (code, _) = tested(&copy, &["--coverage"])?;
    assert_eq!(code, 0, "no percentage was asked");
    let found = copy.path().join("found.txt");
    let option = format!("--write-missing={}", text_of(&found));
    let (code, _) = tested(&copy, &[&option])?;
    assert_eq!(code, 0);
    let rows = Table::parse(&std::fs::read_to_string(&found)?)?;
    let names: Vec<&str> = rows.cases.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, gone);
    // Never over a file that is there, and the same rows each time.
    let (code, text) = tested(&copy, &[&option])?;
    assert_eq!(code, 3);
    assert!(text.contains("error: writing CASES/found.txt"), "{text}");
    let output = rtr(&[
        "criteria",
        "test",
        RACE,
        "--cases",
        &text_of(copy.path()),
        "--write-missing",
    ])?;
    assert_eq!(
        String::from_utf8(output.stdout)?,
        std::fs::read_to_string(&found)?
    );
    let path = copy.path().join(TABLE);
    let mut table = Table::parse(&std::fs::read_to_string(&path)?)?;
    table.cases.extend(rows.cases);
    std::fs::write(path, table.written()?)?;
    let (code, text) = tested(&copy, &["--min", "100"])?;
    assert_eq!(code, 0, "{text}");
    Ok(())
}

#[test]
fn what_a_search_finds_is_the_same_each_time_and_is_what_its_row_says() -> Tested {
    let (_, protocol, cases) = shipped(RACE)?;
    let whole: Vec<_> = cases
        .sound
        .iter()
        .filter(|case| case.set.is_empty())
        .cloned()
        .collect();
    let coverage = Coverage::of(&protocol, &[], &[]);
    let some = Coverage {
        sides: coverage.sides.into_iter().step_by(20).collect(),
        ..Coverage::default()
    };
    let once = write_missing(&protocol, &whole, &some);
    let again = write_missing(&protocol, &whole, &some);
    let table = Table::found(once.rows);
    assert_eq!(table.written()?, Table::found(again.rows).written()?);
    assert!(table.cases.len() > 2);
    let mut files = std::collections::BTreeMap::new();
    for case in &whole {
        files.insert(case.name.clone(), case.record.to_string());
    }
    let written = Cases::of(&table, &files);
    let (runs, _) = run(&protocol, &written);
    assert_eq!(runs.len(), table.cases.len());
    for run in &runs {
        assert!(run.differs.is_empty(), "{}", run.ready.case.name);
    }
    let covered = Coverage::of(&protocol, &runs, &[]);
    for side in &some.sides {
        let name = side.name(&protocol);
        let found = table.cases.iter().any(|row| row.name == name);
        let covers = covered
            .sides
            .iter()
            .any(|one| one.name(&protocol) == name && one.case.is_some());
        assert!(!found || covers, "{name}");
    }
    Ok(())
}

#[test]
fn what_is_set_aside_must_be_so() -> Tested {
    let entries = [
        ("daily-life/limp no-go", "it is covered"),
        ("race/pain-trend caution", "it is proved"),
        ("race/pain-trent caution", "it is nothing"),
        ("race/pain-trend missing", "it stands here already"),
        (
            "race/long-run go \">= 1 km\" made \">= 2 km\"",
            "it is no mutant",
        ),
    ];
    for (what, because) in entries {
        let entry = aside(what, because)?;
        let copy = changed(RACE, |table| table.set_aside.push(entry))?;
        let (code, _) = tested(&copy, &[])?;
        assert_eq!(code, 0, "not asked");
        let (code, text) = tested(&copy, &["--coverage"])?;
        assert_eq!(code, 5, "{what}");
        let said = text.split_once("  set aside, but not so\n");
        let (_, said) = said.ok_or_else(|| format!("{what}: {text}"))?;
        insta::assert_snapshot!(said);
    }
    let copy = changed(RACE, |table| {
        for entry in &mut table.set_aside {
            entry.because = "  ".to_owned();
        }
    })?;
    let (code, text) = tested(&copy, &["--coverage"])?;
    assert_eq!(code, 5);
    assert_eq!(text.matches("it says no reason").count(), 4);
    Ok(())
}

const SOUND: &str = r#"
format = "cases/1"
[[case]]
name = "a"
because = "It shows something."
verdict = "go"
[[set_aside]]
what = "a"
because = "b"
[by_criterion]
rows = [{ name = "stage/criterion no-go", from = "a", unset = ["/pain"], verdict = "no-go", reasons = { a = "no-go" } }]
"#;

#[test]
fn a_table_with_a_key_that_is_not_known_or_a_case_without_a_reason_is_refused() -> Tested {
    Table::parse(SOUND)?;
    let schema = schema("cases")?;
    for (sound, odd, message) in [
        ("format =", "reason = 1\nformat =", "unknown field `reason`"),
        (
            "name = \"a\"",
            "name = \"a\"\nreason = {}",
            "unknown field `reason`",
        ),
        (
            "what = \"a\"",
            "what = \"a\"\nreason = {}",
            "unknown field `reason`",
        ),
        ("from = \"a\"", "reason = {}", "unknown field `reason`"),
        ("\"go\"", "\"maybe\"", "unknown variant `maybe`"),
        ("a = \"no-go\"", "a = \"gone\"", "unknown variant `gone`"),
        ("cases/1", "cases/2", "found `cases/2`"),
        (
            "because = \"It shows something.\"",
            "",
            "case `a` says no `because`",
        ),
        ("It shows something.", " ", "case `a` says no `because`"),
        (
            "stage/criterion no-go",
            "another",
            "`another` stands under `by_criterion`",
        ),
    ] {
        let odd = SOUND.replacen(sound, odd, 1);
        let error = Table::parse(&odd).err().ok_or("parsed")?;
        assert!(error.contains(message), "{odd}: {error}");
        if message.starts_with("unknown") {
            assert!(!schema.is_valid(&as_json(&odd)?), "{odd}");
        }
    }
    for shipped in SHIPPED {
        let text = std::fs::read_to_string(folder(shipped.id).join(TABLE))?;
        assert!(schema.is_valid(&as_json(&text)?));
        assert_eq!(Table::parse(&text)?.written()?, text.replace("\r\n", "\n"));
    }
    Ok(())
}

#[test]
fn without_cases_there_is_an_error_and_the_other_files_are_judged() -> Tested {
    let empty = tempfile::tempdir()?;
    let output = rtr(&["criteria", "test", RACE, "--cases", &text_of(empty.path())])?;
    insta::assert_snapshot!(shown(&output).replace(&text_of(empty.path()), "CASES"));
    let only = tempfile::tempdir()?;
    std::fs::create_dir(only.path().join(RACE))?;
    for entry in folder(RACE).read_dir()? {
        let path = entry?.path();
        std::fs::copy(
            &path,
            only.path()
                .join(RACE)
                .join(path.file_name().ok_or("no name")?),
        )?;
    }
    let output = rtr(&[
        "criteria",
        "test",
        RACE,
        "achilles-rupture",
        "--cases",
        &text_of(only.path()),
    ])?;
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout)?;
    assert!(
        text.contains("race-preparation: 142 cases, all as expected"),
        "{text}"
    );
    let copy = changed(RACE, |table| table.cases.clear())?;
    for entry in copy.path().read_dir()? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name != TABLE) {
            std::fs::remove_file(path)?;
        }
    }
    let (code, text) = tested(&copy, &[])?;
    assert_eq!(code, 5, "{text}");
    assert!(text.contains("race-preparation: no cases"), "{text}");
    for refused in [
        &["--write-missing", "--format", "json"][..],
        &["achilles-rupture", "--write-missing"],
    ] {
        let (code, text) = tested(&changed(RACE, |_| ())?, refused)?;
        assert_eq!(code, 2, "{text}");
    }
    Ok(())
}

/// A start tag: its name and its attributes.
type Tag = (String, Map<String, Value>);

/// Every start tag of an XML text with its attributes, and all its text.
fn tags(xml: &str) -> Fallible<(Vec<Tag>, String)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut tags, mut words) = (Vec::new(), String::new());
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok((tags, words)),
            Event::Start(tag) | Event::Empty(tag) => {
                let mut attributes = Map::new();
                for attribute in tag.attributes() {
                    let attribute = attribute?;
                    let key = attribute.key.as_ref().to_owned();
                    let value = quick_xml::escape::unescape(&attribute.value)?.into_owned();
                    attributes.insert(key, value.into());
                }
                tags.push((tag.name().as_ref().to_owned(), attributes));
            }
            Event::Text(text) => words.push_str(&text),
            Event::End(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

#[test]
fn junit_holds_every_case_by_name_and_what_failed_in_full() -> Tested {
    let name = "pain < 3 & \"calm\" \u{1b}[31m]]> ä";
    let copy = changed(RACE, |table| {
        for row in &mut table.cases {
            if row.name == "daily-life/limp no-go" {
                name.clone_into(&mut row.name);
                row.because = Some("Odd letters are told as they are.".to_owned());
                row.expected.verdict = Verdict::Go;
            }
        }
    })?;
    let output = rtr(&[
        "criteria",
        "test",
        RACE,
        "--cases",
        &text_of(copy.path()),
        "--min",
        "100",
        "--format",
        "junit",
    ])?;
    assert_eq!(output.status.code(), Some(5));
    let (tags, words) = tags(&String::from_utf8(output.stdout)?)?;
    let of = |tag: &str| {
        tags.iter()
            .filter(|(name, _)| name == tag)
            .map(|(_, attributes)| attributes)
            .collect::<Vec<_>>()
    };
    let (_, _, cases) = shipped(RACE)?;
    assert_eq!(of("testsuite").len(), 1);
    let names: Vec<&str> = of("testcase")
        .iter()
        .filter_map(|one| one.get("name")?.as_str())
        .collect();
    assert_eq!(names.len(), cases.sound.len().saturating_add(1));
    assert!(names.contains(&"marathon-well-prepared") && names.contains(&"coverage"));
    assert!(
        names
            .iter()
            .any(|one| one.starts_with("pain < 3 & \"calm\" ") && one.ends_with("]]> ä")),
        "{names:?}"
    );
    let failures = of("failure");
    let messages: Vec<&str> = failures
        .iter()
        .filter_map(|one| one.get("message")?.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "verdict: expected go, got no-go",
            "98 % of the sides decide some case, 100 % are asked"
        ]
    );
    assert!(
        words.contains("decides no case: daily-life/limp no-go"),
        "{words}"
    );
    Ok(())
}

#[test]
fn results_as_json_fit_the_published_schema() -> Tested {
    let schema = schema("test")?;
    let copy = changed(RACE, |table| {
        table
            .cases
            .retain(|row| row.name != "two-runs-in-30-days" && row.name != "daily-life/limp no-go");
        for row in &mut table.cases {
            if row.name == "marathon-well-prepared" {
                row.expected.verdict = Verdict::NoGo;
            }
        }
    })?;
    let cases = text_of(copy.path());
    for more in [&[][..], &["--coverage"]] {
        let output = rtr(&[
            &[
                "criteria", "test", RACE, "--cases", &cases, "--format", "json",
            ],
            more,
        ]
        .concat())?;
        assert_eq!(output.status.code(), Some(5));
        let value: Value = serde_json::from_slice(&output.stdout)?;
        let faults: Vec<String> = schema
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(value.get("holds"), Some(&json!(false)));
        assert_eq!(
            value.pointer("/files/0/broken/0/name"),
            Some(&json!("two-runs-in-30-days"))
        );
        let limp = value
            .pointer("/files/0/coverage/each")
            .and_then(Value::as_array);
        let states: Vec<&Value> = limp
            .into_iter()
            .flatten()
            .filter_map(|one| one.get("state"))
            .collect();
        let count = |state: &str| states.iter().filter(|one| ***one == json!(state)).count();
        if more.is_empty() {
            assert!(states.is_empty());
        } else {
            assert_eq!((count("never-decides"), count("set-aside")), (1, 4));
            assert!(count("uncovered") > 0 && count("decided") > 0);
        }
    }
    Ok(())
}
