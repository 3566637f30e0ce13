//! Garmin Connect's list of activities, `Activities.csv`: one session a row.
//!
//! *How is the unit known?* The file does not say whether its distances are kilometres or miles. But Garmin writes the length of a
//! stride in metres for either, and the steps taken: stride times steps is the distance in metres, and no run can be mistaken by a
//! factor of 1.6. At least nine in ten of the rows that tell must tell the same; otherwise, or where none tells and nobody says the unit,
//! the sessions are handed on without their distances and the file is named. A unit that is said never overrules a file that tells its
//! own. Distances of other sports than running, walking and cycling, which Garmin writes in metres or yards, are left out.
//!
//! *What is the pace for?* It counts in the unit of the file, so distance times pace must be the time in motion, as closely as the three
//! are rounded. A row where it is not was not understood, and is refused. A run on a track may stand in metres beside a pace per
//! kilometre or mile: then it is a thousand times or 1,609 times the time, and tells the unit too.
//!
//! *Why is the whole list held?* The unit and the decimal mark are those of the whole file, and the row that tells may be the last.
//! A list is one short row an activity; more than a hundred thousand are refused.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::{Decimal, Unit, decimal_mark};
use super::refusals::{Refusals, short};
use super::sport::sport;
use super::stamp::{Stamp, clock_time};
use super::table::{Table, cell};
use super::{Options, ReadError, Reader, Session, Sport, Units};

/// Garmin Connect's list of activities.
pub(super) const READER: Reader = Reader {
    name: "Garmin Activities.csv",
    recognises,
    read,
};

// The first columns stand in the same place in every language.
const KIND: usize = 0;
const DATE: usize = 1;
const FAVOURITE: usize = 2;
const DISTANCE: usize = 4;
const TIME: usize = 6;

// The others come and go with the sports in the list, so they are found by name, small letters only.
static ELAPSED: &[&str] = &[
    "elapsedtime",
    "verstrichenezeit",
    "tempsécoulé",
    "verstrekentijd",
    "tiempotranscurrido",
    "tempotrascorso",
];
static STRIDE: &[&str] = &[
    "avgstridelength",
    "øschrittlänge",
    "longueurmoyennedesfoulées",
    "gemstaplengte",
    "longitudmediadezancada",
    "lunghezzamediapasso",
    "comprimentomédiodapassada",
];
static STEPS: &[&str] = &["steps", "schritte", "pas", "stappen", "pasos", "passos"];
static CADENCE: &[&str] = &[
    "avgruncadence",
    "øschrittfrequenzlaufen",
    "cadencedecoursemoyenne",
    "cadenciadecarreramedia",
    "cadenzadicorsamedia",
    "cadênciadecorridamédia",
];
static PACE: &[&str] = &[
    "avgpace",
    "øpace",
    "alluremoyenne",
    "gemtempo",
    "gemiddeldtempo",
    "ritmomedio",
    "passomedio",
    "ritmomédio",
];

/// How many rows are held at most.
const MOST: usize = 100_000;

/// The longest number that is kept.
const LONGEST: usize = 32;

/// The fastest that a run or walk can be on average, in millimetres a millisecond: faster than any race was ever run.
const FASTEST: u64 = 12;

struct Columns {
    elapsed: Option<usize>,
    stride: Option<usize>,
    steps: Option<usize>,
    cadence: Option<usize>,
    pace: Option<usize>,
}

/// A row whose distance waits for the unit of the file.
struct Row {
    line: u64,
    session: Session,
    distance: String,
    stride: String,
    steps: String,
    cadence: String,
    /// Milliseconds for one of the file's unit, on foot.
    pace_ms: Option<u64>,
}

