//! Correctness first: the same verdict and the same lists from everybody, else nothing is measured.

use std::collections::BTreeMap;

use crate::Result;
use crate::line;
use crate::peers::Peer;
use crate::scripts::Script;

/// Holds the lines of every engine against those of the first; how often each verdict came.
///
/// # Errors
/// With the first line that differs.
pub fn agree(
    peers: &mut [Box<dyn Peer>],
    names: &[(&str, &str)],
    scripts: &[Script],
    records: &[String],
) -> Result<BTreeMap<String, usize>> {
    let mut wanted = Vec::with_capacity(records.len());
    let mut verdicts = BTreeMap::new();
    for (place, (peer, (name, form))) in peers.iter_mut().zip(names).enumerate() {
        for (number, record) in records.iter().enumerate() {
            let mut text = Vec::new();
            peer.compare(record, &mut text)
                .map_err(|fault| format!("{name}, {form}: {fault}\n{record}"))?;
            let line = line::read(std::str::from_utf8(&text)?)?;
            if place == 0 {
                *verdicts.entry(line.verdict.clone()).or_insert(0) += 1;
                wanted.push(line);
            } else {
                same(name, &line, wanted.get(number), record)?;
            }
        }
    }
    for script in scripts {
        script.judge()?;
        let text = script.lines()?;
        for (number, (text, record)) in text.lines().zip(records).enumerate() {
            same(script.name, &line::read(text)?, wanted.get(number), record)?;
        }
        if text.lines().count() < records.len() {
            return Err(format!("{} has lines missing", script.name).into());
        }
    }
    Ok(verdicts)
}

fn same(name: &str, line: &line::Line, wanted: Option<&line::Line>, record: &str) -> Result<()> {
    if Some(line) == wanted {
        return Ok(());
    }
    Err(
        format!("{name} differs\n  says    {line:?}\n  rtr says {wanted:?}\n  of      {record}")
            .into(),
    )
}
