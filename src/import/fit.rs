//! FIT, the format that most watches write: the sessions of a file, with the local clock if the file tells it.
//!
//! *Why raw messages and not decoded ones?* The decoder turns local clocks into times of the machine's own zone and lengths into
//! floats. The raw fields are whole centimetres, milliseconds and seconds, the same on every machine, and what is not a session
//! need not be decoded at all.
//!
//! *Why are checksums forgiven?* A watch whose battery died leaves a session that was written whole before a checksum that was
//! not. The session is kept, and the file still counts as damaged, so that someone looks at it.

use std::io::{BufRead, Read};

use fitparser::Value;
use fitparser::de::{DecodeOption, FitDataMessage, FitObject, FitStreamProcessor};

use super::fit_definition::{matches_checksum, mended};
use super::position::Position;
use super::stamp::Stamp;
use super::steps::{RunningTotal, Steps, hundredths};
use super::{Ground, Options, ReadError, Reader, Session, Sport};
use crate::assessment::Moment;

/// FIT files.
pub(super) const READER: Reader = Reader {
    name: "FIT",
    recognises,
    read,
};

/// A day of recording every second is some 6 MB; what is larger is no recording of a session.
const LARGEST: u64 = 64 << 20;

/// 1989-12-31T00:00:00Z, from which FIT counts seconds.
const EPOCH: i64 = 631_065_600;

/// Numbers of messages and of their fields in the FIT profile.
mod number {
    pub(super) const FILE_ID: u16 = 0;
    pub(super) const SPORT_MESSAGE: u16 = 12;
    pub(super) const SESSION: u16 = 18;
    pub(super) const LAP: u16 = 19;
    pub(super) const RECORD: u16 = 20;
    pub(super) const ACTIVITY: u16 = 34;
    pub(super) const FIELD_DESCRIPTION: u16 = 206;
    pub(super) const TYPE: u8 = 0;
    pub(super) const SPORT_OF_SPORT: u8 = 0;
    pub(super) const SUB_SPORT_OF_SPORT: u8 = 1;
    pub(super) const SPORT_OF_LAP: u8 = 25;
    pub(super) const SUB_SPORT_OF_LAP: u8 = 39;
    pub(super) const LATITUDE: u8 = 0;
    pub(super) const LONGITUDE: u8 = 1;
    pub(super) const DISTANCE: u8 = 5;
    pub(super) const TIMESTAMP: u8 = 253;
    pub(super) const LOCAL_TIMESTAMP: u8 = 5;
    pub(super) const START_TIME: u8 = 2;
    pub(super) const SPORT: u8 = 5;
    pub(super) const SUB_SPORT: u8 = 6;
    pub(super) const TOTAL_ELAPSED_TIME: u8 = 7;
    pub(super) const TOTAL_TIMER_TIME: u8 = 8;
    pub(super) const TOTAL_DISTANCE: u8 = 9;
}

fn recognises(head: &[u8]) -> bool {
    head.get(8..12) == Some(b".FIT")
}

fn read(
    input: &mut dyn BufRead,
    source: &str,
    options: Options,
    hand_on: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    input
        .take(LARGEST.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(ReadError::Damaged(format!(
            "larger than {} MB, which no recording is",
            LARGEST >> 20
        )));
    }
    let mut rest = bytes.as_slice();
    let mut sessions = 0_usize;
    let mut fault = None;
    // Several FIT files may stand in one, each with its own header and checksum; zero bytes behind the last are padding.
    while rest.iter().any(|byte| *byte != 0) {
        let part = match Part::split(rest) {
            Ok((part, behind)) => {
                rest = behind;
                part
            }
            Err(reason) => {
                fault.get_or_insert(reason);
                break;
            }
        };
        let mut contents = Contents::default();
        if let Err(reason) = contents.fill(&part) {
            fault.get_or_insert(reason);
        }
        if contents.without_start() {
            fault.get_or_insert("a session does not say when it began".to_owned());
        }
        let is_damaged = fault.is_some() || part.cut_short;
        for session in contents.sessions(source, is_damaged) {
            sessions = sessions.saturating_add(1);
            hand_on(session.or_sport(options.untyped));
        }
        if part.cut_short {
            fault.get_or_insert("cut short".to_owned());
        }
    }
    match (fault, sessions) {
        (None, 0) => Err(ReadError::NoSession),
        (None, _) => Ok(()),
        (Some(reason), 0) => Err(ReadError::Damaged(format!("{reason}; no session read"))),
        (Some(reason), count) => Err(ReadError::Damaged(format!(
            "{reason}; kept {count} session{}",
            if count == 1 { "" } else { "s" }
        ))),
    }
}

