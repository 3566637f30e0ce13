//! regorus: one Rego policy, its criteria a set of reasons; on the virtual machine, and interpreted as compiled.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, Engine, Value};
use return_to_run::Verdict;

use super::Peer;
use crate::decision::{Limits, Row, STAGES};
use crate::{Result, line};

const ENTRY: &str = "data.decision.reasons";

struct Machine {
    machine: RegoVM,
}

struct Interpreter {
    policy: CompiledPolicy,
}

pub(super) fn machine(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let program = Compiler::compile_from_policy(&policy(rows)?, &[ENTRY])
        .map_err(|fault| fault.to_string())?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    Ok(Box::new(Machine { machine }))
}

pub(super) fn interpreter(rows: &[Row]) -> Result<Box<dyn Peer>> {
    Ok(Box::new(Interpreter {
        policy: policy(rows)?,
    }))
}

fn policy(rows: &[Row]) -> Result<CompiledPolicy> {
    let mut engine = Engine::new();
    engine.add_policy("decision.rego".to_owned(), text(rows)?)?;
    Ok(engine.compile_with_entrypoint(&Arc::from(ENTRY))?)
}

impl Peer for Machine {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        let input = Value::from_json_str(record)?;
        let id = input["id"].clone();
        self.machine.set_input(input);
        write(&id, &self.machine.execute()?, out)
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        Value::from_json_str(record)?;
        Ok(true)
    }
}

impl Peer for Interpreter {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        let input = Value::from_json_str(record)?;
        let id = input["id"].clone();
        write(&id, &self.policy.eval_with_input(input)?, out)
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        Value::from_json_str(record)?;
        Ok(true)
    }
}

fn write(id: &Value, reasons: &Value, out: &mut Vec<u8>) -> Result<()> {
    let said = reasons
        .as_set()?
        .iter()
        .filter_map(|reason| reason.as_string().ok());
    line::write(id.as_string()?, said.map(AsRef::as_ref), out);
    Ok(())
}

const MEASURES: &str = include_str!("../../measures.rego");

/// The policy: what is measured, then a rule for each criterion and band.
fn text(rows: &[Row]) -> Result<String> {
    let mut text = MEASURES.to_owned();
    let stages: Vec<String> = STAGES
        .iter()
        .enumerate()
        .map(|(place, name)| format!("\"{name}\": {place}"))
        .collect();
    text.push_str(&format!(
        "\nasked := {{{}}}[input.goal.stage]\n\n",
        stages.join(", ")
    ));
    for row in rows {
        let value = row.variable();
        if !MEASURES.contains(&format!("\n{value} := ")) {
            return Err(format!("no measure for `{}`", row.id).into());
        }
        let mut add = |reason: String, conditions: String| {
            let asked = if row.stage == 0 {
                String::new()
            } else {
                format!("asked >= {}; ", row.stage)
            };
            text.push_str(&format!(
                "reasons contains \"{reason}\" if {{ {asked}{conditions} }}\n"
            ));
        };
        // `not is_number(x)` holds where `x` is null and where it is undefined; a bare comparison would take null for a small number.
        match &row.limits {
            Limits::Yes(verdict) => {
                add(row.missing(), format!("not is_boolean({value})"));
                add(row.reason(*verdict), format!("{value} == true"));
            }
            Limits::Words(words) => {
                add(row.missing(), format!("not is_string({value})"));
                for (word, verdict) in words.iter().filter(|(_, verdict)| *verdict != Verdict::Go) {
                    add(row.reason(*verdict), format!("{value} == \"{word}\""));
                }
            }
            Limits::Number(not_go, no_go) => {
                add(row.missing(), format!("not is_number({value})"));
                let mut within = format!(
                    "is_number({value}); {value} {} {}",
                    not_go.sign, not_go.bound
                );
                if let Some(no_go) = no_go {
                    let back = if no_go.sign == ">" { "<=" } else { ">=" };
                    within.push_str(&format!("; {value} {back} {}", no_go.bound));
                    let beyond =
                        format!("is_number({value}); {value} {} {}", no_go.sign, no_go.bound);
                    add(row.reason(Verdict::NoGo), beyond);
                }
                add(row.reason(Verdict::Caution), within);
            }
        }
    }
    Ok(text)
}
