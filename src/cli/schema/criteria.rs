//! What an editor needs beyond the shape of a criteria file: words, measures with their meaning, units, examples.
//!
//! *Why is each measure's limit a rule of its own?* The unit and the direction of a limit belong to its measure. Held in the schema,
//! they are checked while one types; `rtr criteria lint` then says what no schema can.
//!
//! The schema is never stricter than the compiler: what a file may say, it lets pass.

use serde_json::{Map, Value, json};

use crate::measure::declared::Shape;
use crate::measure::{Better, Definition, Nature, Scale, catalog};
use crate::protocol::references::Reference;
use crate::protocol::{Asks, Clears, FACTS, Fact};
use crate::quantity::Unit;

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const MEASURE: &str = r"^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+$";
const NOT_EMPTY: &str = r"\S";
const DAYS: &str = r"^\s*[0-9]+ \s*(d|wk)\s*$";
const STRETCH: &str = r"^[+]?[0-9]{1,9}([.][0-9]{1,6})? (min|km|mi)$";
const NUMBER: &str = r"[+-]?[0-9]{1,9}([.][0-9]{1,6})?";

/// Adds to the schema of the shape what the catalogue, the words and the sources are.
pub(super) fn complete<'a>(schema: &mut Value, sources: impl Iterator<Item = &'a Reference>) {
    without_null(schema);
    let sources: Vec<&Reference> = sources.collect();
    for (place, key, more) in keys() {
        add(schema, place, key, more);
    }
    let known = json!({ "items": { "$ref": "#/$defs/Source" } });
    for place in ["", "StopRule", "Remark", "Evidence"] {
        add(schema, place, "sources", known.clone());
    }
    for place in ["", "StopRule", "Remark"] {
        add(schema, place, "sources", json!({ "minItems": 1 }));
    }
    let defs = schema.pointer_mut("/$defs").and_then(Value::as_object_mut);
    if let Some(defs) = defs {
        defs.remove("OneOrMore");
        defs.insert("Source".to_owned(), source(&sources));
        defs.insert("Catalogued".to_owned(), catalogued());
        // Of a stage that is taken over, a file says only what differs.
        if let Some(required) = defs
            .get_mut("Stage")
            .and_then(|stage| stage.get_mut("required"))
        {
            *required = json!(["id"]);
        }
        rules(defs, "Clean", vec![clean_rule()]);
        rules(defs, "Criterion", criterion_rules());
        rules(defs, "LadderRule", rule_rules());
        rules(defs, "Evidence", vec![evidence_rule()]);
    }
    if let Some(root) = schema.as_object_mut() {
        root.insert("allOf".to_owned(), head_rules());
    }
}

/// TOML knows no null: what may be absent is simply left out.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("format") == Some(&json!("int64")) {
                fields.remove("format");
            }
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|one| one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|one| one.get("type") != Some(&json!("null")));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    fields.remove("anyOf");
                    fields.extend(only);
                }
            }
            fields.values_mut().for_each(without_null);
        }
        Value::Array(entries) => entries.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Adds to one key of a definition, or of the file itself.
fn add(schema: &mut Value, definition: &str, key: &str, more: Value) {
    let place = if definition.is_empty() {
        format!("/properties/{key}")
    } else {
        format!("/$defs/{definition}/properties/{key}")
    };
    let found = schema.pointer_mut(&place).and_then(Value::as_object_mut);
    if let (Some(found), Value::Object(more)) = (found, more) {
        found.extend(more);
    }
}

fn rules(defs: &mut Map<String, Value>, definition: &str, rules: Vec<Value>) {
    if let Some(Value::Object(found)) = defs.get_mut(definition) {
        found.insert("allOf".to_owned(), Value::Array(rules));
    }
}

