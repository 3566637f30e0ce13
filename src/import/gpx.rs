//! GPX 1.0 and 1.1: one session a track, its distance summed from its positions.
//!
//! *Why is the sport of a track without a type unknown?* GPX does not say what was recorded unless the recorder wrote `<type>`. A drive
//! to the shops must not become a run, nor a run a day of rest, and a track's name is no evidence. The runner is asked.
//!
//! *Why does one bad point not cost the track?* A run that happened must not become a day of rest.

use std::io::BufRead;

use super::position::Position;
use super::refusals::Refusals;
use super::sport::sport;
use super::stamp::Stamp;
use super::steps::Steps;
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
    /// The word for its sport.
    called: String,
    points: u32,
    steps: Steps,
    moving_ms: u64,
    /// First and last time of the whole track, and of the segment that is open.
    span: Option<(Stamp, Stamp)>,
    segment: Option<(Stamp, Stamp)>,
    /// Of the point that is open.
    place: Option<Position>,
    at: Option<Stamp>,
    /// Points without a position on the Earth, and times that are none or of another kind.
    unplaced: u32,
    untimed: u32,
    /// What is wrong with the first such time.
    unset: Option<String>,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut xml = Xml::new(bytes);
    let mut refusals = Refusals::default();
    let mut track = Track::new(0);
    // A file of tracks to follow, none of which was ever run, is sound and holds no session; exports are full of them.
    let (mut routes, mut recordings) = (false, false);
    loop {
        match xml.step() {
            Ok(Step::Open {
                path,
                attributes,
                line,
            }) => match path {
                "gpx/trk" => track = Track::new(line),
                "gpx/trk/trkseg" => track.steps.pause(),
                "gpx/trk/trkseg/trkpt" => track.point(&attributes),
                _ => {}
            },
            Ok(Step::Close { path, text, .. }) => match path {
                "gpx/trk/type" => {
                    track.sport = kind(text);
                    text.clone_into(&mut track.called);
                }
                "gpx/trk/trkseg/trkpt/time" => track.time(text),
                "gpx/trk/trkseg/trkpt" => track.end_point(),
                "gpx/trk/trkseg" => track.end_segment(),
                "gpx/trk" => {
                    let is_route = track.is_route();
                    routes |= is_route;
                    recordings |= !is_route && track.points > 0;
                    match track.session(source, options) {
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
    fn new(line: u64) -> Self {
        Self {
            line,
            sport: (Sport::Unknown, None),
            called: String::new(),
            points: 0,
            steps: Steps::default(),
            moving_ms: 0,
            span: None,
            segment: None,
            place: None,
            at: None,
            unplaced: 0,
            untimed: 0,
            unset: None,
        }
    }

    fn point(&mut self, attributes: &Attributes<'_>) {
        self.points = self.points.saturating_add(1);
        self.place = attributes
            .get("lat")
            .zip(attributes.get("lon"))
            .and_then(|(latitude, longitude)| Position::read(&latitude, &longitude));
        self.at = None;
        if self.place.is_none() {
            self.unplaced = self.unplaced.saturating_add(1);
        }
    }

    fn end_point(&mut self) {
        if let Some(place) = self.place.take() {
            self.steps.add(place, self.at.take());
        }
    }

    fn time(&mut self, text: &str) {
        let spans = Stamp::read(text).and_then(|time| {
            // The clock of a watch may have been off for a point or two.
            if let Err(reason) = time.moment() {
                self.unset.get_or_insert(reason);
                return None;
            }
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
            Some((time, widened(self.span)?, widened(self.segment)?))
        });
        match spans {
            Some((time, span, segment)) => {
                self.at = Some(time);
                self.span = Some(span);
                self.segment = Some(segment);
            }
            None => self.untimed = self.untimed.saturating_add(1),
        }
    }

    fn end_segment(&mut self) {
        if let Some((first, last)) = self.segment.take() {
            let time = first.until(last).unwrap_or(0);
            self.moving_ms = self.moving_ms.saturating_add(time);
        }
        self.steps.pause();
    }

    /// Whether it has points and no time on any of them.
    const fn is_route(&self) -> bool {
        self.points > 0 && self.span.is_none() && self.untimed == 0
    }

    /// The session, none for a track without points, or the line and reason why it cannot be one.
    fn session(&self, source: &str, options: Options) -> Result<Option<Session>, (u64, String)> {
        if self.points == 0 {
            return Ok(None);
        }
        let (first, last) = self.span.ok_or_else(|| {
            let reason = if self.untimed > 0 {
                "a track whose times cannot be read: its day is not known"
            } else {
                "a track without times: its day is not known"
            };
            let reason = self.unset.clone().unwrap_or_else(|| reason.to_owned());
            (self.line, reason)
        })?;
        let start = first.moment().map_err(|reason| (self.line, reason))?;
        let (sport, ground) = self.sport;
        let mut session = Session {
            ground,
            moving_ms: Some(self.moving_ms).filter(|moving| *moving > 0),
            elapsed_ms: first.until(last).filter(|elapsed| *elapsed > 0),
            samples: self.points,
            ..Session::begun(start, sport, &self.called, source).or_sport(options.untyped)
        };
        let distance = if session.sport.may_be_on_foot() {
            if let Some(what) = self.steps.left_out() {
                session.left_out(what);
            }
            self.steps.on_foot_mm
        } else {
            self.steps.raw_mm
        };
        session.distance_mm = Some(distance).filter(|distance| *distance > 0);
        if self.unplaced > 0 {
            session.left_out(format!(
                "{} of {} points have no position on the Earth",
                self.unplaced, self.points
            ));
        }
        if self.untimed > 0 {
            session.left_out(format!(
                "{} of {} points have no time that fits the others",
                self.untimed, self.points
            ));
        }
        Ok(Some(session))
    }
}