fn recognises(mut head: &[u8]) -> bool {
    let Ok(mut table) = Table::open(&mut head) else {
        return false;
    };
    if letters(cell(&table.header, KIND)) == "activitytype"
        && letters(cell(&table.header, FAVOURITE)) == "favorite"
    {
        return true;
    }
    // In other languages the first row tells: a start, a yes or no, and a time on the clock.
    let Ok(Some(Ok((_, row)))) = table.next() else {
        return false;
    };
    let favourite = cell(&row, FAVOURITE).to_ascii_lowercase();
    row.len() > TIME
        && Stamp::read(cell(&row, DATE)).is_some()
        && ["true", "false"].contains(&favourite.as_str())
        && time(cell(&row, TIME)).is_ok()
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut table = Table::open(bytes)?;
    let columns = Columns::of(&table.header);
    let mut refusals = Refusals::default();
    let mut rows = Vec::new();
    let end = loop {
        match table.next() {
            Ok(Some(Ok((line, _)))) if rows.len() >= MOST => {
                let reason = format!("line {line}: a list of more than {MOST} activities");
                break Err(ReadError::Damaged(reason));
            }
            Ok(Some(Ok((line, row)))) => match columns.row(line, &row, source) {
                Ok(mut row) => {
                    row.session = row.session.or_sport(options.untyped);
                    rows.push(row);
                }
                Err(reason) => refusals.push(line, &reason),
            },
            Ok(Some(Err(bad))) => match bad.row.as_ref().and_then(|row| begun(row, source).ok()) {
                // Its columns may be shifted, so nothing behind the first two is taken from it.
                Some(mut session) => {
                    session.left_out(format!("line {} {}", bad.line, bad.reason));
                    take(session.or_sport(options.untyped));
                }
                None => refusals.push(bad.line, &bad.reason),
            },
            Ok(None) => break Ok(()),
            Err(fault) => break Err(fault),
        }
    };
    let unit_is_unknown = hand_on(rows, options, &mut refusals, take);
    match end {
        Ok(()) if unit_is_unknown => refusals
            .into_result()
            .map_err(|refused| ReadError::UnitUnknown(refused.to_string())),
        Ok(()) => refusals.into_result(),
        Err(fault) => Err(refusals.with_fault(fault)),
    }
}

/// Hands each session on with its distance, or all without if nothing tells the unit; returns whether only that is wanting.
fn hand_on(
    rows: Vec<Row>,
    options: Options,
    refusals: &mut Refusals,
    take: &mut dyn FnMut(Session),
) -> bool {
    let mut unit_is_unknown = false;
    let mut known = None;
    if rows.iter().any(Row::has_distance) {
        let told = decimal_mark(rows.iter().flat_map(|row| [&row.distance, &row.stride]))
            .and_then(|mark| Ok((mark, told(&rows, mark)?)));
        match (told, options.units) {
            (Ok((mark, Some(told))), said) => {
                known = Some((mark, told));
                if let Some(said) = said.filter(|said| *said != told) {
                    let (told, said) = (name(told), name(said));
                    let reason = format!(
                        "its own steps or paces tell {told}, so its distances are not taken as {said}"
                    );
                    refusals.push(1, &reason);
                }
            }
            (Ok((mark, None)), Some(said)) => known = Some((mark, said)),
            (Ok((_, None)), None) => {
                unit_is_unknown = true;
                let reason = "no distance is taken: nothing tells whether they are kilometres or miles; a run or walk with steps and a stride length would";
                refusals.push(1, reason);
            }
            (Err(reason), _) => refusals.push(1, &format!("no distance is taken: {reason}")),
        }
    }
    for mut row in rows {
        if let Some((mark, units)) = known
            && row.has_distance()
        {
            match row.distance(mark, units) {
                Ok(distance) => {
                    row.session.distance_mm = Some(distance).filter(|distance| *distance > 0);
                }
                Err(reason) => {
                    let line = row.line;
                    row.session.left_out(format!("line {line}: {reason}"));
                }
            }
        }
        take(row.session);
    }
    unit_is_unknown
}

impl Columns {
    fn of(header: &StringRecord) -> Self {
        let find = |names: &[&str]| {
            header
                .iter()
                .position(|name| names.contains(&letters(name).as_str()))
        };
        Self {
            elapsed: find(ELAPSED),
            stride: find(STRIDE),
            steps: find(STEPS),
            cadence: find(CADENCE),
            pace: find(PACE),
        }
    }

