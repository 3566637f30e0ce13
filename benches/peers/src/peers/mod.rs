//! The engines, one file each.

use crate::Result;
use crate::decision::Row;

mod cel;
mod datalogic;
mod regorus;
mod rtr;
mod zen;

/// An engine with the decision compiled into it.
pub trait Peer {
    /// From the bytes of a record to its line.
    ///
    /// # Errors
    /// When the engine refuses the record.
    fn judge(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()>;

    /// The same as a line of `line`, where the engine's own line is another.
    ///
    /// # Errors
    /// When the engine refuses the record.
    fn compare(&mut self, record: &str, out: &mut Vec<u8>) -> Result<()> {
        self.judge(record, out)
    }

    /// From the bytes to what the engine takes, and no further; false where the two cannot be told apart.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn read(&mut self, record: &str) -> Result<bool>;
}

/// Compiles the decision into an engine.
pub type Make = fn(&[Row]) -> Result<Box<dyn Peer>>;

/// Every engine of this process; the first is this project.
pub const PEERS: [(&str, &str, Make); 7] = [
    ("rtr", "criteria file", rtr::make),
    (
        "datalogic-rs",
        "two compiled rules, arena reused",
        datalogic::make,
    ),
    (
        "zen-engine",
        "expressions, then a collect decision table",
        zen::table,
    ),
    ("zen-engine", "expression nodes only", zen::expressions),
    ("cel", "two compiled expressions, context reused", cel::make),
    ("regorus", "Rego on the virtual machine", regorus::machine),
    ("regorus", "Rego interpreted", regorus::interpreter),
];