/// Words, each with what it means; the meanings in the form that TOML editors read.
fn words<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.into_iter().unzip();
    json!({ "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } })
}

/// A definition of the schema (none for the file itself), a key of it, and what it takes beyond its type.
type Key = (&'static str, &'static str, Value);

fn id() -> Value {
    json!({ "pattern": ID })
}

fn text() -> Value {
    json!({ "pattern": NOT_EMPTY })
}

fn days() -> Value {
    json!({ "pattern": DAYS, "examples": ["1 d", "7 d", "14 d", "2 wk"] })
}

/// The most pain that there may be.
fn most() -> Value {
    json!({ "type": "string", "pattern": format!(r"^\s*<=\s*{NUMBER}\s*nrs\s*$"), "examples": ["<= 5 nrs"] })
}

/// Pain above which something is so.
fn above() -> Value {
    json!({ "type": "string", "pattern": format!(r"^\s*>\s*{NUMBER}\s*nrs\s*$"), "examples": ["> 5 nrs"] })
}

fn between(least: u16, most: u16) -> Value {
    json!({ "minimum": least, "maximum": most })
}

fn refer() -> Value {
    words([
        ("clinician", "see a clinician, soon"),
        ("urgent", "be seen today"),
    ])
}

fn keys() -> Vec<Key> {
    let mut keys = head_keys();
    keys.extend(measure_keys());
    keys.extend(criterion_keys());
    keys.extend(ladder_keys());
    keys
}

fn head_keys() -> Vec<Key> {
    let status = words([
        ("draft", "nobody has approved it yet"),
        ("approved", "a person has: `approved` says who and when"),
    ]);
    let conditions = json!({
        "minItems": 1,
        "items": { "type": "string", "pattern": r"^(\*|[a-z0-9]+(-[a-z0-9]+)*)$" },
        "examples": [["achilles-midportion"]],
    });
    vec![
        ("", "format", json!({ "const": 1, "default": 1 })),
        ("", "id", id()),
        ("", "title", text()),
        (
            "",
            "version",
            json!({ "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$", "examples": ["1.0.0"] }),
        ),
        ("", "status", status),
        ("", "conditions", conditions),
        (
            "",
            "extends",
            json!({ "pattern": ID, "examples": ["achilles-midportion"] }),
        ),
        (
            "",
            "remove",
            json!({ "examples": [["race/sleep", "ladder/weekly"]] }),
        ),
        ("", "ask", text()),
        ("", "cautions", json!({ "minimum": 2 })),
        (
            "",
            "not_asked",
            json!({ "items": text(), "examples": [["The range of motion of the ankle."]] }),
        ),
        ("", "text", text()),
        ("", "refer", refer()),
        ("Approved", "by", text()),
        ("Clean", "pain", most()),
        ("Clean", "rise", most()),
        ("Clean", "next_morning", most()),
        ("Clean", "next_morning_above_baseline", most()),
        (
            "Clean",
            "gait",
            words([("normal", "the gait was as usual")]),
        ),
        (
            "LeastRun",
            "distance",
            json!({ "pattern": STRETCH, "examples": ["1 km", "0.5 mi"] }),
        ),
        (
            "LeastRun",
            "minutes",
            json!({ "pattern": STRETCH, "examples": ["5 min"] }),
        ),
        ("Flare", "daily", above()),
        ("Flare", "morning", above()),
        (
            "Flare",
            "limp",
            words([("yes", "a day with a limp counts")]),
        ),
        ("Flare", "days", between(1, 28)),
        ("Flare", "of", between(1, 28)),
        ("StopRule", "text", text()),
        (
            "Remark",
            "beside",
            json!({ "pattern": NOT_EMPTY, "examples": ["daily-life/daily-pain"] }),
        ),
        ("Remark", "text", text()),
        ("Stage", "id", id()),
        ("Stage", "title", text()),
        ("Stage", "clears", clears()),
    ]
}

fn measure_keys() -> Vec<Key> {
    let shape = words(crate::words::words().map(|(word, shape)| {
        let meaning = match shape {
            Shape::NewestTest => "the newest, of a day after the injury on which nothing hid pain",
            Shape::NewestAnswer => "the newest, also of the day of the injury",
            Shape::WorstDay => "the worst of the days of `over`",
            Shape::Symmetry => "the hurt side of another measure in percent of the other side",
        };
        (word, meaning)
    }));
    let ids = json!({
        "pattern": MEASURE,
        "not": { "$ref": "#/$defs/Catalogued" },
        "examples": ["foot.toe_raises"],
    });
    let files = json!({ "items": { "type": "string", "pattern": ID }, "examples": [["calf"]] });
    let range = format!(r"^\s*{NUMBER}\s+to\s+{NUMBER}(\s+\S+)?\s*$");
    let number = || json!({ "pattern": format!("^{NUMBER}$"), "examples": ["1", "0.5"] });
    vec![
        ("", "measures", files),
        ("Measure", "id", ids),
        ("Measure", "meaning", text()),
        ("Measure", "shape", shape),
        ("Measure", "of", text()),
        (
            "Measure",
            "range",
            json!({ "pattern": range, "examples": ["0 to 200 reps"] }),
        ),
        ("Measure", "step", number()),
        (
            "Measure",
            "words",
            json!({ "minItems": 2, "items": { "type": "string", "pattern": ID } }),
        ),
        (
            "Measure",
            "better",
            json!({ "enum": ["higher", "lower", "yes", "no"] }),
        ),
        ("Measure", "how", text()),
        ("MeasureError", "sem", number()),
        ("MeasureError", "mdc", number()),
        ("MeasureError", "about", text()),
        ("MeasureError", "source", text()),
    ]
}

fn criterion_keys() -> Vec<Key> {
    let confidence = words([
        ("high", "further work is unlikely to change it"),
        ("moderate", "further work may change it"),
        ("low", "further work is likely to change it"),
        ("very-low", "hardly more than a guess"),
    ]);
    let asked = words([
        ("always", "of everybody"),
        (
            "clinic",
            "in the clinic; at home it counts where it is recorded",
        ),
        (
            "if-recorded",
            "of nobody; it counts where it is recorded, and only ever worsens",
        ),
    ]);
    let kind = words([
        ("evidence", "a study supports the limit or its direction"),
        ("consensus", "experts or guidelines use it"),
        (
            "convention",
            "this project chose it; a clinician must sign it off",
        ),
    ]);
    vec![
        ("Criterion", "id", id()),
        ("Criterion", "before", text()),
        ("Criterion", "measure", measures()),
        ("Criterion", "asked", asked),
        ("Criterion", "when", when()),
        ("Criterion", "fresh", days()),
        ("Criterion", "over", days()),
        ("Criterion", "at_least", json!({ "minimum": 1 })),
        ("Criterion", "certainty", between(50, 99)),
        ("Criterion", "refer", refer()),
        ("Criterion", "no_go_only_with", text()),
        ("Criterion", "caution_only_with", text()),
        ("Criterion", "why", text()),
        ("Criterion", "do", text()),
        ("Evidence", "confidence", confidence),
        ("Evidence", "kind", kind),
    ]
}

fn ladder_keys() -> Vec<Key> {
    let stretch = || json!({ "pattern": STRETCH, "examples": ["1 min", "0.5 km", "0.1 mi"] });
    let then = words([
        ("hold", "the same level again"),
        ("drop", "one level down"),
        ("stop", "no running until it has settled"),
    ]);
    vec![
        ("Ladder", "id", id()),
        ("Ladder", "title", text()),
        ("Ladder", "sessions", between(1, 10)),
        ("Ladder", "levels_per_7_days", between(1, 7)),
        ("Ladder", "why", text()),
        ("Ladder", "level", json!({ "minItems": 1 })),
        ("Level", "text", text()),
        ("Level", "walk", stretch()),
        ("Level", "run", stretch()),
        ("Level", "repeats", between(1, 30)),
        ("Level", "rest_days", between(0, 14)),
        ("Level", "sessions", between(1, 10)),
        ("LadderRule", "measure", measures()),
        ("LadderRule", "fresh", days()),
        ("LadderRule", "over", days()),
        ("LadderRule", "at_least", json!({ "minimum": 1 })),
        ("LadderRule", "then", then),
        ("LadderRule", "rest_days", between(0, 14)),
        ("LadderRule", "text", text()),
    ]
}

fn clears() -> Value {
    words(crate::words::words().map(|(word, clears)| {
        let meaning = match clears {
            Clears::Screening => "to go on to the next questions",
            Clears::DailyLife => "walking and daily life",
            Clears::Strength => "strength training",
            Clears::Hopping => "hopping and skipping",
            Clears::WalkRun => "walking and running in turns",
            Clears::Running => "running without breaks",
            Clears::Race => "a race",
        };
        (word, meaning)
    }))
}

/// The keys of sources that ship, offered with what they are; a `references.bib` beside the file may hold others.
fn source(sources: &[&Reference]) -> Value {
    let keys: Vec<&str> = sources.iter().map(|one| one.key.as_str()).collect();
    let citations: Vec<String> = sources.iter().map(|one| one.citation()).collect();
    json!({ "description": "A key of references.bib.", "anyOf": [
        { "enum": keys, "x-taplo": { "docs": { "enumValues": citations } } },
        { "type": "string", "pattern": NOT_EMPTY },
    ] })
}

/// The measures of the catalogue, or one that the file declares, of which the schema knows nothing.
fn measures() -> Value {
    json!({ "anyOf": [{ "$ref": "#/$defs/Catalogued" }, { "type": "string", "pattern": MEASURE }] })
}

pub(super) fn catalogued() -> Value {
    let rows: Vec<(&str, String)> = catalog()
        .map(|measure| (measure.id, about(measure)))
        .collect();
    words(rows.iter().map(|(id, about)| (*id, about.as_str())))
}

/// A measure for a person who chooses one: what it is, in which unit, which way is better.
fn about(measure: &Definition) -> String {
    format!(
        "{} ({})",
        measure.meaning.trim_end_matches('.'),
        scale(measure)
    )
}

fn scale(measure: &Definition) -> String {
    let words = measure.scale.words();
    let unit = measure.scale.unit().sign();
    let scale = match (words.is_empty(), unit) {
        (false, _) => format!("from best to worst: {}", words.join(", ")),
        (true, "") => "a bare number".to_owned(),
        (true, unit) => format!("in `{unit}`"),
    };
    let better = match (words.is_empty(), measure.better) {
        (true, Some(Better::Higher)) => "; more is better",
        (true, Some(Better::Lower)) => "; less is better",
        (_, None) => "; shown only",
        (false, Some(_)) => "",
    };
    format!("{scale}{better}")
}

/// The facts of a `when`, from the closed list.
fn when() -> Value {
    let asked = FACTS.into_iter().filter(|row| row.fact != Fact::Setting);
    let facts = asked.map(|row| {
        let one = match row.asks {
            Asks::Number { unit, .. } => compares(unit),
            Asks::Conditions => json!({ "type": "string", "pattern": ID }),
            Asks::Words { all } => json!({ "type": "string", "enum": all }),
        };
        let many = json!({ "type": "array", "minItems": 1, "items": one });
        (
            row.key.to_owned(),
            json!({ "description": row.meaning, "anyOf": [one, many] }),
        )
    });
    let facts: Map<String, Value> = facts.collect();
    json!({ "type": "object", "additionalProperties": false, "properties": facts })
}

fn compares(unit: &str) -> Value {
    json!({ "type": "string", "pattern": format!(r"^\s*(>=|<=|>|<)\s*{NUMBER}\s*{unit}\s*$") })
}

/// Which way a limit points, as the key it stands under asks.
#[derive(Clone, Copy)]
enum Toward {
    Better,
    Worse,
}

/// What `go`, `no-go` or `if` takes for a measure; `None` for one that has no better direction.
fn band(measure: &Definition, toward: Toward) -> Option<Value> {
    let higher = matches!(
        (measure.better?, toward),
        (Better::Higher, Toward::Better) | (Better::Lower, Toward::Worse)
    );
    let signs = if higher { "(>=|>)" } else { "(<=|<)" };
    let words = measure.scale.words();
    if words.is_empty() {
        let unit = measure.scale.unit();
        let share = if unit == Unit::Kilometres {
            r"|goal\s*/\s*[+]?[0-9]{1,9}([.][0-9]{1,6})?"
        } else {
            ""
        };
        let sign = unit.sign();
        let example = format!("{} 5 {sign}", if higher { ">=" } else { "<=" });
        return Some(json!({
            "type": "string",
            "pattern": format!(r"^\s*{signs}\s*({NUMBER}\s*{sign}{share})\s*$"),
            "description": format!("{}, such as `{}`", scale(measure), example.trim_end()),
        }));
    }
    let list = words.join("|");
    let mut choices = vec![
        json!({ "enum": words }),
        json!({ "type": "string", "pattern": format!(r"^\s*({signs}\s*)?({list})\s*$") }),
        json!({ "type": "array", "minItems": 1, "items": { "enum": words } }),
    ];
    if matches!(measure.scale, Scale::YesNo) {
        choices.push(json!({ "type": "boolean" }));
    }
    Some(json!({ "description": scale(measure), "anyOf": choices }))
}

/// The rules of measures; those that ask the same are one.
#[derive(Default)]
struct ByMeasure(Vec<(Value, Vec<&'static str>)>);

impl ByMeasure {
    fn add(&mut self, measure: &Definition, then: Value) {
        match self.0.iter_mut().find(|(same, _)| *same == then) {
            Some((_, ids)) => ids.push(measure.id),
            None => self.0.push((then, vec![measure.id])),
        }
    }

    fn rules(self) -> impl Iterator<Item = Value> {
        self.0.into_iter().map(|(then, ids)| {
            json!({ "if": { "required": ["measure"], "properties": { "measure": { "enum": ids } } }, "then": then })
        })
    }
}

/// Which entries count: asked of observations, refused for what does not go stale.
fn windows(measure: &Definition, rule: &mut Value) {
    let Some(rule) = rule.as_object_mut() else {
        return;
    };
    if measure.is_of_one_run() {
        // The last run is the last however long ago.
    } else if measure.nature == Nature::Observation {
        let without_over = json!({ "not": { "required": ["over"] } });
        rule.insert("if".to_owned(), without_over);
        rule.insert("then".to_owned(), json!({ "required": ["fresh"] }));
    } else if let Some(Value::Object(keys)) = rule.get_mut("properties") {
        keys.insert("fresh".to_owned(), json!(false));
        keys.insert("over".to_owned(), json!(false));
    }
}

fn criterion_rules() -> Vec<Value> {
    let mut rules = vec![
        json!({ "dependentRequired": { "at_least": ["over"], "refer_if_unknown": ["refer"], "no_go_only_with": ["no-go"] } }),
        json!({ "if": { "required": ["note"], "properties": { "note": { "const": true } } }, "then": { "properties": { "refer": false, "asked": false } } }),
        json!({
            "if": { "required": ["step"], "properties": { "step": { "const": true } } },
            "then": {
                "required": ["when"],
                "properties": {
                    "when": { "required": ["goal"], "properties": { "goal": { "enum": ["run", ["run"]] } } },
                    "note": { "const": false },
                    "refer": false, "no_go_only_with": false, "caution_only_with": false,
                },
            },
        }),
        json!({ "if": { "required": ["asked"], "properties": { "asked": { "enum": ["clinic", "if-recorded"] } } }, "then": { "properties": { "no_go_only_with": false, "caution_only_with": false } } }),
        json!({ "if": { "required": ["asked"], "properties": { "asked": { "const": "if-recorded" } } }, "then": { "properties": { "refer_if_unknown": false } } }),
    ];
    let mut by_measure = ByMeasure::default();
    for measure in catalog() {
        let mut then = match (band(measure, Toward::Better), band(measure, Toward::Worse)) {
            (Some(go), Some(no_go)) => {
                json!({ "required": ["go"], "properties": { "go": go, "no-go": no_go } })
            }
            (_, _) => json!({
                "required": ["note"],
                "properties": { "note": { "const": true }, "go": false, "no-go": false },
            }),
        };
        windows(measure, &mut then);
        if let (None, Some(Value::Object(keys))) = (&measure.error, then.get_mut("properties")) {
            keys.insert("certainty".to_owned(), json!(false));
        }
        by_measure.add(measure, then);
    }
    rules.extend(by_measure.rules());
    rules
}

/// A clean session asks something.
fn clean_rule() -> Value {
    let keys = [
        "pain",
        "rise",
        "next_morning",
        "next_morning_above_baseline",
        "gait",
    ];
    json!({ "anyOf": keys.map(|key| json!({ "required": [key] })) })
}

fn rule_rules() -> Vec<Value> {
    let mut rules = vec![json!({ "dependentRequired": { "at_least": ["over"] } })];
    let mut by_measure = ByMeasure::default();
    for measure in catalog() {
        let holds = band(measure, Toward::Worse).unwrap_or(json!(false));
        let mut then = json!({ "properties": { "if": holds } });
        windows(measure, &mut then);
        by_measure.add(measure, then);
    }
    rules.extend(by_measure.rules());
    rules
}

/// What a file's authors propose by themselves needs no source.
fn evidence_rule() -> Value {
    json!({
        "if": { "required": ["kind"], "properties": { "kind": { "const": "convention" } } },
        "else": { "properties": { "sources": { "minItems": 1 } } },
    })
}

/// What the keys of the head ask of one another.
fn head_rules() -> Value {
    let some = |key: &str| json!({ "required": [key], "properties": { (key): { "minItems": 1 } } });
    let catalogued =
        json!({ "items": { "properties": { "measure": { "$ref": "#/$defs/Catalogued" } } } });
    json!([
        {
            "if": { "required": ["route_out"], "properties": { "route_out": { "const": true } } },
            "then": {
                "required": ["text", "refer", "sources"],
                "properties": { "stage": false, "ladder": false, "ladder_rule": false, "ask": false, "cautions": false, "not_asked": false, "clean": false, "least_run": false, "flare": false },
            },
            "else": { "properties": { "text": false, "refer": false, "sources": false } },
        },
        {
            "if": { "anyOf": [{ "required": ["extends"] }, { "required": ["route_out"], "properties": { "route_out": { "const": true } } }] },
            "else": { "required": ["ask", "stage"], "properties": { "stage": { "minItems": 1 } } },
        },
        {
            "if": { "required": ["extends"] },
            "else": {
                "properties": {
                    "remove": false,
                    "stage": { "items": { "required": ["title", "clears", "criterion"], "properties": { "criterion": { "minItems": 1 } } } },
                },
                "allOf": [
                    { "if": some("ladder"), "then": some("ladder_rule") },
                    { "if": some("ladder_rule"), "then": some("ladder") },
                ],
            },
        },
        {
            "if": { "anyOf": [{ "required": ["measure"] }, { "required": ["measures"] }, { "required": ["extends"] }] },
            "else": { "properties": {
                "stage": { "items": { "properties": { "criterion": catalogued } } },
                "ladder_rule": catalogued,
            } },
        },
        {
            "if": { "required": ["status"], "properties": { "status": { "const": "approved" } } },
            "then": { "required": ["approved"] },
            "else": { "properties": { "approved": false } },
        },
    ])
}
