//! Sessions into the text of an assessment. Every byte that is not about them stays as it was.
//!
//! *Why text and not a tree?* The file is the runner's: its order, its spacing and its notes are theirs, and a difference between two
//! versions should show the new runs and nothing else. So entries are put between entries, and fields into the entries that lack them.
//!
//! Distances are written to the millimetre (six decimals of a kilometre), times to a thousandth of a minute; zeros at the end are left
//! out. New entries stand one a line, where their date puts them: newest first if the file has it so, else newest last; in a list that
//! is in no order they are added at its end.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

use super::merge::{Entry, KeptSession, MergeResult, kilometres, minutes};
use super::{Ground, Session, Sport};
use crate::assessment::{Assessment, Day, Fault, InputError, Moment, is_slower_than_walking, wire};
use crate::quantity::{Kilometres, Minutes, Toward};

/// A list of the assessment that sessions go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Block {
    Runs,
    OtherTraining,
}

impl Block {
    const ALL: [Self; 2] = [Self::Runs, Self::OtherTraining];

    const fn key(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::OtherTraining => "other_training",
        }
    }

    const fn duration_key(self) -> &'static str {
        match self {
            Self::Runs => "duration_min",
            Self::OtherTraining => "minutes",
        }
    }

    const fn of(sport: Sport) -> Self {
        match sport {
            // What may have been a run counts as one at its worst.
            Sport::Running | Sport::Walking | Sport::Unknown => Self::Runs,
            Sport::Cycling
            | Sport::Swimming
            | Sport::AquaRunning
            | Sport::Strength
            | Sport::Other => Self::OtherTraining,
        }
    }
}

/// An assessment as text, sound, with its log.
#[derive(Debug)]
pub struct Target {
    text: String,
    as_of: Day,
    log_complete_from: Option<Day>,
    log: Vec<Entry>,
    slots: Vec<Slot>,
    /// Top-level values by key.
    values: BTreeMap<String, Range<usize>>,
}

/// Where an entry of the log stands in the text.
#[derive(Debug)]
struct Slot {
    block: Block,
    place: Range<usize>,
    fields: BTreeMap<String, Range<usize>>,
    /// Minutes run of a walk-run, which its duration may not fall below.
    run_min: Option<Minutes>,
}

impl Slot {
    /// Whether it says nothing that an import does not write of a session of unknown sport.
    fn is_as_imported(&self) -> bool {
        const WRITTEN: [&str; 5] = ["date", "kind", "start", "elapsed_min", "sources"];
        self.fields
            .keys()
            .all(|field| WRITTEN.contains(&field.as_str()))
    }
}

/// What the person who imports says of the log.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// The day that the assessment moves on to.
    pub as_of: Option<Day>,
    /// The day from which on every run is in the log.
    pub log_complete_from: Option<Day>,
    /// Whether there were walking breaks in imported runs that do not say so.
    pub walk_breaks: Option<bool>,
}

impl Target {
    /// The assessment in a file.
    ///
    /// # Errors
    /// Every fault of the record; a faulty file is not written to.
    pub fn read(text: String) -> Result<Self, InputError> {
        let assessment = Assessment::from_json(&text)?;
        let mut target = Self {
            as_of: assessment.as_of,
            log_complete_from: assessment.log_complete_from,
            log: Vec::new(),
            slots: Vec::new(),
            values: BTreeMap::new(),
            text: String::new(),
        };
        target.find_entries(&text).map_err(|error| InputError {
            id: assessment.id.clone(),
            faults: vec![Fault::new("", error.to_string(), error.to_string())],
        })?;
        target.text = text;
        Ok(target)
    }

    /// An assessment of which only the day is known.
    ///
    /// # Errors
    /// None that tests do not rule out.
    pub fn empty(as_of: Day) -> Result<Self, InputError> {
        Self::read(format!(
            "{{\n  \"format\": \"assessment/1\",\n  \"as_of\": \"{as_of}\",\n  \"injury\": {{ \"condition\": \"none\" }}\n}}\n"
        ))
    }

