//! How readings are taken off the pain diary: the newest entry, the worst of a window, days that count, one week against the other.
//!
//! The worst of a window is taken over every entry in it; the days that a window needs are counted over days that can be good news. So one
//! good day never hides a bad one, and a masked day is no diary day.

use super::evidence::first_day;
use super::reading::{Cause, Reading};
use super::subject::Newest;
use super::tellings::{Fact, within};
use super::{Definition, Subject, Window};
use crate::assessment::wire::{ActivityPain, Pain};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Kind, MICRO, Nrs, Quantity};

/// What a diary entry tells of one thing.
///
/// *Why in millionths?* Each measure goes over the diary anew, and whole numbers compare at a fraction of what exact ones cost.
#[derive(Clone, Copy)]
pub(super) enum DiaryScore {
    /// Anything from low to high, in millionths.
    Value(i64, i64),
    /// Not done that day: nothing to tell, nothing unknown.
    NotDone,
}

impl DiaryScore {
    /// Whether an entry tells anything of it: one that might as well be the best or the worst makes no day of a diary.
    fn is_told(self) -> bool {
        matches!(self, Self::Value(low, high) if low > 0 || low == high)
    }
}

pub(super) const WORST_PAIN: Exact = Exact::whole(10);
/// Minutes of morning stiffness.
pub(super) const WORST_STIFFNESS: Exact = Exact::whole(6000);

/// What is recorded, or anything up to the worst.
fn known<K: Kind>(value: Option<Quantity<K>>, worst: i64) -> DiaryScore {
    match value {
        Some(value) => DiaryScore::Value(value.millionths(), value.millionths()),
        None => DiaryScore::Value(0, worst),
    }
}

pub(super) fn score(pain: Option<Nrs>) -> DiaryScore {
    known(pain, 10 * MICRO)
}

pub(super) fn activity(pain: Option<ActivityPain>) -> DiaryScore {
    match pain {
        Some(ActivityPain::NotDone) => DiaryScore::NotDone,
        Some(ActivityPain::Score(pain)) => score(Some(pain)),
        None => score(None),
    }
}

pub(super) fn flag(answer: Option<bool>) -> DiaryScore {
    let (no, yes) = (0, MICRO);
    match answer {
        Some(true) => DiaryScore::Value(yes, yes),
        Some(false) => DiaryScore::Value(no, no),
        None => DiaryScore::Value(no, yes),
    }
}

pub(super) fn stiffness(pain: &Pain) -> DiaryScore {
    known(pain.morning_stiffness_min, 6000 * MICRO)
}

/// Daily life: `worst` where it is recorded, else the worst of the parts; a part that is worse than `worst` counts instead of it.
pub(super) fn daily(pain: &Pain) -> DiaryScore {
    let parts = [
        score(pain.rest),
        activity(pain.walking),
        activity(pain.stairs),
    ];
    let parts = parts
        .into_iter()
        .fold(DiaryScore::NotDone, |worst, part| match (worst, part) {
            (DiaryScore::NotDone, part) => part,
            (worst, DiaryScore::NotDone) => worst,
            (DiaryScore::Value(low, high), DiaryScore::Value(other_low, other_high)) => {
                DiaryScore::Value(low.max(other_low), high.max(other_high))
            }
        });
    match (pain.worst.map(|worst| worst.millionths()), parts) {
        (None, parts) => parts,
        (Some(worst), DiaryScore::NotDone) => DiaryScore::Value(worst, worst),
        (Some(worst), DiaryScore::Value(low, _)) => {
            DiaryScore::Value(worst.max(low), worst.max(low))
        }
    }
}

/// The worst over a window, or the newest entry that tells of it. Lower is better for everything in the diary.
pub(super) fn worst(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: impl Fn(&Pain) -> DiaryScore,
    fact: Fact,
) -> Reading {
    if window.over.is_none() {
        return newest(subject, window, measure, tell, fact);
    }
    let most = measure.scale.range().1;
    let mut days = DaysCounted::new(subject, window);
    let mut newest = None;
    // The worst for certain, the worst there may be, and the day of the former.
    let mut told: Option<(i64, i64, Day)> = None;
    for dated in in_window(subject, window) {
        let score = tell(&dated.entry);
        if let DiaryScore::Value(low, high) = score {
            newest = newest.or(Some(dated.date));
            if score.is_told() {
                days.count(first_day(dated), dated.date);
            }
            let (worst, possible, date) = told.get_or_insert((low, high, dated.date));
            if low > *worst {
                (*worst, *date) = (low, dated.date);
            }
            *possible = high.max(*possible);
        }
    }
    let Some((low, high, date)) = told else {
        let told = old(subject, window, measure, tell);
        return fact.join(subject, told, (days.first, subject.as_of), measure);
    };
    let (low, high) = (Exact::micro(low), Exact::micro(high));
    let (high, cause) = if !days.are_enough() {
        let cause = newest.and_then(|day| subject.disqualified(day));
        (most, cause.unwrap_or(Cause::Incomplete))
    } else if days.newest.is_some_and(|day| subject.is_fresh(day, window)) {
        (high, Cause::Incomplete)
    } else {
        (most, Cause::Stale)
    };
    let told = Reading::range(low, high, Some(date), cause);
    fact.join(subject, told, (days.first, subject.as_of), measure)
}

