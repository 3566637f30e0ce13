//! The one screen: it fits 24 rows with the command and the prompt, keeps its order, and says first what must come first.

use return_to_run::document::{Standing, html, markdown, text};
use return_to_run::pages::screen::{About, ROWS, document};
use return_to_run::pages::standing::standings;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Protocol, Refer, builtin::SHIPPED};
use return_to_run::quantity::Distances;
use return_to_run::training::next;
use return_to_run::{Assessment, Report, Verdict};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Columns of a terminal of the usual size.
const COLUMNS: usize = 80;

/// Cases whose screen differs from all others.
const SHOWN: [&str; 16] = [
    "achilles-midportion/all-met-for-a-race",
    "achilles-midportion/both-sides-hurt-and-one-far-weaker",
    "achilles-midportion/case-b-ready-for-a-half-marathon",
    "achilles-midportion/hop-pain-vetoes-good-strength",
    "achilles-midportion/masked-by-tape",
    "achilles-midportion/one-bad-morning-costs-a-hold",
    "achilles-midportion/only-the-screening-answers",
    "achilles-midportion/red-flag-answers-stop-at-once",
    "achilles-midportion/stale-hop-test",
    "achilles-midportion/tests-from-before-the-injury",
    "achilles-partial-tear/story",
    "achilles-rupture/case-f-repaired-eight-months-ago",
    "race-preparation/four-weeks-off-injured",
    "race-preparation/half-marathon-within-reach",
    "race-preparation/marathon-on-little-training",
    "race-preparation/watch-log-without-pain-scores",
];

fn screen(report: &Report<'_>, about: &About<'_>, distances: Distances) -> String {
    let options = text::Options {
        distances,
        ..text::Options::default()
    };
    text::render(&document(report, about), options)
}

/// Where each part begins, in the order in which a screen has them.
fn parts(shown: &str) -> Vec<(&'static str, usize)> {
    let is_ladder = |line: &str| {
        ["✓", "○", "!", "✗", "?"]
            .iter()
            .any(|sign| line.starts_with(sign))
    };
    let begins = |line: &str| {
        if line == "Why" {
            "why"
        } else if is_ladder(line) {
            "ladder"
        } else if line == "Next" {
            "next"
        } else if line.starts_with("In full: ") {
            "foot"
        } else {
            ""
        }
    };
    let lines = shown.lines().enumerate();
    let found = lines.map(|(place, line)| (begins(line), place));
    found.filter(|(part, _)| !part.is_empty()).collect()
}

/// What every screen holds, whatever the record says.
fn holds(name: &str, report: &Report<'_>, about: &About<'_>) -> Fallible<String> {
    for distances in [Distances::Miles, Distances::Kilometres] {
        let shown = screen(report, about, distances);
        let tall = shown.lines().count();
        assert!(tall <= ROWS, "{name}: {tall} lines\n{shown}");
        let wide = |line: &&str| line.chars().count() > COLUMNS;
        assert_eq!(shown.lines().find(wide), None, "{name}");
        assert!(!shown.contains("\n\n\n"), "{name}\n{shown}");
    }
    let shown = screen(report, about, Distances::Kilometres);
    let first = shown.lines().next().ok_or("no line")?;
    assert!(first.starts_with(report.verdict().label()), "{name}");
    assert!(first.contains("draft"), "{name}: {first}");
    let found = parts(&shown);
    let order = ["why", "ladder", "next", "foot"];
    let places = order.map(|part| found.iter().position(|(found, _)| *found == part));
    let known: Vec<usize> = places.into_iter().flatten().collect();
    assert!(known.is_sorted(), "{name}: {found:?}\n{shown}");
    assert_eq!(
        found.last().map(|(part, _)| *part),
        Some("foot"),
        "{name}\n{shown}"
    );
    let urgent = report.judgement.outcome.refer == Some(Refer::Urgent);
    let before_why = found.first().map_or(shown.len(), |(_, line)| *line);
    let head: Vec<&str> = shown.lines().take(before_why).collect();
    let head = head.join(" ");
    for (must, said) in [
        (urgent, "Be seen today"),
        (
            report.judgement.outcome.refer == Some(Refer::Clinician),
            "See a clinician",
        ),
        (
            !report.contradictions().is_empty(),
            "Your record contradicts itself",
        ),
        (report.is_from_memory(), "from memory"),
        (!report.adverse().is_empty(), "Be sure that it is over."),
    ] {
        assert!(!must || head.contains(said), "{name}: no `{said}`\n{shown}");
    }
    for cause in report.waits_for() {
        let field = cause.waits_for().ok_or("no field")?;
        assert!(urgent || head.contains(field), "{name}: {field}\n{shown}");
    }
    if report.protocol.route_out.is_none() {
        // Above a stage that is not cleared, none looks so.
        let mut cleared = true;
        for (rung, standing) in standings(report) {
            cleared &= rung.envelope.worst() == Verdict::Go;
            assert_eq!(cleared, standing == Standing::Cleared, "{name}");
            let said = format!("{} {}", standing.sign(), rung.stage.id);
            assert!(shown.contains(&said), "{name}: {said}\n{shown}");
        }
        assert!(
            found.iter().any(|(part, _)| *part == "ladder"),
            "{name}\n{shown}"
        );
    }
    Ok(shown)
}

