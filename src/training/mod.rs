//! From today's clearance to the goal: the next session, and the plan.
//!
//! Nothing here decides: every planned session is put to the same criteria by the same engine, on a record to which the sessions
//! before it were added as if they had gone without symptoms.

mod climb;
mod future;
mod next;
mod plan;
mod schedule;

pub use climb::{Climb, Fired, Step};
pub use next::{Next, Today, next};
pub use plan::{Plan, PlanError, Planned, ToPass, Wish, plan};
pub use schedule::{Pace, Part};
