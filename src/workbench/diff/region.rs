//! The questions that two files can tell apart: stage asked, setting, goal, and the facts that either file's `when` asks for.

use std::collections::BTreeSet;

use crate::assessment::wire::{Setting, Sex, Side, Site};
use crate::measure::Definition;
use crate::protocol::{Bound, Clears, Condition, Criterion, Fact, Facts, GoalKind, Protocol};
use crate::quantity::{Exact, Kilometres, MICRO, Toward};

/// More combinations of facts than this are not gone through, and the relation is left undecided.
const MOST: usize = 200_000;

/// One region of questions: all of its questions ask the same criteria with the same limits.
#[derive(Clone, Debug)]
pub(in crate::workbench) struct Region<'a> {
    /// The facts of one question in it.
    pub(in crate::workbench) facts: Facts<'a>,
    /// The stage asked in OLD and in NEW.
    pub(in crate::workbench) asked: (usize, usize),
    /// What is asked, in words.
    pub(in crate::workbench) question: String,
}

/// Every region, each once.
///
/// # Errors
/// Why they cannot all be gone through, in words.
pub(super) fn regions<'a>(
    old: &'a Protocol,
    new: &'a Protocol,
) -> Result<Vec<Region<'a>>, &'static str> {
    every(old, new).map(|all| each_once(all, old, new))
}

/// Every combination of question and facts that either file tells apart, also those that ask the same.
///
/// # Errors
/// Why they cannot all be gone through, in words.
pub(in crate::workbench) fn every<'a>(
    old: &'a Protocol,
    new: &'a Protocol,
) -> Result<Vec<Region<'a>>, &'static str> {
    let criteria: Vec<&Criterion> = deciding(old).chain(deciding(new)).collect();
    let mut all = questions(old, new, &criteria)?;
    let spread: [Spread; 7] = [
        (Fact::Side, |facts| {
            let sides = [None, Some(Side::Left), Some(Side::Both)];
            sides.map(|side| Facts { side, ..facts }).to_vec()
        }),
        (Fact::Sex, |facts| {
            let sexes = [None, Some(Sex::Male), Some(Sex::Female)];
            sexes.map(|sex| Facts { sex, ..facts }).to_vec()
        }),
        (Fact::Site, |facts| {
            let known = [Site::Midportion, Site::Insertional, Site::Musculotendinous].map(Some);
            let sites = known.into_iter().chain([None]);
            sites.map(|site| Facts { site, ..facts }).collect()
        }),
        (Fact::SuddenOnset, |facts| {
            ANSWERS
                .map(|answer| Facts {
                    sudden_onset: answer,
                    ..facts
                })
                .to_vec()
        }),
        (Fact::SameSite, |facts| {
            ANSWERS
                .map(|answer| Facts {
                    same_site_last_12_months: answer,
                    ..facts
                })
                .to_vec()
        }),
        (Fact::OtherSide, |facts| {
            ANSWERS
                .map(|answer| Facts {
                    other_side_history: answer,
                    ..facts
                })
                .to_vec()
        }),
        (Fact::Setting, |facts| {
            let settings = [Setting::Home, Setting::Clinic];
            settings.map(|setting| Facts { setting, ..facts }).to_vec()
        }),
    ];
    for (fact, spread) in spread {
        if fact == Fact::Setting || mentions(&criteria, fact) {
            all = spread_over(all, |facts| spread(facts))?;
        }
    }
    if mentions(&criteria, Fact::Age) {
        let ages = ages(&criteria);
        all = spread_over(all, |facts| {
            ages.iter()
                .map(|age| Facts { age: *age, ..facts })
                .collect()
        })?;
    }
    if mentions(&criteria, Fact::Condition) {
        let mut named: Vec<&'a str> = old
            .conditions
            .iter()
            .chain(&new.conditions)
            .map(String::as_str)
            .collect();
        named.sort_unstable();
        named.dedup();
        // A protocol may be named for any condition, so also for one that neither lists.
        named.push("");
        all = spread_over(all, |facts| {
            named
                .iter()
                .map(|condition| Facts { condition, ..facts })
                .collect()
        })?;
    }
    Ok(all)
}

type Spread = (Fact, for<'a> fn(Facts<'a>) -> Vec<Facts<'a>>);