    /// The day it speaks of.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The day from which on a day without a run is a rest day.
    #[must_use]
    pub const fn log_complete_from(&self) -> Option<Day> {
        self.log_complete_from
    }

    /// Its runs and other training, as [`super::merge::merge`] takes them.
    #[must_use]
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    fn find_entries(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let fields: BTreeMap<String, &RawValue> = serde_json::from_str(body)?;
        for block in Block::ALL {
            let Some(raw) = fields.get(block.key()) else {
                continue;
            };
            let entries: Option<Vec<&RawValue>> = serde_json::from_str(raw.get())?;
            for raw in entries.into_iter().flatten() {
                let (entry, run_min) = match block {
                    Block::Runs => {
                        let run: wire::Run = serde_json::from_str(raw.get())?;
                        (Entry::of_run(&run), run.run_min)
                    }
                    Block::OtherTraining => {
                        let training: wire::OtherTraining = serde_json::from_str(raw.get())?;
                        (Entry::of_training(&training), None)
                    }
                };
                let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get())?;
                // A sound assessment has no entry without a day and a kind.
                let Some(entry) = entry else { continue };
                self.log.push(entry);
                self.slots.push(Slot {
                    block,
                    place: place(text, raw),
                    fields: places(text, &fields),
                    run_min,
                });
            }
        }
        self.values = places(text, &fields);
        Ok(())
    }

    /// The text with the sessions in it, and with these two days; the same text where there is nothing to add.
    ///
    /// # Errors
    /// The faults of the result, such as a first day of the log after `as_of`.
    pub fn with(&self, merged: &MergeResult, said: Said) -> Result<String, InputError> {
        let Said {
            as_of,
            log_complete_from,
            walk_breaks,
        } = said;
        let mut edits = Vec::new();
        let mut absent = String::new();
        let days = [
            ("as_of", as_of.filter(|day| *day != self.as_of)),
            (
                "log_complete_from",
                log_complete_from.filter(|day| Some(*day) != self.log_complete_from),
            ),
        ];
        for (key, day) in days {
            let Some(day) = day else { continue };
            self.set(key, &format!("\"{day}\""), &mut edits, &mut absent);
        }
        for (index, kept) in &merged.recorded {
            if let (Some(entry), Some(slot)) = (self.log.get(*index), self.slots.get(*index)) {
                edits.extend(gains(entry, slot, kept));
            }
        }
        let (on_foot, not_on_foot): (Vec<_>, Vec<_>) = merged
            .named
            .iter()
            .filter_map(|(index, kept)| {
                Some((self.log.get(*index)?, self.slots.get(*index)?, kept))
            })
            .partition(|(_, _, kept)| Block::of(kept.session.sport) == Block::Runs);
        for (entry, slot, kept) in on_foot {
            let place = slot.fields.get("kind").cloned();
            let kind = format!("\"{}\"", kind(kept.session.sport));
            edits.extend(place.map(|place| (place, kind)));
            edits.extend(gains(entry, slot, kept));
        }
        // What a person has told of it has no place among other training, so it stays.
        let moved: Vec<_> = not_on_foot
            .into_iter()
            .filter(|(_, slot, _)| slot.is_as_imported())
            .collect();
        if let Some(breaks) = walk_breaks {
            edits.extend(self.answers(breaks));
        }
        for block in Block::ALL {
            let new: Vec<&KeptSession> = merged
                .kept
                .iter()
                .chain(moved.iter().map(|(_, _, kept)| *kept))
                .filter(|kept| Block::of(kept.session.sport) == block)
                .collect();
            if new.is_empty() {
                continue;
            }
            let there: Vec<(&Entry, &Slot)> = self
                .log
                .iter()
                .zip(&self.slots)
                .filter(|(_, slot)| slot.block == block)
                .collect();
            if there.is_empty() {
                let list = list(&new, block, "  ", said.walk_breaks);
                self.set(block.key(), &list, &mut edits, &mut absent);
            } else {
                edits.extend(self.insertions(&there, &new, block, said.walk_breaks));
            }
        }
        if !absent.is_empty() {
            let end = self.values.values().map(|place| place.end).max();
            edits.extend(end.map(|end| (end..end, absent)));
        }
        let mut text = splice(&self.text, edits);
        for (entry, _, _) in moved {
            text = Self::read(text)?.without(entry);
        }
        Assessment::from_json(&text)?;
        Ok(text)
    }

    /// Answers for every imported run that does not say so yet whether there were walking breaks.
    fn answers(&self, breaks: bool) -> impl Iterator<Item = (Range<usize>, String)> {
        self.log
            .iter()
            .zip(&self.slots)
            .filter_map(move |(entry, slot)| {
                let kind = self.text.get(slot.fields.get("kind")?.clone())?;
                if entry.sources.is_empty() || !["\"run\"", "\"race\""].contains(&kind) {
                    return None;
                }
                match slot.fields.get("walk_breaks") {
                    Some(place) if self.text.get(place.clone()) == Some("null") => {
                        Some((place.clone(), breaks.to_string()))
                    }
                    Some(_) => None,
                    None => {
                        let end = slot.fields.values().map(|place| place.end).max()?;
                        Some((end..end, format!(", \"walk_breaks\": {breaks}")))
                    }
                }
            })
    }

    /// The text without an entry of unknown sport.
    fn without(self, gone: &Entry) -> String {
        let is_gone = |entry: &Entry| {
            entry.sport == Sport::Unknown
                && (entry.date, entry.start) == (gone.date, gone.start)
                && entry.sources == gone.sources
        };
        let runs: Vec<(&Entry, &Slot)> = self
            .log
            .iter()
            .zip(&self.slots)
            .filter(|(_, slot)| slot.block == Block::Runs)
            .collect();
        let Some(at) = runs.iter().position(|(entry, _)| is_gone(entry)) else {
            return self.text;
        };
        let place = |index: usize| runs.get(index).map(|(_, slot)| slot.place.clone());
        let before = at.checked_sub(1).and_then(place);
        let range = match (place(at), place(at.saturating_add(1)), before) {
            (Some(gone), Some(next), _) => gone.start..next.start,
            (Some(gone), None, Some(before)) => before.end..gone.end,
            (Some(gone), None, None) => {
                let list = self.values.get(Block::Runs.key()).cloned();
                return splice(&self.text, vec![(list.unwrap_or(gone), "[]".to_owned())]);
            }
            (None, _, _) => return self.text,
        };
        splice(&self.text, vec![(range, String::new())])
    }

    /// Gives a top-level field a value, in its place or behind all others.
    fn set(
        &self,
        key: &str,
        value: &str,
        edits: &mut Vec<(Range<usize>, String)>,
        absent: &mut String,
    ) {
        match self.values.get(key) {
            Some(place) => edits.push((place.clone(), value.to_owned())),
            None => {
                *absent += &format!(",\n  \"{key}\": {value}");
            }
        }
    }

    fn insertions(
        &self,
        there: &[(&Entry, &Slot)],
        new: &[&KeptSession],
        block: Block,
        walk_breaks: Option<bool>,
    ) -> Vec<(Range<usize>, String)> {
        let gap = self.gap(there, block);
        let keys: Vec<(Day, Option<i64>)> = there
            .iter()
            .map(|(entry, _)| (entry.date, entry.start.and_then(clock)))
            .collect();
        let days: Vec<Day> = keys.iter().map(|(day, _)| *day).collect();
        let rising = days.is_sorted();
        let falling = !rising && days.iter().rev().is_sorted();
        let key =
            |kept: &KeptSession| Some((kept.day()?, kept.session.start.moment().and_then(clock)));
        let mut new: Vec<&KeptSession> = new.to_vec();
        if falling {
            new.reverse();
        }
        let mut edits = Vec::new();
        for kept in new {
            let Some(key) = key(kept) else { continue };
            let behind = if falling {
                keys.iter().position(|there| *there <= key)
            } else if rising {
                keys.iter()
                    .rposition(|there| *there <= key)
                    .map_or(Some(0), |last| Some(last.saturating_add(1)))
            } else {
                None
            };
            let behind = behind.unwrap_or(there.len());
            let text = entry(kept, block, walk_breaks);
            edits.extend(
                match behind.checked_sub(1).and_then(|last| there.get(last)) {
                    Some((_, slot)) => {
                        let end = slot.place.end;
                        Some((end..end, format!(",{gap}{text}")))
                    }
                    None => there.first().map(|(_, slot)| {
                        let start = slot.place.start;
                        (start..start, format!("{text},{gap}"))
                    }),
                },
            );
        }
        edits
    }

    /// What stands before an entry: as before the first of the list, if that begins a line.
    fn gap(&self, there: &[(&Entry, &Slot)], block: Block) -> &str {
        let start = self.values.get(block.key()).map(|place| place.start);
        let first = there.first().map(|(_, slot)| slot.place.start);
        start
            .zip(first)
            .and_then(|(start, first)| self.text.get(start..first))
            .and_then(|opening| opening.strip_prefix('['))
            .filter(|gap| gap.contains('\n'))
            .unwrap_or("\n    ")
    }
}

