//! Apple Health's `export.xml`: one session a workout, from its summary.
//!
//! The file holds every heartbeat and step besides, often gigabytes of them; they are passed over and never kept. Workouts written
//! before iOS 16 carry their distance themselves, later ones in a statistic within.

use std::io::BufRead;

use super::decimal::{Decimal, Unit};
use super::refusals::{Refusals, short};
use super::stamp::Stamp;
use super::xml::{Attributes, Step, Xml, root_is};
use super::{Ground, Options, ReadError, Reader, Session, Sport};

/// Apple Health exports.
pub(super) const READER: Reader = Reader {
    name: "Apple Health export.xml",
    recognises: |head| root_is(head, "HealthData"),
    read,
};

/// Workout types that are not other training (Apple has none for running in water), without the `HKWorkoutActivityType` in front.
static TYPES: &[(&str, Sport)] = &[
    ("Running", Sport::Running),
    ("Walking", Sport::Walking),
    ("Hiking", Sport::Walking),
    ("Cycling", Sport::Cycling),
    ("HandCycling", Sport::Cycling),
    ("Swimming", Sport::Swimming),
    ("TraditionalStrengthTraining", Sport::Strength),
    ("FunctionalStrengthTraining", Sport::Strength),
];

/// The statistics that are a distance of their workout.
static DISTANCES: &[&str] = &[
    "HKQuantityTypeIdentifierDistanceWalkingRunning",
    "HKQuantityTypeIdentifierDistanceCycling",
    "HKQuantityTypeIdentifierDistanceSwimming",
];

/// A workout as far as it has been read.
struct Workout {
    line: u64,
    sport: Sport,
    indoors: bool,
    start: Option<Stamp>,
    end: Option<Stamp>,
    time: Figure,
    distance: Figure,
}

/// A number with a unit: not there, or there and sound, or there and not to be read.
type Figure = Option<Result<u64, String>>;

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    _: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut xml = Xml::new(bytes);
    let mut refusals = Refusals::default();
    let mut workout = None;
    loop {
        match xml.step() {
            Ok(Step::Open {
                path,
                attributes,
                line,
            }) => match (path, &mut workout) {
                ("HealthData/Workout", _) => workout = Some(Workout::open(&attributes, line)),
                ("HealthData/Workout/WorkoutStatistics", Some(workout)) => {
                    workout.statistic(&attributes);
                }
                ("HealthData/Workout/MetadataEntry", Some(workout)) => {
                    let is_indoor = attributes.get("key").as_deref() == Some("HKIndoorWorkout");
                    workout.indoors |= is_indoor && attributes.get("value").as_deref() == Some("1");
                }
                _ => {}
            },
            Ok(Step::Close {
                path: "HealthData/Workout",
                ..
            }) => {
                if let Some(workout) = workout.take() {
                    let line = workout.line;
                    match workout.session(source) {
                        Ok(session) => take(session),
                        Err(reason) => refusals.push(line, &reason),
                    }
                }
            }
            Ok(Step::Close { .. }) => {}
            Ok(Step::End) => return refusals.into_result(),
            Err(fault) => return Err(refusals.with_fault(fault)),
        }
    }
}

impl Workout {
    fn open(attributes: &Attributes<'_>, line: u64) -> Self {
        let kind = attributes.get("workoutActivityType").unwrap_or_default();
        let kind = kind.strip_prefix("HKWorkoutActivityType").unwrap_or(&kind);
        let stamp = |name: &str| Stamp::read(&attributes.get(name)?);
        Self {
            line,
            sport: TYPES
                .iter()
                .find(|(name, _)| *name == kind)
                .map_or(Sport::Other, |(_, sport)| *sport),
            indoors: false,
            start: stamp("startDate"),
            end: stamp("endDate"),
            time: figure(attributes, "duration", "durationUnit"),
            distance: figure(attributes, "totalDistance", "totalDistanceUnit"),
        }
    }

    fn statistic(&mut self, attributes: &Attributes<'_>) {
        let is_distance = attributes
            .get("type")
            .is_some_and(|kind| DISTANCES.contains(&kind.as_ref()));
        // Some exports have both, the attribute then being zero.
        if is_distance && !matches!(self.distance, Some(Ok(1..))) {
            self.distance = figure(attributes, "sum", "unit");
        }
    }

    fn session(self, source: &str) -> Result<Session, String> {
        let start = self
            .start
            .ok_or("a workout without a start that can be read")?;
        let is_treadmill = self.indoors && self.sport == Sport::Running;
        Ok(Session {
            start: start.moment()?,
            sport: self.sport,
            ground: is_treadmill.then_some(Ground::Treadmill),
            distance_mm: self.distance.transpose()?.filter(|distance| *distance > 0),
            moving_ms: self.time.transpose()?,
            elapsed_ms: self.end.and_then(|end| start.until(end)),
            samples: 0,
            source: source.to_owned(),
        })
    }
}

/// A number and its unit, in thousandths of the metre or second.
fn figure(attributes: &Attributes<'_>, number: &str, unit: &str) -> Figure {
    let number = attributes.get(number)?;
    let unit = attributes.get(unit).unwrap_or_default();
    let known = match unit.as_ref() {
        "km" => Some(Unit::KILOMETRE),
        "mi" => Some(Unit::MILE),
        "m" => Some(Unit::METRE),
        "yd" => Some(Unit::YARD),
        "s" | "sec" => Some(Unit::SECOND),
        "min" => Some(Unit::MINUTE),
        "hr" => Some(Unit::HOUR),
        _ => None,
    };
    let read = known.and_then(|unit| Decimal::read(&number)?.to(unit));
    Some(read.ok_or_else(|| {
        format!(
            "`{}` of unit `{}` cannot be read",
            short(&number),
            short(&unit)
        )
    }))
}
