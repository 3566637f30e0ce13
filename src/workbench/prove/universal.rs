//! What holds of every reading: gone through criterion by criterion, each cell put to the engine.

use crate::assessment::wire::Setting;
use crate::document::{Amount, Sentence, sentences};
use crate::engine::Finding;
use crate::measure::{Definition, Reading};
use crate::protocol::{Bands, FACTS, Facts, GoalKind, Protocol};
use crate::quantity::{Kilometres, Quantity, Toward};
use crate::workbench::partition::{LONGEST_GOAL, bounds, representatives};
use crate::workbench::questions::{Region, every};

use super::isolated::{Contribution, IsolatedCriterion, KnownReading, PartnerBands, beside};

sentences! {
    every_fact(shown: Sentence) = "{shown}, with every fact known";
    one_fact_less(shown: Sentence) = "{shown}, with one fact less";
    at_home(shown: Sentence) = "{shown} at home";
    in_the_clinic(shown: Sentence) = "{shown} in the clinic";
    for_a_run(shown: Sentence) = "{shown} for a run";
    for_a_race(shown: Sentence) = "{shown} for a race";
    asked(shown: Sentence, question: String) = "{shown} ({question})";
    asked_so_far(shown: Sentence, question: String, distance: Amount) = "{shown}, {question} of {distance}";
}

/// What is proved of every criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Property {
    /// A worse value never improves a verdict.
    WorseNeverHelps,
    /// Knowing less never improves a verdict, and never worsens the best case.
    LessNeverHelps,
    /// Of what is volunteered, no reading is better than none.
    NoneIsBest,
    /// The clinic is never more lenient than home.
    ClinicNeverMoreLenient,
    /// A longer goal never improves a verdict.
    LongerNeverHelps,
    /// A race is asked all that a run of its distance is.
    RaceIsARun,
}

word!(Property);

impl Property {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::WorseNeverHelps,
        Self::LessNeverHelps,
        Self::NoneIsBest,
        Self::ClinicNeverMoreLenient,
        Self::LongerNeverHelps,
        Self::RaceIsARun,
    ];

    /// The property, as a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WorseNeverHelps => "worse never helps",
            Self::LessNeverHelps => "knowing less never helps",
            Self::NoneIsBest => "no reading is better than none, of what is volunteered",
            Self::ClinicNeverMoreLenient => "the clinic is never more lenient than home",
            Self::LongerNeverHelps => "a longer goal never helps",
            Self::RaceIsARun => "a race is asked all that a run of its distance is",
        }
    }
}

/// Where a property fails: two questions or readings of one criterion, of which the second should not come out better and does.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The property.
    pub property: Property,
    /// Place of the criterion.
    pub criterion: usize,
    /// What comes out worse, in words.
    pub from: Sentence,
    /// What comes out better, in words.
    pub to: Sentence,
    /// The goal's kind and the two distances, where a longer one helps.
    pub goals: Option<(GoalKind, Kilometres, Kilometres)>,
}

/// What going through one criterion gave.
#[derive(Clone, Debug, Default)]
pub(super) struct CriterionProof {
    /// Cells put to the engine, for each property.
    pub(super) cells: [usize; Property::ALL.len()],
    /// The first failure of each property.
    pub(super) failures: Vec<Failure>,
    /// Why not all cells could be gone through.
    pub(super) stuck: Option<&'static str>,
}

/// More combinations of questions and facts than this are not gone through for one criterion.
const MOST_REGIONS: usize = 2_000;