/// The sessions as the two lists of an assessment, to be pasted.
#[must_use]
pub fn fragment(merged: &MergeResult, walk_breaks: Option<bool>) -> String {
    let lists = Block::ALL.map(|block| {
        let new: Vec<&KeptSession> = merged
            .kept
            .iter()
            .filter(|kept| Block::of(kept.session.sport) == block)
            .collect();
        format!(
            "  \"{}\": {}",
            block.key(),
            list(&new, block, "  ", walk_breaks)
        )
    });
    format!("{{\n{}\n}}\n", lists.join(",\n"))
}

fn list(
    sessions: &[&KeptSession],
    block: Block,
    indent: &str,
    walk_breaks: Option<bool>,
) -> String {
    if sessions.is_empty() {
        return "[]".to_owned();
    }
    let entries: Vec<String> = sessions
        .iter()
        .map(|kept| format!("\n{indent}  {}", entry(kept, block, walk_breaks)))
        .collect();
    format!("[{}\n{indent}]", entries.join(","))
}

/// A session as one line.
///
/// Of a session of unknown sport nothing is told that a run could be credited with.
fn entry(kept: &KeptSession, block: Block, walk_breaks: Option<bool>) -> String {
    let session = &kept.session;
    let mut fields = vec![
        ("date", kept.day().map(|day| format!("\"{day}\""))),
        ("kind", Some(format!("\"{}\"", kind(session.sport)))),
    ];
    let surface = match kept.ground() {
        Some(Ground::Treadmill) => Some("\"treadmill\""),
        Some(Ground::Track) => Some("\"track\""),
        Some(Ground::Trail) => Some("\"trail\""),
        None => None,
    };
    let figures = Figures::of(kept);
    if session.sport != Sport::Unknown {
        fields.extend([
            ("distance_km", figures.distance.map(km)),
            (block.duration_key(), figures.duration.map(min)),
        ]);
    }
    if session.sport == Sport::Running {
        fields.push(("walk_breaks", walk_breaks.map(|breaks| breaks.to_string())));
        fields.push(("surface", surface.map(str::to_owned)));
    }
    fields.extend([
        ("start", began(session)),
        ("elapsed_min", figures.elapsed.map(min)),
        ("sources", Some(names(&kept.sources))),
    ]);
    let fields: Vec<String> = fields
        .into_iter()
        .filter_map(|(key, value)| Some(format!("\"{key}\": {}", value?)))
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

/// A watch cannot know a race, nor walking breaks that were meant: that is the runner's to say.
const fn kind(sport: Sport) -> &'static str {
    match sport {
        Sport::Running => "run",
        Sport::Walking => "walk",
        Sport::Cycling => "cycling",
        Sport::Swimming => "swimming",
        Sport::AquaRunning => "aqua-running",
        Sport::Strength => "strength",
        Sport::Other => "other",
        Sport::Unknown => "unknown",
    }
}

