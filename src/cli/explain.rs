//! `rtr explain`: the long text behind a short name.

mod codes;

use std::path::PathBuf;

use clap::Args;

use super::{CliError, Exit, criteria, print};
use crate::measure::{Definition, catalog, find};
use crate::protocol::references::{Reference, References};
use crate::protocol::{Criterion, Evidence, Ladder, Protocol, Rule, Stage};
use crate::quantity::Toward;
use crate::workbench::lint;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A measure, a criterion (`stage/criterion`), a stage, a ladder, a protocol, a source or a code of `rtr criteria lint`; all codes
    /// when left out.
    name: Option<String>,
    /// A criteria file, or a folder of them, to look in too.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let Some(name) = arguments.name.as_deref() else {
        print(&codes::list());
        return Ok(Exit::Done);
    };
    let mut pages: Vec<String> = Vec::new();
    if let Some(definition) = find(name) {
        pages.push(measure(definition));
    }
    pages.extend(codes::of(name));
    let references = criteria::references(&arguments.files)?;
    if let Some(reference) = references.get(name) {
        pages.push(source(reference));
    }
    let protocols = criteria::all(&arguments.files)?;
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for protocol in &protocols {
        for text in of_protocol(protocol, name, &references) {
            match told.iter_mut().find(|(known, _)| *known == text) {
                Some((_, protocols)) => protocols.push(&protocol.id),
                None => told.push((text, vec![&protocol.id])),
            }
        }
    }
    pages.extend(
        told.into_iter()
            .map(|(text, protocols)| format!("In {}:\n{text}", protocols.join(", "))),
    );
    if pages.is_empty() {
        return Err(CliError::Usage(unknown(name, &protocols, &references)));
    }
    print(&pages.join("\n"));
    Ok(Exit::Done)
}

fn unknown(name: &str, protocols: &[Protocol], references: &References) -> String {
    let criteria: Vec<String> = protocols
        .iter()
        .flat_map(|protocol| (0..protocol.criteria.len()).map(|place| protocol.name_of(place)))
        .collect();
    let mut known: Vec<&str> = catalog().map(|measure| measure.id).collect();
    known.extend(lint::codes().iter().map(|(page, _)| page.code));
    known.extend(criteria.iter().map(String::as_str));
    known.extend(
        protocols
            .iter()
            .flat_map(|protocol| &protocol.stages)
            .map(|stage| stage.id.as_str()),
    );
    known.extend(
        protocols
            .iter()
            .flat_map(|protocol| &protocol.ladders)
            .map(|ladder| ladder.id.as_str()),
    );
    known.extend(references.iter().map(|reference| reference.key.as_str()));
    match crate::diagnostic::nearest(name, known) {
        Some(near) => format!("nothing is named `{name}`; did you mean `{near}`?"),
        None => format!(
            "nothing is named `{name}`; `rtr measures` and `rtr criteria show ID` list names"
        ),
    }
}

/// A title and paragraphs, wrapped at 80 columns.
fn page(title: &str, paragraphs: &[String]) -> String {
    let options = textwrap::Options::new(80)
        .initial_indent("    ")
        .subsequent_indent("    ")
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let body: Vec<String> = paragraphs
        .iter()
        .map(|text| textwrap::fill(text, &options))
        .collect();
    format!("{title}\n{}\n", body.join("\n"))
}

/// A measure: what it is, how it is read, how to do it.
pub(super) fn measure(measure: &Definition) -> String {
    let words = measure.scale.words();
    let (low, high) = measure.scale.range();
    let scale = if words.is_empty() {
        format!("{} to {}", low.decimal(Toward::Down), measure.show(high))
    } else {
        words.join(", ")
    };
    let better = measure
        .better
        .map_or("neither way is better: shown only", |better| {
            match better.word() {
                "higher" => "higher is better",
                _ if words.is_empty() => "lower is better",
                _ => "best first",
            }
        });
    let mut paragraphs = vec![
        measure.meaning.to_owned(),
        format!("Scale: {scale}; {better}; {}.", measure.nature.word()),
        format!("Read from: {}", measure.derivation),
        format!(
            "Fields: {}.",
            measure.reads().collect::<Vec<_>>().join(", ")
        ),
    ];
    if let Some(error) = &measure.error {
        paragraphs.push(format!("Error: {} [{}].", error.about, error.source));
    }
    if let Some(tested) = measure.relative_to {
        paragraphs.push(format!(
            "Compares with a reference; a criterion on it needs a companion on {}.",
            tested.id
        ));
    }
    paragraphs.extend(measure.how_to.map(|how| format!("How: {how}")));
    page(measure.id, &paragraphs)
}

fn source(reference: &Reference) -> String {
    let mut paragraphs = vec![reference.citation()];
    paragraphs.extend(reference.url.clone());
    paragraphs.extend(
        reference
            .note
            .as_ref()
            .map(|note| format!("How it was read: {note}")),
    );
    page(&reference.key, &paragraphs)
}

