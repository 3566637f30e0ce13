//! The list of activities in the export of all data that Garmin gives on request, `summarizedActivities.json`: centimetres and milliseconds.
//!
//! *How is the local clock known?* `startTimeLocal` is the clock on the wall as if it were in UTC; the instant stands beside it, and the
//! difference is the offset.
//!
//! *What are legs?* A triathlon stands in the list as a whole and, with its `parentId`, as each leg. The legs are taken, and the whole only
//! where it has none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use serde::Deserialize;

use super::decimal::Unit;
use super::json::{Scalar, begins_with, each};
use super::refusals::Refusals;
use super::rows::figure;
use super::sport::sport;
use super::{Options, ReadError, Reader, Session, Sport};
use crate::assessment::Moment;

/// The list of Garmin's export.
pub(super) const READER: Reader = Reader {
    name: "Garmin summarizedActivities.json",
    recognises: |head| begins_with(head, b"[{", &[LIST]),
    read,
};

const LIST: &str = "summarizedActivitiesExport";

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Activity {
    activity_id: Scalar,
    activity_type: Scalar,
    sport_type: Scalar,
    begin_timestamp: Scalar,
    start_time_gmt: Scalar,
    start_time_local: Scalar,
    duration: Scalar,
    elapsed_duration: Scalar,
    distance: Scalar,
    parent: Scalar,
    parent_id: Scalar,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut refusals = Refusals::default();
    let (mut wholes, mut with_legs) = (BTreeMap::new(), BTreeSet::new());
    let mut is_empty = true;
    let end = each(bytes, Some(LIST), &mut |place, activity: Activity| {
        is_empty = false;
        let place = format!("/{LIST}/{place}");
        let session = match activity.session(&place, source) {
            Ok(session) => session.or_sport(options.untyped),
            Err(reason) => return refusals.push_at(&place, reason),
        };
        if !activity.parent_id.text().is_empty() {
            with_legs.insert(activity.parent_id.text().to_owned());
        }
        if activity.parent.text() == "true" {
            wholes.insert(activity.activity_id.text().to_owned(), session);
        } else {
            take(session);
        }
    });
    for (id, session) in wholes {
        if !with_legs.contains(&id) {
            take(session);
        }
    }
    match end {
        Ok(()) if is_empty => Err(ReadError::NoSession),
        Ok(()) => refusals.into_result(),
        Err(fault) => Err(refusals.with_fault(fault)),
    }
}

impl Activity {
    fn session(&self, place: &str, source: &str) -> Result<Session, &'static str> {
        let start = self.start().ok_or("an activity without a start")?;
        let called = self.activity_type.text();
        let (sport, ground) = match sport(called) {
            // The way from one leg to the next.
            _ if called.starts_with("transition") => (Sport::Other, None),
            (Sport::Unknown, _) => sport(self.sport_type.text()),
            known => known,
        };
        let mut session = Session {
            ground,
            ..Session::begun(start, sport, called, source)
        };
        let mut read = |figure_of: &Scalar, unit, what| {
            figure(place, figure_of.text(), unit, what, &mut session)
        };
        let distance = read(&self.distance, Unit::CENTIMETRE, "distance");
        let moving = read(&self.duration, Unit::MILLISECOND, "time");
        let elapsed = read(&self.elapsed_duration, Unit::MILLISECOND, "time");
        (session.distance_mm, session.moving_ms) = (distance, moving);
        session.elapsed_ms = elapsed;
        Ok(session)
    }

    fn start(&self) -> Option<Moment> {
        let seconds = |millis: &Scalar| millis.whole().map(|millis| millis.div_euclid(1000));
        let instant = seconds(&self.start_time_gmt).or_else(|| seconds(&self.begin_timestamp));
        let moment = match (instant, seconds(&self.start_time_local)) {
            (Some(instant), local) => {
                let ahead = local.map(|local| local.saturating_sub(instant));
                Moment::at(instant, ahead.and_then(|ahead| i32::try_from(ahead).ok()))
            }
            (None, local) => Moment::on_the_wall(local?),
        };
        moment.day().map(|_| moment)
    }
}
