//! datalogic-rs: JSON Logic, one rule for what is measured and one for the criteria, compiled once; one arena, used again.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, Engine, Logic};
use return_to_run::Verdict;
use serde_json::{Value, json};

use super::Peer;
use crate::decision::{Comparison, Limits, Row, STAGES};
use crate::{Result, line};

struct DataLogic {
    engine: Engine,
    measures: Logic,
    criteria: Logic,
    arena: Bump,
}

pub(super) fn make(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let measures: Result<Vec<Value>> = rows.iter().map(|row| measure(&row.id)).collect();
    let mut measures = measures?;
    measures.push(var("goal.stage"));
    let engine = Engine::new();
    Ok(Box::new(DataLogic {
        measures: engine.compile(&Value::Array(measures).to_string())?,
        criteria: engine.compile(&staged(rows).to_string())?,
        engine,
        arena: Bump::new(),
    }))
}

impl Peer for DataLogic {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        self.arena.reset();
        let arena = &self.arena;
        let data: &DataValue<'_> = arena.alloc(DataValue::from_str(record, arena)?);
        let measures = self.engine.evaluate(&self.measures, data, arena)?;
        let reasons = self.engine.evaluate(&self.criteria, measures, arena)?;
        let reasons = reasons.as_array().ok_or("not a list")?;
        let id = data["id"].as_str().ok_or("no id")?;
        line::write(id, reasons.iter().filter_map(|reason| reason.as_str()), out);
        Ok(())
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        self.arena.reset();
        DataValue::from_str(record, &self.arena)?;
        Ok(true)
    }
}

/// The criteria up to the stage asked, each its reason or null.
fn staged(rows: &[Row]) -> Value {
    let asked = rows.len().to_string();
    let mut branches = Vec::new();
    for (last, name) in STAGES.iter().enumerate() {
        let all = rows.iter().enumerate().filter(|(_, row)| row.stage <= last);
        let all: Vec<Value> = all.map(|(place, row)| criterion(place, row)).collect();
        if last + 1 < STAGES.len() {
            branches.push(json!({ "===": [var(&asked), name] }));
        }
        branches.push(Value::Array(all));
    }
    json!({ "if": branches })
}

fn criterion(place: usize, row: &Row) -> Value {
    let value = var(&place.to_string());
    let mut branches = vec![json!({ "===": [value, null] }), json!(row.missing())];
    let mut add = |condition: Value, verdict: Verdict| {
        branches.push(condition);
        branches.push(json!(row.reason(verdict)));
    };
    match &row.limits {
        Limits::Yes(verdict) => add(value, *verdict),
        Limits::Words(words) => {
            for (word, verdict) in words.iter().filter(|(_, verdict)| *verdict != Verdict::Go) {
                add(json!({ "===": [value, word] }), *verdict);
            }
        }
        Limits::Number(not_go, no_go) => {
            if let Some(no_go) = no_go {
                add(compare(&value, no_go), Verdict::NoGo);
            }
            add(compare(&value, not_go), Verdict::Caution);
        }
    }
    branches.push(Value::Null);
    json!({ "if": branches })
}

fn compare(value: &Value, limit: &Comparison) -> Value {
    json!({ limit.sign: [value, limit.bound] })
}

fn var(path: &str) -> Value {
    json!({ "var": path })
}

