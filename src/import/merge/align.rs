//! Clocks of which one tells the time on the wall and the other that of UTC: how far they lie apart, where the runs themselves tell it.
//!
//! *Why?* The same runs from two accounts, one of which writes local time and the other UTC, would stand in the log twice, and twice the
//! training is no honest base for a race. One offset under which several runs stand in both is proof. Fewer are none: then the zone is
//! asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, FARTHEST_ZONE, Session, Sport, close, signed, span, within, zones_apart};
use crate::assessment::Moment;
use crate::quantity::{Kilometres, Minutes};

/// So many runs under one offset are no chance.
const PROOF: usize = 3;
/// Clocks change by an hour between summer and winter.
const SUMMER: i64 = 3600;

#[derive(Clone, Copy)]
enum Place {
    Recording(usize),
    Log(usize),
}

struct Run<'a> {
    place: Place,
    start: Moment,
    sport: Sport,
    distance: i64,
    span: Option<i64>,
    sources: &'a [String],
}

/// A run by the clock on the wall and one by UTC that may be the same, and how far the one clock would be ahead.
struct Pair {
    wall: Place,
    wall_seconds: i64,
    instant: i64,
    offset: i64,
    /// Alike enough to be one whatever the offset is.
    is_sure: bool,
    /// Both stand in the log.
    is_old: bool,
}

/// Gives recordings and entries the clock that they lack where it is proved.
///
/// Returns the offsets found, each with the number of runs that stand in both, and how many runs may be twice where nothing is proved.
pub(super) fn align(sessions: &mut [Session], log: &mut [Entry]) -> (Vec<(i64, usize)>, usize) {
    let pairs = pairs(sessions, log);
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in &pairs {
        let count = counts.entry(pair.offset).or_default();
        *count = count.saturating_add(1);
    }
    let best = counts.iter().max_by_key(|(_, count)| **count);
    let Some((best, most)) = best.map(|(offset, count)| (*offset, *count)) else {
        return (Vec::new(), 0);
    };
    let is_proved = |offset: i64| [0, SUMMER].contains(&offset.saturating_sub(best).abs());
    let has_rival = counts
        .iter()
        .any(|(offset, count)| !is_proved(*offset) && count.saturating_mul(2) > most);
    if most < PROOF || has_rival {
        let open: BTreeSet<i64> = pairs
            .iter()
            .filter(|pair| !pair.is_sure && !pair.is_old)
            .map(|pair| pair.wall_seconds)
            .collect();
        return (Vec::new(), open.len());
    }
    let mut found: BTreeMap<i64, usize> = BTreeMap::new();
    let (mut walls, mut instants) = (BTreeSet::new(), BTreeSet::new());
    let (of_best, of_others): (Vec<&Pair>, Vec<&Pair>) = pairs
        .iter()
        .filter(|pair| is_proved(pair.offset))
        .partition(|pair| pair.offset == best);
    for pair in of_best.into_iter().chain(of_others) {
        if walls.contains(&pair.wall_seconds) || instants.contains(&pair.instant) {
            continue;
        }
        walls.insert(pair.wall_seconds);
        instants.insert(pair.instant);
        let count = found.entry(pair.offset).or_default();
        *count = count.saturating_add(1);
        let start = Moment::at(
            pair.wall_seconds.saturating_sub(pair.offset),
            i32::try_from(pair.offset).ok(),
        );
        match pair.wall {
            Place::Recording(index) => {
                if let Some(session) = sessions.get_mut(index) {
                    session.start = start.into();
                }
            }
            Place::Log(index) => {
                if let Some(entry) = log.get_mut(index) {
                    entry.start = Some(start);
                }
            }
        }
    }
    (found.into_iter().collect(), 0)
}

fn pairs(sessions: &[Session], log: &[Entry]) -> Vec<Pair> {
    let recorded = sessions.iter().enumerate().filter_map(|(index, session)| {
        Some(Run {
            place: Place::Recording(index),
            start: session.start.moment()?,
            sport: session.sport,
            distance: session.distance_mm.and_then(signed)?,
            span: span(session),
            sources: std::slice::from_ref(&session.source),
        })
    });
    let logged = log.iter().enumerate().filter_map(|(index, entry)| {
        Some(Run {
            place: Place::Log(index),
            start: entry.start?,
            sport: entry.sport,
            distance: entry.distance.map(Kilometres::millionths)?,
            span: entry.elapsed.max(entry.duration).map(Minutes::millionths),
            sources: &entry.sources,
        })
    });
    let (mut walls, mut instants) = (Vec::new(), BTreeMap::<i64, Vec<Run<'_>>>::new());
    for run in recorded.chain(logged) {
        match (run.start.instant(), run.start.wall()) {
            (Some(instant), None) => instants.entry(instant).or_default().push(run),
            (None, Some(wall)) => walls.push((wall, run)),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    let mut pairs = Vec::new();
    for (wall_seconds, wall) in walls {
        let near =
            wall_seconds.saturating_sub(FARTHEST_ZONE)..=wall_seconds.saturating_add(FARTHEST_ZONE);
        for (instant, other) in instants
            .range(near)
            .flat_map(|(instant, runs)| runs.iter().map(move |run| (*instant, run)))
        {
            let alike =
                wall.sport == other.sport || [wall.sport, other.sport].contains(&Sport::Unknown);
            let one_file = wall.sources == other.sources;
            if !alike
                || one_file
                || !zones_apart(wall.start.into(), other.start.into())
                || !within(Some(wall.distance), Some(other.distance), 2)
            {
                continue;
            }
            let apart = wall_seconds.saturating_sub(instant);
            let quarters = apart.saturating_add(450).div_euclid(900);
            pairs.push(Pair {
                wall: wall.place,
                wall_seconds,
                instant,
                offset: quarters.saturating_mul(900),
                is_sure: close(Some(wall.distance), Some(other.distance))
                    && close(wall.span, other.span),
                is_old: matches!((wall.place, other.place), (Place::Log(_), Place::Log(_))),
            });
        }
    }
    pairs
}
