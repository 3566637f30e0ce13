//! The log so far: which of its entries a session is.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    KeptSession, OVERLAP, SAME_START, close, join, seconds_between, seconds_of, signed, span,
    zones_apart,
};
use crate::assessment::{Day, Moment, wire};
use crate::import::{Session, Sport};
use crate::quantity::{Kilometres, Minutes};

/// An entry of the log so far, as far as it may be the same as a recording.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its local day.
    pub date: Day,
    /// What it was.
    pub sport: Sport,
    /// Its distance, if known.
    pub distance: Option<Kilometres>,
    /// Its duration, if known.
    pub duration: Option<Minutes>,
    /// When it began, if a recording said so.
    pub start: Option<Moment>,
    /// Its duration with pauses, if known.
    pub elapsed: Option<Minutes>,
    /// The files it came from.
    pub sources: Vec<String>,
}

impl Entry {
    /// An entry of `runs`; `None` without a date.
    #[must_use]
    pub fn of_run(run: &wire::Run) -> Option<Self> {
        Some(Self {
            date: run.date?,
            sport: match run.kind? {
                wire::RunKind::Run | wire::RunKind::WalkRun | wire::RunKind::Race => Sport::Running,
                wire::RunKind::Walk => Sport::Walking,
                wire::RunKind::Unknown => Sport::Unknown,
            },
            distance: run.distance_km,
            duration: run.duration_min,
            start: run.start,
            elapsed: run.elapsed_min,
            sources: run.sources.clone().unwrap_or_default(),
        })
    }

    /// An entry of `other_training`; `None` without a date.
    #[must_use]
    pub fn of_training(training: &wire::OtherTraining) -> Option<Self> {
        Some(Self {
            date: training.date?,
            sport: match training.kind? {
                wire::TrainingKind::AquaRunning => Sport::AquaRunning,
                wire::TrainingKind::Cycling => Sport::Cycling,
                wire::TrainingKind::Swimming => Sport::Swimming,
                wire::TrainingKind::Walking => Sport::Walking,
                wire::TrainingKind::Strength => Sport::Strength,
                wire::TrainingKind::Other => Sport::Other,
            },
            distance: training.distance_km,
            duration: training.minutes,
            start: training.start,
            elapsed: training.elapsed_min,
            sources: training.sources.clone().unwrap_or_default(),
        })
    }

    /// Whether a recording is (part of) this entry, by when it was made.
    fn covers(&self, session: &Session) -> bool {
        let Some(start) = self.start else {
            return false;
        };
        // A runner who calls a recorded run a walk, or a pool run aqua-running, is not to be told otherwise by its file.
        let alike = self.sport == session.sport
            || session.sport == Sport::Other
            || self.sport == Sport::Unknown
            || self.sources.contains(&session.source)
            || self.sport.may_be_on_foot() && session.sport.may_be_on_foot()
            || session.sport == Sport::Unknown;
        let Some(after) = seconds_between(start.into(), session.start) else {
            return alike && self.same_without_zone(start, session);
        };
        let length = self.span().map_or(0, seconds_of);
        // A part of a session of several recordings begins within it, and so may a second recording of its first part.
        let earliest = if self.sources.len() > 1 {
            -SAME_START
        } else {
            0
        };
        let within = (earliest..length).contains(&after);
        // A false start of half a minute must not swallow the run that followed it, so the start alone says little.
        let distance = self.distance.map(Kilometres::millionths);
        let unknown = distance.is_none()
            || session.distance_mm.is_none()
            || self.span().is_none()
            || span(session).is_none();
        let same_start = after.abs() <= SAME_START
            && (unknown || close(distance, session.distance_mm.and_then(signed)))
            || after == 0 && self.sources.contains(&session.source);
        let end = after.saturating_add(span(session).map_or(0, seconds_of));
        // Of several recordings the sum is rounded once and each part was rounded alone, so a second more or less is none.
        let overlaps = length.min(end).saturating_sub(after.max(0)) >= OVERLAP;
        alike && (within || same_start || overlaps)
    }

    /// Whether this is that session, in all but the distance, which only the session has.
    fn is_without_distance(&self, kept: &KeptSession) -> bool {
        let session = &kept.session;
        self.distance.is_none()
            && session.samples == 0
            && session.distance_mm.is_some()
            && self.start == session.start.moment()
            && self.span().is_some()
            && self.span() == span(session)
            && self.sources == kept.sources
    }

    fn same_without_zone(&self, start: Moment, session: &Session) -> bool {
        let distance = self.distance.map(Kilometres::millionths);
        zones_apart(start.into(), session.start)
            && close(distance, session.distance_mm.and_then(signed))
            && close(self.span(), span(session))
    }

    /// From the first moment to the last, in millionths of a minute.
    fn span(&self) -> Option<i64> {
        self.elapsed.max(self.duration).map(Minutes::millionths)
    }
}

