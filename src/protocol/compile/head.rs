//! What a file says about itself: its name, version and status, the stage it asks for, or whom it sends the runner to.

use super::faults::{Compiler, whole};
use crate::diagnostic::{Diagnostic, suggest};
use crate::protocol::raw::{self, Text};
use crate::protocol::red_flags::{EVERY_CONDITION, RED_FLAGS};
use crate::protocol::{Asked, Protocol, RouteOut, Status};

impl Compiler<'_> {
    pub(super) fn head(&mut self, raw: &raw::Protocol, stem: Option<&str>) {
        if raw.format.value != 1 {
            self.add(
                Diagnostic::new(
                    "unknown-format",
                    raw.format.span.clone(),
                    format!("format {} is not known", raw.format.value),
                )
                .help("this program reads `format = 1`"),
            );
        }
        self.id(&raw.id);
        if let Some(stem) = stem
            && stem != raw.id.value
        {
            self.add(
                Diagnostic::new(
                    "stem-mismatch",
                    raw.id.span.clone(),
                    format!("id `{}` in the file `{stem}.toml`", raw.id.value),
                )
                .help("the id is the file's name without `.toml`"),
            );
        }
        let parts: Vec<&str> = raw.version.value.split('.').collect();
        if parts.len() != 3 || parts.iter().any(|part| whole(part).is_none()) {
            self.add(
                Diagnostic::new("bad-version", raw.version.span.clone(), format!("`{}` is not a version", raw.version.value))
                    .help("write three numbers, such as `1.0.0`; raise the first when a verdict can change"),
            );
        }
        if raw.conditions.value.is_empty() {
            self.add(
                Diagnostic::new(
                    "missing-key",
                    raw.conditions.span.clone(),
                    "`conditions` is empty",
                )
                .help("name the conditions that an assessment may give as `injury.condition`"),
            );
        }
        let every = |condition: &Text| condition.value == EVERY_CONDITION;
        if raw.conditions.value.iter().any(every) {
            self.red_flags(raw);
        }
        for condition in raw
            .conditions
            .value
            .iter()
            .filter(|condition| !every(condition))
        {
            self.id(condition);
        }
        if let Some(remove) = &raw.remove {
            self.no_parent("remove", remove.span.clone());
        }
    }

    /// A file that stands beside every other may only make a verdict worse, and only by what sends a runner to be seen.
    fn red_flags(&mut self, raw: &raw::Protocol) {
        let stages = raw.stage.as_deref().unwrap_or_default();
        let mut criteria = stages.iter().flat_map(|stage| &stage.criterion);
        let asks = |one: &&raw::Criterion| {
            let asked = one.asked.as_ref().map(|asked| asked.value.as_str());
            asked != Some(Asked::IfRecorded.word()) || one.refer.is_none()
        };
        let fault = if raw.id.value != RED_FLAGS || raw.conditions.value.len() > 1 {
            Some((
                &raw.conditions.span,
                "`*` is no condition of this file",
                "name the condition that this file answers for; red flags of your own stand in `red-flags.toml`, a changed copy in full (it cannot extend), with `conditions = [\"*\"]` alone: `rtr criteria show red-flags > red-flags.toml`",
            ))
        } else if let Some(more) = stages.get(1) {
            Some((
                &more.id.span,
                "a second stage of red flags",
                "put its criteria into the first",
            ))
        } else {
            criteria.find(asks).map(|one| {
                (&one.id.span, "a red flag that is asked, or sends nobody to be seen", "add `asked = \"if-recorded\"` and `refer`: what is asked of a runner belongs to the file of the condition")
            })
        };
        if let Some((span, message, help)) = fault {
            self.add(Diagnostic::new("red-flags-ask", span.clone(), message).help(help));
        }
    }

    /// What belongs to a file that extends another; in one that does it has been seen to before.
    pub(super) fn no_parent(&mut self, key: &str, span: std::ops::Range<usize>) {
        let message = format!("`{key}` in a file that extends no other");
        self.add(
            Diagnostic::new("without-parent", span, message)
                .help(format!("add `extends = \"...\"`, or remove `{key}`")),
        );
    }

    pub(super) fn status(&mut self, raw: &raw::Protocol) -> Option<Status> {
        let approved = self.word(
            "unknown-word",
            &raw.status,
            [("draft", false), ("approved", true)],
        )?;
        match (approved, &raw.approved) {
            (true, Some(approved)) => Some(Status::Approved {
                by: approved.by.value.clone(),
                on: approved.on.value,
            }),
            (false, None) => Some(Status::Draft),
            (true, None) if self.unread.contains(&"approved") => None,
            (true, None) => {
                self.add(
                    Diagnostic::new(
                        "approved-by-nobody",
                        raw.status.span.clone(),
                        "approved, but by whom and when?",
                    )
                    .help("add `approved = { by = \"...\", on = 2026-11-21 }`"),
                );
                None
            }
            (false, Some(approved)) => {
                self.add(
                    Diagnostic::new(
                        "approved-by-nobody",
                        raw.status.span.clone(),
                        "a draft is approved by nobody",
                    )
                    .related(approved.by.span.clone(), "approved here")
                    .help("write `status = \"approved\"`, or remove `approved`"),
                );
                None
            }
        }
    }

    pub(super) fn route_out(&mut self, raw: &raw::Protocol) -> Option<RouteOut> {
        let span = raw
            .route_out
            .as_ref()
            .map_or(raw.id.span.clone(), |route| route.span.clone());
        let ladders = raw.ladder.is_some() || raw.ladder_rule.is_some();
        let rules = raw.clean.is_some() || raw.least_run.is_some() || raw.flare.is_some();
        let questions = raw.ask.is_some() || raw.cautions.is_some() || raw.not_asked.is_some();
        if raw.stage.is_some() || ladders || rules || questions {
            self.add(
                Diagnostic::new(
                    "route-out-judges",
                    span.clone(),
                    "a protocol that routes out has no stages, no ladders, no rules of evidence, no `ask`, no `cautions` and no `not_asked`",
                )
                .help("remove them, or remove `route_out`"),
            );
        }
        match (&raw.text, &raw.refer, &raw.sources) {
            (Some(text), Some(refer), Some(sources)) => Some(RouteOut {
                say: self.sourced(text, sources),
                refer: self.refer(refer)?,
            }),
            (text, refer, sources) => {
                for (key, missing) in [
                    ("text", text.is_none()),
                    ("refer", refer.is_none()),
                    ("sources", sources.is_none()),
                ] {
                    if missing && !self.unread.contains(&key) {
                        let message = format!("a protocol that routes out has no `{key}`");
                        self.add(
                            Diagnostic::new("missing-key", span.clone(), message)
                                .help(format!("add `{key} = ...`")),
                        );
                    }
                }
                None
            }
        }
    }

    pub(super) fn judges(&mut self, raw: &raw::Protocol) -> Option<RouteOut> {
        if self.unread.contains(&"route_out") {
            return None;
        }
        let unread = !self.lost.is_empty() || self.unread.contains(&"stage");
        if raw.stage.as_deref().unwrap_or_default().is_empty() && !unread {
            self.add(
                Diagnostic::new("no-stages", raw.id.span.clone(), "the protocol has no stages")
                    .help("add `[[stage]]`, or `route_out = true`: a ladder without rungs would clear everybody"),
            );
        }
        let span = |text: &Option<Text>| text.as_ref().map(|text| text.span.clone());
        let sources = raw.sources.as_ref().map(|sources| sources.span.clone());
        for (key, span) in [
            ("text", span(&raw.text)),
            ("refer", span(&raw.refer)),
            ("sources", sources),
        ] {
            if let Some(span) = span {
                self.add(
                    Diagnostic::new(
                        "unknown-key",
                        span,
                        format!("`{key}` belongs to a protocol with `route_out = true`"),
                    )
                    .help("give each criterion its own `refer`, `why` and `evidence`"),
                );
            }
        }
        None
    }

    pub(super) fn cautions(&mut self, raw: &raw::Protocol) -> Option<u32> {
        let cautions = raw.cautions.as_ref()?;
        let count = u32::try_from(cautions.value)
            .ok()
            .filter(|count| *count >= 2);
        if count.is_none() {
            self.add(
                Diagnostic::new(
                    "bad-number",
                    cautions.span.clone(),
                    format!("`cautions` must be 2 or more, found {}", cautions.value),
                )
                .help("one caution is a CAUTION; leave the key out to let any number be one"),
            );
        }
        count
    }

    pub(super) fn ask(&mut self, raw: &raw::Protocol, protocol: &Protocol) -> Option<usize> {
        let Some(ask) = &raw.ask else {
            if self.unread.contains(&"ask") || self.unread.contains(&"route_out") {
                return None;
            }
            self.add(
                Diagnostic::new("missing-key", raw.id.span.clone(), "the file has no `ask`")
                    .help("name the stage that is judged when an assessment has no goal"),
            );
            return None;
        };
        let stage = protocol.stage(&ask.value);
        // Without any stage that is the fault.
        if stage.is_none() && !protocol.stages.is_empty() && !self.lost(&ask.value) {
            let ids: Vec<&str> = protocol
                .stages
                .iter()
                .map(|stage| stage.id.as_str())
                .collect();
            self.add(
                Diagnostic::new(
                    "unknown-stage",
                    ask.span.clone(),
                    format!("no stage `{}`", ask.value),
                )
                .help(suggest(&ask.value, &ids)),
            );
        }
        stage
    }
}