/// When no entry of the window tells: nothing, or the newest older one where a bad answer is kept.
fn old(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: impl Fn(&Pain) -> DiaryScore,
) -> Reading {
    let diary = subject
        .known(subject.assessment.pain.as_deref())
        .unwrap_or_default();
    let told = diary.iter().find_map(|dated| match tell(&dated.entry) {
        DiaryScore::Value(low, _) => Some((dated.date, Exact::micro(low))),
        DiaryScore::NotDone => None,
    });
    match told {
        Some((date, low)) if window.keeps_adverse => {
            Reading::range(low, measure.worst_end(), Some(date), Cause::Stale)
        }
        Some((date, _)) => Reading::unknown(measure, Cause::Stale).on(date),
        None => Reading::unknown(measure, Cause::Absent),
    }
}

/// The newest entry that tells of it and can be good news, no better than any newer one: a masked day is passed over, and what hurt on it
/// is not.
fn newest(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: impl Fn(&Pain) -> DiaryScore,
    fact: Fact,
) -> Reading {
    let worst = measure.worst_end();
    // The worst of the entries so far, the best that it can be should one that may count do so, and the day of the newest.
    let mut so_far: Option<(i64, i64)> = None;
    let mut at_best: Option<i64> = None;
    let mut newest: Option<(Day, Day)> = None;
    let mut counts = false;
    for dated in in_window(subject, window) {
        let DiaryScore::Value(low, high) = tell(&dated.entry) else {
            continue;
        };
        newest = newest.or(Some((dated.date, first_day(dated))));
        so_far = Some(so_far.map_or((low, high), |(worst_low, worst_high)| {
            (worst_low.max(low), worst_high.max(high))
        }));
        let qualifies = subject.day_qualifies(dated.date);
        if qualifies.possible && at_best.is_none() {
            at_best = so_far.map(|(low, _)| low);
            newest = Some((dated.date, first_day(dated)));
        }
        if qualifies.certain {
            counts = true;
            break;
        }
    }
    let Some(((low, high), (date, first))) = so_far.zip(newest) else {
        // Without a diary, too, what another block tells of these days is bad news.
        let days = (subject.first_of(window), subject.as_of);
        return fact.join(subject, old(subject, window, measure, tell), days, measure);
    };
    let low = Exact::micro(at_best.unwrap_or(low).min(low));
    let told = if counts {
        Reading::range(low, Exact::micro(high), Some(date), Cause::Incomplete)
    } else {
        let cause = subject.disqualified(date).unwrap_or(Cause::Incomplete);
        Reading::range(low, worst, Some(date), cause)
    };
    fact.join(subject, told, (Some(first), subject.as_of), measure)
}

/// Days of a window that the diary tells of and that can be good news.
pub(crate) fn diary_days(subject: &Subject<'_>, window: Window) -> i32 {
    let mut days = DaysCounted {
        enough: i32::MAX,
        ..DaysCounted::new(subject, window)
    };
    for dated in in_window(subject, window) {
        days.count(first_day(dated), dated.date);
    }
    days.counted
}

fn in_window<'a>(subject: &Subject<'a>, window: Window) -> impl Iterator<Item = &'a Dated<Pain>> {
    let days = (subject.first_of(window), subject.as_of);
    within(subject.assessment.pain.as_deref(), days)
}

/// Days of a window that can be good news, each once, counted from the newest entry back.
struct DaysCounted<'s, 'a> {
    subject: &'s Subject<'a>,
    /// The first day of the window.
    first: Option<Day>,
    /// The newest day that was not looked at yet.
    next: Day,
    counted: i32,
    newest: Option<Day>,
    /// So many are enough, and no more are looked at.
    enough: i32,
}

