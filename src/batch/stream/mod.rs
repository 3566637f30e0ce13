//! Files to lines: unpacking, dividing into records, threads, order.
//!
//! Input is read in blocks of whole records. Each thread takes the next block, judges it, and waits for its turn to hand it on, so the
//! output is the same for any number of threads, and memory does not grow with the input.
//!
//! *Why plain threads and not a pool of tasks?* There is one kind of work, and its order is the order of the blocks: two locks say all
//! of it. Nothing is queued, so nothing can pile up.

mod blocks;
mod frame;
mod input;
mod ordered;
mod work;

pub use blocks::{BLOCK, MOST_BYTES, Position, ResumePoint};
pub use frame::Expect;
pub use input::{Input, UnpackedInput};
pub use ordered::{Options, StopReason, StreamError, run};
pub use work::JudgedBlock;
