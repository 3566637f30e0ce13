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

/// Types that are no run.
static OTHERS: &[&str] = &[
    "AmericanFootball",
    "Archery",
    "AustralianFootball",
    "Badminton",
    "Barre",
    "Baseball",
    "Basketball",
    "Bowling",
    "Boxing",
    "CardioDance",
    "Climbing",
    "Cooldown",
    "CoreTraining",
    "Cricket",
    "CrossCountrySkiing",
    "Curling",
    "Dance",
    "DanceInspiredTraining",
    "DiscSports",
    "DownhillSkiing",
    "Elliptical",
    "EquestrianSports",
    "Fencing",
    "Fishing",
    "FitnessGaming",
    "Flexibility",
    "Golf",
    "Gymnastics",
    "Handball",
    "HighIntensityIntervalTraining",
    "Hockey",
    "Hunting",
    "Lacrosse",
    "MartialArts",
    "MindAndBody",
    "PaddleSports",
    "Pickleball",
    "Pilates",
    "PreparationAndRecovery",
    "Racquetball",
    "Rowing",
    "Rugby",
    "Sailing",
    "SkatingSports",
    "SnowSports",
    "Snowboarding",
    "Soccer",
    "SocialDance",
    "Softball",
    "Squash",
    "StairClimbing",
    "Stairs",
    "StepTraining",
    "SurfingSports",
    "TableTennis",
    "TaiChi",
    "Tennis",
    "UnderwaterDiving",
    "Volleyball",
    "WaterFitness",
    "WaterPolo",
    "WaterSports",
    "WheelchairRunPace",
    "WheelchairWalkPace",
    "Wrestling",
    "Yoga",
];

/// A session of several sports, whose legs are written within it.
const SEVERAL: &str = "SwimBikeRun";

/// The statistics that are a distance of their workout.
static DISTANCES: &[(&str, Sport)] = &[
    (
        "HKQuantityTypeIdentifierDistanceWalkingRunning",
        Sport::Running,
    ),
    ("HKQuantityTypeIdentifierDistanceCycling", Sport::Cycling),
    ("HKQuantityTypeIdentifierDistanceSwimming", Sport::Swimming),
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
    /// The sport that its distance is of.
    measured: Option<Sport>,
    /// The word for its sport.
    called: String,
    /// Of several sports, one each.
    legs: Vec<Workout>,
}

/// A number with a unit: not there, or there and sound, or there and not to be read.
type Figure = Option<Result<u64, String>>;

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
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
                ("HealthData/Workout/WorkoutActivity", Some(workout)) => {
                    workout.legs.push(Workout::open(&attributes, line));
                }
                ("HealthData/Workout/WorkoutActivity/WorkoutStatistics", Some(workout)) => {
                    if let Some(leg) = workout.legs.last_mut() {
                        leg.statistic(&attributes);
                    }
                }
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
                    for session in workout.sessions(source) {
                        match session {
                            Ok(session) => take(session.or_sport(options.untyped)),
                            Err(reason) => refusals.push(line, &reason),
                        }
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
            sport: match TYPES.iter().find(|(name, _)| *name == kind) {
                Some((_, sport)) => *sport,
                None if OTHERS.contains(&kind) => Sport::Other,
                None => Sport::Unknown,
            },
            indoors: false,
            start: stamp("startDate"),
            end: stamp("endDate"),
            time: figure(attributes, "duration", "durationUnit"),
            distance: figure(attributes, "totalDistance", "totalDistanceUnit"),
            measured: None,
            called: kind.to_owned(),
            legs: Vec::new(),
        }
    }

    fn statistic(&mut self, attributes: &Attributes<'_>) {
        let kind = attributes.get("type");
        let of = DISTANCES
            .iter()
            .find(|(name, _)| kind.as_deref() == Some(*name));
        // Some exports have both, the attribute then being zero.
        if let Some((_, sport)) = of
            && !matches!(self.distance, Some(Ok(1..)))
        {
            self.distance = figure(attributes, "sum", "unit");
            self.measured = Some(*sport);
        }
    }

    /// Its legs where it is of several sports and they tell theirs, else itself; what cannot be dated is a reason.
    ///
    /// A leg without a distance is the way from one sport to the next.
    fn sessions(mut self, source: &str) -> Vec<Result<Session, String>> {
        let legs = std::mem::take(&mut self.legs);
        let told: Vec<Workout> = legs
            .into_iter()
            .filter_map(|leg| {
                Some(Self {
                    sport: leg.measured?,
                    ..leg
                })
            })
            .collect();
        if self.called != SEVERAL || told.is_empty() {
            return vec![self.session(source)];
        }
        told.into_iter().map(|leg| leg.session(source)).collect()
    }

    fn session(self, source: &str) -> Result<Session, String> {
        let start = self
            .start
            .ok_or("a workout without a start that can be read")?;
        let is_treadmill = self.indoors && self.sport == Sport::Running;
        let mut session = Session {
            ground: is_treadmill.then_some(Ground::Treadmill),
            elapsed_ms: self.end.and_then(|end| start.until(end)),
            ..Session::begun(start.moment()?, self.sport, &self.called, source)
        };
        // What cannot be read is not known; the run still happened.
        let known = |figure: Figure, session: &mut Session| {
            figure.transpose().unwrap_or_else(|reason| {
                session.left_out(format!("line {}: {reason}", self.line));
                None
            })
        };
        session.moving_ms = known(self.time, &mut session);
        session.distance_mm = known(self.distance, &mut session).filter(|distance| *distance > 0);
        Ok(session)
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
