//! A fault in a criteria file is named, placed and explained; all faults are reported in one run; sound files have none.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use proptest::prelude::*;
use return_to_run::diagnostic::Diagnostic;
use return_to_run::measure::{Better, find};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::codes::CODES;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Bound, Limit, Operator, compile};
use return_to_run::quantity::Exact;

use crate::support::Tested;

mod ladders;
mod ways;

use ways::{SOUND, changed};

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
        for (span, label) in related {
            let (line, column) = line_and_column(text, span);
            writeln!(rendered, "  {line}:{column} {label}")?;
        }
    }
    Ok(rendered)
}

/// What every fault owes its reader, whatever its code.
fn assert_helpful(text: &str, fault: &Diagnostic) {
    let Diagnostic {
        code,
        message,
        span,
        label,
        related,
        help,
    } = fault;
    let spans = related.iter().map(|(span, _)| span).chain([span]);
    for span in spans {
        assert!(
            text.get(span.clone())
                .is_some_and(|place| !place.is_empty()),
            "{code}: no place at {span:?}"
        );
    }
    assert!(help.is_some(), "{code}: no help with `{message}`");
    let labels = related.iter().map(|(_, label)| label);
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

#[test]
fn every_code_has_a_file_and_every_file_names_a_living_code() -> Tested {
    let stems: Vec<String> = files("fixtures/faulty")?
        .into_iter()
        .map(|(stem, _)| stem)
        .collect();
    let codes: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(stems, codes);
    Ok(())
}

#[test]
fn each_file_shows_its_code_alone_in_a_place_with_help() -> Tested {
    let references = References::shipped()?;
    for (stem, text) in files("fixtures/faulty")? {
        let faults = faults(&text, Some(&stem), &references);
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [stem.as_str()], "{}", render(&text, &faults)?);
        for fault in &faults {
            assert_helpful(&text, fault);
        }
    }
    Ok(())
}

#[test]
fn each_file_says_in_its_first_line_what_is_wrong_and_where_is_in_its_snapshot() -> Tested {
    let references = References::shipped()?;
    for (stem, text) in files("fixtures/faulty")? {
        assert!(text.starts_with("# "), "{stem}");
        let rendered = render(&text, &faults(&text, Some(&stem), &references))?;
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(stem, rendered) });
    }
    Ok(())
}