fn of_protocol(protocol: &Protocol, name: &str, references: &References) -> Vec<String> {
    let mut texts = Vec::new();
    if protocol.id == name {
        let stages = protocol
            .stages
            .iter()
            .map(|stage| format!("{}: {}", stage.id, stage.title));
        let mut paragraphs = vec![format!(
            "{}, version {}, reviewed {}.",
            protocol.title, protocol.version, protocol.reviewed
        )];
        paragraphs.extend(stages);
        let ladders = protocol
            .ladders
            .iter()
            .map(|ladder| format!("Ladder {}: {}", ladder.id, ladder.title));
        paragraphs.extend(ladders);
        paragraphs.extend(
            protocol
                .route_out
                .as_ref()
                .map(|route| route.say.text.clone()),
        );
        texts.push(page(name, &paragraphs));
    }
    for stage in &protocol.stages {
        let own = protocol
            .criteria
            .get(stage.criteria.clone())
            .unwrap_or_default();
        if stage.id == name {
            texts.push(stage_page(stage, own));
        }
        for criterion in own {
            if format!("{}/{}", stage.id, criterion.id) == name || criterion.id == name {
                texts.push(criterion_page(protocol, stage, criterion, references));
            }
        }
    }
    for (place, ladder) in protocol.ladders.iter().enumerate() {
        if ladder.id == name {
            texts.push(ladder_page(
                ladder,
                place == 0,
                &protocol.ladder_rules,
                references,
            ));
        }
    }
    texts
}

fn ladder_page(ladder: &Ladder, is_first: bool, rules: &[Rule], references: &References) -> String {
    let used = if is_first {
        "Used unless the runner names another."
    } else {
        "Used when the runner names it."
    };
    let mut paragraphs = vec![
        format!("{}. {used}", ladder.title),
        format!("Why: {}", ladder.why),
        "Levels:".to_owned(),
    ];
    for (number, level) in (1_usize..).zip(&ladder.levels) {
        let sessions = counted(level.sessions, "session");
        let rest = match level.rest_days {
            0 => String::new(),
            days => format!(
                ", {} or more without running after each",
                counted(days, "day")
            ),
        };
        paragraphs.push(format!("{number}. {} {sessions}{rest}.", level.text));
    }
    paragraphs.extend(
        ladder
            .levels_per_7_days
            .map(|most| format!("At most {} up in 7 days.", counted(most, "level"))),
    );
    paragraphs.push("After a session; not knowing holds, too:".to_owned());
    for rule in rules {
        let rest = if rule.rest_days == 0 {
            String::new()
        } else {
            format!(", {} off or more", counted(rule.rest_days, "day"))
        };
        paragraphs.push(format!(
            "- {}{rest}: {} ({}: {}) [{}]",
            rule.then.word(),
            rule.text,
            rule.measure.id,
            rule.limit().show(rule.measure, None),
            rule.evidence.sources.join(", ")
        ));
    }
    paragraphs.extend(rests_on(&ladder.evidence, references));
    page(&ladder.id, &paragraphs)
}

fn counted(count: u16, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn stage_page(stage: &Stage, own: &[Criterion]) -> String {
    let mut paragraphs = vec![format!("{}. Clears: {}.", stage.title, stage.clears.word())];
    paragraphs.extend(own.iter().map(|criterion| {
        let note = if criterion.note { " (a note)" } else { "" };
        let clinic = if criterion.clinic { " (clinic)" } else { "" };
        format!(
            "{}{note}{clinic}: {}",
            criterion.id, criterion.measure.meaning
        )
    }));
    page(&stage.id, &paragraphs)
}

fn criterion_page(
    protocol: &Protocol,
    stage: &Stage,
    criterion: &Criterion,
    references: &References,
) -> String {
    let measure = criterion.measure;
    let mut paragraphs = vec![format!("{} ({})", measure.meaning, measure.id)];
    if let Some(bands) = &criterion.bands {
        let no_go = bands
            .no_go
            .map(|limit| format!("; NO-GO {}", limit.show(measure, None)))
            .unwrap_or_default();
        paragraphs.push(format!("GO {}{no_go}.", bands.go.show(measure, None)));
    }
    if let Some(query) = protocol.queries.get(criterion.query) {
        let fresh = query
            .window
            .fresh
            .map(|days| format!("Newest entry at most {days} d old."));
        let over = query.window.over.map(|days| {
            format!(
                "The worst of {days} d counts, with an entry on at least {}.",
                query.window.at_least
            )
        });
        paragraphs.extend(fresh);
        paragraphs.extend(over);
    }
    if criterion.note {
        paragraphs.push("A note: shown, never decisive.".to_owned());
    }
    if criterion.clinic {
        paragraphs.push("Asked in the clinic only.".to_owned());
    }
    paragraphs.extend(
        criterion
            .allow
            .iter()
            .map(|allowed| format!("Allowed: {}, because {}", allowed.lint, allowed.because)),
    );
    paragraphs.push(format!("Why: {}", criterion.why));
    paragraphs.extend(
        criterion
            .advice
            .as_ref()
            .map(|advice| format!("Do: {advice}")),
    );
    paragraphs.extend(rests_on(&criterion.evidence, references));
    paragraphs.extend(measure.how_to.map(|how| format!("How: {how}")));
    page(&format!("{}/{}", stage.id, criterion.id), &paragraphs)
}

fn rests_on(evidence: &Evidence, references: &References) -> Vec<String> {
    let mut paragraphs = vec![format!(
        "Rests on {}, {} confidence:",
        evidence.kind.word(),
        evidence.confidence.word()
    )];
    paragraphs.extend(
        evidence
            .sources
            .iter()
            .map(|key| match references.get(key) {
                Some(reference) => format!(
                    "- {key}: {} {}",
                    reference.citation(),
                    reference.note.as_deref().unwrap_or_default()
                ),
                None => format!("- {key}"),
            }),
    );
    paragraphs
}
