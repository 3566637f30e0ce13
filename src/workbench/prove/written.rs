//! Files that the compiler refuses because they would break a promise: what they would do, shown on a pair of assessments.
//!
//! The compiler names the line; that says little to the person who wrote it. Here the bands are taken as they are written, and two people are
//! looked for of whom the wrong one would be let run.

use serde_json::{Map, Value};

use super::pair::Pair;
use super::universal::Property;
use crate::assessment::Assessment;
use crate::document::{Sentence, sentences};
use crate::measure::{Better, Definition, find};
use crate::protocol::raw::{self, Band};
use crate::protocol::{Operand, Operator, Protocol, compile_with, declared, parse_limit, shape};
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;
use crate::workbench::Source;
use crate::workbench::cases::{BandOutcome, Case, patched, runners_with};
use crate::workbench::partition::representatives;
use crate::workbench::search::{Search, SearchGoal};

sentences! {
    worse_is_better(better: String, one: Verdict, worse: String, other: Verdict) = "{better} is {one}, and {worse}, which is worse, is {other}";
    less_is_better(within: String, one: Verdict, first: String, last: String, ends: Verdict) =
        "{within} is {one}, and with nothing known but {first} to {last}, of which the ends are looked at, {ends} at worst";
    nobody_asks(shown: String, verdict: Verdict) = "{shown} is {verdict} at home, and nobody asks in the clinic";
    at_home(verdict: Verdict) = "at home: {verdict}";
    not_asked() = "in the clinic: not asked";
    not_known(ends: Verdict) = "not known: {ends} at worst";
    placed(shown: String, verdict: Verdict) = "{shown}: {verdict}";
}

/// A promise that a file would break as it is written.
#[derive(Clone, Debug)]
pub struct RefutedPromise {
    /// The promise.
    pub property: Property,
    /// The criterion, as `stage/criterion`.
    pub criterion: String,
    /// What would come out, in words.
    pub says: Sentence,
    /// Two assessments that show it; none when none was found.
    pub pair: Option<Pair>,
}

/// What a file that does not compile would break.
#[must_use]
pub fn refute(source: &Source) -> Vec<RefutedPromise> {
    let whole = source.whole().text;
    let Some(raw) = shape(&whole) else {
        return Vec::new();
    };
    let declared = declared(&raw);
    let condition = raw
        .conditions
        .value
        .first()
        .map(|condition| condition.value.clone());
    let Some(condition) = condition else {
        return Vec::new();
    };
    let people = runners_with(&condition);
    let mut refuted = Vec::new();
    for stage in raw.stage.iter().flatten() {
        for criterion in &stage.criterion {
            let Some(written) = WrittenBands::of(criterion, &declared) else {
                continue;
            };
            let name = format!("{}/{}", stage.id.value, criterion.id.value);
            refuted.extend(written.refute(&name, criterion, &condition, &people));
        }
    }
    refuted
}

/// A criterion's bands as they are written.
struct WrittenBands {
    measure: &'static Definition,
    go: Accepts,
    no_go: Option<Accepts>,
    home_only: bool,
}

/// The values that a band accepts.
enum Accepts {
    BandOutcome(Operator, Exact),
    Words(Vec<Exact>),
}

impl Accepts {
    fn of(band: &Band, measure: &Definition) -> Option<Self> {
        let places = |words: &[&str]| -> Option<Vec<Exact>> {
            let all = measure.scale.words();
            words
                .iter()
                .map(|word| {
                    let place = all.iter().position(|known| known == word)?;
                    i64::try_from(place).ok().map(Exact::whole)
                })
                .collect()
        };
        match band {
            Band::Bool(answer) => places(&[if *answer { "yes" } else { "no" }]).map(Self::Words),
            Band::Words(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.value.as_str()).collect();
                places(&words).map(Self::Words)
            }
            Band::Text(text) => match parse_limit(text) {
                Ok(written) => match written.operand {
                    Operand::Number(bound) => Some(Self::BandOutcome(written.operator, bound)),
                    Operand::GoalOver(_) | Operand::Word(_) => None,
                },
                Err(_) => places(&[text.trim()]).map(Self::Words),
            },
        }
    }

    fn accepts(&self, value: Exact) -> bool {
        match self {
            Self::BandOutcome(operator, bound) => operator.holds(value, *bound),
            Self::Words(places) => places.contains(&value),
        }
    }

    fn bound(&self) -> Option<Exact> {
        match self {
            Self::BandOutcome(_, bound) => Some(*bound),
            Self::Words(_) => None,
        }
    }
}

