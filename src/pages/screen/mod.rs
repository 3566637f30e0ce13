//! The one screen: what a report comes to, on a terminal of 24 rows between the command and the next prompt.
//!
//! *Why are parts left out, and not cut?* A sentence that ends half-way says something else. So what matters least goes first, whole, until
//! the rest fits; the last line says where all of it stands. What must be settled first, the ladder and the foot always stay.

mod first;
mod reasons;
mod room;
mod steps;
mod titles;
mod values;

use super::next::today;
use super::report::{both_told, from_memory, not_for, rests_on, settled_no_go, sources_are};
use super::standing::standings;
use super::words::activity_in_words;
use super::{contradictions, report::adverse_fields};
use crate::assessment::Goal;
use crate::assessment::wire::{Activity, Setting};
use crate::document::{
    Block, Document, Inline, Section, Sentence, Standing, Template, counted, sentences, text,
};
use crate::engine::report::Report;
use crate::protocol::{Clears, Refer, Status};
use crate::quantity::{Distances, Exact, Toward};
use crate::training::{Because, Next, Today};
use crate::verdict::Verdict;

use self::room::{Cut, Room};

sentences! {
    asked_on(goal: Sentence, day: Inline) = "for {goal} today, {day}";
    marathon() = "a marathon";
    half_marathon() = "a half marathon";
    level_of(level: String, ladder: Inline) = "level {level} of {ladder}";
    level_of_the_ladder(level: String) = "level {level} of the ladder";
    draft() = "draft criteria";
    draft_not_shipped() = "draft, not shipped with rtr";
    not_shipped() = "not shipped with rtr";
    in_the_clinic() = "in the clinic";
    all_passed(checks: Sentence) = "All {checks} passed: do what you asked about, and no more than that.";
    stage_passed(checks: Sentence, stage: Inline) = "All {checks} passed: that clears {stage}, and no run yet.";
    no_more() = "No more than your last session that went well. Settle what is named below.";
    no_more_of_a_stage() = "No more than what went well last time. Settle what is named below.";
    do_not_start() = "Do not start.";
    do_not_run() = "Do not run.";
    not_yet() = "Not yet.";
    nothing_else_matters() = "Do not run. Nothing else on this screen matters until this is looked at.";
    untested(best: Verdict) = "Nothing is against you yet, but you are untested. Missing answers count as the worst; filled in, it could be {best}.";
    missing(best: Verdict) = "Missing answers count as the worst; filled in, it could be {best}.";
    race_is_in(days: Sentence, day: Inline, plan: Inline) = "This asks about racing today; your race is in {days}, on {day}: {plan}.";
    run_is_in(days: Sentence, day: Inline, plan: Inline) = "This asks about running today; the day you named is in {days}, on {day}: {plan}.";
    goal_is_past(day: Inline) = "The day of your goal, {day}, is past: this asks about today.";
    nothing_cleared() = "Cleared: nothing yet.";
    cleared(stage: Inline) = "Cleared: {stage}.";
    waits(stage: Inline) = "○ passed, but waits for {stage}.";
    told_twice(both: Sentence) = "Told twice, and the worse counts: {both}.";
    more_told_twice(count: String) = "And {count} more.";
    when_to_stop() = "When to stop";
    stop_elsewhere(command: Inline) = "When to stop: {command}.";
    not_judged() = "Not judged here";
    in_full(command: Inline) = "In full: {command}. A decision aid, not a diagnosis.";
}

/// The sentences of what comes first.
pub(super) const FIRST: &[Template] = first::TEMPLATES;
/// The sentences of the reasons.
pub(super) const REASONS: &[Template] = reasons::TEMPLATES;
/// The sentences of what to do next.
pub(super) const STEPS: &[Template] = steps::TEMPLATES;
/// The sentences of values and limits.
pub(super) const VALUES: &[Template] = values::TEMPLATES;

/// Rows that a report may take: on 24 the command above and the prompt below must stay in sight.
pub const ROWS: usize = 22;

/// What a screen says that the report does not hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The file as it was named on the command line.
    pub file: Option<&'a str>,
    /// Today's session.
    pub next: Option<&'a Next<'a>>,
}

/// The longest name of a file that is repeated in a command.
const LONGEST_NAME: usize = 24;

impl About<'_> {
    /// The command on the same file, ready to type; a long name, or one that a shell would read otherwise, is `FILE`.
    fn command(&self, verb: &str, rest: &str) -> Inline {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
        let name = self.file.filter(|name| {
            name.len() <= LONGEST_NAME && !name.starts_with('-') && name.chars().all(plain)
        });
        let name = name.unwrap_or("FILE");
        Inline::Code(format!("rtr {verb} {name}{rest}").into())
    }
}

/// The screen, with as much as fits.
#[must_use]
pub fn document(report: &Report<'_>, about: &About<'_>) -> Document {
    let room = Room::that_fits(|room| fits(&built(report, about, room)));
    built(report, about, &room)
}