impl<'s, 'a> DaysCounted<'s, 'a> {
    fn new(subject: &'s Subject<'a>, window: Window) -> Self {
        Self {
            subject,
            first: subject.first_of(window),
            next: subject.as_of,
            counted: 0,
            newest: None,
            enough: i32::from(window.at_least.max(1)),
        }
    }

    fn are_enough(&self) -> bool {
        self.counted >= self.enough
    }

    fn count(&mut self, first: Day, last: Day) {
        if self.are_enough() {
            return;
        }
        let first = self.first.map_or(first, |of_window| first.max(of_window));
        let last = self.next.min(last);
        self.next = last.min(first.plus(-1));
        let (days, newest) = self.subject.qualified_days(first, last);
        self.counted = self.counted.saturating_add(days);
        self.newest = self.newest.or(newest);
    }
}

/// The mean of a week: the sums and the number of days, over all of them and over those that are certainly good news, and the ends.
#[derive(Clone, Copy)]
struct Week {
    all: Days,
    qualified: Days,
    /// The lowest and the highest day.
    ends: Option<(i64, i64)>,
    uncertain: bool,
}

/// Sums in millionths.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Days {
    low: i64,
    high: i64,
    days: u32,
}

impl Days {
    const NONE: Self = Self {
        low: 0,
        high: 0,
        days: 0,
    };

    fn add(&mut self, (low, high): (i64, i64)) {
        self.low = self.low.saturating_add(low);
        self.high = self.high.saturating_add(high);
        self.days = self.days.saturating_add(1);
    }

    fn mean(self) -> Option<(Exact, Exact)> {
        if self.days == 0 {
            return None;
        }
        // A division costs more than the sums, and mostly both are the same.
        let of = |sum: i64| Exact::micro(sum).over(self.days);
        let low = of(self.low);
        let high = if self.high == self.low {
            low
        } else {
            of(self.high)
        };
        Some((low, high))
    }
}

impl Week {
    /// From `last` to `first` days before the question.
    fn of(
        subject: &Subject<'_>,
        tell: impl Fn(&Pain) -> DiaryScore,
        (last, first): (i32, i32),
    ) -> Self {
        let before = |days: i32| subject.as_of.plus(days.saturating_neg());
        let diary = subject.assessment.pain.as_deref();
        let mut week = Self {
            all: Days::NONE,
            qualified: Days::NONE,
            ends: None,
            uncertain: false,
        };
        for dated in within(diary, (Some(before(first)), before(last))) {
            let DiaryScore::Value(low, high) = tell(&dated.entry) else {
                continue;
            };
            week.all.add((low, high));
            let qualifies = subject.day_qualifies(dated.date);
            if qualifies.certain {
                week.qualified.add((low, high));
            }
            week.uncertain |= qualifies.possible && !qualifies.certain;
            week.ends = Some(week.ends.map_or((low, high), |(least, most)| {
                (least.min(low), most.max(high))
            }));
        }
        week
    }

    /// Everything that its mean can be, worse wherever a day that is no good news makes it worse; `None` with too few good days.
    fn mean(self, enough: u32, worse: fn(Exact, Exact) -> Exact) -> Option<(Exact, Exact)> {
        if self.uncertain || self.qualified.days < enough {
            return None;
        }
        let all = self.all.mean()?;
        if self.qualified == self.all {
            return Some(all);
        }
        let qualified = self.qualified.mean()?;
        Some((worse(all.0, qualified.0), worse(all.1, qualified.1)))
    }

    /// What it is at the least and at the most, should any of its days not count.
    fn ends(self, most: Exact) -> (Exact, Exact) {
        self.ends.map_or((Exact::ZERO, most), |(low, _)| {
            (Exact::micro(low.min(0)), most)
        })
    }
}

