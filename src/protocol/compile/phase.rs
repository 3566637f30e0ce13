//! Phases: advice by the time since the injury or its last flare.

use super::Compiler;
use super::window::duration;
use crate::diagnostic::Diagnostic;
use crate::protocol::{Phase, raw};

/// The phases, each of which ends after the one before; only the last has no end.
pub(super) fn phases(compiler: &mut Compiler<'_>, raw: &raw::Protocol) -> Vec<Phase> {
    let written = raw.phase.as_deref().unwrap_or_default();
    let mut phases: Vec<Phase> = Vec::new();
    for (place, phase) in written.iter().enumerate() {
        let is_last = place.saturating_add(1) == written.len();
        let say = compiler.sourced(&phase.text, &phase.sources);
        let until = phase.until.as_ref().and_then(|until| {
            let days = duration(until).map_err(|fault| compiler.add(*fault)).ok()?;
            let before = phases.last().and_then(|before| before.until);
            if before.is_some_and(|before| before >= days) {
                compiler.add(order(until.span.clone(), "a phase ends before it begins"));
            }
            Some(days)
        });
        match &phase.until {
            Some(until) if is_last => {
                compiler.add(order(
                    until.span.clone(),
                    "nothing is said after the last phase",
                ));
            }
            None if !is_last => {
                compiler.add(order(
                    phase.text.span.clone(),
                    "a phase without an end hides the next",
                ));
            }
            Some(_) | None => {}
        }
        phases.push(Phase { until, say });
    }
    phases
}

fn order(span: std::ops::Range<usize>, message: &str) -> Diagnostic {
    Diagnostic::new("phase-order", span, message.to_owned())
        .help("give each phase a later `until` than the one before, and the last none")
}
