//! The questions that two files can tell apart: stage asked, setting, goal, and the facts that either file's `when` asks for.

use std::collections::BTreeSet;

use crate::assessment::wire::Setting;
use crate::protocol::{
    Answer, Asks, Clears, Condition, Criterion, FACTS, Fact, FactRow, Facts, GoalKind, Protocol,
};
use crate::quantity::{Exact, Toward};

use super::partition::distances;

/// More combinations of facts than this are not gone through, and the relation is left undecided.
const MOST: usize = 200_000;

/// One region of questions: all of its questions ask the same criteria with the same limits.
#[derive(Clone, Debug)]
pub(super) struct Region<'a> {
    /// The facts of one question in it.
    pub(super) facts: Facts<'a>,
    /// The stage asked in OLD and in NEW.
    pub(super) asked: (usize, usize),
    /// What is asked, in words.
    pub(super) question: String,
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
pub(super) fn every<'a>(
    old: &'a Protocol,
    new: &'a Protocol,
) -> Result<Vec<Region<'a>>, &'static str> {
    let criteria: Vec<&Criterion> = deciding(old).chain(deciding(new)).collect();
    let mut all = questions(old, new, &criteria)?;
    for row in FACTS {
        // The goal comes with the stage that is asked; the clinic is asked more whatever `when` says.
        let told_apart = row.fact == Fact::Setting || mentions(&criteria, row.fact);
        if told_apart && !row.of_the_goal {
            let answers = answers(row, &criteria, [old, new]);
            all = spread_over(all, row, &answers)?;
        }
    }
    Ok(all)
}

/// One answer of each cell that the files tell apart, and the unknown one where the fact can be unknown.
fn answers<'a>(
    row: &FactRow,
    criteria: &[&Criterion],
    files: [&'a Protocol; 2],
) -> Vec<Option<Answer<'a>>> {
    let mut known: Vec<Answer<'a>> = match row.asks {
        Asks::Words { all, .. } => all.iter().map(|word| Answer::Word(word)).collect(),
        Asks::Conditions => {
            let named = files.into_iter().flat_map(|file| &file.conditions);
            // A protocol may be named for any condition, so also for one that neither lists.
            named
                .map(|condition| Answer::Word(condition.as_str()))
                .chain([Answer::Word("")])
                .collect()
        }
        Asks::Number { range, .. } => numbers(row.fact, criteria, range),
    };
    known.sort_unstable();
    known.dedup();
    let unknown = row.may_be_unknown.then_some(None);
    known.into_iter().map(Some).chain(unknown).collect()
}

/// One whole number of each cell of a range: the cuts, and the first above each.
fn numbers<'a>(fact: Fact, criteria: &[&Criterion], (least, most): (i64, i64)) -> Vec<Answer<'a>> {
    let one = Exact::whole(1);
    let range = Exact::whole(least)..=Exact::whole(most);
    let mut numbers = vec![Exact::whole(least)];
    for condition in criteria.iter().flat_map(|criterion| &criterion.when) {
        if let Condition::Compares(asked, _, bound) = condition
            && *asked == fact
        {
            let floor = bound.to_step(one, Toward::Down);
            numbers.extend((floor == *bound).then_some(floor));
            numbers.push(floor.plus(one));
        }
    }
    numbers.retain(|number| range.contains(number));
    numbers.into_iter().map(Answer::Number).collect()
}

/// The criteria that can decide.
pub(super) fn deciding(protocol: &Protocol) -> impl Iterator<Item = &Criterion> {
    protocol.criteria.iter().filter(|criterion| !criterion.note)
}

fn spread_over<'a>(
    regions: Vec<Region<'a>>,
    row: &FactRow,
    answers: &[Option<Answer<'a>>],
) -> Result<Vec<Region<'a>>, &'static str> {
    if regions.len().saturating_mul(answers.len()) > MOST {
        return Err("there are too many combinations of facts to go through");
    }
    let mut all = Vec::with_capacity(regions.len().saturating_mul(answers.len()));
    for region in regions {
        for answer in answers {
            all.push(Region {
                facts: row.with(region.facts, *answer),
                ..region.clone()
            });
        }
    }
    Ok(all)
}

