//! Many records at once.

use super::generator::Generator;

/// The first so many records of seed 1, each with so many runs; nothing where the calendar ends.
pub(crate) fn corpus(runs: u16, records: u64) -> Option<Vec<String>> {
    let generator = Generator::new(1, runs)?;
    let record = |number| {
        let mut text = String::new();
        generator.write(number, &mut text);
        text
    };
    Some((0..records).map(record).collect())
}
