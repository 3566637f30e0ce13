//! Why: what weighs most, a line each, and what is not known, a line for each cause.

use super::super::answers::answers_of;
use super::super::words::reading;
use super::room::{Cut, Room};
use super::titles::title;
use super::values::{gap, needs, value};
use crate::document::{Block, Inline, Item, Section, Sentence, Standing, counted, sentences};
use crate::engine::report::{Line, Report};
use crate::measure::{Cause, Nature, State, Window, find};
use crate::protocol::Operator;
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;

sentences! {
    why() = "Why";
    signed(sign: Inline, text: Sentence) = "{sign} {text}";
    seen(title: &'static str, value: Sentence) = "{title}: {value}.";
    seen_and_needed(title: &'static str, value: Sentence, needs: Sentence) = "{title}: {value}. Needs {needs}.";
    seen_and_short(title: &'static str, value: Sentence, needs: Sentence, gap: Sentence) = "{title}: {value}. Needs {needs}: {gap}.";
    seen_and_go(title: &'static str, value: Sentence, go: Sentence) = "{title}: {value}. GO: {go}.";
    within_error(title: &'static str, value: Sentence, needs: Sentence) = "{title}: {value}. Needs {needs} for sure: within the test's error.";
    raised(reps: String, target: String, short: String) = "Heel raises, hurt leg: {reps} of {target}, {short} short.";
    could_not() = "tried and could not";
    together(count: String) = "{count} cautions together make a NO-GO.";
    more(count: Sentence) = "+ {count}.";
    missing(count: Sentence, of: Sentence) = "{count} missing: {of}.";
    waiting(count: Sentence) = "{count} for what must be stated first.";
    too_old(of: Sentence) = "Too old, do it again: {of}.";
    before_injury(of: Sentence) = "From before the injury, do it again: {of}.";
    before_flare(of: Sentence) = "From before the last flare, do it again: {of}.";
    masked(of: Sentence) = "With pain killers, ice or tape, do it again without: {of}.";
    not_yet(of: Sentence) = "Only tomorrow morning can tell: {of}.";
    unconfirmed(of: Sentence) = "To be confirmed: {of}.";
    others(shown: Sentence, count: String) = "{shown} and {count} more";
    against(certain: Sentence) = "{certain} against it.";
    open(open: Sentence) = "{open} missing.";
}

/// Kinds of answers that are named one by one.
const MOST_GROUPS: usize = 3;
/// Certain reasons that are told one by one.
const MOST: usize = 3;

/// The section; empty with a GO.
pub(super) fn section(report: &Report<'_>, room: &Room) -> Section {
    let (open, mut certain): (Vec<_>, Vec<_>) = report.reasons().partition(Line::is_open);
    // Worst first, then what only time changes, then the lowest rung.
    certain.sort_by_key(|line| {
        let waits = line.criterion.measure.nature == Nature::Calendar;
        (line.weight(), line.criterion.refer.is_none(), !waits)
    });
    if !room.has(Cut::Reasons) {
        return counts(certain.len(), open.len());
    }
    let most = match (room.has(Cut::ThirdReason), room.has(Cut::SecondReason)) {
        (true, _) => MOST,
        (false, true) => 2,
        (false, false) => 1,
    };
    let mut lines: Vec<Sentence> = Vec::new();
    let (mut told, mut left) = (Vec::new(), 0_usize);
    for line in certain {
        // One test is one line, however many criteria read it.
        if told.contains(&line.criterion.measure.id) {
            continue;
        }
        if told.len() < most {
            lines.push(one(report, &line));
        } else {
            left = left.saturating_add(1);
        }
        told.push(line.criterion.measure.id);
    }
    if report.judgement.outcome.accumulated {
        let cautions = report.judgement.outcome.cautions.to_string();
        let sign = Inline::Sign(Standing::Failed);
        lines.push(signed(sign, together(cautions)));
    }
    lines.extend(not_known(&open, room));
    if left > 0 {
        lines.push(more(counted(left, "more reason", "more reasons")));
    }
    // Items stand without a mark of their own: the sign is theirs.
    let items: Vec<Item> = lines.into_iter().map(Item::from).collect();
    let blocks = if items.is_empty() {
        Vec::new()
    } else {
        vec![Block::Steps(items)]
    };
    Section::new(why(), blocks)
}

fn counts(certain: usize, open: usize) -> Section {
    if certain == 0 && open == 0 {
        return Section::new(why(), Vec::new());
    }
    let said = (certain > 0).then(|| against(counted(certain, "reason", "reasons")));
    let more = (open > 0).then(|| self::open(counted(open, "answer is", "answers are")));
    let said = Sentence::from(said).and(more);
    Section::new(why(), vec![Block::Paragraph(said)])
}

/// One reason: what was seen, what is needed, by how much it misses.
fn one(report: &Report<'_>, line: &Line<'_>) -> Sentence {
    let standing = match line.finding.envelope.worst() {
        Verdict::Go => Standing::Cleared,
        Verdict::Caution => Standing::Caution,
        Verdict::NoGo => Standing::Failed,
    };
    signed(Inline::Sign(standing), said(report, line))
}

fn said(report: &Report<'_>, line: &Line<'_>) -> Sentence {
    let measure = line.criterion.measure;
    let name = title(measure);
    let seen_value = match line.finding.reading.state {
        State::Unable => return seen(name, could_not()),
        State::Known { low, high } if low == high => value(measure, low, measure.toward_worse()),
        State::Known { .. } | State::NotApplicable => reading(&line.finding.reading, measure),
    };
    if let Some(raised) = raised_of(report, line) {
        return raised;
    }
    let Some(bands) = line.criterion.reachable_bands() else {
        return seen(name, seen_value);
    };
    let needs = needs(&bands.go, measure, line.goal);
    // An answer of yes or no says by itself what is needed.
    if measure.scale.words() == ["no", "yes"] {
        return seen(name, seen_value);
    }
    if !measure.scale.words().is_empty() {
        return seen_and_go(name, seen_value, needs);
    }
    if line.is_within_error() {
        return within_error(name, seen_value, needs);
    }
    // `5 levels to do, needs at most 0` says nothing more than `5 levels to do`.
    let none = bands.go.resolve(line.goal) == Some(Exact::ZERO);
    if none && bands.go.operator == Operator::AtMost {
        return seen(name, seen_value);
    }
    let gap = line
        .margin()
        .map_or(Sentence::EMPTY, |margin| gap(margin, measure));
    if gap.is_empty() {
        return seen_and_needed(name, seen_value, needs);
    }
    seen_and_short(name, seen_value, needs, gap)
}

/// Heel raises as they were done: `21 of 25, 4 short`.
fn raised_of(report: &Report<'_>, line: &Line<'_>) -> Option<Sentence> {
    let short_of = ["heel_raise.reps.below_target", "heel_raise.reps.below_norm"];
    let measure = line.criterion.measure;
    let short = line.finding.reading.value()?;
    if !short_of.contains(&measure.id) || short <= Exact::ZERO {
        return None;
    }
    let reps = find("heel_raise.reps.involved")?;
    let subject = report
        .question()
        .subject(report.protocol, report.assessment);
    let query = report.protocol.queries.get(line.criterion.query)?;
    let window: Window = query.window;
    let done = subject.read(reps, window).value()?;
    let number = |value: Exact, toward| value.shown(toward, 0).to_string();
    Some(raised(
        number(done, Toward::Down),
        number(done.plus(short), Toward::Up),
        number(short, Toward::Up),
    ))
}

/// Why an answer does not count, in the order in which it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Missing,
    Waiting,
    TooOld,
    BeforeInjury,
    BeforeFlare,
    Masked,
    NotYet,
    Unconfirmed,
}

impl Want {
    const ALL: [Self; 8] = [
        Self::TooOld,
        Self::BeforeInjury,
        Self::BeforeFlare,
        Self::Masked,
        Self::Unconfirmed,
        Self::NotYet,
        Self::Waiting,
        Self::Missing,
    ];

    const fn of(cause: Option<Cause>) -> Self {
        match cause {
            Some(Cause::Stale) => Self::TooOld,
            Some(Cause::BeforeInjury) => Self::BeforeInjury,
            Some(Cause::BeforeFlare) => Self::BeforeFlare,
            Some(Cause::Masked) => Self::Masked,
            Some(Cause::NotYet) => Self::NotYet,
            Some(Cause::Unconfirmed | Cause::PerhapsWalked) => Self::Unconfirmed,
            Some(Cause::OnsetUnknown | Cause::FlareUnknown | Cause::MaskingUnknown) => {
                Self::Waiting
            }
            Some(Cause::Absent | Cause::Incomplete) | None => Self::Missing,
        }
    }
}

/// What is not known, a line for each cause.
fn not_known(open: &[Line<'_>], room: &Room) -> Vec<Sentence> {
    let sign = |text| signed(Inline::Sign(Standing::NotKnown), text);
    let every = |count: usize| counted(count, "answer is", "answers are");
    if !room.has(Cut::Causes) {
        if open.is_empty() {
            return Vec::new();
        }
        let lines: Vec<&Line<'_>> = open.iter().collect();
        return vec![sign(missing(every(open.len()), groups(&lines)))];
    }
    let mut said = Vec::new();
    for want in Want::ALL {
        let of_it = |line: &&Line<'_>| Want::of(line.finding.reading.cause) == want;
        let lines: Vec<&Line<'_>> = open.iter().filter(of_it).collect();
        if lines.is_empty() {
            continue;
        }
        said.push(sign(match want {
            Want::Missing => missing(every(lines.len()), groups(&lines)),
            Want::Waiting => waiting(counted(lines.len(), "check waits", "checks wait")),
            Want::TooOld => too_old(groups(&lines)),
            Want::BeforeInjury => before_injury(groups(&lines)),
            Want::BeforeFlare => before_flare(groups(&lines)),
            Want::Masked => masked(groups(&lines)),
            Want::NotYet => not_yet(groups(&lines)),
            Want::Unconfirmed => unconfirmed(groups(&lines)),
        }));
    }
    said
}

/// What the answers are about, by the blocks of the record that hold them.
fn groups(lines: &[&Line<'_>]) -> Sentence {
    let mut named: Vec<&'static str> = Vec::new();
    for field in lines.iter().flat_map(|line| line.fields()) {
        let group = answers_of(&field);
        if !named.contains(&group) {
            named.push(group);
        }
    }
    let left = named.len().saturating_sub(MOST_GROUPS);
    let shown = named.into_iter().take(MOST_GROUPS).map(Sentence::from);
    let shown = Sentence::join(shown, ", ");
    if left == 0 {
        return shown;
    }
    others(shown, left.to_string())
}
