//! Watch files made for a test, by an encoder that shares no code with the decoder under test.

use std::io::Cursor;

use embedded_io_adapters::std::FromStd;
use rustyfit::Encoder;
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{self, DateTime, LocalDateTime};
use rustyfit::proto::{FIT, Message};

pub(crate) type Made = Result<Vec<u8>, Box<dyn std::error::Error>>;

/// A session for a file: sport and sub-sport, start in Unix seconds, metres and seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    pub(crate) sport: typedef::Sport,
    pub(crate) sub_sport: typedef::SubSport,
    pub(crate) start: i64,
    pub(crate) metres: u32,
    pub(crate) seconds: u32,
}

/// 2026-11-01T08:00:00Z.
pub(crate) const MORNING: i64 = 1_793_520_000;

/// A run on the road.
pub(crate) const fn run(start: i64, metres: u32, seconds: u32) -> Leg {
    Leg {
        sport: typedef::Sport::RUNNING,
        sub_sport: typedef::SubSport::GENERIC,
        start,
        metres,
        seconds,
    }
}

/// A FIT activity of these legs, with so many samples in each and the local clock so many seconds ahead.
pub(crate) fn fit(legs: &[Leg], offset: Option<i32>, samples: u32) -> Made {
    let mut messages = vec![file_id(typedef::File::ACTIVITY)];
    for leg in legs {
        for sample in 0..samples {
            let mut record = mesgdef::Record::new();
            record.timestamp = time(leg.start.saturating_add(i64::from(sample)));
            record.heart_rate = 140;
            record.distance = sample.saturating_mul(300);
            messages.push(record.into());
        }
    }
    for leg in legs {
        messages.push(session(leg).into());
    }
    let end = legs.iter().map(|leg| leg.start).max().unwrap_or(MORNING);
    let mut activity = mesgdef::Activity::new();
    activity.timestamp = time(end);
    activity.num_sessions = u16::try_from(legs.len())?;
    if let Some(offset) = offset {
        activity.local_timestamp = LocalDateTime(time(end.saturating_add(i64::from(offset))).0);
    }
    messages.push(activity.into());
    encode(messages)
}

/// A FIT file that is no recording.
pub(crate) fn settings() -> Made {
    encode(vec![file_id(typedef::File::SETTINGS)])
}

fn time(seconds: i64) -> DateTime {
    DateTime::from_unix_timestamp(seconds)
}

fn file_id(kind: typedef::File) -> Message {
    let mut file_id = mesgdef::FileId::new();
    file_id.r#type = kind;
    file_id.manufacturer = typedef::Manufacturer::GARMIN;
    file_id.into()
}

fn session(leg: &Leg) -> mesgdef::Session {
    let mut session = mesgdef::Session::new();
    let end = leg.start.saturating_add(i64::from(leg.seconds));
    session.timestamp = time(end);
    session.start_time = time(leg.start);
    session.sport = leg.sport;
    session.sub_sport = leg.sub_sport;
    session.total_distance = leg.metres.saturating_mul(100);
    session.total_timer_time = leg.seconds.saturating_mul(1000);
    session.total_elapsed_time = leg.seconds.saturating_mul(1000);
    session
}

fn encode(messages: Vec<Message>) -> Made {
    let mut fit = FIT {
        messages,
        ..FIT::default()
    };
    let mut file = FromStd::new(Cursor::new(Vec::new()));
    Encoder::new()
        .encode(&mut file, &mut fit)
        .map_err(|error| format!("{error:?}"))?;
    Ok(file.into_inner().into_inner())
}
