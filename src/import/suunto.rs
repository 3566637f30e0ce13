//! The JSON that the Suunto app keeps of a session, `DeviceLog`: its header has metres and seconds; the samples are passed over.
//!
//! *Why is only one type known?* The file has a number for a sport, and 3, a run, is the one that readers of the format agree on.

use std::io::BufRead;

use serde::Deserialize;

use super::decimal::Unit;
use super::json::{Scalar, begins_with, value};
use super::refusals::short;
use super::rows::figure;
use super::stamp::Stamp;
use super::{Options, ReadError, Reader, Session, Sport};

/// Suunto's sessions.
pub(super) const READER: Reader = Reader {
    name: "Suunto DeviceLog.json",
    recognises: |head| begins_with(head, b"{", &["DeviceLog"]),
    read,
};

const RUN: &str = "3";

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Log {
    device_log: DeviceLog,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct DeviceLog {
    header: Header,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Header {
    activity_type: Scalar,
    date_time: Scalar,
    distance: Scalar,
    duration: Scalar,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let log: Log = value(bytes)?;
    let Header {
        activity_type,
        date_time,
        distance,
        duration,
    } = log.device_log.header;
    let written = date_time.text();
    let refused = |reason: String| ReadError::Refused(format!("/DeviceLog/Header: {reason}"));
    let start =
        Stamp::read(written).ok_or_else(|| refused(format!("`{}` is no start", short(written))))?;
    let kind = activity_type.text();
    let sport = if kind == RUN {
        Sport::Running
    } else {
        Sport::Unknown
    };
    let called = if kind.is_empty() {
        String::new()
    } else {
        format!("ActivityType {kind}")
    };
    let start = start.moment().map_err(refused)?;
    let mut session = Session::begun(start, sport, &called, source);
    let place = "/DeviceLog/Header";
    session.distance_mm = figure(
        place,
        distance.text(),
        Unit::METRE,
        "distance",
        &mut session,
    );
    session.moving_ms = figure(place, duration.text(), Unit::SECOND, "time", &mut session);
    take(session.or_sport(options.untyped));
    Ok(())
}