/// One of the FIT files in a file.
struct Part<'a> {
    /// From its header to its checksum, or as much as there is.
    bytes: &'a [u8],
    /// Where its messages end.
    end: usize,
    cut_short: bool,
}

impl<'a> Part<'a> {
    /// The first part, and what stands behind it.
    fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), String> {
        let header = bytes.first_chunk::<12>().ok_or("cut short in its header")?;
        let [size, _, _, _, a, b, c, d, magic @ ..] = *header;
        // The decoder trusts the length of the header, so nothing but the two that exist may reach it.
        if magic != *b".FIT" || !matches!(size, 12 | 14) || bytes.len() < usize::from(size) {
            return Err("no FIT header where one must stand".to_owned());
        }
        let data = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let end = data.saturating_add(usize::from(size));
        Ok(match bytes.split_at_checked(end.saturating_add(2)) {
            Some((bytes, behind)) => (
                Self {
                    bytes,
                    end,
                    cut_short: false,
                },
                behind,
            ),
            None => (
                Self {
                    bytes,
                    end: end.min(bytes.len()),
                    cut_short: true,
                },
                &[],
            ),
        })
    }
}

/// What a part says of its sessions.
#[derive(Default)]
struct Contents {
    sessions: Vec<FitDataMessage>,
    /// Seconds that the local clock is ahead of UTC.
    offset: Option<i32>,
    samples: Vec<Sample>,
    /// What stands in for the session of a file that ends before it: its laps, and what was said of its sport.
    laps: Vec<FitDataMessage>,
    sport: Option<FitDataMessage>,
    /// What the file is; 4 is an activity.
    file_type: Option<u8>,
}

/// A sample of a recording.
#[derive(Clone, Copy, Default)]
struct Sample {
    /// In seconds of FIT; `None` for one that depends on the sample before it.
    at: Option<u32>,
    /// The running total, in centimetres.
    total: Option<u32>,
    /// North and east, in halves of a circle over 2^31.
    place: Option<(i32, i32)>,
}

impl Sample {
    fn of(message: &FitDataMessage) -> Self {
        let semicircles = |field: u8| match message.fields().get(&field) {
            Some(Value::SInt32(value)) => Some(*value),
            _ => None,
        };
        Self {
            at: whole(message, number::TIMESTAMP),
            total: whole(message, number::DISTANCE),
            place: semicircles(number::LATITUDE).zip(semicircles(number::LONGITUDE)),
        }
    }

    fn stamp(self) -> Option<Stamp> {
        Some(Stamp::at_second(EPOCH.saturating_add(i64::from(self.at?))))
    }
}

