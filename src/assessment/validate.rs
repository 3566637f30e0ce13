//! What belongs together: dates in order, no contradiction, nothing counted twice. Refused, never clipped or guessed.

use std::fmt;

use super::read::{Fault, UNSAID};
use super::wire::{self, Wire};
use super::{Dated, Day, Goal, InputError, Log, Moment, NO_INJURY, Record};
use crate::quantity::{Exact, MICRO, Minutes, Nrs, Trial};

/// Collects faults; what a faulty value would drag along is not reported a second time.
struct Faults(Vec<Fault>);

/// How a message shows what the record says: as it stands, or not at all.
#[derive(Clone, Copy)]
struct Own {
    said: bool,
}

impl Own {
    fn of(self, value: &impl fmt::Debug) -> String {
        if self.said {
            format!("{value:?}")
        } else {
            UNSAID.to_owned()
        }
    }
}

impl Faults {
    /// A fault that repeats nothing that the record says.
    fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        let message = message.into();
        self.add_fault(Fault::new(path, message.clone(), message));
    }

    /// A fault that repeats what the record says, each time through [`Own`].
    fn add_own(&mut self, path: impl Into<String>, message: impl Fn(Own) -> String) {
        let (said, unsaid) = (message(Own { said: true }), message(Own { said: false }));
        self.add_fault(Fault::new(path, said, unsaid));
    }

    fn add_fault(&mut self, fault: Fault) {
        let covered = self.0.iter().any(|other| {
            fault.path == other.path || fault.path.starts_with(&format!("{}/", other.path))
        });
        if !covered {
            self.0.push(fault);
        }
    }

    /// What must be there; its path is only written out when it is not.
    fn required<T>(
        &mut self,
        value: Option<T>,
        path: impl FnOnce() -> String,
        allowed: &str,
    ) -> Option<T> {
        if value.is_none() {
            self.add(path(), format!("missing; {allowed}"));
        }
        value
    }
}

/// Checks a record as a whole.
pub(super) fn validate(wire: Option<Wire>, faults: Vec<Fault>) -> Result<Record, InputError> {
    let mut faults = Faults(faults);
    let Some(mut wire) = wire else {
        return Err(InputError {
            id: None,
            faults: faults.0,
        });
    };
    let id = wire.id.take();
    match check(wire, &mut faults) {
        Some(record) if faults.0.is_empty() => Ok(Record { id, ..record }),
        Some(_) | None => Err(InputError {
            id,
            faults: faults.0,
        }),
    }
}

