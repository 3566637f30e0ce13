//! The records as Python hands them over, taken out of it once, so that judging them needs no interpreter.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};

/// A record, or why there is none.
pub(crate) enum Record {
    /// Its text.
    Text(PyBackedStr),
    /// What is refused before it is read, because of this.
    Refused(&'static str),
}

/// Takes one record.
///
/// Whatever a column of a table may hold for a text gives a line. What was never one is a slip of the program, and raises.
pub(crate) fn one(given: &Bound<'_, PyAny>) -> PyResult<Record> {
    if given.is_none() {
        return Ok(Record::Refused("the record is missing"));
    }
    let Ok(text) = given.cast::<PyString>() else {
        let found = given.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "a record must be a str or None, got {found}"
        )));
    };
    match PyBackedStr::try_from(text.clone()) {
        Ok(text) => Ok(Record::Text(text)),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(given.py()) => Ok(
            Record::Refused("not readable as UTF-8: a lone surrogate stands in the record"),
        ),
        Err(error) => Err(error),
    }
}

/// Takes all records.
pub(crate) fn many(given: &Bound<'_, PyAny>) -> PyResult<Vec<Record>> {
    // A text is iterable, too: each of its letters would be a record.
    if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(
            "records must be a list of texts, got one text; `Judge.evaluate` judges one",
        ));
    }
    let mut records = Vec::with_capacity(given.len().unwrap_or(0));
    for (place, record) in given.try_iter()?.enumerate() {
        let record = one(&record?).map_err(|error| at(given.py(), place, error))?;
        records.push(record);
    }
    Ok(records)
}

/// The fault, with the place of the record in the list.
fn at(py: Python<'_>, place: usize, error: PyErr) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(format!("records[{place}]: {}", error.value(py)))
    } else {
        error
    }
}
