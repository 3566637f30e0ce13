//! Today's session as a page: what to do, where the runner stands on the ladder, and what the criteria say.

use super::contradictions;
use super::plan::{amount, amount_in_all, level_in_words, minutes, rule_in_words};
use super::report::{all_the_same, list, of_criteria, provenance, stop_rules};
use super::words::{DISCLAIMER, Wording, criteria_in_words, refer_in_words};
use crate::assessment::{Day, Goal};
use crate::document::{
    Amount, Block, Document, Finding, Inline, Item, Section, Sentence, Weight, sentences,
};
use crate::engine::report::{Line, Provenance, Report};
use crate::protocol::{Action, Refer};
use crate::training::{Because, Climb, Next, Session, Today};

sentences! {
    on_the_day(day: Inline, today: Sentence) = "{day}: {today}";
    see_somebody(whom: Sentence) = "No running. {whom}";
    session_not_cleared() = "No running today: not even the first level of the ladder is cleared.";
    run_not_cleared() = "No running today: not even a short run is cleared.";
    would_be() = "It would be, were all that is open answered well.";
    would_be_from(day: Inline) = "It would be from {day} on, were nothing run until then and all that is open answered well.";
    rest_until(day: Inline) = "No running today: rest until {day}.";
    taper(goal: Inline) = "No running today: the plan for {goal} has none.";
    once_more(session: Sentence) = "{session} No more than that: it is the last session that went well.";
    goal_today(distance: Amount) = "Your goal of {distance} is today. Nothing else before it.";
    planned(session: Sentence, goal: Inline) = "{session} The criteria would allow more; the plan for {goal} does not.";
    log_ends(day: Inline) = "The record ends on {day}: log what was run since, and how it felt.";
    run(distance: Amount, minutes: Amount) = "A run of at most {distance}, easy, about {minutes}.";
    on_the_ladder() = "On the walk-run ladder";
    ladder(title: String, id: Inline) = "{title} ({id}).";
    last_session(day: Inline) = "Last session: {day}.";
    first() = "No session on the ladder yet: it starts at level 1.";
    standing(level: String, credit: String, needed: String) = "Level {level} is open: {credit} of {needed} clean sessions on it.";
    maybe_higher(level: String) = "Were what is not recorded good, level {level} would be: fill it in first.";
    maybe_climbed() = "Were what is not recorded good, it could be past the ladder: fill it in first.";
    instead() = "Instead of a run";
    no_try() = "Do not run to find out: how walking and stairs feel says little about a run.";
    test_now(measure: &'static str) = "Do now: {measure}.";
    tomorrow() = "Score tomorrow's first steps (`pain[].morning`): they show what today has cost.";
    then_again() = "Then ask again.";
    then_level(level: String) = "Then ask again; the session that is open is level {level}.";
    for_more(fields: Sentence) = "For a longer run answer first: {fields}.";
    session_says() = "What the last session says";
    earns_nothing_yet(meaning: &'static str) = "{meaning}: not recorded, so the session does not count yet.";
    criteria_say() = "What the criteria say";
    more(count: String) = "And {count} more; `rtr check` tells all.";
    when_to_stop() = "When to stop";
    log_it() = "Score pain before, during and after, and on the next morning, and log the session: without scores it does not count.";
}

/// The most criteria told one by one.
const MOST: usize = 6;
/// The most tests asked for at once.
const MOST_TESTS: usize = 3;

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
    if !next.to_state.is_empty() {
        let fields = next.to_state.iter().take(MOST);
        let fields = fields.map(|field| Inline::Field(field.clone().into()).into());
        page.lead
            .push(Block::Paragraph(for_more(Sentence::join(fields, ", "))));
    }
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
    let runs = matches!(next.today, Today::Session { .. });
    if !runs {
        page.section(Section::new(instead(), list(in_its_place(next))));
        page.section(Section::new(all_the_same(), list(stop_rules(&next.report))));
    }
    if runs && !protocol.stop_rules.is_empty() {
        let rules = protocol.stop_rules.iter();
        let mut blocks = list(rules.map(|rule| Item::from(rule.text.clone())).collect());
        blocks.push(Block::Paragraph(log_it()));
        page.section(Section::new(when_to_stop(), blocks));
    }
    page
}

/// What to do where no session is offered.
fn in_its_place(next: &Next<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    match next.today {
        Today::NotCleared { .. } => {}
        Today::Rest { .. } => return vec![tomorrow().into()],
        Today::SeeSomebody | Today::Taper { .. } | Today::Session { .. } => return items,
    }
    items.push(no_try().into());
    let tests = next.report.judgement.to_measure.iter();
    let tests = tests.filter(|measure| measure.how_to.is_some() && !measure.is_of_the_log());
    items.extend(tests.take(MOST_TESTS).map(|measure| {
        let name = measure.meaning.trim_end_matches('.');
        Item::from(test_now(name))
    }));
    items.push(tomorrow().into());
    let open = next.climb.as_ref().map(|climb| climb.standing.open.0);
    let then = open.map_or_else(then_again, |level| then_level(level.to_string()));
    items.push(then.into());
    items
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

/// What to do today, in a few sentences; of a later day than the record knows, that it ends.
pub(crate) fn today(next: &Next<'_>) -> Sentence {
    let late = next.day > next.report.assessment.as_of;
    let ends = late.then(|| log_ends(Inline::Weekday(next.report.assessment.as_of)));
    what_to_do(next).and(ends)
}

fn what_to_do(next: &Next<'_>) -> Sentence {
    match &next.today {
        Today::SeeSomebody => {
            let refer = next.report.judgement.outcome.refer;
            see_somebody(refer_in_words(refer.unwrap_or(Refer::Clinician)))
        }
        Today::NotCleared { from } => {
            let asked = &next.report.question().goal;
            let session = match asked.as_deref() {
                Some(Goal::Session { .. }) => session_not_cleared(),
                Some(Goal::Activity { .. } | Goal::Stage(_)) | None => run_not_cleared(),
            };
            session.and(from.map(|day| cleared_from(day, next.day)))
        }
        Today::Rest { until } => rest_until(Inline::Weekday(*until)),
        Today::Taper { goal } => taper(Inline::Weekday(*goal)),
        Today::Session {
            session,
            metres,
            minutes: time,
            because,
        } => {
            let session = match session {
                Session::Level(place) => {
                    let levels = next.ladder.map(|ladder| &ladder.levels);
                    let level = levels.and_then(|levels| levels.get(*place));
                    let session = level_in_words(*place, level.map_or("", |level| &level.text));
                    amount_in_all(session, amount(*metres).to(1), minutes(*time)).then(".")
                }
                Session::Run(_) => run(amount(*metres).to(1), minutes(*time)),
            };
            match because {
                Because::Goal => goal_today(amount(*metres).to(3)),
                Because::Hardest => session,
                Because::Plan(goal) => planned(session, Inline::Weekday(*goal)),
                Because::Caution => once_more(session),
            }
        }
    }
}

fn cleared_from(day: Day, today: Day) -> Sentence {
    if day == today {
        would_be()
    } else {
        would_be_from(Inline::Weekday(day))
    }
}

/// Which level is open.
pub(crate) fn step(climb: &Climb<'_>) -> Sentence {
    let (open, may_be) = climb.standing.open;
    let level = climb.ladder.levels.get(open.saturating_sub(1));
    let needed = level.map_or(1, |level| level.sessions).to_string();
    let known = if climb.last.is_none() {
        first()
    } else {
        standing(open.to_string(), climb.standing.credit.to_string(), needed)
    };
    let more = (may_be > open).then(|| {
        if may_be > climb.ladder.levels.len() {
            maybe_climbed()
        } else {
            maybe_higher(may_be.to_string())
        }
    });
    known.and(more)
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
