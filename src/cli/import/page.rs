//! What an import did, as a page: counts first, then what needs a hand.
//!
//! *Why are lists only counted?* What went well needs nobody, and an export of years has hundreds of recordings twice. `--all` lists them.

use std::collections::BTreeMap;

use super::report::{ImportOutcome, Report};
use crate::assessment::Day;
use crate::document::{
    Amount, Block, Document, Inline, Item, Section, Sentence, counted, sentences,
};
use crate::import::merge::{DropReason, DroppedRecording, KeptSession};
use crate::import::{Files, Note, Session, Sport};
use crate::quantity::{Exact, Toward};

sentences! {
    headline(new: Sentence, files: Sentence, outcome: Sentence) = "{new} from {files}: {outcome}.";
    printed() = "printed, and written nowhere";
    unchanged(file: Inline) = "{file} was not touched";
    not_begun(file: Inline) = "{file} was not begun";
    dry_run(file: Inline) = "{file} would change; a dry run writes nothing";
    written(file: Inline, backup: Inline) = "{file} is written, what it held is kept as {backup}";
    begun(file: Inline) = "{file} is begun";
    kept() = "Kept";
    of_sport(sessions: Sentence, distance: Sentence, days: Sentence, also: Sentence) = "{sessions}, {distance}, {days}{also}";
    no_distance() = "no distance";
    on_one_day(day: Day) = "on {day}";
    on_days(first: Day, last: Day) = "{first} to {last}";
    without_distance(count: String) = ", {count} without distance";
    merged() = "Merged, a pause of 30 minutes or less between";
    recordings(start: String, sport: &'static str, count: String, files: Inline) = "{start} {sport}, {count} recordings: {files}";
    already_by_hand() = "Already in the log by hand, now with what it lacked";
    entry_of(day: Day, sport: &'static str, files: Inline) = "{day} {sport}: {files}";
    same_again() = "Dropped, the same recording again";
    same_time() = "Dropped, at the same time as a fuller recording";
    already_there() = "Already in the log";
    before_since() = "Left out, before --since";
    after_as_of() = "Left out, after the day of the assessment; --as-of moves it on";
    undated() = "Left out, the day is not known";
    now_named() = "Already in the log as unknown, now with their sport";
    incomplete() = "Kept, but not in full";
    with_note(recording: Sentence, note: String) = "{recording}: {note}";
    all_called(sessions: Sentence, note: String) = "{sessions}: {note}";
    clock_found(ahead: String, runs: Sentence) = "The clock is {ahead} ahead of UTC: {runs} in both sources under that offset, and kept once.";
    clock_behind(ahead: String, runs: Sentence) = "The clock is {ahead} behind UTC: {runs} in both sources under that offset, and kept once.";
    zones() = "Clocks";
    sport_unknown(sessions: Sentence) = "{sessions} not say what it was, and counts as a run of unknown distance until you do: import again with --untyped run, walk, ride or other, or set `kind` of each.";
    any_breaks(runs: Sentence) = "Walking breaks in any of these? {runs} not say, and no watch can tell: until then none of them counts as running without a break. If there were none, import again with --walk-breaks no; else set `walk_breaks` of each.";
    complete_over_gaps(first: Day, sessions: Sentence) = "The log is declared complete from {first}; {sessions} in it that is not known in full, and is counted as a run of unknown distance where the distance is what is missing.";
    recording(start: String, sport: &'static str, file: Inline) = "{start} {sport}: {file}";
    as_file(recording: Sentence, file: Inline) = "{recording} (as {file})";
    because(what: Sentence, reason: String) = "{what}: {reason}";
    not_read() = "Not read, or not in full";
    also() = "Also";
    of_several(sessions: Sentence) = "{sessions} together from recordings with a pause of 30 minutes or less between.";
    gained(entries: Sentence) = "{entries} by hand gained what they lacked.";
    gained_sport(entries: Sentence) = "{entries} of unknown sport now with one.";
    again(recordings: Sentence) = "{recordings} the same again, or at the same time as a fuller one.";
    there_before(recordings: Sentence) = "{recordings} in the log already.";
    too_early(recordings: Sentence) = "{recordings} before --since.";
    too_late(recordings: Sentence) = "{recordings} after the day of the assessment; --as-of moves it on.";
    no_training(files: Sentence) = "{files} no training.";
    no_session(files: Sentence) = "{files} no session.";
    all_lists() = "--all lists them.";
    not_training() = "Not a training file";
    holds_no_session() = "Holds no session";
    and_more(count: String) = "and {count} more; --all lists them";
    only_you() = "What only you can fill in";
    unit_unknown(file: Inline) = "{file} does not tell whether its distances are kilometres or miles, so they are left out. Import it again with --units km or --units mi, whichever your account shows.";
    score_pain() = "A watch cannot know pain or a race: of each run that counts, score `pain_during` and `pain_next_morning`, and set `kind` to race or walk-run (with its `level`) where it was one. A later import keeps that.";
    say_complete() = "Nothing says from which day on the log is complete, so a day without a run is unknown and no rest day. If every run since a day is in it, say so with --complete-from.";
    no_local_time(sessions: Sentence) = "{sessions} no local time, so the day is that in UTC; --time-zone gives the local one.";
}

/// More lines than this of one kind are counted, not shown.
const MOST: usize = 10;

pub(super) fn document(report: &Report<'_>) -> Document {
    let mut page = Document {
        title: title(report),
        ..Document::default()
    };
    page.section(Section::new(kept(), by_sport(report)));
    let (files, all) = (report.files, report.all);
    let mut list = |heading: Sentence, lines: Vec<Sentence>| {
        page.section(Section::new(heading, Block::list(shown(lines, all))));
    };
    if all {
        let named = |files: &[String]| files.iter().map(|file| name(file).into()).collect();
        list(merged(), joined(report));
        list(already_by_hand(), recorded(report));
        list(now_named(), named_now(report));
        for (heading, lines) in dropped(report, |why| !is_undated(why)) {
            list(heading, lines);
        }
        list(not_training(), named(&files.not_training));
        list(holds_no_session(), named(&files.without_session));
    } else {
        list(also(), counts(report));
    }
    list(zones(), clocks(report));
    for (heading, lines) in dropped(report, is_undated) {
        list(heading, lines);
    }
    let failed = files.failed.iter();
    let failed = failed.map(|(file, reason)| because(name(file).into(), reason.clone()));
    list(incomplete(), with_notes(report));
    list(not_read(), failed.collect());
    list(only_you(), left_to_do(report));
    page
}

fn is_undated(why: &DropReason) -> bool {
    matches!(why, DropReason::Undated(_))
}

/// How many there are, the words for one and for more, and the sentence about them.
type Count = (
    usize,
    (&'static str, &'static str),
    fn(Sentence) -> Sentence,
);

/// How many sessions, recordings and files there were of each kind that needs nobody.
fn counts(report: &Report<'_>) -> Vec<Sentence> {
    let (merged, files) = (report.merged, report.files);
    let dropped = |is_of: fn(&DropReason) -> bool| {
        let dropped = merged.dropped.iter();
        dropped.filter(|dropped| is_of(&dropped.why)).count()
    };
    let is_again =
        |why: &DropReason| matches!(why, DropReason::Duplicate(_) | DropReason::Overlap(_));
    let counts: [Count; 9] = [
        (
            joined(report).len(),
            ("session is put", "sessions are put"),
            of_several,
        ),
        (merged.recorded.len(), ("entry", "entries"), gained),
        (merged.named.len(), ("entry", "entries"), gained_sport),
        (dropped(is_again), ("recording is", "recordings are"), again),
        (
            dropped(|why| *why == DropReason::AlreadyThere),
            ("recording is", "recordings are"),
            there_before,
        ),
        (
            dropped(|why| *why == DropReason::BeforeSince),
            ("recording is", "recordings are"),
            too_early,
        ),
        (
            dropped(|why| matches!(why, DropReason::AfterAsOf(_))),
            ("recording is", "recordings are"),
            too_late,
        ),
        (
            files.not_training.len(),
            ("file is", "files are"),
            no_training,
        ),
        (
            files.without_session.len(),
            ("file holds", "files hold"),
            no_session,
        ),
    ];
    let mut lines: Vec<Sentence> = counts
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, (one, many), sentence)| sentence(counted(count, one, many)))
        .collect();
    if !lines.is_empty() {
        lines.push(all_lists());
    }
    lines
}

/// The lines, as many as are worth reading unless all are wanted.
fn shown(mut lines: Vec<Sentence>, all: bool) -> Vec<Sentence> {
    // A line that counts one more takes as much room as that one.
    if !all && lines.len() > MOST.saturating_add(1) {
        let more = lines.len().saturating_sub(MOST);
        lines.truncate(MOST);
        lines.push(and_more(more.to_string()));
    }
    lines
}

fn name(file: &str) -> Inline {
    Inline::Name(file.to_owned())
}

fn names(files: &[String]) -> Inline {
    Inline::Name(files.join(" + "))
}

fn title(report: &Report<'_>) -> Sentence {
    let Files {
        read,
        without_session,
        not_training,
        failed,
        unit_unknown: _,
    } = report.files;
    let files = [read, without_session, not_training]
        .iter()
        .fold(failed.len(), |sum, files| sum.saturating_add(files.len()));
    let outcome = match report.done {
        ImportOutcome::Printed => printed(),
        ImportOutcome::Unchanged { file } => unchanged(name(file)),
        ImportOutcome::NotBegun { file } => not_begun(name(file)),
        ImportOutcome::DryRun { file } => dry_run(name(file)),
        ImportOutcome::Written {
            file,
            backup: Some(backup),
        } => written(name(file), name(backup)),
        ImportOutcome::Written { file, backup: None } => begun(name(file)),
    };
    headline(
        counted(report.merged.kept.len(), "new session", "new sessions"),
        counted(files, "file", "files"),
        outcome,
    )
}

fn by_sport(report: &Report<'_>) -> Vec<Block> {
    let mut by_sport: BTreeMap<Sport, Vec<&KeptSession>> = BTreeMap::new();
    for kept in &report.merged.kept {
        by_sport.entry(kept.session.sport).or_default().push(kept);
    }
    let entries = by_sport.into_iter().map(|(sport, sessions)| {
        let known = sessions.iter().filter_map(|kept| kept.session.distance_mm);
        let unknown = sessions.len().saturating_sub(known.clone().count());
        let days = sessions.iter().filter_map(|kept| kept.day());
        let days = match (days.clone().min(), days.max()) {
            (Some(first), Some(last)) if first == last => on_one_day(first),
            (Some(first), Some(last)) => on_days(first, last),
            (_, _) => Sentence::EMPTY,
        };
        let (distance, also) = if unknown == sessions.len() {
            (no_distance(), Sentence::EMPTY)
        } else {
            let also = (unknown > 0).then(|| without_distance(unknown.to_string()));
            (kilometres(known.fold(0, u64::saturating_add)), also.into())
        };
        let sessions = counted(sessions.len(), "session", "sessions");
        let words = of_sport(sessions, distance, days, also);
        (Sentence::from(sport.word()), Item::from(words))
    });
    let entries: Vec<(Sentence, Item)> = entries.collect();
    let entries = (!entries.is_empty()).then_some(Block::Entries(entries));
    entries.into_iter().collect()
}

fn kilometres(millimetres: u64) -> Sentence {
    let millimetres = i64::try_from(millimetres).unwrap_or(i64::MAX);
    Amount::kilometres(Exact::micro(millimetres), Toward::Down)
        .to(2)
        .into()
}

fn joined(report: &Report<'_>) -> Vec<Sentence> {
    let recorded = report.merged.recorded.iter().map(|(_, kept)| kept);
    let kept = report.merged.kept.iter().chain(recorded);
    let joined = kept.filter(|kept| kept.recordings > 1).map(|kept| {
        recordings(
            kept.session.start.to_string(),
            kept.session.sport.word(),
            kept.recordings.to_string(),
            names(&kept.sources),
        )
    });
    joined.collect()
}

fn recorded(report: &Report<'_>) -> Vec<Sentence> {
    let recorded = report.merged.recorded.iter();
    let entries = recorded.filter_map(|(index, kept)| {
        let entry = report.log.get(*index)?;
        let sport = entry.sport.word();
        Some(entry_of(entry.date, sport, names(&kept.sources)))
    });
    entries.collect()
}

/// What is not known of a session, or was left out of it, in words.
pub(super) fn note(note: &Note) -> String {
    match note {
        Note::Sport(word) if word.is_empty() => "it does not say what it was".to_owned(),
        Note::Sport(word) => format!("what it was is not known: it says `{word}`"),
        Note::LeftOut(what) => what.clone(),
    }
}

fn touched<'a>(report: &Report<'a>) -> impl Iterator<Item = &'a KeptSession> + Clone {
    let merged = report.merged;
    let of_log = merged.recorded.iter().chain(&merged.named);
    merged.kept.iter().chain(of_log.map(|(_, kept)| kept))
}

