//! Which questions are open: what the criteria of the goal read and do not know.
//!
//! *Why from the measures?* A criterion that is added to a file reads a measure, and a measure names its fields. So the question about a
//! field is asked as soon as something that decides reads it, and a field that no question has words for is asked by what the schema says
//! of it.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::draft::Draft;
use super::own::{day_of, is_walk};
use super::question::{Form, Kind, Part, Question};
use super::table::{self, QUESTIONS};
use crate::assessment::Day;
use crate::assessment::wire::Wire;
use crate::engine::report::Report;
use crate::measure::Definition;

/// Lists whose entry of the day a question can speak of without more than the day.
const DAILY: [&str; 3] = ["screening", "pain", "sleep"];

/// Runs of which it is asked how they went, and how old they may be.
const RUNS: usize = 3;
const RUN_DAYS: i32 = 28;
const TOLD: [&str; 5] = [
    "runs[].pain_start",
    "runs[].pain_during",
    "runs[].rising",
    "runs[].gait",
    "runs[].pain_next_morning",
];

/// The open questions, the first to be asked first.
pub(super) fn questions(report: &Report<'_>, draft: &Draft, has_goal: bool) -> Vec<Question> {
    let stated = report.to_state();
    let missing = report.judgement.to_measure.iter().copied();
    let first = report.to_answer_first().map(|line| line.criterion.measure);
    let mut measures: Vec<&'static Definition> = first.collect();
    for measure in missing {
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    let is_open = |field: &str, test_of: &str| {
        let field = bare(field);
        let mut measures = measures
            .iter()
            .filter(|measure| measure.id.starts_with(test_of));
        stated.contains(&field.as_str())
            || measures.any(|measure| measure.reads().any(|read| bare(read) == field))
    };
    let mut open = Vec::new();
    for question in QUESTIONS {
        // What is wanted is asked of whoever has not said it.
        let goal = question.key == "goal" && draft.get("goal").is_none() && !has_goal;
        let fields = question.fields.iter();
        let mut unknown = fields.filter(|field| draft.get(&within(field, question)).is_none());
        let open_field = unknown.any(|field| is_open(field, question.test_of));
        if (goal || open_field) && !(question.unless)(draft) {
            open.push(question.clone());
        }
        if question.key == "complete" {
            open.extend(runs(&measures, draft));
        }
    }
    let worded = |field: &str| {
        let mut rows = QUESTIONS.iter();
        rows.any(|row| row.fields.iter().any(|known| bare(known) == bare(field)))
    };
    let mut generic: Vec<&'static str> = Vec::new();
    // Of several fields that tell one measure, one that was answered is enough.
    let untold = measures.iter().filter(|measure| {
        let mut fields = measure.own_fields();
        !fields.any(|field| worded(field) || (field.contains("[]") && draft.get(field).is_some()))
    });
    let fields = untold.flat_map(|measure| measure.own_fields());
    for field in fields.chain(stated.iter().copied()) {
        let list = field.split_once("[].");
        let daily = list.is_none_or(|(list, _)| DAILY.contains(&list));
        let new = !worded(field) && !generic.contains(&field);
        if daily && new && draft.get(field).is_none() {
            generic.push(field);
        }
    }
    let schema = generic.first().map(|_| schema());
    let of_schema = generic
        .into_iter()
        .filter_map(|field| worded_by_schema(schema.as_ref()?, field));
    // Tests come last.
    let tests = open
        .iter()
        .position(|question| !question.test_of.is_empty());
    let tests = open.split_off(tests.unwrap_or(open.len()));
    open.into_iter().chain(of_schema).chain(tests).collect()
}

/// A field without the name of the test it is of.
fn bare(field: &str) -> String {
    match (field.split_once('['), field.split_once(']')) {
        (Some((list, _)), Some((_, rest))) => format!("{list}[]{rest}"),
        _ => field.to_owned(),
    }
}

/// The field in the entry of the question's own test.
fn within(field: &str, question: &Question) -> String {
    let test = match question.test_of {
        "hop.repeated" => "hop[repeated-hops]",
        "hop.single" => "hop[single-hop]",
        _ => return field.to_owned(),
    };
    field.replacen("hop[]", test, 1)
}

/// How the newest runs went, where something open depends on it.
fn runs(measures: &[&'static Definition], draft: &Draft) -> Vec<Question> {
    let mut fields = measures.iter().flat_map(|measure| measure.reads());
    if !fields.any(|field| TOLD.contains(&field)) {
        return Vec::new();
    }
    unscored(draft, RUN_DAYS)
}

/// The newest runs that do not say how they went, as questions.
pub(super) fn unscored(draft: &Draft, days: i32) -> Vec<Question> {
    let runs = draft.list("runs");
    let mut recent: Vec<(Day, usize)> = Vec::new();
    for (at, run) in runs.iter().enumerate().filter(|(_, run)| !is_walk(run)) {
        let day = day_of(run).filter(|day| draft.as_of.since(*day) < days);
        recent.extend(day.map(|day| (day, at)));
    }
    recent.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let asked = recent.into_iter().take(RUNS).filter_map(|(day, at)| {
        let run = runs.get(at)?;
        let wanted = if day == draft.as_of { 4 } else { 5 };
        let mut wanted = TOLD.iter().take(wanted);
        let known = |field: &&str| {
            let name = field.trim_start_matches("runs[].");
            run.contains_key(name)
        };
        if wanted.all(known) {
            return None;
        }
        let far = run.get("distance_km");
        let far = far.map_or_else(String::new, |far| format!(", {far} km"));
        let title = format!("Your run of {}{far}: how was it?", day.spelled());
        Some(table::of_run(at, title, day < draft.as_of))
    });
    asked.collect()
}

fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    settings
        .into_generator()
        .into_root_schema_for::<Wire>()
        .to_value()
}

/// The question about a field by what the schema says of it; none where it is a list or an object.
fn worded_by_schema(root: &Value, field: &'static str) -> Option<Question> {
    let mut here = root;
    for part in field.split('.') {
        let name = part.trim_end_matches("[]");
        here = resolved(root, here.get("properties")?.get(name)?);
        if part.ends_with("[]") {
            here = resolved(root, here.get("items")?);
        }
    }
    let doc = described(root, field)?;
    let title = format!("{}?", doc.split_terminator('.').next()?.trim());
    let (help, form) = form(root, here, field)?;
    Some(table::of_schema(field, title, help, form))
}

/// What the documentation of a field says.
fn described<'s>(root: &'s Value, field: &str) -> Option<&'s str> {
    let mut here = root;
    let mut doc = None;
    for part in field.split('.') {
        let property = here.get("properties")?.get(part.trim_end_matches("[]"))?;
        doc = property
            .get("description")
            .or_else(|| resolved(root, property).get("description"));
        here = resolved(root, property);
        if part.ends_with("[]") {
            here = resolved(root, here.get("items")?);
        }
    }
    doc?.as_str()
}

