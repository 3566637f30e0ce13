//! What is the same on every line of a protocol, rendered once.

use super::line::Shape;
use crate::assessment::wire::Setting;
use crate::engine::Deciding;
use crate::protocol::Protocol;

/// The constant parts of the lines of one protocol.
#[derive(Debug)]
pub(super) struct LineParts {
    /// What a line begins with, up to its id.
    pub(super) head: Vec<u8>,
    /// Which criteria these are, as a line names them.
    pub(super) criteria: String,
    /// What decides, for each stage at home and in the clinic.
    deciding: Vec<[Deciding; 2]>,
    /// One part for each criterion: its code, or what its reason begins with.
    pub(super) reasons: Vec<Vec<u8>>,
}

/// So many hexadecimal digits of the criteria's digest stand on each line.
const DIGEST_DIGITS: usize = 16;

impl LineParts {
    /// Which criteria these are, as a line names them.
    pub(super) fn criteria(protocol: &Protocol) -> String {
        let digest = protocol.digest.to_string();
        let digest = digest.get(..DIGEST_DIGITS).unwrap_or(&digest);
        format!("{} {} {digest}", protocol.id, protocol.version)
    }

    pub(super) fn of(protocol: &Protocol, shape: Shape) -> Self {
        let criteria = Self::criteria(protocol);
        let quoted = serde_json::Value::from(criteria.as_str());
        let head = format!(
            "{{\"format\":\"{}\",\"criteria\":{quoted},\"id\":",
            shape.format()
        );
        let reason = |place: usize| match shape {
            Shape::Mid => {
                let name = serde_json::Value::from(protocol.name_of(place));
                format!("{{\"criterion\":{name},\"verdict\":\"")
            }
            Shape::Compact | Shape::Csv | Shape::Report => place.to_string(),
        };
        let deciding = |stage| {
            [Setting::Home, Setting::Clinic].map(|setting| Deciding::of(protocol, stage, setting))
        };
        Self {
            deciding: (0..protocol.stages.len()).map(deciding).collect(),
            head: head.into_bytes(),
            criteria,
            reasons: (0..protocol.criteria.len())
                .map(|place| reason(place).into_bytes())
                .collect(),
        }
    }

    /// What decides up to a stage in a setting; nothing where there are no stages, as in a protocol that routes out.
    pub(super) fn deciding(&self, asked: usize, setting: Setting) -> Option<&Deciding> {
        let [home, clinic] = self.deciding.get(asked)?;
        Some(match setting {
            Setting::Home => home,
            Setting::Clinic => clinic,
        })
    }
}