/// What is not known in full; a word for a sport that many sessions have is told once for all.
fn with_notes(report: &Report<'_>) -> Vec<Sentence> {
    let mut called: BTreeMap<&Note, usize> = BTreeMap::new();
    for note in touched(report).flat_map(|kept| &kept.session.notes) {
        if matches!(note, Note::Sport(_)) {
            let count = called.entry(note).or_default();
            *count = count.saturating_add(1);
        }
    }
    called.retain(|_, count| *count > 1 && !report.all);
    let called = &called;
    let of_many = called.iter().map(|(word, count)| {
        let sessions = counted(*count, "session", "sessions");
        all_called(sessions, note(word))
    });
    let noted = touched(report).flat_map(|kept| {
        let session = &kept.session;
        let what = move || {
            recording(
                session.start.to_string(),
                session.sport.word(),
                names(&kept.sources),
            )
        };
        let notes = session.notes.iter();
        notes
            .filter(move |one| !called.contains_key(one))
            .map(move |one| with_note(what(), note(one)))
    });
    of_many.chain(noted).collect()
}

fn named_now(report: &Report<'_>) -> Vec<Sentence> {
    let named = report.merged.named.iter().filter_map(|(_, kept)| {
        let sport = kept.session.sport.word();
        Some(entry_of(kept.day()?, sport, names(&kept.sources)))
    });
    named.collect()
}