    fn row(&self, line: u64, row: &StringRecord, source: &str) -> Result<Row, String> {
        let mut session = begun(row, source)?;
        let sport = session.sport;
        let mut left_out = Vec::new();
        // What cannot be read is not known; the run still happened.
        let mut number = |column: Option<usize>| {
            let text = column.map_or("", |column| cell(row, column));
            if text.len() > LONGEST {
                left_out.push(format!("line {line}: `{}` is no number", short(text)));
                return String::new();
            }
            text.to_owned()
        };
        let (distance, stride) = (number(Some(DISTANCE)), number(self.stride));
        let (steps, cadence) = (number(self.steps), number(self.cadence));
        let mut timed = |text: &str| {
            time(text).unwrap_or_else(|reason| {
                left_out.push(format!("line {line}: {reason}"));
                None
            })
        };
        session.moving_ms = timed(cell(row, TIME));
        session.elapsed_ms = timed(self.elapsed.map_or("", |column| cell(row, column)));
        let pace = self.pace.map_or("", |column| cell(row, column));
        let mut pace_ms = None;
        // Beside a ride it is a speed.
        if is_on_foot(sport) && pace.contains(':') {
            pace_ms = clock_time(pace);
            if pace_ms.is_none() {
                left_out.push(format!("line {line}: `{}` is no pace", short(pace)));
            }
        }
        for what in left_out {
            session.left_out(what);
        }
        Ok(Row {
            line,
            session,
            distance,
            stride,
            steps,
            cadence,
            pace_ms,
        })
    }
}

/// What the first two columns tell.
fn begun(row: &StringRecord, source: &str) -> Result<Session, String> {
    let date = cell(row, DATE);
    let start = Stamp::read(date)
        .filter(|start| !start.is_instant())
        .ok_or_else(|| format!("`{}` is no start as Garmin writes it", short(date)))?;
    let (sport, ground) = sport(cell(row, KIND));
    Ok(Session {
        ground,
        ..Session::begun(start.moment()?, sport, cell(row, KIND), source)
    })
}

impl Row {
    /// Whether there is a distance whose unit is that of the file.
    fn has_distance(&self) -> bool {
        let is_told = match self.session.sport {
            Sport::Running | Sport::Walking | Sport::Cycling | Sport::Unknown => true,
            Sport::Swimming | Sport::AquaRunning | Sport::Strength | Sport::Other => false,
        };
        is_told && !is_absent(&self.distance)
    }

    /// How many millimetres one of the distance's unit has, by stride and steps.
    fn millimetres_a_unit(&self, mark: char) -> Option<u64> {
        if !is_on_foot(self.session.sport) {
            return None;
        }
        let thousandths = |text: &str| Decimal::with_mark(text, mark)?.to(Unit::METRE);
        let steps = match thousandths(&self.steps) {
            Some(steps) if steps > 0 => steps,
            Some(_) | None => {
                let minutes_in_ms = self.session.moving_ms?;
                let cadence = thousandths(&self.cadence)?;
                cadence.checked_mul(minutes_in_ms)?.checked_div(60_000)?
            }
        };
        let walked_mm = thousandths(&self.stride)?
            .checked_mul(steps)?
            .checked_div(1000)?;
        walked_mm
            .checked_mul(1000)?
            .checked_div(thousandths(&self.distance)?)
    }

    /// Whether the distance times the pace is the time, when so many thousandths of what is written are one of the pace's unit.
    ///
    /// `None` where one of them is not known.
    fn keeps_pace(&self, mark: char, thousandths: u64) -> Option<bool> {
        let written = Decimal::with_mark(&self.distance, mark)?;
        let number = |number: Option<u64>| number.filter(|number| *number > 0).map(u128::from);
        let distance = number(written.to(Unit::METRE))?;
        let last_place = u128::from(written.last_place(Unit::METRE)?);
        let pace = number(self.pace_ms)?;
        let time = number(self.session.moving_ms)?;
        let thousandths = u128::from(thousandths);
        let by_pace = distance.saturating_mul(pace);
        let by_clock = time.saturating_mul(thousandths);
        // Rounded or cut off: the distance at its last place, the pace and the time at a second.
        let rounding = distance
            .saturating_mul(1000)
            .saturating_add(last_place.saturating_mul(pace.saturating_add(1000)))
            .saturating_add(thousandths.saturating_mul(1000));
        Some(by_pace.abs_diff(by_clock) <= rounding)
    }

