//! A reading as the cells of a row, and back.
//!
//! *Why a fraction beside the value?* A float holds the decimals of a record, but no ratio: 28 of 31 repetitions are no decimal. The
//! value column then holds it to six decimals, rounded towards worse, so that a reader of that column alone never sees it better
//! than it is; `.exact` beside it makes the verdict the same to the last digit. A fraction that does not round to its value is refused:
//! one of the two was changed and the other was not.

use std::borrow::Cow;

use super::name::Part;
use crate::measure::{Cause, Definition, Reading, Scale, State};
use crate::quantity::{Decimal, Exact, Toward, millionths};

/// A value in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A number in the measure's unit.
    Number(f64),
    /// A word of the measure's scale.
    Word(&'a str),
    /// Yes or no.
    YesNo(bool),
}

/// The cells of one reading; all empty means that nothing is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells<'a> {
    /// The value, or the lower end of a range.
    pub value: Option<Cell<'a>>,
    /// The upper end of a range.
    pub high: Option<Cell<'a>>,
    /// One of [`states`].
    pub state: Option<&'a str>,
    /// The value as a fraction (`2800/31`), or both ends of a range (`2800/31..95/1`).
    pub exact: Option<Cow<'a, str>>,
}

const UNABLE: &str = "unable";
const NOT_APPLICABLE: &str = "not-applicable";
const MAY_NOT_APPLY: &str = "may-not-apply";
const UNABLE_OR_NOT_APPLICABLE: &str = "unable-or-not-applicable";

/// What a value cannot say, with what it means.
const STATES: [(&str, &str); 4] = [
    (UNABLE, "tried and could not: the worst there is"),
    (NOT_APPLICABLE, "means nothing for this runner"),
    (
        MAY_NOT_APPLY,
        "the value holds if it means anything for this runner, which is not known",
    ),
    (
        UNABLE_OR_NOT_APPLICABLE,
        "tried and could not, if it means anything for this runner, which is not known",
    ),
];

/// What a reading of this measure may say instead of a value.
///
/// What means something for every runner is never not applicable: that would be a GO for something nobody measured.
pub fn states(measure: &Definition) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let any = measure.may_not_apply;
    STATES
        .into_iter()
        .filter(move |(state, _)| any || *state == UNABLE)
}

/// What is wrong with which cell of a reading.
type Wrong = (Part, String);

/// The reading that cells stand for.
///
/// # Errors
/// Which cell is wrong, what was found and what is allowed.
pub fn reading(cells: &Cells<'_>, measure: &'static Definition) -> Result<Reading, Wrong> {
    if let Some(state) = cells.state
        && !states(measure).any(|(known, _)| known == state)
    {
        return Err((Part::State, unknown_state(state, measure)));
    }
    let found = match cells.state {
        None | Some(MAY_NOT_APPLY) => known(cells, measure)?,
        Some(state) => {
            let found = match state {
                UNABLE => Reading::unable(None),
                UNABLE_OR_NOT_APPLICABLE => Reading::unable(None).maybe_not_applicable(),
                NOT_APPLICABLE => Reading::NOT_APPLICABLE,
                other => return Err((Part::State, unknown_state(other, measure))),
            };
            if cells.value.is_some() || cells.high.is_some() || cells.exact.is_some() {
                return Err((Part::State, format!("`{state}` has no value beside it")));
            }
            return Ok(found);
        }
    };
    Ok(if cells.state.is_some() {
        found.maybe_not_applicable()
    } else {
        found
    })
}

/// The reading of a value with nothing beside it.
///
/// # Errors
/// What was found and what is allowed.
pub fn taken(value: Option<Cell<'_>>, measure: &'static Definition) -> Result<Reading, String> {
    Ok(match value {
        Some(cell) => Reading::taken(placed(cell, measure)?, None),
        None => Reading::unknown(measure, Cause::Absent),
    })
}

fn unknown_state(found: &str, measure: &Definition) -> String {
    let states: Vec<&str> = states(measure).map(|(state, _)| state).collect();
    let allowed = crate::diagnostic::list(&states);
    format!("state must be empty or one of {allowed} (empty is unknown), got `{found}`")
}

fn known(cells: &Cells<'_>, measure: &'static Definition) -> Result<Reading, Wrong> {
    if let Some(text) = cells.exact.as_deref() {
        return fraction(text, cells, measure).map_err(|message| (Part::Exact, message));
    }
    let Some(high) = cells.high else {
        return taken(cells.value, measure).map_err(|message| (Part::Value, message));
    };
    let low = cells.value.map(|cell| placed(cell, measure)).transpose();
    let low = low.map_err(|message| (Part::Value, message))?;
    let high = placed(high, measure).map_err(|message| (Part::High, message))?;
    let low = low.unwrap_or(measure.scale.range().0);
    if high < low {
        let message = "the upper end of a range lies below its lower end".to_owned();
        return Err((Part::High, message));
    }
    Ok(Reading::range(low, high, None, Cause::Incomplete))
}