#[test]
fn each_case_has_its_screen() -> Tested {
    let mut shown = 0_usize;
    for (path, text) in cases()? {
        let name = path.with_extension("").display().to_string();
        let (_, name) = name
            .split_once("/fixtures/cases/")
            .ok_or("no such folder")?;
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let next = next(&protocol, &assessment, None, None).ok();
        let about = About {
            file: Some("me.json"),
            next: next.as_ref().filter(|_| report.verdict() != Verdict::Go),
        };
        let screen = holds(name, &report, &about)?;
        if SHOWN.contains(&name) {
            // As on a terminal: the command above, the next prompt below.
            let terminal = format!("$ rtr check me.json\n{screen}$ ");
            assert!(terminal.lines().count() <= 24, "{terminal}");
            insta::assert_snapshot!(name.replace('/', "__"), terminal);
            shown = shown.saturating_add(1);
        }
    }
    assert_eq!(shown, SHOWN.len());
    Ok(())
}

/// Of each shipped file, every record of its table of cases.
#[test]
fn each_row_of_every_table_of_cases_fits_a_screen() -> Tested {
    let mut rows = 0_usize;
    for shipped in SHIPPED {
        let (_, _, cases) = crate::workbench::test::shipped(shipped.id)?;
        let mut last: Option<(String, Protocol)> = None;
        for case in &cases.sound {
            let condition = case.assessment.condition();
            if last.as_ref().is_none_or(|(known, _)| known != condition) {
                last = Some((condition.to_owned(), protocol_for(condition)?));
            }
            let Some((_, protocol)) = &last else { continue };
            let report = Report::new(protocol, &case.assessment)?;
            holds(&case.name, &report, &About::default())?;
            rows = rows.saturating_add(1);
        }
    }
    assert!(rows > 1000, "only {rows} records");
    Ok(())
}

#[test]
fn the_screen_is_a_page_in_every_medium() -> Tested {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-partial-tear/story.json"))
        .ok_or("the story is gone")?;
    let assessment = Assessment::from_json(&text)?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let page = document(&report, &About::default());
    let references = References::shipped()?;
    let html = html::render(&page, &references, Distances::Kilometres);
    assert!(html.contains("✗") && !html.contains("<h2></h2>"), "{html}");
    let markdown = markdown::render(&page, Distances::Kilometres);
    assert!(!markdown.contains("## \n"), "{markdown}");
    insta::assert_snapshot!("the-story.markdown", markdown);
    Ok(())
}

#[test]
fn a_file_is_named_in_commands_only_as_it_can_be_typed() -> Tested {
    let (_, text) = cases()?.into_iter().next().ok_or("no case")?;
    let assessment = Assessment::from_json(&text)?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    for (file, typed) in [
        ("me.json", "me.json"),
        ("my log.json", "FILE"),
        ("$(rm).json", "FILE"),
        ("-x.json", "FILE"),
        ("a\u{1b}[2J.json", "FILE"),
        ("a/path/that/is/far/too/long/to/repeat.json", "FILE"),
    ] {
        let about = About {
            file: Some(file),
            next: None,
        };
        let shown = screen(&report, &about, Distances::Kilometres);
        let command = format!("`rtr check {typed} --");
        assert!(shown.contains(&command), "{file}\n{shown}");
    }
    Ok(())
}