/// The entries that a recording began, by day, so that a long log is not searched for every recording.
pub(super) struct StartedEntries<'a>(BTreeMap<Day, Vec<(usize, &'a Entry)>>);

impl<'a> StartedEntries<'a> {
    pub(super) fn of(log: &'a [Entry]) -> Self {
        let mut by_day: BTreeMap<Day, Vec<(usize, &Entry)>> = BTreeMap::new();
        for (index, entry) in log.iter().enumerate() {
            if entry.start.is_some() {
                by_day.entry(entry.date).or_default().push((index, entry));
            }
        }
        Self(by_day)
    }

    pub(super) fn covers(&self, session: &Session) -> bool {
        self.near(session.start.day())
            .any(|(_, entry)| entry.covers(session))
    }

    /// The entries that a recording of this day can belong to: they last 6000 minutes at most, and zones shift their day by one.
    fn near(&self, day: Option<Day>) -> impl Iterator<Item = (usize, &'a Entry)> {
        day.into_iter()
            .flat_map(|day| self.0.range(day.plus(-6)..=day.plus(6)))
            .flat_map(|(_, entries)| entries.iter().copied())
    }

    /// Finds, among recordings that stand in the log, those that say what an entry of unknown sport was.
    pub(super) fn named(&self, there: Vec<Session>) -> (Vec<(usize, KeptSession)>, Vec<Session>) {
        let mut by_entry: BTreeMap<usize, Vec<Session>> = BTreeMap::new();
        let mut rest = Vec::new();
        for session in there {
            let entry = self
                .near(session.start.day())
                .find(|(_, entry)| entry.sport == Sport::Unknown && entry.covers(&session))
                .filter(|_| session.sport != Sport::Unknown);
            match entry {
                Some((index, _)) => by_entry.entry(index).or_default().push(session),
                None => rest.push(session),
            }
        }
        let mut named = Vec::new();
        for (index, sessions) in by_entry {
            match <[KeptSession; 1]>::try_from(join(sessions.clone())) {
                Ok([kept]) => named.push((index, kept)),
                Err(_) => rest.extend(sessions),
            }
        }
        (named, rest)
    }

    /// Finds, among recordings that stand in the log, those whose entry lacks the distance that their file now tells.
    ///
    /// *Why so strict?* The entry must be this very session, from start to end and from the same table: only a table can be read
    /// again with a unit that nothing told before, and a runner who took a wrong distance out of an entry is not to find it again.
    pub(super) fn measured(
        &self,
        there: Vec<Session>,
    ) -> (Vec<(usize, KeptSession)>, Vec<Session>) {
        let measured: Vec<(usize, KeptSession)> = join(there.clone())
            .into_iter()
            .filter_map(|kept| {
                let mut entries = self.near(kept.day());
                let (index, _) = entries.find(|(_, entry)| entry.is_without_distance(&kept))?;
                Some((index, kept))
            })
            .collect();
        let (_, rest) = there.into_iter().partition(|session| {
            measured.iter().any(|(_, kept)| {
                let within = seconds_between(kept.session.start, session.start)
                    .zip(span(&kept.session).map(seconds_of))
                    .is_some_and(|(after, length)| (0..=length).contains(&after));
                within
                    && kept.session.sport == session.sport
                    && kept.sources.contains(&session.source)
            })
        });
        (measured, rest)
    }
}

/// Finds the entries, written by hand without a start, that sessions are the recordings of; the rest is new.
pub(super) fn recognise(
    sessions: Vec<KeptSession>,
    log: &[Entry],
) -> (Vec<(usize, KeptSession)>, Vec<KeptSession>) {
    let mut on_day: BTreeMap<(Day, Sport), usize> = BTreeMap::new();
    for kept in &sessions {
        if let Some(day) = kept.day() {
            let count = on_day.entry((day, kept.session.sport)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut by_hand: BTreeMap<(Day, Sport), Vec<usize>> = BTreeMap::new();
    for (index, entry) in log.iter().enumerate() {
        by_hand
            .entry((entry.date, entry.sport))
            .or_default()
            .push(index);
    }
    let mut taken = BTreeSet::new();
    let mut recorded = Vec::new();
    let mut new = Vec::new();
    for kept in sessions {
        let place = kept.day().map(|day| (day, kept.session.sport));
        let entries = place.and_then(|place| by_hand.get(&place));
        let alone = entries.is_some_and(|entries| entries.len() == 1)
            && place.and_then(|place| on_day.get(&place)) == Some(&1);
        let found = entries.into_iter().flatten().copied().find(|index| {
            let Some(entry) = log.get(*index).filter(|entry| entry.start.is_none()) else {
                return false;
            };
            let distance = entry.distance.map(Kilometres::millionths);
            let same = close(distance, kept.session.distance_mm.and_then(signed));
            !taken.contains(index) && (same || alone && distance.is_none())
        });
        match found {
            Some(index) => {
                taken.insert(index);
                recorded.push((index, kept));
            }
            None => new.push(kept),
        }
    }
    (recorded, new)
}