fn mentions(criteria: &[&Criterion], fact: Fact) -> bool {
    let mut asked = criteria.iter().flat_map(|criterion| &criterion.when);
    asked.any(|condition| condition.fact() == fact)
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
                goal,
                goal_distance,
                ..Facts::UNKNOWN
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
    let sessions = |protocol: &Protocol| {
        if protocol.route_out.is_some() {
            return Some(0);
        }
        protocol
            .stage_of_sessions()
            .filter(|_| !protocol.ladders.is_empty())
    };
    if let (Some(one), Some(other)) = (sessions(old), sessions(new)) {
        add(GoalKind::Session, None, (one, other), "goal: session");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::compile;

    /// A file whose one criterion asks for a fact.
    fn asking(row: &FactRow) -> Result<Protocol, String> {
        let asked = match row.asks {
            Asks::Words { all } => all.first().copied().unwrap_or_default(),
            Asks::Conditions => "calf",
            Asks::Number { example, .. } => example,
        };
        let key = row.key;
        // The setting is no condition of a `when`; what the clinic asks is marked.
        let when = if row.fact == Fact::Setting {
            "asked = \"clinic\"".to_owned()
        } else {
            format!("when = {{ {key} = \"{asked}\" }}")
        };
        let text = format!(
            "format = 1\nid = \"calf\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\n\
             conditions = [\"calf\"]\nask = \"run\"\n[[stage]]\nid = \"turns\"\ntitle = \"t\"\nclears = \"walk-run\"\n\
             [[stage.criterion]]\nid = \"walking\"\nmeasure = \"pain.walking\"\n{when}\ngo = \"<= 2 nrs\"\n\
             fresh = \"7 d\"\nwhy = \"w\"\nevidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n\
             [[stage]]\nid = \"run\"\ntitle = \"t\"\nclears = \"running\"\n[[stage.criterion]]\nid = \"stairs\"\n\
             measure = \"pain.stairs\"\ngo = \"<= 2 nrs\"\nfresh = \"7 d\"\nwhy = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n\
             [[stage]]\nid = \"race\"\ntitle = \"t\"\nclears = \"race\"\n[[stage.criterion]]\nid = \"rest\"\n\
             measure = \"pain.rest\"\ngo = \"<= 2 nrs\"\nfresh = \"7 d\"\nwhy = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n\
             [[ladder]]\nid = \"turns\"\ntitle = \"t\"\nsessions = 2\nwhy = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n\
             [[ladder.level]]\ntext = \"t\"\nrun = \"5 min\"\nrest_days = 2\n\
             [[ladder_rule]]\nmeasure = \"load.last_run.gait\"\nif = \"altered\"\nthen = \"drop\"\ntext = \"t\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n"
        );
        compile(&text, None, None).map_err(|faults| format!("{key}: {faults:?}"))
    }

    #[test]
    fn what_a_criterion_asks_for_is_gone_through_whichever_fact_it_is() -> Result<(), String> {
        for row in FACTS {
            let protocol = asking(row)?;
            let regions = every(&protocol, &protocol)?;
            let told: BTreeSet<Option<Answer<'_>>> = regions
                .iter()
                .map(|region| row.get(&region.facts))
                .collect();
            if let Asks::Words { all } = row.asks {
                let all = all.iter().map(|word| Some(Answer::Word(word)));
                assert!(
                    all.into_iter().all(|word| told.contains(&word)),
                    "{}",
                    row.key
                );
            }
            assert_eq!(told.contains(&None), row.may_be_unknown, "{}", row.key);
            assert!(told.len() > 1, "{}", row.key);
            let [asks, asks_not] = [true, false].map(|holds| {
                regions.iter().any(|region| {
                    let mut when = protocol
                        .criteria
                        .iter()
                        .flat_map(|criterion| &criterion.when);
                    when.any(|condition| condition.holds(&region.facts) == Some(holds))
                })
            });
            assert!(
                (asks && asks_not) || row.fact == Fact::Setting,
                "{}",
                row.key
            );
        }
        Ok(())
    }
}
