//! From recordings to sessions: what is kept, what is one session in two recordings, what is dropped, and why.
//!
//! The result depends on the set of recordings and on the log so far, never on the order of files nor on which file held what.
//!
//! *Why may nothing there change?* What stands in the log was perhaps corrected by the runner, and pain was scored on it. An entry
//! gains what it lacks and keeps all that it says.
//!
//! *What is not recognised?* A session joined from several recordings of unknown zone, when one of them is imported once more on its
//! own, from another file that knows only the clock on the wall. The log does not tell that part's length, so it is kept as new.

mod align;
mod days;
mod log;

use std::collections::BTreeMap;

use self::align::align;
pub use self::log::Entry;
use self::log::{StartedEntries, recognise};
use super::steps::hundredths;
use super::{Ground, Note, Session, Sport, Start};
use crate::assessment::{Day, FULL_DAY, is_slower_than_walking, longer_needed};
use crate::quantity::{Kilometres, Minutes};

/// Two recordings that begin within so many seconds of each other can be one.
const SAME_START: i64 = 60;
/// Recordings that overlap by more than so many seconds are one session recorded twice.
const OVERLAP: i64 = 60;
/// A pause of up to so many seconds between two recordings is within one session.
const PAUSE: i64 = 30 * 60;
/// No zone lies farther from UTC than so many seconds.
const FARTHEST_ZONE: i64 = 14 * 3600;
/// 2000-01-01T00:00:00Z. Watches whose clock was never set begin in 1989 or 1970.
const EARLIEST: i64 = 946_684_800;

/// What to leave out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    /// Sessions before this day.
    pub since: Option<Day>,
    /// Sessions after this day, of which the assessment does not speak.
    pub as_of: Option<Day>,
}

/// Why a recording adds nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DropReason {
    /// It stands in the log already.
    AlreadyThere,
    /// The same recording as in this file, which says more.
    Duplicate(String),
    /// It overlaps with the longer recording of this file.
    Overlap(String),
    /// It lies before the first day asked for.
    BeforeSince,
    /// It lies after the day the assessment speaks of.
    AfterAsOf(Day),
    /// Its day is not known.
    Undated(&'static str),
}

/// A recording that adds nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DroppedRecording {
    /// Why.
    pub why: DropReason,
    /// The recording.
    pub session: Session,
}

/// A session as it goes into the log: one recording, or several with short pauses between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Its figures; those that one of the recordings lacks are not known.
    pub session: Session,
    /// The files of all recordings, in order of time.
    pub sources: Vec<String>,
    /// How many recordings it is.
    pub recordings: usize,
}

/// What came of the recordings.
#[derive(Clone, Debug, Default)]
pub struct MergeResult {
    /// Sessions that are new, in order of time.
    pub kept: Vec<KeptSession>,
    /// Entries of the log, by index, that a session is the recording of; they gain what they lack.
    pub recorded: Vec<(usize, KeptSession)>,
    /// Entries of unknown sport, by index, whose recording now says what they were.
    pub named: Vec<(usize, KeptSession)>,
    /// Recordings that add nothing, in order of reason, then of time.
    pub dropped: Vec<DroppedRecording>,
    /// How far clocks on the wall were found to be ahead of UTC, in seconds, and by how many runs that stand in both.
    pub clocks: Vec<(i64, usize)>,
    /// Runs that may be the same ones, told by clocks of which nothing says how far they lie apart.
    pub perhaps_twice: usize,
}

impl MergeResult {
    /// Whether something that was kept is not known in full, or something could not be kept because its day is not known.
    #[must_use]
    pub fn needs_a_hand(&self) -> bool {
        let of_log = self
            .recorded
            .iter()
            .chain(&self.named)
            .map(|(_, kept)| kept);
        self.kept
            .iter()
            .chain(of_log)
            .any(|kept| !kept.session.notes.is_empty())
            || self
                .dropped
                .iter()
                .any(|dropped| matches!(dropped.why, DropReason::Undated(_)))
    }
}

