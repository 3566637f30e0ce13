//! Judged cases for a terminal, 80 columns wide.

use super::{Coverage, Covered, Mismatch, Side, SideCovered, Tested};
use crate::protocol::Protocol;

const WIDTH: usize = 80;

/// The columns of the table of sides.
const SIDES: [Side; 4] = [Side::Go, Side::Caution, Side::NoGo, Side::Missing];

/// Draws what the cases of one file say; with `all`, the cases that came out as they must by name as well.
#[must_use]
pub fn render(tested: &Tested<'_>, all: bool) -> String {
    let mut text = format!("{}: {}\n", tested.protocol.id, summary(tested));
    if all {
        for run in tested.runs.iter().filter(|run| run.differs.is_empty()) {
            fill(&mut text, "  ok      ", 10, &run.ready.case.name);
        }
    }
    for run in tested.failed() {
        fill(&mut text, "  failed  ", 10, &run.ready.case.name);
        mismatches(&mut text, &run.differs);
    }
    for broken in &tested.broken {
        fill(&mut text, "  broken  ", 10, &broken.name);
        fill(&mut text, "    ", 4, &broken.message);
    }
    if let Some(covered) = &tested.covered {
        coverage(&mut text, tested.protocol, covered);
    }
    if let Some(written) = &tested.written
        && !written.not_found.is_empty()
    {
        text.push_str("\n  no case was found for\n");
        for side in &written.not_found {
            fill(&mut text, "    ", 6, &side.name(tested.protocol));
        }
    }
    text
}

/// How many cases, and how many came out as they must.
pub(in crate::workbench) fn summary(tested: &Tested<'_>) -> String {
    let cases = counted(tested.cases(), "case");
    let (failed, broken) = (tested.failed().count(), tested.broken.len());
    let mut parts = Vec::new();
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if broken > 0 {
        parts.push(format!("{broken} broken"));
    }
    match (tested.cases(), parts.is_empty()) {
        (0, _) => "no cases: nothing is shown".to_owned(),
        (_, true) => format!("{cases}, all as expected"),
        (_, false) => format!("{cases}, {}", parts.join(", ")),
    }
}

/// What differs, in columns; a name that leaves no room has a line of its own.
fn mismatches(text: &mut String, differs: &[Mismatch]) {
    let longest = |part: fn(&Mismatch) -> &String| {
        let lengths = differs.iter().map(|one| part(one).chars().count());
        lengths.max().unwrap_or(0)
    };
    let (name, expected) = (longest(|one| &one.what), longest(|one| &one.expected));
    let got = longest(|one| &one.got);
    let fits = [4, name, 2, 9, expected, 2, 4, got].iter().sum::<usize>() <= WIDTH;
    for one in differs {
        let values = format!("expected {:expected$}  got {}", one.expected, one.got);
        if fits {
            text.push_str(&format!("    {:name$}  {values}\n", one.what));
        } else {
            text.push_str(&format!("    {}\n      {values}\n", one.what));
        }
    }
}

fn coverage(text: &mut String, protocol: &Protocol, covered: &Covered) {
    let coverage = &covered.coverage;
    text.push('\n');
    fill(text, "  ", 2, &share(covered));
    if !coverage.sides.is_empty() {
        text.push('\n');
        table(text, protocol, coverage);
    }
    let missing: Vec<&SideCovered> = coverage.missing().collect();
    if !missing.is_empty() {
        text.push_str("\n  decided by no case that came out as expected\n");
    }
    for side in missing {
        fill(text, "    ", 6, &side.name(protocol));
    }
    if !coverage.never.is_empty() {
        text.push_str("\n  proved never to decide\n");
    }
    for never in &coverage.never {
        let because_of = protocol.name_of(never.because_of);
        let name = never.name(protocol);
        fill(text, "    ", 6, &format!("{name}, because of {because_of}"));
    }
    if !coverage.set_aside.is_empty() {
        text.push_str("\n  set aside\n");
    }
    for (side, because) in &coverage.set_aside {
        fill(
            text,
            "    ",
            6,
            &format!("{}: {because}", side.name(protocol)),
        );
    }
    if !covered.stale.is_empty() {
        text.push_str("\n  set aside, but not so\n");
    }
    for stale in &covered.stale {
        fill(text, "    ", 6, &format!("{}: {}", stale.what, stale.why));
    }
}

/// How much is decided, against what is asked.
fn share(covered: &Covered) -> String {
    let coverage = &covered.coverage;
    let percent = coverage.percent();
    if coverage.sides.is_empty() {
        return "no criterion decides anything here, so there is no side to cover".to_owned();
    }
    let (decided, sides) = (coverage.covered(), counted(coverage.sides.len(), "side"));
    let short = if percent < covered.min {
        format!(", below the {} % asked", covered.min)
    } else {
        String::new()
    };
    format!("{decided} of {sides} decided some case: {percent} %{short}")
}

/// Which side of which criterion decided some case.
fn table(text: &mut String, protocol: &Protocol, coverage: &Coverage) {
    let criteria = protocol.criteria.iter().enumerate();
    let places: Vec<usize> = criteria
        .filter(|(_, criterion)| !Side::all(criterion).is_empty())
        .map(|(place, _)| place)
        .collect();
    let names = places.iter().map(|place| protocol.name_of(*place));
    let longest = names.map(|name| name.chars().count()).max().unwrap_or(0);
    // Beside the indent and the widest name that fits, four columns of seven and two before each.
    let width = longest.min(WIDTH.saturating_sub(38));
    let heads = SIDES.map(|side| format!("  {:7}", side.word())).concat();
    let head = format!("  {:width$}{heads}", "criterion");
    text.push_str(&format!("{}\n", head.trim_end()));
    for place in places {
        let cells = SIDES.map(|side| format!("  {:7}", word(coverage, place, side)));
        let name = protocol.name_of(place);
        if name.chars().count() > width {
            text.push_str(&format!("  {name}\n"));
            let line = format!("  {:width$}{}", "", cells.concat());
            text.push_str(&format!("{}\n", line.trim_end()));
        } else {
            let line = format!("  {name:width$}{}", cells.concat());
            text.push_str(&format!("{}\n", line.trim_end()));
        }
    }
}

/// What is known of a side: `-` where the criterion does not have it.
fn word(coverage: &Coverage, place: usize, side: Side) -> &'static str {
    let this = |one: &SideCovered| one.criterion == place && one.side == side;
    if let Some(one) = coverage.sides.iter().find(|one| this(one)) {
        return if one.case.is_some() { "yes" } else { "no" };
    }
    if coverage.set_aside.iter().any(|(one, _)| this(one)) {
        return "aside";
    }
    let mut never = coverage.never.iter();
    if never.any(|one| one.criterion == place && one.side == side) {
        return "never";
    }
    "-"
}

/// `1 case`, `2 cases`.
pub(in crate::workbench) fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

pub(in crate::workbench) fn fill(text: &mut String, first: &str, indent: usize, words: &str) {
    let rest = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(&rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    text.push_str(&textwrap::fill(words, options));
    text.push('\n');
}
