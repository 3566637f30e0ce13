//! Cases for what no case shows yet, found by search and ready to be reviewed.

use serde_json::{Map, Value};

use super::{Case, Coverage, Row, SideCovered};
use crate::protocol::Protocol;
use crate::workbench::search::{Found, Search, SearchGoal};

/// What a search for uncovered sides gave.
#[derive(Clone, Debug, Default)]
pub struct MissingCases {
    /// A row for each side that was found.
    pub rows: Vec<Row>,
    /// The sides for which none was found.
    pub not_found: Vec<SideCovered>,
}

/// Looks for the smallest change of a case that shows each side which no case shows.
#[must_use]
pub fn write_missing(protocol: &Protocol, cases: &[Case], coverage: &Coverage) -> MissingCases {
    let mut search = Search::new(protocol, cases);
    let mut written = MissingCases::default();
    // A side that is not met is often one step from another such side of the same criterion, so what is found is learned.
    for side in coverage.missing() {
        let wanted = SearchGoal {
            criterion: side.criterion,
            side: side.side,
            within: None,
            decisive: true,
            alone: false,
        };
        if let Some(found) = search.find(&wanted) {
            search.learn(&found);
            written.rows.push(row(side.name(protocol), found));
        } else {
            written.not_found.push(side.clone());
        }
    }
    written
}

/// A value without what is not known in it: a table has no `null`, and absent is the same.
fn known(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(fields.map(|(key, value)| (key, known(value))).collect())
        }
        Value::Array(entries) => entries.into_iter().map(known).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// The row of a found assessment.
#[must_use]
pub fn row(name: String, found: Found) -> Row {
    let (gone, set): (Map<String, Value>, Map<String, Value>) = found
        .set
        .into_iter()
        .partition(|(_, value)| value.is_null());
    Row {
        name,
        because: None,
        from: Some(found.from),
        set: set
            .into_iter()
            .map(|(pointer, value)| (pointer, known(value)))
            .collect(),
        unset: gone.into_iter().map(|(pointer, _)| pointer).collect(),
        expected: found.expected,
    }
}
