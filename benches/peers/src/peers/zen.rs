//! zen-engine: a graph of an expression node for the legs, one for what is measured, and the criteria as a collect decision table
//! or as expressions; compiled once, and the future, which never waits, driven in place.

use return_to_run::Verdict;
use serde_json::{Value, json};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

use super::Peer;
use crate::decision::{Limits, Row, STAGES};
use crate::{Result, line};

struct Zen {
    decision: Decision,
}

/// A row of the table for each criterion, under its stage; a row's condition and its reason are expressions.
pub(super) fn table(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let rules: Vec<Value> = rows
        .iter()
        .map(|row| {
            let stages: Vec<String> = STAGES.iter().skip(row.stage).map(|it| format!("\"{it}\"")).collect();
            let asked = if row.stage == 0 { String::new() } else { stages.join(", ") };
            json!({ "_id": row.id, "stage": asked, "not-go": not_go(row), "reason": reason(row, None) })
        })
        .collect();
    let criteria = json!({ "hitPolicy": "collect", "rules": rules,
        "inputs": [{ "id": "stage", "name": "Stage", "field": "stage" }, { "id": "not-go", "name": "Not GO" }],
        "outputs": [{ "id": "reason", "name": "Reason", "field": "reason" }] });
    make(rows, "decisionTableNode", &criteria)
}

/// One list of reasons for each stage that can be asked.
pub(super) fn expressions(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let mut lists = String::new();
    for (last, name) in STAGES.iter().enumerate() {
        let all = rows.iter().filter(|row| row.stage <= last);
        let all: Vec<String> = all.map(|row| reason(row, Some("null"))).collect();
        if last + 1 < STAGES.len() {
            lists.push_str(&format!("stage == \"{name}\" ? "));
        }
        lists.push_str(&format!("[{}]", all.join(", ")));
        if last + 1 < STAGES.len() {
            lists.push_str(" : ");
        }
    }
    let criteria =
        json!({ "expressions": [{ "id": "reasons", "key": "reasons", "value": lists }] });
    make(rows, "expressionNode", &criteria)
}

fn make(rows: &[Row], kind: &str, criteria: &Value) -> Result<Box<dyn Peer>> {
    let legs = [
        ("hurt_raise", side("heel_raise[0]", "left", "right")),
        ("sound_raise", side("heel_raise[0]", "right", "left")),
        ("hurt_hop", side("hop[1]", "left", "right")),
        ("hurt_single", side("hop[2]", "left", "right")),
        ("sound_single", side("hop[2]", "right", "left")),
    ];
    let legs: Vec<Value> = legs
        .iter()
        .map(|(key, value)| expression(key, value))
        .collect();
    let mut measures = vec![expression("stage", "goal.stage")];
    for row in rows {
        measures.push(expression(&row.variable(), &measure(&row.id)?));
    }
    let graph = json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "legs", "name": "legs", "type": "expressionNode", "content": { "expressions": legs, "passThrough": true } },
            { "id": "measures", "name": "measures", "type": "expressionNode", "content": { "expressions": measures } },
            { "id": "criteria", "name": "criteria", "type": kind, "content": criteria },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} }
        ],
        "edges": [
            { "id": "1", "type": "edge", "sourceId": "in", "targetId": "legs" },
            { "id": "2", "type": "edge", "sourceId": "legs", "targetId": "measures" },
            { "id": "3", "type": "edge", "sourceId": "measures", "targetId": "criteria" },
            { "id": "4", "type": "edge", "sourceId": "criteria", "targetId": "out" }
        ]
    });
    let content: GraphContent = serde_json::from_value(graph)?;
    let mut decision = Decision::from(content);
    decision.compile();
    decision.validate().map_err(|fault| format!("{fault:?}"))?;
    Ok(Box::new(Zen { decision }))
}

impl Peer for Zen {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        let record: Variable = serde_json::from_str(record)?;
        let id = record.dot("id").ok_or("no id")?;
        let response = pollster::block_on(self.decision.evaluate(record));
        let result = response.map_err(|fault| format!("{fault:?}"))?.result;
        let reasons = result.dot("reasons").unwrap_or(result);
        let reasons = reasons.as_array().ok_or("not a list")?;
        let reasons = reasons.borrow();
        // A row of the table gives an object, an expression the text itself.
        let said: Vec<Variable> = reasons
            .iter()
            .map(|it| it.dot("reason").unwrap_or_else(|| it.clone()))
            .collect();
        line::write(
            id.as_str().ok_or("no id")?,
            said.iter().filter_map(Variable::as_str),
            out,
        );
        Ok(())
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        serde_json::from_str::<Variable>(record)?;
        Ok(true)
    }
}

fn expression(key: &str, value: &str) -> Value {
    json!({ "id": key, "key": key, "value": value })
}

fn not_go(row: &Row) -> String {
    let value = row.variable();
    match &row.limits {
        Limits::Yes(_) => format!("{value} != false"),
        Limits::Words(words) => {
            let not_go = words.iter().filter(|(_, verdict)| *verdict != Verdict::Go);
            let not_go: Vec<String> = not_go
                .map(|(word, _)| format!("{value} == \"{word}\""))
                .collect();
            format!("{value} == null or {}", not_go.join(" or "))
        }
        Limits::Number(not_go, _) => {
            format!(
                "{value} == null or {value} {} {}",
                not_go.sign, not_go.bound
            )
        }
    }
}

