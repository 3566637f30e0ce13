//! Polar Flow's training sessions, one file each, in both layouts of its export: names and `PT1H2M3S`, and since 2.x numbers and milliseconds.
//!
//! Each of a file's exercises is a session; a triathlon has several. Times are on the runner's own clock, with its offset beside.
//!
//! *Why are so few numbers known?* The export does not say what its numbers for sports mean. These were read off one account; others are
//! asked about.

use std::io::BufRead;

use jiff::SignedDuration;
use serde::Deserialize;

use super::decimal::Unit;
use super::json::{Scalar, begins_with, has_keys, value};
use super::refusals::short;
use super::rows::figure;
use super::sport::sport;
use super::stamp::Stamp;
use super::{Ground, Options, ReadError, Reader, Session, Sport};

/// Polar Flow's sessions.
pub(super) const READER: Reader = Reader {
    name: "Polar Flow training-session.json",
    recognises,
    read,
};

static SPORTS: &[(&str, Sport, Option<Ground>)] = &[
    ("1", Sport::Running, None),
    ("2", Sport::Cycling, None),
    ("3", Sport::Walking, None),
    ("11", Sport::Walking, None),
    ("13", Sport::Other, None),
    ("15", Sport::Strength, None),
    ("17", Sport::Running, Some(Ground::Treadmill)),
    ("18", Sport::Cycling, None),
    ("38", Sport::Cycling, None),
    ("39", Sport::Other, None),
    ("50", Sport::Other, None),
];

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Exercise {
    start_time: Scalar,
    stop_time: Scalar,
    timezone_offset: Scalar,
    timezone_offset_minutes: Scalar,
    duration: Scalar,
    duration_millis: Scalar,
    distance: Scalar,
    distance_meters: Scalar,
    sport: Scalar,
    /// Those of a whole session, which has the same figures itself.
    exercises: Vec<Exercise>,
}

fn recognises(head: &[u8]) -> bool {
    begins_with(head, b"{", &["startTime"])
        && has_keys(head, &["exercises"])
        && ["exportVersion", "durationMillis"]
            .iter()
            .any(|key| has_keys(head, &[key]))
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let whole: Exercise = value(bytes)?;
    let of_whole = whole.exercises.is_empty().then_some(&whole);
    let mut refused = Vec::new();
    for (place, exercise) in whole.exercises.iter().chain(of_whole).enumerate() {
        match exercise.session(&whole, place, source) {
            Ok(session) => take(session.or_sport(options.untyped)),
            Err(reason) => refused.push(format!("/exercises/{place}: {reason}")),
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(ReadError::Refused(short(&refused.join("; ")).into_owned()))
}

impl Exercise {
    fn session(&self, whole: &Self, place: usize, source: &str) -> Result<Session, String> {
        let own = |of: fn(&Self) -> &Scalar| {
            Some(of(self).text())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| of(whole).text())
        };
        let minutes = [
            own(|of| &of.timezone_offset_minutes),
            own(|of| &of.timezone_offset),
        ];
        let ahead = minutes
            .iter()
            .find_map(|minutes| minutes.parse::<i32>().ok());
        let stamp = |text: &str| {
            let stamp = Stamp::read(text)?;
            match ahead {
                Some(minutes) => stamp.ahead(minutes),
                None => Some(stamp),
            }
        };
        let written = own(|of| &of.start_time);
        let start = stamp(written).ok_or_else(|| format!("`{}` is no start", short(written)))?;
        let called = own(|of| &of.sport);
        let by_number = SPORTS.iter().find(|(number, _, _)| *number == called);
        let (sport, ground) =
            by_number.map_or_else(|| sport(called), |(_, sport, ground)| (*sport, *ground));
        let called = match called.parse::<u32>() {
            Ok(_) => format!("sport {called}"),
            Err(_) => called.to_owned(),
        };
        let mut session = Session {
            ground,
            elapsed_ms: stamp(self.stop_time.text()).and_then(|end| start.until(end)),
            ..Session::begun(start.moment()?, sport, &called, source)
        };
        let place = format!("/exercises/{place}");
        let metres = [self.distance_meters.text(), self.distance.text()];
        let metres = metres
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        session.distance_mm = figure(&place, metres, Unit::METRE, "distance", &mut session);
        let millis = self.duration_millis.text();
        session.moving_ms = if millis.is_empty() {
            self.spelled_duration()
        } else {
            figure(&place, millis, Unit::MILLISECOND, "time", &mut session)
        };
        Ok(session)
    }

    /// `PT1H2M3.5S`.
    fn spelled_duration(&self) -> Option<u64> {
        let duration: SignedDuration = self.duration.text().parse().ok()?;
        u64::try_from(duration.as_millis())
            .ok()
            .filter(|time| *time > 0)
    }
}