fn clocks(report: &Report<'_>) -> Vec<Sentence> {
    let clocks = report.merged.clocks.iter().map(|(seconds, runs)| {
        let minutes = seconds.unsigned_abs().div_euclid(60);
        let ahead = format!("{}:{:02} h", minutes.div_euclid(60), minutes.rem_euclid(60));
        let runs = counted(*runs, "run stands", "runs stand");
        if *seconds < 0 {
            clock_behind(ahead, runs)
        } else {
            clock_found(ahead, runs)
        }
    });
    clocks.collect()
}

/// What was left out for one of these reasons, reason by reason.
fn dropped(
    report: &Report<'_>,
    is_of: impl Fn(&DropReason) -> bool,
) -> Vec<(Sentence, Vec<Sentence>)> {
    let mut by_reason: BTreeMap<u8, (Sentence, Vec<Sentence>)> = BTreeMap::new();
    let of_these = report.merged.dropped.iter();
    for DroppedRecording { why, session } in of_these.filter(|dropped| is_of(&dropped.why)) {
        let Session {
            start,
            sport,
            source,
            ..
        } = session;
        let what = recording(start.to_string(), sport.word(), name(source));
        let (rank, heading, line) = match why {
            DropReason::Duplicate(of) => (0, same_again(), as_file(what, name(of))),
            DropReason::Overlap(of) => (1, same_time(), as_file(what, name(of))),
            DropReason::AlreadyThere => (2, already_there(), what),
            DropReason::BeforeSince => (3, before_since(), what),
            DropReason::AfterAsOf(_) => (4, after_as_of(), what),
            DropReason::Undated(reason) => (5, undated(), because(what, (*reason).to_owned())),
        };
        let (_, lines) = by_reason.entry(rank).or_insert((heading, Vec::new()));
        lines.push(line);
    }
    by_reason.into_values().collect()
}