fn check(wire: Wire, faults: &mut Faults) -> Option<Record> {
    let Wire {
        format: _,
        id: _,
        as_of,
        setting,
        athlete,
        injury,
        goal,
        baseline,
        screening,
        treatments,
        pain,
        heel_raise,
        hop,
        questionnaires,
        loading,
        other_training,
        sleep,
        log_complete_from,
        runs,
        plan,
        note: _,
    } = wire;
    let as_of = faults.required(
        as_of,
        || "/as_of".to_owned(),
        "the day of the question, written YYYY-MM-DD",
    );
    let injury = faults.required(
        injury,
        || "/injury".to_owned(),
        "an object with at least `condition`",
    );
    let (Some(as_of), Some(mut injury)) = (as_of, injury) else {
        return None;
    };
    check_condition(&injury, faults);
    check_injury(&injury, as_of, faults);
    let goal = goal.and_then(|goal| check_goal(goal, as_of, faults));
    if let Some(from) = log_complete_from {
        not_after(|| "/log_complete_from".to_owned(), from, as_of, faults);
    }
    if let Some(started) = loading.as_ref().and_then(|loading| loading.started) {
        not_after(|| "/loading/started".to_owned(), started, as_of, faults);
    }
    check_treatments(&treatments, as_of, faults);
    check_days("screening", &screening, as_of, faults);
    check_days("pain", &pain, as_of, faults);
    check_days("heel_raise", &heel_raise, as_of, faults);
    check_days("hop", &hop, as_of, faults);
    check_days("questionnaires", &questionnaires, as_of, faults);
    check_days("other_training", &other_training, as_of, faults);
    check_days("sleep", &sleep, as_of, faults);
    check_days("runs", &runs, as_of, faults);

    once("screening", &screening, |_| Some(()), faults);
    once("sleep", &sleep, |_| Some(()), faults);
    check_diary(&pain, faults);
    check_heel_raises(&heel_raise, as_of, faults);
    check_hops(&hop, as_of, faults);
    check_questionnaires(&questionnaires, faults);
    check_runs(&runs, as_of, faults);
    check_training(&other_training, faults);
    if !faults.0.is_empty() {
        return None;
    }
    Some(Record {
        id: None,
        as_of,
        setting,
        sex: athlete.as_ref().and_then(|athlete| athlete.sex),
        age: athlete.as_ref().and_then(|athlete| athlete.age),
        condition: injury.condition.take()?,
        injury,
        goal,
        baseline,
        screening: newest_first(screening),
        treatments: newest_first(treatments),
        pain: newest_first(pain),
        heel_raise: newest_first(heel_raise),
        hop: newest_first(hop),
        questionnaires: newest_first(questionnaires),
        loading,
        other_training: newest_first(other_training),
        sleep: newest_first(sleep),
        log_complete_from,
        runs: newest_first(runs),
        plan,
    })
}

