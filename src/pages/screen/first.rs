//! What comes before every reason: whom to see, what contradicts itself, what must be stated, what must be answered.

use super::super::contradictions::{correct, places, says};
use super::super::words::refer_in_words;
use super::room::{Cut, Room};
use super::titles::title;
use super::values::value;
use crate::document::{Block, Inline, Item, Section, Sentence, Tone, counted, sentences};
use crate::engine::report::{Line, Report};
use crate::measure::{Cause, Definition, State};
use crate::protocol::Refer;
use crate::verdict::Verdict;

sentences! {
    be_seen(whom: Sentence, for_what: Sentence) = "{whom} {for_what}.";
    contradiction() = "Your record contradicts itself: correct this first";
    both(says: Sentence, correct: Sentence, places: Sentence) = "{says} {correct} See {places}.";
    more_contradictions(count: String) = "And {count} more.";
    answer_today(names: Sentence) = "Answer these first; if one is \"yes\", be seen today: {names}.";
    answer_clinician(names: Sentence) = "A bad answer here needs a clinician before you run: {names}.";
    state(fields: Sentence, waiting: Sentence) = "First state {fields}: {waiting} for it.";
    onset(field: Inline) = "{field} (a day, month or year)";
    flare(field: Inline) = "{field} (a date, or `none`)";
    masking(field: Inline) = "{field} (`[]` if nothing hides pain)";
    exactly(field: Inline, said: String) = "the month or day of {field} (of {said} the last day counts)";
    today_and_clinician(today: Sentence, clinician: Sentence) = "Answer first: {today} that may send you to a doctor today, {clinician} to a clinician.";
    only_today(today: Sentence) = "Answer first: {today} that may send you to a doctor today.";
    only_clinician(clinician: Sentence) = "Answer first: {clinician} that may send you to a clinician.";
}

/// The section, what is most urgent first.
pub(super) fn section(report: &Report<'_>, room: &Room) -> Section {
    let urgent = report.judgement.outcome.refer == Some(Refer::Urgent);
    let mut blocks: Vec<Block> = referral(report).into_iter().collect();
    blocks.extend(contradictions(report, room));
    // Nothing else matters until a person has looked at it.
    if !urgent {
        blocks.extend(statements(report));
    }
    blocks.extend(questions_first(report, room));
    Section::new("", blocks).toned(Tone::First)
}

/// What must be stated before what is recorded can count, and how much waits for it.
fn statements(report: &Report<'_>) -> Option<Block> {
    let field = |name: &'static str| Inline::Field(name.into());
    let stated = report.waits_for().into_iter().filter_map(|cause| {
        let field = field(cause.waits_for()?);
        Some(if cause == Cause::OnsetUnknown {
            onset(field)
        } else if cause == Cause::FlareUnknown {
            flare(field)
        } else {
            masking(field)
        })
    });
    let exact = report.to_date_exactly().into_iter();
    let exact = exact.map(|(path, said)| exactly(field(path), said.to_string()));
    let fields = Sentence::join(stated.chain(exact), ", ");
    if fields.is_empty() {
        return None;
    }
    let is_missed = |line: &Line<'_>| {
        let cause = line.finding.reading.cause;
        matches!(cause, Some(Cause::BeforeInjury | Cause::BeforeFlare))
    };
    let dated = !report.to_date_exactly().is_empty();
    let reasons = report.reasons();
    let count = reasons
        .filter(|line| line.is_waiting() || (dated && is_missed(line)))
        .count();
    let waiting = counted(count, "check waits", "checks wait");
    Some(Block::Paragraph(state(fields, waiting)))
}

/// Whom to see, and for what.
fn referral(report: &Report<'_>) -> Option<Block> {
    let refer = report.judgement.outcome.refer;
    let call = refer.map(|refer| {
        let for_what = report.reasons().filter(|line| {
            line.criterion.refer == Some(refer) && line.finding.envelope.best() == Verdict::NoGo
        });
        let mut named: Vec<&'static Definition> = Vec::new();
        for line in for_what {
            if !named.contains(&line.criterion.measure) {
                named.push(line.criterion.measure);
            }
        }
        let signs = report.reasons().filter(|line| {
            named.contains(&line.criterion.measure)
                && line.finding.envelope.best() == Verdict::NoGo
                && line.criterion.refer == Some(refer)
        });
        let mut said: Vec<Sentence> = Vec::new();
        for sign in signs.map(|line| sign(&line)) {
            if !said.contains(&sign) {
                said.push(sign);
            }
        }
        if said.is_empty() {
            return refer_in_words(refer);
        }
        be_seen(refer_in_words(refer), Sentence::join(said, "; "))
    });
    call.map(Block::Call)
}

/// What was seen, without the limit: nobody bargains with it.
fn sign(line: &Line<'_>) -> Sentence {
    let measure = line.criterion.measure;
    let name = Sentence::from(title(measure));
    match line.finding.reading.state {
        State::Known { low, high } if low == high => {
            name.then(": ")
                .then(value(measure, low, measure.toward_worse()))
        }
        State::Known { .. } | State::Unable | State::NotApplicable => name,
    }
}

fn contradictions(report: &Report<'_>, room: &Room) -> Vec<Block> {
    const PLACES: usize = 2;
    let found = report.contradictions();
    if found.is_empty() {
        return Vec::new();
    }
    let most = if room.has(Cut::SecondContradiction) {
        2
    } else {
        1
    };
    let items = found.iter().take(most).map(|found| {
        let (says, correct) = (says(found.kind), correct(found.kind));
        Item::from(both(says, correct, places(found, PLACES)))
    });
    let mut blocks = vec![Block::Paragraph(contradiction())];
    blocks.extend(Block::list(items));
    let left = found.len().saturating_sub(most);
    if left > 0 {
        blocks.push(Block::Paragraph(more_contradictions(left.to_string())));
    }
    blocks
}

/// The questions that decide whom to see, the urgent first, each once; their number where there is no room for their names.
fn questions_first(report: &Report<'_>, room: &Room) -> Vec<Block> {
    let mut known: Vec<&'static str> = Vec::new();
    let mut names = |refer: Refer| {
        let mut found: Vec<Sentence> = Vec::new();
        for line in report.to_answer_first().filter(|line| !line.is_waiting()) {
            let name = title(line.criterion.measure);
            let asked = line.criterion.refer == Some(refer);
            if asked && !known.contains(&name) {
                known.push(name);
                found.push(name.into());
            }
        }
        found
    };
    let (today, clinician) = (names(Refer::Urgent), names(Refer::Clinician));
    let many = |names: &[Sentence]| counted(names.len(), "question", "questions");
    if !room.has(Cut::UrgentQuestions) {
        let said = match (today.is_empty(), clinician.is_empty()) {
            (true, true) => return Vec::new(),
            (false, true) => only_today(many(&today)),
            (true, false) => only_clinician(many(&clinician)),
            (false, false) => today_and_clinician(many(&today), many(&clinician)),
        };
        return vec![Block::Paragraph(said)];
    }
    let joined = |names: Vec<Sentence>| Sentence::join(names, " · ");
    let mut blocks = Vec::new();
    if !today.is_empty() {
        blocks.push(Block::Paragraph(answer_today(joined(today))));
    }
    if !clinician.is_empty() {
        let said = if room.has(Cut::ClinicianQuestions) {
            answer_clinician(joined(clinician))
        } else {
            only_clinician(many(&clinician))
        };
        blocks.push(Block::Paragraph(said));
    }
    blocks
}
