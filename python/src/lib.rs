//! The Python module `return_to_run`: one line for each record, the same as `rtr batch` writes.
//!
//! What judges is the crate itself; here stands only what Python's side of it needs. Docstrings are short, because
//! `return_to_run.pyi` and the README hold what editors and people read.

mod criteria;
mod judge;
mod records;

use pyo3::prelude::*;

/// Return-to-run readiness: GO, CAUTION or NO-GO with every reason, for any number of records.
///
/// A decision aid, not a diagnosis; no verdict promises that no injury follows. Nothing leaves this machine.
#[pymodule]
mod return_to_run {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::criteria::{CriteriaError, Fault, codes, shipped};
    #[pymodule_export]
    use super::judge::{Judge, evaluate_many};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("CSV_HEADER", rtr::batch::line::CSV_HEADER.trim_end())
    }
}
