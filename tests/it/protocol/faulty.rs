//! A fault in a criteria file is named, placed and explained; all faults are reported in one run; sound files have none.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use proptest::prelude::*;
use return_to_run::Day;
use return_to_run::diagnostic::{Diagnostic, Page};
use return_to_run::measure::{Better, find};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Bound, Limit, Operator, compile};
use return_to_run::quantity::Exact;
use return_to_run::workbench::Source;
use return_to_run::workbench::lint::{Finding, codes, find as find_code, lint};

use crate::support::Tested;

mod ladders;
mod rules;
mod ways;

use ways::SOUND;
pub(crate) use ways::changed;

/// The TOML files of a folder with their stems, sorted by them.
fn files(folder: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .ok_or("a name that is not text")?;
            files.push((stem.to_owned(), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn faults(text: &str, stem: Option<&str>, references: &References) -> Vec<Diagnostic> {
    compile(text, stem, Some(references))
        .err()
        .unwrap_or_default()
}

fn line_and_column(text: &str, span: &Range<usize>) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let column = before
        .get(line_start..)
        .unwrap_or_default()
        .chars()
        .count()
        .saturating_add(1);
    (before.matches('\n').count().saturating_add(1), column)
}

fn render(text: &str, faults: &[Diagnostic]) -> Result<String, std::fmt::Error> {
    let mut rendered = String::new();
    for Diagnostic {
        code,
        message,
        file: _,
        span,
        label,
        related,
        help,
    } in faults
    {
        let (line, column) = line_and_column(text, span);
        let help = help.as_deref().unwrap_or_default();
        writeln!(
            rendered,
            "{line}:{column} {code} {message} | {label} | {help}"
        )?;
        for related in related {
            let (line, column) = line_and_column(text, &related.span);
            writeln!(rendered, "  {line}:{column} {}", related.label)?;
        }
    }
    Ok(rendered)
}

/// What every fault owes its reader, whatever its code.
fn assert_helpful(text: &str, fault: &Diagnostic) {
    let Diagnostic {
        code,
        message,
        file: _,
        span,
        label,
        related,
        help,
    } = fault;
    let spans = related.iter().map(|related| &related.span).chain([span]);
    for span in spans {
        assert!(
            text.get(span.clone())
                .is_some_and(|place| !place.is_empty()),
            "{code}: no place at {span:?}"
        );
    }
    assert!(help.is_some(), "{code}: no help with `{message}`");
    let labels = related.iter().map(|related| &related.label);
    for line in labels.chain([message, label]).chain(help) {
        let first = line.chars().next();
        assert!(
            !first.is_some_and(|letter| letter.is_uppercase() && !line.starts_with("GO ")),
            "{code}: capital in `{line}`"
        );
        assert!(
            !line.ends_with('.') && !line.contains('\n'),
            "{code}: not one line without full stop: `{line}`"
        );
        assert!(
            !line.contains("::") && !line.contains("Spanned") && !line.contains("Option<"),
            "{code}: inner name in `{line}`"
        );
        assert_eq!(
            line.matches('`').count() % 2,
            0,
            "{code}: a backtick is left open in `{line}`"
        );
    }
}

/// The day on which the fixtures are linted.
fn today() -> Result<Day, Box<dyn Error>> {
    Ok("2026-11-21".parse()?)
}

/// What is found in a faulty file, linted after those of the folder of its name, if there is one.
fn findings(
    stem: &str,
    text: &str,
    references: &References,
) -> Result<Vec<Finding>, Box<dyn Error>> {
    findings_as(stem, stem, text, references)
}

/// What is found in it when its file has another name.
fn findings_as(
    name: &str,
    stem: &str,
    text: &str,
    references: &References,
) -> Result<Vec<Finding>, Box<dyn Error>> {
    let folder = Path::new("fixtures/faulty").join(stem);
    let beside = if folder.is_dir() {
        files(&format!("fixtures/faulty/{stem}"))?
    } else {
        Vec::new()
    };
    let source = |folder: &Path, stem: &str, text: &str| {
        let path = folder.join(format!("{stem}.toml"));
        Source::file(
            path.display().to_string(),
            path,
            text.to_owned(),
            references.clone(),
        )
    };
    let mut sources: Vec<Source> = beside
        .iter()
        .map(|(stem, text)| source(&folder, stem, text))
        .collect();
    sources.push(source(Path::new("fixtures/faulty"), name, text));
    let mut linted = lint(&sources, today()?);
    let own = linted.pop().ok_or("nothing was linted")?;
    assert!(
        linted.iter().all(|beside| beside.findings.is_empty()),
        "{stem}: a file beside it is faulty"
    );
    Ok(own.findings)
}

fn diagnostics(findings: &[Finding]) -> Vec<Diagnostic> {
    findings
        .iter()
        .map(|finding| finding.diagnostic.clone())
        .collect()
}

#[test]
fn every_code_has_a_file_and_every_file_names_a_living_code() -> Tested {
    let stems: Vec<String> = files("fixtures/faulty")?
        .into_iter()
        .map(|(stem, _)| stem)
        .collect();
    let codes: Vec<&str> = codes().iter().map(|(page, _)| page.code).collect();
    assert_eq!(stems, codes);
    Ok(())
}

#[test]
fn each_file_shows_its_code_alone_in_a_place_with_help() -> Tested {
    let references = References::shipped()?;
    for (stem, text) in files("fixtures/faulty")? {
        let findings = findings(&stem, &text, &references)?;
        let faults = diagnostics(&findings);
        let found: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(found, [stem.as_str()], "{}", render(&text, &faults)?);
        for (finding, fault) in findings.iter().zip(&faults) {
            assert_helpful(&text, fault);
            assert_eq!(
                find_code(&stem).map(|(_, level)| level),
                Some(finding.level)
            );
            assert_eq!(finding.allowed, None);
        }
    }
    Ok(())
}

#[test]
fn each_file_says_in_its_first_line_what_is_wrong_and_where_is_in_its_snapshot() -> Tested {
    let references = References::shipped()?;
    for (stem, text) in files("fixtures/faulty")? {
        assert!(text.starts_with("# "), "{stem}");
        let faults = diagnostics(&findings(&stem, &text, &references)?);
        let rendered = render(&text, &faults)?;
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(stem, rendered) });
    }
    Ok(())
}

