//! Finding an assessment on which a criterion says what is wanted.
//!
//! A protocol says what it makes of readings; which records give such readings only the derivations know. So the search tries: from
//! sound cases it changes one value at a time, learns which readings depend on which value by nudging each once, and goes on from the
//! record that is nearest. What it returns has been judged; what it does not find is undecided, never impossible.

mod candidates;
mod cost;
mod leaves;
mod toward;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use serde_json::{Map, Value};

use crate::assessment::Assessment;
use crate::engine::{Question, evaluate, read};
use crate::measure::{Reading, State};
use crate::protocol::{Bands, Protocol};
use crate::quantity::{Exact, Toward};
use crate::workbench::cases::{
    BandOutcome, Case, CaseResult, ExpectedOutcome, is_decisive, overlaid, patched,
};

use leaves::Form;
use toward::edit;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct SearchGoal {
    /// Place of the criterion.
    pub criterion: usize,
    /// What it shall say.
    pub side: BandOutcome,
    /// Between which values its reading shall lie, both included.
    pub within: Option<(Exact, Exact)>,
    /// Whether it shall decide the verdict.
    pub decisive: bool,
    /// Whether everything else that is asked shall be met.
    pub alone: bool,
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
    pub expected: ExpectedOutcome,
    /// What the criterion read, where that is one value.
    pub reading: Option<Exact>,
}

impl Found {
    /// The record in one line: the file it was made from, and what is different.
    #[must_use]
    pub fn told(&self) -> String {
        let set: Vec<String> = self
            .set
            .iter()
            .map(|(pointer, value)| format!("{pointer} {value}"))
            .collect();
        if set.is_empty() {
            self.from.clone()
        } else {
            format!("{} with {}", self.from, set.join(", "))
        }
    }
}

/// A search over one protocol, from its cases.
pub struct Search<'a> {
    protocol: &'a Protocol,
    form: Form,
    start: Vec<JudgedCandidate>,
    files: BTreeMap<String, Value>,
    hang: BTreeMap<String, Hang>,
}

/// Which readings depend on which places of a record: for each query, the places.
type Hang = BTreeMap<usize, Vec<Vec<String>>>;

/// A record that was judged.
#[derive(Clone, Debug)]
struct JudgedCandidate {
    from: String,
    /// The case set out from, when what depends on what is learned from it.
    start: Option<usize>,
    set: Map<String, Value>,
    record: Value,
    goal: Option<Exact>,
    readings: Vec<Reading>,
    got: CaseResult,
}

/// The records that a search has come to.
#[derive(Default)]
struct KnownCandidates {
    open: BinaryHeap<Reverse<(usize, usize)>>,
    states: Vec<JudgedCandidate>,
    seen: HashSet<String>,
    tried: usize,
}

