//! Readings of records as rows of a table (`columns/1`), from which the same verdicts come out.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use super::TableSink;
use crate::assessment::Goal;
use crate::assessment::wire::{Activity, Setting, Sex, Side, Site};
use crate::batch::{Judge, RecordLine, RecordSink};
use crate::columns::{AskedReadings, Cell, Cells, FACTS, Part, of_reading};
use crate::formats::json_v1::report::ErrorV1;
use crate::measure::{Definition, Reading, Scale};

/// A column being written.
#[derive(Debug)]
enum Column {
    Text(StringBuilder),
    Number(Float64Builder),
    YesNo(BooleanBuilder),
    Day(Date32Builder),
}

impl Column {
    fn of_fact(kind: &str) -> Self {
        match kind {
            "number" => Self::Number(Float64Builder::new()),
            "yes-no" => Self::YesNo(BooleanBuilder::new()),
            "day" => Self::Day(Date32Builder::new()),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn of_part(part: Part, scale: &Scale) -> Self {
        let kind = match (part, scale) {
            (Part::State | Part::Exact, _) | (_, Scale::Words(_)) => "text",
            (Part::Value | Part::High, Scale::Number { .. }) => "number",
            (Part::Value | Part::High, Scale::YesNo) => "yes-no",
        };
        Self::of_fact(kind)
    }

    fn kind(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::Utf8,
            Self::Number(_) => DataType::Float64,
            Self::YesNo(_) => DataType::Boolean,
            Self::Day(_) => DataType::Date32,
        }
    }

    fn builder(&mut self) -> &mut dyn ArrayBuilder {
        match self {
            Self::Text(column) => column,
            Self::Number(column) => column,
            Self::YesNo(column) => column,
            Self::Day(column) => column,
        }
    }

    /// Appends a value; one of another type than the column is never given.
    fn push(&mut self, value: Option<Value<'_>>) {
        match (self, value) {
            (Self::Text(column), Some(Value::Cell(Cell::Word(word)))) => column.append_value(word),
            (Self::Text(column), _) => column.append_null(),
            (Self::Number(column), Some(Value::Cell(Cell::Number(number)))) => {
                column.append_value(number);
            }
            (Self::Number(column), _) => column.append_null(),
            (Self::YesNo(column), Some(Value::Cell(Cell::YesNo(answer)))) => {
                column.append_value(answer);
            }
            (Self::YesNo(column), _) => column.append_null(),
            (Self::Day(column), Some(Value::Day(days))) => column.append_value(days),
            (Self::Day(column), _) => column.append_null(),
        }
    }
}

/// A value for a column.
#[derive(Clone, Copy)]
enum Value<'a> {
    Cell(Cell<'a>),
    Day(i32),
}

const fn word(word: &str) -> Value<'_> {
    Value::Cell(Cell::Word(word))
}

/// Rows of readings.
#[derive(Debug)]
pub struct Readings {
    asked: AskedReadings,
    facts: Vec<Column>,
    /// For each reading asked for, the columns of its parts.
    readings: Vec<Vec<(Part, Column)>>,
    /// For each reading asked for, its place among those of the protocol in hand.
    places: Vec<Option<usize>>,
}

impl Readings {
    fn columns(&mut self) -> impl Iterator<Item = &mut Column> {
        let readings = self.readings.iter_mut().flatten();
        self.facts
            .iter_mut()
            .chain(readings.map(|(_, column)| column))
    }

