//! Measures that a file declares.

use super::table::{Faults, Table};
use crate::protocol::raw;

pub(super) fn measure(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Measure> {
    let before = faults.found.len();
    let id = table.required_text("id", faults);
    let meaning = table.required_text("meaning", faults);
    let shape = table.required_text("shape", faults);
    let of = table.text("of", faults);
    let range = table.text("range", faults);
    let step = table.text("step", faults);
    let words = table.texts("words", faults);
    let better = table.text("better", faults);
    let sides = table.boolean("sides", faults);
    let change = table.boolean("change", faults);
    let error = table
        .table("error", "`error`", faults)
        .and_then(|mut table| {
            let sem = table.required_text("sem", faults);
            let mdc = table.required_text("mdc", faults);
            let about = table.required_text("about", faults);
            let source = table.required_text("source", faults);
            table.finish(faults);
            Some(raw::MeasureError {
                sem: sem?,
                mdc: mdc?,
                about: about?,
                source: source?,
            })
        });
    let how = table.text("how", faults);
    // A key that could not be read would seem missing further on.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::Measure {
        id: id?,
        meaning: meaning?,
        shape: shape?,
        of,
        range,
        step,
        words,
        better,
        sides,
        change,
        error,
        how,
    })
}
