//! What counts as evidence, and what of it is good news.
//!
//! Bad news always counts; good news must qualify: it is of a day after the injury and its last flare on which nothing hid the pain, and of a
//! run that is one. *Why here and not in each measure?* A measure that forgot one of these would clear a tendon on another tendon's test.

use super::flare;
use super::reading::Cause;
use super::rules::EvidenceRules;
use super::run_log::is_run;
use super::subject::Subject;
use crate::assessment::wire::{CourseEnd, LastFlare, Pain, Run, RunKind, TreatmentKind};
use crate::assessment::{Dated, Day, NO_INJURY, Record};
use crate::quantity::{Exact, MICRO};

/// Whether something holds for certain, and whether it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Certainty {
    pub(super) certain: bool,
    pub(super) possible: bool,
}

impl Certainty {
    pub(super) const NO: Self = Self::known(false);
    pub(super) const YES: Self = Self::known(true);
    pub(super) const UNKNOWN: Self = Self {
        certain: false,
        possible: true,
    };

    pub(super) const fn known(holds: bool) -> Self {
        Self {
            certain: holds,
            possible: holds,
        }
    }

    pub(super) fn of(answer: Option<bool>) -> Self {
        answer.map_or(Self::UNKNOWN, Self::known)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            certain: self.certain && other.certain,
            possible: self.possible && other.possible,
        }
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            certain: self.certain || other.certain,
            possible: self.possible || other.possible,
        }
    }

    /// Whether a value in the range is at most the limit.
    pub(super) fn at_most((low, high): (Exact, Exact), limit: Exact) -> Self {
        Self {
            certain: high <= limit,
            possible: low <= limit,
        }
    }
}

/// After which day good news counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// There is no injury and was no flare: any day.
    Always,
    /// Days after the injury.
    Injury(Day),
    /// Days after the last flare.
    Flare(Day),
    /// Onset, or the last flare, is not stated, and no day is known to come after both.
    Unknown(Cause),
}

impl Since {
    /// From the stated onset and flare, and the last flare that the record itself shows.
    pub(super) fn of(record: &Record, as_of: Day, rules: &EvidenceRules) -> Self {
        let injured = record.condition != NO_INJURY;
        let onset = record.injury.onset.map(|onset| onset.counted_on(as_of));
        let stated = match record.injury.last_flare {
            Some(LastFlare::On(flare)) if flare.first() <= as_of => Some(flare.counted_on(as_of)),
            Some(LastFlare::Never) => None,
            None | Some(LastFlare::On(_)) if !injured => None,
            // A flare of a later day says nothing of those before the question.
            None | Some(LastFlare::On(_)) => {
                return Self::Unknown(if onset.is_some() {
                    Cause::FlareUnknown
                } else {
                    Cause::OnsetUnknown
                });
            }
        };
        if injured && onset.is_none() {
            return Self::Unknown(Cause::OnsetUnknown);
        }
        let shown = shown_flare(record, onset, as_of, rules);
        match (onset, stated.max(shown)) {
            (None, None) => Self::Always,
            (Some(onset), None) => Self::Injury(onset),
            (Some(onset), Some(flare)) if flare <= onset => Self::Injury(onset),
            (_, Some(flare)) => Self::Flare(flare),
        }
    }
}

fn shown_flare(
    record: &Record,
    onset: Option<Day>,
    as_of: Day,
    rules: &EvidenceRules,
) -> Option<Day> {
    let rule = rules.flare.as_ref()?;
    flare::last(record, onset, as_of, rule)
}

/// What the record says of pain being hidden, at a glance.
///
/// *Why at a glance?* Hardly any record has a masked day, and asking the diary for each run anew would cost more than all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Masking {
    /// A list of treatments is declared, and neither it nor the diary names anything that hides pain.
    Never,
    /// It differs from day to day, or is not known.
    ByDay,
}

impl Masking {
    pub(super) fn of(record: &Record) -> Self {
        let declared = record
            .treatments
            .as_deref()
            .is_some_and(|treatments| !treatments.iter().any(|dated| hides_pain(dated.entry.kind)));
        let named = record
            .pain
            .as_deref()
            .unwrap_or_default()
            .iter()
            .any(|dated| {
                dated
                    .entry
                    .masked_by
                    .as_ref()
                    .is_some_and(|by| !by.is_empty())
            });
        if declared && !named {
            Self::Never
        } else {
            Self::ByDay
        }
    }
}

