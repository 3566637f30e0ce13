//! Random changes of a record.

use proptest::prelude::*;
use proptest::sample::Index;
use return_to_run::Day;
use serde_json::{Value, json};

use super::fields::day;

/// One change of a record: days are counted back from the question.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Onset(Value, i32),
    Flare(Value, i32),
    Pain(i32, Value),
    Mask(Index),
    Treatments(Value),
    Treatment(Value, i32, i32),
    Screening(i32, bool),
    Test(i32, u8),
    Run(i32, Value),
    Without(&'static str),
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let back = || 0_i32..20;
    let score = || prop::option::weighted(0.6, 0_u8..=10);
    let words = |words: &'static [&'static str]| prop::sample::select(words);
    let period = || {
        prop::sample::select(vec![
            json!("day"),
            json!("day"),
            json!("month"),
            json!("year"),
            json!("none"),
            Value::Null,
        ])
    };
    prop_oneof![
        1 => (period(), 0_i32..120).prop_map(|(kind, back)| Edit::Onset(kind, back)),
        1 => (period(), 0_i32..120).prop_map(|(kind, back)| Edit::Flare(kind, back)),
        6 => (back(), prop::option::of(1_u8..=14), score(), score(), score(), prop::option::of(any::<bool>()), prop::option::of(any::<bool>()))
            .prop_map(|(back, covers, worst, walking, morning, limp, masked)| {
                let masked = masked.map(|masked| if masked { json!(["tape"]) } else { json!([]) });
                Edit::Pain(back, json!({ "covers_days": covers, "worst": worst, "walking": walking, "morning": morning, "limp": limp,
                    "masked_by": masked }))
            }),
        1 => any::<Index>().prop_map(Edit::Mask),
        1 => prop::sample::select(vec![json!([]), Value::Null]).prop_map(Edit::Treatments),
        1 => (words(&["nsaid", "tape", "massage"]), back(), -1_i32..10)
            .prop_map(|(kind, back, days)| Edit::Treatment(json!(kind), back, days)),
        1 => (back(), any::<bool>()).prop_map(|(back, yes)| Edit::Screening(back, yes)),
        1 => (back(), 0_u8..60).prop_map(|(back, count)| Edit::Test(back, count)),
        3 => (back(), words(&["run", "walk", "walk-run", "race"]), (0_u8..30, prop::option::of(0_u8..90)), (score(), score()),
            prop::option::of(any::<bool>()), any::<bool>())
            .prop_map(|(back, kind, (km, minutes), (during, next), breaks, imported)| {
                let sources = if imported { json!(["watch.fit"]) } else { Value::Null };
                Edit::Run(back, json!({ "kind": kind, "distance_km": km, "duration_min": minutes, "pain_during": during,
                    "pain_next_morning": next, "gait": "normal", "walk_breaks": breaks, "sources": sources }))
            }),
        1 => words(&["pain", "runs", "screening", "heel_raise", "hop"]).prop_map(Edit::Without),
    ]
}

fn dated(as_of: Day, back: i32, kind: &Value) -> Value {
    let day = as_of.plus(back.saturating_neg()).to_string();
    match kind.as_str() {
        Some("day") => json!(day),
        Some("month") => json!(day.get(..7)),
        Some("year") => json!(day.get(..4)),
        _ => kind.clone(),
    }
}

pub(super) fn edited(record: &Value, edits: &[Edit]) -> Option<Value> {
    let mut record = record.clone();
    let as_of = day(record.get("as_of"))?;
    for edit in edits {
        let on = |back: i32| as_of.plus(back.saturating_neg()).to_string();
        let mut put = |block: &str, back: i32, mut entry: Value| {
            let fields = record.as_object_mut()?;
            let list = fields.entry(block).or_insert_with(|| json!([]));
            entry
                .as_object_mut()?
                .insert("date".to_owned(), json!(on(back)));
            if list.is_null() {
                *list = json!([]);
            }
            let list = list.as_array_mut()?;
            // Of runs there may be several a day.
            if block != "runs" {
                let same = |one: &Value| {
                    one.get("date") == entry.get("date") && one.get("test") == entry.get("test")
                };
                list.retain(|one| !same(one));
            }
            list.push(entry);
            Some(())
        };
        match edit {
            Edit::Onset(kind, back) => {
                let value = if kind == "none" {
                    Value::Null
                } else {
                    dated(as_of, *back, kind)
                };
                record
                    .pointer_mut("/injury")?
                    .as_object_mut()?
                    .insert("onset".to_owned(), value);
            }
            Edit::Flare(kind, back) => {
                let value = dated(as_of, *back, kind);
                record
                    .pointer_mut("/injury")?
                    .as_object_mut()?
                    .insert("last_flare".to_owned(), value);
            }
            Edit::Pain(back, entry) => put("pain", *back, entry.clone())?,
            Edit::Mask(place) => {
                let list = record.get_mut("pain").and_then(Value::as_array_mut);
                let list = list.map(Vec::as_mut_slice).unwrap_or_default();
                if !list.is_empty() {
                    let place = place.index(list.len());
                    let entry = list.get_mut(place)?.as_object_mut()?;
                    entry.insert("masked_by".to_owned(), json!(["ice"]));
                }
            }
            Edit::Treatments(value) => {
                record
                    .as_object_mut()?
                    .insert("treatments".to_owned(), value.clone());
            }
            Edit::Treatment(kind, back, days) => {
                let course = match *days {
                    ..0 => json!({ "kind": kind, "date": on(*back) }),
                    0 => json!({ "kind": kind, "start": on(*back) }),
                    1.. => {
                        let end = on(back.saturating_sub(*days).max(0));
                        json!({ "kind": kind, "start": on(*back), "end": end })
                    }
                };
                let fields = record.as_object_mut()?;
                fields.insert("treatments".to_owned(), json!([course]));
            }
            Edit::Screening(back, yes) => {
                put(
                    "screening",
                    *back,
                    json!({ "fever": yes, "push_off_loss": !yes }),
                )?;
            }
            Edit::Test(back, count) => {
                let leg = json!({ "reps": count, "pain": 1 });
                put(
                    "heel_raise",
                    *back,
                    json!({ "cadence_per_min": 30, "left": leg, "right": leg, "pain_next_morning": count % 11 }),
                )?;
                let leg = json!({ "trials": [count], "pain": 1 });
                put(
                    "hop",
                    *back,
                    json!({ "test": "repeated-hops", "left": leg, "right": leg }),
                )?;
            }
            Edit::Run(back, run) => put("runs", *back, run.clone())?,
            Edit::Without(block) => {
                record.as_object_mut()?.remove(*block);
            }
        }
    }
    Some(record)
}