/// Where a cell stands on the scale of a measure.
fn placed(cell: Cell<'_>, measure: &Definition) -> Result<Exact, String> {
    match (cell, measure.scale) {
        (Cell::Number(number), Scale::Number { low, high, .. }) => {
            millionths(number, low.millionths(), high.millionths(), 1)
                .map(Exact::micro)
                .ok_or_else(|| {
                    let bound = |end: Exact| end.decimal(Toward::Down);
                    let unit = measure.scale.unit().sign();
                    let (low, high) = (bound(low), bound(high));
                    let allowed = format!("must be {low} to {high} {unit}");
                    format!("{}, got {number}", allowed.trim_end())
                })
        }
        (Cell::Word(word), Scale::Words(words)) => {
            let place = words.iter().position(|known| *known == word);
            place
                .and_then(|place| i64::try_from(place).ok())
                .map(Exact::whole)
                .ok_or_else(|| {
                    let help = crate::diagnostic::suggest(word, words);
                    format!("unknown word; {help}, got `{word}`")
                })
        }
        (Cell::YesNo(answer), Scale::YesNo) => Ok(Exact::whole(i64::from(answer))),
        (Cell::Number(_) | Cell::Word(_) | Cell::YesNo(_), _) => {
            Err("not a value of this measure's scale".to_owned())
        }
    }
}

/// A reading told as a fraction, held against the decimals beside it.
fn fraction(
    text: &str,
    cells: &Cells<'_>,
    measure: &'static Definition,
) -> Result<Reading, String> {
    let one = |text: &str| -> Option<Exact> {
        let (numerator, denominator) = text.split_once('/')?;
        let (numerator, denominator): (i64, i64) =
            (numerator.parse().ok()?, denominator.parse().ok()?);
        Exact::fraction(numerator.into(), denominator.into())
    };
    let both = match text.split_once("..") {
        Some((low, high)) => one(low).zip(one(high)),
        None => one(text).map(|value| (value, value)),
    };
    let (low, high) = both.ok_or_else(|| {
        format!("must be a fraction such as `2800/31`, or two joined by `..`, got `{text}`")
    })?;
    let (floor, ceiling) = measure.scale.range();
    if low < floor || ceiling < high || high < low {
        return Err(format!(
            "must be a part of the measure's range, got `{text}`"
        ));
    }
    let found = Reading::range(low, high, None, Cause::Incomplete);
    let told = of_reading(&found, measure);
    let same = |told: Option<Cell<'_>>, cell: Option<Cell<'_>>| {
        let place = |cell: Cell<'_>| placed(cell, measure).ok();
        told.and_then(place) == cell.and_then(place)
    };
    if same(told.value, cells.value) && same(told.high, cells.high) {
        Ok(found)
    } else {
        Err(format!(
            "must be what the value beside it says, got `{text}`"
        ))
    }
}

