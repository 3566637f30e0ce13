//! `rtr criteria lint`: what compiles and is still likely not what its author means.
//!
//! One file for each lint or small family, one row for each in [`LINTS`]. A lint is a plain function from a `Context` to what it found.
//!
//! *Why must every lint be true?* A clinician who has once been told a thing that is not so reads no further finding. A lint
//! therefore speaks only when what it says follows from the file; where it would have to guess it is silent.
//!
//! *Why has it no clock?* The same file on the same day has the same findings on every machine: the caller says what day it is.

mod above_design;
mod allow;
mod asks_nothing;
mod both_sides;
mod cliff;
mod compare;
mod confidence;
mod dates;
mod empty_caution;
pub(super) mod explain;
mod files;
mod finer_than_scale;
mod implied;
pub mod json_v1;
mod longer_goal;
mod missing_not_asked;
mod never_applies;
mod no_effect;
mod no_red_flags;
mod old_test;
mod one_sex;
pub mod page;
mod pain_without_no_go;
mod percent;
mod place;
mod repeats;
mod rule_without_source;
mod rules;
pub mod sarif;
mod share_above_goal;
mod share_without_goal;
mod words;

use crate::assessment::Day;
use crate::diagnostic::{Diagnostic, File, Level, Page};
use crate::protocol::extends::ResolvedFile;
use crate::protocol::references::References;
use crate::protocol::{Criterion, Protocol, codes, raw, written};
use crate::workbench::Source;

pub use explain::{explain, explain_all};
pub use place::Place;

/// One lint: a row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// What is to be known of it.
    pub page: &'static Page,
    /// How grave it is.
    pub level: Level,
    check: Check,
}

/// What a lint does.
type Check = fn(&Context<'_>) -> Vec<Found>;

const fn error(page: &'static Page, check: Check) -> Lint {
    lint_of(page, Level::Error, check)
}

const fn warning(page: &'static Page, check: Check) -> Lint {
    lint_of(page, Level::Warning, check)
}

const fn note(page: &'static Page, check: Check) -> Lint {
    lint_of(page, Level::Note, check)
}

const fn lint_of(page: &'static Page, level: Level, check: Check) -> Lint {
    Lint { page, level, check }
}

/// Every lint with its level; the codes of files that do not compile are all errors.
pub const LINTS: &[Lint] = &[
    warning(
        &dates::APPROVED_BEFORE_REVIEW,
        dates::approved_before_review,
    ),
    warning(&both_sides::PAGE, both_sides::check),
    warning(
        &no_effect::CAUTIONS_OUT_OF_REACH,
        no_effect::cautions_out_of_reach,
    ),
    warning(&cliff::CLIFF, cliff::cliff),
    warning(&implied::CLINIC_LAXER, implied::clinic_laxer),
    warning(&confidence::PAGE, confidence::check),
    warning(&dates::DATE_IN_FUTURE, dates::date_in_future),
    warning(&implied::DUPLICATE_CRITERION, implied::duplicate_criterion),
    error(&files::DUPLICATE_PROTOCOL, files::duplicate_protocol),
    note(&empty_caution::PAGE, empty_caution::check),
    warning(&above_design::PAGE, above_design::check),
    warning(&finer_than_scale::PAGE, finer_than_scale::check),
    warning(&percent::FRACTION, percent::fraction),
    warning(&implied::LAXER_LATER, implied::laxer_later),
    error(&longer_goal::PAGE, longer_goal::check),
    warning(&words::MISSING_ADVICE, words::missing_advice),
    warning(&missing_not_asked::PAGE, missing_not_asked::check),
    warning(&never_applies::PAGE, never_applies::check),
    warning(&implied::NEVER_DECIDES, implied::never_decides),
    warning(&no_effect::NEVER_SHOWN, no_effect::never_shown),
    warning(&no_effect::NO_EFFECT_PARTNER, no_effect::partner),
    warning(&no_effect::NO_EFFECT_REFER, no_effect::refer),
    warning(&no_red_flags::PAGE, no_red_flags::check),
    note(&no_effect::NOTE_LEANS, no_effect::note_leans),
    warning(&old_test::PAGE, old_test::check),
    warning(&one_sex::PAGE, one_sex::check),
    warning(&pain_without_no_go::PAGE, pain_without_no_go::check),
    warning(&percent::FAR, percent::far),
    warning(&repeats::PAGE, repeats::check),
    warning(&rules::PAGE, rules::check),
    warning(&rule_without_source::PAGE, rule_without_source::check),
    warning(&files::SAME_CONDITION, files::same_condition),
    warning(&share_above_goal::PAGE, share_above_goal::check),
    warning(&share_without_goal::PAGE, share_without_goal::check),
    note(&cliff::SHARP_LIMIT, cliff::sharp_limit),
    warning(&files::SHIPPED_CONDITION, files::shipped_condition),
    warning(&words::SHORT_WHY, words::short_why),
    error(&asks_nothing::PAGE, asks_nothing::check),
    warning(&dates::STALE_REVIEW, dates::stale_review),
    error(&allow::UNKNOWN_LINT, allow::unknown_lint),
    warning(&allow::UNUSED_ALLOW, allow::unused_allow),
];

/// Every code, of files that do not compile and of those that do, in alphabetical order with its level.
#[must_use]
pub fn codes() -> Vec<(&'static Page, Level)> {
    let faults = codes::pages().map(|page| (page, Level::Error));
    let lints = LINTS.iter().map(|lint| (lint.page, lint.level));
    let mut all: Vec<_> = faults.chain(lints).collect();
    all.sort_by_key(|(page, _)| page.code);
    all
}

/// The code's page and level; `None` for no code.
#[must_use]
pub fn find(code: &str) -> Option<(&'static Page, Level)> {
    codes().into_iter().find(|(page, _)| page.code == code)
}

/// One thing found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What, where and what to do.
    pub diagnostic: Diagnostic,
    /// How grave it is.
    pub level: Level,
    /// Why it is meant so, when the criterion allows it.
    pub allowed: Option<String>,
}

