//! What is the same on every line of a protocol, rendered once.

use super::line::Shape;
use crate::assessment::wire::Setting;
use crate::engine::deciding_queries;
use crate::protocol::Protocol;

/// The constant parts of the lines of one protocol.
#[derive(Debug)]
pub(super) struct Prepared {
    /// What a line begins with, up to its id.
    pub(super) head: Vec<u8>,
    /// Which criteria these are, as a line names them.
    pub(super) criteria: String,
    /// The queries that decide, for each stage at home and in the clinic.
    queries: Vec<[Box<[usize]>; 2]>,
    /// One part for each criterion: its code, or what its reason begins with.
    pub(super) reasons: Vec<Vec<u8>>,
}

/// So many hexadecimal digits of the criteria's digest stand on each line.
const DIGEST_DIGITS: usize = 16;

impl Prepared {
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
        let queries = |stage| {
            [Setting::Home, Setting::Clinic]
                .map(|setting| deciding_queries(protocol, stage, setting))
        };
        Self {
            queries: (0..protocol.stages.len()).map(queries).collect(),
            head: head.into_bytes(),
            criteria,
            reasons: (0..protocol.criteria.len())
                .map(|place| reason(place).into_bytes())
                .collect(),
        }
    }

    /// The queries that decide up to a stage in a setting.
    pub(super) fn queries(&self, asked: usize, setting: Setting) -> &[usize] {
        let Some([home, clinic]) = self.queries.get(asked) else {
            return &[];
        };
        match setting {
            Setting::Home => home,
            Setting::Clinic => clinic,
        }
    }
}