    fn push_facts(&mut self, told: &RecordLine<'_>) {
        let question = told.question;
        let facts = &question.facts;
        let yes_no = |answer: Option<bool>| answer.map(|answer| Value::Cell(Cell::YesNo(answer)));
        let number = |number: f64| Value::Cell(Cell::Number(number));
        let (activity, distance, stage) = match question.goal.as_deref() {
            Some(Goal::Activity {
                activity, distance, ..
            }) => (Some(*activity), *distance, None),
            Some(Goal::Stage(stage)) => (None, None, Some(stage.as_str())),
            // What a session asks beyond its stage is a reading.
            Some(Goal::Session { .. }) => {
                let stage = told.protocol.stages.get(told.asked);
                (None, None, stage.map(|stage| stage.id.as_str()))
            }
            None => (None, None, None),
        };
        let setting = question.setting_stated.then_some(question.setting);
        let contradictions = question.held.codes();
        let values: [_; FACTS.len()] = [
            told.id.map(word),
            Some(Value::Day(question.as_of.epoch_days())),
            Some(word(facts.condition)),
            setting.map(Setting::word).map(word),
            facts.side.map(Side::word).map(word),
            facts.sex.map(Sex::word).map(word),
            facts.age.map(|age| number(age.approximate())),
            facts.site.map(Site::word).map(word),
            yes_no(facts.sudden_onset),
            yes_no(facts.same_site_last_12_months),
            yes_no(facts.other_side_history),
            activity.map(Activity::word).map(word),
            distance.map(|distance| number(distance.exact().approximate())),
            stage.map(word),
            contradictions.as_deref().map(word),
        ];
        for (column, value) in self.facts.iter_mut().zip(values) {
            column.push(value);
        }
    }
}

fn push_reading(
    columns: &mut [(Part, Column)],
    reading: Option<&Reading>,
    measure: &'static Definition,
) {
    let cells = reading.map_or_else(Cells::default, |reading| of_reading(reading, measure));
    for (part, column) in columns {
        column.push(match part {
            Part::Value => cells.value.map(Value::Cell),
            Part::High => cells.high.map(Value::Cell),
            Part::State => cells.state.map(word),
            Part::Exact => cells.exact.as_deref().map(word),
        });
    }
}

impl RecordSink for Readings {
    const ALL_READINGS: bool = true;

    fn new(judge: &Judge) -> Self {
        // INVARIANT: a writer is made before any sheet is filled, and fails where criteria do not compile.
        let asked = AskedReadings::by(judge.protocols()).unwrap_or_default();
        let parts = |scale: &'static Scale| {
            let parts = Part::of(scale).iter();
            parts
                .map(|part| (*part, Column::of_part(*part, scale)))
                .collect()
        };
        let columns = asked.columns.iter();
        Self {
            facts: FACTS
                .iter()
                .map(|fact| Column::of_fact(fact.kind))
                .collect(),
            readings: columns
                .map(|column| parts(&column.measure().scale))
                .collect(),
            places: vec![None; asked.columns.len()],
            asked,
        }
    }

    fn tell(&mut self, _: &Judge, told: &RecordLine<'_>) {
        self.push_facts(told);
        self.places.fill(None);
        let of_protocol = self.asked.places.get(told.place);
        for (query, column) in of_protocol.into_iter().flatten().enumerate() {
            if let Some(place) = self.places.get_mut(*column) {
                *place = Some(query);
            }
        }
        let columns = self.readings.iter_mut().zip(&self.asked.columns);
        for ((columns, asked), place) in columns.zip(&self.places) {
            let reading = place.and_then(|place| told.readings.get(place));
            push_reading(columns, reading, asked.measure());
        }
    }

    /// A table of readings has no place for a record that has none; the lines of refused records have.
    fn refuse(&mut self, _: &Judge, _: &ErrorV1) {}

    fn clear(&mut self) {
        for column in self.columns() {
            column.builder().finish();
        }
    }
}

impl TableSink for Readings {
    const FORMAT: &'static str = "columns/1";

    fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for (fact, column) in FACTS.iter().zip(&self.facts) {
            fields.push(Field::new(fact.name, column.kind(), !fact.required));
        }
        for (asked, columns) in self.asked.columns.iter().zip(&self.readings) {
            for (part, column) in columns {
                let name = format!("{}{}", asked.name, part.suffix());
                fields.push(Field::new(name, column.kind(), true));
            }
        }
        fields
    }

    fn notes() -> &'static [(&'static str, &'static str)] {
        &[(
            "rtr.columns",
            "rtr schema columns says what each column means",
        )]
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let schema = Arc::new(Schema::new(self.fields()));
        let columns: Vec<ArrayRef> = self
            .columns()
            .map(|column| column.builder().finish())
            .collect();
        RecordBatch::try_new(schema, columns)
    }
}
