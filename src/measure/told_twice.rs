//! One fact told in two places, not alike: the worse counts, and a report shows both.
//!
//! *Why are they shown, and hold nothing?* A slip of the pen on the worse side keeps a runner back until they see where it stands; the milder
//! one may be a wish. Neither is refused, as a record may be honest and hold both: felt in the morning, and told of the day before.

use super::Subject;
use super::evidence::{Certainty, first_day};
use super::tellings::{run_pain, scored, within};
use crate::assessment::wire::{ActivityPain, Gait, LastFlare, Pain, RunKind, Side};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Kind, Quantity, Toward};

/// The days up to and with the question of which both tellings are looked for: no test or diary counts for longer.
const DAYS: i32 = 28;

/// What one field tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The field, as reports name it: `pain[2026-11-20].morning`.
    pub field: String,
    /// What stands there.
    pub value: String,
}

/// Two tellings of one fact that are not alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldTwice {
    /// The worse, which counts.
    pub worse: Telling,
    /// The milder.
    pub milder: Telling,
}

fn telling(block: &str, day: Day, field: &str, value: String) -> Telling {
    let field = format!("{block}[{day}].{field}");
    Telling { field, value }
}

fn shown(value: Exact) -> String {
    value.decimal(Toward::Up).to_string()
}

/// A score somewhere else that is of a day, or of the next morning.
struct Elsewhere {
    day: Day,
    value: Exact,
    telling: Telling,
}

impl Elsewhere {
    fn of<K: Kind>(
        (block, day): (&str, Day),
        (field, lag): (&str, i32),
        value: Option<Quantity<K>>,
    ) -> Option<Self> {
        let value = value?.exact();
        let telling = telling(block, day, field, shown(value));
        let day = day.plus(lag);
        Some(Self {
            day,
            value,
            telling,
        })
    }
}