/// Sorts recordings into sessions, beside a log.
#[must_use]
pub fn merge(recordings: Vec<Session>, log: &[Entry], window: Window) -> MergeResult {
    let mut merged = MergeResult::default();
    let mut possible = Vec::with_capacity(recordings.len());
    for session in recordings {
        match refused(&session, window) {
            Some(why) => merged.dropped.push(DroppedRecording { why, session }),
            None => possible.push(as_far_as_possible(session)),
        }
    }
    let mut log = log.to_vec();
    (merged.clocks, merged.perhaps_twice) = align(&mut possible, &mut log);
    let (timed, of_days): (Vec<_>, Vec<_>) = possible
        .into_iter()
        .partition(|session| session.start.moment().is_some());
    let (single, needless) = once(&timed);
    merged.dropped.extend(needless);
    let by_day = StartedEntries::of(&log);
    let (there, new): (Vec<_>, Vec<_>) = single
        .into_iter()
        .partition(|session| by_day.covers(session));
    let (named, there) = by_day.named(there);
    let (measured, there) = by_day.measured(there);
    merged
        .dropped
        .extend(there.into_iter().map(|session| DroppedRecording {
            why: DropReason::AlreadyThere,
            session,
        }));
    let joined = join(new)
        .into_iter()
        .map(|kept| KeptSession {
            session: as_far_as_possible(kept.session),
            ..kept
        })
        .collect();
    (merged.recorded, merged.kept) = recognise(joined, &log);
    merged.recorded.extend(measured);
    merged.named = named;
    days::add(of_days, &log, &mut merged);
    merged.recorded.sort_by_key(|(index, _)| *index);
    merged.named.sort_by_key(|(index, _)| *index);
    merged.dropped.sort();
    merged
}

fn refused(session: &Session, window: Window) -> Option<DropReason> {
    let (Some(day), EARLIEST..) = (session.start.day(), raw(session.start)) else {
        let reason = "dated before 2000: the clock of the watch was not set";
        return Some(DropReason::Undated(reason));
    };
    if window.since.is_some_and(|since| day < since) {
        return Some(DropReason::BeforeSince);
    }
    window
        .as_of
        .filter(|as_of| day > *as_of)
        .map(DropReason::AfterAsOf)
}

/// A session without the figures that cannot have been so.
///
/// *Why is it kept?* A run that is dropped becomes a day of rest, and days of rest let people run.
fn as_far_as_possible(mut session: Session) -> Session {
    let distance = |session: &Session| session.distance_mm.and_then(kilometres);
    if session.distance_mm.is_some() && distance(&session).is_none() {
        session.distance_mm = None;
        session.left_out("a distance of more than 1000 km");
    }
    let is_told = session
        .notes
        .iter()
        .any(|note| matches!(note, Note::LeftOut(_)));
    if session.distance_mm.is_none() && span_ms(&session).is_none() && !is_told {
        session.left_out("neither distance nor duration");
    }
    let is_too_long = |span: Option<u64>, most: i64| {
        span.is_some_and(|span| minutes(span).is_none_or(|span| span.millionths() > most))
    };
    if is_too_long(session.elapsed_ms, i64::MAX) {
        session.elapsed_ms = None;
        session.left_out("longer than 6000 minutes");
    }
    if is_too_long(session.moving_ms, FULL_DAY) {
        session.moving_ms = None;
        session.left_out("more than 24 hours in motion");
    }
    // The log would be refused with it, and nothing tells which of the two is wrong.
    let time = session.moving_ms.or(session.elapsed_ms).and_then(minutes);
    let too_fast = distance(&session)
        .zip(time)
        .and_then(|(distance, time)| longer_needed(distance, time));
    if session.sport.may_be_on_foot() && too_fast.is_some() {
        session.left_out(format!(
            "{} km in {} minutes, faster than any person ever ran",
            hundredths(session.distance_mm.unwrap_or(0)),
            session
                .moving_ms
                .or(session.elapsed_ms)
                .unwrap_or(0)
                .div_euclid(60_000)
        ));
        session.distance_mm = None;
        session.moving_ms = None;
        // The time from the first second to the last stays: by it a second recording of the same hour is known again.
    }
    // A distance that hardly grew while the runner ran was not measured.
    let crawled = distance(&session)
        .zip(session.moving_ms.and_then(minutes))
        .filter(|(distance, minutes)| is_slower_than_walking(*distance, *minutes));
    if session.sport == Sport::Running && crawled.is_some() {
        session.left_out(format!(
            "{} km in {} minutes, slower than any walk",
            hundredths(session.distance_mm.unwrap_or(0)),
            session.moving_ms.unwrap_or(0).div_euclid(60_000)
        ));
        session.distance_mm = None;
    }
    session
}

