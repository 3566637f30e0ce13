//! Cases for what no case shows yet, found by search and ready to be reviewed.

use super::{Case, Coverage, Row, SideCovered};
use crate::protocol::Protocol;
use crate::workbench::search::{Found, Search, Wanted};

/// What a search for uncovered sides gave.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// A row for each side that was found.
    pub rows: Vec<Row>,
    /// The sides for which none was found.
    pub not_found: Vec<SideCovered>,
}

/// Looks for the smallest change of a case that shows each side which no case shows.
#[must_use]
pub fn write_missing(protocol: &Protocol, cases: &[Case], coverage: &Coverage) -> Written {
    let mut search = Search::new(protocol, cases);
    let mut written = Written::default();
    // A side that is not met is often one step from another such side of the same criterion, so what is found is learned.
    for side in coverage.missing() {
        let wanted = Wanted {
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

/// The row of a found assessment.
#[must_use]
pub fn row(name: String, found: Found) -> Row {
    Row {
        name,
        from: Some(found.from),
        set: found.set,
        expected: found.expected,
    }
}
