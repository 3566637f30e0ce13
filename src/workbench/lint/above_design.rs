//! Claims that the design of their sources cannot bear.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::raw::{self, Spanned};
use crate::protocol::references::Design;
use crate::protocol::{Confidence, Kind};
use crate::words::words;

pub(super) const PAGE: Page = Page {
    code: "evidence-above-design",
    what: "`evidence` claims more than the design of any of its sources can bear.",
    why: "Interviews tell what experts think, and a hospital's programme what it does: neither counted patients. `evidence` says that a study did, and a runner takes `high` for settled. By its `design` in references.bib a guideline, systematic-review or randomised-trial bears evidence of high confidence; a cross-over-trial, cohort, case-control, diagnostic-study or measurement moderate; a cross-sectional, laboratory or case-series low. A consensus-statement bears consensus of moderate confidence; a narrative-review, commentary, interviews, framework, trial-protocol, institutional-protocol, patient-leaflet, conference-abstract or book low. What a project proposes by itself is a `convention`.",
    faulty: r#"evidence = { sources = ["green2022"], confidence = "high", kind = "evidence" }"#,
    mended: r#"evidence = { sources = ["green2022"], confidence = "low", kind = "consensus" }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = context
        .criteria()
        .filter_map(|one| Some(one.found(overstated(context, &one.raw.evidence)?)))
        .collect();
    let raw = context.raw;
    let ladders = raw.ladder.iter().flatten().map(|one| &one.evidence);
    let rules = raw.ladder_rule.iter().flatten().map(|one| &one.evidence);
    let clean = raw
        .clean
        .iter()
        .filter_map(|one| one.value.evidence.as_ref());
    let least = raw.least_run.iter();
    let least = least.filter_map(|one| one.value.evidence.as_ref());
    let flare = raw
        .flare
        .iter()
        .filter_map(|one| one.value.evidence.as_ref());
    let others = ladders.chain(rules).chain(clean).chain(least).chain(flare);
    found.extend(
        others
            .filter_map(|evidence| overstated(context, evidence))
            .map(Found::new),
    );
    found
}

fn overstated(context: &Context<'_>, evidence: &raw::Evidence) -> Option<Diagnostic> {
    let kind: Kind = word(&evidence.kind)?;
    let confidence: Confidence = word(&evidence.confidence)?;
    let designs: Option<Vec<Design>> = evidence
        .sources
        .value
        .iter()
        .map(|key| context.references.get(&key.value)?.design)
        .collect();
    // A source whose design nobody recorded may bear anything: a lint must be true.
    let designs = designs.filter(|designs| !designs.is_empty())?;
    let bears_kind = |design: &&Design| match kind {
        Kind::Evidence => design.bears().0 == Kind::Evidence,
        Kind::Consensus | Kind::Convention => true,
    };
    let able: Vec<&Design> = designs.iter().filter(bears_kind).collect();
    let named = |designs: &[&Design]| {
        let words: Vec<&str> = designs.iter().map(|design| design.word()).collect();
        words.join(", ")
    };
    if able.is_empty() {
        let all: Vec<&Design> = designs.iter().collect();
        let message = format!("`evidence` from {}", named(&all));
        return Some(
            Diagnostic::new(PAGE.code, evidence.kind.span.clone(), message)
                .label("nobody was counted")
                .related(evidence.sources.span.clone(), "by the design of these")
                .help("write `consensus`, or name a study"),
        );
    }
    let most = able.iter().map(|design| rank(design.bears().1)).max()?;
    (kind != Kind::Convention && rank(confidence) > most).then(|| {
        let message = format!("`{}` confidence from {}", confidence.word(), named(&able));
        Diagnostic::new(PAGE.code, evidence.confidence.span.clone(), message)
            .label("more than the design bears")
            .related(evidence.sources.span.clone(), "by the design of these")
            .help("lower the confidence, or name sources that bear more")
    })
}

const fn rank(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::VeryLow => 0,
        Confidence::Low => 1,
        Confidence::Moderate => 2,
        Confidence::High => 3,
    }
}

fn word<T>(text: &Spanned<String>) -> Option<T>
where
    T: strum::VariantArray + Copy + Into<&'static str>,
{
    words()
        .find(|(word, _)| *word == text.value)
        .map(|(_, value)| value)
}