/// The cells that say all that decides of a reading.
#[must_use]
pub fn of_reading(reading: &Reading, measure: &'static Definition) -> Cells<'static> {
    let state = |state| Cells {
        state,
        ..Cells::default()
    };
    let may_not_apply = reading.may_not_apply;
    let (low, high) = match reading.state {
        State::Unable if may_not_apply => return state(Some(UNABLE_OR_NOT_APPLICABLE)),
        State::Unable => return state(Some(UNABLE)),
        State::NotApplicable => return state(Some(NOT_APPLICABLE)),
        State::Known { low, high } => (low, high),
    };
    let state = state(may_not_apply.then_some(MAY_NOT_APPLY));
    if (low, high) == measure.scale.range() {
        return state;
    }
    let words = measure.scale.words();
    let word = |value: Exact| {
        let place = usize::try_from(value.terms().0).ok();
        place.and_then(|place| words.get(place)).copied()
    };
    match measure.scale {
        Scale::YesNo => Cells {
            value: Some(Cell::YesNo(low > Exact::ZERO)),
            ..state
        },
        Scale::Words(_) => Cells {
            value: word(low).map(Cell::Word),
            high: word(high).filter(|_| low != high).map(Cell::Word),
            ..state
        },
        Scale::Number { .. } => {
            let one = low == high;
            let below = if one {
                measure.toward_worse()
            } else {
                Toward::Down
            };
            let (value, above) = (low.shown(below, PLACES), high.shown(Toward::Up, PLACES));
            let number = |decimal: Decimal| Cell::Number(decimal.nearest());
            let exact = value.is_exact() && (one || above.is_exact());
            Cells {
                value: Some(number(value)),
                high: (!one).then(|| number(above)),
                exact: (!exact).then(|| Cow::Owned(as_fractions(low, high))),
                ..state
            }
        }
    }
}

/// So many decimals has a number at the door.
const PLACES: u32 = 6;

fn as_fractions(low: Exact, high: Exact) -> String {
    let one = |value: Exact| {
        let (numerator, denominator) = value.terms();
        format!("{numerator}/{denominator}")
    };
    if low == high {
        one(low)
    } else {
        format!("{}..{}", one(low), one(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{catalog, find};

    /// Every kind of reading of a measure.
    fn kinds(measure: &'static Definition) -> Vec<Reading> {
        let (low, high) = measure.scale.range();
        let mut values = vec![low, high];
        if measure.scale.words().is_empty() {
            let parts = [Exact::fraction(28, 31), Exact::fraction(2, 3)];
            let parts = parts.into_iter().flatten().chain([Exact::micro(600_000)]);
            values.extend(parts.map(|part| low.plus(part)));
        } else {
            values.push(Exact::whole(1));
        }
        let mut kinds = vec![Reading::unable(None)];
        for (place, low) in values.iter().enumerate() {
            for high in values.iter().skip(place) {
                kinds.push(Reading::range(*low, *high, None, Cause::Incomplete));
            }
        }
        if measure.may_not_apply {
            kinds.push(Reading::NOT_APPLICABLE);
            let doubtful: Vec<Reading> =
                kinds.iter().map(|one| one.maybe_not_applicable()).collect();
            kinds.extend(doubtful);
        }
        kinds
    }

    #[test]
    fn what_decides_of_every_kind_of_reading_comes_back() {
        for measure in catalog() {
            for before in kinds(measure) {
                let cells = of_reading(&before, measure);
                let after = reading(&cells, measure);
                let decides = |reading: &Reading| match reading.state {
                    // What means nothing has no doubt left that it might mean nothing.
                    State::NotApplicable => (State::NotApplicable, false),
                    State::Unable | State::Known { .. } => (reading.state, reading.may_not_apply),
                };
                assert_eq!(
                    after.as_ref().map(decides),
                    Ok(decides(&before)),
                    "{} {cells:?}",
                    measure.id
                );
            }
        }
    }

    #[test]
    fn what_means_something_for_every_runner_is_never_not_applicable() -> Result<(), String> {
        for id in ["pain.daily.worst", "screening.pop_at_onset"] {
            let measure = find(id).ok_or("catalogue")?;
            for state in [NOT_APPLICABLE, MAY_NOT_APPLY, UNABLE_OR_NOT_APPLICABLE] {
                let cells = Cells {
                    state: Some(state),
                    ..Cells::default()
                };
                let refused = reading(&cells, measure);
                let message = format!(
                    "state must be empty or one of `unable` (empty is unknown), got `{state}`"
                );
                assert_eq!(refused, Err((Part::State, message)), "{id}");
            }
        }
        Ok(())
    }

    #[test]
    fn a_ratio_stands_rounded_towards_worse_beside_itself() -> Result<(), String> {
        let symmetry = find("hop.single.symmetry").ok_or("catalogue")?;
        let ratio = Exact::fraction(2800, 31).ok_or("fraction")?;
        let cells = of_reading(&Reading::taken(ratio, None), symmetry);
        assert_eq!(cells.value, Some(Cell::Number(90.322_580)));
        assert_eq!(cells.exact.as_deref(), Some("2800/31"));
        Ok(())
    }

    #[test]
    fn what_contradicts_itself_or_lies_outside_is_refused_with_its_cell() -> Result<(), String> {
        let symmetry = find("hop.single.symmetry").ok_or("catalogue")?;
        let number = |value| Some(Cell::Number(value));
        let cells = |value, high, state, exact: Option<&'static str>| Cells {
            value,
            high,
            state,
            exact: exact.map(Cow::Borrowed),
        };
        let refused = [
            (cells(number(-0.000_001), None, None, None), Part::Value),
            (cells(number(f64::NAN), None, None, None), Part::Value),
            (cells(number(f64::INFINITY), None, None, None), Part::Value),
            (cells(Some(Cell::Word("90")), None, None, None), Part::Value),
            (cells(number(90.0), number(80.0), None, None), Part::High),
            (cells(None, None, Some("maybe"), None), Part::State),
            (cells(number(90.0), None, Some(UNABLE), None), Part::State),
            (
                cells(number(90.0), None, None, Some("2800/31")),
                Part::Exact,
            ),
            (cells(None, None, None, Some("2800/31")), Part::Exact),
            (cells(number(90.0), None, None, Some("90")), Part::Exact),
            (cells(number(90.0), None, None, Some("90/0")), Part::Exact),
        ];
        for (cells, part) in refused {
            let refused = reading(&cells, symmetry).err().map(|(part, _)| part);
            assert_eq!(refused, Some(part), "{cells:?}");
        }
        Ok(())
    }
}