#[test]
fn the_lines_of_each_page_stand_in_its_file_and_mended_leave_nothing_to_find() -> Tested {
    let references = References::shipped()?;
    let mut wrong = Vec::new();
    for (stem, text) in files("fixtures/faulty")? {
        let (page, _) = find_code(&stem).ok_or_else(|| format!("no page for {stem}"))?;
        let times = text.matches(page.faulty).count();
        let mended = text.replace(page.faulty, page.mended);
        // A file that has lost its name to another is mended by another name.
        let name = if stem == "duplicate-protocol" {
            "duplicate-protocol-mended"
        } else {
            stem.as_str()
        };
        let left = diagnostics(&findings_as(name, &stem, &mended, &references)?);
        if times != 1 || !left.is_empty() {
            wrong.push(format!(
                "{stem}: the faulty lines stand {times} times\n{}",
                render(&mended, &left)?
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_page_says_what_and_why_in_sentences_and_shows_lines_of_toml() {
    for (page, _) in codes() {
        let Page {
            code,
            what,
            why,
            faulty,
            mended,
        } = page;
        for sentence in [what, why] {
            assert!(sentence.ends_with('.'), "{code}: {sentence}");
            assert!(
                sentence.split_whitespace().count() >= 4,
                "{code}: {sentence}"
            );
        }
        assert_ne!(faulty, mended, "{code}");
        assert!(mended.parse::<toml::Table>().is_ok(), "{code}: {mended}");
        // A file that is no TOML has lines that are none.
        assert_eq!(
            faulty.parse::<toml::Table>().is_ok(),
            *code != "syntax",
            "{code}: {faulty}"
        );
    }
}

/// Changes to [`SOUND`] in the order of the file, each with the faults that follow.
const MANY: &str = r#"
bad-version: "1.0.0" -> "1.0"
unknown-word: "draft" -> "final"
unknown-stage, bad-number: "strength"⏎cautions   = 3 -> "strenght"⏎cautions   = 1
unknown-criterion: "daily-life/daily-pain" -> "daily-life/dialy-pain"
unknown-word: clears = "screening" -> clears = "screen"
not-a-prefix: ["able"] -> ["able", "newly-unable"]
unknown-fact: { sudden_onset = ["yes"] } -> { pain = "none" }
unknown-word: go       = false -> go       = "never"
wrong-unit: "<= 2 nrs" -> "<= 2 points"
wrong-direction: "> 5 nrs" -> "< 5 nrs"
bad-duration: "7 d" -> "1 week"
fresh-missing, overlapping-bands: "> 4 nrs"⏎fresh    = "6 d" -> "> 0 nrs"
no-sources: ["ross2000"] -> []
duplicate-id: id       = "sleep" -> id       = "weeks"
bad-comparison: ">= 5 km" -> "5 km"
"#;

#[test]
fn all_faults_of_a_file_are_reported_in_one_run_in_the_order_of_the_file() -> Tested {
    let mut text = SOUND.to_owned();
    let mut expected = Vec::new();
    for line in MANY.lines().filter(|line| !line.is_empty()) {
        let (codes, change) = line.split_once(": ").ok_or("no change")?;
        expected.extend(codes.split(", "));
        text = changed(&text, change)?;
    }
    let faults = faults(&text, Some("sound"), &References::shipped()?);
    let found: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(found, expected, "{}", render(&text, &faults)?);
    assert!(faults.is_sorted_by_key(|fault| fault.span.start));
    Ok(())
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing_but_places() -> Tested {
    let references = References::shipped()?;
    let windows = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    assert_eq!(
        render(&windows, &faults(&windows, Some("sound"), &references))?,
        ""
    );
    let text = changed(&windows, r#""<= 2 nrs" -> "<= 2 points""#)?;
    let faults = faults(&text, Some("sound"), &references);
    let places: Vec<_> = faults
        .iter()
        .map(|fault| {
            (
                line_and_column(&text, &fault.span),
                text.get(fault.span.clone()),
            )
        })
        .collect();
    assert_eq!(places, [((55, 12), Some("\"<= 2 points\""))]);
    Ok(())
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_shipped_file_compiles_without_a_fault_and_is_listed_with_its_conditions() -> Tested {
    let references = References::shipped()?;
    let shipped: Vec<_> = SHIPPED
        .iter()
        .map(|shipped| (shipped.id.to_owned(), shipped.text.to_owned()))
        .collect();
    assert!(
        shipped == files("criteria")?,
        "the table of shipped criteria is not the folder `criteria`, sorted by id"
    );
    for shipped in SHIPPED {
        let protocol = compile(shipped.text, Some(shipped.id), Some(&references))
            .map_err(|faults| render(shipped.text, &faults).unwrap_or_default())?;
        assert_eq!(
            (protocol.id.as_str(), protocol.conditions),
            (shipped.id, owned(shipped.conditions))
        );
    }
    Ok(())
}

/// A protocol of one criterion with these bands.
fn banded(measure: &str, bands: &str) -> String {
    format!(
        r#"
format = 1
id = "banded"
title = "One criterion"
version = "1.0.0"
reviewed = 2026-11-21
status = "draft"
conditions = ["my-achilles"]
ask = "running"
[[stage]]
id = "running"
title = "Running"
clears = "running"
[[stage.criterion]]
id = "one"
measure = "{measure}"
{bands}
why = "To be read back."
evidence = {{ sources = [], confidence = "low", kind = "convention" }}
"#
    )
}

/// The limit as the compiler reads it back from its own words: as GO, or as NO-GO beside the narrowest GO.
fn read_back(limit: Limit, measure: &str) -> Result<Limit, String> {
    let definition = find(measure).ok_or("no such measure")?;
    let unit = match limit.bound {
        Bound::Value(_) => definition.scale.unit().sign(),
        Bound::GoalOver(_) => "",
    };
    let fresh = if measure.starts_with("pain.") {
        "fresh = \"7 d\"\n"
    } else {
        ""
    };
    let (low, high) = definition.scale.range();
    let narrowest = match definition.better {
        Some(Better::Higher) => Limit {
            operator: Operator::AtLeast,
            bound: Bound::Value(high),
        },
        Some(Better::Lower) | None => Limit {
            operator: Operator::AtMost,
            bound: Bound::Value(low),
        },
    };
    let is_go = definition.better == Some(limit.operator.toward());
    let bands = if is_go {
        format!("{fresh}go = \"{limit} {unit}\"")
    } else {
        format!("{fresh}go = \"{narrowest} {unit}\"\nno-go = \"{limit} {unit}\"")
    };
    let text = banded(measure, &bands);
    let protocol =
        compile(&text, None, None).map_err(|faults| render(&text, &faults).unwrap_or_default())?;
    let bands = protocol
        .criteria
        .first()
        .and_then(|criterion| criterion.bands)
        .ok_or("no bands")?;
    if is_go {
        Ok(bands.go)
    } else {
        bands.no_go.ok_or_else(|| "no band for NO-GO".to_owned())
    }
}

fn operator() -> impl Strategy<Value = Operator> {
    prop_oneof![
        Just(Operator::Below),
        Just(Operator::AtMost),
        Just(Operator::Above),
        Just(Operator::AtLeast)
    ]
}

/// Millionths strictly inside 0 to so many, with few decimals as often as with six.
fn inside(most: i64) -> impl Strategy<Value = i64> {
    let wholes = (1..most).prop_map(|whole| whole.saturating_mul(1_000_000));
    let halves =
        (1..most).prop_map(|whole| whole.saturating_mul(1_000_000).saturating_sub(500_000));
    prop_oneof![wholes, halves, 1..most.saturating_mul(1_000_000)]
}

proptest! {
    #[test]
    fn a_limit_printed_and_read_again_is_the_same_limit(operator in operator(), pain in inside(10), distance in inside(1000)) {
        for (measure, bound) in [("pain.daily.worst", pain), ("load.longest_run_30d", distance)] {
            let limit = Limit { operator, bound: Bound::Value(Exact::micro(bound)) };
            prop_assert_eq!(read_back(limit, measure), Ok(limit));
        }
    }

    #[test]
    fn a_share_of_the_goal_printed_and_read_again_is_the_same_share(above in any::<bool>(), divisor in inside(1000)) {
        let operator = if above { Operator::Above } else { Operator::AtLeast };
        let limit = Limit { operator, bound: Bound::GoalOver(Exact::micro(divisor)) };
        prop_assert_eq!(read_back(limit, "load.longest_run_30d"), Ok(limit));
    }

    #[test]
    fn a_limit_beyond_its_measure_is_refused_and_never_bent(operator in operator(), beyond in 1_i64..1_000_000_000) {
        for bound in [beyond.saturating_neg(), beyond.saturating_add(10_000_000)] {
            let limit = Limit { operator, bound: Bound::Value(Exact::micro(bound)) };
            let refused = read_back(limit, "pain.daily.worst").err().unwrap_or_default();
            prop_assert!(refused.contains("out-of-range"), "{limit} nrs: {refused}");
        }
    }
}
