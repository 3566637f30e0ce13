//! Records in, lines out, without Python's lock while they are judged.

use std::string::FromUtf8Error;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDate, PyList, PyString};
use rtr::Day;
use rtr::assessment::Goal;
use rtr::batch::{Options, Scratch, Shape};
use rtr::formats::json_v1::report::ErrorV1;
use rtr::quantity::Distances;

use super::criteria;
use super::records::{self, Record};

const SHAPES: [Shape; 4] = [Shape::Report, Shape::Mid, Shape::Compact, Shape::Csv];

const fn word(shape: Shape) -> &'static str {
    match shape {
        Shape::Report => "report",
        Shape::Mid => "mid",
        Shape::Compact => "compact",
        Shape::Csv => "csv",
    }
}

/// After so many records Python is asked whether to go on, so that a long call can be interrupted.
const UNTIL_ASKED: usize = 4096;

/// Criteria, compiled once, and what is asked of every record.
///
/// It may be shared by threads, and none waits for another: the interpreter is not held while records are judged.
#[pyclass(frozen, module = "return_to_run")]
pub(crate) struct Judge {
    judge: rtr::batch::Judge,
}

#[pymethods]
impl Judge {
    #[new]
    #[pyo3(signature = (*, format="mid", as_of=None, goal=None, protocol=None, criteria=None))]
    fn new(
        py: Python<'_>,
        format: &str,
        as_of: Option<&Bound<'_, PyAny>>,
        goal: Option<&str>,
        protocol: Option<&str>,
        criteria: Option<Vec<PyBackedStr>>,
    ) -> PyResult<Self> {
        let options = Options {
            shape: shape(format)?,
            as_of: as_of.map(day).transpose()?,
            goal: goal
                .map(|text| Goal::parse(text, Distances::Kilometres))
                .transpose()
                .map_err(PyValueError::new_err)?,
        };
        let protocols = criteria::protocols(py, &criteria.unwrap_or_default())?;
        let protocols = match protocol {
            Some(id) => protocols.only(id),
            None => Ok(protocols),
        };
        let judge = protocols.and_then(|protocols| rtr::batch::Judge::new(protocols, options));
        let judge = judge.map_err(|reason| criteria::refused(py, &reason))?;
        Ok(Self { judge })
    }

    /// Every format there is.
    #[classattr]
    fn formats() -> (&'static str, &'static str, &'static str, &'static str) {
        let [report, mid, compact, csv] = SHAPES;
        (word(report), word(mid), word(compact), word(csv))
    }

    /// What a line says.
    #[getter]
    fn format(&self) -> &'static str {
        word(self.judge.shape())
    }

    /// The line of one record.
    fn evaluate<'py>(&self, record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let py = record.py();
        let record = records::one(record)?;
        let lines = py.detach(|| Lines::of(&self.judge, &[record]))?;
        let text = lines.iter().collect::<String>();
        Ok(PyString::new(py, &text))
    }

    /// One line for each record, in order, without a line end. A record that cannot be judged gives an `error/1` line.
    fn evaluate_many<'py>(&self, records: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = records.py();
        let records = records::many(records)?;
        let list = PyList::empty(py);
        for some in records.chunks(UNTIL_ASKED) {
            let lines = py.detach(|| Lines::of(&self.judge, some))?;
            for line in lines.iter() {
                list.append(line)?;
            }
            py.check_signals()?;
        }
        Ok(list)
    }

    fn __repr__(&self) -> String {
        format!("<Judge format={}>", self.format())
    }
}

/// One line for each record, in order: `Judge(...).evaluate_many(records)`.
#[pyfunction]
#[pyo3(signature = (records, *, format="mid", as_of=None, goal=None, protocol=None, criteria=None))]
pub(crate) fn evaluate_many<'py>(
    records: &Bound<'py, PyAny>,
    format: &str,
    as_of: Option<&Bound<'_, PyAny>>,
    goal: Option<&str>,
    protocol: Option<&str>,
    criteria: Option<Vec<PyBackedStr>>,
) -> PyResult<Bound<'py, PyList>> {
    let judge = Judge::new(records.py(), format, as_of, goal, protocol, criteria)?;
    judge.evaluate_many(records)
}

/// Lines, one after the other in one text.
struct Lines {
    text: String,
    ends: Vec<usize>,
}

impl Lines {
    fn of(judge: &rtr::batch::Judge, records: &[Record]) -> Result<Self, FromUtf8Error> {
        let mut scratch = Scratch::default();
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(records.len()));
        for record in records {
            match record {
                Record::Text(text) => judge.line(text, &mut scratch, &mut bytes),
                Record::Refused(reason) => {
                    judge.refuse(&ErrorV1::one(None, "", reason), &mut bytes);
                }
            }
            ends.push(bytes.len());
        }
        let text = String::from_utf8(bytes)?;
        Ok(Self { text, ends })
    }

    /// Each line, without its end.
    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let line = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            line.strip_suffix('\n').unwrap_or(line)
        })
    }
}

fn shape(format: &str) -> PyResult<Shape> {
    let found = SHAPES.into_iter().find(|shape| word(*shape) == format);
    found.ok_or_else(|| {
        let allowed = SHAPES.map(word).join("`, `");
        PyValueError::new_err(format!("no format `{format}`; allowed: `{allowed}`"))
    })
}

/// A day, given as a text or as a `datetime.date`.
fn day(given: &Bound<'_, PyAny>) -> PyResult<Day> {
    let text: String = if given.is_instance_of::<PyDate>() {
        given.call_method0("isoformat")?.extract()?
    } else if given.is_instance_of::<PyString>() {
        given.extract()?
    } else {
        let found = given.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "as_of must be a str or a datetime.date, got {found}"
        )));
    };
    text.parse()
        .map_err(|fault: String| PyValueError::new_err(format!("as_of: {fault}")))
}
