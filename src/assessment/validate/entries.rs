//! Entries of any kind: each with its day, none after the day of the question, no two of one kind on one day.

use super::faults::Faults;
use crate::assessment::{Dated, Day, Log, wire};

/// Entries in the order of the file, so that a fault names its place.
pub(super) type InFileOrder<T> = Option<Vec<T>>;

/// An entry that must have a day.
pub(super) trait Entry {
    /// Its day; `None` when it is faulty, which is reported elsewhere.
    fn day(&self) -> Option<Day>;

    /// Whether it tells nothing beside its day.
    ///
    /// Of treatments and runs none does: an empty list of them is a declaration.
    fn is_blank(&self) -> bool {
        false
    }

    /// Whether it tells nothing at all, as the entries of a starter do: then it needs no day.
    fn says_nothing(&self) -> bool {
        self.day().is_none() && self.is_blank()
    }
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

dated! { OtherTraining Sleep Run }

impl Entry for wire::Screening {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        let mut rest = self.clone();
        rest.note = None;
        rest.wells = rest.wells.filter(|wells| *wells != wire::Wells::default());
        let nothing = wire::Enthesitis::default();
        rest.enthesitis = rest.enthesitis.filter(|signs| *signs != nothing);
        let nobody = wire::Examination::default();
        rest.examined = rest.examined.filter(|examined| *examined != nobody);
        rest == Self::default()
    }
}

impl Entry for wire::Pain {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        let mut rest = self.clone();
        rest.note = None;
        rest == Self::default()
    }
}

impl Entry for wire::HeelRaise {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        let mut rest = self.clone();
        rest.note = None;
        for leg in [&mut rest.left, &mut rest.right] {
            *leg = leg
                .take()
                .filter(|leg| *leg != wire::HeelRaiseLeg::default());
        }
        rest == Self::default()
    }
}

impl Entry for wire::Hop {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        let mut rest = self.clone();
        rest.note = None;
        // Which test it would have been is said, and tells nothing of how it went.
        let named = rest.test.take().is_some();
        for leg in [&mut rest.left, &mut rest.right, &mut rest.both] {
            *leg = leg.take().filter(|leg| {
                let mut leg = leg.clone();
                let trials = leg.trials.take();
                let trials = trials.iter().flatten();
                leg != wire::HopLeg::default() || trials.flatten().count() > 0
            });
        }
        named && rest == Self::default()
    }
}

impl Entry for wire::Questionnaire {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        self.instrument.is_some() && self.score.is_none()
    }
}

impl Entry for wire::Observation {
    fn day(&self) -> Option<Day> {
        self.date
    }

    fn is_blank(&self) -> bool {
        let mut rest = self.clone();
        rest.note = None;
        let named = rest.measure.take().is_some();
        for side in [&mut rest.left, &mut rest.right] {
            *side = side
                .take()
                .filter(|side| *side != wire::ObservedSide::default());
        }
        named && rest == Self::default()
    }
}

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
pub(super) struct Place {
    pub(super) block: &'static str,
    pub(super) index: usize,
}

impl Place {
    pub(super) fn at(self, field: &str) -> String {
        format!("/{}/{}{field}", self.block, self.index)
    }
}

pub(super) struct PlacedEntry<'a, T> {
    pub(super) index: usize,
    pub(super) date: Day,
    pub(super) entry: &'a T,
}

pub(super) fn placed<T: Entry>(log: &InFileOrder<T>) -> impl Iterator<Item = PlacedEntry<'_, T>> {
    let entries = log.as_deref().unwrap_or_default().iter();
    entries.enumerate().filter_map(|(index, entry)| {
        Some(PlacedEntry {
            index,
            date: entry.day()?,
            entry,
        })
    })
}

pub(super) fn check_days<T: Entry>(
    block: &'static str,
    log: &InFileOrder<T>,
    as_of: Day,
    faults: &mut Faults,
) {
    let entries = log.as_deref().unwrap_or_default();
    let telling = entries.iter().enumerate();
    for (index, entry) in telling.filter(|(_, entry)| !entry.says_nothing()) {
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
pub(super) fn newest_first<T: Entry>(log: InFileOrder<T>) -> Log<T> {
    let entries = log?;
    // A list of nothing but such entries is no list; an empty one says that there was nothing.
    if !entries.is_empty() && entries.iter().all(Entry::says_nothing) {
        return None;
    }
    let mut dated = Vec::with_capacity(entries.len());
    for (place, entry) in (0_u32..).zip(entries) {
        if let Some(date) = entry.day() {
            dated.push(Dated { date, place, entry });
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

pub(super) fn not_after(path: impl FnOnce() -> String, date: Day, as_of: Day, faults: &mut Faults) {
    if date > as_of {
        faults.add_own(path(), |own| {
            let (date, as_of) = (own.of(&date), own.of(&as_of));
            format!("{date} lies after `as_of` {as_of}; leave it out or ask later")
        });
    }
}

pub(super) fn once<T: Entry, K: PartialEq>(
    block: &'static str,
    log: &InFileOrder<T>,
    key: impl Fn(&T) -> Option<K>,
    faults: &mut Faults,
) {
    let Some(entries) = log else { return };
    if differ(entries, &key) {
        return;
    }
    let mut order: Vec<PlacedEntry<'_, T>> = placed(log).collect();
    order.sort_by_key(|placed| (placed.date, placed.index));
    // The kinds of one day and where each was met last; they are few, whatever the entries are.
    let mut met: Vec<(K, usize)> = Vec::new();
    let mut day = None;
    for PlacedEntry { index, date, entry } in order {
        if day != Some(date) {
            day = Some(date);
            met.clear();
        }
        let Some(kind) = key(entry) else { continue };
        let Some((_, first)) = met.iter_mut().find(|(other, _)| *other == kind) else {
            met.push((kind, index));
            continue;
        };
        let first = std::mem::replace(first, index);
        faults.add_own(Place { block, index }.at(""), |own| {
            let date = own.of(&date);
            format!(
                "a second entry of the same kind on {date}; put it together with `/{block}/{first}`"
            )
        });
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

pub(super) fn check_kinds<T: Entry>(
    log: &InFileOrder<T>,
    name: &str,
    field: &str,
    known: impl Fn(&T) -> bool,
    faults: &mut Faults,
) {
    for PlacedEntry { index, entry, .. } in placed(log) {
        if !known(entry) {
            faults.add(
                format!("/{name}/{index}/{field}"),
                "missing; an entry must say what it is",
            );
        }
    }
}
