//! A ladder of walking and running in words: its levels, and what a session says about the next.

use super::criterion::{limit, resting, standing_of};
use crate::document::{Block, Column, Inline, Sentence, sentences};
use crate::protocol::{Ladder, Level, Rule};
use crate::quantity::Toward;
use crate::verdict::Verdict;

sentences! {
    of_all(run: String, all: String, unit: &'static str) = "{run} of {all} {unit}";
    one_level() = "At most one level is gained in 7 days.";
    levels(count: String) = "At most {count} levels are gained in 7 days.";
    after_a_session() = "After a session, on every ladder: of several rules that hold, the most cautious counts; not knowing holds, too.";
    holds(meaning: &'static str, limit: Sentence) = "{meaning} {limit}";
    rule_and_limit(text: String, limit: Sentence) = "{text} ({limit})";
}

/// Why one would choose it, how fast it goes and what it rests on, and its levels as a table.
#[must_use]
pub fn blocks(ladder: &Ladder) -> Vec<Block> {
    let pace = ladder.levels_per_7_days.map(|count| match count {
        1 => one_level(),
        more => levels(more.to_string()),
    });
    let why = Sentence::from(ladder.why.clone()).and(Sentence::from(pace));
    let columns = vec![
        Column::new("level").wide(5),
        Column::new("session").wide(33),
        Column::new("running").wide(12),
        Column::new("clean sessions").wide(8).of_numbers(),
        Column::new("days between").wide(7).of_numbers(),
    ];
    let rows = (1_usize..).zip(&ladder.levels).map(|(number, level)| {
        vec![
            number.to_string().into(),
            level.text.clone().into(),
            running(level),
            level.sessions.to_string().into(),
            level.rest_days.to_string().into(),
        ]
    });
    vec![
        Block::Paragraph(resting(why, &ladder.evidence)),
        Block::Table(columns, rows.collect()),
    ]
}

/// How much of a session is run: `6 of 30 min`.
fn running(level: &Level) -> Sentence {
    let parts = level
        .run_minutes()
        .zip(level.minutes())
        .or(level.run_kilometres().zip(level.kilometres()));
    parts
        .map(|(run, all)| {
            let shown = |length: crate::quantity::Exact| length.shown(Toward::Down, 1).to_string();
            of_all(shown(run), shown(all), level.run.unit())
        })
        .into()
}

/// What counts after a session.
#[must_use]
pub fn lead_of_rules() -> Sentence {
    after_a_session()
}

/// The rules after a session as a table.
#[must_use]
pub fn rules(rules: &[Rule]) -> Block {
    let columns = vec![
        Column::new("when").wide(33),
        Column::new("then").wide(5),
        Column::new("days off").wide(4).of_numbers(),
        Column::new("rests on").wide(25),
    ];
    let rows = rules.iter().map(|rule| {
        let days = (rule.rest_days > 0).then(|| rule.rest_days.to_string());
        let sources = Inline::Cite(rule.evidence.sources.clone());
        vec![
            rule_and_limit(rule.text.clone(), fires(rule)),
            rule.then.word().into(),
            days.into(),
            standing_of(&rule.evidence).then(sources),
        ]
    });
    Block::Table(columns, rows.collect())
}

/// What fires a rule.
#[must_use]
pub fn fires(rule: &Rule) -> Sentence {
    holds(
        rule.measure.meaning.trim_end_matches('.'),
        limit(&rule.limit(), rule.measure, Verdict::NoGo),
    )
}
