//! TCX: one session an activity, its time summed from its laps, its distance the running total of its trackpoints.
//!
//! *Why does a number that cannot be read not cost the activity?* A run that happened must not become a day of rest; the report names it.
//!
//! *Why not always the running total?* It misses what was run after the last trackpoint, and some watches lose the count. So it
//! counts only where it agrees with the sum of the laps to 1 %, or where the laps tell no distance; else the laps do.

use std::io::BufRead;

use super::decimal::{Decimal, Unit};
use super::position::Position;
use super::refusals::Refusals;
use super::sport::sport;
use super::stamp::Stamp;
use super::steps::{RunningTotal, Steps};
use super::xml::{Step, Xml, root_is};
use super::{Ground, Options, ReadError, Reader, Session, Sport};

/// TCX files.
pub(super) const READER: Reader = Reader {
    name: "TCX",
    recognises: |head| root_is(head, "TrainingCenterDatabase"),
    read,
};

/// Where an activity may stand; the legs of a multisport session are activities of their own, a transition is none.
static PLACES: &[&str] = &[
    "TrainingCenterDatabase/Activities/Activity",
    "TrainingCenterDatabase/Activities/MultiSportSession/FirstSport/Activity",
    "TrainingCenterDatabase/Activities/MultiSportSession/NextSport/Activity",
];

