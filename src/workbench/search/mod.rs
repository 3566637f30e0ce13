//! Finding an assessment on which a criterion says what is wanted.
//!
//! A protocol says what it makes of readings; which records give such readings only the derivations know. So the search tries: from
//! sound cases it changes one value at a time, learns which readings hang on which value by nudging each once, and goes on from the
//! record that is nearest. What it returns has been judged; what it does not find is undecided, never impossible.

mod candidates;
mod leaves;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use serde_json::{Map, Value};

use crate::assessment::Assessment;
use crate::engine::{Finding, Question, Role, evaluate, read};
use crate::measure::{Reading, State};
use crate::protocol::{Bands, Protocol};
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;
use crate::workbench::cases::{Case, Expected, Got, Side, is_decisive, overlaid, patched};
use crate::workbench::cells::{bounds, representatives};

use candidates::Seen;
use leaves::{Form, Leaf, exact};

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Place of the criterion.
    pub criterion: usize,
    /// What it shall say.
    pub side: Side,
    /// Between which values its reading shall lie, both included.
    pub within: Option<(Exact, Exact)>,
    /// Whether it shall decide the verdict.
    pub decisive: bool,
}

/// An assessment that does what was wanted.
#[derive(Clone, Debug)]
pub struct Found {
    /// The assessment file it was made from.
    pub from: String,
    /// How it differs from that file.
    pub set: Map<String, Value>,
    /// The record.
    pub record: Value,
    /// What comes out of it.
    pub expected: Expected,
    /// What the criterion read, where that is one value.
    pub reading: Option<Exact>,
}

/// A search over one protocol, from its cases.
pub struct Search<'a> {
    protocol: &'a Protocol,
    form: Form,
    start: Vec<Judged>,
    files: BTreeMap<String, Value>,
    hang: BTreeMap<String, Hang>,
}

/// Which readings hang on which places of a record: for each query, the places.
type Hang = BTreeMap<usize, Vec<Vec<String>>>;

/// A record that was judged.
#[derive(Clone, Debug)]
struct Judged {
    from: String,
    /// The case set out from, when what hangs on what is learned from it.
    start: Option<usize>,
    set: Map<String, Value>,
    record: Value,
    goal: Option<Exact>,
    readings: Vec<Reading>,
    got: Got,
}

/// The records that a search has come to.
#[derive(Default)]
struct Reached {
    open: BinaryHeap<Reverse<(usize, usize)>>,
    states: Vec<Judged>,
    seen: HashSet<String>,
    tried: usize,
}

/// So many records are judged for one wish before it is given up, at the first attempt and at the second.
const MOST_TRIED: [usize; 2] = [2_000, 8_000];

/// Days back that windows and calendars end on, and the day after.
const WINDOWS: &[i32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14, 15, 21, 22, 28, 29, 30, 31, 35, 36, 42, 43, 56, 57,
    84, 85, 100, 182, 183, 365, 366,
];

/// A case with so many reasons is about one thing; one with more is taken only when no other is found.
const FEW_REASONS: usize = 3;

/// From so many cases a search sets out.
const MOST_STARTS: usize = 16;

impl<'a> Search<'a> {
    /// A search that sets out from these cases.
    #[must_use]
    pub fn new(protocol: &'a Protocol, cases: &[Case]) -> Self {
        let mut search = Self {
            protocol,
            form: Form::new(),
            start: Vec::new(),
            files: BTreeMap::new(),
            hang: BTreeMap::new(),
        };
        let untouched = cases.iter().filter(|case| case.set.is_empty());
        search.files = untouched
            .map(|case| (case.file.clone(), case.record.clone()))
            .collect();
        search.start = cases
            .iter()
            .filter_map(|case| search.judged(&case.file, case.set.clone(), case.record.clone()))
            .collect();
        search
    }

    /// Adds a record to set out from.
    pub fn learn(&mut self, found: &Found) {
        let state = self.judged(&found.from, found.set.clone(), found.record.clone());
        self.start.extend(state);
    }

