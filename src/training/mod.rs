//! What was run, what to do next, and the way to the goal.
//!
//! Nothing here decides: every planned session is put to the same criteria by the same engine, on a record to which the sessions
//! before it were added as if they had gone without symptoms.

mod climb;
mod future;
mod ladder;
pub mod log;
mod next;
mod plan;
mod planned;
mod planner;
mod schedule;
mod session;

pub use climb::{Climb, RuleThatHolds};
pub use next::{Because, Next, Today, next};
pub use plan::{CriterionToPass, Plan, Wish, plan};
pub use planned::{LONG_RUN_MINUTES, PlanError, Planned};
pub use schedule::{Pace, Part};
pub use session::Session;