struct Figures {
    distance: Option<Kilometres>,
    duration: Option<Minutes>,
    elapsed: Option<Minutes>,
}

impl Figures {
    fn of(kept: &KeptSession) -> Self {
        let session = &kept.session;
        let duration = session.moving_ms.and_then(minutes);
        Self {
            distance: session.distance_mm.and_then(kilometres),
            duration,
            // Watches round the two apart; a whole that is shorter than its part says nothing.
            elapsed: session
                .elapsed_ms
                .and_then(minutes)
                .filter(|elapsed| duration.is_none_or(|duration| *elapsed >= duration)),
        }
    }
}

/// What an entry written by hand lacks and its recording has, as far as the two do not contradict each other.
fn gains(there: &Entry, slot: &Slot, kept: &KeptSession) -> Vec<(Range<usize>, String)> {
    let figures = Figures::of(kept);
    let possible = |distance: Option<Kilometres>, duration: Option<Minutes>| {
        let (Some(distance), Some(duration)) = (distance, duration) else {
            return true;
        };
        distance.millionths().saturating_mul(3) <= duration.millionths().saturating_mul(2)
            && !is_slower_than_walking(distance, duration)
    };
    let distance = figures
        .distance
        .filter(|distance| there.distance.is_none() && possible(Some(*distance), there.duration));
    let duration = figures.duration.filter(|duration| {
        there.duration.is_none()
            && there.elapsed.is_none_or(|elapsed| elapsed >= *duration)
            && slot.run_min.is_none_or(|running| running <= *duration)
            && possible(there.distance.or(distance), Some(*duration))
    });
    let elapsed = figures.elapsed.filter(|elapsed| {
        let duration = there.duration.or(duration);
        there.elapsed.is_none() && duration.is_none_or(|duration| *elapsed >= duration)
    });
    let sources = there.sources.is_empty().then(|| names(&kept.sources));
    let fields = [
        ("distance_km", distance.map(km)),
        (slot.block.duration_key(), duration.map(min)),
        ("start", began(&kept.session)),
        ("elapsed_min", elapsed.map(min)),
        ("sources", sources),
    ];
    let mut edits = Vec::new();
    let mut absent = String::new();
    for (key, value) in fields {
        let Some(value) = value else { continue };
        match slot.fields.get(key) {
            Some(place) => edits.push((place.clone(), value)),
            None => absent += &format!(", \"{key}\": {value}"),
        }
    }
    let end = slot.fields.values().map(|place| place.end).max();
    edits.extend(
        end.filter(|_| !absent.is_empty())
            .map(|end| (end..end, absent)),
    );
    edits
}