/// An activity as far as it has been read.
struct Activity {
    line: u64,
    sport: (Sport, Option<Ground>),
    /// `Id`, the first lap's start and the first trackpoint's time: whichever first knows the instant is the start.
    starts: [Option<Stamp>; 3],
    last: Option<Stamp>,
    laps: u32,
    laps_with_distance: u32,
    lap_distance_mm: u64,
    total_mm: Option<u64>,
    time_ms: Option<u64>,
    points: u32,
    /// Of the trackpoint that is open.
    at: Option<Stamp>,
    latitude: String,
    longitude: String,
    total_here: Option<u64>,
    steps: Steps,
    running_total: RunningTotal,
    /// The word for its sport.
    called: String,
    /// Numbers and times that could not be read, of which the first is named.
    unreadable: u32,
    first_unreadable: Option<(u64, &'static str)>,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut xml = Xml::new(bytes);
    let mut refusals = Refusals::default();
    let mut activity = Activity::new(0, "");
    loop {
        match xml.step() {
            Ok(Step::Open {
                path,
                attributes,
                line,
            }) => match within(path) {
                Some("") => {
                    let kind = attributes.get("Sport").unwrap_or_default();
                    activity = Activity::new(line, &kind);
                }
                Some("/Lap") => activity.lap(attributes.get("StartTime").as_deref()),
                Some("/Lap/Track") => activity.steps.pause(),
                Some("/Lap/Track/Trackpoint") => activity.open_point(),
                _ => {}
            },
            Ok(Step::Close { path, text, line }) => match within(path) {
                Some("") => match activity.session(source) {
                    Ok(session) => take(session.or_sport(options.untyped)),
                    Err((line, reason)) => refusals.push(line, &reason),
                },
                Some("/Lap/Track/Trackpoint") => activity.end_point(),
                Some(field) => activity.field(field, text, line),
                None => {}
            },
            Ok(Step::End) => return refusals.into_result(),
            Err(fault) => return Err(refusals.with_fault(fault)),
        }
    }
}

/// The path within the activity: empty for the activity itself.
fn within(path: &str) -> Option<&str> {
    PLACES
        .iter()
        .filter_map(|place| path.strip_prefix(place))
        .find(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Activity {
    fn new(line: u64, kind: &str) -> Self {
        Self {
            line,
            sport: sport(kind),
            starts: [None; 3],
            last: None,
            laps: 0,
            laps_with_distance: 0,
            lap_distance_mm: 0,
            total_mm: None,
            time_ms: None,
            points: 0,
            at: None,
            latitude: String::new(),
            longitude: String::new(),
            total_here: None,
            steps: Steps::default(),
            running_total: RunningTotal::default(),
            called: kind.to_owned(),
            unreadable: 0,
            first_unreadable: None,
        }
    }

    fn lap(&mut self, start: Option<&str>) {
        self.laps = self.laps.saturating_add(1);
        let [_, lap_start, _] = &mut self.starts;
        *lap_start = lap_start.or_else(|| Stamp::read(start?));
    }

    fn field(&mut self, field: &str, text: &str, line: u64) {
        // Some programs write an empty element for what was not measured.
        if text.is_empty() {
            return;
        }
        match field {
            "/Id" => {
                let [id, ..] = &mut self.starts;
                *id = Stamp::read(text);
            }
            "/Lap/TotalTimeSeconds" => match thousandths(text, Unit::SECOND) {
                Some(time) => {
                    self.time_ms = Some(self.time_ms.unwrap_or(0).saturating_add(time));
                }
                None => self.wrong(line, "a lap's time that is no number"),
            },
            "/Lap/DistanceMeters" => match thousandths(text, Unit::METRE) {
                Some(distance) => {
                    self.lap_distance_mm = self.lap_distance_mm.saturating_add(distance);
                    self.laps_with_distance = self.laps_with_distance.saturating_add(1);
                }
                None => self.wrong(line, "a lap's distance that is no number"),
            },
            "/Lap/Track/Trackpoint/DistanceMeters" => {
                match thousandths(text, Unit::METRE) {
                    // A watch that loses the count starts again from zero; the total never shrinks.
                    Some(total) => {
                        self.total_mm = self.total_mm.max(Some(total));
                        self.total_here = Some(total);
                    }
                    None => self.wrong(line, "a trackpoint's distance that is no number"),
                }
            }
            "/Lap/Track/Trackpoint/Time" => match Stamp::read(text) {
                Some(time) => {
                    let [.., first_point] = &mut self.starts;
                    first_point.get_or_insert(time);
                    self.last = Some(time);
                    self.at = Some(time);
                }
                None => self.wrong(line, "a trackpoint's time that is none"),
            },
            "/Lap/Track/Trackpoint/Position/LatitudeDegrees" => text.clone_into(&mut self.latitude),
            "/Lap/Track/Trackpoint/Position/LongitudeDegrees" => {
                text.clone_into(&mut self.longitude);
            }
            _ => {}
        }
    }

    fn open_point(&mut self) {
        self.points = self.points.saturating_add(1);
        self.at = None;
        self.total_here = None;
        self.latitude.clear();
        self.longitude.clear();
    }

    fn end_point(&mut self) {
        if let Some(total) = self.total_here {
            self.running_total.add(total, self.at);
        }
        if let Some(place) = Position::read(&self.latitude, &self.longitude) {
            self.steps.add(place, self.at);
        }
    }

    fn wrong(&mut self, line: u64, reason: &'static str) {
        self.unreadable = self.unreadable.saturating_add(1);
        self.first_unreadable.get_or_insert((line, reason));
    }

    fn session(&self, source: &str) -> Result<Session, (u64, String)> {
        let known = || self.starts.iter().flatten().copied();
        let start = known()
            .find(|start| start.is_instant())
            .or_else(|| known().next())
            .ok_or_else(|| {
                let reason = "an activity without a start: its day is not known";
                (self.line, reason.to_owned())
            })?;
        let (sport, ground) = self.sport;
        let elapsed = self.last.and_then(|last| start.until(last));
        let begun = start.moment().map_err(|reason| (self.line, reason))?;
        let mut session = Session {
            ground,
            // Some programs write a time of zero for every lap.
            moving_ms: self.time_ms.filter(|time| *time > 0).or(elapsed),
            elapsed_ms: elapsed,
            samples: self.points,
            ..Session::begun(begun, sport, &self.called, source)
        };
        session.distance_mm = self.distance(&mut session);
        if let Some((line, reason)) = self.first_unreadable {
            session.left_out(match self.unreadable {
                1 => format!("{reason} (line {line})"),
                more => format!(
                    "{reason} (line {line}), and {} more",
                    more.saturating_sub(1)
                ),
            });
        }
        Ok(session)
    }

    /// What the device tells, where a person can have run it; by positions where it tells nothing.
    fn distance(&self, session: &mut Session) -> Option<u64> {
        let on_foot = session.sport.may_be_on_foot();
        let laps = self.lap_distance_mm;
        let laps_suffice = self.laps_with_distance == self.laps && laps > 0;
        let agrees = |total: u64| total.abs_diff(laps).saturating_mul(100) <= laps;
        let told = match self.total_mm {
            Some(total) if laps_suffice && agrees(total) => Some(total),
            Some(_) | None if laps_suffice => Some(laps),
            total => total.max(Some(laps)),
        };
        let told = told.filter(|distance| *distance > 0);
        let Some(told) = told else {
            if on_foot && let Some(what) = self.steps.left_out() {
                session.left_out(what);
            }
            let summed = if on_foot {
                self.steps.on_foot_mm
            } else {
                self.steps.raw_mm
            };
            return Some(summed).filter(|distance| *distance > 0);
        };
        if on_foot && let Some(why) = self.running_total.contradicts(told) {
            session.left_out(why);
            return None;
        }
        Some(told)
    }
}

fn thousandths(text: &str, unit: Unit) -> Option<u64> {
    Decimal::read(text)?.to(unit)
}
