//! cel: one expression for what is measured and one for the criteria, compiled once; one context, its variables set anew for each
//! record.
//!
//! The host hands over the blocks that the expressions read, without their nulls, since in CEL `has` tells absence and not null.

use std::collections::HashMap;
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Env, Program};
use return_to_run::Verdict;
use serde_json::Value;

use super::Peer;
use crate::decision::{Limits, Row, STAGES};
use crate::{Result, line};

struct Cel {
    measures: Program,
    criteria: Program,
    context: Context<'static, 'static>,
}

pub(super) fn make(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let measures: Result<Vec<String>> = rows.iter().map(|row| measure(&row.id)).collect();
    let env = Arc::new(Env::stdlib());
    let compile = |text: &str| env.compile(text).map_err(|faults| faults.to_string());
    Ok(Box::new(Cel {
        measures: compile(&format!("[{}]", measures?.join(", ")))?,
        criteria: compile(&staged(rows))?,
        context: Context::with_env(Arc::clone(&env)),
    }))
}

impl Cel {
    fn bind(&mut self, record: &Value) {
        let mut bind = |name: &str, value: Option<&Value>| {
            let empty = || {
                cel::Value::Map(Map {
                    map: Arc::default(),
                })
            };
            let value = value
                .filter(|value| !value.is_null())
                .map_or_else(empty, convert);
            self.context.add_variable_from_value(name, value);
        };
        bind("side", record["injury"].get("side"));
        bind("stage", record["goal"].get("stage"));
        bind("athlete", record.get("athlete"));
        bind("screening", record["screening"].get(0));
        for (place, name) in ["day0", "day1", "day2"].into_iter().enumerate() {
            bind(name, record["pain"].get(place));
        }
        bind("raise", record["heel_raise"].get(0));
        bind("repeated", record["hop"].get(1));
        bind("single", record["hop"].get(2));
        bind("questionnaire", record["questionnaires"].get(0));
        let treatments = record.get("treatments").is_some_and(Value::is_array);
        self.context
            .add_variable_from_value("treatments_known", treatments);
    }
}

impl Peer for Cel {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        let record: Value = serde_json::from_str(record)?;
        self.bind(&record);
        let measures = self.measures.execute(&self.context)?;
        self.context.add_variable_from_value("m", measures);
        let reasons = self.criteria.execute(&self.context)?;
        let cel::Value::List(reasons) = reasons else {
            return Err("not a list".into());
        };
        let said = reasons.iter().filter_map(|reason| {
            if let cel::Value::String(text) = reason {
                Some(text.as_str())
            } else {
                None
            }
        });
        line::write(record["id"].as_str().ok_or("no id")?, said, out);
        Ok(())
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        let record: Value = serde_json::from_str(record)?;
        self.bind(&record);
        Ok(true)
    }
}

fn convert(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(flag) => cel::Value::Bool(*flag),
        Value::Number(number) => cel::Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => cel::Value::String(Arc::new(text.clone())),
        Value::Array(values) => cel::Value::List(Arc::new(values.iter().map(convert).collect())),
        Value::Object(fields) => {
            let known = fields.iter().filter(|(_, value)| !value.is_null());
            let map: HashMap<Key, cel::Value> = known
                .map(|(key, value)| (Key::String(Arc::new(key.clone())), convert(value)))
                .collect();
            cel::Value::Map(Map { map: Arc::new(map) })
        }
    }
}

/// The criteria up to the stage asked, each its reason or null.
fn staged(rows: &[Row]) -> String {
    let mut text = String::new();
    for (last, name) in STAGES.iter().enumerate() {
        let all = rows.iter().enumerate().filter(|(_, row)| row.stage <= last);
        let all: Vec<String> = all.map(|(place, row)| criterion(place, row)).collect();
        let last = last + 1 == STAGES.len();
        if !last {
            text.push_str(&format!("stage == \"{name}\" ? "));
        }
        text.push_str(&format!("[{}]", all.join(", ")));
        if !last {
            text.push_str(" : ");
        }
    }
    text
}

fn criterion(place: usize, row: &Row) -> String {
    let value = format!("m[{place}]");
    let mut text = format!("{value} == null ? \"{}\" : ", row.missing());
    let mut add = |condition: String, verdict: Verdict| {
        text.push_str(&format!("{condition} ? \"{}\" : ", row.reason(verdict)));
    };
    match &row.limits {
        Limits::Yes(verdict) => add(value, *verdict),
        Limits::Words(words) => {
            for (word, verdict) in words.iter().filter(|(_, verdict)| *verdict != Verdict::Go) {
                add(format!("{value} == \"{word}\""), *verdict);
            }
        }
        Limits::Number(not_go, no_go) => {
            if let Some(no_go) = no_go {
                add(
                    format!("{value} {} {:?}", no_go.sign, no_go.bound),
                    Verdict::NoGo,
                );
            }
            add(
                format!("{value} {} {:?}", not_go.sign, not_go.bound),
                Verdict::Caution,
            );
        }
    }
    text.push_str("null");
    text
}