    /// The file's unit, where the distance is in metres and the pace in that unit.
    fn unit_beside_metres(&self, mark: char) -> Option<Units> {
        if self.keeps_pace(mark, 1000)? {
            return None;
        }
        [Units::Kilometres, Units::Miles]
            .into_iter()
            .find(|units| self.keeps_pace(mark, metres(*units)) == Some(true))
    }

    fn distance(&self, mark: char, units: Units) -> Result<u64, String> {
        // Runs on a track may stand in metres in a list of kilometres; their own steps or pace tell.
        let by_steps = self
            .millimetres_a_unit(mark)
            .is_some_and(|millimetres| (870..=1_150).contains(&millimetres));
        let in_metres = by_steps || self.unit_beside_metres(mark) == Some(units);
        let (unit, of_pace) = match units {
            _ if in_metres => (Unit::METRE, metres(units)),
            Units::Kilometres => (Unit::KILOMETRE, 1000),
            Units::Miles => (Unit::MILE, 1000),
        };
        let text = &self.distance;
        let distance = Decimal::with_mark(text, mark)
            .and_then(|distance| distance.to(unit))
            .ok_or_else(|| format!("`{text}` is no distance"))?;
        if self.keeps_pace(mark, of_pace) == Some(false) {
            return Err(format!(
                "a distance of `{text}` at its pace does not take its time"
            ));
        }
        let fastest = self
            .session
            .moving_ms
            .map_or(u64::MAX, |time| time.saturating_mul(FASTEST));
        if is_on_foot(self.session.sport) && distance > fastest {
            return Err(format!(
                "a distance of `{text}` is too far for its time on foot"
            ));
        }
        Ok(distance)
    }
}

/// Thousandths of a metre in the unit.
const fn metres(units: Units) -> u64 {
    match units {
        Units::Kilometres => 1_000_000,
        Units::Miles => 1_609_344,
    }
}

const fn name(units: Units) -> &'static str {
    match units {
        Units::Kilometres => "kilometres",
        Units::Miles => "miles",
    }
}

const fn is_on_foot(sport: Sport) -> bool {
    match sport {
        Sport::Running | Sport::Walking => true,
        Sport::Cycling
        | Sport::Swimming
        | Sport::AquaRunning
        | Sport::Strength
        | Sport::Other
        | Sport::Unknown => false,
    }
}

/// The unit of the file, by the rows that tell it; `None` where none does.
fn told(rows: &[Row], mark: char) -> Result<Option<Units>, &'static str> {
    let (mut kilometres, mut miles) = (0_usize, 0_usize);
    for row in rows {
        let told = match row.millimetres_a_unit(mark) {
            Some(870_000..=1_150_000) => Some(Units::Kilometres),
            Some(1_400_000..=1_850_000) => Some(Units::Miles),
            Some(_) | None => row.unit_beside_metres(mark),
        };
        match told {
            Some(Units::Kilometres) => kilometres = kilometres.saturating_add(1),
            Some(Units::Miles) => miles = miles.saturating_add(1),
            None => {}
        }
    }
    if kilometres > 0 && kilometres >= miles.saturating_mul(9) {
        Ok(Some(Units::Kilometres))
    } else if miles > 0 && miles >= kilometres.saturating_mul(9) {
        Ok(Some(Units::Miles))
    } else if kilometres == miles && miles == 0 {
        Ok(None)
    } else {
        Err("by steps and stride some are kilometres and some miles")
    }
}

fn time(text: &str) -> Result<Option<u64>, String> {
    if is_absent(text) {
        return Ok(None);
    }
    clock_time(text)
        .map(Some)
        .ok_or_else(|| format!("`{}` is no time as Garmin writes it", short(text)))
}

/// Garmin writes two dashes for what was not measured.
fn is_absent(text: &str) -> bool {
    text.is_empty() || text == "--"
}

/// A column's name without its spaces, points and brackets.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}
