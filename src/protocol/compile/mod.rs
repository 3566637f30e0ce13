//! From a raw file to a protocol, or to every fault of it.

mod bands;
mod criterion;
mod faults;
mod head;
mod ladder;
mod measures;
mod phase;
mod rules;
mod window;

use self::criterion::{CheckedCriterion, EarlierCriteria, criterion};
use self::faults::Compiler;
pub use self::faults::{Mark, Sources};
use super::raw;
use super::red_flags::{PREFIX, RED_FLAGS};
use super::{Clears, Criterion, Protocol, Query, Remark, Stage, Status, codes, read};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::measure::{Act, Definition};
use crate::words::words;

/// So many queries may a file have, and so many the red flags.
const MOST_OF_A_FILE: usize = 256;
const MOST_RED_FLAGS: usize = 64;

/// More queries than this would not fit the engine's fixed sets.
pub(crate) const MOST_QUERIES: usize = MOST_OF_A_FILE + MOST_RED_FLAGS;

/// Checks and compiles a file in which everything stands that it asks, but for measures that may be given with it.
pub(super) fn compile_whole(
    source: &str,
    stem: Option<&str>,
    sources: Option<&dyn Sources>,
    given: &[&'static Definition],
) -> Result<Protocol, Vec<Diagnostic>> {
    let read::Shape {
        protocol: raw,
        mut faults,
        lost,
        unread,
    } = read::read(source);
    let protocol = raw.and_then(|raw| {
        Compiler {
            faults: &mut faults,
            sources,
            conditions: &raw.conditions.value,
            lost,
            unread,
            declared: given.to_vec(),
        }
        .protocol(&raw, source, stem)
    });
    faults.sort_by_key(|fault| fault.span.start);
    debug_assert!(faults.iter().all(|fault| codes::find(fault.code).is_some()));
    match protocol {
        Some(protocol) if faults.is_empty() => Ok(protocol),
        Some(_) | None => Err(faults),
    }
}

/// The measures that a file declares, as far as they are sound.
#[cfg(feature = "cli")]
pub(super) fn declared(raw: &raw::Protocol) -> Vec<&'static Definition> {
    let mut compiler = Compiler {
        faults: &mut Vec::new(),
        sources: None,
        conditions: &[],
        lost: Vec::new(),
        unread: Vec::new(),
        declared: Vec::new(),
    };
    compiler.measures(raw.measure.as_deref().unwrap_or_default());
    compiler.declared
}

