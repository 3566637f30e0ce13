//! Which ladder is climbed.

use super::planned::PlanError;
use crate::protocol::{Ladder, Protocol};

/// The ladder of that name, or the protocol's first.
pub(super) fn chosen<'a>(
    protocol: &'a Protocol,
    ladder: Option<&str>,
) -> Result<Option<&'a Ladder>, PlanError> {
    if protocol.route_out.is_some() {
        return Err(PlanError::RoutesOut(protocol.id.clone()));
    }
    let Some(id) = ladder else {
        return Ok(protocol.ladders.first());
    };
    let found = protocol.ladders.iter().find(|ladder| ladder.id == id);
    found.map(Some).ok_or_else(|| {
        let ladders = protocol.ladders.iter();
        let names: Vec<String> = ladders.map(|ladder| format!("`{}`", ladder.id)).collect();
        PlanError::UnknownLadder {
            ladder: id.to_owned(),
            ladders: if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            },
        }
    })
}
