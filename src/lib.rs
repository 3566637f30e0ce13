//! Return-to-run readiness: pain, hop, heel-raise and load inputs held against staged criteria files, answered with GO, CAUTION or
//! NO-GO and every reason.
//!
//! # What it decides
//! Whether everything that a criteria file asks up to a stage is met, by what is known of one person up to one day. The verdict is
//! the worst that is still possible: unknown is never GO. Beside it stand the best that is still possible, every reason with its
//! value, limit, margin and source, what would change the verdict, and what to measure next.
//!
//! # What it refuses to decide
//! It diagnoses nothing, predicts no injury, and no verdict promises that none follows. It judges no complete rupture. It fills in no
//! default, clips no number and guesses at no date: what cannot be at all is refused with every fault named, and a record that
//! contradicts itself is never GO until it is corrected ([`engine::contradictions`]).
//!
//! # How data flows
//! ```text
//! JSON --read--> Wire --validate--> Assessment --derive--> Readings --\
//!                                                                     evaluate --> Findings --> Report --> Document --> text | HTML | Markdown
//! TOML --read--> raw::Protocol --compile--> Protocol (immutable) ----/
//! ```
//! Nothing after [`engine::evaluate`] decides anything. There is no clock, no network and no environment in it. [`training`] lays out
//! the next session and the way to a goal by putting each day to that same engine; `import` (a feature) turns watch files into a log.
//!
//! `workbench` (feature `cli`) is for the person who owns a criteria file: it lints, tests, proves, mutates, compares and prints criteria, and
//! everything it says of verdicts it has put to that engine, too.
//!
//! # An example
//! ```
//! use return_to_run::{Assessment, Report, Verdict, protocol::set::ProtocolSet};
//!
//! let text = r#"{ "as_of": "2016-05-01",
//!                 "injury": { "condition": "achilles-partial-tear", "onset": "2016-04-17" },
//!                 "goal": { "activity": "race", "distance_km": 42.195 } }"#;
//! let assessment = Assessment::from_json(text)?;
//! let shipped = ProtocolSet::with(Vec::new());
//! let protocol = shipped.protocol(shipped.place_for(assessment.condition())?)?;
//! let report = Report::new(protocol, &assessment)?;
//! assert_eq!(report.verdict(), Verdict::NoGo);
//! assert!(report.reasons().any(|reason| reason.name() == "walk-run/weeks-since-tear"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[macro_use]
mod words;

pub mod assessment;
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod columns;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod engine;
pub mod formats;
#[cfg(feature = "import")]
pub mod import;
pub mod measure;
pub mod pages;
pub mod protocol;
pub mod quantity;
pub mod training;
pub mod verdict;
#[cfg(feature = "cli")]
pub mod workbench;

pub use assessment::{Assessment, Day, Fault, InputError, Record};
pub use diagnostic::Diagnostic;
pub use engine::report::Report;
pub use engine::{Finding, Judgement, Outcome, Question, QuestionError, evaluate, judge};
pub use measure::{Definition, Reading, catalog};
pub use protocol::{Criterion, Protocol, Stage, compile};
pub use verdict::{Envelope, Verdict};