/// What a schema refers to, without the `null` that may stand for it.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    if let Some(first) = choices.and_then(|choices| choices.first()) {
        return resolved(root, first);
    }
    let name = schema.get("$ref").and_then(Value::as_str);
    let name = name.and_then(|name| name.strip_prefix("#/$defs/"));
    match name.and_then(|name| root.get("$defs")?.get(name)) {
        Some(named) => resolved(root, named),
        None => schema,
    }
}

fn form(root: &Value, schema: &Value, field: &'static str) -> Option<(String, Form)> {
    let value = |kind| Form::Values(vec![Part::new(field, kind)].into());
    if let Some(words) = schema.get("oneOf").and_then(Value::as_array) {
        let words = words
            .iter()
            .map(|word| resolved(root, word))
            .filter_map(|word| {
                let name = word.get("const")?;
                let label = word
                    .get("description")
                    .and_then(Value::as_str)
                    .or_else(|| name.as_str())?;
                Some((
                    Cow::Owned(label.trim_end_matches('.').to_owned()),
                    Cow::Owned(name.to_string()),
                ))
            });
        return Some((
            String::new(),
            Form::Choice(words.collect::<Vec<_>>().into()),
        ));
    }
    let kinds = schema.get("type")?;
    let is = |name: &str| {
        let among = kinds
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == name));
        kinds == name || among
    };
    if is("boolean") {
        return Some(("y or n.".to_owned(), value(Kind::YesNo)));
    }
    if is("number") || is("integer") {
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let whole = |bound: f64| format!("{bound:.0}").parse::<i64>().ok();
        let low = bound("minimum").and_then(whole).unwrap_or(0);
        let high = bound("maximum").and_then(whole).unwrap_or(100_000);
        let help = format!("A number from {low} to {high}.");
        return Some((help, value(Kind::Number(low, high, "a number"))));
    }
    if is("string") {
        return Some(("A day, as `3 oct`.".to_owned(), value(Kind::Period)));
    }
    None
}