/// Kilometres of so many millimetres, exactly; `None` beyond what an assessment takes.
#[must_use]
pub fn kilometres(millimetres: u64) -> Option<Kilometres> {
    Kilometres::new(i64::try_from(millimetres).ok()?).ok()
}

/// Minutes of so many milliseconds, to a thousandth of a minute; `None` beyond what an assessment takes.
#[must_use]
pub fn minutes(milliseconds: u64) -> Option<Minutes> {
    Minutes::new(minutes_of(milliseconds)?).ok()
}

fn minutes_of(milliseconds: u64) -> Option<i64> {
    let thousandths = milliseconds.saturating_add(30).div_euclid(60);
    signed(thousandths)?.checked_mul(1000)
}

fn signed(number: u64) -> Option<i64> {
    i64::try_from(number).ok()
}

fn seconds_of(minutes: i64) -> i64 {
    minutes.saturating_mul(60).div_euclid(1_000_000)
}

/// From the first moment to the last; never shorter than the time in motion.
fn span_ms(session: &Session) -> Option<u64> {
    session.elapsed_ms.max(session.moving_ms)
}

/// The same in millionths of a minute, as the log will have it: so that a recording compares with its entry as with itself.
fn span(session: &Session) -> Option<i64> {
    span_ms(session).and_then(minutes_of)
}

/// Seconds from one start to the other, where both clocks can be compared.
fn seconds_between(from: Start, to: Start) -> Option<i64> {
    let instants = from.instant().zip(to.instant());
    let (from, to) = instants.or_else(|| from.wall().zip(to.wall()))?;
    Some(to.saturating_sub(from))
}

/// Whether a clock on the wall and an instant of unknown offset can be the same start: zones lie quarters of an hour apart.
fn zones_apart(one: Start, other: Start) -> bool {
    if one.moment().is_none() || other.moment().is_none() {
        return false;
    }
    let apart = raw(one).saturating_sub(raw(other));
    let over = apart.rem_euclid(900);
    apart.abs() <= FARTHEST_ZONE && over.min(900_i64.saturating_sub(over)) <= SAME_START
}

/// Seconds of the instant, or of the clock on the wall where there is no other; of a day, its first.
fn raw(start: Start) -> i64 {
    match start {
        Start::At(moment) => moment.instant().or_else(|| moment.wall()).unwrap_or(0),
        Start::On(day) => i64::from(day.since(Day::EPOCH)).saturating_mul(24 * 3600),
    }
}

/// Whether two figures are known and the same within a hundredth.
fn close(one: Option<i64>, other: Option<i64>) -> bool {
    within(one, other, 1)
}

/// The same within so many hundredths.
fn within(one: Option<i64>, other: Option<i64>, hundredths: u64) -> bool {
    one.zip(other).is_some_and(|(one, other)| {
        let most = one.max(other);
        u64::try_from(most).is_ok_and(|most| {
            one.abs_diff(other).saturating_mul(100) <= most.saturating_mul(hundredths)
        })
    })
}