/// So many records are judged for one wish before it is given up, at the first attempt and at the second.
const MOST_TRIED: [usize; 2] = [2_000, 8_000];

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
            form: Form::new(&protocol.measures),
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
    pub fn find(&mut self, wanted: &SearchGoal) -> Option<Found> {
        // What depends on what is learned once for each file; only where that leads nowhere, for each case by itself.
        self.attempt(wanted, Learned::Once)
            .or_else(|| self.attempt(wanted, Learned::ForEach))
    }

    /// As [`Search::find`], given up early: for many wishes of which each may be one that cannot be had.
    pub fn find_near(&mut self, wanted: &SearchGoal) -> Option<Found> {
        self.attempt(wanted, Learned::Once)
    }

    /// The record with one value less known, so that the criterion says what is wanted.
    #[must_use]
    pub fn blanked(&self, record: &Value, wanted: &SearchGoal) -> Option<Value> {
        let said = self.form.leaves(record).into_iter();
        said.filter(|leaf| leaf.value.is_some()).find_map(|leaf| {
            let set = edit(record, &leaf.pointers, &Value::Null);
            let less = self.judged("", set.clone(), patched(record, &set).ok()?)?;
            less.says(wanted).then_some(less.record)
        })
    }

    /// Records that ask a criterion for a goal of its reading times these factors: where its limits are shares of the goal.
    pub fn with_goals(&self, criterion: usize, factors: &[Exact]) -> Vec<Found> {
        let query = self
            .protocol
            .criteria
            .get(criterion)
            .map(|criterion| criterion.query);
        let mut found = Vec::new();
        for state in &self.start {
            let reading = query.and_then(|query| state.readings.get(query)?.value());
            let counts = state.got.findings.get(criterion);
            let counts = counts.is_some_and(|finding| finding.role.counts());
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
        found.sort_by_key(JudgedCandidate::size);
        found
            .into_iter()
            .map(|judged| judged.found(criterion))
            .collect()
    }

    fn attempt(&mut self, wanted: &SearchGoal, learned: Learned) -> Option<Found> {
        let mut reached = KnownCandidates::default();
        let (mut starts, mut best) = (Vec::new(), None::<JudgedCandidate>);
        for (_, place) in self.starts(wanted) {
            let mut state = self.start.get(place)?.clone();
            state.start = match learned {
                Learned::Once => None,
                Learned::ForEach => Some(place),
            };
            if self.is_met(&state, wanted) && state.got.reasons.len() <= FEW_REASONS {
                return Some(self.smallest(state, wanted).found(wanted.criterion));
            }
            starts.push(state);
        }
        // One step from every case first: what is about the criterion may stand far down the list.
        for state in &starts {
            let met = self.step(state, wanted, &mut reached);
            best = best
                .into_iter()
                .chain(met)
                .min_by_key(JudgedCandidate::size);
            if let Some(met) = &best
                && met.got.reasons.len() <= FEW_REASONS
            {
                return Some(self.smallest(met.clone(), wanted).found(wanted.criterion));
            }
        }
        if let Some(met) = best {
            return Some(self.smallest(met, wanted).found(wanted.criterion));
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
                return Some(self.smallest(met, wanted).found(wanted.criterion));
            }
        }
        None
    }

    /// Every record one change away: the one with the fewest changes that is wanted, or none, and the rest to go on from.
    fn step(
        &mut self,
        state: &JudgedCandidate,
        wanted: &SearchGoal,
        reached: &mut KnownCandidates,
    ) -> Option<JudgedCandidate> {
        let mut met: Option<JudgedCandidate> = None;
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
    fn starts(&self, wanted: &SearchGoal) -> Vec<(usize, usize)> {
        let costs = self.start.iter().enumerate();
        let mut near: Vec<(usize, usize)> = costs
            .filter_map(|(place, state)| Some((self.cost(state, wanted)?, place)))
            .collect();
        near.sort_unstable();
        let about = |(_, place): &(usize, usize)| {
            let state = self.start.get(*place);
            let finding = state.and_then(|state| state.got.findings.get(wanted.criterion));
            finding.is_some_and(|finding| BandOutcome::of(finding.envelope) != BandOutcome::Go)
        };
        let half = MOST_STARTS.div_euclid(2);
        let mut starts: Vec<(usize, usize)> =
            near.iter().copied().filter(about).take(half).collect();
        for start in near.into_iter().take(half) {
            if !starts.contains(&start) {
                starts.push(start);
            }
        }
        starts
    }

    /// Takes back every change that is not needed.
    fn smallest(&self, mut state: JudgedCandidate, wanted: &SearchGoal) -> JudgedCandidate {
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

    fn judged(
        &self,
        from: &str,
        set: Map<String, Value>,
        record: Value,
    ) -> Option<JudgedCandidate> {
        let assessment = Assessment::tried(&record)?;
        let protocol = self.protocol;
        let question = Question::new(protocol, &assessment, None, None).ok()?;
        let readings = read(protocol, &question.subject(protocol, &assessment));
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let outcome = evaluate(protocol, &question, &readings, &mut findings);
        let goal = question.goal_km();
        let got = CaseResult::new(protocol, findings, outcome);
        Some(JudgedCandidate {
            from: from.to_owned(),
            start: None,
            set,
            record,
            goal,
            readings,
            got,
        })
    }

    fn edited(
        &self,
        state: &JudgedCandidate,
        edit: &Map<String, Value>,
    ) -> Option<JudgedCandidate> {
        let record = patched(&state.record, edit).ok()?;
        let mut set = state.set.clone();
        overlaid(&mut set, edit, &record);
        let mut next = self.judged(&state.from, set, record)?;
        next.start = state.start;
        Some(next)
    }

    fn is_met(&self, state: &JudgedCandidate, wanted: &SearchGoal) -> bool {
        state.says(wanted)
            && (!wanted.decisive
                || is_decisive(self.protocol, &state.got.findings, wanted.criterion))
            && (!wanted.alone || self.offenders(state, wanted).next().is_none())
    }

    fn bands(&self, criterion: usize) -> Option<Bands> {
        self.protocol.criteria.get(criterion)?.bands
    }
}

/// From what is learned which readings depend on which places.
#[derive(Clone, Copy)]
enum Learned {
    Once,
    ForEach,
}

impl JudgedCandidate {
    /// Whether the criterion says what is wanted, where it is wanted.
    fn says(&self, wanted: &SearchGoal) -> bool {
        let Some(finding) = self.got.findings.get(wanted.criterion) else {
            return false;
        };
        let within = wanted.within.is_none_or(|(low, high)| {
            finding
                .reading
                .value()
                .is_some_and(|value| (low..=high).contains(&value))
        });
        finding.role.counts()
            && finding.reading.state != State::NotApplicable
            && BandOutcome::of(finding.envelope) == wanted.side
            && within
    }

    /// A case is the smaller the fewer other reasons stand beside the one it is about, then the fewer changes it makes.
    fn size(&self) -> (usize, usize) {
        (self.got.reasons.len(), self.set.len())
    }

    fn found(self, criterion: usize) -> Found {
        let finding = self.got.findings.get(criterion);
        Found {
            reading: finding.and_then(|finding| finding.reading.value()),
            from: self.from,
            set: self.set,
            record: self.record,
            expected: self.got.as_expected(),
        }
    }
}
