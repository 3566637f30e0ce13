//! What a plan says, sentence by sentence: on its page, in a calendar, as JSON, and of today's session.

use crate::assessment::{Day, Goal};
use crate::document::{Amount, Inline, Sentence, counted, sentences};
use crate::measure::{Definition, Recovery};
use crate::pages::words::{activity_in_words, difference, refer_in_words, suggestion};
use crate::protocol::{Action, Criterion, Protocol, Rule};
use crate::quantity::{Decimal, Exact, Toward, Unit};
use crate::training::{LONG_RUN_MINUTES, Part, Plan, Planned, Wish};

sentences! {
    plan_of(goal: Sentence) = "Plan for {goal}";
    pub(crate) no_promise() = "A plan, not a promise: it holds if every session is symptom-free and what is listed is passed when it is due. After each session ask again (`rtr next`); pain changes the plan.";
    earliest(day: Inline, away: Sentence) = "Earliest day by this plan, if every session is symptom-free: {day} ({away}).";
    today() = "today";
    tomorrow() = "tomorrow";
    days_from_now(days: String) = "{days} days from now";
    first_be_seen() = "Until then there is no plan.";
    no_day() = "No day was found within two years on which the criteria allow it.";
    in_the_way(name: Inline, asked: Sentence) = "Blocked by {name}: {asked}";
    wish_kept(day: Day) = "Your date, {day}, can be kept.";
    wish_is_past(day: Day) = "Your date, {day}, is past: the plan is the way to the next one.";
    wish_a_day_early(day: Day) = "Your date, {day}, is 1 day too soon.";
    wish_too_early(day: Day, days: String) = "Your date, {day}, is {days} days too soon.";
    longest_that_fits(distance: Amount) = "The longest possible by then: {distance}.";
    nothing_fits() = "No distance is possible by then.";
    on_the_way(passes: Sentence, day: Inline) = "On the way {passes}, the first by {day}; they are listed below.";
    slowest(name: Inline, weeks: Sentence, gain: Inline, day: Inline) = "The slowest is {name}: {weeks} of training at {gain} a week, an assumption of this project, and so by {day}.";
    pub(super) training(weeks: Sentence, gain: Inline) = "About {weeks} of training, at {gain} a week, an assumption of this project.";
    log_assumed() = "The log is not declared complete (`log_complete_from`), so the plan counts it as complete from today only; that may cost weeks.";
    to_state(fields: Sentence) = "State first: {fields}. The plan takes what is not stated as well answered or as asking more; `rtr check` says GO on no day of it before.";
    to_answer(fields: Sentence) = "Answer first: {fields}. Until then the plan counts the worst, which costs weeks.";
    over_three_hours(minutes: String) = "Its longest run takes {minutes} minutes. Coaches stop at 3 hours; the criteria of this goal ask for more.";
    flare_assumed() = "The last flare is not stated (`injury.last_flare`), so the plan counts from today as if it were today.";
    paced_by_log(pace: Inline) = "Timed sessions use your average pace, {pace}.";
    paced_by_assumption(pace: Inline) = "Distances of timed sessions are at {pace}, an easy jog, assumed because the log tells none.";
    asked(meaning: &'static str, go: Sentence) = "{meaning}: {go}.";
    level(number: String, text: String) = "Level {number}: {text}";
    half_an_hour() = "Half an hour of easy running without walking";
    long_run(distance: Amount) = "Long run of {distance}, easy";
    easy_run(distance: Amount) = "Run of {distance}, easy";
    taper_run(distance: Amount) = "Run of {distance}, easy (taper)";
    the_goal(goal: Sentence) = "The goal: {goal}";
    pub(crate) amount_in_all(session: Sentence, distance: Amount, minutes: Amount) = "{session}; {distance} in all, {minutes}";
    amount_about(session: Sentence, minutes: Amount) = "{session}, about {minutes}";
    pub(crate) about(minutes: String) = "About {minutes} minutes.";
    rule(text: String, then: Sentence, rest: Sentence) = "{text} Then: {then}{rest}.";
    same_level() = "the same level again";
    level_down() = "one level down";
    until_settled() = "no running until it has settled or was examined, then one level down";
    a_day_off() = ", after a day off at least";
    days_off(days: String) = ", after {days} days off at least";
}

/// Of the fields that hold sessions back no more are named: one answer often settles several.
const MOST_FIELDS: usize = 3;

/// Kilometres of so many metres.
pub(crate) fn kilometres(metres: i64) -> Decimal {
    Exact::micro(metres.saturating_mul(1000)).decimal(Toward::Down)
}

/// So many metres to be run: who runs what is shown runs no farther than is planned.
pub(crate) const fn amount(metres: i64) -> Amount {
    Amount::metres(metres, Toward::Down)
}

/// So many minutes.
pub(crate) const fn minutes(minutes: i64) -> Amount {
    Amount {
        value: Exact::whole(minutes),
        unit: Unit::Minutes,
        toward: Some(Toward::Up),
        places: None,
    }
}

/// `a race of 21.0975 km`, `a run of 8 km`, or a stage.
pub(crate) fn goal_in_words(goal: &Goal) -> Sentence {
    match goal {
        Goal::Stage(stage) => stage.clone().into(),
        Goal::Activity { .. } | Goal::Session { .. } => activity_in_words(goal).into(),
    }
}

/// What the page is about.
pub(crate) fn plan_for(goal: &Goal) -> Sentence {
    plan_of(goal_in_words(goal))
}

/// What the plan comes to, sentence by sentence.
pub(crate) fn summary(plan: &Plan<'_>, protocol: &Protocol) -> Vec<Sentence> {
    let refer = plan.refer.map(refer_in_words).into_iter();
    let answer = std::iter::once(answer(plan));
    refer.chain(answer).chain(more(plan, protocol)).collect()
}

/// The earliest day, or that there is none.
pub(super) fn answer(plan: &Plan<'_>) -> Sentence {
    match (plan.earliest, plan.refer) {
        (Some(day), _) => earliest(Inline::Weekday(day), away(plan.as_of, day)),
        (None, Some(_)) => first_be_seen(),
        (None, None) => no_day(),
    }
}

fn away(from: Day, to: Day) -> Sentence {
    match to.since(from) {
        0 => today(),
        1 => tomorrow(),
        days => days_from_now(days.to_string()),
    }
}

/// What else the plan comes to: what is in the way, the wanted date, and what is assumed.
pub(super) fn more(plan: &Plan<'_>, protocol: &Protocol) -> Vec<Sentence> {
    let mut more = Vec::new();
    if plan.earliest.is_none() {
        let places = plan.blocked_by.iter();
        more.extend(places.filter_map(|place| {
            let criterion = protocol.criteria.get(*place)?;
            let name = Inline::Name(protocol.name_of(*place));
            let advice = Sentence::from(criterion.advice.clone());
            Some(in_the_way(name, needed(criterion, &plan.goal)).and(advice))
        }));
    }
    if !plan.to_state.is_empty() {
        let fields = plan.to_state.iter();
        let fields = fields.map(|name| Inline::Field((*name).into()).into());
        more.push(to_state(Sentence::join(fields, ", ")));
    }
    if !plan.to_answer.is_empty() {
        let fields = plan.to_answer.iter().take(MOST_FIELDS);
        let fields = fields.map(|name| Inline::Field(name.clone().into()).into());
        more.push(to_answer(Sentence::join(fields, ", ")));
    }
    let longest = plan.longest_run_minutes();
    more.extend((longest > LONG_RUN_MINUTES).then(|| over_three_hours(longest.to_string())));
    more.extend(plan.wish.into_iter().flat_map(wanted));
    more.extend(to_pass(plan, protocol));
    more.extend(plan.log_assumed.then(log_assumed));
    more.extend(plan.flare_assumed.then(flare_assumed));
    if !plan.sessions.is_empty() {
        let pace = Inline::Pace(plan.pace.seconds);
        more.push(if plan.pace.from_log {
            paced_by_log(pace)
        } else {
            paced_by_assumption(pace)
        });
    }
    more
}

/// How much must be passed by when, and what takes longest.
fn to_pass(plan: &Plan<'_>, protocol: &Protocol) -> Vec<Sentence> {
    let open = || plan.to_pass.iter().filter(|pass| !pass.met_today);
    let first = open().map(|pass| pass.by).min();
    let count = open().count();
    let one = "1 test or answer must still be passed";
    let many = "tests or answers must still be passed";
    let passes = if count == 1 {
        one.into()
    } else {
        Sentence::from(count.to_string()).then(" ").then(many)
    };
    let slow = open().filter(|pass| pass.weeks > 0);
    let slow = slow.max_by_key(|pass| pass.weeks).and_then(|pass| {
        let measure = protocol.criteria.get(pass.criterion)?.measure;
        let name = Inline::Name(protocol.name_of(pass.criterion));
        let (weeks, gain) = weeks_and_gain(pass.weeks, measure)?;
        Some(slowest(name, weeks, gain, Inline::Weekday(pass.by)))
    });
    let first = first.map(|first| on_the_way(passes, Inline::Weekday(first)));
    first.into_iter().chain(slow).collect()
}

/// So many weeks, and what is gained in one, of what is trained.
pub(super) fn weeks_and_gain(weeks: i32, measure: &Definition) -> Option<(Sentence, Inline)> {
    let Recovery::Training { a_week, .. } = measure.mends else {
        return None;
    };
    let weeks = usize::try_from(weeks).ok().filter(|weeks| *weeks > 0)?;
    let weeks = counted(weeks, "week", "weeks");
    Some((weeks, difference(a_week, measure)))
}

fn wanted(wish: Wish) -> Vec<Sentence> {
    if wish.is_past {
        return vec![wish_is_past(wish.day)];
    }
    let missed = match wish.missed_by {
        Some(0) => return vec![wish_kept(wish.day)],
        Some(1) => Some(wish_a_day_early(wish.day)),
        Some(days) => Some(wish_too_early(wish.day, days.to_string())),
        None => None,
    };
    let fits = match wish.fits {
        Some(metres) => longest_that_fits(amount(metres)),
        None => nothing_fits(),
    };
    missed.into_iter().chain([fits]).collect()
}

/// What a criterion asks.
pub(super) fn needed(criterion: &Criterion, goal: &Goal) -> Sentence {
    let meaning = criterion.measure.meaning.trim_end_matches('.');
    asked(meaning, go_of(criterion, goal).into())
}

/// The GO band as it is written.
pub(crate) fn go_of(criterion: &Criterion, goal: &Goal) -> Option<Sentence> {
    let kilometres = match goal {
        Goal::Activity { distance, .. } => distance.map(|distance| distance.exact()),
        Goal::Session { .. } | Goal::Stage(_) => None,
    };
    let bands = criterion.bands?;
    Some(suggestion(&bands.go, criterion.measure, kilometres))
}

/// What to do in a session.
pub(crate) fn session_in_words(plan: &Plan<'_>, session: &Planned) -> Sentence {
    let distance = amount(session.metres);
    match session.part {
        Part::Ladder => {
            let level = session.level.and_then(|place| {
                let level = plan.ladder?.levels.get(place)?;
                Some(level_in_words(place, &level.text))
            });
            level.unwrap_or_else(half_an_hour)
        }
        Part::Long => long_run(distance),
        Part::Easy => easy_run(distance),
        Part::Taper => taper_run(distance),
        Part::Goal => the_goal(goal_in_words(&plan.goal)),
    }
}

/// The level at a place, counted from zero.
pub(crate) fn level_in_words(place: usize, text: &str) -> Sentence {
    let text = text.trim_end_matches('.');
    level(place.saturating_add(1).to_string(), text.to_owned())
}

/// What to do in a session, and how much that is.
pub(super) fn session_and_amount(plan: &Plan<'_>, session: &Planned) -> Sentence {
    let (what, minutes) = (session_in_words(plan, session), minutes(session.minutes));
    match session.part {
        Part::Ladder => amount_in_all(what, amount(session.metres).to(1), minutes),
        Part::Long | Part::Easy | Part::Taper | Part::Goal => amount_about(what, minutes),
    }
}

/// A rule with what it asks.
pub(crate) fn rule_in_words(of: &Rule) -> Sentence {
    let then = match of.then {
        Action::Hold => same_level(),
        Action::Drop => level_down(),
        Action::Stop => until_settled(),
    };
    let rest = match of.rest_days {
        0 => Sentence::EMPTY,
        1 => a_day_off(),
        days => days_off(days.to_string()),
    };
    rule(of.text.clone(), then, rest)
}
