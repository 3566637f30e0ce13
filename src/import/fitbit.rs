//! The exercises of Fitbit's and Google's export, `exercise-0.json`: one session an element, in milliseconds and the account's own unit.
//!
//! *Why is the local day not known?* The export's clock is that of UTC and says no zone; `startTime` is written `09/28/26 17:20:48`.

use std::io::BufRead;

use jiff::civil::DateTime;
use serde::Deserialize;

use super::decimal::Unit;
use super::json::{Scalar, begins_with, each};
use super::refusals::{Refusals, short};
use super::rows::figure;
use super::sport::sport;
use super::stamp::Stamp;
use super::{Options, ReadError, Reader, Session};

/// Fitbit's exercises.
pub(super) const READER: Reader = Reader {
    name: "Fitbit exercise.json",
    recognises: |head| begins_with(head, b"[", &["logId", "activityName"]),
    read,
};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Exercise {
    activity_name: Scalar,
    start_time: Scalar,
    duration: Scalar,
    active_duration: Scalar,
    distance: Scalar,
    distance_unit: Scalar,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut refusals = Refusals::default();
    let (mut is_empty, mut without_unit) = (true, 0_usize);
    let end = each(bytes, None, &mut |place, exercise: Exercise| {
        is_empty = false;
        let place = format!("/{place}");
        let said = options.units.map(Unit::from);
        match exercise.session(&place, source, exercise.unit().or(said)) {
            Ok(session) => take(session.or_sport(options.untyped)),
            Err(reason) => return refusals.push_at(&place, &reason),
        }
        if exercise.unit().or(said).is_none() && !exercise.distance.text().is_empty() {
            without_unit = without_unit.saturating_add(1);
        }
    });
    if without_unit > 0 {
        let reason = "distances without a unit are not taken";
        refusals.push_at("distanceUnit", reason);
    }
    match end {
        Ok(()) if is_empty => Err(ReadError::NoSession),
        Ok(()) if without_unit > 0 => refusals
            .into_result()
            .map_err(|refused| ReadError::UnitUnknown(refused.to_string())),
        Ok(()) => refusals.into_result(),
        Err(fault) => Err(refusals.with_fault(fault)),
    }
}

impl Exercise {
    fn session(&self, place: &str, source: &str, unit: Option<Unit>) -> Result<Session, String> {
        let written = self.start_time.text();
        let start = start(written)
            .ok_or_else(|| format!("`{}` is no start as Fitbit writes it", short(written)))?;
        let called = self.activity_name.text();
        let (sport, ground) = sport(called);
        let mut session = Session {
            ground,
            ..Session::begun(start.moment()?, sport, called, source)
        };
        let (active, whole) = (self.active_duration.text(), self.duration.text());
        session.moving_ms = figure(place, active, Unit::MILLISECOND, "time", &mut session);
        session.elapsed_ms = figure(place, whole, Unit::MILLISECOND, "time", &mut session);
        if let Some(unit) = unit {
            let distance = self.distance.text();
            session.distance_mm = figure(place, distance, unit, "distance", &mut session);
        }
        Ok(session)
    }

    fn unit(&self) -> Option<Unit> {
        match self.distance_unit.text().to_lowercase().as_str() {
            "kilometer" | "kilometre" => Some(Unit::KILOMETRE),
            "mile" => Some(Unit::MILE),
            "meter" | "metre" => Some(Unit::METRE),
            _ => None,
        }
    }
}

/// `09/28/26 17:20:48`, the month first and the year of this century.
fn start(text: &str) -> Option<Stamp> {
    let (date, clock) = text.split_once(' ')?;
    let parts: Vec<&str> = date.split('/').collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    let is_short = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if ![month, day, year].into_iter().all(is_short) {
        return None;
    }
    let written: DateTime = format!("20{year}-{month}-{day}T{clock}").parse().ok()?;
    Stamp::utc(written)
}

#[cfg(test)]
mod tests {
    use super::start;

    #[test]
    fn a_start_has_the_month_first() {
        let read = |text: &str| start(text)?.moment().ok().map(|moment| moment.to_string());
        assert_eq!(
            read("09/28/26 17:20:48").as_deref(),
            Some("2026-09-28T17:20:48Z")
        );
        for wrong in [
            "",
            "28/09/26 17:20:48",
            "9/28/26 17:20:48",
            "09/28/2026 17:20:48",
            "09/28/26",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
