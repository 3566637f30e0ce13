//! FIT files are read as their makers and two other decoders read them, and damaged ones are refused without harm.

use std::io::BufReader;
use std::path::Path;

use return_to_run::import::{Ground, Options, READERS, ReadError, Reader, Session, Sport};
use rustyfit::Decoder;
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{self, MesgNum, SubSport};

use crate::import::watch::{Leg, MORNING, fit, run, settings};
use crate::support::Tested;

fn reader() -> Result<&'static Reader, Box<dyn std::error::Error>> {
    READERS
        .iter()
        .find(|reader| reader.name == "FIT")
        .ok_or_else(|| "no reader for FIT".into())
}

/// The sessions handed on, and how the reading ended.
type Ended = (Vec<Session>, Result<(), ReadError>);

fn read(bytes: &[u8]) -> Result<Ended, Box<dyn std::error::Error>> {
    let mut sessions = Vec::new();
    let ended = (reader()?.read)(
        &mut BufReader::new(bytes),
        "a.fit",
        Options::default(),
        &mut |session| {
            sessions.push(session);
        },
    );
    Ok((sessions, ended))
}

fn sample(name: &str) -> Result<Vec<u8>, std::io::Error> {
    std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/watch")
            .join(name),
    )
}

#[test]
fn the_samples_hold_what_two_other_decoders_found_in_them() -> Tested {
    for (name, start, millimetres, milliseconds, samples) in [
        (
            "garmin-fenix-5-run.fit",
            "2017-06-11T07:34:09-07:00",
            157_560,
            56_887,
            21,
        ),
        (
            "activity-small-fenix2-run.fit",
            "2015-08-15T16:45:08+02:00",
            9_008_220,
            2_832_000,
            2809,
        ),
        (
            "developer-types-sample.fit",
            "2017-01-17T17:06:47Z",
            6_753_990,
            3_424_000,
            3424,
        ),
        (
            "2013-02-06-12-11-14.fit",
            "2013-02-06T12:11:14Z",
            4_835_380,
            2_625_140,
            590,
        ),
        (
            "compressed-speed-distance.fit",
            "1990-07-18T06:44:24Z",
            10_248_670,
            3_772_750,
            755,
        ),
    ] {
        let bytes = sample(name)?;
        assert!((reader()?.recognises)(&bytes), "{name}");
        let (sessions, ended) = read(&bytes)?;
        ended?;
        let [session] = sessions.as_slice() else {
            return Err(format!("{name}: {sessions:?}").into());
        };
        assert_eq!(session.start.to_string(), start, "{name}");
        assert_eq!(session.sport, Sport::Running, "{name}");
        assert_eq!(session.distance_mm, Some(millimetres), "{name}");
        assert_eq!(session.moving_ms, Some(milliseconds), "{name}");
        assert_eq!(session.samples, samples, "{name}");
    }
    Ok(())
}

#[test]
fn what_rustyfit_decodes_is_what_is_read() -> Tested {
    let mut files = vec![fit(&[run(MORNING, 8000, 2400)], Some(3600), 50)?];
    files.push(sample("garmin-fenix-5-run.fit")?);
    files.push(sample("activity-small-fenix2-run.fit")?);
    files.push(sample("developer-types-sample.fit")?);
    files.push(sample("2013-02-06-12-11-14.fit")?);
    for bytes in files {
        // It refuses headers whose checksum is zero, which the format allows.
        let mut decoder = Decoder::builder().checksum(false).build();
        let decoded = decoder
            .decode(&mut bytes.as_slice())
            .map_err(|error| format!("{error:?}"))?
            .ok_or("empty")?;
        let theirs: Vec<_> = decoded
            .messages
            .iter()
            .filter(|message| message.num == MesgNum::SESSION)
            .map(|message| {
                let session = mesgdef::Session::from(message);
                (
                    session.start_time.unix_timestamp(),
                    Some(u64::from(session.total_distance) * 10),
                    Some(u64::from(session.total_timer_time)),
                    Some(u64::from(session.total_elapsed_time)),
                )
            })
            .collect();
        let (sessions, ended) = read(&bytes)?;
        ended?;
        let ours: Vec<_> = sessions
            .iter()
            .map(|session| {
                (
                    session.start.instant(),
                    session.distance_mm,
                    session.moving_ms,
                    session.elapsed_ms,
                )
            })
            .collect();
        assert_eq!(ours, theirs);
    }
    Ok(())
}

