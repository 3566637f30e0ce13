//! Tables that name their columns and their units: one session a row.

use csv::StringRecord;

use super::decimal::{Decimal, Unit};
use super::refusals::{Refusals, short};
use super::table::{BadRow, Table, cell};
use super::{Options, ReadError, Session};

/// The column of that name, large letters or small.
pub(super) fn column(header: &StringRecord, name: &str) -> Option<usize> {
    header
        .iter()
        .position(|heading| heading.trim().eq_ignore_ascii_case(name))
}

/// The cell of a column that may be missing.
pub(super) fn text(row: &StringRecord, column: Option<usize>) -> &str {
    column.map_or("", |column| cell(row, column))
}

/// Hands on the session of each row; a row without one is none, and one without a day is refused.
pub(super) fn each_row(
    mut table: Table<'_>,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
    session: impl Fn(u64, &StringRecord) -> Result<Option<Session>, String>,
) -> Result<(), ReadError> {
    let mut refusals = Refusals::default();
    let mut is_empty = true;
    loop {
        let (line, row, fault) = match table.next() {
            Ok(Some(Ok((line, row)))) => (line, row, None),
            Ok(Some(Err(BadRow { line, reason, row }))) => {
                (line, row.unwrap_or_default(), Some(reason))
            }
            Ok(None) if is_empty => return Err(ReadError::NoSession),
            Ok(None) => return refusals.into_result(),
            Err(fault) => return Err(refusals.with_fault(fault)),
        };
        match (session(line, &row), fault) {
            (Ok(None), None) => continue,
            (Ok(Some(session)), None) => take(session.or_sport(options.untyped)),
            // Its columns may be shifted, so nothing but its day is taken from it.
            (Ok(Some(session)), Some(fault)) => {
                let mut session = Session {
                    distance_mm: None,
                    moving_ms: None,
                    elapsed_ms: None,
                    ..session.or_sport(options.untyped)
                };
                session.left_out(format!("line {line} {fault}"));
                take(session);
            }
            (Err(reason), None) | (Ok(None) | Err(_), Some(reason)) => {
                refusals.push(line, &reason);
            }
        }
        is_empty = false;
    }
}

/// A figure in its unit; zero, nothing and less than nothing are none, and what is no number is left out and said.
pub(super) fn figure(
    place: &str,
    text: &str,
    unit: Unit,
    what: &str,
    session: &mut Session,
) -> Option<u64> {
    // A spreadsheet of a country with a decimal comma writes one; none of these tables parts thousands.
    let comma = text.contains(',') && !text.contains('.');
    let number = if comma {
        text.replacen(',', ".", 1)
    } else {
        text.to_owned()
    };
    if text.is_empty() || number.starts_with('-') {
        return None;
    }
    let figure = Decimal::read(&number).and_then(|number| number.to(unit));
    if figure.is_none() {
        session.left_out(format!("{place}: `{}` is no {what}", short(text)));
    }
    figure.filter(|figure| *figure > 0)
}

#[cfg(test)]
mod tests {
    use super::figure;
    use crate::assessment::Moment;
    use crate::import::decimal::Unit;
    use crate::import::{Session, Sport};

    #[test]
    fn a_figure_is_a_number_in_its_unit_or_left_out() {
        let mut session = Session::begun(Moment::at(0, None), Sport::Running, "", "a.csv");
        let mut read =
            |text: &str| figure("line 2", text, Unit::KILOMETRE, "distance", &mut session);
        assert_eq!(read("12.77"), Some(12_770_000));
        assert_eq!(read("12,77"), Some(12_770_000));
        assert_eq!(read("0"), None);
        assert_eq!(read("-1.0"), None);
        assert_eq!(read(""), None);
        assert!(session.notes.is_empty());
        assert_eq!(
            figure("line 2", "far", Unit::METRE, "distance", &mut session),
            None
        );
        assert_eq!(session.notes.len(), 1);
    }
}
