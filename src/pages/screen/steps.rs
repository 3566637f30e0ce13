//! What to do next: the way out, or the next thing to measure with its field, and the command that helps.

use super::super::next::today;
use super::super::report::{never_planned, planned};
use super::About;
use super::room::{Cut, Room};
use super::titles::title;
use super::values::{fields, reached};
use crate::document::{Block, Inline, Item, Section, Sentence, counted, sentences};
use crate::engine::WayOut;
use crate::engine::report::{Planned, Report};
use crate::measure::{Cause, Definition};
use crate::protocol::{Clears, Refer};
use crate::training::{Because, Today};
use crate::verdict::Verdict;

sentences! {
    next() = "Next";
    take_along(command: Inline) = "Take this along: {command}.";
    answer_again() = "After you were seen, record by whom and what was found, and ask again.";
    log_tomorrow() = "Tomorrow: score your first steps, and log what you did, or it does not count.";
    ask_about(command: Inline) = "Ask about the next stage: {command}.";
    instead(session: Sentence, command: Inline) = "Today: {session} ({command})";
    no_session(said: Sentence, command: Inline) = "{said} ({command})";
    with(target: Verdict, steps: Sentence) = "{target} with: {steps}.";
    answered(target: Verdict, answers: Sentence) = "{target} if {answers} well.";
    answered_and(target: Verdict, answers: Sentence, steps: Sentence) = "{target} if {answers} well, with: {steps}.";
    step(title: &'static str, to: Sentence) = "{title}, {to}";
    and_more(steps: Sentence, more: String) = "{steps}; {more} more";
    again(fields: Sentence) = "Answer again, if it has changed: {fields}.";
    nothing_today(target: Verdict) = "Nothing you can do today makes it {target}.";
    from(day: Inline) = "Nothing makes it GO before {day}: it takes time.";
    from_and(day: Inline, way: Sentence) = "Nothing makes it GO before {day}: it takes time. Then: {way}";
    once_known(target: Verdict) = "{target} only once what is missing is known, and met.";
    measure_next(title: &'static str, fields: Sentence, how: Inline) = "Answer next: {title}, in {fields} (how: {how}).";
    measure_next_of_none(title: &'static str, how: Inline) = "Answer next: {title} (how: {how}).";
    plan(command: Inline) = "The way there, session by session: {command}.";
}

/// The most changes that are named in a line.
const MOST: usize = 2;

/// The section.
pub(super) fn section(report: &Report<'_>, about: &About<'_>, room: &Room) -> Section {
    let mut items: Vec<Sentence> = Vec::new();
    if report.judgement.outcome.refer == Some(Refer::Urgent) {
        items.push(take_along(about.command("check", " --format html")));
        items.push(answer_again());
    } else if report.protocol.route_out.is_some() {
        items.push(take_along(about.command("check", " --format html")));
    } else if report.verdict() == Verdict::Go {
        items.push(match stage_above(report) {
            Some(stage) => ask_about(about.command("check", &format!(" --goal {stage}"))),
            None => log_tomorrow(),
        });
    } else {
        let held = !report.question().held.is_empty();
        items.extend(todays(report, about));
        let again = to_answer_again(report);
        let remedy = &report.judgement.remedy;
        let is_way = remedy.go.is_some() || remedy.caution.is_some() || remedy.not_before.is_some();
        // Where an old answer is all that holds it, nothing else need be said.
        let shows_way = !held && (again.is_none() || is_way);
        items.extend(again);
        if shows_way {
            items.push(way_out(report));
        }
        items.extend(to_answer(report));
        items.extend(plan_of(report, about));
    }
    let most = match (room.has(Cut::ThirdStep), room.has(Cut::SecondStep)) {
        (true, _) => 3,
        (false, true) => 2,
        (false, false) => 1,
    };
    // A plan that was asked for is told, whatever else is.
    let told = report.planned.map(|plan| match plan {
        Planned::Earliest(day) => planned(Inline::Weekday(day)),
        Planned::Never => never_planned(),
    });
    let items = told.into_iter().chain(items.into_iter().take(most));
    let items: Vec<Item> = items.map(Item::from).collect();
    let blocks = if items.is_empty() {
        Vec::new()
    } else {
        vec![Block::Numbered(items)]
    };
    Section::new(next(), blocks)
}

/// The stage after the one asked about, where that one clears no run.
fn stage_above<'a>(report: &Report<'a>) -> Option<&'a str> {
    let asked = report
        .asked()
        .filter(|stage| stage.clears < Clears::WalkRun)?;
    let mut stages = report.protocol.judged_stages().iter();
    stages.find(|stage| stage.id == asked.id)?;
    stages.next().map(|stage| stage.id.as_str())
}

/// Today's session where it is another one than what was asked about.
fn todays(report: &Report<'_>, about: &About<'_>) -> Option<Sentence> {
    let next = about.next?;
    match next.today {
        // The second line says it already.
        Today::Session {
            because: Because::Caution,
            ..
        } if report.verdict() == Verdict::Caution => None,
        Today::Session { .. } => Some(instead(today(next), about.command("next", ""))),
        Today::Rest { .. } | Today::Taper { .. } => {
            Some(no_session(today(next), about.command("next", "")))
        }
        Today::SeeSomebody | Today::NotCleared { .. } => None,
    }
}

/// The way to GO, or else to CAUTION, or the day from which on there is one.
fn way_out(report: &Report<'_>) -> Sentence {
    let remedy = &report.judgement.remedy;
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    let ways = [
        (Verdict::Go, remedy.go.as_ref()),
        (Verdict::Caution, remedy.caution.as_ref()),
    ];
    let mut ways = ways.into_iter().filter(|(target, _)| *target < verdict);
    let found = ways.find_map(|(target, way)| Some((target, way?)));
    if let Some((target, way)) = found {
        return way_in_words(report, target, way);
    }
    if best == Verdict::Go {
        return once_known(Verdict::Go);
    }
    let nothing = nothing_today(Verdict::Go);
    let Some(day) = remedy.not_before else {
        return nothing;
    };
    let day = Inline::Spelled(day);
    let then = remedy.go_from_not_before.as_ref();
    let then = then.filter(|way| !way.steps.is_empty() || !way.supposes.is_empty());
    match then {
        Some(way) => from_and(day, way_in_words(report, Verdict::Go, way)),
        None => from(day),
    }
}

fn way_in_words(report: &Report<'_>, target: Verdict, way: &WayOut) -> Sentence {
    let answers = report.supposed_fields(way).len();
    let answers = (answers > 0).then(|| counted(answers, "answer turns out", "answers turn out"));
    let shown = way.steps.iter().take(MOST);
    let shown = shown.map(|change| step(title(change.measure), reached(change.measure, change.to)));
    let shown = Sentence::join(shown, "; ");
    let left = way.steps.len().saturating_sub(MOST);
    let steps = if left > 0 {
        and_more(shown, left.to_string())
    } else {
        shown
    };
    match (answers, steps.is_empty()) {
        (None, _) => with(target, steps),
        (Some(answers), true) => answered(target, answers),
        (Some(answers), false) => answered_and(target, answers, steps),
    }
}

/// The fields of old answers that hold until they are given anew.
fn to_answer_again(report: &Report<'_>) -> Option<Sentence> {
    let kept = report.reasons().filter(|line| {
        let finding = line.finding;
        finding.reading.cause == Some(Cause::Stale) && finding.envelope.best() != Verdict::Go
    });
    let mut named: Vec<String> = Vec::new();
    for field in kept.flat_map(|line| line.fields()) {
        if !named.contains(&field) {
            named.push(field);
        }
    }
    let shown = fields(named.into_iter().take(MOST));
    (!shown.is_empty()).then(|| again(shown))
}

/// The most decisive thing that is not known, with its field, unless it stands further up already.
fn to_answer(report: &Report<'_>) -> Option<Sentence> {
    let first: Vec<&'static Definition> = report
        .to_answer_first()
        .map(|line| line.criterion.measure)
        .collect();
    let waits = |measure: &Definition| {
        let mut of_it = report
            .reasons()
            .filter(|line| line.criterion.measure == measure && line.is_open());
        of_it.all(|line| line.is_waiting())
    };
    let mut measures = report.judgement.to_measure.iter().copied();
    let measure = measures.find(|measure| !first.contains(measure) && !waits(measure))?;
    let how = Inline::Code(format!("rtr explain {}", measure.id).into());
    let mut lines = report.reasons();
    let missing = lines.find_map(|line| {
        line.missing
            .filter(|_| *line.criterion.measure == *measure)?
            .field()
    });
    let named = missing.map_or_else(|| report.fields_of(measure), |field| vec![field]);
    let named = fields(named.into_iter().take(MOST));
    Some(if named.is_empty() {
        measure_next_of_none(title(measure), how)
    } else {
        measure_next(title(measure), named, how)
    })
}

/// The plan, where running is asked about and its day does not tell of it further up.
fn plan_of(report: &Report<'_>, about: &About<'_>) -> Option<Sentence> {
    let runs = report
        .asked()
        .is_some_and(|stage| stage.clears >= Clears::WalkRun);
    let question = report.question();
    let told = question.goal_date().is_some_and(|day| day > question.as_of);
    (runs && !told && question.held.is_empty()).then(|| plan(about.command("plan", "")))
}
