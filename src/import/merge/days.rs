//! Sessions of which only the day is known, as a list kept by hand has them: which of them are there already.
//!
//! *Why by distance or time, and each but once?* Nothing else tells two runs of one day apart. A row is a session that is there where
//! both tell one distance (to 2 %) or, where one tells none, one time; and two rows are never one, unless they stand in two lists.

use std::collections::BTreeMap;

use super::log::Entry;
use super::{DropReason, DroppedRecording, KeptSession, MergeResult, raw, signed, span, within};
use crate::assessment::Day;
use crate::import::{Session, Sport};
use crate::quantity::{Kilometres, Minutes};

/// A session that a row may be.
struct Candidate {
    place: Place,
    sport: Sport,
    distance: Option<i64>,
    time: Option<i64>,
    sources: Vec<String>,
    is_taken: bool,
}

#[derive(Clone, Copy)]
enum Place {
    /// An entry of the log.
    Log(usize),
    /// One that this import adds.
    New,
}

/// How sure it is that a row is a candidate, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    SameRow,
    SameDistance,
    SameTime,
    OnlyOne,
}

/// Adds sessions of which only the day is known to what came of the others.
pub(super) fn add(sessions: Vec<Session>, log: &[Entry], merged: &mut MergeResult) {
    let mut by_day: BTreeMap<Day, (Vec<Candidate>, Vec<Session>)> = BTreeMap::new();
    for session in sessions {
        if let Some(day) = session.start.day() {
            by_day.entry(day).or_default().1.push(session);
        }
    }
    for (index, entry) in log.iter().enumerate() {
        if let Some((candidates, _)) = by_day.get_mut(&entry.date) {
            candidates.push(Candidate::logged(index, entry));
        }
    }
    for kept in &merged.kept {
        if let Some((candidates, _)) = kept.day().and_then(|day| by_day.get_mut(&day)) {
            candidates.push(Candidate::kept(kept));
        }
    }
    for (mut candidates, mut sessions) in by_day.into_values() {
        // What a row is must not depend on where it stands.
        sessions.sort();
        let is_alone = sessions.len() == 1 && candidates.len() == 1;
        for session in sessions {
            add_one(session, &mut candidates, is_alone, log, merged);
        }
    }
    merged.kept.sort_by(|one, other| {
        (raw(one.session.start), &one.session).cmp(&(raw(other.session.start), &other.session))
    });
}

fn add_one(
    session: Session,
    candidates: &mut Vec<Candidate>,
    is_alone: bool,
    log: &[Entry],
    merged: &mut MergeResult,
) {
    let best = candidates
        .iter_mut()
        .filter(|candidate| !candidate.is_taken)
        .filter_map(|candidate| Some((candidate.likeness(&session, is_alone)?, candidate)))
        .min_by_key(|(likeness, _)| *likeness);
    let Some((_, candidate)) = best else {
        let kept = KeptSession {
            sources: vec![session.source.clone()],
            recordings: 1,
            session,
        };
        candidates.push(Candidate::kept(&kept));
        merged.kept.push(kept);
        return;
    };
    candidate.is_taken = true;
    let of = candidate.sources.first().cloned().unwrap_or_default();
    let entry = match candidate.place {
        Place::Log(index) => log.get(index).map(|entry| (index, entry)),
        Place::New => None,
    };
    let Some((index, entry)) = entry else {
        let why = DropReason::Duplicate(of);
        return merged.dropped.push(DroppedRecording { why, session });
    };
    let is_named = entry.sport == Sport::Unknown && session.sport != Sport::Unknown;
    let adds_distance = entry.distance.is_none() && session.distance_mm.is_some();
    let adds_time = entry.duration.is_none() && session.moving_ms.is_some();
    if is_named || entry.sport != Sport::Unknown && (adds_distance || adds_time) {
        let kept = KeptSession {
            sources: vec![session.source.clone()],
            recordings: 1,
            session,
        };
        let list = if is_named {
            &mut merged.named
        } else {
            &mut merged.recorded
        };
        return list.push((index, kept));
    }
    let why = DropReason::AlreadyThere;
    merged.dropped.push(DroppedRecording { why, session });
}

impl Candidate {
    fn logged(index: usize, entry: &Entry) -> Self {
        Self {
            place: Place::Log(index),
            sport: entry.sport,
            distance: entry.distance.map(Kilometres::millionths),
            time: entry.duration.map(Minutes::millionths),
            sources: entry.sources.clone(),
            is_taken: false,
        }
    }

    fn kept(kept: &KeptSession) -> Self {
        Self {
            place: Place::New,
            sport: kept.session.sport,
            distance: kept.session.distance_mm.and_then(signed),
            time: span(&kept.session),
            sources: kept.sources.clone(),
            is_taken: false,
        }
    }

    /// How this may be that row; `None` where it is not.
    fn likeness(&self, row: &Session, is_alone: bool) -> Option<(Likeness, u64)> {
        let (distance, time) = (row.distance_mm.and_then(signed), span(row));
        let of_same_list = self.sources.contains(&row.source);
        let alike = self.sport == row.sport || [self.sport, row.sport].contains(&Sport::Unknown);
        let apart = |one: Option<i64>, other: Option<i64>| {
            one.zip(other)
                .map_or(u64::MAX, |(one, other)| one.abs_diff(other))
        };
        let either_unknown = self.distance.is_none() || distance.is_none();
        match self.place {
            // Two rows of one list are two.
            Place::New if of_same_list => None,
            Place::Log(_) if of_same_list => {
                let same = |one: Option<i64>, other: Option<i64>| {
                    one.is_none() || other.is_none() || within(one, other, 1)
                };
                let is_same = same(self.distance, distance) && same(self.time, time);
                is_same.then(|| (Likeness::SameRow, apart(self.distance, distance)))
            }
            _ if !alike => None,
            _ if within(self.distance, distance, 2) => {
                Some((Likeness::SameDistance, apart(self.distance, distance)))
            }
            _ if either_unknown && within(self.time, time, 2) => {
                Some((Likeness::SameTime, apart(self.time, time)))
            }
            Place::Log(_) if is_alone && self.distance.is_none() && self.sources.is_empty() => {
                Some((Likeness::OnlyOne, 0))
            }
            Place::Log(_) | Place::New => None,
        }
    }
}