/// Whether the text is words in small letters and digits joined by single hyphens.
pub(crate) fn is_kebab(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Entries in the order of the file, so that a fault names its place.
type InFileOrder<T> = Option<Vec<T>>;

/// An entry that must have a day.
trait Entry {
    /// Its day; `None` is a fault that is told of elsewhere.
    fn day(&self) -> Option<Day>;
}

macro_rules! dated {
    ($($block:ident)*) => {$(
        impl Entry for wire::$block {
            fn day(&self) -> Option<Day> {
                self.date
            }
        }
    )*};
}

dated! { Screening Pain HeelRaise Hop Questionnaire OtherTraining Sleep Run }

impl Entry for wire::Treatment {
    fn day(&self) -> Option<Day> {
        match (self.date, self.start) {
            (Some(first), None) | (None, Some(first)) => Some(first),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

/// Where an entry stands; its path is only written out when something is wrong with it.
#[derive(Clone, Copy)]
struct Place {
    block: &'static str,
    index: usize,
}

impl Place {
    fn at(self, field: &str) -> String {
        format!("/{}/{}{field}", self.block, self.index)
    }
}

struct Placed<'a, T> {
    index: usize,
    date: Day,
    entry: &'a T,
}

fn placed<T: Entry>(log: &InFileOrder<T>) -> impl Iterator<Item = Placed<'_, T>> {
    let entries = log.iter().flatten().enumerate();
    entries.filter_map(|(index, entry)| {
        Some(Placed {
            index,
            date: entry.day()?,
            entry,
        })
    })
}

fn check_days<T: Entry>(
    block: &'static str,
    log: &InFileOrder<T>,
    as_of: Day,
    faults: &mut Faults,
) {
    for (index, entry) in log.iter().flatten().enumerate() {
        let path = || Place { block, index }.at("/date");
        if let Some(date) = faults.required(
            entry.day(),
            path,
            "the day of the entry, written YYYY-MM-DD",
        ) {
            not_after(path, date, as_of, faults);
        }
    }
}

/// Newest first. Measures treat the entries of one day as a set, so that shuffling a file changes nothing.
fn newest_first<T: Entry>(log: InFileOrder<T>) -> Log<T> {
    let entries = log?;
    let mut dated = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(date) = entry.day() {
            dated.push(Dated { date, entry });
        }
    }
    // Most logs are in one of two orders already.
    if dated.is_sorted_by(|one, next| one.date < next.date) {
        dated.reverse();
    } else if !dated.is_sorted_by(|one, next| one.date >= next.date) {
        dated.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    }
    Some(dated.into_boxed_slice())
}

fn not_after(path: impl FnOnce() -> String, date: Day, as_of: Day, faults: &mut Faults) {
    if date > as_of {
        faults.add_own(path(), |own| {
            let (date, as_of) = (own.of(&date), own.of(&as_of));
            format!("{date} lies after `as_of` {as_of}; leave it out or ask later")
        });
    }
}

fn once<T: Entry, K: PartialEq>(
    block: &'static str,
    log: &InFileOrder<T>,
    key: impl Fn(&T) -> Option<K>,
    faults: &mut Faults,
) {
    let Some(entries) = log else { return };
    if differ(entries, &key) {
        return;
    }
    let mut order: Vec<Placed<'_, T>> = placed(log).collect();
    order.sort_by_key(|placed| (placed.date, placed.index));
    for (at, placed) in order.iter().enumerate() {
        let rest = order
            .iter()
            .take(at)
            .rev()
            .take_while(|other| other.date == placed.date);
        for other in rest {
            if let (Some(one), Some(two)) = (key(placed.entry), key(other.entry))
                && one == two
            {
                let (date, first) = (placed.date, other.index);
                faults.add_own(
                    Place { block, index: placed.index }.at(""),
                    |own| { let date = own.of(&date); format!("a second entry of the same kind on {date}; put it together with `/{block}/{first}`") },
                );
                break;
            }
        }
    }
}

/// Whether any two entries certainly differ in day or kind, as far as can be told without sorting.
fn differ<T: Entry, K: PartialEq>(entries: &[T], key: &impl Fn(&T) -> Option<K>) -> bool {
    /// So few are compared each with each.
    const FEW: usize = 12;
    let days = || entries.iter().map(Entry::day);
    if entries.len() > FEW {
        return days().is_sorted_by(|one, next| one < next)
            || days().is_sorted_by(|one, next| one > next);
    }
    let mut rest = entries;
    while let Some((entry, others)) = rest.split_first() {
        let same = |other: &T| other.day() == entry.day() && key(other) == key(entry);
        if others.iter().any(same) {
            return false;
        }
        rest = others;
    }
    true
}

fn check_kinds<T: Entry>(
    log: &InFileOrder<T>,
    name: &str,
    field: &str,
    known: impl Fn(&T) -> bool,
    faults: &mut Faults,
) {
    for Placed { index, entry, .. } in placed(log) {
        if !known(entry) {
            faults.add(
                format!("/{name}/{index}/{field}"),
                "missing; an entry must say what it is",
            );
        }
    }
}

fn check_condition(injury: &wire::Injury, faults: &mut Faults) {
    let condition = faults.required(
        injury.condition.as_deref(),
        || "/injury/condition".to_owned(),
        "the condition, such as `achilles-midportion`",
    );
    if let Some(condition) = condition
        && !is_kebab(condition)
    {
        faults.add_own("/injury/condition", |own| {
            let condition = own.of(&format_args!("{condition}"));
            format!("condition must be words in small letters joined by `-`, got `{condition}`")
        });
    }
}

/// The goal of a row of a table, checked as that of a record.
#[cfg(feature = "cli")]
pub(crate) fn goal_of(goal: wire::Goal, as_of: Day) -> (Option<Goal>, Vec<Fault>) {
    let mut faults = Faults(Vec::new());
    let goal = check_goal(goal, as_of, &mut faults);
    (goal, faults.0)
}

/// The faults of what a row of a table says of an injury, checked as that of a record.
#[cfg(feature = "cli")]
pub(crate) fn injury_faults(injury: &wire::Injury, as_of: Day) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    check_condition(injury, &mut faults);
    check_injury(injury, as_of, &mut faults);
    faults.0
}