    /// The assessment that is wanted; `None` when none was found.
    pub fn find(&mut self, wanted: &Wanted) -> Option<Found> {
        // What hangs on what is learned once for each file; only where that leads nowhere, for each case by itself.
        self.attempt(wanted, Learned::Once)
            .or_else(|| self.attempt(wanted, Learned::ForEach))
    }

    /// As [`Search::find`], given up early: for many wishes of which each may be one that cannot be had.
    pub fn find_near(&mut self, wanted: &Wanted) -> Option<Found> {
        self.attempt(wanted, Learned::Once)
    }

    /// Records that ask a criterion for a goal of its reading times these factors: where its limits are shares of the goal.
    pub fn with_goals(&self, criterion: usize, factors: &[Exact]) -> Vec<Found> {
        let query = self
            .protocol
            .criteria
            .get(criterion)
            .map(|criterion| criterion.query);
        let wanted = Wanted {
            criterion,
            side: Side::Go,
            within: None,
            decisive: false,
        };
        let mut found = Vec::new();
        for state in &self.start {
            let reading = query.and_then(|query| state.readings.get(query)?.value());
            let counts = state.got.findings.get(criterion);
            let counts = counts.is_some_and(|finding| finding.role == Role::Decides);
            let (Some(reading), Some(_), true) = (reading, state.goal, counts) else {
                continue;
            };
            for factor in factors {
                let goal = reading.product(*factor);
                for toward in [Toward::Down, Toward::Up] {
                    let goal = goal.map(|goal| goal.to_step(Exact::micro(10_000), toward));
                    let value =
                        goal.and_then(|goal| serde_json::to_value(goal.decimal(toward)).ok());
                    let edit = value.map(|value| {
                        edit(&state.record, &["/goal/distance_km".to_owned()], &value)
                    });
                    found.extend(edit.and_then(|edit| self.edited(state, &edit)));
                }
            }
        }
        found.sort_by_key(Judged::size);
        found
            .into_iter()
            .map(|judged| judged.found(&wanted))
            .collect()
    }

    fn attempt(&mut self, wanted: &Wanted, learned: Learned) -> Option<Found> {
        let mut reached = Reached::default();
        let (mut starts, mut best) = (Vec::new(), None::<Judged>);
        for (_, place) in self.starts(wanted) {
            let mut state = self.start.get(place)?.clone();
            state.start = match learned {
                Learned::Once => None,
                Learned::ForEach => Some(place),
            };
            if self.is_met(&state, wanted) && state.got.reasons.len() <= FEW_REASONS {
                return Some(self.smallest(state, wanted).found(wanted));
            }
            starts.push(state);
        }
        // One step from every case first: what is about the criterion may stand far down the list.
        for state in &starts {
            let met = self.step(state, wanted, &mut reached);
            best = best.into_iter().chain(met).min_by_key(Judged::size);
            if let Some(met) = &best
                && met.got.reasons.len() <= FEW_REASONS
            {
                return Some(self.smallest(met.clone(), wanted).found(wanted));
            }
        }
        if let Some(met) = best {
            return Some(self.smallest(met, wanted).found(wanted));
        }
        let begun = reached.tried;
        let [first, second] = MOST_TRIED;
        let most = match learned {
            Learned::Once => first,
            Learned::ForEach => second,
        };
        while reached.tried.saturating_sub(begun) <= most {
            let Reverse((_, place)) = reached.open.pop()?;
            let state = reached.states.get(place)?.clone();
            if let Some(met) = self.step(&state, wanted, &mut reached) {
                return Some(self.smallest(met, wanted).found(wanted));
            }
        }
        None
    }