impl WrittenBands {
    fn of(raw: &raw::Criterion, declared: &[&'static Definition]) -> Option<Self> {
        let id = raw.measure.value.as_str();
        let of_file = declared.iter().copied().find(|measure| measure.id == id);
        let measure = find(id).or(of_file)?;
        if raw.note.as_ref().is_some_and(|note| note.value) {
            return None;
        }
        Some(Self {
            measure,
            go: Accepts::of(&raw.go.as_ref()?.value, measure)?,
            no_go: match &raw.no_go {
                Some(band) => Some(Accepts::of(&band.value, measure)?),
                None => None,
            },
            home_only: raw
                .asked
                .as_ref()
                .is_some_and(|asked| asked.value == "home"),
        })
    }

    fn place(&self, value: Exact) -> Verdict {
        if self.go.accepts(value) {
            Verdict::Go
        } else if self
            .no_go
            .as_ref()
            .is_some_and(|no_go| no_go.accepts(value))
        {
            Verdict::NoGo
        } else {
            Verdict::Caution
        }
    }

    fn refute(
        &self,
        name: &str,
        raw: &raw::Criterion,
        condition: &str,
        people: &[Case],
    ) -> Vec<RefutedPromise> {
        let bounds = [Some(&self.go), self.no_go.as_ref()];
        let bounds = bounds.into_iter().flatten().filter_map(Accepts::bound);
        let Ok(mut values) = representatives(self.measure, bounds) else {
            return Vec::new();
        };
        if self.measure.better == Some(Better::Higher) {
            values.reverse();
        }
        let mut found = Vec::new();
        let mut probe = Probe::new(raw, self.measure, condition, people);
        let mut add = |property, says, pair| {
            found.push(RefutedPromise {
                property,
                criterion: name.to_owned(),
                says,
                pair,
            });
        };
        if let Some((better, worse)) = self.worse_helps(&values) {
            let says = worse_is_better(
                self.measure.show(better),
                self.place(better),
                self.measure.show(worse),
                self.place(worse),
            );
            let pair = probe.as_mut().and_then(|probe| {
                let one = probe.value(better, None)?;
                let other = probe.value(worse, Some(&one))?;
                Some(self.pair(one, better, other, worse))
            });
            add(Property::WorseNeverHelps, says, pair);
        }
        if let Some((first, within, last)) = self.less_helps(&values) {
            let ends = self.place(first).max(self.place(last));
            let says = less_is_better(
                self.measure.show(within),
                self.place(within),
                self.measure.show(first),
                self.measure.show(last),
                ends,
            );
            let pair = probe.as_mut().and_then(|probe| {
                let one = probe.value(within, None)?;
                let other = probe.unknown(&one)?;
                let mut pair = self.pair(one, within, other, first);
                pair.to_says = not_known(ends);
                Some(pair)
            });
            add(Property::LessNeverHelps, says, pair);
        }
        let not_met = values
            .iter()
            .rev()
            .find(|value| self.place(**value) > Verdict::Go);
        if let (true, Some(value)) = (self.home_only, not_met) {
            let verdict = self.place(*value);
            let says = nobody_asks(self.measure.show(*value), verdict);
            let pair = probe.as_mut().and_then(|probe| {
                let home = probe.value(*value, None)?;
                let at = |setting: &str| {
                    let set: Map<String, Value> =
                        std::iter::once(("/setting".to_owned(), setting.into())).collect();
                    patched(&home, &set).ok()
                };
                Some(Pair {
                    from: at("home")?,
                    from_says: at_home(verdict),
                    to: at("clinic")?,
                    to_says: not_asked(),
                })
            });
            add(Property::ClinicNeverMoreLenient, says, pair);
        }
        found
    }

    /// A value and a worse one that comes out better; the values stand best first.
    fn worse_helps(&self, values: &[Exact]) -> Option<(Exact, Exact)> {
        self.measure.better?;
        let mut found: Option<(usize, (Exact, Exact))> = None;
        for (place, better) in values.iter().enumerate() {
            for (further, worse) in values.iter().enumerate().skip(place) {
                let (one, other) = (self.place(*better), self.place(*worse));
                if other >= one {
                    continue;
                }
                // From NO-GO to GO says most, and the nearest two values say it best.
                let most = one == Verdict::NoGo && other == Verdict::Go;
                let apart = further.saturating_sub(place);
                let rank = if most {
                    apart
                } else {
                    apart.saturating_add(values.len())
                };
                if found.is_none_or(|(least, _)| rank < least) {
                    found = Some((rank, (*better, *worse)));
                }
            }
        }
        found.map(|(_, pair)| pair)
    }

    /// A value between two others that is worse than either: the ends of a range hide it.
    fn less_helps(&self, values: &[Exact]) -> Option<(Exact, Exact, Exact)> {
        for (place, first) in values.iter().enumerate() {
            for (further, last) in values.iter().enumerate().skip(place) {
                let ends = self.place(*first).max(self.place(*last));
                let mut inside = values.iter().take(further).skip(place);
                if let Some(within) = inside.find(|within| self.place(**within) > ends) {
                    return Some((*first, *within, *last));
                }
            }
        }
        None
    }

    fn pair(&self, from: Value, better: Exact, to: Value, worse: Exact) -> Pair {
        let says = |value: Exact| placed(self.measure.show(value), self.place(value));
        Pair {
            from,
            from_says: says(better),
            to,
            to_says: says(worse),
        }
    }
}

/// A sound criterion on the same reading, by which people with a wanted reading are found.
struct Probe {
    protocol: Protocol,
    people: Vec<Case>,
    place: usize,
}

impl Probe {
    fn new(
        raw: &raw::Criterion,
        measure: &'static Definition,
        condition: &str,
        people: &[Case],
    ) -> Option<Self> {
        let days = |key: &str, text: Option<&raw::Text>| {
            text.map_or_else(String::new, |text| format!("{key} = \"{}\"\n", text.value))
        };
        let window = [
            days("fresh", raw.fresh.as_ref()),
            days("over", raw.over.as_ref()),
            raw.at_least
                .as_ref()
                .map_or_else(String::new, |days| format!("at_least = {}\n", days.value)),
        ]
        .concat();
        let mut criteria = vec![(measure, window)];
        let given: Vec<&'static Definition> = [Some(measure), measure.relative_to]
            .into_iter()
            .flatten()
            .filter(|measure| measure.declared.is_some())
            .collect();
        if let Some(tested) = measure.relative_to {
            criteria.insert(0, (tested, "fresh = \"365 d\"\n".to_owned()));
        }
        let place = criteria.len().saturating_sub(1);
        let mut text = format!(
            "format = 1\nid = \"probe\"\ntitle = \"probe\"\nversion = \"1.0.0\"\nreviewed = 2026-01-01\nstatus = \"draft\"\n\
             conditions = [\"{condition}\"]\nask = \"probe\"\n[[stage]]\nid = \"probe\"\ntitle = \"probe\"\nclears = \"running\"\n"
        );
        for (at, (measure, window)) in criteria.iter().enumerate() {
            let go = halfway(measure)?;
            text.push_str(&format!(
                "[[stage.criterion]]\nid = \"probe-{at}\"\nmeasure = \"{}\"\ngo = {go}\n{window}why = \"probe\"\n\
                 evidence = {{ sources = [], confidence = \"very-low\", kind = \"convention\" }}\n",
                measure.id
            ));
        }
        Some(Self {
            protocol: compile_with(&text, &given).ok()?,
            people: people.to_vec(),
            place,
        })
    }