#[test]
fn a_triathlon_is_three_sessions_and_its_changes_of_shoes_are_none() -> Tested {
    let leg = |sport, sub_sport, after: i64, metres, seconds| Leg {
        sport,
        sub_sport,
        start: MORNING + after,
        metres,
        seconds,
    };
    let legs = [
        leg(
            typedef::Sport::SWIMMING,
            SubSport::OPEN_WATER,
            0,
            1500,
            1800,
        ),
        leg(
            typedef::Sport::TRANSITION,
            SubSport::GENERIC,
            1800,
            300,
            120,
        ),
        leg(typedef::Sport::CYCLING, SubSport::ROAD, 1920, 40_000, 4200),
        leg(typedef::Sport::TRANSITION, SubSport::GENERIC, 6120, 200, 60),
        leg(typedef::Sport::RUNNING, SubSport::TRAIL, 6180, 10_000, 3000),
    ];
    let (sessions, ended) = read(&fit(&legs, Some(-7 * 3600), 10)?)?;
    ended?;
    let seen: Vec<_> = sessions
        .iter()
        .map(|session| {
            (
                session.sport,
                session.ground,
                session.distance_mm,
                session.samples,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Sport::Swimming, None, Some(1_500_000), 10),
            (Sport::Cycling, None, Some(40_000_000), 10),
            (Sport::Running, Some(Ground::Trail), Some(10_000_000), 10),
        ]
    );
    assert!(
        sessions
            .iter()
            .all(|session| session.start.to_string().ends_with("-07:00"))
    );
    Ok(())
}

#[test]
fn sports_and_grounds_are_told_apart_and_zero_metres_is_not_a_distance() -> Tested {
    use typedef::Sport as Fit;
    for (sport, sub_sport, expected) in [
        (Fit::RUNNING, SubSport::GENERIC, (Sport::Running, None)),
        (
            Fit::RUNNING,
            SubSport::TREADMILL,
            (Sport::Running, Some(Ground::Treadmill)),
        ),
        (
            Fit::RUNNING,
            SubSport::VIRTUAL_ACTIVITY,
            (Sport::Running, Some(Ground::Treadmill)),
        ),
        (
            Fit::RUNNING,
            SubSport::TRACK,
            (Sport::Running, Some(Ground::Track)),
        ),
        (
            Fit::RUNNING,
            SubSport::TRAIL,
            (Sport::Running, Some(Ground::Trail)),
        ),
        (
            Fit::RUNNING,
            SubSport::INDOOR_RUNNING,
            (Sport::Running, None),
        ),
        (Fit::WALKING, SubSport::GENERIC, (Sport::Walking, None)),
        (Fit::HIKING, SubSport::GENERIC, (Sport::Walking, None)),
        (
            Fit::CYCLING,
            SubSport::INDOOR_CYCLING,
            (Sport::Cycling, None),
        ),
        (
            Fit::SWIMMING,
            SubSport::LAP_SWIMMING,
            (Sport::Swimming, None),
        ),
        (
            Fit::TRAINING,
            SubSport::STRENGTH_TRAINING,
            (Sport::Strength, None),
        ),
        (
            Fit::FITNESS_EQUIPMENT,
            SubSport::ELLIPTICAL,
            (Sport::Other, None),
        ),
        (
            Fit::WHEELCHAIR_PUSH_RUN,
            SubSport::GENERIC,
            (Sport::Other, None),
        ),
        (Fit(200), SubSport::GENERIC, (Sport::Unknown, None)),
    ] {
        let leg = Leg {
            sport,
            sub_sport,
            start: MORNING,
            metres: 0,
            seconds: 600,
        };
        let (sessions, ended) = read(&fit(&[leg], None, 3)?)?;
        ended?;
        let [session] = sessions.as_slice() else {
            return Err(format!("{sport}: {sessions:?}").into());
        };
        assert_eq!(
            (session.sport, session.ground),
            expected,
            "{sport} {sub_sport}"
        );
        assert_eq!(session.distance_mm, None);
        assert_eq!(session.start.wall(), None);
    }
    Ok(())
}