/// Goes through every cell of a criterion.
pub(super) fn criterion(protocol: &Protocol, place: usize) -> CriterionProof {
    let mut gone = CriterionProof::default();
    let Some(isolated) = IsolatedCriterion::of(protocol, place) else {
        gone.stuck = Some("what the criterion depends on is not there");
        return gone;
    };
    match every(&isolated.protocol, &isolated.protocol) {
        Ok(regions) if regions.len() > MOST_REGIONS => {
            gone.stuck = Some("there are too many combinations of facts to go through");
            gone
        }
        Ok(regions) => {
            let mut walk = Walk {
                isolated: &isolated,
                place,
                findings: Vec::with_capacity(isolated.protocol.criteria.len()),
                gone,
            };
            for region in &regions {
                walk.region(region, &regions);
            }
            walk.gone
        }
        Err(reason) => {
            gone.stuck = Some(reason);
            gone
        }
    }
}

struct Walk<'a> {
    isolated: &'a IsolatedCriterion,
    place: usize,
    findings: Vec<Finding>,
    gone: CriterionProof,
}

impl Walk<'_> {
    fn region(&mut self, region: &Region<'_>, regions: &[Region<'_>]) {
        let Some(criterion) = self.isolated.own() else {
            return;
        };
        let (measure, bands) = (criterion.measure, criterion.bands);
        let (facts, asked) = (region.facts, region.asked.0);
        let goal = facts.goal_distance.map(Quantity::exact);
        let gone = IsolatedCriterion::readings(criterion, goal)
            .and_then(|known| Ok((known, beside(self.isolated, facts, asked)?)));
        let (known, options) = match gone {
            Ok(gone) => gone,
            Err(reason) => {
                self.gone.stuck = Some(reason);
                return;
            }
        };
        let rows: Vec<Vec<Contribution>> = options
            .iter()
            .map(|option| self.row(facts, asked, option, &known))
            .collect();
        // Bad news that nobody asked for need not be told, so of what is volunteered knowing less may help.
        let is_asked = criterion.asked.in_setting(facts.setting);
        self.count(Property::WorseNeverHelps, &rows);
        let property = if is_asked {
            Property::LessNeverHelps
        } else {
            Property::NoneIsBest
        };
        self.count(property, &rows);
        for row in &rows {
            self.within(row, &known, measure, &region.question, is_asked);
        }
        self.between(&options, &rows, &known, &region.question);
        for (option, row) in options.iter().zip(&rows) {
            for blanked in blanked(facts).filter(|_| is_asked) {
                let less = self.row(blanked, asked, option, &known);
                self.count(Property::LessNeverHelps, std::slice::from_ref(&less));
                let pairs = known.iter().zip(row.iter().zip(&less));
                if let Some((known, _)) = pairs
                    .into_iter()
                    .find(|(_, (more, less))| !less.holds(**more))
                {
                    let shown = known.show(measure);
                    let from = every_fact(shown.clone());
                    let to = one_fact_less(shown);
                    self.fail(Property::LessNeverHelps, from, to, None);
                }
            }
            if facts.setting == Setting::Home {
                let clinic = Facts {
                    setting: Setting::Clinic,
                    ..facts
                };
                let other = self.row(clinic, asked, option, &known);
                self.count(
                    Property::ClinicNeverMoreLenient,
                    std::slice::from_ref(&other),
                );
                let pairs = known.iter().zip(row.iter().zip(&other));
                if let Some((known, _)) = pairs
                    .into_iter()
                    .find(|(_, (home, clinic))| !clinic.no_better_than(**home))
                {
                    let shown = known.show(measure);
                    let (from, to) = (at_home(shown.clone()), in_the_clinic(shown));
                    self.fail(Property::ClinicNeverMoreLenient, from, to, None);
                }
            }
            if facts.goal == GoalKind::Run {
                let race = Facts {
                    goal: GoalKind::Race,
                    ..facts
                };
                let other = self.row(race, asked, option, &known);
                self.count(Property::RaceIsARun, std::slice::from_ref(&other));
                let pairs = known.iter().zip(row.iter().zip(&other));
                if let Some((known, _)) = pairs
                    .into_iter()
                    .find(|(_, (run, race))| !race.no_better_than(**run))
                {
                    let shown = known.show(measure);
                    let (from, to) = (for_a_run(shown.clone()), for_a_race(shown));
                    self.fail(Property::RaceIsARun, from, to, None);
                }
            }
        }
        for (short, long) in steps(region, regions) {
            self.longer(region, (short, long), bands.as_ref(), &options);
        }
    }

    /// Every pair of readings of which one is worse, or one allows all that the other does.
    fn within(
        &mut self,
        row: &[Contribution],
        known: &[KnownReading],
        measure: &Definition,
        question: &str,
        is_asked: bool,
    ) {
        for (one, own) in known.iter().zip(row) {
            for (other, theirs) in known.iter().zip(row) {
                let show = |known: &KnownReading| asked(known.show(measure), question.to_owned());
                if other.is_worse(*one, measure) && !theirs.no_better_than(*own) {
                    self.fail(Property::WorseNeverHelps, show(one), show(other), None);
                }
                if is_asked && other.allows(*one, measure) && !theirs.holds(*own) {
                    self.fail(Property::LessNeverHelps, show(one), show(other), None);
                }
                let none = || known.iter().all(|known| one.allows(*known, measure));
                if !is_asked && none() && !theirs.no_better_than(*own) {
                    self.fail(Property::NoneIsBest, show(one), show(other), None);
                }
            }
        }
    }

    /// The same for what the criterion depends on: bands that are no better there never help here, and wider ones never hide anything.
    fn between(
        &mut self,
        options: &[PartnerBands],
        rows: &[Vec<Contribution>],
        known: &[KnownReading],
        question: &str,
    ) {
        let Some(measure) = self.isolated.own().map(|own| own.measure) else {
            return;
        };
        for (one, own) in options.iter().zip(rows) {
            for (other, theirs) in options.iter().zip(rows) {
                let mut pairs = one.bands.iter().zip(&other.bands);
                let worse = pairs.clone().all(|(one, other)| other.no_better_than(*one));
                let wider = pairs.all(|(one, other)| other.holds(*one));
                for (known, (own, theirs)) in known.iter().zip(own.iter().zip(theirs)) {
                    let shown = || asked(known.show(measure), question.to_owned());
                    if worse && !theirs.no_better_than(*own) {
                        self.fail(Property::WorseNeverHelps, shown(), shown(), None);
                    }
                    if wider && !theirs.holds(*own) {
                        self.fail(Property::LessNeverHelps, shown(), shown(), None);
                    }
                }
            }
        }
    }

    /// Two goals of which one is longer, over every value that the limits of either tell apart.
    fn longer(
        &mut self,
        region: &Region<'_>,
        (short, long): (Kilometres, Kilometres),
        bands: Option<&Bands>,
        options: &[PartnerBands],
    ) {
        let Some(measure) = self.isolated.own().map(|own| own.measure) else {
            return;
        };
        let goals = [short, long].map(|distance| Some(distance.exact()));
        let mut cuts = Vec::new();
        for goal in goals {
            match bands.map(|bands| bounds(bands, goal)).transpose() {
                Ok(bounds) => cuts.extend(bounds.unwrap_or_default()),
                Err(reason) => self.gone.stuck = Some(reason),
            }
        }
        let values = match representatives(measure, cuts) {
            Ok(values) => values,
            Err(reason) => {
                self.gone.stuck = Some(reason);
                return;
            }
        };
        let known: Vec<KnownReading> = values
            .into_iter()
            .map(|value| KnownReading::Range {
                low: value,
                high: value,
                may_not_apply: false,
            })
            .chain([KnownReading::Unable, KnownReading::NotApplicable])
            .collect();
        let facts = |distance| Facts {
            goal_distance: Some(distance),
            ..region.facts
        };
        for option in options {
            let [shorter, longer] = [short, long]
                .map(|distance| self.row(facts(distance), region.asked.0, option, &known));
            let mut pairs = known.iter().zip(shorter.iter().zip(&longer));
            if let Some((known, _)) =
                pairs.find(|(_, (shorter, longer))| !longer.no_better_than(**shorter))
            {
                let named = |distance: Kilometres| {
                    let distance = Amount::kilometres(distance.exact(), Toward::Down);
                    asked_so_far(known.show(measure), region.question.clone(), distance)
                };
                let goals = Some((region.facts.goal, short, long));
                self.fail(Property::LongerNeverHelps, named(short), named(long), goals);
            }
            self.count(Property::LongerNeverHelps, &[shorter, longer]);
        }
    }

    /// What the criterion contributes for each reading, beside these readings of what it depends on.
    fn row(
        &mut self,
        facts: Facts<'_>,
        asked: usize,
        option: &PartnerBands,
        known: &[KnownReading],
    ) -> Vec<Contribution> {
        let mut readings = option.readings.clone();
        readings.push(Reading::NOT_APPLICABLE);
        let mut row = Vec::with_capacity(known.len());
        for known in known {
            if let Some(own) = readings.last_mut() {
                *own = known.reading();
            }
            row.push(
                self.isolated
                    .envelope(facts, asked, &readings, &mut self.findings),
            );
        }
        row
    }

    fn count(&mut self, property: Property, rows: &[Vec<Contribution>]) {
        let cells: usize = rows.iter().map(Vec::len).sum();
        for (counted, other) in self.gone.cells.iter_mut().zip(Property::ALL) {
            if property == other {
                *counted = counted.saturating_add(cells);
            }
        }
    }

    fn fail(
        &mut self,
        property: Property,
        from: Sentence,
        to: Sentence,
        goals: Option<(GoalKind, Kilometres, Kilometres)>,
    ) {
        if self
            .gone
            .failures
            .iter()
            .any(|failure| failure.property == property)
        {
            return;
        }
        self.gone.failures.push(Failure {
            property,
            criterion: self.place,
            from,
            to,
            goals,
        });
    }
}