/// For each faulty file the one change that makes it sound, written as in [`changed`].
const MENDED: &str = r#"
approved-by-nobody: "approved" -> "approved"⏎approved   = { by = "A. Clinician", on = 2026-11-21 }
bad-at-least: at_least = 8 -> at_least = 7
bad-band: ["0", "1", "2"] -> "<= 2 nrs"
bad-certainty: certainty = 80⏎ ->
bad-comparison: 2 nrs or less -> <= 2 nrs
bad-duration: 7 days -> 7 d
bad-id: Daily pain -> daily-pain
bad-number: cautions   = 1 -> cautions   = 2
bad-stretch: run       = "1" -> run       = "1 min"
bad-version: 1.0 -> 1.0.0
duplicate-id: "daily-pain"⏎measure  = "pain.walking" -> "walking-pain"⏎measure  = "pain.walking"
empty-ladder: ⏎[[ladder_rule]] -> ⏎[[ladder.level]]⏎text      = "Run 5 minutes."⏎run       = "5 min"⏎rest_days = 1⏎⏎[[ladder_rule]]
empty-stage: [[stage]]⏎id     = "strength"⏎title  = "Calf strength"⏎clears = "strength"⏎ ->
fresh-missing: no-go    = -> fresh    = "1 d"⏎no-go    =
fresh-of-a-fact: fresh    = "28 d"⏎ ->
kind-above-sources: kind = "evidence" -> kind = "consensus"
ladder-order: clears = "daily-life" -> clears = "hopping"
level-order: walk      = "4 min"⏎run       = "1 min" -> walk      = "0.5 min"⏎run       = "4.5 min"
lone-ladder: repeats   = 6⏎rest_days = 1⏎ -> repeats   = 6⏎rest_days = 1⏎⏎[[ladder_rule]]⏎measure   = "load.last_run.gait"⏎if        = "altered"⏎fresh     = "14 d"⏎then      = "drop"⏎text      = "An altered gait."⏎evidence  = { sources = ["hospitalrunguide"], confidence = "low", kind = "consensus" }⏎
missing-key: do       = -> why      = "Daily life must be nearly free of pain."⏎do       =
mixed-stretches: 0.2 km -> 1 min
no-band-to-lower: no_go_only_with = -> caution_only_with =
no-companion: fresh    = -> note     = true⏎fresh    =
no-direction: go       = ">= 7 h" -> note     = true
no-sources: sources = [] -> sources = ["rtrdossier", "silbernagel2007ajsm"]
no-stages: ask        = "daily-life" -> route_out  = true⏎refer      = "clinician"⏎text       = "Ask a clinician."⏎sources    = ["rtrdossier"]
not-a-prefix: ["able", "newly-unable"] -> ["able", "reduced"]
note-decides: note     = true⏎ ->
out-of-range: > 12 nrs -> > 5 nrs
overlapping-bands: > 1 nrs -> > 2 nrs
refer-to-nobody: refer_if_unknown = true -> refer_if_unknown = true⏎refer = "clinician"
route-out-judges: ask        = "running"⏎ ->
stem-mismatch: id         = "achilles-midportion" -> id         = "stem-mismatch"
syntax: "<= 2 nrs -> "<= 2 nrs"
too-many-measures: fresh = "257 d" -> fresh = "256 d"
unknown-criterion: daily-pian -> daily-pain
unknown-fact: limp -> sudden_onset
unknown-fact-word: "home" -> "clinic"
unknown-format: format     = 2 -> format     = 1
unknown-key: nogo  -> no-go
unknown-measure: pain.dayly.worst -> pain.daily.worst
unknown-source: silbernagel2007 -> silbernagel2007ajsm
unknown-stage: daily-live -> daily-life
unknown-word: "medium" -> "moderate"
wrong-direction: >= 2 nrs -> <= 2 nrs
wrong-type: version    = 1.0 -> version    = "1.0.0"
wrong-unit: <= 30 s -> <= 30 min
"#;

#[test]
fn each_file_is_sound_but_for_its_one_fault() -> Tested {
    let references = References::shipped()?;
    let mended: Vec<(&str, &str)> = MENDED
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let files = files("fixtures/faulty")?;
    let stems: Vec<&str> = files.iter().map(|(stem, _)| stem.as_str()).collect();
    assert_eq!(
        mended.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        stems
    );
    for ((stem, text), (_, change)) in files.iter().zip(mended) {
        let text = changed(text, change)?;
        assert_eq!(
            render(&text, &faults(&text, Some(stem), &references))?,
            "",
            "{stem}"
        );
    }
    Ok(())
}

/// Changes to [`SOUND`] in the order of the file, each with the faults that follow.
const MANY: &str = r#"
bad-version: "1.0.0" -> "1.0"
unknown-word: "draft" -> "final"
unknown-stage, bad-number: "strength"⏎cautions   = 3 -> "strenght"⏎cautions   = 1
unknown-criterion: "daily-life/daily-pain" -> "daily-life/dialy-pain"
unknown-word: clears = "screening" -> clears = "screen"
not-a-prefix: ["able"] -> ["able", "newly-unable"]
unknown-fact: { sudden_onset = ["yes"], setting = "clinic" } -> { pain = "none" }
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
    assert_eq!(places, [((54, 12), Some("\"<= 2 points\""))]);
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
conditions = ["achilles-midportion"]
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
evidence = {{ sources = ["rtrdossier"], confidence = "low", kind = "convention" }}
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