const ANSWERS: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// The criteria that can decide.
pub(super) fn deciding(protocol: &Protocol) -> impl Iterator<Item = &Criterion> {
    protocol.criteria.iter().filter(|criterion| !criterion.note)
}

fn spread_over<'a>(
    regions: Vec<Region<'a>>,
    spread: impl Fn(Facts<'a>) -> Vec<Facts<'a>>,
) -> Result<Vec<Region<'a>>, &'static str> {
    let mut all = Vec::new();
    for region in regions {
        for facts in spread(region.facts) {
            if all.len() >= MOST {
                return Err("there are too many combinations of facts to go through");
            }
            all.push(Region {
                facts,
                ..region.clone()
            });
        }
    }
    Ok(all)
}

fn mentions(criteria: &[&Criterion], fact: Fact) -> bool {
    criteria
        .iter()
        .flat_map(|criterion| &criterion.when)
        .any(|condition| match condition {
            Condition::OneOf(asked, _) | Condition::Compares(asked, ..) => *asked == fact,
        })
}

/// Regions in which the same criteria are asked, up to the same stages and with the same limits, are one.
fn each_once<'a>(regions: Vec<Region<'a>>, old: &Protocol, new: &Protocol) -> Vec<Region<'a>> {
    let asked = |protocol: &Protocol, facts: &Facts<'_>| -> Vec<bool> {
        let applies = |criterion: &Criterion| {
            !criterion
                .when
                .iter()
                .any(|condition| condition.holds(facts) == Some(false))
        };
        protocol.criteria.iter().map(applies).collect()
    };
    let mut seen = BTreeSet::new();
    let mut once = Vec::new();
    for region in regions {
        let facts = &region.facts;
        let key = (
            region.question.clone(),
            region.asked,
            facts.setting == Setting::Clinic,
            facts.goal_distance,
            asked(old, facts),
            asked(new, facts),
        );
        if seen.insert(key) {
            once.push(region);
        }
    }
    once
}

/// What can be asked of both files: no goal, each stage, a run and a race, of every distance that makes a difference.
fn questions<'a>(
    old: &'a Protocol,
    new: &'a Protocol,
    criteria: &[&Criterion],
) -> Result<Vec<Region<'a>>, &'static str> {
    let mut all = Vec::new();
    let mut add = |goal, goal_distance, asked, question: &str| {
        all.push(Region {
            facts: Facts {
                side: None,
                sex: None,
                condition: "",
                site: None,
                age: None,
                sudden_onset: None,
                same_site_last_12_months: None,
                other_side_history: None,
                goal,
                goal_distance,
                setting: Setting::Home,
            },
            asked,
            question: question.to_owned(),
        });
    };
    let routes = (old.route_out.is_some(), new.route_out.is_some());
    let ask = |protocol: &Protocol| {
        if protocol.route_out.is_some() {
            0
        } else {
            protocol.ask
        }
    };
    add(GoalKind::Stage, None, (ask(old), ask(new)), "no goal");
    for (one, other) in stages(old, new) {
        let asked = match (one, other, routes) {
            (Some(one), Some(other), _) => Some((one, other)),
            // Who routes out answers every question alike.
            (Some(one), None, (false, true)) => Some((one, 0)),
            (None, Some(other), (true, false)) => Some((0, other)),
            (Some(_) | None, None, _) | (None, Some(_), _) => None,
        };
        let stage = other
            .and_then(|place| new.stages.get(place))
            .or(one.and_then(|place| old.stages.get(place)));
        if let (Some(asked), Some(stage)) = (asked, stage) {
            add(GoalKind::Stage, None, asked, &stage.id);
        }
    }
    let distances = distances(criteria)?;
    for (kind, clears, question) in [
        (GoalKind::Run, Clears::Running, "goal: run"),
        (GoalKind::Race, Clears::Race, "goal: race"),
    ] {
        let place = |protocol: &Protocol| {
            let place = protocol
                .stages
                .iter()
                .position(|stage| stage.clears == clears);
            if protocol.route_out.is_some() {
                Some(0)
            } else {
                place
            }
        };
        if let (Some(one), Some(other)) = (place(old), place(new)) {
            for distance in &distances {
                add(kind, *distance, (one, other), question);
            }
        }
    }
    Ok(all)
}