    /// A person whose reading is this value; changed from someone else as little as may be.
    fn value(&mut self, value: Exact, from: Option<&Value>) -> Option<Value> {
        let bands = self.protocol.criteria.get(self.place)?.bands?;
        let side = match bands.place(value, None)? {
            Verdict::Go => BandOutcome::Go,
            Verdict::Caution => BandOutcome::Caution,
            Verdict::NoGo => BandOutcome::NoGo,
        };
        self.find(side, Some((value, value)), from)
    }

    /// The same person with one value less known.
    fn unknown(&self, from: &Value) -> Option<Value> {
        let wanted = SearchGoal {
            criterion: self.place,
            side: BandOutcome::Missing,
            within: None,
            decisive: false,
            alone: false,
        };
        Search::new(&self.protocol, &[]).blanked(from, &wanted)
    }

    fn find(
        &mut self,
        side: BandOutcome,
        within: Option<(Exact, Exact)>,
        from: Option<&Value>,
    ) -> Option<Value> {
        let wanted = SearchGoal {
            criterion: self.place,
            side,
            within,
            decisive: false,
            alone: false,
        };
        let near: Vec<Case> = from
            .zip(self.people.first())
            .and_then(|(record, case)| {
                Some(Case {
                    set: Map::new(),
                    record: record.clone(),
                    assessment: Assessment::tried(record)?,
                    ..case.clone()
                })
            })
            .into_iter()
            .collect();
        let near = Search::new(&self.protocol, &near).find(&wanted);
        let found = near.or_else(|| Search::new(&self.protocol, &self.people).find(&wanted));
        found.map(|found| found.record)
    }
}

/// A band that any file may have: the better half of the scale.
fn halfway(measure: &Definition) -> Option<String> {
    let words = measure.scale.words();
    if let Some(best) = words.first() {
        return Some(format!("[\"{best}\"]"));
    }
    let (low, high) = measure.scale.range();
    let middle = low
        .plus(high.minus(low).over(2))
        .to_step(Exact::whole(1), Toward::Down);
    let sign = match measure.better? {
        Better::Higher => ">=",
        Better::Lower => "<=",
    };
    let unit = measure.scale.unit().sign();
    Some(format!(
        "\"{sign} {} {unit}\"",
        middle.decimal(Toward::Down)
    ))
}
