//! Mutants: does any case notice a mistake in the criteria?
//!
//! A file whose cases all pass may still hold a wrong limit that no case touches. So every limit is moved a little, every criterion
//! left out, and each such file is judged by the cases. A mutant that none of them notices is a survivor: a case is missing, or the
//! mistake changes nothing. For each survivor a case is looked for that would notice it.

pub mod json_v1;
mod mutants;
mod mutated;
pub mod page;

pub use mutants::{Mutant, MutationOperator, mutants};
pub use mutated::{Counts, MutatedProtocol};

use crate::protocol::{Bands, Bound, Protocol};
use crate::quantity::Exact;
use crate::verdict::Verdict;
use crate::workbench::Source;
use crate::workbench::cases::{BandOutcome, Case, PreparedCase, Row, Run, row};
use crate::workbench::partition::{bounds, goals, representatives};
use crate::workbench::search::{Found, Search, SearchGoal};

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MutantStatus {
    /// The compiler refuses the file.
    Refused,
    /// This case noticed it.
    Killed(String),
    /// It judges every reading as the file does.
    Equivalent,
    /// No case noticed it.
    Survived,
}

/// A mutant and what became of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The mutant.
    pub mutant: Mutant,
    /// What became of it.
    pub status: MutantStatus,
}

/// Judges every mutant of a file by the cases that came out as expected.
#[must_use]
pub fn mutate(source: &Source, protocol: &Protocol, runs: &[Run<'_>]) -> Vec<Outcome> {
    let sound: Vec<&Run<'_>> = runs.iter().filter(|run| run.differs.is_empty()).collect();
    mutants(source, protocol)
        .into_iter()
        .map(|mutant| Outcome {
            status: status(protocol, &mutant, &sound),
            mutant,
        })
        .collect()
}

fn status(protocol: &Protocol, mutant: &Mutant, runs: &[&Run<'_>]) -> MutantStatus {
    let Some(mutated) = &mutant.protocol else {
        return MutantStatus::Refused;
    };
    let notices = |run: &&&Run<'_>| {
        let got = run.ready.judge(mutated);
        !got.differs(&run.ready.case.expected).is_empty()
    };
    if let Some(run) = runs.iter().find(notices) {
        return MutantStatus::Killed(run.ready.case.name.clone());
    }
    let same = || differences(protocol, mutant).is_some_and(|differences| differences.is_empty());
    if mutant.operator != MutationOperator::Drop && same() {
        return MutantStatus::Equivalent;
    }
    MutantStatus::Survived
}

/// A value that the mutant places otherwise than the file, and where the file places it.
#[derive(Clone, Copy, Debug)]
struct Difference {
    low: Exact,
    high: Exact,
    placed: Verdict,
}

/// The cells of values that a mutant places otherwise; where there are none, it judges every reading as the file does. `None` when not
/// all cells can be gone through, which proves nothing.
fn differences(protocol: &Protocol, mutant: &Mutant) -> Option<Vec<Difference>> {
    let bands = |protocol: &Protocol| protocol.criteria.get(mutant.criterion)?.bands;
    let criterion = protocol.criteria.get(mutant.criterion)?;
    let (one, other) = (bands(protocol)?, bands(mutant.protocol.as_ref()?)?);
    let mut found = Vec::new();
    for goal in goals(criterion, &[&one, &other]) {
        let mut cuts = [bounds(&one, goal).ok()?, bounds(&other, goal).ok()?].concat();
        cuts.sort_unstable();
        for value in representatives(criterion.measure, cuts.iter().copied()).ok()? {
            let place = |bands: &Bands| bands.place(value, goal);
            if let (Some(placed), Some(instead)) = (place(&one), place(&other))
                && placed != instead
            {
                // Inside an open cell any value will do, but neither of its ends.
                let at_cut = cuts.contains(&value);
                let hair = Exact::micro(1);
                let below = cuts
                    .iter()
                    .rev()
                    .find(|cut| **cut < value)
                    .filter(|_| !at_cut);
                let above = cuts.iter().find(|cut| **cut > value).filter(|_| !at_cut);
                found.push(Difference {
                    low: below.map_or(value, |cut| cut.plus(hair)),
                    high: above.map_or(value, |cut| cut.minus(hair)),
                    placed,
                });
            }
        }
    }
    Some(found)
}

/// What a search for cases that would notice the survivors gave.
#[derive(Clone, Debug, Default)]
pub struct KillingCases {
    /// A row for each case that was found.
    pub rows: Vec<Row>,
    /// The survivors by name, each with the place of the row that notices it.
    pub noticed: Vec<(String, usize)>,
}

impl KillingCases {
    /// The row that notices a survivor; `None` when none was found, so that it stays undecided.
    #[must_use]
    pub fn of(&self, mutant: &str) -> Option<&Row> {
        let (_, place) = self.noticed.iter().find(|(name, _)| name == mutant)?;
        self.rows.get(*place)
    }
}

/// Looks for few cases that would notice the survivors.
#[must_use]
pub fn killers(protocol: &Protocol, cases: &[Case], survivors: &[&Mutant]) -> KillingCases {
    let mut search = Search::new(protocol, cases);
    let mut killers = KillingCases::default();
    let mut kills: Vec<Found> = Vec::new();
    for mutant in survivors {
        let noticed = |found: &Found| {
            mutant
                .protocol
                .as_ref()
                .is_some_and(|mutated| notices(mutated, found))
        };
        if let Some(place) = kills.iter().position(noticed) {
            killers.noticed.push((mutant.name.clone(), place));
            continue;
        }
        let Some(found) = killer(protocol, &mut search, mutant) else {
            continue;
        };
        search.learn(&found);
        killers.noticed.push((mutant.name.clone(), kills.len()));
        killers.rows.push(row(
            name(protocol, mutant, &found, &killers.rows),
            found.clone(),
        ));
        kills.push(found);
    }
    killers
}

/// A name that says which criterion reads what.
fn name(protocol: &Protocol, mutant: &Mutant, found: &Found, rows: &[Row]) -> String {
    let criterion = protocol.criteria.get(mutant.criterion);
    let reading = found.reading.zip(criterion);
    let at = reading.map_or_else(
        || "missing".to_owned(),
        |(value, criterion)| criterion.measure.show(value),
    );
    let name = format!("{} at {at}", protocol.name_of(mutant.criterion));
    let taken = |name: &String| rows.iter().any(|row| row.name == *name);
    let goal = found.record.pointer("/goal/distance_km");
    let mut names = std::iter::once(name.clone())
        .chain(goal.map(|goal| format!("{name} for {goal} km")))
        .chain((2..).map(|count: u32| format!("{name} ({count})")));
    names.find(|name| !taken(name)).unwrap_or(name)
}

/// A case that would notice a survivor.
fn killer(protocol: &Protocol, search: &mut Search<'_>, mutant: &Mutant) -> Option<Found> {
    let mutated = mutant.protocol.as_ref()?;
    let factors = factors(protocol, mutant);
    if !factors.is_empty() {
        let mut asked = search.with_goals(mutant.criterion, &factors).into_iter();
        return asked.find(|found| notices(mutated, found));
    }
    let wishes: Vec<SearchGoal> = if mutant.operator == MutationOperator::Drop {
        let criterion = protocol.criteria.get(mutant.criterion)?;
        let sides = BandOutcome::all(criterion).into_iter();
        sides
            .filter(|side| *side != BandOutcome::Go)
            .map(|side| wanted(mutant, side, None))
            .collect()
    } else {
        differences(protocol, mutant)?
            .into_iter()
            .map(|difference| {
                let side = match difference.placed {
                    Verdict::Go => BandOutcome::Go,
                    Verdict::Caution => BandOutcome::Caution,
                    Verdict::NoGo => BandOutcome::NoGo,
                };
                wanted(mutant, side, Some((difference.low, difference.high)))
            })
            .collect()
    };
    let noticed = |found: Option<Found>| found.filter(|found| notices(mutated, found));
    let near = wishes
        .iter()
        .find_map(|wish| noticed(search.find_near(wish)));
    near.or_else(|| {
        wishes
            .iter()
            .take(2)
            .find_map(|wish| noticed(search.find(wish)))
    })
}

/// The shares of the goal that a mutant made of which, and what lies between them.
fn factors(protocol: &Protocol, mutant: &Mutant) -> Vec<Exact> {
    let shares = |protocol: &Protocol| -> Vec<Exact> {
        let bands = protocol
            .criteria
            .get(mutant.criterion)
            .and_then(|criterion| criterion.bands);
        let limits = bands.map(|bands| [Some(bands.go), bands.no_go]);
        let limits = limits.into_iter().flatten().flatten();
        limits
            .filter_map(|limit| match limit.bound {
                Bound::GoalOver(divisor) => Some(divisor),
                Bound::Value(_) => None,
            })
            .collect()
    };
    let own = shares(protocol);
    let others = mutant
        .protocol
        .as_ref()
        .map_or_else(Vec::new, |mutated| shares(mutated));
    let between = own
        .iter()
        .zip(&others)
        .map(|(one, other)| one.plus(*other).over(2));
    let mut factors: Vec<Exact> = own.iter().copied().chain(between).collect();
    factors.dedup();
    factors
}

fn wanted(mutant: &Mutant, side: BandOutcome, within: Option<(Exact, Exact)>) -> SearchGoal {
    SearchGoal {
        criterion: mutant.criterion,
        side,
        within,
        decisive: false,
        alone: false,
    }
}

/// Whether the mutant judges what was found otherwise.
fn notices(mutated: &Protocol, found: &Found) -> bool {
    Case::found(found.clone())
        .and_then(|case| {
            let ready = PreparedCase::new(mutated, &case).ok()?;
            Some(!ready.judge(mutated).differs(&case.expected).is_empty())
        })
        .unwrap_or(false)
}