/// One file with everything found in it, in the order of the file.
#[derive(Clone, Debug)]
pub struct LintedFile<'a> {
    /// The file.
    pub source: &'a Source,
    /// Whether it compiles; if not, only the faults that keep it from that are found.
    pub compiles: bool,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl LintedFile<'_> {
    /// What was found and is not allowed.
    pub fn reported(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.allowed.is_none())
    }
}

/// Lints all files, each beside those before it.
///
/// A file that does not compile hides nothing of the others.
#[must_use]
pub fn lint(sources: &[Source], today: Day) -> Vec<LintedFile<'_>> {
    let mut earlier: Vec<(&Source, raw::Protocol)> = Vec::new();
    let mut linted = Vec::new();
    for source in sources {
        let whole = source.resolve();
        let raw = whole.as_ref().ok().and_then(|whole| written(&whole.text));
        let (compiles, findings) = match (whole, source.compile(), &raw) {
            (Ok(whole), Ok(protocol), Some(raw)) => {
                let context = Context {
                    raw,
                    protocol: &protocol,
                    whole: &whole,
                    earlier: &earlier,
                    references: &source.references,
                    today,
                };
                (true, own(source, context.findings(), today))
            }
            (Ok(_), Ok(_), None) => (true, Vec::new()),
            (Err(faults), ..) | (Ok(_), Err(faults), _) => {
                (false, faults.into_iter().map(fault).collect())
            }
        };
        earlier.extend(raw.map(|raw| (source, raw)));
        linted.push(LintedFile {
            source,
            compiles,
            findings,
        });
    }
    linted
}