/// The best recording first. A total order of the recordings themselves, so that no file's place decides.
fn richer_first(one: &Session, other: &Session) -> std::cmp::Ordering {
    let clocks = |session: &Session| {
        (
            session.start.instant().is_some() && session.start.wall().is_some(),
            session.distance_mm.is_some(),
            session.samples,
            session.moving_ms.is_some(),
            session.ground.is_some(),
            session.start.instant().is_some(),
        )
    };
    clocks(other).cmp(&clocks(one)).then_with(|| one.cmp(other))
}

/// How little a recording says of its sport: one that says less yields to one that says more.
const fn vagueness(sport: Sport) -> u8 {
    match sport {
        Sport::Running
        | Sport::Walking
        | Sport::Cycling
        | Sport::Swimming
        | Sport::AquaRunning
        | Sport::Strength => 0,
        Sport::Other => 1,
        Sport::Unknown => 2,
    }
}

/// Each session once, whatever names it.
///
/// *Why does one that names no sport yield?* Apple's export holds each outdoor run twice: as a workout, and as a route of no sport.
/// Nobody does two things at once.
fn once(sessions: &[Session]) -> (Vec<Session>, Vec<DroppedRecording>) {
    let mut kept: Vec<Session> = Vec::new();
    let mut dropped = Vec::new();
    for vague in 0..=2 {
        let is_of_these = |session: &Session| vagueness(session.sport) == vague;
        let these = sessions
            .iter()
            .filter(|session| is_of_these(session))
            .cloned()
            .collect();
        let same_time = |kept: &Session, session: &Session| {
            (vagueness(kept.sport) < vague)
                .then(|| duplicate(kept, session).or_else(|| overlap(kept, session)))
                .flatten()
        };
        // First beside those that say more: what yields to them must not have made another of its own kind needless.
        let (all, needless) = sift(kept, these, |_| (), same_time);
        let (these, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_of_these);
        let (these, again) = single(these);
        kept = others;
        kept.extend(these);
        dropped.extend(needless);
        dropped.extend(again);
    }
    (kept, dropped)
}

/// Each session of one sport once: of equal recordings the richest, of overlapping ones the longest.
fn single(mut sessions: Vec<Session>) -> (Vec<Session>, Vec<DroppedRecording>) {
    sessions.sort_by(richer_first);
    let of_sport = |session: &Session| Some(session.sport);
    let (mut richest, equal) = sift(Vec::new(), sessions, of_sport, duplicate);
    richest.sort_by(|one, other| {
        span(other)
            .cmp(&span(one))
            .then_with(|| richer_first(one, other))
    });
    let (longest, overlapping) = sift(Vec::new(), richest, of_sport, overlap);
    // What was dropped for a recording that was itself dropped is asked again: only one that is kept makes another needless.
    let mut again: Vec<Session> = equal
        .into_iter()
        .chain(overlapping)
        .map(|dropped| dropped.session)
        .collect();
    again.sort_by(richer_first);
    sift(longest, again, of_sport, |kept, session| {
        duplicate(kept, session).or_else(|| overlap(kept, session))
    })
}

fn duplicate(kept: &Session, session: &Session) -> Option<DropReason> {
    let distance = |session: &Session| session.distance_mm.and_then(signed);
    let same_distance = close(distance(kept), distance(session));
    let same = match seconds_between(kept.start, session.start) {
        Some(apart) => {
            // A recording that lacks a figure can still be the same; of two that have lengths, their overlap decides.
            let lengths = span(kept).is_some() && span(session).is_some();
            let distances = distance(kept).is_some() && distance(session).is_some();
            apart.abs() <= SAME_START && (same_distance || !distances && !lengths)
        }
        None => {
            zones_apart(kept.start, session.start)
                && same_distance
                && close(span(kept), span(session))
        }
    };
    same.then(|| DropReason::Duplicate(kept.source.clone()))
}

fn overlap(kept: &Session, session: &Session) -> Option<DropReason> {
    let after = seconds_between(kept.start, session.start)?;
    let end = seconds_of(span(kept)?);
    let other_end = after.saturating_add(seconds_of(span(session)?));
    let overlap = end.min(other_end).saturating_sub(after.max(0));
    (overlap > OVERLAP).then(|| DropReason::Overlap(kept.source.clone()))
}

