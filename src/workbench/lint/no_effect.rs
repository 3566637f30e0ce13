//! Keys that do nothing while looking as if they did.

use super::compare::holds_all;
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::Clears;

pub(super) const CAUTIONS_OUT_OF_REACH: Page = Page {
    code: "cautions-out-of-reach",
    what: "`cautions` asks for more cautions than the file can give.",
    why: "So many cautions can never come together, since a measure in one window counts once. A runner with every criterion at CAUTION would still be no NO-GO, against what the file seems to say.",
    faulty: "cautions   = 3",
    mended: "cautions   = 2",
};

pub(super) const NO_EFFECT_PARTNER: Page = Page {
    code: "no-effect-partner",
    what: "`no_go_only_with` or `caution_only_with` names a criterion that is never GO when it would count.",
    why: "It is meant to let a runner off while the other criterion is GO. That one reads the same measure and is at least as strict, so nobody is ever let off, and the file reads milder than it is.",
    faulty: r#"caution_only_with = "strict""#,
    mended: r#"caution_only_with = "walking""#,
};

pub(super) const NO_EFFECT_REFER: Page = Page {
    code: "no-effect-refer",
    what: "`refer` stands on a criterion without a NO-GO.",
    why: "Only a NO-GO sends a runner to be seen. With the worst at CAUTION nobody is ever sent, and a warning sign goes unseen.",
    faulty: r#"go       = "no"
fresh    = "14 d"
refer    = "clinician""#,
    mended: r#"go       = "no"
no-go    = "yes"
fresh    = "14 d"
refer    = "clinician""#,
};

pub(super) const NEVER_SHOWN: Page = Page {
    code: "never-shown",
    what: "A remark or a stop rule is never shown.",
    why: "A remark is shown beside a criterion that decides, and stop rules with a GO or CAUTION for running. What the file means to tell a runner is never said.",
    faulty: r#"beside  = "daily-life/sleep""#,
    mended: r#"beside  = "daily-life/daily-pain""#,
};

pub(super) const NOTE_LEANS: Page = Page {
    code: "note-leans",
    what: "A note depends on another criterion.",
    why: "`no_go_only_with` and `caution_only_with` let a runner off a verdict, and a note gives none. The keys change only the colour in which the note is shown.",
    faulty: r#"note     = true
caution_only_with = "daily-pain""#,
    mended: "note     = true",
};

pub(super) fn cautions_out_of_reach(context: &Context<'_>) -> Vec<Found> {
    let (Some(cautions), Some(written)) = (context.protocol.cautions, &context.raw.cautions) else {
        return Vec::new();
    };
    let mut queries: Vec<usize> = context
        .deciding()
        .map(|one| one.criterion.counted)
        .collect();
    queries.sort_unstable();
    queries.dedup();
    let most = queries.len();
    if usize::try_from(cautions).is_ok_and(|cautions| cautions <= most) {
        return Vec::new();
    }
    let message = format!("{cautions} cautions can never come together: the file can give {most}");
    vec![Found::new(
        Diagnostic::new(CAUTIONS_OUT_OF_REACH.code, written.span.clone(), message)
            .label("never reached")
            .help("lower it, or leave it out; a measure in one window counts once"),
    )]
}

pub(super) fn partner(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let criterion = one.criterion;
        let leans = [
            (criterion.no_go_only_with, &one.raw.no_go_only_with),
            (criterion.caution_only_with, &one.raw.caution_only_with),
        ];
        for (place, written) in leans {
            let (Some(place), Some(written), Some(own)) = (place, written, &criterion.bands) else {
                continue;
            };
            let Some(other) = context.protocol.criteria.get(place) else {
                continue;
            };
            // While the other is GO, this one is GO, too, and there is nothing to lower.
            let strict = other
                .bands
                .as_ref()
                .is_some_and(|bands| holds_all(own.go, bands.go));
            if other.query == criterion.query && strict {
                let message = format!(
                    "`{}` is never GO when this would count: it reads the same and is as strict",
                    written.value
                );
                found.push(
                    one.found(
                        Diagnostic::new(NO_EFFECT_PARTNER.code, written.span.clone(), message)
                            .label("lets nobody off")
                            .help("name a criterion on another measure, or remove the key"),
                    ),
                );
            }
        }
    }
    found
}

pub(super) fn refer(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let no_go = one
            .criterion
            .bands
            .is_some_and(|bands| bands.no_go.is_some());
        let Some(refer) = one.raw.refer.as_ref().filter(|_| !no_go) else {
            continue;
        };
        found.push(
            one.found(
                Diagnostic::new(
                    NO_EFFECT_REFER.code,
                    refer.span.clone(),
                    "`refer` without a `no-go` band sends nobody",
                )
                .label("never raised")
                .help("add `no-go`, or remove `refer`"),
            ),
        );
    }
    found
}

pub(super) fn never_shown(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let compiled = context.protocol.remarks.iter();
    for (remark, raw) in compiled.zip(context.raw.remark.iter().flatten()) {
        let criterion = context.protocol.criteria.get(remark.beside);
        if criterion.is_some_and(|criterion| criterion.note) {
            let message = format!(
                "`{}` is a note, and remarks stand beside what decides",
                raw.beside.value
            );
            found.push(Found::new(
                Diagnostic::new(NEVER_SHOWN.code, raw.beside.span.clone(), message)
                    .label("never shown")
                    .help("name a criterion that decides"),
            ));
        }
    }
    let runs = |clears: Clears| clears >= Clears::WalkRun;
    let running = context
        .protocol
        .stages
        .iter()
        .any(|stage| runs(stage.clears));
    if running || !context.protocol.ladders.is_empty() {
        return found;
    }
    for rule in context.raw.stop_rule.iter().flatten() {
        found.push(Found::new(
            Diagnostic::new(
                NEVER_SHOWN.code,
                rule.text.span.clone(),
                "no stage clears running, so no runner is shown when to stop",
            )
            .label("never shown")
            .help("remove the rule, or add the stage of which it speaks"),
        ));
    }
    found
}

pub(super) fn note_leans(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria().filter(|one| one.criterion.note) {
        let leans = [&one.raw.no_go_only_with, &one.raw.caution_only_with];
        for written in leans.into_iter().flatten() {
            let message = format!("a note depends on `{}`", written.value);
            found.push(
                one.found(
                    Diagnostic::new(NOTE_LEANS.code, written.span.clone(), message)
                        .label("lets nobody off")
                        .help("remove the key, or remove `note = true`"),
                ),
            );
        }
    }
    found
}