/// The same question with one fact unknown, for each fact that is known.
fn blanked(facts: Facts<'_>) -> impl Iterator<Item = Facts<'_>> {
    let rows = FACTS.into_iter().filter(|row| row.may_be_unknown);
    rows.map(move |row| row.with(facts, None))
        .filter(move |less| *less != facts)
}

/// Steps from a distance to a longer one by which every longer distance is reached: the first and the last within the cell of the
/// region, and the one into the next cell.
///
/// Within a cell all limits keep their order. From one step to the next only this can change: whether a limit passes in one step where
/// another stood before it. It does so at small distances and not at large ones, so the first and the last step stand for all.
fn steps(region: &Region<'_>, regions: &[Region<'_>]) -> Vec<(Kilometres, Kilometres)> {
    let Some(distance) = region.facts.goal_distance else {
        return Vec::new();
    };
    let unasked = |facts: Facts<'_>| {
        format!(
            "{:?}",
            Facts {
                goal_distance: None,
                ..facts
            }
        )
    };
    let next = regions
        .iter()
        .filter(|other| {
            other.asked == region.asked && unasked(other.facts) == unasked(region.facts)
        })
        .filter_map(|other| other.facts.goal_distance)
        .filter(|other| *other > distance)
        .min();
    let by = |distance: Kilometres, step: i64| {
        Kilometres::new(distance.exact().millionths().saturating_add(step)).ok()
    };
    let longest = || Kilometres::new(LONGEST_GOAL.millionths()).ok();
    let end = match next {
        Some(next) => by(next, -1),
        None => longest(),
    };
    let first = by(distance, 1).map(|longer| (distance, longer));
    let last = end.and_then(|end| Some((by(end, -1)?, end)));
    let into = end.zip(next);
    let mut steps: Vec<(Kilometres, Kilometres)> = [first, last, into]
        .into_iter()
        .flatten()
        .filter(|(short, long)| distance <= *short && short < long)
        .collect();
    steps.dedup();
    steps
}