/// Whether it fits in either unit: which one is read must not change what is said.
fn fits(page: &Document) -> bool {
    let units = [Distances::Kilometres, Distances::Miles];
    units.into_iter().all(|distances| {
        let options = text::Options {
            distances,
            ..text::Options::default()
        };
        text::render(page, options).lines().count() <= ROWS
    })
}

fn built(report: &Report<'_>, about: &About<'_>, room: &Room) -> Document {
    let mut page = Document {
        verdict: Some(report.verdict()),
        title: asked_on(asked_for(report), Inline::Spelled(report.question().as_of)),
        edition: status(report),
        lead: lead(report, about, room),
        foot: vec![foot(report, about)],
        ..Document::default()
    };
    let urgent = report.judgement.outcome.refer == Some(Refer::Urgent);
    let routes_out = report.protocol.route_out.is_some();
    page.section(first::section(report, room));
    if !urgent {
        page.section(reasons::section(report, room));
    }
    if !routes_out {
        page.section(Section::new("", ladder(report)));
    }
    if !urgent && !routes_out && report.verdict() != Verdict::NoGo {
        page.section(stop_rules(report, about, room));
    }
    page.section(steps::section(report, about, room));
    if room.has(Cut::NotAsked) && !report.not_asked().is_empty() {
        let beyond = report.not_asked().iter().cloned().map(Sentence::from);
        let beyond = Sentence::join(beyond, " · ");
        page.section(Section::new(not_judged(), vec![Block::Paragraph(beyond)]));
    }
    page
}

/// What is asked about, as a runner calls it.
fn asked_for(report: &Report<'_>) -> Sentence {
    const MARATHON: i64 = 42_195_000;
    const HALF: [i64; 2] = [21_097_500, 21_100_000];
    let goal = report.question().goal.as_deref();
    if let Some(Goal::Activity {
        activity: Activity::Race,
        distance: Some(distance),
        ..
    }) = goal
    {
        let is = |micro: i64| distance.exact() == Exact::micro(micro);
        if is(MARATHON) {
            return marathon();
        }
        if HALF.into_iter().any(is) {
            return half_marathon();
        }
    }
    if let Some(Goal::Session { ladder, level }) = goal {
        let level = level.exact().decimal(Toward::Up).to_string();
        return match ladder {
            Some(ladder) => level_of(level, Inline::Code(ladder.clone().into())),
            None => level_of_the_ladder(level),
        };
    }
    goal.and_then(activity_in_words)
        .or_else(|| report.asked().map(|stage| stage.id.clone().into()))
        .unwrap_or_else(|| "running".into())
}

/// Whether the criteria are a draft, or not those of this program, and where they were asked: said in the first line.
fn status(report: &Report<'_>) -> Sentence {
    let status = match (&report.protocol.status, report.protocol.shipped) {
        (Status::Draft, true) => draft(),
        (Status::Draft, false) => draft_not_shipped(),
        (Status::Approved { .. }, false) => not_shipped(),
        (Status::Approved { .. }, true) => Sentence::EMPTY,
    };
    let setting = match report.question().setting {
        Setting::Home => Sentence::EMPTY,
        Setting::Clinic => in_the_clinic(),
    };
    let parts = [status, setting].into_iter();
    Sentence::join(parts.filter(|part| !part.is_empty()), ", ")
}

fn lead(report: &Report<'_>, about: &About<'_>, room: &Room) -> Vec<Block> {
    let mut lead = vec![Block::Paragraph(order(report, about))];
    lead.extend(day_of_goal(report, about).map(Block::Paragraph));
    let condition = report.assessment.condition();
    if !report.protocol.answers_for(condition) {
        let condition = Inline::Code(condition.to_owned().into());
        lead.push(Block::Call(not_for(condition)));
    }
    let longest = report.rests_on();
    let longest = longest.map(|(measure, distance, day)| rests_on(measure.inline(distance), day));
    lead.extend(longest.map(Block::Paragraph));
    if report.is_from_memory() {
        lead.push(Block::Paragraph(from_memory()));
    }
    lead.extend(adverse_fields(report, false).map(Block::Call));
    if room.has(Cut::ToldTwice) {
        lead.extend(told_in_two_places(report).map(Block::Paragraph));
    }
    if let Some(route) = &report.protocol.route_out {
        lead.push(Block::Paragraph(route.say.text.clone().into()));
        lead.push(Block::Paragraph(sources_are(route.say.sources.join(", "))));
    }
    if room.has(Cut::Remarks) && report.question().held.is_empty() {
        let remarks = report.remarks();
        lead.extend(remarks.map(|remark| Block::Paragraph(remark.say.text.clone().into())));
    }
    lead
}

/// The first fact that is told twice and not alike, and how many more there are.
fn told_in_two_places(report: &Report<'_>) -> Option<Sentence> {
    let found = report.told_twice();
    let first = told_twice(both_told(found.first()?));
    let more = found.len().saturating_sub(1);
    Some(first.and((more > 0).then(|| more_told_twice(more.to_string()))))
}