#[test]
fn an_offset_that_is_no_zone_is_not_believed() -> Tested {
    for (offset, zone) in [
        (20_700, "+05:45"),
        (7_203, "+02:00"),
        (4_000, "Z"),
        (90_000, "Z"),
    ] {
        let (sessions, ended) = read(&fit(&[run(MORNING, 5000, 1500)], Some(offset), 1)?)?;
        ended?;
        let start = sessions.first().ok_or("no session")?.start.to_string();
        assert!(start.ends_with(zone), "{offset}: {start}");
    }
    Ok(())
}

#[test]
fn files_chained_to_one_give_the_sessions_of_all() -> Tested {
    let mut bytes = fit(&[run(MORNING, 5000, 1500)], Some(3600), 5)?;
    bytes.extend(fit(&[run(MORNING + 7200, 3000, 1000)], None, 5)?);
    bytes.extend([0; 7]);
    let (sessions, ended) = read(&bytes)?;
    ended?;
    let zones: Vec<_> = sessions
        .iter()
        .map(|session| session.start.wall().is_some())
        .collect();
    assert_eq!(zones, [true, false]);
    Ok(())
}

#[test]
fn settings_hold_no_session_and_that_is_no_damage() -> Tested {
    let (sessions, ended) = read(&settings()?)?;
    assert!(sessions.is_empty());
    assert!(matches!(ended, Err(ReadError::NoSession)), "{ended:?}");
    Ok(())
}

#[test]
fn a_session_written_whole_survives_a_wrong_checksum_and_the_file_is_reported() -> Tested {
    let mut bytes = fit(&[run(MORNING, 5000, 1500)], Some(3600), 20)?;
    if let Some(last) = bytes.last_mut() {
        *last ^= 0x55;
    }
    let (sessions, ended) = read(&bytes)?;
    assert_eq!(sessions.len(), 1);
    let reason = ended.err().map(|error| error.to_string());
    assert_eq!(
        reason.as_deref(),
        Some("its bytes do not match their checksum; kept 1 session")
    );
    Ok(())
}

#[test]
fn a_file_cut_short_is_refused_by_name_wherever_it_is_cut() -> Tested {
    for name in ["garmin-fenix-5-run.fit", "activity-small-fenix2-run.fit"] {
        let bytes = sample(name)?;
        let (whole, _) = read(&bytes)?;
        for length in (0..bytes.len()).step_by(500).skip(1) {
            let (sessions, ended) = read(bytes.get(..length).unwrap_or_default())?;
            let Err(ReadError::Damaged(reason)) = ended else {
                return Err(format!("{name} cut at {length}: {ended:?}").into());
            };
            assert!(reason.contains("cut short"), "{reason}");
            // What stands before its summary is a run of unknown length.
            let alike = |one: &Session, other: &Session| {
                one.distance_mm == other.distance_mm
                    || (one.distance_mm, one.moving_ms, one.elapsed_ms) == (None, None, None)
                        && !one.notes.is_empty()
            };
            assert!(
                sessions.len() <= 1
                    && sessions
                        .iter()
                        .zip(&whole)
                        .all(|(one, other)| alike(one, other)),
                "{name} cut at {length}: {sessions:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_header_of_any_length_is_survived() -> Tested {
    let bytes = fit(&[run(MORNING, 5000, 1500)], None, 2)?;
    for size in 0..=255 {
        let mut bytes = bytes.clone();
        if let Some(first) = bytes.first_mut() {
            *first = size;
        }
        for length in [12, 13, 14, 20, bytes.len()] {
            let (_, ended) = read(bytes.get(..length).unwrap_or_default())?;
            assert!(ended.is_err() || size == 14, "{size}");
        }
    }
    Ok(())
}