fn measure(id: &str) -> Result<String> {
    let cadence = "has(raise.cadence_per_min) && raise.cadence_per_min == 30.0";
    Ok(match id {
        "pop" => field("screening", "pop_at_onset"),
        "push-off-loss" => field("screening", "push_off_loss"),
        "rise-on-one-leg" => field("screening", "heel_raise_ability"),
        "calf-swelling" => field("screening", "calf_swelling_warmth"),
        "fever" => field("screening", "fever"),
        "night-pain" => field("screening", "night_pain"),
        "bone-tenderness" => field("screening", "bone_tenderness"),
        "daily-pain" => worst_of_week("worst"),
        "walking-pain" => field("day0", "walking"),
        "walking-pain-week" => worst_of_week("walking"),
        "morning-pain" => field("day0", "morning"),
        "morning-pain-week" => worst_of_week("morning"),
        "stiffness" => worst_of_week("morning_stiffness_min"),
        "limp" => {
            let days =
                ["day0", "day1", "day2"].map(|day| format!("(has({day}.limp) && {day}.limp)"));
            format!(
                "{} ? true : {} ? false : null",
                days.join(" || "),
                whole_week("limp")
            )
        }
        "masking" => {
            "has(day0.masked_by) && treatments_known ? size(day0.masked_by) > 0 : null".to_owned()
        }
        "heel-raises" => format!(
            "{cadence} ? {} : null",
            sided(&|leg, _| nested("raise", leg, "reps"))
        ),
        "heel-raise-symmetry" => {
            let index = |hurt: &str, sound: &str| {
                let known = format!(
                    "{} && {}",
                    has("raise", hurt, "reps"),
                    has("raise", sound, "reps")
                );
                format!("({known} ? 100.0 * raise.{hurt}.reps / raise.{sound}.reps : null)")
            };
            format!("{cadence} ? {} : null", sided(&index))
        }
        "heel-raise-pain" => sided(&|leg, _| nested("raise", leg, "pain")),
        "morning-after-heel-raises" => field("raise", "pain_next_morning"),
        "heel-raise-surface" => field("raise", "surface"),
        "age-outside-norms" => {
            let outside = "athlete.age < 20.0 ? 20.0 - athlete.age : athlete.age > 80.0 ? athlete.age - 80.0 : 0.0";
            format!("has(athlete.age) ? ({outside}) : null")
        }
        "hop-count" => sided(&|leg, _| {
            format!(
                "({} ? repeated.{leg}.trials[0] : null)",
                has("repeated", leg, "trials")
            )
        }),
        "hop-pain" => sided(&|leg, _| nested("repeated", leg, "pain")),
        "morning-after-hops" => {
            let (one, other) = ("repeated.pain_next_morning", "single.pain_next_morning");
            let worse = format!("{one} > {other} ? {one} : {other}");
            let both = format!("has({one}) && has({other}) ? ({worse}) : null");
            format!(
                "size(single) == 0 ? {} : ({both})",
                field("repeated", "pain_next_morning")
            )
        }
        "single-hop" => sided(&|leg, _| trials(leg, &best)),
        "single-hop-symmetry" => sided(&|hurt, sound| symmetry(hurt, sound, &best)),
        "single-hop-mean" => sided(&|leg, _| trials(leg, &mean)),
        "single-hop-mean-symmetry" => sided(&|hurt, sound| symmetry(hurt, sound, &mean)),
        "single-hop-pain" => sided(&|leg, _| nested("single", leg, "pain")),
        "visa-a" => field("questionnaire", "score"),
        other => return Err(format!("no measure for `{other}`").into()),
    })
}

fn field(block: &str, field: &str) -> String {
    format!("(has({block}.{field}) ? {block}.{field} : null)")
}

fn has(block: &str, leg: &str, field: &str) -> String {
    format!("has({block}.{leg}) && has({block}.{leg}.{field})")
}

fn nested(block: &str, leg: &str, field: &str) -> String {
    format!(
        "({} ? {block}.{leg}.{field} : null)",
        has(block, leg, field)
    )
}

/// Something of the hurt leg, given it and the other.
fn sided(of: &dyn Fn(&str, &str) -> String) -> String {
    format!(
        "(side == \"left\" ? {} : {})",
        of("left", "right"),
        of("right", "left")
    )
}

fn whole_week(field: &str) -> String {
    format!("has(day0.{field}) && has(day1.{field}) && has(day2.{field})")
}

fn worst_of_week(field: &str) -> String {
    let days = ["day0", "day1", "day2"].map(|day| format!("{day}.{field}"));
    format!("({} ? {} : null)", whole_week(field), largest(&days))
}

fn largest([one, two, three]: &[String; 3]) -> String {
    format!(
        "({one} > {two} ? ({one} > {three} ? {one} : {three}) : ({two} > {three} ? {two} : {three}))"
    )
}

fn best(leg: &str) -> String {
    largest(&[0, 1, 2].map(|place| format!("single.{leg}.trials[{place}]")))
}

fn mean(leg: &str) -> String {
    let sum = [0, 1, 2].map(|place| format!("single.{leg}.trials[{place}]"));
    format!("(({}) / 3.0)", sum.join(" + "))
}

fn trials(leg: &str, of: &dyn Fn(&str) -> String) -> String {
    format!("({} ? {} : null)", has("single", leg, "trials"), of(leg))
}

fn symmetry(hurt: &str, sound: &str, of: &dyn Fn(&str) -> String) -> String {
    let known = format!(
        "{} && {}",
        has("single", hurt, "trials"),
        has("single", sound, "trials")
    );
    format!("({known} ? 100.0 * {} / {} : null)", of(hurt), of(sound))
}