fn check_injury(injury: &wire::Injury, as_of: Day, faults: &mut Faults) {
    if injury.condition.as_deref() == Some(NO_INJURY) {
        let stated = [
            (injury.side.is_some(), "side"),
            (injury.site.is_some(), "site"),
            (injury.onset.is_some(), "onset"),
            (injury.sudden_onset.is_some(), "sudden_onset"),
            (injury.confirmed_by.is_some(), "confirmed_by"),
            (injury.last_flare.is_some(), "last_flare"),
        ];
        for (_, field) in stated.iter().filter(|(stated, _)| *stated) {
            faults.add(
                format!("/injury/{field}"),
                format!("condition `{NO_INJURY}` means no injury, which has no `{field}`; name the condition or leave it out"),
            );
        }
    }
    if let Some(onset) = injury.onset {
        not_after(|| "/injury/onset".to_owned(), onset, as_of, faults);
    }
    if let Some(wire::LastFlare::On(flare)) = injury.last_flare {
        not_after(|| "/injury/last_flare".to_owned(), flare, as_of, faults);
        if let Some(onset) = injury.onset
            && flare < onset
        {
            faults.add_own("/injury/last_flare", |own| { let (flare, onset) = (own.of(&flare), own.of(&onset)); format!("{flare} lies before `onset` {onset}; a flare follows the onset, or write `none`") });
        }
    }
}

fn check_goal(goal: wire::Goal, as_of: Day, faults: &mut Faults) -> Option<Goal> {
    let wire::Goal {
        activity,
        distance_km,
        date,
        stage,
        note: _,
    } = goal;
    match (activity, stage) {
        (Some(_), Some(_)) => {
            faults.add("/goal", "give `activity` or `stage`, not both");
            None
        }
        (None, None) => {
            faults.add("/goal", "give `activity` (`race` or `run`) or `stage`");
            None
        }
        (None, Some(stage)) => {
            if distance_km.is_some() || date.is_some() {
                faults.add("/goal", "a `stage` has no `distance_km` and no `date`");
            }
            Some(Goal::Stage(stage))
        }
        (Some(activity), None) => {
            if let Some(date) = date
                && date < as_of
            {
                faults.add_own("/goal/date", |own| {
                    let (date, as_of) = (own.of(&date), own.of(&as_of));
                    format!("{date} lies before `as_of` {as_of}; a goal lies ahead")
                });
            }
            if distance_km.is_some_and(|distance| distance.exact() <= Exact::ZERO) {
                faults.add("/goal/distance_km", "distance must be above 0 km, got 0");
            }
            Some(Goal::Activity {
                activity,
                distance: distance_km,
                date,
            })
        }
    }
}

fn check_treatments(treatments: &InFileOrder<wire::Treatment>, as_of: Day, faults: &mut Faults) {
    for (index, entry) in treatments.iter().flatten().enumerate() {
        let block = "treatments";
        check_treatment(Place { block, index }, entry, as_of, faults);
    }
}

fn check_treatment(place: Place, entry: &wire::Treatment, as_of: Day, faults: &mut Faults) {
    faults.required(
        entry.kind,
        || place.at("/kind"),
        "a treatment must say what it is",
    );
    let injection = matches!(
        entry.kind,
        Some(wire::TreatmentKind::CorticosteroidInjection | wire::TreatmentKind::PrpInjection)
    );
    if entry.site.is_some() && !injection {
        faults.add(place.at("/site"), "`site` is for injections only");
    }
    if injection && entry.start.is_some() {
        faults.add(
            place.at("/start"),
            "an injection has a `date`, not a `start`",
        );
    }
    match (entry.date, entry.start) {
        (Some(_), Some(_)) => faults.add(
            place.at(""),
            "give `date` (one day) or `start` (a course), not both",
        ),
        (None, None) => faults.add(
            place.at(""),
            "missing; give `date` (one day) or `start` (a course)",
        ),
        (Some(date), None) => {
            not_after(|| place.at("/date"), date, as_of, faults);
            if entry.end.is_some() {
                faults.add(
                    place.at("/end"),
                    "`end` belongs to a course with `start`, not to a single `date`",
                );
            }
        }
        (None, Some(start)) => {
            not_after(|| place.at("/start"), start, as_of, faults);
            if let Some(wire::CourseEnd::On(end)) = entry.end {
                not_after(|| place.at("/end"), end, as_of, faults);
                if end < start {
                    faults.add_own(place.at("/end"), |own| {
                        let (end, start) = (own.of(&end), own.of(&start));
                        format!("{end} lies before `start` {start}")
                    });
                }
            }
        }
    }
}