/// The reason; what to say of GO where it is not ruled out before.
fn reason(row: &Row, go: Option<&str>) -> String {
    let value = row.variable();
    let mut text = format!("{value} == null ? \"{}\" : ", row.missing());
    let mut branches: Vec<(String, Verdict)> = Vec::new();
    match &row.limits {
        Limits::Yes(verdict) => branches.push((value.clone(), *verdict)),
        Limits::Words(words) => {
            let not_go = words.iter().filter(|(_, verdict)| *verdict != Verdict::Go);
            branches
                .extend(not_go.map(|(word, verdict)| (format!("{value} == \"{word}\""), *verdict)));
        }
        Limits::Number(not_go, no_go) => {
            if let Some(no_go) = no_go {
                branches.push((
                    format!("{value} {} {}", no_go.sign, no_go.bound),
                    Verdict::NoGo,
                ));
            }
            branches.push((
                format!("{value} {} {}", not_go.sign, not_go.bound),
                Verdict::Caution,
            ));
        }
    }
    let last = branches.len().saturating_sub(1);
    for (place, (condition, verdict)) in branches.iter().enumerate() {
        match go {
            None if place == last => text.push_str(&format!("\"{}\"", row.reason(*verdict))),
            _ => text.push_str(&format!("{condition} ? \"{}\" : ", row.reason(*verdict))),
        }
    }
    text.push_str(go.unwrap_or(""));
    text
}

fn side(test: &str, left: &str, right: &str) -> String {
    format!("injury.side == \"left\" ? {test}.{left} : {test}.{right}")
}

fn measure(id: &str) -> Result<String> {
    let reps = |value: &str| format!("heel_raise[0].cadence_per_min == 30 ? {value} : null");
    let single =
        |value: &str| format!("hurt_single.trials == null ? null : {value}(hurt_single.trials)");
    let symmetry = |value: &str| {
        let legs = ["hurt_single.trials", "sound_single.trials"];
        let [hurt, sound] = legs;
        format!(
            "{hurt} == null or {sound} == null ? null : 100 * {value}({hurt}) / {value}({sound})"
        )
    };
    Ok(match id {
        "pop" => "screening[0].pop_at_onset".to_owned(),
        "push-off-loss" => "screening[0].push_off_loss".to_owned(),
        "rise-on-one-leg" => "screening[0].heel_raise_ability".to_owned(),
        "calf-swelling" => "screening[0].calf_swelling_warmth".to_owned(),
        "fever" => "screening[0].fever".to_owned(),
        "night-pain" => "screening[0].night_pain".to_owned(),
        "bone-tenderness" => "screening[0].bone_tenderness".to_owned(),
        "daily-pain" => of_week("worst"),
        "walking-pain" => "pain[0].walking".to_owned(),
        "walking-pain-week" => of_week("walking"),
        "morning-pain" => "pain[0].morning".to_owned(),
        "morning-pain-week" => of_week("morning"),
        "stiffness" => of_week("morning_stiffness_min"),
        "limp" => {
            let limped = "pain[0].limp == true or pain[1].limp == true or pain[2].limp == true";
            format!("{limped} ? true : {} ? null : false", week("limp"))
        }
        "masking" => {
            "pain[0].masked_by == null or treatments == null ? null : len(pain[0].masked_by) > 0"
                .to_owned()
        }
        "heel-raises" => reps("hurt_raise.reps"),
        "heel-raise-symmetry" => reps(
            "(hurt_raise.reps == null or sound_raise.reps == null ? null : 100 * hurt_raise.reps / sound_raise.reps)",
        ),
        "heel-raise-pain" => "hurt_raise.pain".to_owned(),
        "morning-after-heel-raises" => "heel_raise[0].pain_next_morning".to_owned(),
        "heel-raise-surface" => "heel_raise[0].surface".to_owned(),
        "age-outside-norms" => {
            "athlete.age == null ? null : max([20 - athlete.age, athlete.age - 80, 0])".to_owned()
        }
        "hop-count" => "hurt_hop.trials[0]".to_owned(),
        "hop-pain" => "hurt_hop.pain".to_owned(),
        "morning-after-hops" => {
            let (one, other) = ("hop[1].pain_next_morning", "hop[2].pain_next_morning");
            format!(
                "hop[2] == null ? {one} : {one} == null or {other} == null ? null : max([{one}, {other}])"
            )
        }
        "single-hop" => single("max"),
        "single-hop-symmetry" => symmetry("max"),
        "single-hop-mean" => single("avg"),
        "single-hop-mean-symmetry" => symmetry("avg"),
        "single-hop-pain" => "hurt_single.pain".to_owned(),
        "visa-a" => "questionnaires[0].score".to_owned(),
        other => return Err(format!("no measure for `{other}`").into()),
    })
}

fn week(field: &str) -> String {
    format!("pain[0].{field} == null or pain[1].{field} == null or pain[2].{field} == null")
}

fn of_week(field: &str) -> String {
    format!(
        "{} ? null : max([pain[0].{field}, pain[1].{field}, pain[2].{field}])",
        week(field)
    )
}