impl Contents {
    /// Reads on until the end or the first fault; what was read before stays.
    fn fill(&mut self, part: &Part<'_>) -> Result<(), String> {
        let mut decoder = FitStreamProcessor::new();
        let mut fault = None;
        let mut rest = match decoder.deserialize_next(part.bytes) {
            Ok((rest, _)) => rest,
            Err(_) => {
                fault = Some("its header does not match its checksum");
                decoder = FitStreamProcessor::new();
                decoder.add_option(DecodeOption::SkipHeaderCrcValidation);
                decoder
                    .deserialize_next(part.bytes)
                    .map_err(|_| "its header is damaged")?
                    .0
            }
        };
        let behind = part.bytes.len().saturating_sub(part.end);
        let mut is_mended = false;
        while rest.len() > behind {
            let (remaining, object) = if let Some(definition) = mended(rest) {
                is_mended = true;
                let (_, object) = decoder
                    .deserialize_next(&definition)
                    .map_err(|_| damaged_at(part, rest))?;
                (rest.get(definition.len()..).unwrap_or_default(), object)
            } else {
                decoder
                    .deserialize_next(rest)
                    .map_err(|_| damaged_at(part, rest))?
            };
            // A message that reaches into the checksum was not written by any watch.
            if remaining.len() < behind {
                return Err(damaged_at(part, rest));
            }
            if let FitObject::DataMessage(message) = object {
                self.take(message, &mut decoder)
                    .map_err(|()| damaged_at(part, rest))?;
            }
            rest = remaining;
        }
        let mut has_checksum = || match part.bytes.split_at_checked(part.end) {
            // The decoder has summed up other bytes than those of the file.
            Some((bytes, checksum)) if is_mended => matches_checksum(bytes, checksum),
            _ => decoder.deserialize_next(rest).is_ok(),
        };
        if !part.cut_short && !has_checksum() {
            fault.get_or_insert("its bytes do not match their checksum");
        }
        fault.map_or(Ok(()), |fault| Err(fault.to_owned()))
    }