/// Rise of the mean from the week before to this one: pain of this week on a day that is no good news still raises it, and such a day of
/// the week before never lowers it.
pub(super) fn weekly_rise(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: impl Fn(&Pain) -> DiaryScore,
    most: Exact,
) -> Reading {
    let tells = |pain: &Pain| !matches!(tell(pain), DiaryScore::NotDone);
    let newest = match subject.newest(subject.assessment.pain.as_deref(), window, tells) {
        Newest::Absent => return Reading::unknown(measure, Cause::Absent),
        Newest::Unfit(date, cause) => return Reading::unknown(measure, cause).on(date),
        Newest::Entry(dated) => dated.date,
    };
    let enough = u32::from(window.at_least.max(1));
    let (this, last) = (
        Week::of(subject, &tell, (0, 6)),
        Week::of(subject, &tell, (7, 13)),
    );
    let cause = subject.disqualified(newest).unwrap_or(Cause::Incomplete);
    let this = this.mean(enough, Exact::max).unwrap_or(this.ends(most));
    let last = last.mean(enough, Exact::min).unwrap_or(last.ends(most));
    let least = this.0.minus(last.1);
    let most = if this.0 == this.1 && last.0 == last.1 {
        least
    } else {
        this.1.minus(last.0)
    };
    Reading::range(least, most, Some(newest), cause)
}

/// Days of the window that count: certainly, and possibly; `None` for an entry that tells nothing.
///
/// Of a recalled entry one day certainly counts, and all may.
pub(super) fn count_days(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    fact: Fact,
    above: (Exact, Exact),
    tell: impl Fn(&Pain) -> DiaryScore,
) -> Reading {
    let above_millionths = (above.0.millionths(), above.1.millionths());
    let mut days = DaysCounted::new(subject, window);
    let (mut certain, mut possible) = (DaysAbove::default(), DaysAbove::default());
    let mut date = None;
    for dated in in_window(subject, window) {
        let score = tell(&dated.entry);
        if let DiaryScore::Value(low, high) = score {
            let first = first_day(dated);
            date = date.or(Some(dated.date));
            if score.is_told() {
                days.count(first, dated.date);
            }
            if low > above_millionths.1 {
                certain.add_one(first, dated.date);
            }
            if high > above_millionths.0 {
                possible.add_all(first, dated.date);
            }
        }
    }
    // A morning may be told by several blocks at once.
    let (mut surely, mut maybe) = (OnceADay::default(), OnceADay::default());
    fact.each(subject, (days.first, subject.as_of), |day, pain| {
        let age = subject.age_of(day);
        if pain > above.1 && !told_above(subject, window, &tell, above.1, day) {
            surely.add(age);
        }
        if pain > above.0 && !told_above(subject, window, &tell, above.0, day) {
            maybe.add(age);
        }
    });
    certain.days = certain.days.saturating_add(surely.days());
    possible.days = possible.days.saturating_add(maybe.days());
    let enough = days.are_enough();
    let fresh = days.newest.is_some_and(|day| subject.is_fresh(day, window));
    let high = if enough && fresh {
        Exact::whole(possible.days)
    } else {
        measure.worst_end()
    };
    let cause = match date {
        None => Cause::Absent,
        Some(date) => subject.disqualified(date).unwrap_or(Cause::Incomplete),
    };
    Reading::range(Exact::whole(certain.days), high, date, cause)
}

/// Whether the diary itself tells of a day above the limit, so that another telling of that day adds none.
fn told_above(
    subject: &Subject<'_>,
    window: Window,
    tell: impl Fn(&Pain) -> DiaryScore,
    limit: Exact,
    day: Day,
) -> bool {
    let limit = limit.millionths();
    in_window(subject, window).any(|dated| {
        dated.date >= day
            && first_day(dated) <= day
            && matches!(tell(&dated.entry), DiaryScore::Value(low, _) if low > limit)
    })
}

/// Days above a limit, each once, from the newest back.
#[derive(Default)]
struct DaysAbove {
    days: i64,
    earliest: Option<Day>,
}

impl DaysAbove {
    /// One of the days, unless one of them was counted already.
    fn add_one(&mut self, first: Day, last: Day) {
        if self.earliest.is_none_or(|earliest| last < earliest) {
            self.days = self.days.saturating_add(1);
            self.earliest = Some(first);
        }
    }

    /// Every one of the days that was not counted yet.
    fn add_all(&mut self, first: Day, last: Day) {
        let last = self
            .earliest
            .map_or(last, |earliest| last.min(earliest.plus(-1)));
        if first <= last {
            let days = last.since(first).saturating_add(1);
            self.days = self.days.saturating_add(i64::from(days));
            self.earliest = Some(first);
        }
    }
}

/// Days counted once each, by their age; those older than two months are one.
#[derive(Default)]
struct OnceADay(u64);

impl OnceADay {
    fn add(&mut self, age: i32) {
        let bit = u32::try_from(age.clamp(0, 63)).unwrap_or(0);
        self.0 |= 1_u64.wrapping_shl(bit);
    }

    fn days(&self) -> i64 {
        i64::from(self.0.count_ones())
    }
}
