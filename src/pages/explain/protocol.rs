//! What protocols call by a name: themselves, a stage, a criterion, a ladder.

use crate::document::{Block, Inline, Item, Section, Sentence, sentences};
use crate::pages::criterion::{bands, bands_in_words, conditions, how_to, reasons};
use crate::pages::{evidence_rules, ladder};
use crate::protocol::{Asked, Criterion, Ladder, Protocol, Stage};

sentences! {
    in_files(protocols: String) = "In {protocols}:";
    edition(title: String, version: String, reviewed: crate::assessment::Day) = "{title}, version {version}, reviewed {reviewed}.";
    titled(name: Inline, title: String) = "{name}: {title}";
    ladder_titled(name: Inline, title: String) = "Ladder {name}: {title}";
    clears(title: String, clears: &'static str) = "{title}. Clears: {clears}.";
    asks(name: Inline, kind: &'static str, meaning: &'static str) = "{name}{kind}: {meaning}";
    measured(meaning: &'static str, measure: Inline) = "{meaning} ({measure})";
    not_judged(texts: String) = "Asked by published criteria, and not judged here: {texts}";
    only_shown() = "A note: shown, never decisive.";
    default_ladder(title: String) = "{title}. Used unless the runner names another.";
    named_ladder(title: String) = "{title}. Used when the runner names it.";
}

/// Everything that is called so, told once for all protocols in which it is the same.
#[must_use]
pub fn in_protocols(protocols: &[Protocol], name: &str) -> Vec<Section> {
    let mut told: Vec<(String, Vec<Block>, Vec<&str>)> = Vec::new();
    for protocol in protocols {
        for (name, blocks) in in_protocol(protocol, name) {
            let known = told
                .iter_mut()
                .find(|told| (&told.0, &told.1) == (&name, &blocks));
            match known {
                Some((.., ids)) => ids.push(&protocol.id),
                None => told.push((name, blocks, vec![&protocol.id])),
            }
        }
    }
    told.into_iter()
        .map(|(name, mut blocks, ids)| {
            blocks.insert(0, Block::Paragraph(in_files(ids.join(", "))));
            Section::new(name, blocks)
        })
        .collect()
}

fn in_protocol(protocol: &Protocol, name: &str) -> Vec<(String, Vec<Block>)> {
    let mut found = Vec::new();
    if protocol.id == name {
        found.push((protocol.id.clone(), overview(protocol)));
    }
    for stage in &protocol.stages {
        let own = protocol.criteria.get(stage.criteria.clone());
        let own = own.unwrap_or_default();
        if stage.id == name {
            found.push((stage.id.clone(), of_stage(stage, own)));
        }
        for criterion in own {
            let path = format!("{}/{}", stage.id, criterion.id);
            if path == name || criterion.id == name {
                found.push((path, of_criterion(protocol, criterion)));
            }
        }
    }
    let ladders = protocol.ladders.iter().enumerate();
    for (place, ladder) in ladders.filter(|(_, ladder)| ladder.id == name) {
        found.push((ladder.id.clone(), of_ladder(protocol, ladder, place == 0)));
    }
    found
}

fn overview(protocol: &Protocol) -> Vec<Block> {
    let head = edition(
        protocol.title.clone(),
        protocol.version.clone(),
        protocol.reviewed,
    );
    let stages = protocol.stages.iter();
    let stages = stages.map(|stage| titled(Inline::Name(stage.id.clone()), stage.title.clone()));
    let ladders = protocol.ladders.iter().map(|ladder| {
        let name = Inline::Name(ladder.id.clone());
        ladder_titled(name, ladder.title.clone())
    });
    let route_out = protocol.route_out.as_ref();
    let route_out = route_out.map(|route| Sentence::from(route.say.text.clone()));
    let mut blocks = vec![Block::Paragraph(head)];
    blocks.extend(Block::list(stages.chain(ladders)));
    let rules = evidence_rules::stated(protocol).into_iter();
    blocks.extend(rules.map(|rule| Block::Paragraph(rule.sentence())));
    blocks.extend(route_out.map(Block::Paragraph));
    if !protocol.not_asked.is_empty() {
        blocks.push(Block::Paragraph(not_judged(protocol.not_asked.join(" "))));
    }
    blocks
}

fn of_stage(stage: &Stage, own: &[Criterion]) -> Vec<Block> {
    let criteria = own.iter().map(|criterion| {
        let kind = match (criterion.note, criterion.asked) {
            (true, _) => " (a note)",
            (false, Asked::Clinic) => " (clinic)",
            (false, Asked::IfRecorded) => " (if recorded)",
            (false, Asked::Always) => "",
        };
        let name = Inline::Name(criterion.id.clone());
        Item::from(asks(name, kind, criterion.measure.meaning))
    });
    vec![
        Block::Paragraph(clears(stage.title.clone(), stage.clears.word())),
        Block::List(criteria.collect()),
    ]
}

fn of_criterion(protocol: &Protocol, criterion: &Criterion) -> Vec<Block> {
    let measure = criterion.measure;
    let mut said = vec![
        measured(measure.meaning, measure.into()),
        bands_in_words(&bands(criterion)),
        conditions(protocol, criterion),
    ];
    said.extend(criterion.note.then(only_shown));
    said.extend(reasons(criterion));
    said.extend(how_to(measure));
    let said = said.into_iter().filter(|sentence| !sentence.is_empty());
    said.map(Block::Paragraph).collect()
}

fn of_ladder(protocol: &Protocol, ladder: &Ladder, is_first: bool) -> Vec<Block> {
    let title = ladder.title.clone();
    let used = if is_first {
        default_ladder(title)
    } else {
        named_ladder(title)
    };
    let mut blocks = vec![Block::Paragraph(used)];
    blocks.extend(ladder::blocks(ladder));
    blocks.push(Block::Paragraph(ladder::lead_of_rules()));
    blocks.push(ladder::rules(&protocol.ladder_rules));
    blocks
}