impl Subject<'_> {
    /// Every pair of tellings of the last four weeks that are not alike, those of the newest diary entry first.
    pub(crate) fn told_twice(&self) -> Vec<ToldTwice> {
        let first = self.as_of.plus(1_i32.saturating_sub(DAYS));
        let mut found = Vec::new();
        found.extend(self.flare_told_twice());
        let [walks, mornings, raises, hops] = [
            self.walks(first),
            self.mornings(first),
            self.tests(first, true),
            self.tests(first, false),
        ];
        for dated in within(self.assessment.pain.as_deref(), (Some(first), self.as_of)) {
            let pain = &dated.entry;
            let walking = scored(pain.walking).map(|value| ("walking", value));
            let worst = pain.worst.map(|worst| ("worst", worst.exact()));
            found.extend(worst_and_part(dated));
            compare(&mut found, dated, walking.or(worst), &walks, false);
            let morning = pain.morning.map(|pain| ("morning", pain.exact()));
            compare(&mut found, dated, morning, &mornings, true);
            let raise = scored(pain.heel_raise).map(|value| ("heel_raise", value));
            compare(&mut found, dated, raise, &raises, true);
            let hopping = scored(pain.hopping).map(|value| ("hopping", value));
            compare(&mut found, dated, hopping, &hops, true);
            found.extend(self.limp_told_twice(dated));
            found.extend(self.masking_told_twice(dated));
        }
        found
    }

    fn walks(&self, first: Day) -> Vec<Elsewhere> {
        let runs = within(self.assessment.runs.as_deref(), (Some(first), self.as_of));
        let walks = runs.filter(|run| run.entry.kind == Some(RunKind::Walk));
        let told = walks.filter_map(|walk| {
            let entry = &walk.entry;
            let fields = [
                ("pain_start", entry.pain_start),
                ("pain_during", entry.pain_during),
                ("pain_after", entry.pain_after),
            ];
            let worst = run_pain(entry)?;
            let (field, value) = fields
                .into_iter()
                .find(|(_, pain)| pain.is_some_and(|pain| pain.exact() == worst))?;
            Elsewhere::of(("runs", walk.date), (field, 0), value)
        });
        told.collect()
    }

    fn mornings(&self, first: Day) -> Vec<Elsewhere> {
        let days = (Some(first.plus(-1)), self.as_of.plus(-1));
        let record = self.assessment;
        let runs = within(record.runs.as_deref(), days)
            .map(|run| ("runs", run.date, run.entry.pain_next_morning));
        let raises = within(record.heel_raise.as_deref(), days)
            .map(|test| ("heel_raise", test.date, test.entry.pain_next_morning));
        let hops = within(record.hop.as_deref(), days)
            .map(|test| ("hop", test.date, test.entry.pain_next_morning));
        let all = runs.chain(raises).chain(hops);
        all.filter_map(|(block, day, pain)| {
            Elsewhere::of((block, day), ("pain_next_morning", 1), pain)
        })
        .collect()
    }

    /// The pain of the hurt leg in tests: of both, where both are hurt; of none while it is not known which is.
    fn tests(&self, first: Day, raises: bool) -> Vec<Elsewhere> {
        let days = (Some(first), self.as_of);
        let record = self.assessment;
        let is_hurt =
            |side: Side| matches!(self.side(), Some(hurt) if hurt == side || hurt == Side::Both);
        let mut told = Vec::new();
        let mut add = |block: &str, day: Day, side: Side, pain| {
            let field = if side == Side::Left {
                "left.pain"
            } else {
                "right.pain"
            };
            if is_hurt(side) {
                told.extend(Elsewhere::of((block, day), (field, 0), pain));
            }
        };
        if raises {
            for test in within(record.heel_raise.as_deref(), days) {
                let legs = [
                    (Side::Left, &test.entry.left),
                    (Side::Right, &test.entry.right),
                ];
                for (side, leg) in legs {
                    let pain = leg.as_ref().and_then(|leg| leg.pain);
                    add("heel_raise", test.date, side, pain);
                }
            }
        } else {
            for test in within(record.hop.as_deref(), days) {
                let legs = [
                    (Side::Left, &test.entry.left),
                    (Side::Right, &test.entry.right),
                ];
                for (side, leg) in legs {
                    let pain = leg.as_ref().and_then(|leg| leg.pain);
                    add("hop", test.date, side, pain);
                }
            }
        }
        told
    }

    fn limp_told_twice(&self, dated: &Dated<Pain>) -> Option<ToldTwice> {
        if dated.entry.limp != Some(false) {
            return None;
        }
        let days = (Some(first_day(dated)), dated.date);
        let mut walks = within(self.assessment.runs.as_deref(), days);
        let limped = walks.find(|run| {
            run.entry.kind == Some(RunKind::Walk) && run.entry.gait == Some(Gait::Altered)
        })?;
        Some(ToldTwice {
            worse: telling("runs", limped.date, "gait", "altered".to_owned()),
            milder: telling("pain", dated.date, "limp", "false".to_owned()),
        })
    }

    /// The diary names what hides pain, and the treatments none, or the other way round.
    fn masking_told_twice(&self, dated: &Dated<Pain>) -> Option<ToldTwice> {
        let by = dated.entry.masked_by.as_ref()?;
        let covered = self.masked_by_treatment(dated.date)?;
        let treatments = |value: &str| Telling {
            field: "treatments".to_owned(),
            value: value.to_owned(),
        };
        let words: Vec<&str> = by.iter().map(|mask| mask.word()).collect();
        let diary = |value: String| telling("pain", dated.date, "masked_by", value);
        match (words.is_empty(), covered) {
            (false, Certainty::NO) => Some(ToldTwice {
                worse: diary(words.join(", ")),
                milder: treatments("nothing that hides pain on that day"),
            }),
            (true, Certainty::YES) => Some(ToldTwice {
                worse: treatments("something that hides pain on that day"),
                milder: diary("nothing".to_owned()),
            }),
            (true | false, _) => None,
        }
    }

    /// The record shows a flare that is later than the one stated.
    fn flare_told_twice(&self) -> Option<ToldTwice> {
        let shown = self.shown_flare()?;
        let stated = match self.assessment.injury.last_flare? {
            LastFlare::Never => "none".to_owned(),
            LastFlare::On(flare) if flare.counted_on(self.as_of) < shown => flare.to_string(),
            LastFlare::On(_) => return None,
        };
        let field = "injury.last_flare".to_owned();
        let value = stated;
        Some(ToldTwice {
            worse: Telling {
                field: "pain".to_owned(),
                value: format!("a flare up to {shown}"),
            },
            milder: Telling { field, value },
        })
    }
}

/// A part of daily life that is worse than its worst.
fn worst_and_part(dated: &Dated<Pain>) -> Option<ToldTwice> {
    let pain = &dated.entry;
    let worst = pain.worst?;
    let parts = [
        ("rest", pain.rest),
        ("walking", pain.walking.and_then(ActivityPain::score)),
        ("stairs", pain.stairs.and_then(ActivityPain::score)),
    ];
    let told = parts
        .into_iter()
        .filter_map(|(field, pain)| Some((pain?, field)));
    let (most, field) = told.max_by_key(|(pain, _)| *pain)?;
    (most > worst).then(|| ToldTwice {
        worse: telling("pain", dated.date, field, shown(most.exact())),
        milder: telling("pain", dated.date, "worst", shown(worst.exact())),
    })
}

/// Holds a score of the diary against those told elsewhere of its days; against milder ones, too, where both tell the same of one day.
fn compare(
    found: &mut Vec<ToldTwice>,
    dated: &Dated<Pain>,
    told: Option<(&str, Exact)>,
    elsewhere: &[Elsewhere],
    same: bool,
) {
    let Some((field, value)) = told else {
        return;
    };
    let first = first_day(dated);
    for other in elsewhere {
        if other.day < first || other.day > dated.date || other.value == value {
            continue;
        }
        let diary = telling("pain", dated.date, field, shown(value));
        let other_telling = other.telling.clone();
        if other.value > value {
            found.push(ToldTwice {
                worse: other_telling,
                milder: diary,
            });
        } else if same && first == dated.date {
            found.push(ToldTwice {
                worse: diary,
                milder: other_telling,
            });
        }
    }
}