    fn take(
        &mut self,
        message: FitDataMessage,
        decoder: &mut FitStreamProcessor,
    ) -> Result<(), ()> {
        match message.global_message_number() {
            number::SESSION => self.sessions.push(message),
            number::RECORD => self.samples.push(Sample::of(&message)),
            number::LAP => self.laps.push(message),
            number::SPORT_MESSAGE => self.sport = Some(message),
            number::FILE_ID => self.file_type = word(&message, number::TYPE),
            number::ACTIVITY => self.offset = offset(&message).or(self.offset),
            // Later messages cannot be read without the fields that an app on the watch describes here.
            number::FIELD_DESCRIPTION => {
                decoder.decode_message(message).map_err(|_| ())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn without_start(&self) -> bool {
        let first_sample = self.samples.iter().find_map(|sample| sample.at);
        first_sample.is_none()
            && self
                .sessions
                .iter()
                .any(|message| whole(message, number::START_TIME).is_none())
    }

    fn sessions(&self, source: &str, is_damaged: bool) -> Vec<Session> {
        if self.sessions.is_empty() {
            let made_up = self.without_session(source);
            return made_up
                .map(|session| {
                    if is_damaged {
                        without_figures(session)
                    } else {
                        session
                    }
                })
                .into_iter()
                .collect();
        }
        let alone = self.sessions.len() == 1;
        self.sessions
            .iter()
            .filter_map(|message| self.session(message, alone, source))
            .collect()
    }

    fn session(&self, message: &FitDataMessage, alone: bool, source: &str) -> Option<Session> {
        let first_sample = || self.samples.iter().find_map(|sample| sample.at);
        let start =
            whole(message, number::START_TIME).or_else(|| first_sample().filter(|_| alone))?;
        let (number, sub_number) = (
            word(message, number::SPORT),
            word(message, number::SUB_SPORT),
        );
        let (sport, ground) = sport(number, sub_number, alone)?;
        let positive = |field| whole(message, field).filter(|value| *value > 0);
        let elapsed = positive(number::TOTAL_ELAPSED_TIME);
        let end = start.saturating_add(elapsed.unwrap_or(0).div_ceil(1000));
        let within =
            |sample: &&Sample| alone || sample.at.is_some_and(|at| (start..end).contains(&at));
        let samples = self.samples.iter().filter(within).count();
        let begun = Moment::at(EPOCH.saturating_add(i64::from(start)), self.offset);
        let mut session = Session {
            ground,
            moving_ms: positive(number::TOTAL_TIMER_TIME).map(u64::from),
            elapsed_ms: elapsed.map(u64::from),
            samples: u32::try_from(samples).unwrap_or(u32::MAX),
            ..Session::begun(begun, sport, &called(number), source)
        };
        let told = whole(message, number::TOTAL_DISTANCE)
            .map(|centimetres| u64::from(centimetres).saturating_mul(10));
        session.distance_mm = self.distance(told, &mut session, within);
        Some(session)
    }

    /// The session of an activity that ends before its own: the watch stopped, or a program left it out.
    fn without_session(&self, source: &str) -> Option<Session> {
        const ACTIVITY: u8 = 4;
        if self.file_type.is_some_and(|kind| kind != ACTIVITY) {
            return None;
        }
        let lap_starts = self
            .laps
            .iter()
            .filter_map(|lap| whole(lap, number::START_TIME));
        let times = self.samples.iter().filter_map(|sample| sample.at);
        let start = lap_starts.chain(times.clone()).min()?;
        let last = times.clone().max();
        let said = self.laps.iter().find_map(|lap| {
            Some((
                word(lap, number::SPORT_OF_LAP)?,
                word(lap, number::SUB_SPORT_OF_LAP),
            ))
        });
        let said = said.or_else(|| {
            let message = self.sport.as_ref()?;
            Some((
                word(message, number::SPORT_OF_SPORT)?,
                word(message, number::SUB_SPORT_OF_SPORT),
            ))
        });
        let number = said.map(|(number, _)| number);
        let (sport, ground) =
            sport(number, said.and_then(|(_, sub)| sub), true).unwrap_or((Sport::Unknown, None));
        let sum = |field: u8| {
            let mut laps = self.laps.iter().map(|lap| whole(lap, field));
            let sum = laps.try_fold(0_u64, |sum, part| Some(sum.saturating_add(part?.into())));
            sum.filter(|sum| *sum > 0)
        };
        let span = last
            .map(|last| u64::from(last.saturating_sub(start)).saturating_mul(1000))
            .filter(|span| *span > 0);
        // Laps that end before the samples do are not all of it.
        let laps_end = sum(number::TOTAL_ELAPSED_TIME);
        let whole_laps = laps_end
            .is_some_and(|laps| span.is_none_or(|span| laps.saturating_add(60_000) >= span));
        let begun = Moment::at(EPOCH.saturating_add(i64::from(start)), self.offset);
        let mut session = Session {
            ground,
            moving_ms: sum(number::TOTAL_TIMER_TIME)
                .filter(|_| whole_laps)
                .or(span),
            elapsed_ms: laps_end.max(span),
            samples: u32::try_from(self.samples.len()).unwrap_or(u32::MAX),
            ..Session::begun(begun, sport, &called(number), source)
        };
        let told = sum(number::TOTAL_DISTANCE)
            .filter(|_| whole_laps)
            .map(|centimetres| centimetres.saturating_mul(10));
        session.distance_mm = self.distance(told, &mut session, |_| true);
        session.left_out("it holds no summary, and was put together from its laps and samples");
        Some(session)
    }

    /// What the watch tells, else its running total, else the sum of its positions; as far as a person can have run it.
    fn distance(
        &self,
        told: Option<u64>,
        session: &mut Session,
        within: impl Fn(&&Sample) -> bool,
    ) -> Option<u64> {
        let on_foot = session.sport.may_be_on_foot();
        let mut running = RunningTotal::default();
        let mut steps = Steps::default();
        let mut total = None;
        for sample in self.samples.iter().filter(within) {
            if let Some(centimetres) = sample.total {
                let millimetres = u64::from(centimetres).saturating_mul(10);
                total = total.max(Some(millimetres));
                running.add(millimetres, sample.stamp());
            }
            if told.is_none()
                && let Some((north, east)) = sample.place
            {
                let place = Position::of_semicircles(north, east);
                steps.add(place, sample.stamp());
            }
        }
        // A watch that tells zero measured none.
        let told = told.or(total);
        if told == Some(0) {
            return None;
        }
        let Some(told) = told else {
            if on_foot && let Some(what) = steps.left_out() {
                session.left_out(what);
            }
            let summed = if on_foot {
                steps.on_foot_mm
            } else {
                steps.raw_mm
            };
            return Some(summed).filter(|distance| *distance > 0);
        };
        if on_foot && let Some(why) = running.contradicts(told) {
            session.left_out(why);
            return None;
        }
        Some(told)
    }
}

/// Of what breaks off nobody knows how long it went on.
fn without_figures(mut session: Session) -> Session {
    if let Some(distance) = session.distance_mm.take() {
        session.left_out(format!(
            "it breaks off, after {} km or more",
            hundredths(distance)
        ));
    }
    session.moving_ms = None;
    session.elapsed_ms = None;
    session
}

/// How a sport without a name of its own is told.
fn called(number: Option<u8>) -> String {
    match number {
        None | Some(0) => String::new(),
        Some(number) => format!("number {number} of FIT"),
    }
}

fn damaged_at(part: &Part<'_>, rest: &[u8]) -> String {
    if part.cut_short {
        return "cut short".to_owned();
    }
    format!(
        "damaged at byte {} of {}",
        part.bytes.len().saturating_sub(rest.len()),
        part.bytes.len()
    )
}

/// A field of 32 bits, unless it says that it is not known.
fn whole(message: &FitDataMessage, field: u8) -> Option<u32> {
    let Some(Value::UInt32(value)) = message.fields().get(&field) else {
        return None;
    };
    Some(*value)
}

/// A field of one word from a list.
fn word(message: &FitDataMessage, field: u8) -> Option<u8> {
    let Some(Value::Enum(value)) = message.fields().get(&field) else {
        return None;
    };
    Some(*value)
}

/// The two clocks of an activity, which a watch writes at the same moment; zones differ from UTC by quarters of an hour.
fn offset(message: &FitDataMessage) -> Option<i32> {
    let local = whole(message, number::LOCAL_TIMESTAMP)?;
    let instant = whole(message, number::TIMESTAMP)?;
    let apart = i64::from(local).saturating_sub(i64::from(instant));
    let quarters = apart.saturating_add(450).div_euclid(900);
    let zone = quarters.saturating_mul(900);
    if zone.abs_diff(apart) > 60 || zone.abs() > 14 * 3600 {
        return None;
    }
    i32::try_from(zone).ok()
}

/// The sport by its numbers in the FIT profile; `None` for what is no session of its own.
fn sport(sport: Option<u8>, sub_sport: Option<u8>, alone: bool) -> Option<(Sport, Option<Ground>)> {
    const TREADMILL: u8 = 1;
    const VIRTUAL: u8 = 58;
    Some(match (sport.unwrap_or(0), sub_sport.unwrap_or(0)) {
        // From one leg of a triathlon to the next.
        (3, _) => return None,
        // The sum of the sessions beside it.
        (18, _) if !alone => return None,
        // An app of one's own, or a watch without the sport (0), says only what kind of it.
        (1, TREADMILL | VIRTUAL) | (0 | 4, TREADMILL) => (Sport::Running, Some(Ground::Treadmill)),
        (0 | 1, 3) => (Sport::Running, Some(Ground::Trail)),
        (0 | 1, 4) => (Sport::Running, Some(Ground::Track)),
        (1, _) | (0, 2 | 45 | 67) => (Sport::Running, None),
        (11 | 17, _) | (0 | 4, 27) | (0, 30 | 31) => (Sport::Walking, None),
        (2 | 21, _) | (0, 5..=13 | 46) | (4, 5 | 6) => (Sport::Cycling, None),
        (5, _) | (0, 17 | 18) => (Sport::Swimming, None),
        (0 | 4 | 10, 20) => (Sport::Strength, None),
        (0, 14..=16 | 19 | 43 | 44) => (Sport::Other, None),
        // A sport that is not named, a machine that is not, and the sum of several.
        (0 | 18, _) | (4, 0) => (Sport::Unknown, None),
        // Newer ones are not known here.
        (6..=9 | 4 | 10 | 12..=16 | 19 | 20 | 22..=53 | 62..=85, _) => (Sport::Other, None),
        (_, _) => (Sport::Unknown, None),
    })
}