    /// Every record one change away: the one with the fewest changes that is wanted, or none, and the rest to go on from.
    fn step(&mut self, state: &Judged, wanted: &Wanted, reached: &mut Reached) -> Option<Judged> {
        let mut met: Option<Judged> = None;
        for edit in self.edits(state, wanted) {
            reached.tried = reached.tried.saturating_add(1);
            let Some(next) = self.edited(state, &edit) else {
                continue;
            };
            if !reached.seen.insert(next.record.to_string()) {
                continue;
            }
            let Some(cost) = self.cost(&next, wanted) else {
                continue;
            };
            if self.is_met(&next, wanted) {
                if met.as_ref().is_none_or(|met| next.size() < met.size()) {
                    met = Some(next);
                }
                continue;
            }
            reached.open.push(Reverse((cost, reached.states.len())));
            reached.states.push(next);
        }
        met
    }

    /// The cases to set out from, nearest first; of those, half may be cases that are about the criterion, however much they change.
    fn starts(&self, wanted: &Wanted) -> Vec<(usize, usize)> {
        let costs = self.start.iter().enumerate();
        let mut near: Vec<(usize, usize)> = costs
            .filter_map(|(place, state)| Some((self.cost(state, wanted)?, place)))
            .collect();
        near.sort_unstable();
        let about = |(_, place): &(usize, usize)| {
            let state = self.start.get(*place);
            let finding = state.and_then(|state| state.got.findings.get(wanted.criterion));
            finding.is_some_and(|finding| Side::of(finding.envelope) != Side::Go)
        };
        let half = MOST_STARTS.div_euclid(2);
        let mut starts: Vec<(usize, usize)> =
            near.iter().copied().filter(about).take(half).collect();
        starts.extend(near.into_iter().take(half));
        starts.dedup();
        starts
    }

    /// Takes back every change that is not needed.
    fn smallest(&self, mut state: Judged, wanted: &Wanted) -> Judged {
        let pointers: Vec<String> = state.set.keys().cloned().collect();
        for pointer in pointers {
            let mut set = state.set.clone();
            set.remove(&pointer);
            let file = self.files.get(&state.from);
            let record = file.and_then(|file| patched(file, &set).ok());
            let less = record.and_then(|record| self.judged(&state.from, set, record));
            if let Some(less) = less.filter(|less| self.is_met(less, wanted)) {
                state = less;
            }
        }
        state
    }

    fn judged(&self, from: &str, set: Map<String, Value>, record: Value) -> Option<Judged> {
        let assessment = Assessment::tried(&record)?;
        let protocol = self.protocol;
        let question = Question::new(protocol, &assessment, None, None).ok()?;
        let readings = read(protocol, &question.subject(&assessment));
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let outcome = evaluate(protocol, &question, &readings, &mut findings);
        let goal = question.goal_km();
        let got = Got::new(protocol, findings, outcome);
        Some(Judged {
            from: from.to_owned(),
            start: None,
            set,
            record,
            goal,
            readings,
            got,
        })
    }

    fn edited(&self, state: &Judged, edit: &Map<String, Value>) -> Option<Judged> {
        let record = patched(&state.record, edit).ok()?;
        let mut set = state.set.clone();
        overlaid(&mut set, edit, &record);
        let mut next = self.judged(&state.from, set, record)?;
        next.start = state.start;
        Some(next)
    }

    fn is_met(&self, state: &Judged, wanted: &Wanted) -> bool {
        state.says(wanted)
            && (!wanted.decisive
                || is_decisive(self.protocol, &state.got.findings, wanted.criterion))
    }

    /// How far a record is from what is wanted; `None` when the criterion does not even count in it.
    fn cost(&self, state: &Judged, wanted: &Wanted) -> Option<usize> {
        let finding = state.got.findings.get(wanted.criterion)?;
        if finding.role != Role::Decides {
            return None;
        }
        let others = if wanted.decisive {
            self.offenders(state, wanted).count()
        } else {
            0
        };
        let far: usize = if state.says(wanted) {
            0
        } else {
            self.distance(state, wanted).saturating_add(20)
        };
        let cost = far
            .saturating_add(others.saturating_mul(20))
            .saturating_add(state.got.reasons.len().saturating_mul(4));
        Some(cost.saturating_add(state.set.len()))
    }