/// Keeps, in the order given, each recording that none kept before makes needless; only those of one kind are compared.
fn sift<K: Ord + Copy>(
    first: Vec<Session>,
    then: Vec<Session>,
    kind: impl Fn(&Session) -> K,
    needless: impl Fn(&Session, &Session) -> Option<DropReason>,
) -> (Vec<Session>, Vec<DroppedRecording>) {
    // No recording is longer than what `as_far_as_possible` lets pass, and a clock on the wall may differ from the instant by a zone.
    const REACH: i64 = 6000 * 60 + 2 * FARTHEST_ZONE;
    let mut kept: BTreeMap<(K, i64), Vec<Session>> = BTreeMap::new();
    for session in first {
        let place = (kind(&session), raw(session.start));
        kept.entry(place).or_default().push(session);
    }
    let mut dropped = Vec::new();
    for session in then {
        let (kind, at) = (kind(&session), raw(session.start));
        let near = (kind, at.saturating_sub(REACH))..=(kind, at.saturating_add(REACH));
        let why = kept
            .range(near)
            .flat_map(|(_, kept)| kept)
            .find_map(|kept| needless(kept, &session));
        match why {
            Some(why) => dropped.push(DroppedRecording { why, session }),
            None => kept.entry((kind, at)).or_default().push(session),
        }
    }
    (kept.into_values().flatten().collect(), dropped)
}

/// Joins recordings of one sport with short pauses between them.
fn join(mut sessions: Vec<Session>) -> Vec<KeptSession> {
    sessions.sort_by(|one, other| {
        (one.sport, raw(one.start), one).cmp(&(other.sport, raw(other.start), other))
    });
    let mut joined: Vec<KeptSession> = Vec::with_capacity(sessions.len());
    for session in sessions {
        if let Some(last) = joined.last_mut()
            && let Some(span) = pause_ends(&last.session, &session)
        {
            last.add(session, span);
            continue;
        }
        joined.push(KeptSession {
            sources: vec![session.source.clone()],
            recordings: 1,
            session,
        });
    }
    joined.sort_by(|one, other| {
        (raw(one.session.start), &one.session).cmp(&(raw(other.session.start), &other.session))
    });
    joined
}

/// Where the second belongs to the first, from the start of the one to the end of the other, in milliseconds.
///
/// A recording of unknown length belongs to none: nobody knows when its pause began.
fn pause_ends(first: &Session, second: &Session) -> Option<u64> {
    let after = seconds_between(first.start, second.start)?;
    let pause = after.saturating_sub(seconds_of(span(first)?));
    let end = u64::try_from(after)
        .ok()?
        .saturating_mul(1000)
        .saturating_add(span_ms(second)?);
    (first.sport == second.sport && pause <= PAUSE).then(|| end.max(span_ms(first).unwrap_or(0)))
}

impl KeptSession {
    fn add(&mut self, session: Session, span: u64) {
        let sum = |one: Option<u64>, other: Option<u64>| Some(one?.saturating_add(other?));
        let Session {
            start: _,
            sport: _,
            ground,
            distance_mm,
            moving_ms,
            elapsed_ms: _,
            samples,
            source,
            notes,
        } = session;
        let so_far = &mut self.session;
        so_far.ground = so_far.ground.filter(|known| Some(*known) == ground);
        so_far.distance_mm = sum(so_far.distance_mm, distance_mm);
        so_far.moving_ms = sum(so_far.moving_ms, moving_ms);
        so_far.elapsed_ms = Some(span);
        so_far.samples = so_far.samples.saturating_add(samples);
        so_far.notes.extend(notes);
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self.recordings = self.recordings.saturating_add(1);
    }

    /// The local day, or that in UTC where no local clock is known.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.session.start.day()
    }

    /// Where it was run, where all recordings say the same.
    #[must_use]
    pub const fn ground(&self) -> Option<Ground> {
        self.session.ground
    }
}