/// What only the runner can fill in.
pub(super) fn left_to_do(report: &Report<'_>) -> Vec<Sentence> {
    let of_unknown_unit = report.files.unit_unknown.iter();
    let mut left: Vec<Sentence> = of_unknown_unit
        .map(|file| unit_unknown(name(file)))
        .collect();
    let new = &report.merged.kept;
    let unknown = touched(report)
        .filter(|kept| kept.session.sport == Sport::Unknown)
        .count();
    if unknown > 0 {
        left.push(sport_unknown(counted(
            unknown,
            "session does",
            "sessions do",
        )));
    }
    let runs = touched(report)
        .filter(|kept| kept.session.sport == Sport::Running)
        .count();
    if report.walk_breaks.is_none() && runs > 0 {
        left.push(any_breaks(counted(
            runs,
            "imported run does",
            "imported runs do",
        )));
    }
    let partly = touched(report)
        .filter(|kept| !kept.session.notes.is_empty())
        .count();
    if let Some(from) = report.complete_from.filter(|_| partly > 0) {
        let sessions = counted(partly, "session is", "sessions are");
        left.push(complete_over_gaps(from, sessions));
    }
    if new.iter().any(|kept| kept.session.sport == Sport::Running) {
        left.push(score_pain());
    }
    if report.complete_from.is_none() && !new.is_empty() {
        left.push(say_complete());
    }
    let without_local_time = new
        .iter()
        .filter(|kept| !kept.session.start.has_local_day())
        .count();
    if without_local_time > 0 {
        let sessions = counted(without_local_time, "session carries", "sessions carry");
        left.push(no_local_time(sessions));
    }
    left
}