impl Compiler<'_> {
    fn protocol(
        &mut self,
        raw: &raw::Protocol,
        source: &str,
        stem: Option<&str>,
    ) -> Option<Protocol> {
        self.head(raw, stem);
        let status = self.status(raw);
        let routes_out = raw.route_out.as_ref().is_some_and(|route| route.value);
        let route_out = if routes_out {
            self.route_out(raw)
        } else {
            self.judges(raw)
        };
        self.measures(raw.measure.as_deref().unwrap_or_default());
        let mut stages = Vec::new();
        let mut checked: Vec<CheckedCriterion> = Vec::new();
        let mut queries = Vec::new();
        for stage in raw.stage.as_deref().unwrap_or_default() {
            self.stage(stage, &mut stages, &mut checked, &mut queries);
        }
        self.companions(&checked);
        self.steps(raw, &stages);
        let most = if raw.id.value == RED_FLAGS {
            MOST_RED_FLAGS
        } else {
            MOST_OF_A_FILE
        };
        if queries.len() > most {
            let span = raw.id.span.clone();
            self.add(
                Diagnostic::new(
                    "too-many-measures",
                    span,
                    format!("more than {most} measures and windows"),
                )
                .help(
                    "split the file, or give criteria on one measure the same `fresh` and `over`",
                ),
            );
        }
        let stop_rules = raw
            .stop_rule
            .iter()
            .flatten()
            .map(|rule| self.sourced(&rule.text, &rule.sources))
            .collect();
        let phases = phase::phases(self, raw);
        let ladders = ladder::ladders(self, raw);
        let ladder_rules = ladder::rules(self, raw);
        let (evidence, sources_of_rules) = rules::rules(self, raw, &ladders, &ladder_rules);
        let mut protocol = Protocol {
            id: raw.id.value.clone(),
            title: raw.title.value.clone(),
            version: raw.version.value.clone(),
            reviewed: raw.reviewed.value,
            // A status at fault was reported, and a file with a fault is never a protocol.
            status: status.unwrap_or(Status::Draft),
            conditions: raw
                .conditions
                .value
                .iter()
                .map(|condition| condition.value.clone())
                .collect(),
            ask: 0,
            cautions: self.cautions(raw),
            route_out,
            evidence,
            sources_of_rules,
            not_asked: raw
                .not_asked
                .iter()
                .flat_map(|not_asked| &not_asked.value)
                .map(|text| text.value.clone())
                .collect(),
            stop_rules,
            remarks: Vec::new(),
            phases,
            stages,
            criteria: checked
                .into_iter()
                .map(|checked| checked.criterion)
                .collect(),
            queries,
            measures: std::mem::take(&mut self.declared),
            ladders,
            ladder_rules,
            digest: Digest::of_text(source),
            red_flags: None,
            shipped: false,
        };
        protocol.remarks = raw
            .remark
            .iter()
            .flatten()
            .filter_map(|remark| self.remark(remark, &protocol))
            .collect();
        if !routes_out {
            protocol.ask = self.ask(raw, &protocol)?;
        }
        Some(protocol)
    }

    fn remark(&mut self, remark: &raw::Remark, protocol: &Protocol) -> Option<Remark> {
        let say = self.sourced(&remark.text, &remark.sources);
        let beside = protocol.criterion(&remark.beside.value);
        if beside.is_none() && !self.lost(&remark.beside.value) {
            self.add(
                Diagnostic::new(
                    "unknown-criterion",
                    remark.beside.span.clone(),
                    format!("no criterion `{}`", remark.beside.value),
                )
                .help("name it as `stage/criterion`"),
            );
        }
        Some(Remark {
            beside: beside?,
            say,
        })
    }

    fn stage(
        &mut self,
        raw: &raw::Stage,
        stages: &mut Vec<Stage>,
        checked: &mut Vec<CheckedCriterion>,
        queries: &mut Vec<Query>,
    ) {
        self.id(&raw.id);
        if stages.iter().any(|stage| stage.id == raw.id.value) {
            self.add(
                Diagnostic::new(
                    "duplicate-id",
                    raw.id.span.clone(),
                    format!("a second stage `{}`", raw.id.value),
                )
                .help("every stage has a name of its own"),
            );
        }
        let known = self.word("unknown-word", &raw.clears, words());
        // A misspelt word must not hide the faults of the stage's criteria.
        let clears = known
            .or(stages.last().map(|before| before.clears))
            .unwrap_or(Clears::Screening);
        if let (Some(before), Some(_)) = (stages.last(), known)
            && before.clears >= clears
        {
            self.add(
                Diagnostic::new(
                    "ladder-order",
                    raw.clears.span.clone(),
                    format!("`{}` after `{}`", clears.word(), before.clears.word()),
                )
                .help(
                    "stages go from the least demanding to the most, each clearing something more",
                ),
            );
        }
        let first = checked.len();
        for one in &raw.criterion {
            self.id(&one.id);
            if one.id.value.starts_with(PREFIX) {
                self.add(
                    Diagnostic::new(
                        "bad-id",
                        one.id.span.clone(),
                        format!("`{}` begins as the red flags do", one.id.value),
                    )
                    .help(format!("leave `{PREFIX}` away: reports name red flags so")),
                );
            }
            if checked
                .get(first..)
                .unwrap_or_default()
                .iter()
                .any(|other| other.criterion.id == one.id.value)
            {
                self.add(
                    Diagnostic::new(
                        "duplicate-id",
                        one.id.span.clone(),
                        format!("a second criterion `{}` in this stage", one.id.value),
                    )
                    .help("every criterion has a name of its own within its stage"),
                );
            }
            let earlier = EarlierCriteria {
                stages,
                stage: &raw.id.value,
                first,
                checked,
            };
            let Some(mut new) = criterion(self, one, clears, &earlier) else {
                self.lost.push(one.id.value.clone());
                continue;
            };
            let asked = Query {
                measure: new.criterion.measure,
                window: new.window,
            };
            new.criterion.query = query(queries, asked);
            let counted = queries.iter().position(|query| query.counts_with(&asked));
            new.criterion.counted = counted.unwrap_or(new.criterion.query);
            checked.push(new);
        }
        stages.push(Stage {
            id: raw.id.value.clone(),
            title: raw.title.value.clone(),
            clears,
            criteria: first..checked.len(),
        });
    }

    /// A step of training is lowered by what a race asks, so without a stage that clears one it never is.
    fn steps(&mut self, raw: &raw::Protocol, stages: &[Stage]) {
        if stages.iter().any(|stage| stage.clears == Clears::Race) {
            return;
        }
        let criteria = raw.stage.iter().flatten();
        for step in criteria.flat_map(|stage| &stage.criterion) {
            if let Some(step) = step.step.as_ref().filter(|step| step.value) {
                self.add(
                    Diagnostic::new(
                        "bad-step",
                        step.span.clone(),
                        "`step` in a file that judges no race",
                    )
                    .help("remove `step`, or add a stage with `clears = \"race\"`"),
                );
            }
        }
    }

    /// A criterion on a ratio needs an absolute one on the tested quantity, so that a worse reference cannot clear anyone.
    fn companions(&mut self, checked: &[CheckedCriterion]) {
        // What was lost may be the companion.
        if !self.lost.is_empty() {
            return;
        }
        for (place, one) in checked.iter().enumerate() {
            let Some(tested) = one.criterion.measure.relative_to else {
                continue;
            };
            if one.criterion.note {
                continue;
            }
            let absolute = |other: &Criterion| {
                let follows = matches!(other.measure.act, Act::Follows(base) if base == tested);
                let vouches = other.measure.vouches_for == Some(tested);
                let on_it = other.measure == tested || follows || vouches;
                let asked = other.asked <= one.criterion.asked
                    && other
                        .when
                        .iter()
                        .all(|condition| one.criterion.when.contains(condition));
                on_it && other.measure.relative_to.is_none() && !other.note && asked
            };
            let same_stage_or_before = checked
                .iter()
                .enumerate()
                .filter(|(other, _)| *other < place)
                .map(|(_, other)| other);
            let same_stage_after = checked
                .iter()
                .skip(place)
                .filter(|other| other.stage == one.stage);
            if !same_stage_or_before
                .chain(same_stage_after)
                .any(|other| absolute(&other.criterion))
            {
                let message = format!(
                    "`{}` compares with a reference and has no absolute companion",
                    one.criterion.measure.id
                );
                self.add(
                    Diagnostic::new("no-companion", one.measure_span.clone(), message).label("a worse reference would flatter this").help(
                        format!("add a criterion on `{}` in this stage or before it, asked whenever this one is", tested.id),
                    ),
                );
            }
        }
    }
}

fn query(queries: &mut Vec<Query>, new: Query) -> usize {
    match queries.iter().position(|query| *query == new) {
        Some(place) => place,
        None => {
            queries.push(new);
            queries.len().saturating_sub(1)
        }
    }
}
