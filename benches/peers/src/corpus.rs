//! The records: made up by this project's generator, so that anybody can have the same again.
//!
//! Kept are those that the decision is for: a tendon with one hurt side. What the generator guarantees of them is in the README.

use serde_json::Value;

use crate::Result;

#[path = "../../../examples/generator/mod.rs"]
mod generator;

/// So many records, one a line.
///
/// # Errors
/// When a made-up record is no JSON, which would be a fault of the generator.
pub fn records(count: usize) -> Result<Vec<String>> {
    let generator = generator::Generator::new(1, 0).ok_or("no calendar")?;
    let mut records = Vec::with_capacity(count);
    for number in 0_u64.. {
        if records.len() == count {
            break;
        }
        let mut line = String::new();
        generator.write(number, &mut line);
        let record: Value = serde_json::from_str(&line)?;
        let injury = &record["injury"];
        let tendon = !matches!(
            injury["condition"].as_str(),
            Some("none" | "achilles-rupture")
        );
        if tendon && matches!(injury["side"].as_str(), Some("left" | "right")) {
            records.push(line);
        }
    }
    Ok(records)
}
