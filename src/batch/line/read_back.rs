//! Lines as their readers see them: what publishes the schemas, and what tests hold the writing against.

use serde::Deserialize;

use crate::verdict::Verdict;

macro_rules! lines {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    )*};
}

/// A rule of the protocol as a whole that made the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, strum::IntoStaticStr)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Rule {
    /// So many criteria at CAUTION that their number is NO-GO.
    Cautions,
    /// The protocol judges nobody, and refers.
    RouteOut,
}

word!(Rule);

lines! {
    /// A record judged, in short (format `compact/1`).
    CompactV1 {
        /// `compact/1`.
        format: String,
        /// Protocol, version, and the first 16 hexadecimal digits of the SHA-256 of the criteria file with LF line ends.
        criteria: String,
        /// The sender's name for the record.
        id: Option<String>,
        /// The verdict.
        verdict: Verdict,
        /// The best verdict still possible, given what is missing.
        best_case: Verdict,
        /// `clinician` or `urgent`, when a person should be seen.
        refer: Option<String>,
        /// The stage judged; `null` when the protocol routes out.
        asked: Option<String>,
        /// The highest stage that is GO with all before it.
        cleared: Option<String>,
        /// The rule of the protocol as a whole that made the verdict, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<Rule>,
        /// Codes of what in the record contradicts itself and so holds the verdict at CAUTION or worse; absent when nothing does.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contradictions: Vec<String>,
        /// Codes of the criteria that are not GO whatever is still measured; `rtr criteria show ID --codes` names them.
        blocking: Vec<usize>,
        /// Codes of the criteria that depend on something unknown.
        missing: Vec<usize>,
    }
    /// A record judged, with its reasons (format `mid/1`).
    MidV1 {
        /// `mid/1`.
        format: String,
        /// Protocol, version, and the first 16 hexadecimal digits of the SHA-256 of the criteria file with LF line ends.
        criteria: String,
        /// The sender's name for the record.
        id: Option<String>,
        /// The verdict.
        verdict: Verdict,
        /// The best verdict still possible, given what is missing.
        best_case: Verdict,
        /// `clinician` or `urgent`, when a person should be seen.
        refer: Option<String>,
        /// The stage judged; `null` when the protocol routes out.
        asked: Option<String>,
        /// The highest stage that is GO with all before it.
        cleared: Option<String>,
        /// The rule of the protocol as a whole that made the verdict, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<Rule>,
        /// Codes of what in the record contradicts itself and so holds the verdict at CAUTION or worse; absent when nothing does.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contradictions: Vec<String>,
        /// What keeps the verdict from GO, in the order of the file.
        reasons: Vec<MidReasonV1>,
    }
    /// A criterion that keeps the verdict from GO.
    MidReasonV1 {
        /// `stage/criterion`.
        criterion: String,
        /// What it says.
        verdict: Verdict,
        /// The best it could say.
        best_case: Verdict,
        /// What was seen, as `report/1` tells it.
        #[cfg_attr(feature = "cli", schemars(with = "crate::formats::json_v1::report::ReadingV1"))]
        reading: serde_json::Value,
    }
}