fn check_diary(diary: &InFileOrder<wire::Pain>, faults: &mut Faults) {
    once("pain", diary, |_| Some(()), faults);
    for Placed { index, entry, .. } in placed(diary) {
        check_pain(index, entry, faults);
    }
}

fn check_heel_raises(tests: &InFileOrder<wire::HeelRaise>, as_of: Day, faults: &mut Faults) {
    once("heel_raise", tests, |_| Some(()), faults);
    for Placed { index, entry, date } in placed(tests) {
        let place = Place {
            block: "heel_raise",
            index,
        };
        check_leg(place, "left", entry.left.as_ref(), faults);
        check_leg(place, "right", entry.right.as_ref(), faults);
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

fn check_hops(tests: &InFileOrder<wire::Hop>, as_of: Day, faults: &mut Faults) {
    once("hop", tests, |entry| entry.test, faults);
    for Placed { index, entry, date } in placed(tests) {
        let place = Place {
            block: "hop",
            index,
        };
        check_hop(place, entry, faults);
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

fn check_questionnaires(totals: &InFileOrder<wire::Questionnaire>, faults: &mut Faults) {
    once("questionnaires", totals, |entry| entry.instrument, faults);
    for Placed { index, entry, .. } in placed(totals) {
        check_questionnaire(
            Place {
                block: "questionnaires",
                index,
            },
            entry,
            faults,
        );
    }
}

fn check_runs(runs: &InFileOrder<wire::Run>, as_of: Day, faults: &mut Faults) {
    for Placed { index, entry, date } in placed(runs) {
        let place = Place {
            block: "runs",
            index,
        };
        check_run(place, entry, faults);
        check_recording(
            place,
            date,
            entry.start,
            entry.duration_min,
            entry.elapsed_min,
            faults,
        );
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

fn check_pain(index: usize, pain: &wire::Pain, faults: &mut Faults) {
    let Some(worst) = pain.worst else { return };
    let parts = [
        ("rest", pain.rest.map(wire::ActivityPain::Score)),
        ("walking", pain.walking),
        ("stairs", pain.stairs),
    ];
    for (name, part) in parts {
        if let Some(part) = part.and_then(wire::ActivityPain::score)
            && part > worst
        {
            faults.add_own(format!("/pain/{index}/worst"), |own| {
                let (worst, part) = (own.of(&worst), own.of(&part));
                format!("worst pain {worst} is below `{name}` {part} of the same day")
            });
        }
    }
    let known = parts.iter().all(|(_, part)| part.is_some());
    let scores = parts
        .iter()
        .filter_map(|(_, part)| part.and_then(wire::ActivityPain::score));
    let largest = scores.max().filter(|_| known);
    if let Some(largest) = largest
        && largest < worst
    {
        let message = |own: Own| {
            let (worst, largest) = (own.of(&worst), own.of(&largest));
            format!(
                "worst pain {worst} is above all of `rest`, `walking` and `stairs` ({largest}), which make it up"
            )
        };
        faults.add_own(format!("/pain/{index}/worst"), message);
    }
}

/// Pain on the morning after is an observation of the day after.
fn check_morning(place: Place, date: Day, pain: Option<Nrs>, as_of: Day, faults: &mut Faults) {
    if pain.is_some() && date.plus(1) > as_of {
        faults.add_own(place.at("/pain_next_morning"), |own| {
            let (next, as_of) = (own.of(&date.plus(1)), own.of(&as_of));
            format!("belongs to {next}, which lies after `as_of` {as_of}")
        });
    }
}

fn check_leg(place: Place, side: &str, leg: Option<&wire::HeelRaiseLeg>, faults: &mut Faults) {
    let Some(leg) = leg else { return };
    let results = leg.reps.is_some() || leg.height_cm.is_some() || leg.work_j.is_some();
    if leg.unable == Some(true) && results {
        faults.add(place.at(&format!("/{side}")), UNABLE_WITH_RESULTS);
    }
}

const UNABLE_WITH_RESULTS: &str = "`unable` and results contradict each other; keep one";

fn check_hop(place: Place, hop: &wire::Hop, faults: &mut Faults) {
    let Some(test) = faults.required(
        hop.test,
        || place.at("/test"),
        "a hop entry must name its test",
    ) else {
        return;
    };
    let double = test == wire::HopTest::DoubleLegJumps;
    let legs = [
        ("left", &hop.left, !double),
        ("right", &hop.right, !double),
        ("both", &hop.both, double),
    ];
    for (side, leg, belongs) in legs {
        let Some(leg) = leg else { continue };
        let path = |field: &str| place.at(&format!("/{side}{field}"));
        if !belongs {
            faults.add(
                path(""),
                if double {
                    "double-leg jumps use `both`, not a side"
                } else {
                    "a single-leg test uses `left` and `right`"
                },
            );
            continue;
        }
        let results = leg.trials.iter().flatten().flatten().next().is_some();
        if leg.unable == Some(true) && results {
            faults.add(path(""), UNABLE_WITH_RESULTS);
        }
        let trials = leg.trials.as_deref().unwrap_or_default();
        let most = crate::measure::trials(test);
        if trials.len() > most {
            faults.add(
                path("/trials"),
                format!(
                    "this test has {most} trial(s), got {}; keep the counted ones",
                    trials.len()
                ),
            );
        }
        for (index, trial) in trials.iter().enumerate() {
            if let Some(trial) = trial
                && let Some(allowed) = refused(test, *trial)
            {
                faults.add_own(path(&format!("/trials/{index}")), |own| {
                    let trial = own.of(&trial);
                    format!("trial must be {allowed}, got {trial}")
                });
            }
        }
    }
}

/// What a trial of the test may be, when this one is not.
fn refused(test: wire::HopTest, trial: Trial) -> Option<&'static str> {
    use wire::HopTest::{
        CrossoverHop, DoubleLegJumps, RepeatedHops, SideHop, SingleHop, SixMetreTimedHop, TripleHop,
    };
    let value = trial.exact();
    let (allowed, most, whole) = match test {
        SingleHop => ("a distance of 0 to 400 cm", 400, false),
        TripleHop | CrossoverHop => ("a distance of 0 to 1200 cm", 1200, false),
        SixMetreTimedHop => ("a time above 0, to 120 s", 120, false),
        SideHop | RepeatedHops => ("a whole number of hops, 0 to 1000", 1000, true),
        DoubleLegJumps => ("seconds, 0 to 600", 600, false),
    };
    let timed_nought = test == SixMetreTimedHop && value <= Exact::ZERO;
    let broken = whole && trial.millionths().checked_rem(MICRO) != Some(0);
    (value > Exact::whole(most) || timed_nought || broken).then_some(allowed)
}

fn check_questionnaire(place: Place, entry: &wire::Questionnaire, faults: &mut Faults) {
    let Some(instrument) = faults.required(
        entry.instrument,
        || place.at("/instrument"),
        "name the questionnaire",
    ) else {
        return;
    };
    let (low, high) = crate::measure::questionnaire_range(instrument);
    if let Some(score) = entry.score
        && !(Exact::whole(low)..=Exact::whole(high)).contains(&score.exact())
    {
        faults.add_own(place.at("/score"), |own| {
            let score = own.of(&score);
            format!("score must be {low} to {high} for this questionnaire, got {score}")
        });
    }
}

fn check_training(training: &InFileOrder<wire::OtherTraining>, faults: &mut Faults) {
    check_kinds(
        training,
        "other_training",
        "kind",
        |entry| entry.kind.is_some(),
        faults,
    );
    for Placed { index, entry, date } in placed(training) {
        let place = Place {
            block: "other_training",
            index,
        };
        check_recording(
            place,
            date,
            entry.start,
            entry.minutes,
            entry.elapsed_min,
            faults,
        );
    }
}

/// What a watch recorded agrees with the day and the duration of its entry.
fn check_recording(
    place: Place,
    date: Day,
    start: Option<Moment>,
    duration: Option<Minutes>,
    elapsed: Option<Minutes>,
    faults: &mut Faults,
) {
    if let Some(start) = start
        && let Some(day) = start.day()
    {
        // Without the local clock the local day may be the day before or after that in UTC.
        let slack = i32::from(start.wall().is_none());
        if date.since(day).abs() > slack {
            faults.add_own(place.at("/start"), |own| {
                let (start, date) = (own.of(&start), own.of(&date));
                format!("`start` {start} is not on the entry's `date` {date}")
            });
        }
    }
    if let (Some(duration), Some(elapsed)) = (duration, elapsed)
        && elapsed < duration
    {
        faults.add_own(place.at("/elapsed_min"), |own| {
            let (elapsed, duration) = (own.of(&elapsed), own.of(&duration));
            format!("{elapsed} min with pauses is less than {duration} min without")
        });
    }
}

fn check_run(place: Place, run: &wire::Run, faults: &mut Faults) {
    faults.required(
        run.kind,
        || place.at("/kind"),
        "a run must say what it is: run, walk-run, walk or race",
    );
    if let (Some(start), Some(during)) = (run.pain_start, run.pain_during)
        && start > during
    {
        faults.add_own(place.at("/pain_during"), |own| {
            let (during, start) = (own.of(&during), own.of(&start));
            format!("worst pain during {during} is below `pain_start` {start}")
        });
    }
    if let (Some(running), Some(duration)) = (run.run_min, run.duration_min)
        && running > duration
    {
        faults.add_own(place.at("/run_min"), |own| {
            let (running, duration) = (own.of(&running), own.of(&duration));
            format!("{running} min run of {duration} min in all")
        });
    }
    if run.run_min.is_some() && run.kind != Some(wire::RunKind::WalkRun) {
        faults.add(
            place.at("/run_min"),
            "`run_min` belongs to a walk-run; of a run, give `duration_min`",
        );
    }
    if run.level.is_some() && run.kind != Some(wire::RunKind::WalkRun) {
        faults.add(place.at("/level"), "`level` belongs to a walk-run");
    }
    if run.rising == Some(true) && run.pain_start.is_some() && run.pain_start == run.pain_during {
        faults.add(
            place.at("/rising"),
            "pain that ends where it began has not risen",
        );
    }
    if let (Some(distance), Some(minutes)) = (run.distance_km, run.duration_min) {
        // 40 km/h, two kilometres in three minutes, is faster than any sprint.
        let farthest = i128::from(minutes.millionths()).saturating_mul(2);
        if i128::from(distance.millionths()).saturating_mul(3) > farthest {
            faults.add_own(place.at("/distance_km"), |own| {
                let (distance, minutes) = (own.of(&distance), own.of(&minutes));
                format!("{distance} km in {minutes} min is faster than anybody runs")
            });
        }
    }
}