fn measure(id: &str) -> Result<Value> {
    Ok(match id {
        "pop" => var("screening.0.pop_at_onset"),
        "push-off-loss" => var("screening.0.push_off_loss"),
        "rise-on-one-leg" => var("screening.0.heel_raise_ability"),
        "calf-swelling" => var("screening.0.calf_swelling_warmth"),
        "fever" => var("screening.0.fever"),
        "night-pain" => var("screening.0.night_pain"),
        "bone-tenderness" => var("screening.0.bone_tenderness"),
        "daily-pain" => worst_of_week("worst"),
        "walking-pain" => var("pain.0.walking"),
        "walking-pain-week" => worst_of_week("walking"),
        "morning-pain" => var("pain.0.morning"),
        "morning-pain-week" => worst_of_week("morning"),
        "stiffness" => worst_of_week("morning_stiffness_min"),
        "limp" => limp(),
        "masking" => masking(),
        "heel-raises" => reps(hurt("heel_raise.0", "reps")),
        "heel-raise-symmetry" => {
            let (hurt, sound) = (hurt("heel_raise.0", "reps"), sound("heel_raise.0", "reps"));
            reps(known(&[&hurt, &sound], percent(&hurt, &sound)))
        }
        "heel-raise-pain" => hurt("heel_raise.0", "pain"),
        "morning-after-heel-raises" => var("heel_raise.0.pain_next_morning"),
        "heel-raise-surface" => var("heel_raise.0.surface"),
        "age-outside-norms" => {
            let age = var("athlete.age");
            let outside = json!({ "max": [{ "-": [20, age] }, { "-": [age, 80] }, 0] });
            known(&[&age], outside)
        }
        "hop-count" => hurt("hop.1", "trials.0"),
        "hop-pain" => hurt("hop.1", "pain"),
        "morning-after-hops" => {
            let (one, other) = (
                var("hop.1.pain_next_morning"),
                var("hop.2.pain_next_morning"),
            );
            let worse = known(&[&one, &other], json!({ "max": [one, other] }));
            json!({ "if": [{ "===": [var("hop.2"), null] }, one, worse] })
        }
        "single-hop" => trials("left", "right", &best),
        "single-hop-symmetry" => symmetry(&best),
        "single-hop-mean" => trials("left", "right", &mean),
        "single-hop-mean-symmetry" => symmetry(&mean),
        "single-hop-pain" => hurt("hop.2", "pain"),
        "visa-a" => var("questionnaires.0.score"),
        other => return Err(format!("no measure for `{other}`").into()),
    })
}

/// The value, if all of these are known.
fn known(of: &[&Value], value: Value) -> Value {
    let unknown: Vec<Value> = of.iter().map(|it| json!({ "===": [it, null] })).collect();
    json!({ "if": [{ "or": unknown }, null, value] })
}

fn worst_of_week(field: &str) -> Value {
    let days: Vec<Value> = (0..3)
        .map(|day| var(&format!("pain.{day}.{field}")))
        .collect();
    known(&days.iter().collect::<Vec<_>>(), json!({ "max": days }))
}

fn limp() -> Value {
    let days: Vec<Value> = (0..3).map(|day| var(&format!("pain.{day}.limp"))).collect();
    let no = known(&days.iter().collect::<Vec<_>>(), json!(false));
    json!({ "if": [{ "or": days }, true, no] })
}

/// Masked where something is named; unknown without the list of treatments.
fn masking() -> Value {
    let (named, treatments) = (var("pain.0.masked_by"), var("treatments"));
    known(&[&named, &treatments], json!({ "!!": [named] }))
}

fn on_left() -> Value {
    json!({ "===": [var("injury.side"), "left"] })
}

fn leg(test: &str, field: &str, (side, other): (&str, &str)) -> Value {
    let of = |side: &str| var(&format!("{test}.{side}.{field}"));
    json!({ "if": [on_left(), of(side), of(other)] })
}

fn hurt(test: &str, field: &str) -> Value {
    leg(test, field, ("left", "right"))
}

fn sound(test: &str, field: &str) -> Value {
    leg(test, field, ("right", "left"))
}

/// Heel raises count at the cadence of the norms only.
fn reps(value: Value) -> Value {
    let cadence = json!({ "===": [var("heel_raise.0.cadence_per_min"), 30] });
    json!({ "if": [cadence, value, null] })
}

fn percent(part: &Value, whole: &Value) -> Value {
    json!({ "/": [{ "*": [100, part] }, whole] })
}

fn best(of: &str) -> Value {
    json!({ "max": [var(&format!("{of}.0")), var(&format!("{of}.1")), var(&format!("{of}.2"))] })
}

fn mean(of: &str) -> Value {
    let sum = [
        var(&format!("{of}.0")),
        var(&format!("{of}.1")),
        var(&format!("{of}.2")),
    ];
    json!({ "/": [{ "+": sum }, 3] })
}

fn trials(side: &str, other: &str, of: &dyn Fn(&str) -> Value) -> Value {
    let one = |side: &str| {
        let path = format!("hop.2.{side}.trials");
        known(&[&var(&path)], of(&path))
    };
    json!({ "if": [on_left(), one(side), one(other)] })
}

fn symmetry(of: &dyn Fn(&str) -> Value) -> Value {
    let one = |hurt: &str, sound: &str| {
        let (hurt, sound) = (
            format!("hop.2.{hurt}.trials"),
            format!("hop.2.{sound}.trials"),
        );
        known(
            &[&var(&hurt), &var(&sound)],
            percent(&of(&hurt), &of(&sound)),
        )
    };
    json!({ "if": [on_left(), one("left", "right"), one("right", "left")] })
}