/// When it began, where more than its day is known.
fn began(session: &Session) -> Option<String> {
    session.start.moment().map(|start| format!("\"{start}\""))
}

fn names(sources: &[String]) -> String {
    let names: Vec<String> = sources
        .iter()
        .map(|name| serde_json::Value::from(name.as_str()).to_string())
        .collect();
    format!("[{}]", names.join(", "))
}

fn km(distance: Kilometres) -> String {
    distance.exact().decimal(Toward::Down).to_string()
}

fn min(duration: Minutes) -> String {
    duration.exact().decimal(Toward::Down).to_string()
}

fn clock(moment: Moment) -> Option<i64> {
    moment.wall().or_else(|| moment.instant())
}

fn place(text: &str, raw: &RawValue) -> Range<usize> {
    let start = raw
        .get()
        .as_ptr()
        .addr()
        .saturating_sub(text.as_ptr().addr());
    start..start.saturating_add(raw.get().len())
}

fn places(text: &str, fields: &BTreeMap<String, &RawValue>) -> BTreeMap<String, Range<usize>> {
    fields
        .iter()
        .map(|(key, raw)| (key.clone(), place(text, raw)))
        .collect()
}

/// The text with each place replaced; at one place, in the order given.
fn splice(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(place, _)| place.start);
    let mut spliced = String::with_capacity(text.len());
    let mut from = 0;
    for (place, new) in edits {
        spliced += text.get(from..place.start).unwrap_or_default();
        spliced += &new;
        from = place.end;
    }
    spliced += text.get(from..).unwrap_or_default();
    spliced
}