/// Whether a treatment may hide pain while it lasts.
pub(crate) const fn hides_pain(kind: Option<TreatmentKind>) -> bool {
    matches!(
        kind,
        Some(
            TreatmentKind::Nsaid
                | TreatmentKind::Analgesic
                | TreatmentKind::Ice
                | TreatmentKind::Tape
        )
    )
}

impl Subject<'_> {
    /// Whether the day lies after the injury and its last flare.
    pub(super) fn is_after(&self, day: Day) -> Certainty {
        match self.since {
            Since::Always => Certainty::YES,
            Since::Injury(since) | Since::Flare(since) => Certainty::known(day > since),
            Since::Unknown(_) => Certainty::UNKNOWN,
        }
    }

    /// The day of the newest run that is certainly good news if it went well.
    pub(super) fn find_last_qualified_run(&self) -> Option<Day> {
        let runs = self.known(self.assessment.runs.as_deref())?.iter();
        let mut runs = runs.filter(|run| is_run(run));
        let qualified = runs
            .find(|run| self.day_qualifies(run.date).certain && self.is_dose(&run.entry).certain);
        qualified.map(|run| run.date)
    }

    /// The last day of the last flare that the record itself shows.
    pub(super) fn shown_flare(&self) -> Option<Day> {
        let onset = self.assessment.injury.onset;
        let onset = onset.map(|onset| onset.counted_on(self.as_of));
        shown_flare(self.assessment, onset, self.as_of, self.rules)
    }

    /// Whether nothing hid pain on the day.
    pub(super) fn is_unmasked(&self, day: Day) -> Certainty {
        match self.masking {
            Masking::Never => Certainty::YES,
            Masking::ByDay => Certainty::of(self.masked(day).map(|masked| !masked)),
        }
    }

    /// Whether something hid pain on the day, by the diary and the treatments; `None` when neither tells.
    pub(super) fn masked(&self, day: Day) -> Option<bool> {
        let diary = self
            .known(self.assessment.pain.as_deref())
            .unwrap_or_default();
        let later =
            diary.partition_point(|dated| dated.date > day.plus(MOST_COVERED.saturating_sub(1)));
        // What a recalled entry names may have hidden pain on any of its days.
        let mut told = None;
        for dated in diary.get(later..).unwrap_or_default() {
            if dated.date < day {
                break;
            }
            if let Some(by) = &dated.entry.masked_by
                && first_day(dated) <= day
            {
                told = Some(told == Some(true) || !by.is_empty());
            }
        }
        match (told, self.masked_by_treatment(day)) {
            (Some(true), _) | (_, Some(Certainty::YES)) => Some(true),
            (Some(false), None | Some(Certainty::NO)) | (None, Some(Certainty::NO)) => Some(false),
            (Some(false) | None, None | Some(_)) => None,
        }
    }

    /// Whether a treatment that hides pain covers the day; `None` without a list.
    pub(super) fn masked_by_treatment(&self, day: Day) -> Option<Certainty> {
        let treatments = self.known(self.assessment.treatments.as_deref())?;
        let mut answer = Certainty::NO;
        for dated in treatments.iter().filter(|dated| dated.date <= day) {
            if !hides_pain(dated.entry.kind) {
                continue;
            }
            match (dated.entry.start, dated.entry.end) {
                (None, _) if dated.date < day => {}
                (Some(_), Some(CourseEnd::On(end))) if end < day => {}
                (None, _) | (Some(_), Some(_)) => return Some(Certainty::YES),
                (Some(start), None) if start == day => return Some(Certainty::YES),
                (Some(_), None) => answer = Certainty::UNKNOWN,
            }
        }
        Some(answer)
    }

    /// Whether what was felt or done on the day can be good news.
    pub(super) fn day_qualifies(&self, day: Day) -> Certainty {
        let after = self.is_after(day);
        if after.possible {
            after.and(self.is_unmasked(day))
        } else {
            after
        }
    }

    /// Of the days from first to last those that certainly can: how many, and the newest.
    pub(super) fn qualified_days(&self, first: Day, last: Day) -> (i32, Option<Day>) {
        let first = match self.since {
            Since::Always => first,
            Since::Injury(since) | Since::Flare(since) => first.max(since.plus(1)),
            Since::Unknown(_) => return (0, None),
        };
        if self.masking == Masking::Never {
            let days = last.since(first).saturating_add(1).max(0);
            return (days, (days > 0).then_some(last));
        }
        let (mut days, mut newest, mut day) = (0_i32, None, last);
        while day >= first {
            if self.is_unmasked(day).certain {
                days = days.saturating_add(1);
                newest = newest.or(Some(day));
            }
            day = day.plus(-1);
        }
        (days, newest)
    }

    /// Whether the run can be good news: of a day that can, and at least the least dose.
    pub(super) fn qualifies(&self, run: &Dated<Run>) -> Certainty {
        self.qualifies_by(self.is_dose(&run.entry), run.date)
    }

    /// The same of a run whose dose is known already.
    pub(super) fn qualifies_by(&self, dose: Certainty, day: Day) -> Certainty {
        if self.as_logged {
            Certainty::YES
        } else if dose.possible {
            dose.and(self.day_qualifies(day))
        } else {
            dose
        }
    }

    /// Whether the run was as far, or as long, as the least that the criteria file calls a run.
    pub(super) fn is_dose(&self, run: &Run) -> Certainty {
        let Some(least) = &self.rules.least_run else {
            return Certainty::YES;
        };
        let reaches =
            |value: Option<Exact>, least: Exact| Certainty::of(value.map(|value| value >= least));
        let far = reaches(
            run.distance_km.map(crate::quantity::Quantity::exact),
            least.distance,
        );
        // It took no longer than it lasted with its pauses.
        let elapsed = run.elapsed_min.map(crate::quantity::Quantity::exact);
        let long = match run.duration_min.map(crate::quantity::Quantity::exact) {
            None if elapsed.is_some_and(|elapsed| elapsed < least.minutes) => Certainty::NO,
            minutes => reaches(minutes, least.minutes),
        };
        // A stated level is a session where nothing else is written down.
        let levelled = run.kind == Some(RunKind::WalkRun) && run.level.is_some();
        let is_told = run.distance_km.is_some() || run.duration_min.is_some() || elapsed.is_some();
        let dose = far.or(long).or(Certainty::known(levelled && !is_told));
        // Nobody walks so slowly: the distance or the time is wrong, and which one is not known.
        if crawled(run) {
            dose.and(Certainty::UNKNOWN)
        } else {
            dose
        }
    }

    /// Why what was done on the day is no good news; `None` when it is.
    pub(super) fn disqualified(&self, day: Day) -> Option<Cause> {
        let after = match self.since {
            Since::Injury(since) if day <= since => Some(Cause::BeforeInjury),
            Since::Flare(since) if day <= since => Some(Cause::BeforeFlare),
            Since::Unknown(cause) => Some(cause),
            Since::Always | Since::Injury(_) | Since::Flare(_) => None,
        };
        after.or_else(|| {
            let unmasked = self.is_unmasked(day);
            match (unmasked.certain, unmasked.possible) {
                (true, _) => None,
                (false, true) => Some(Cause::MaskingUnknown),
                (false, false) => Some(Cause::Masked),
            }
        })
    }

    /// Why an answer of the day does not speak of the injury as it is now; an answer may be of the very day of it.
    pub(super) fn answered_before(&self, day: Day) -> Option<Cause> {
        match self.since {
            Since::Injury(since) if day < since => Some(Cause::BeforeInjury),
            Since::Flare(since) if day < since => Some(Cause::BeforeFlare),
            Since::Unknown(cause) => Some(cause),
            Since::Always | Since::Injury(_) | Since::Flare(_) => None,
        }
    }
}

/// Slower than this is no way of going on foot, in minutes for a kilometre: 2 km an hour; this project's choice.
const CRAWL: i64 = 30;

/// A session whose distance and time do not belong together.
fn crawled(run: &Run) -> bool {
    run.distance_km
        .zip(run.duration_min)
        .is_some_and(|(far, minutes)| minutes.millionths() > far.millionths().saturating_mul(CRAWL))
}

/// The most days that one diary entry may tell of.
pub(super) const MOST_COVERED: i32 = 14;

/// The first day that a diary entry tells of.
pub(super) fn first_day(dated: &Dated<Pain>) -> Day {
    dated.entry.covers_days.map_or(dated.date, |days| {
        let days = i32::try_from(days.millionths().div_euclid(MICRO)).unwrap_or(1);
        dated.date.plus(1_i32.saturating_sub(days))
    })
}