/// What is found of the file itself. What is found in the file that it extends is said of that one, unless only this one brings it about.
fn own(source: &Source, findings: Vec<Finding>, today: Day) -> Vec<Finding> {
    let extended: Vec<Source> = source.extended().into_iter().collect();
    let linted = lint(&extended, today);
    let known = |finding: &Finding| {
        let known = linted.iter().flat_map(|linted| &linted.findings);
        finding.diagnostic.file == File::Extended
            && (finding.diagnostic.code == allow::UNUSED_ALLOW.code
                || known.map(|known| &known.diagnostic).any(|known| {
                    (known.code, &known.span) == (finding.diagnostic.code, &finding.diagnostic.span)
                }))
    };
    findings.into_iter().filter(|one| !known(one)).collect()
}

const fn fault(diagnostic: Diagnostic) -> Finding {
    Finding {
        diagnostic,
        level: Level::Error,
        allowed: None,
    }
}

/// What a lint sees: one file that compiles, the files before it, and the day.
struct Context<'a> {
    raw: &'a raw::Protocol,
    whole: &'a ResolvedFile,
    protocol: &'a Protocol,
    earlier: &'a [(&'a Source, raw::Protocol)],
    references: &'a References,
    today: Day,
}

/// One criterion as compiled and as written.
#[derive(Clone, Copy)]
struct One<'a> {
    place: usize,
    stage: usize,
    criterion: &'a Criterion,
    raw: &'a raw::Criterion,
}

/// What a lint found, and in which criterion, whose exceptions then count.
struct Found {
    criterion: Option<usize>,
    diagnostic: Diagnostic,
}

impl Found {
    const fn new(diagnostic: Diagnostic) -> Self {
        Self {
            criterion: None,
            diagnostic,
        }
    }
}

impl One<'_> {
    /// Whether it can decide a verdict.
    const fn decides(&self) -> bool {
        !self.criterion.note
    }

    fn found(&self, diagnostic: Diagnostic) -> Found {
        Found {
            criterion: Some(self.place),
            diagnostic,
        }
    }

    /// Where its GO limit stands, or else its name.
    fn go_span(&self) -> std::ops::Range<usize> {
        let go = self.raw.go.as_ref().map(|band| band.span.clone());
        go.unwrap_or(self.raw.id.span.clone())
    }
}

impl<'a> Context<'a> {
    /// Every criterion, in the order of the file.
    fn criteria(&self) -> impl Iterator<Item = One<'a>> + use<'a> {
        let stages = self.raw.stage.as_deref().unwrap_or_default();
        let written = stages.iter().enumerate().flat_map(|(stage, raw)| {
            raw.criterion
                .iter()
                .map(move |criterion| (stage, criterion))
        });
        self.protocol.criteria.iter().zip(written).enumerate().map(
            |(place, (criterion, (stage, raw)))| One {
                place,
                stage,
                criterion,
                raw,
            },
        )
    }

    /// The criteria that can decide.
    fn deciding(&self) -> impl Iterator<Item = One<'a>> + use<'a> {
        self.criteria().filter(One::decides)
    }

    /// The criterion's name as another of its stage would call it.
    fn name(&self, one: &One<'_>, from: usize) -> String {
        if one.stage == from {
            one.criterion.id.clone()
        } else {
            self.protocol.name_of(one.place)
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = LINTS
            .iter()
            .flat_map(|lint| {
                (lint.check)(self)
                    .into_iter()
                    .map(move |found| (lint, found))
            })
            .map(|(lint, found)| Finding {
                allowed: self.allowed(lint, &found),
                level: lint.level,
                diagnostic: self.whole.place(found.diagnostic),
            })
            .collect();
        findings.sort_by_key(|finding| {
            let diagnostic = &finding.diagnostic;
            (diagnostic.file, diagnostic.span.start, diagnostic.code)
        });
        findings
    }

    /// Why it is meant so, if the criterion says it is; an error is never meant so.
    fn allowed(&self, lint: &Lint, found: &Found) -> Option<String> {
        let criterion = self.protocol.criteria.get(found.criterion?)?;
        let allowed = criterion.allow.iter();
        allowed
            .filter(|_| lint.level < Level::Error)
            .find(|allowed| allowed.lint == lint.page.code)
            .map(|allowed| allowed.because.clone())
    }
}