/// What it means today: an order, and what the missing answers leave open.
fn order(report: &Report<'_>, about: &About<'_>) -> Sentence {
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    let runs = report
        .asked()
        .is_none_or(|stage| stage.clears >= Clears::WalkRun);
    if report.judgement.outcome.refer == Some(Refer::Urgent) {
        return nothing_else_matters();
    }
    let order = match verdict {
        Verdict::Go => {
            let passed = report.passed().count();
            let passed = counted(passed, "check", "checks");
            return match report.asked().filter(|_| !runs) {
                Some(stage) => stage_passed(passed, Inline::Name(stage.id.clone())),
                None => all_passed(passed),
            };
        }
        Verdict::Caution => match about.next.map(|next| (&next.today, next)) {
            Some((
                Today::Session {
                    because: Because::Caution,
                    ..
                },
                next,
            )) => today(next),
            Some(_) | None if runs => no_more(),
            Some(_) | None => no_more_of_a_stage(),
        },
        Verdict::NoGo if report.activity() == Some(Activity::Race) => do_not_start(),
        Verdict::NoGo if runs => do_not_run(),
        Verdict::NoGo => not_yet(),
    };
    let held = !report.question().held.is_empty();
    let open = match verdict {
        _ if held => contradictions::held(),
        _ if best < verdict && report.reasons().all(|line| line.is_open()) => untested(best),
        _ if best < verdict => missing(best),
        Verdict::NoGo if report.protocol.route_out.is_none() => settled_no_go(),
        Verdict::NoGo | Verdict::Caution | Verdict::Go => Sentence::EMPTY,
    };
    order.and(open)
}

/// How far away the goal is, where it is not today.
fn day_of_goal(report: &Report<'_>, about: &About<'_>) -> Option<Sentence> {
    let date = report.question().goal_date()?;
    let days = date.since(report.question().as_of);
    if days < 0 {
        return Some(goal_is_past(Inline::Spelled(date)));
    }
    if days == 0 {
        return None;
    }
    let away = counted(days.unsigned_abs(), "day", "days");
    let plan = about.command("plan", "");
    let date = Inline::Spelled(date);
    Some(match report.activity() {
        Some(Activity::Race) => race_is_in(away, date, plan),
        Some(Activity::Run) | None => run_is_in(away, date, plan),
    })
}

/// All stages on one line, and under it what is cleared.
fn ladder(report: &Report<'_>) -> Vec<Block> {
    let standings = standings(report);
    let stages = standings.iter().map(|(rung, standing)| {
        Sentence::from(Inline::Sign(*standing))
            .then(" ")
            .then(Inline::Name(rung.stage.id.clone()))
    });
    let stages = Sentence::join(stages, "  ");
    let under = report.cleared().map_or_else(nothing_cleared, |stage| {
        cleared(Inline::Name(stage.id.clone()))
    });
    let waiting = standings
        .iter()
        .any(|(_, standing)| *standing == Standing::Waits);
    let blocker = report.next().filter(|_| waiting);
    let under = under.and(blocker.map(|stage| waits(Inline::Name(stage.id.clone()))));
    vec![Block::Paragraph(stages), Block::Paragraph(under)]
}

fn stop_rules(report: &Report<'_>, about: &About<'_>, room: &Room) -> Section {
    let rules = report.stop_rules();
    if rules.is_empty() {
        return Section::new(when_to_stop(), Vec::new());
    }
    if !room.has(Cut::StopRules) {
        let elsewhere = stop_elsewhere(about.command("check", " --full"));
        return Section::new("", vec![Block::Paragraph(elsewhere)]);
    }
    let rules = rules.iter().map(|rule| Sentence::from(rule.text.clone()));
    let rules = Sentence::join(rules, " ");
    Section::new(when_to_stop(), vec![Block::Paragraph(rules)])
}

/// Where all of it stands.
fn foot(report: &Report<'_>, about: &About<'_>) -> Sentence {
    in_full(about.command(
        "check",
        match report.verdict() {
            Verdict::Go => " --all",
            Verdict::Caution | Verdict::NoGo => " --full",
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that a new reader stumbles over.
    const STUMBLED_OVER: [&str; 12] = [
        "nought",
        "hangs on",
        "leans on",
        "somebody",
        "anybody",
        "wished",
        "stands twice",
        "is told",
        "earns nothing",
        "In the way is",
        "for all that is known",
        "over by",
    ];

    #[test]
    fn a_runner_reads_short_sentences_of_plain_words() {
        for template in [TEMPLATES, FIRST, REASONS, STEPS, VALUES].concat() {
            for sentence in template.text.split(['.', ';', ':']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 20, "{words} words: {sentence}");
            }
            for word in STUMBLED_OVER {
                assert!(!template.text.contains(word), "{word}: {}", template.text);
            }
        }
    }
}
