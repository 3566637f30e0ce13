//! Today's session as a page: what to do, where the runner stands on the ladder, and what the criteria say.

use super::contradictions;
use super::plan::{amount, amount_in_all, level_in_words, minutes, rule_in_words};
use super::report::{list, of_criteria, provenance};
use super::words::{DISCLAIMER, Wording, criteria_in_words, refer_in_words};
use crate::assessment::Day;
use crate::document::{
    Amount, Block, Document, Finding, Inline, Item, Section, Sentence, Weight, sentences,
};
use crate::engine::report::{Line, Provenance, Report};
use crate::protocol::{Action, Refer};
use crate::training::{Climb, Next, Step, Today};

sentences! {
    on_the_day(day: Inline, today: Sentence) = "{day}: {today}";
    see_somebody(whom: Sentence) = "No running. {whom}";
    not_cleared(stage: Inline) = "No running today: the stage {stage} is not cleared.";
    no_stage_cleared() = "No running today: the stage is not cleared.";
    would_be() = "It would be, were all that is open answered well.";
    would_be_from(day: Inline) = "It would be from {day} on, were nothing run until then and all that is open answered well.";
    rest_until(day: Inline) = "No running today: rest until {day}.";
    stop() = "No running until a clinician has looked at it.";
    run(distance: Amount, minutes: Amount) = "A run of at most {distance}, easy, about {minutes}.";
    on_the_ladder() = "On the walk-run ladder";
    ladder(title: String, id: Inline) = "{title} ({id}).";
    last_session(day: Inline) = "Last session: {day}.";
    first() = "No session on the ladder yet: it starts at level 1.";
    up(level: String) = "The level before was done cleanly often enough: level {level} is next.";
    no_faster(level: String) = "Level {level} once more: the ladder allows no faster rise.";
    again(level: String, credit: String, needed: String) = "Level {level} again: {credit} of {needed} clean sessions in a row on it.";
    held(level: String) = "Level {level} again, until nothing that the criteria say holds it back.";
    held_by_session(level: String) = "Level {level} again, because of the last session.";
    down(level: String) = "Back to level {level}, because of the last session.";
    last_of_all() = "The last session was the last until somebody has looked at it.";
    done(level: String) = "The top level, {level}, was done cleanly often enough.";
    session_says() = "What the last session says";
    earns_nothing_yet(meaning: &'static str) = "{meaning}: not recorded, so the session does not count yet.";
    criteria_say() = "What the criteria say";
    more(count: String) = "And {count} more; `rtr check` tells all.";
    when_to_stop() = "When to stop";
    log_it() = "Score pain before, during and after, and on the next morning, and log the session: without scores it does not count.";
}

/// The most criteria told one by one.
const MOST: usize = 6;

/// The page.
#[must_use]
pub fn document(next: &Next<'_>) -> Document {
    let Report {
        protocol,
        assessment,
        ..
    } = next.report;
    let mut page = Document {
        title: on_the_day(Inline::Weekday(next.day), today(next)),
        edition: criteria_in_words(protocol),
        facts: of_criteria(protocol, assessment),
        foot: vec![DISCLAIMER.into()],
        provenance: provenance(&Provenance::of(protocol, assessment)),
        ..Document::default()
    };
    page.section(contradictions::section(&next.report));
    if let Some(climb) = &next.climb {
        let last = climb.last.map(|day| last_session(Inline::Weekday(day)));
        let title = ladder(
            climb.ladder.title.clone(),
            Inline::Code(climb.ladder.id.clone().into()),
        );
        let told = [Some(title), last, Some(step(climb))];
        let told = told.into_iter().flatten().map(Block::Paragraph);
        page.section(Section::new(on_the_ladder(), told.collect()));
        let fired = fired(climb).into_iter();
        let fired = fired.map(|(text, sources)| Item::from(text.then(Inline::Cite(sources))));
        page.section(Section::new(session_says(), list(fired.collect())));
    }
    page.section(Section::new(criteria_say(), reasons(&next.report)));
    let runs = matches!(next.today, Today::Level { .. } | Today::Run { .. });
    if runs && !protocol.stop_rules.is_empty() {
        let rules = protocol.stop_rules.iter();
        let mut blocks = list(rules.map(|rule| Item::from(rule.text.clone())).collect());
        blocks.push(Block::Paragraph(log_it()));
        page.section(Section::new(when_to_stop(), blocks));
    }
    page
}

/// What keeps the session from GO, worst first.
fn reasons(report: &Report<'_>) -> Vec<Block> {
    let mut lines: Vec<Line<'_>> = report.reasons().collect();
    lines.sort_by_key(Line::weight);
    if lines.is_empty() {
        return Vec::new();
    }
    let found = lines.iter().take(MOST).map(|line| {
        let wording = Wording::of(line);
        Finding {
            verdict: line.finding.envelope.worst(),
            name: Inline::Name(line.name()).into(),
            observed: wording.observed.clone(),
            needed: wording.needed_and_doubt(),
            why: Sentence::EMPTY,
            advice: line.criterion.advice.clone().into(),
            origin: None,
        }
    });
    let mut blocks = vec![Block::Findings(Weight::Certain, found.collect())];
    let left = lines.len().saturating_sub(MOST);
    if left > 0 {
        blocks.push(Block::Paragraph(more(left.to_string())));
    }
    blocks
}

/// What to do today, in one sentence or two.
pub(crate) fn today(next: &Next<'_>) -> Sentence {
    match &next.today {
        Today::SeeSomebody => {
            let refer = next.report.judgement.outcome.refer;
            see_somebody(refer_in_words(refer.unwrap_or(Refer::Clinician)))
        }
        Today::NotCleared { from } => {
            let stage = next.report.asked();
            let stage = stage.map_or_else(no_stage_cleared, |stage| {
                not_cleared(Inline::Code(stage.id.clone().into()))
            });
            stage.and(from.map(|day| cleared_from(day, next.day)))
        }
        Today::Rest { until } => rest_until(Inline::Weekday(*until)),
        Today::Stop => stop(),
        Today::Level {
            level: place,
            metres,
            minutes: time,
        } => {
            let text = next.climb.as_ref().and_then(Climb::next_level);
            let session = level_in_words(*place, text.map_or("", |level| &level.text));
            amount_in_all(session, amount(*metres).to(1), minutes(*time)).then(".")
        }
        Today::Run {
            metres,
            minutes: time,
        } => run(amount(*metres).to(1), minutes(*time)),
    }
}

fn cleared_from(day: Day, today: Day) -> Sentence {
    if day == today {
        would_be()
    } else {
        would_be_from(Inline::Weekday(day))
    }
}

/// Why this level and no other.
pub(crate) fn step(climb: &Climb<'_>) -> Sentence {
    let level = climb.level.saturating_add(1).to_string();
    let needed = climb.next_level().map_or(1, |level| level.sessions);
    match climb.step {
        Step::First => first(),
        Step::Up => up(level),
        Step::Again if climb.credit >= needed => no_faster(level),
        Step::Again => again(level, climb.credit.to_string(), needed.to_string()),
        Step::Hold if climb.fired.is_empty() => held(level),
        Step::Hold => held_by_session(level),
        Step::Down => down(level),
        Step::Stop => last_of_all(),
        Step::Done => done(level),
    }
}

/// What the last session says, rule by rule, those that certainly hold first.
pub(crate) fn fired(climb: &Climb<'_>) -> Vec<(Sentence, Vec<String>)> {
    let mut lines: Vec<(Sentence, Vec<String>)> = Vec::new();
    // Of rules on one measure only the strictest that holds speaks.
    let mut told: Vec<&str> = Vec::new();
    let by_weight = [Action::Stop, Action::Drop, Action::Hold];
    for certain in [true, false] {
        for action in by_weight {
            for fired in climb.fired.iter().filter(|fired| fired.certain == certain) {
                let measure = fired.rule.measure;
                if fired.rule.then != action || told.contains(&measure.id) {
                    continue;
                }
                told.push(measure.id);
                let text = if certain {
                    rule_in_words(fired.rule)
                } else {
                    earns_nothing_yet(measure.meaning.trim_end_matches('.'))
                };
                lines.push((text, fired.rule.evidence.sources.clone()));
            }
        }
    }
    lines
}