    /// How far the reading is from where it is wanted, in tenths of that, at most 20.
    fn distance(&self, state: &Judged, wanted: &Wanted) -> usize {
        let query = self
            .protocol
            .criteria
            .get(wanted.criterion)
            .map(|criterion| criterion.query);
        let reading = query.and_then(|query| state.readings.get(query)?.value());
        let Some(reading) = reading else {
            return 20;
        };
        let targets = self.targets(state, wanted);
        let tenths = targets.into_iter().filter_map(|target| {
            let off = if reading > target {
                reading.minus(target)
            } else {
                target.minus(reading)
            };
            let whole = if target > Exact::ZERO {
                target
            } else {
                Exact::whole(1)
            };
            usize::try_from(
                Exact::percent(off, whole)?
                    .over(10)
                    .millionths()
                    .checked_div(1_000_000)?,
            )
            .ok()
        });
        tenths.min().unwrap_or(20).min(20)
    }

    /// The criteria that would decide in place of the wanted one.
    fn offenders<'b>(
        &'b self,
        state: &'b Judged,
        wanted: &'b Wanted,
    ) -> impl Iterator<Item = &'b Finding> {
        let worst = match wanted.side {
            Side::Go | Side::NoGo | Side::Missing => self.worst_of(wanted.criterion),
            Side::Caution => Verdict::Caution,
        };
        state.got.findings.iter().filter(move |finding| {
            let (own, side) = (finding.envelope.worst(), Side::of(finding.envelope));
            let missing_alike =
                wanted.side == Side::Missing && side == Side::Missing && own == worst;
            finding.criterion != wanted.criterion
                && finding.role == Role::Decides
                && own >= worst
                && !missing_alike
        })
    }

    fn worst_of(&self, criterion: usize) -> Verdict {
        let bands = self.bands(criterion);
        bands.map_or(Verdict::NoGo, |bands| bands.worst())
    }

    fn bands(&self, criterion: usize) -> Option<Bands> {
        self.protocol.criteria.get(criterion)?.bands
    }

    /// Changes worth trying from a record.
    fn edits(&mut self, state: &Judged, wanted: &Wanted) -> Vec<Map<String, Value>> {
        let mut edits = self.goals(wanted.criterion);
        let leaves = self.form.leaves(&state.record);
        let hang = self.hang(state, &leaves);
        if state.says(wanted) {
            let offenders: Vec<usize> = self
                .offenders(state, wanted)
                .map(|finding| finding.criterion)
                .take(3)
                .collect();
            for offender in offenders {
                let cured = Wanted {
                    criterion: offender,
                    side: Side::Go,
                    within: None,
                    decisive: false,
                };
                self.toward(state, &leaves, &hang, &cured, &mut edits);
            }
        } else {
            self.toward(state, &leaves, &hang, wanted, &mut edits);
        }
        edits
    }

    /// Goals that ask less, so that fewer other criteria count.
    fn goals(&self, criterion: usize) -> Vec<Map<String, Value>> {
        let stages = self.protocol.stages.iter();
        stages
            .filter(|stage| stage.criteria.end > criterion)
            .map(|stage| {
                let goal = serde_json::json!({ "stage": stage.id });
                std::iter::once(("/goal".to_owned(), goal)).collect()
            })
            .collect()
    }

    /// Changes of single values that may bring a criterion where it is wanted.
    fn toward(
        &self,
        state: &Judged,
        leaves: &[Leaf],
        hang: &Hang,
        wanted: &Wanted,
        edits: &mut Vec<Map<String, Value>>,
    ) {
        let Some(criterion) = self.protocol.criteria.get(wanted.criterion) else {
            return;
        };
        let targets = self.targets(state, wanted);
        let none = Vec::new();
        let pointers = hang.get(&criterion.query).unwrap_or(&none);
        for leaf in leaves
            .iter()
            .filter(|leaf| pointers.contains(&leaf.pointers))
        {
            let mut values = candidates::nudges(leaf);
            if let Some(day) = candidates::day(leaf) {
                let as_of = state.record.get("as_of").and_then(Value::as_str);
                let from = as_of.and_then(|as_of| as_of.parse().ok()).unwrap_or(day);
                for from in [day, from] {
                    let near = WINDOWS.iter().chain(&[-7, -3, -1]);
                    values.extend(near.map(|days| candidates::earlier(from, *days)));
                }
                values.extend(self.solved_days(state, leaf, day, criterion.query, &targets));
            }
            for target in &targets {
                values.extend(rounded(leaf, *target));
            }
            values.extend(self.solved(state, leaf, criterion.query, &targets));
            edits.extend(
                values
                    .into_iter()
                    .map(|value| edit(&state.record, &leaf.pointers, &value)),
            );
        }
    }

    /// Values of the criterion's measure that it places where it is wanted, those next to its limits among them.
    fn targets(&self, state: &Judged, wanted: &Wanted) -> Vec<Exact> {
        if let Some((low, high)) = wanted.within {
            let middle = low.plus(high.minus(low).over(2));
            return vec![low, high, middle];
        }
        let (Some(bands), Some(criterion)) = (
            self.bands(wanted.criterion),
            self.protocol.criteria.get(wanted.criterion),
        ) else {
            return Vec::new();
        };
        let band = match wanted.side {
            Side::Go => Verdict::Go,
            Side::Caution => Verdict::Caution,
            Side::NoGo => Verdict::NoGo,
            Side::Missing => return Vec::new(),
        };
        let cuts: Vec<Exact> = bounds(&bands, state.goal).collect();
        let near = cuts.iter().flat_map(|cut| {
            let one = Exact::whole(1);
            [*cut, cut.plus(one), cut.minus(one)]
        });
        let values = representatives(criterion.measure, cuts.iter().copied());
        let mut values: Vec<Exact> = values.into_iter().chain(near).collect();
        values.retain(|value| bands.place(*value, state.goal) == Some(band));
        values.dedup();
        values
    }

    /// Numbers at a place that would bring a reading to its targets, if it hangs on the place in a line or on its reciprocal.
    fn solved(&self, state: &Judged, leaf: &Leaf, query: usize, targets: &[Exact]) -> Vec<Value> {
        let Some(here) = leaf.value.as_ref().and_then(exact) else {
            return Vec::new();
        };
        let nudged = [here.plus(Exact::whole(1)), here.over(2)]
            .into_iter()
            .filter_map(|at| {
                let value = candidates::number(leaf, at, Toward::Up)?;
                let at = exact(&value)?;
                let next = self.edited(state, &edit(&state.record, &leaf.pointers, &value))?;
                Some(Seen {
                    at,
                    reading: next.readings.get(query)?.value()?,
                })
            });
        let Some(reading) = state.readings.get(query).and_then(Reading::value) else {
            return Vec::new();
        };
        let here = Seen { at: here, reading };
        let mut values = Vec::new();
        for there in nudged {
            for target in targets {
                for solved in candidates::solved(here, there, *target) {
                    values.extend(rounded(leaf, solved));
                }
            }
        }
        values
    }

    /// Days at a place that would bring a count of days or weeks to its targets.
    fn solved_days(
        &self,
        state: &Judged,
        leaf: &Leaf,
        day: crate::assessment::Day,
        query: usize,
        targets: &[Exact],
    ) -> Vec<Value> {
        let Some(reading) = state.readings.get(query).and_then(Reading::value) else {
            return Vec::new();
        };
        let value = candidates::earlier(day, 1);
        let next = self.edited(state, &edit(&state.record, &leaf.pointers, &value));
        let Some(next) = next.and_then(|next| next.readings.get(query).and_then(Reading::value))
        else {
            return Vec::new();
        };
        let here = Seen {
            at: Exact::ZERO,
            reading,
        };
        let there = Seen {
            at: Exact::whole(1),
            reading: next,
        };
        let mut values = Vec::new();
        for target in targets {
            for solved in candidates::solved(here, there, *target) {
                for toward in [Toward::Down, Toward::Up] {
                    let days = solved.to_step(Exact::whole(1), toward).terms().0;
                    let days = i32::try_from(days).ok().filter(|days| days.abs() < 4_000);
                    values.extend(days.map(|days| candidates::earlier(day, days)));
                }
            }
        }
        values
    }

    /// Which readings hang on which places of the record, learned once for each file.
    fn hang(&mut self, state: &Judged, leaves: &[Leaf]) -> Hang {
        let key = format!(
            "{} {:?} {:?}",
            state.from,
            state.start,
            shape(&state.record)
        );
        if let Some(hang) = self.hang.get(&key) {
            return hang.clone();
        }
        let mut hang: Hang = BTreeMap::new();
        for leaf in leaves {
            for value in candidates::nudges(leaf) {
                let Some(next) = self.edited(state, &edit(&state.record, &leaf.pointers, &value))
                else {
                    continue;
                };
                let pairs = next.readings.iter().zip(&state.readings).enumerate();
                for (query, (one, other)) in pairs {
                    if one != other {
                        let places = hang.entry(query).or_default();
                        if !places.contains(&leaf.pointers) {
                            places.push(leaf.pointers.clone());
                        }
                    }
                }
            }
        }
        self.hang.insert(key, hang.clone());
        hang
    }
}

