//! The columns of a few thousand rows, cell by cell.

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType};

use super::bind::{Bound, CellValue};
use super::convert;
use crate::columns::{self, AskedReadings, Cell, Cells, DayCell, FactCells, Part, taken};
use crate::measure::{self, Definition};

/// A column of some type, or none; an empty one is none.
#[derive(Debug)]
enum Column {
    None,
    Text(StringArray),
    Number(Float64Array),
    YesNo(BooleanArray),
    Day(Date32Array),
}

impl Column {
    fn of(batch: &RecordBatch, place: Option<usize>, into: CellValue) -> Result<Self, ArrowError> {
        let Some(array) = place.and_then(|place| batch.columns().get(place)) else {
            return Ok(Self::None);
        };
        if array.is_nullable() && array.logical_null_count() == array.len() {
            return Ok(Self::None);
        }
        Ok(match into {
            CellValue::Number => Self::Number(convert::number(array)?),
            CellValue::YesNo => Self::YesNo(array.as_boolean().clone()),
            CellValue::Day if *array.data_type() == DataType::Date32 => {
                Self::Day(array.as_primitive::<Date32Type>().clone())
            }
            CellValue::Day | CellValue::Text | CellValue::Id => Self::Text(convert::text(array)?),
        })
    }

    fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(array) if array.is_valid(row) => Some(array.value(row)),
            Self::Text(_) | Self::None | Self::Number(_) | Self::YesNo(_) | Self::Day(_) => None,
        }
    }

    fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Number(array) if array.is_valid(row) => Some(array.value(row)),
            Self::Number(_) | Self::None | Self::Text(_) | Self::YesNo(_) | Self::Day(_) => None,
        }
    }

    fn yes_no(&self, row: usize) -> Option<bool> {
        match self {
            Self::YesNo(array) if array.is_valid(row) => Some(array.value(row)),
            Self::YesNo(_) | Self::None | Self::Text(_) | Self::Number(_) | Self::Day(_) => None,
        }
    }

    fn day(&self, row: usize) -> Option<DayCell<'_>> {
        match self {
            Self::Day(array) if array.is_valid(row) => Some(DayCell::Counted(array.value(row))),
            Self::Text(_) => self.text(row).map(DayCell::Written),
            Self::Day(_) | Self::None | Self::Number(_) | Self::YesNo(_) => None,
        }
    }

    fn cell(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Number(_) => self.number(row).map(Cell::Number),
            Self::Text(_) => self.text(row).map(Cell::Word),
            Self::YesNo(_) => self.yes_no(row).map(Cell::YesNo),
            Self::None | Self::Day(_) => None,
        }
    }
}

/// The columns of a reading.
#[derive(Debug)]
struct Reading {
    value: Column,
    high: Column,
    state: Column,
    exact: Column,
    /// Whether nothing stands beside any value.
    plain: bool,
    /// Whether no cell is wrong, as far as that can be told without going row by row.
    sound: bool,
}

impl Reading {
    fn of(parts: [Column; 4], measure: &'static Definition) -> Self {
        let [value, high, state, exact] = parts;
        let beside = [&high, &state, &exact];
        let plain = beside.iter().all(|part| matches!(part, Column::None));
        let sound = plain
            && match &value {
                Column::None | Column::YesNo(_) => true,
                Column::Number(array) => {
                    let mut cells = array.iter().flatten().map(Cell::Number);
                    cells.all(|cell| taken(Some(cell), measure).is_ok())
                }
                Column::Text(array) => {
                    let mut cells = array.iter().flatten().map(Cell::Word);
                    cells.all(|cell| taken(Some(cell), measure).is_ok())
                }
                Column::Day(_) => false,
            };
        Self {
            value,
            high,
            state,
            exact,
            plain,
            sound,
        }
    }
}

/// The columns of a few thousand rows.
#[derive(Debug)]
pub(super) struct Slice {
    pub(super) rows: usize,
    facts: Vec<Column>,
    readings: Vec<Reading>,
}

impl Slice {
    /// Takes the columns of a batch, as they were found in its table.
    pub(super) fn of(
        batch: &RecordBatch,
        bound: &Bound,
        asked: &AskedReadings,
    ) -> Result<Self, ArrowError> {
        let mut facts = Vec::with_capacity(bound.facts.len());
        for (fact, place) in columns::FACTS.iter().zip(&bound.facts) {
            let into = CellValue::of_fact(fact.kind, fact.name);
            facts.push(Column::of(batch, *place, into)?);
        }
        let mut readings = Vec::with_capacity(bound.readings.len());
        for (column, places) in asked.columns.iter().zip(&bound.readings) {
            let of = |place: Option<usize>, part: Part| {
                Column::of(
                    batch,
                    place,
                    CellValue::of_part(part, &column.measure().scale),
                )
            };
            let [value, high, state, exact] = *places;
            let parts = [
                of(value, Part::Value)?,
                of(high, Part::High)?,
                of(state, Part::State)?,
                of(exact, Part::Exact)?,
            ];
            readings.push(Reading::of(parts, column.measure()));
        }
        Ok(Self {
            rows: batch.num_rows(),
            facts,
            readings,
        })
    }

    /// The cells of a row beside its readings.
    pub(super) fn facts(&self, row: usize) -> FactCells<'_> {
        // In the order of `FACTS`, which a test holds to.
        let [
            id,
            as_of,
            condition,
            setting,
            side,
            sex,
            age,
            site,
            sudden,
            same_site,
            other_side,
            activity,
            distance,
            stage,
            contradictions,
        ] = self.facts.as_slice()
        else {
            return FactCells::default();
        };
        FactCells {
            id: id.text(row),
            as_of: as_of.day(row),
            condition: condition.text(row),
            setting: setting.text(row),
            side: side.text(row),
            sex: sex.text(row),
            age: age.number(row),
            site: site.text(row),
            sudden_onset: sudden.yes_no(row),
            same_site_last_12_months: same_site.yes_no(row),
            other_side_history: other_side.yes_no(row),
            goal_activity: activity.text(row),
            goal_distance_km: distance.number(row),
            goal_stage: stage.text(row),
            contradictions: contradictions.text(row),
        }
    }

    /// Whether no row has a wrong cell of this reading, so that one that decides nothing need not be looked at.
    pub(super) fn is_sound(&self, reading: usize) -> bool {
        self.readings
            .get(reading)
            .is_some_and(|columns| columns.sound)
    }

    /// The reading of a row; else which of its cells is wrong, and why.
    pub(super) fn reading(
        &self,
        reading: usize,
        row: usize,
        measure: &'static Definition,
    ) -> Result<measure::Reading, (Part, String)> {
        let Some(found) = self.readings.get(reading) else {
            return columns::reading(&Cells::default(), measure);
        };
        let value = found.value.cell(row);
        if found.plain {
            return taken(value, measure).map_err(|message| (Part::Value, message));
        }
        let cells = Cells {
            value,
            high: found.high.cell(row),
            state: found.state.text(row),
            exact: found.exact.text(row).map(Into::into),
        };
        columns::reading(&cells, measure)
    }
}
