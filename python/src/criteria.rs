//! Criteria files that a caller brings, and every reason why they do not compile.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use rtr::Diagnostic;
use rtr::diagnostic::File;
use rtr::protocol::Protocol;
use rtr::protocol::builtin::{self, SHIPPED};
use rtr::protocol::extends::{Wanted, id_of, resolve};
use rtr::protocol::set::{ProtocolSet, ProtocolSetError};

pyo3::create_exception!(
    return_to_run,
    CriteriaError,
    PyValueError,
    "Criteria that do not compile; `faults` lists every reason, in order."
);

/// One fault of criteria: what, where, and what to do about it.
#[pyclass(frozen, get_all, eq, module = "return_to_run")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Place of the text in the list of criteria, from 0.
    source: usize,
    /// Line of the text, from 1.
    line: usize,
    /// Character of the line, from 1.
    column: usize,
    /// Stable code; `rtr explain CODE` says why it matters.
    code: String,
    /// What is wrong.
    message: String,
    /// What to do, where that is known.
    help: Option<String>,
}

#[pymethods]
impl Fault {
    #[new]
    fn new(
        source: usize,
        line: usize,
        column: usize,
        code: String,
        message: String,
        help: Option<String>,
    ) -> Self {
        Self {
            source,
            line,
            column,
            code,
            message,
            help,
        }
    }

    /// What it is made from: lets it, and the error that holds it, go from one process to another.
    fn __getnewargs__(&self) -> (usize, usize, usize, &str, &str, Option<&str>) {
        let Self {
            source,
            line,
            column,
            code,
            message,
            help,
        } = self;
        (*source, *line, *column, code, message, help.as_deref())
    }

    fn __str__(&self) -> String {
        let Self {
            source,
            line,
            column,
            code,
            message,
            help,
        } = self;
        let help = help.as_deref().map(|help| format!("; {help}"));
        let help = help.unwrap_or_default();
        format!("criteria[{source}]:{line}:{column}: {code}: {message}{help}")
    }

    fn __repr__(&self) -> String {
        format!("<Fault {self}>", self = self.__str__())
    }
}

impl Fault {
    fn of(source: usize, text: &str, fault: &Diagnostic) -> Self {
        // A place in the text that is extended, or in a measure file, is none in this one: its first letter stands for it.
        let (start, message) = match fault.file {
            File::Own => (fault.span.start, fault.message.clone()),
            File::Extended => (0, format!("in what it extends: {}", fault.message)),
            File::Measures(_) => (0, format!("in a measure file: {}", fault.message)),
        };
        let before = text.get(..start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let on_line = before.get(line_start..).unwrap_or_default();
        Self {
            source,
            line: before.matches('\n').count().saturating_add(1),
            column: on_line.chars().count().saturating_add(1),
            code: fault.code.to_owned(),
            message,
            help: fault.help.clone(),
        }
    }
}

/// The shipped criteria, and these, which replace shipped ones of the same id.
pub(crate) fn protocols(py: Python<'_>, texts: &[PyBackedStr]) -> PyResult<ProtocolSet> {
    let mut protocols: Vec<Protocol> = Vec::new();
    let mut faults = Vec::new();
    for (source, text) in texts.iter().enumerate() {
        // A text extends another of the list before a shipped one; a measure file has no id, so only shipped ones are found.
        let beside = |wanted: Wanted, id: &str| {
            let mut texts = texts.iter();
            let named = |text: &&PyBackedStr| {
                wanted == Wanted::Criteria && id_of(text).as_deref() == Some(id)
            };
            let beside = texts.find(named);
            beside.map_or_else(|| builtin::text(wanted, id), |text| Some(text.to_string()))
        };
        let compiled = resolve(text, None, &beside).and_then(|whole| whole.compile(None, None));
        match compiled {
            Ok(protocol) => {
                if protocols.iter().any(|other| other.id == protocol.id) {
                    let message =
                        format!("criteria[{source}]: a second protocol `{}`", protocol.id);
                    return Err(error(py, message, Vec::new()));
                }
                protocols.push(protocol);
            }
            Err(found) => faults.extend(found.iter().map(|one| Fault::of(source, text, one))),
        }
    }
    if faults.is_empty() {
        return Ok(ProtocolSet::with(protocols));
    }
    let lines: Vec<String> = faults.iter().map(Fault::__str__).collect();
    Err(error(py, lines.join("\n"), faults))
}

fn error(py: Python<'_>, message: String, faults: Vec<Fault>) -> PyErr {
    let error = CriteriaError::new_err(message);
    match error.value(py).setattr("faults", faults) {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// The fault of a choice that the criteria at hand do not offer.
pub(crate) fn refused(py: Python<'_>, reason: &ProtocolSetError) -> PyErr {
    if let ProtocolSetError::SeveralAnswer { condition, ids } = reason {
        let message = format!("{ids} answer for `{condition}`; name one by `protocol`");
        return error(py, message, Vec::new());
    }
    PyValueError::new_err(reason.to_string())
}

/// The ids of the criteria that come with the package.
#[pyfunction]
pub(crate) fn shipped() -> Vec<&'static str> {
    SHIPPED.iter().map(|shipped| shipped.id).collect()
}

/// The name of each criterion of a protocol; the codes on lines of `compact` and `csv` are places in this list.
#[pyfunction]
#[pyo3(signature = (protocol, *, criteria=None))]
pub(crate) fn codes(
    py: Python<'_>,
    protocol: &str,
    criteria: Option<Vec<PyBackedStr>>,
) -> PyResult<Vec<String>> {
    let protocols = protocols(py, &criteria.unwrap_or_default())?;
    let named = protocols
        .of_id(protocol)
        .map_err(|reason| refused(py, &reason))?;
    Ok((0..named.criteria.len())
        .map(|place| named.name_of(place))
        .collect())
}
