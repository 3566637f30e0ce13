//! This project, as its own batches use it: every check, exact decimals, the compact line.

use return_to_run::batch::{Judge, Options, Scratch, Shape};
use return_to_run::protocol::set::ProtocolSet;
use return_to_run::{Record, Verdict};

use super::Peer;
use crate::decision::{self, Row};
use crate::{Result, line};

struct Rtr {
    judge: Judge,
    scratch: Scratch,
    rows: Vec<Row>,
}

pub(super) fn make(rows: &[Row]) -> Result<Box<dyn Peer>> {
    let options = Options {
        shape: Shape::Compact,
        ..Options::default()
    };
    let judge = Judge::new(
        ProtocolSet::with(vec![decision::protocol()?]).only("decision")?,
        options,
    )?;
    let (scratch, rows) = (Scratch::default(), rows.to_vec());
    Ok(Box::new(Rtr {
        judge,
        scratch,
        rows,
    }))
}

impl Peer for Rtr {
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        self.judge.record(record, &mut self.scratch, out)?;
        Ok(())
    }

    fn compare(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        let mut own = Vec::new();
        self.judge(record, &mut own)?;
        let own: serde_json::Value = serde_json::from_slice(&own)?;
        let mut reasons = Vec::new();
        for finding in self.scratch.findings() {
            let row = self
                .rows
                .get(finding.criterion)
                .ok_or("a finding of no criterion")?;
            match finding.envelope.worst() {
                Verdict::Go => {}
                Verdict::Caution | Verdict::NoGo if finding.reading.cause.is_some() => {
                    reasons.push(row.missing())
                }
                verdict @ (Verdict::Caution | Verdict::NoGo) => reasons.push(row.reason(verdict)),
            }
        }
        let id = own["id"].as_str().ok_or("no id")?;
        let start = out.len();
        line::write(id, reasons.iter().map(String::as_str), out);
        let told = line::read(std::str::from_utf8(out.get(start..).unwrap_or_default())?)?;
        if own["verdict"].as_str() == Some(told.verdict.as_str()) {
            return Ok(());
        }
        Err(format!("the compact line says {own}, its findings {told:?}").into())
    }

    fn read(&mut self, record: &str) -> Result<bool> {
        Record::from_json(record)?;
        Ok(true)
    }
}