/// The stages of both files, each with its counterpart: of the same id, or else of what it clears.
pub(super) fn stages(old: &Protocol, new: &Protocol) -> Vec<(Option<usize>, Option<usize>)> {
    let counterpart = |place: usize| -> Option<usize> {
        let stage = new.stages.get(place)?;
        let by_id = old.stages.iter().position(|other| other.id == stage.id);
        by_id.or_else(|| {
            old.stages.iter().position(|other| {
                other.clears == stage.clears && !new.stages.iter().any(|taken| taken.id == other.id)
            })
        })
    };
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = (0..new.stages.len())
        .map(|place| (counterpart(place), Some(place)))
        .collect();
    for place in 0..old.stages.len() {
        if !pairs.iter().any(|(one, _)| *one == Some(place)) {
            pairs.push((Some(place), None));
        }
    }
    pairs
}

const SHARE: &str = "a share of the goal's distance has too many digits to be compared exactly";

/// One distance of each cell that the files tell apart, and the unknown one.
///
/// Between two cuts every limit and every end of a scale stand in the same order. Distances are whole millionths of a kilometre, so
/// a cut itself, if it is one, and the first distance above it stand for all.
pub(super) fn distances(criteria: &[&Criterion]) -> Result<Vec<Option<Kilometres>>, &'static str> {
    let mut cuts: Vec<Exact> = Vec::new();
    let mut asked = false;
    for condition in criteria.iter().flat_map(|criterion| &criterion.when) {
        if let Condition::Compares(Fact::GoalDistance, _, bound) = condition {
            asked = true;
            cuts.push(*bound);
        }
    }
    for (measure, divisor) in shares(criteria) {
        asked = true;
        let (low, high) = measure.scale.range();
        for value in values(criteria, measure).chain([low, high]) {
            cuts.push(value.product(divisor).ok_or(SHARE)?);
        }
    }
    if !asked {
        return Ok(vec![None]);
    }
    let mut distances = vec![1_i64];
    for cut in cuts {
        let floor = cut.millionths();
        distances.extend((Exact::micro(floor) == cut).then_some(floor));
        distances.push(floor.saturating_add(1));
    }
    distances.sort_unstable();
    distances.dedup();
    // A distance of nought or beyond the limit of distances is never read.
    let known = distances
        .into_iter()
        .filter(|distance| *distance > 0)
        .filter_map(|distance| Kilometres::new(distance).ok());
    Ok(known.map(Some).chain([None]).collect())
}

/// The limits of the criteria that are a share of the goal.
fn shares<'c>(
    criteria: &'c [&Criterion],
) -> impl Iterator<Item = (&'static Definition, Exact)> + 'c {
    limits(criteria).filter_map(|(measure, bound)| match bound {
        Bound::GoalOver(divisor) => Some((measure, divisor)),
        Bound::Value(_) => None,
    })
}

fn values<'c>(
    criteria: &'c [&Criterion],
    measure: &'static Definition,
) -> impl Iterator<Item = Exact> + 'c {
    limits(criteria).filter_map(move |(other, bound)| match bound {
        Bound::Value(value) if other == measure => Some(value),
        Bound::Value(_) | Bound::GoalOver(_) => None,
    })
}

fn limits<'c>(
    criteria: &'c [&Criterion],
) -> impl Iterator<Item = (&'static Definition, Bound)> + 'c {
    criteria.iter().flat_map(|criterion| {
        let bands = criterion.bands;
        let limits = [
            bands.map(|bands| bands.go),
            bands.and_then(|bands| bands.no_go),
        ];
        limits
            .into_iter()
            .flatten()
            .map(|limit| (criterion.measure, limit.bound))
    })
}

/// One age of each cell that the files tell apart, and the unknown one. Ages are whole years from 10 to 110.
fn ages(criteria: &[&Criterion]) -> Vec<Option<Exact>> {
    let year = Exact::micro(MICRO);
    let mut ages = vec![Exact::whole(10)];
    for condition in criteria.iter().flat_map(|criterion| &criterion.when) {
        if let Condition::Compares(Fact::Age, _, bound) = condition {
            let floor = bound.to_step(year, Toward::Down);
            ages.extend((floor == *bound).then_some(floor));
            ages.push(floor.plus(year));
        }
    }
    ages.retain(|age| (Exact::whole(10)..=Exact::whole(110)).contains(age));
    ages.sort_unstable();
    ages.dedup();
    ages.into_iter().map(Some).chain([None]).collect()
}