/// How many entries each list of a record has: records of one shape share what hangs on what.
fn shape(record: &Value) -> Vec<(String, usize)> {
    let fields = record.as_object();
    fields
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_array()?.len())))
        .collect()
}

/// From what is learned which readings hang on which places.
#[derive(Clone, Copy)]
enum Learned {
    Once,
    ForEach,
}

impl Judged {
    /// Whether the criterion says what is wanted, where it is wanted.
    fn says(&self, wanted: &Wanted) -> bool {
        let Some(finding) = self.got.findings.get(wanted.criterion) else {
            return false;
        };
        let within = wanted.within.is_none_or(|(low, high)| {
            finding
                .reading
                .value()
                .is_some_and(|value| (low..=high).contains(&value))
        });
        finding.role == Role::Decides
            && finding.reading.state != State::NotApplicable
            && Side::of(finding.envelope) == wanted.side
            && within
    }

    /// A case is the smaller the fewer other reasons stand beside the one it is about, then the fewer changes it makes.
    fn size(&self) -> (usize, usize) {
        (self.got.reasons.len(), self.set.len())
    }

    fn found(self, wanted: &Wanted) -> Found {
        let finding = self.got.findings.get(wanted.criterion);
        Found {
            reading: finding.and_then(|finding| finding.reading.value()),
            from: self.from,
            set: self.set,
            record: self.record,
            expected: self.got.as_expected(),
        }
    }
}

/// The change that puts a value at places, with the block each stands in when that is not there yet.
fn edit(record: &Value, pointers: &[String], value: &Value) -> Map<String, Value> {
    let mut edit = Map::new();
    for pointer in pointers {
        let missing = pointer.rsplit_once('/').filter(|(parent, _)| {
            !parent.is_empty() && record.pointer(parent).is_none_or(Value::is_null)
        });
        match missing {
            Some((parent, key)) => {
                let block = std::iter::once((key.to_owned(), value.clone())).collect();
                edit.insert(parent.to_owned(), Value::Object(block));
            }
            None => {
                edit.insert(pointer.clone(), value.clone());
            }
        }
    }
    edit
}

/// The number on the steps that people write: whole, halves, tenths, hundredths, on either side of it.
fn rounded(leaf: &Leaf, value: Exact) -> Vec<Value> {
    let steps = [1_000_000, 500_000, 100_000, 10_000].map(Exact::micro);
    let mut values: Vec<Value> = Vec::new();
    for step in steps {
        for toward in [Toward::Down, Toward::Up] {
            let written = candidates::number(leaf, value.to_step(step, toward), toward);
            values.extend(written.filter(|written| !values.contains(written)));
        }
    }
    values
}
