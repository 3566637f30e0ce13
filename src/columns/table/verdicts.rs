//! Verdicts as rows of a table (`verdicts/1`).
//!
//! *Why words of 32 bits for the masks?* Spark and the JVM have no unsigned numbers of 64 bits and read such a column as a decimal,
//! which has no bits; one of 32 bits they read as a long, on which bits work as anywhere else.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use super::TableSink;
use crate::batch::line::Rule;
use crate::batch::{Judge, RecordLine, RecordSink};
use crate::engine::Finding;
use crate::formats::json_v1::report::ErrorV1;
use crate::protocol::Refer;

/// The columns of words, in order; a row that was refused has none of them but `id`, and says why in `error`.
const WORDS: [&str; 9] = [
    "id",
    "verdict",
    "best_case",
    "refer",
    "asked",
    "cleared",
    "rule",
    "criteria",
    "contradictions",
];

const BITS: usize = 32;

/// Rows of verdicts.
#[derive(Debug)]
pub struct Verdicts {
    words: [StringBuilder; WORDS.len()],
    /// So many columns has each mask: enough for the longest protocol that may judge.
    blocking: Vec<UInt32Builder>,
    missing: Vec<UInt32Builder>,
    error: StringBuilder,
    /// A mask being made.
    mask: Vec<u32>,
    /// For each place of the judge, which criteria these are.
    criteria: Vec<String>,
}

impl Verdicts {
    /// The columns, in the order of the table.
    fn builders(&mut self) -> Vec<&mut dyn ArrayBuilder> {
        let mut builders: Vec<&mut dyn ArrayBuilder> = Vec::new();
        for column in &mut self.words {
            builders.push(column);
        }
        for column in self.blocking.iter_mut().chain(&mut self.missing) {
            builders.push(column);
        }
        builders.push(&mut self.error);
        builders
    }

    fn push(&mut self, words: [Option<&str>; WORDS.len()]) {
        for (column, word) in self.words.iter_mut().zip(words) {
            column.append_option(word);
        }
    }
}

/// Sets the bits of findings: the criterion of code n has bit n mod 32 of column n div 32.
fn mask<'a>(
    columns: &mut [UInt32Builder],
    words: &mut Vec<u32>,
    findings: impl Iterator<Item = &'a Finding>,
) {
    words.clear();
    words.resize(columns.len(), 0);
    for finding in findings {
        let (word, bit) = (
            finding.criterion.div_euclid(BITS),
            finding.criterion.rem_euclid(BITS),
        );
        if let (Some(word), Ok(bit)) = (words.get_mut(word), u32::try_from(bit)) {
            *word |= 1_u32.wrapping_shl(bit);
        }
    }
    for (column, word) in columns.iter_mut().zip(words) {
        column.append_value(*word);
    }
}

impl RecordSink for Verdicts {
    fn new(judge: &Judge) -> Self {
        let protocols = judge.protocols();
        let judging = protocols.judging().map(|place| protocols.protocol(place));
        let most = judging.flatten().map(|protocol| protocol.criteria.len());
        let columns = most.max().unwrap_or(0).div_ceil(BITS).max(1);
        let masks = || (0..columns).map(|_| UInt32Builder::new()).collect();
        Self {
            words: std::array::from_fn(|_| StringBuilder::new()),
            blocking: masks(),
            missing: masks(),
            error: StringBuilder::new(),
            mask: Vec::new(),
            criteria: (0..protocols.len())
                .map(|place| {
                    let judges = protocols.judging().any(|judging| judging == place);
                    if judges {
                        judge.criteria_of(place)
                    } else {
                        String::new()
                    }
                })
                .collect(),
        }
    }

    fn tell(&mut self, _: &Judge, told: &RecordLine<'_>) {
        let criteria = std::mem::take(&mut self.criteria);
        let contradictions = told.outcome.held.codes();
        self.push([
            told.id,
            Some(told.outcome.verdict.word()),
            Some(told.outcome.best_case.word()),
            told.outcome.refer.map(Refer::word),
            told.asked().map(|stage| stage.id.as_str()),
            told.cleared().map(|stage| stage.id.as_str()),
            told.rule().map(Rule::word),
            criteria.get(told.place).map(String::as_str),
            contradictions.as_deref(),
        ]);
        self.criteria = criteria;
        mask(&mut self.blocking, &mut self.mask, told.blocking());
        mask(&mut self.missing, &mut self.mask, told.missing());
        self.error.append_null();
    }

    fn refuse(&mut self, _: &Judge, error: &ErrorV1) {
        let mut words = [None; WORDS.len()];
        if let Some(id) = words.first_mut() {
            *id = error.id.as_deref();
        }
        self.push(words);
        for column in self.blocking.iter_mut().chain(&mut self.missing) {
            column.append_null();
        }
        self.error.append_value(error.in_words());
    }

    fn clear(&mut self) {
        for builder in self.builders() {
            builder.finish();
        }
    }
}

impl TableSink for Verdicts {
    const FORMAT: &'static str = "verdicts/1";

    fn fields(&self) -> Vec<Field> {
        let text = |name: &str| Field::new(name, DataType::Utf8, true);
        let mask = |name: &str, columns: usize| {
            let column = |place| Field::new(format!("{name}_{place}"), DataType::UInt32, true);
            (0..columns).map(column).collect::<Vec<_>>()
        };
        let mut fields: Vec<Field> = WORDS.map(text).into();
        fields.extend(mask("blocking", self.blocking.len()));
        fields.extend(mask("missing", self.missing.len()));
        fields.push(text("error"));
        fields
    }

    fn notes() -> &'static [(&'static str, &'static str)] {
        &[(
            "rtr.masks",
            "the criterion of code n (rtr criteria show ID --codes) has bit n mod 32 of column blocking_K or missing_K, K = n div 32",
        )]
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: Vec<ArrayRef> = self
            .builders()
            .into_iter()
            .map(|builder| builder.finish())
            .collect();
        RecordBatch::try_new(Arc::new(Schema::new(self.fields())), columns)
    }
}
