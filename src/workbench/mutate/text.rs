//! Judged mutants for a terminal, 80 columns wide.

use super::mutated::{Counts, Mutated};
use super::{Mistake, Outcome};
use crate::workbench::cases::text::{counted, fill, summary};

/// Draws what became of the mutants of one file.
#[must_use]
pub fn render(mutated: &Mutated<'_>) -> String {
    let mut text = String::new();
    let all = mutated.counts(None);
    fill(&mut text, "", 2, &score(mutated, &all));
    if !mutated.tested.holds() {
        let summary = summary(&mutated.tested);
        fill(
            &mut text,
            "  ",
            2,
            &format!("judged only by the cases that come out as expected: {summary}"),
        );
    }
    if all.made > 0 {
        text.push('\n');
        table(&mut text, mutated, &all);
    }
    if all.survived > 0 {
        text.push_str("\n  survived\n");
    }
    for outcome in mutated.survivors() {
        survivor(&mut text, mutated, outcome);
    }
    if !mutated.set_aside.is_empty() {
        text.push_str("\n  set aside\n");
    }
    for entry in &mutated.set_aside {
        fill(
            &mut text,
            "    ",
            6,
            &format!("{}: {}", entry.what, entry.because),
        );
    }
    if !mutated.stale.is_empty() {
        text.push_str("\n  set aside, but not so\n");
    }
    for stale in &mutated.stale {
        fill(
            &mut text,
            "    ",
            6,
            &format!("{}: {}", stale.what, stale.why),
        );
    }
    text
}

fn score(mutated: &Mutated<'_>, all: &Counts) -> String {
    let id = &mutated.tested.protocol.id;
    if all.made == 0 {
        return format!("{id}: no mutants, as no criterion decides anything here");
    }
    let score = all.score();
    let short = match mutated.min {
        Some(min) if score < min => format!(", below the {min} % asked"),
        Some(_) | None => String::new(),
    };
    let (made, killed) = (counted(all.made, "mutant"), all.killed);
    format!(
        "{id}: {made}, {killed} of {} killed: {score} %{short}",
        all.noticeable()
    )
}

/// How many mutants of which kind met which fate.
fn table(text: &mut String, mutated: &Mutated<'_>, all: &Counts) {
    let heads = [
        "made",
        "refused",
        "killed",
        "equivalent",
        "survived",
        "aside",
    ];
    let mut line = |label: &str, cells: [String; 6]| {
        let cells = heads.iter().zip(cells).map(|(head, cell)| {
            let width = head.len();
            format!("  {cell:>width$}")
        });
        text.push_str(&format!("  {label:26}{}\n", cells.collect::<String>()));
    };
    line("mistake", heads.map(str::to_owned));
    let counts = Mistake::ALL.map(|mistake| (mistake.words(), mutated.counts(Some(mistake))));
    let made = counts.iter().filter(|(_, counts)| counts.made > 0);
    for (label, counts) in made.chain([&("all", *all)]) {
        let cells = [
            counts.made,
            counts.refused,
            counts.killed,
            counts.equivalent,
            counts.survived,
            counts.set_aside,
        ];
        line(label, cells.map(|count| count.to_string()));
    }
}

/// A survivor, and the row that would notice it in one line, as it is added to a table.
fn survivor(text: &mut String, mutated: &Mutated<'_>, outcome: &Outcome) {
    fill(text, "    ", 6, &outcome.mutant.name);
    if mutated.killers.is_none() {
        return;
    }
    let Some(row) = mutated.killer(outcome) else {
        text.push_str("      undecided: no case found that would notice it\n");
        return;
    };
    let mut rows = mutated
        .survivors()
        .take_while(|other| other.mutant.name != outcome.mutant.name);
    let shown = rows.any(|earlier| {
        mutated
            .killer(earlier)
            .is_some_and(|one| one.name == row.name)
    });
    match serde_json::to_string(row) {
        Ok(row) if !shown => text.push_str(&format!("      noticed by {row}\n")),
        Ok(_) | Err(_) => fill(
            text,
            "      ",
            8,
            &format!("noticed by `{}` as well", row.name),
        ),
    }
}
