//! GPX 1.0 and 1.1: one session a track, its distance summed from its positions.
//!
//! *Why is a track without a type other training?* GPX does not say what was recorded unless the recorder wrote `<type>`. A drive to
//! the shops must not become a run, and a track's name is no evidence; the runner can export a format that knows the sport.

use std::io::BufRead;

use super::position::Position;
use super::refusals::Refusals;
use super::sport::sport;
use super::stamp::Stamp;
use super::xml::{Attributes, Step, Xml, root_is};
use super::{Ground, Options, ReadError, Reader, Session, Sport};

/// GPX files.
pub(super) const READER: Reader = Reader {
    name: "GPX",
    recognises: |head| root_is(head, "gpx"),
    read,
};

/// A track as far as it has been read.
struct Track {
    line: u64,
    sport: (Sport, Option<Ground>),
    points: u32,
    distance_mm: u64,
    moving_ms: u64,
    /// First and last time of the whole track, and of the segment that is open.
    span: Option<(Stamp, Stamp)>,
    segment: Option<(Stamp, Stamp)>,
    here: Option<Position>,
    fault: Option<(u64, &'static str)>,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut xml = Xml::new(bytes);
    let mut refusals = Refusals::default();
    let mut track = Track::new(0, options);
    // A file of tracks to follow, none of which was ever run, is sound and holds no session; exports are full of them.
    let (mut routes, mut recordings) = (false, false);
    loop {
        match xml.step() {
            Ok(Step::Open {
                path,
                attributes,
                line,
            }) => match path {
                "gpx/trk" => track = Track::new(line, options),
                "gpx/trk/trkseg" => track.here = None,
                "gpx/trk/trkseg/trkpt" => track.point(&attributes, line),
                _ => {}
            },
            Ok(Step::Close { path, text, line }) => match path {
                "gpx/trk/type" => track.sport = kind(text),
                "gpx/trk/trkseg/trkpt/time" => track.time(text, line),
                "gpx/trk/trkseg" => track.end_segment(),
                "gpx/trk" => {
                    let is_route = track.is_route();
                    routes |= is_route;
                    recordings |= !is_route && track.points > 0;
                    match track.session(source) {
                        Ok(Some(session)) => take(session),
                        Ok(None) => {}
                        Err((line, reason)) => refusals.push(line, &reason),
                    }
                }
                _ => {}
            },
            Ok(Step::End) if routes && !recordings => return Err(ReadError::NoSession),
            Ok(Step::End) => return refusals.into_result(),
            Err(fault) => return Err(refusals.with_fault(fault)),
        }
    }
}

/// What `<type>` says; Strava writes the number that its programs have for the sport.
fn kind(text: &str) -> (Sport, Option<Ground>) {
    match text {
        "9" => (Sport::Running, None),
        "4" | "10" => (Sport::Walking, None),
        "1" => (Sport::Cycling, None),
        _ => sport(text),
    }
}

impl Track {
    fn new(line: u64, options: Options) -> Self {
        Self {
            line,
            sport: (options.untyped.unwrap_or(Sport::Other), None),
            points: 0,
            distance_mm: 0,
            moving_ms: 0,
            span: None,
            segment: None,
            here: None,
            fault: None,
        }
    }

    fn point(&mut self, attributes: &Attributes<'_>, line: u64) {
        self.points = self.points.saturating_add(1);
        let position = attributes
            .get("lat")
            .zip(attributes.get("lon"))
            .and_then(|(latitude, longitude)| Position::read(&latitude, &longitude));
        let Some(position) = position else {
            self.wrong(
                line,
                "a point without a latitude and longitude on the Earth",
            );
            return;
        };
        if let Some(before) = self.here.replace(position) {
            let step = before.millimetres_to(position);
            self.distance_mm = self.distance_mm.saturating_add(step);
        }
    }

    fn time(&mut self, text: &str, line: u64) {
        let Some(time) = Stamp::read(text) else {
            self.wrong(line, "a time that is none");
            return;
        };
        let widened = |span: Option<(Stamp, Stamp)>| {
            let (first, last) = span.unwrap_or((time, time));
            if time.until(first).is_some() {
                Some((time, last))
            } else if last.until(time).is_some() {
                Some((first, time))
            } else {
                first.until(time).map(|_| (first, last))
            }
        };
        match (widened(self.span), widened(self.segment)) {
            (Some(span), Some(segment)) => {
                self.span = Some(span);
                self.segment = Some(segment);
            }
            (None, _) | (_, None) => self.wrong(line, "a time with a zone beside one without"),
        }
    }

    fn end_segment(&mut self) {
        if let Some((first, last)) = self.segment.take() {
            let time = first.until(last).unwrap_or(0);
            self.moving_ms = self.moving_ms.saturating_add(time);
        }
    }

    /// The first fault is the one told.
    fn wrong(&mut self, line: u64, reason: &'static str) {
        self.fault.get_or_insert((line, reason));
    }

    /// Whether it has points and no time on any of them.
    const fn is_route(&self) -> bool {
        self.points > 0 && self.span.is_none() && self.fault.is_none()
    }

    /// The session, none for a track without points, or the line and reason why it cannot be one.
    fn session(&self, source: &str) -> Result<Option<Session>, (u64, String)> {
        if let Some((line, reason)) = self.fault {
            return Err((line, reason.to_owned()));
        }
        if self.points == 0 {
            return Ok(None);
        }
        let (first, last) = self.span.ok_or_else(|| {
            let reason = "a track without times: its day is not known";
            (self.line, reason.to_owned())
        })?;
        let start = first.moment().map_err(|reason| (self.line, reason))?;
        let (sport, ground) = self.sport;
        Ok(Some(Session {
            start,
            sport,
            ground,
            distance_mm: (self.distance_mm > 0).then_some(self.distance_mm),
            moving_ms: Some(self.moving_ms),
            elapsed_ms: first.until(last),
            samples: self.points,
            source: source.to_owned(),
        }))
    }
}
