//! Watch files and exports are read as they are, refused with a reason where they cannot be, and never guessed.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use proptest::prelude::*;
use return_to_run::import::{Ground, READERS, Reader, Session, Sport};

use crate::support::Tested;

/// What a reader handed on, and what it said at the end.
pub(crate) type Outcome = (Vec<Session>, Option<String>);

/// The bytes of a fixture.
fn fixture(name: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    Ok(std::fs::read(folder.join(name))?)
}

/// Reads bytes with the only reader that knows them.
fn read(bytes: &[u8], source: &str) -> Result<Outcome, String> {
    let mut knowing = READERS.iter().filter(|reader| (reader.recognises)(bytes));
    let reader = knowing.next().ok_or("no reader knows it")?;
    if let Some(other) = knowing.next() {
        return Err(format!("both {} and {} know it", reader.name, other.name));
    }
    Ok(read_with(reader, &mut &*bytes, source))
}

fn read_with(reader: &Reader, bytes: &mut dyn BufRead, source: &str) -> Outcome {
    let mut sessions = Vec::new();
    let end = (reader.read)(bytes, source, &mut |session| sessions.push(session));
    (sessions, end.err().map(|error| error.to_string()))
}

fn read_fixture(name: &str) -> Result<Outcome, Box<dyn std::error::Error>> {
    Ok(read(&fixture(name)?, name)?)
}

/// A GPX file with this inside.
fn gpx(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n{inside}\n</gpx>\n"
    )
}

/// A point so many ten-thousandths of a degree north of the equator, at so many seconds past noon.
fn point(north: u32, second: u32) -> String {
    format!(
        "<trkpt lat=\"0.{north:04}\" lon=\"5\"><time>2024-05-01T12:{:02}:{:02}Z</time></trkpt>",
        second / 60,
        second % 60
    )
}

#[test]
fn each_track_is_a_session_with_the_distance_within_its_segments() -> Tested {
    // gpxpy 1.6.2 gives 4,580.14 m and 85.95 m with its flat formula; the haversine differs by less than 0.6 %.
    for (name, tracks, metres, seconds, points) in [
        ("cerknicko-jezero.gpx", 7, 4_580.14, 4_239, 296),
        ("track-with-empty-segment.gpx", 1, 85.95, 76, 9),
    ] {
        let (sessions, end) = read_fixture(name)?;
        assert_eq!(end, None, "{name}");
        assert_eq!(sessions.len(), tracks, "{name}: one track has no points");
        let distance: u64 = sessions
            .iter()
            .filter_map(|session| session.distance_mm)
            .sum();
        let distance = distance as f64 / 1000.0;
        assert!(
            (distance - metres).abs() <= metres * 0.006,
            "{name}: {distance} m"
        );
        let moving: u64 = sessions
            .iter()
            .filter_map(|session| session.moving_ms)
            .sum();
        assert_eq!(moving, seconds * 1000, "{name}");
        let samples: u32 = sessions.iter().map(|session| session.samples).sum();
        assert_eq!(samples, points, "{name}");
        for session in sessions {
            assert_eq!(session.sport, Sport::Other, "{name}: it does not say");
            assert_eq!(session.source, name);
            assert!(session.elapsed_ms >= session.moving_ms, "{name}");
        }
    }
    Ok(())
}

#[test]
fn a_track_that_cannot_be_dated_is_refused_and_the_others_are_kept() -> Tested {
    let (sessions, end) = read_fixture("cerknicko-without-times.gpx")?;
    let [last] = sessions.as_slice() else {
        return Err("only the last track has times, on 5 of its 21 points".into());
    };
    assert_eq!((last.samples, last.moving_ms), (21, Some(57_000)));
    let reason = "a track without times: its day is not known";
    assert_eq!(
        end,
        Some(format!(
            "line 63: {reason}; line 588: {reason}; line 750: {reason}; line 762: {reason}; line 900: {reason}; and 1 more"
        ))
    );
    let (sessions, end) = read_fixture("Mojstrovka.gpx")?;
    assert_eq!(sessions, []);
    assert_eq!(
        end.as_deref(),
        Some("line 10: a start in the year 1901 cannot be: the clock was not set")
    );
    let good = format!(
        "<trk><trkseg>{}{}</trkseg></trk>",
        point(0, 0),
        point(10, 30)
    );
    for (bad, reason) in [
        (
            "<trkpt lat=\"1\" lon=\"2\"/>",
            "a track without times: its day is not known",
        ),
        (
            "<trkpt lat=\"91\" lon=\"2\"/>",
            "a point without a latitude and longitude on the Earth",
        ),
        (
            "<trkpt lat=\"NaN\" lon=\"2\"/>",
            "a point without a latitude and longitude on the Earth",
        ),
        (
            "<trkpt lon=\"2\"/>",
            "a point without a latitude and longitude on the Earth",
        ),
        (
            "<trkpt lat=\"1\" lon=\"2\"><time>yesterday</time></trkpt>",
            "a time that is none",
        ),
        (
            "<trkpt lat=\"1\" lon=\"2\"><time>2024-05-01T12:00:00Z</time></trkpt><trkpt lat=\"1\" lon=\"2\"><time>2024-05-01T12:00:00</time></trkpt>",
            "a time with a zone beside one without",
        ),
    ] {
        let file = gpx(&format!("<trk><trkseg>{bad}</trkseg></trk>\n{good}"));
        let (sessions, end) = read(file.as_bytes(), "two.gpx")?;
        assert_eq!(sessions.len(), 1, "{bad}");
        assert_eq!(end, Some(format!("line 3: {reason}")), "{bad}");
    }
    Ok(())
}

#[test]
fn a_gpx_says_its_sport_only_by_its_type() -> Tested {
    for (kind, sport, ground) in [
        ("<type>running</type>", Sport::Running, None),
        ("<type>9</type>", Sport::Running, None),
        (
            "<type>trail_running</type>",
            Sport::Running,
            Some(Ground::Trail),
        ),
        ("<type><![CDATA[Run]]></type>", Sport::Running, None),
        ("<type>10</type>", Sport::Walking, None),
        ("<type>hiking</type>", Sport::Walking, None),
        ("<type>1</type>", Sport::Cycling, None),
        ("<type>biking</type>", Sport::Cycling, None),
        ("<type>swimming</type>", Sport::Swimming, None),
        ("<type>&run;</type>", Sport::Other, None),
        ("<type>42</type>", Sport::Other, None),
        ("<name>Morning Run</name>", Sport::Other, None),
        ("", Sport::Other, None),
    ] {
        let file = gpx(&format!(
            "<trk>{kind}<trkseg>{}</trkseg></trk>",
            point(0, 0)
        ));
        let (sessions, end) = read(file.as_bytes(), "kind.gpx")?;
        assert_eq!(end, None, "{kind}");
        let found = sessions
            .first()
            .map(|session| (session.sport, session.ground));
        assert_eq!(found, Some((sport, ground)), "{kind}");
    }
    Ok(())
}

#[test]
fn prefixes_extensions_zones_and_files_without_tracks_do_no_harm() -> Tested {
    assert_eq!(
        read_fixture("gpx_with_garmin_extension.gpx")?,
        (Vec::new(), None)
    );
    let routes = gpx("<rte><rtept lat=\"1\" lon=\"2\"/></rte>");
    assert_eq!(read(routes.as_bytes(), "route.gpx")?, (Vec::new(), None));
    let prefixed = "<g:gpx xmlns:g=\"http://www.topografix.com/GPX/1/0\"><g:trk><g:type>run</g:type><g:trkseg>\
        <g:trkpt lat=\"0\" lon=\"5\"><g:time>2024-05-01T23:30:00.5+02:00</g:time>\
        <g:extensions><x:hr xmlns:x=\"x\">171</x:hr><x:time xmlns:x=\"x\">never</x:time></g:extensions></g:trkpt>\
        <g:trkpt lat=\"0.001\" lon=\"5\"><g:time>2024-05-01T23:30:40.75+02:00</g:time></g:trkpt>\
        </g:trkseg></g:trk></g:gpx>";
    let (sessions, end) = read(prefixed.as_bytes(), "prefixed.gpx")?;
    assert_eq!(end, None);
    let [session] = sessions.as_slice() else {
        return Err("one session".into());
    };
    assert_eq!(session.start.to_string(), "2024-05-01T23:30:00+02:00");
    assert_eq!(session.distance_mm, Some(111_195));
    assert_eq!(session.elapsed_ms, Some(40_250));
    Ok(())
}

proptest! {
    #[test]
    fn splitting_a_track_at_its_segments_never_changes_the_distance(
        segments in prop::collection::vec(prop::collection::vec(0_u32..9999, 0..6), 1..6),
    ) {
        let segments: Vec<String> = segments
            .iter()
            .map(|norths| {
                let points: String = norths.iter().map(|north| point(*north, north % 3000)).collect();
                format!("<trkseg>{points}</trkseg>")
            })
            .collect();
        let whole = gpx(&format!("<trk>{}</trk>", segments.concat()));
        let split = gpx(&segments.iter().map(|segment| format!("<trk>{segment}</trk>")).collect::<String>());
        let sum = |file: &str| -> Result<(u64, u32), TestCaseError> {
            let (sessions, _) = read(file.as_bytes(), "x.gpx").map_err(TestCaseError::fail)?;
            Ok(sessions.iter().fold((0, 0), |(distance, points), session| {
                (distance + session.distance_mm.unwrap_or(0), points + session.samples)
            }))
        };
        prop_assert_eq!(sum(&whole)?, sum(&split)?);
    }
}

#[test]
fn what_was_whole_before_a_file_breaks_off_is_kept_and_the_rest_dropped() -> Tested {
    let track = format!(
        "<trk><trkseg>{}{}</trkseg></trk>\n",
        point(0, 0),
        point(10, 30)
    );
    let file = gpx(&format!("{track}{track}"));
    let second = file.rfind("<trkpt").ok_or("point")?;
    let (sessions, end) = read(file.get(..second).ok_or("cut")?.as_bytes(), "cut.gpx")?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(
        end.as_deref(),
        Some("line 4: cut short within `gpx/trk/trkseg`")
    );
    for end in 0..file.len() {
        let part = file.get(..end).unwrap_or_default();
        if let Ok((sessions, fault)) = read(part.as_bytes(), "cut.gpx") {
            assert!(sessions.len() <= 2);
            assert!(fault.is_some() || end + 1 >= file.len(), "cut at {end}");
        }
    }
    let crossed = file.replacen("</trkseg></trk>", "</trk></trkseg>", 1);
    let (sessions, end) = read(crossed.as_bytes(), "crossed.gpx")?;
    assert_eq!(sessions, []);
    assert_eq!(
        end.as_deref(),
        Some("line 3: ill-formed document: expected `</trkseg>`, but `</trk>` was found")
    );
    Ok(())
}

#[test]
fn absurd_files_neither_fill_the_memory_nor_stop_the_program() -> Tested {
    let bomb = "<!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let file = format!(
        "{bomb}<gpx><trk><type>&b;&b;</type><trkseg>{}</trkseg></trk></gpx>",
        point(0, 0)
    );
    let (sessions, end) = read(file.as_bytes(), "bomb.gpx")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions.first().map(|session| session.sport),
        Some(Sport::Other)
    );
    let reader = READERS
        .iter()
        .find(|reader| reader.name == "GPX")
        .ok_or("GPX")?;
    // A text, a tag and a nesting without end, as a stream that is never held.
    for (start, again, reason) in [
        (
            "<gpx><name>",
            "long ",
            "a single element or row is longer than a megabyte",
        ),
        (
            "<gpx a=\"",
            "long ",
            "a single element or row is longer than a megabyte",
        ),
        ("<gpx>", "<trk>", "nested deeper than any activity file"),
    ] {
        let endless = start.as_bytes().chain(Endless(again.as_bytes()));
        let allocated = allocation_counter::measure(|| {
            let (sessions, end) = read_with(reader, &mut BufReader::new(endless), "endless.gpx");
            assert_eq!(sessions, []);
            assert!(end.is_some_and(|end| end.contains(reason)), "{reason}");
        });
        assert!(allocated.bytes_max < 8 << 20, "{allocated:?}");
    }
    Ok(())
}

/// The same bytes again and again.
struct Endless(&'static [u8]);

impl Read for Endless {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let Self(again) = self;
        for (at, byte) in target.iter_mut().enumerate() {
            *byte = again.get(at % again.len()).copied().unwrap_or(b' ');
        }
        // Whole repetitions only, so that the next read starts at the first byte.
        Ok(target.len() - target.len() % again.len())
    }
}

#[test]
fn a_tcx_sums_its_laps_exactly() -> Tested {
    let (sessions, end) = read_fixture("forerunner-410-run.tcx")?;
    assert_eq!(end, None);
    let [session] = sessions.as_slice() else {
        return Err("one session".into());
    };
    assert_eq!(session.sport, Sport::Running);
    assert_eq!(session.start.to_string(), "2012-12-26T21:29:53Z");
    // Laps of 1,609.344, 1,609.344 and 1,470.555 m; the last trackpoint's running total is 4,686.311 m.
    assert_eq!(session.distance_mm, Some(4_689_243));
    assert_eq!(session.moving_ms, Some(608_470 + 714_800 + 669_510));
    assert_eq!(session.elapsed_ms, Some(1_992_000));
    assert_eq!(session.samples, 384);
    Ok(())
}

/// A TCX file with this inside.
fn tcx(inside: &str) -> String {
    format!(
        "  <?xml version=\"1.0\"?>\n<TrainingCenterDatabase><Activities>{inside}</Activities></TrainingCenterDatabase>"
    )
}

#[test]
fn every_activity_of_a_tcx_is_a_session_and_a_lap_without_distance_leans_on_its_trackpoints()
-> Tested {
    let lap = |start: &str, fields: &str| format!("<Lap StartTime=\"{start}\">{fields}</Lap>");
    let pointed = "<TotalTimeSeconds>60</TotalTimeSeconds><Track><Trackpoint><Time>2025-01-01T00:00:00</Time>\
        <DistanceMeters>1.5</DistanceMeters></Trackpoint><Trackpoint><Time>2025-01-01T00:01:05</Time>\
        <DistanceMeters>250.0004</DistanceMeters></Trackpoint></Track>";
    let file = tcx(&format!(
        "<Activity Sport=\"Biking\"><Id>2025-01-01T00:00:00</Id>{}</Activity>\
         <MultiSportSession><Id>2025-01-02T08:00:00Z</Id>\
         <FirstSport><Activity Sport=\"Other\"><Id>42</Id>{}</Activity></FirstSport>\
         <NextSport><Transition StartTime=\"2025-01-02T09:00:00Z\"/>\
         <Activity Sport=\"Running\"><Id>2025-01-02T09:05:00Z</Id>{}{}</Activity></NextSport></MultiSportSession>",
        lap("2025-01-01T00:00:00", pointed),
        lap(
            "2025-01-02T08:00:00Z",
            "<TotalTimeSeconds>9.5</TotalTimeSeconds><DistanceMeters>0</DistanceMeters>"
        ),
        lap(
            "2025-01-02T09:05:00Z",
            "<TotalTimeSeconds>0.1</TotalTimeSeconds><DistanceMeters>0.1</DistanceMeters>"
        ),
        lap(
            "2025-01-02T09:06:00Z",
            "<TotalTimeSeconds>0.2</TotalTimeSeconds><DistanceMeters>0.2</DistanceMeters>"
        ),
    ));
    let (sessions, end) = read(file.as_bytes(), "three.tcx")?;
    assert_eq!(end, None);
    let told: Vec<_> = sessions
        .iter()
        .map(|session| {
            (
                session.sport,
                session.start.to_string(),
                session.distance_mm,
                session.moving_ms,
                session.elapsed_ms,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                Sport::Cycling,
                "2025-01-01T00:00:00".to_owned(),
                Some(250_000),
                Some(60_000),
                Some(65_000)
            ),
            (
                Sport::Other,
                "2025-01-02T08:00:00Z".to_owned(),
                None,
                Some(9_500),
                None
            ),
            (
                Sport::Running,
                "2025-01-02T09:05:00Z".to_owned(),
                Some(300),
                Some(300),
                None
            ),
        ]
    );
    Ok(())
}

#[test]
fn a_faulty_activity_of_a_tcx_is_refused_with_its_line() -> Tested {
    for (inside, reason) in [
        (
            "<Lap StartTime=\"soon\"/>",
            "line 2: an activity without a start: its day is not known",
        ),
        (
            "<Id>1949-12-31T00:00:00Z</Id>",
            "line 2: a start in the year 1949 cannot be: the clock was not set",
        ),
        (
            "<Lap>\n<DistanceMeters>-5</DistanceMeters></Lap>",
            "line 3: a lap's distance that is no number",
        ),
        (
            "<Lap>\n<TotalTimeSeconds>NaN</TotalTimeSeconds></Lap>",
            "line 3: a lap's time that is no number",
        ),
        (
            "<Lap><Track><Trackpoint>\n<Time>12:00</Time></Trackpoint></Track></Lap>",
            "line 3: a trackpoint's time that is none",
        ),
        (
            "<Lap><Track><Trackpoint>\n<DistanceMeters>1,5</DistanceMeters></Trackpoint></Track></Lap>",
            "line 3: a trackpoint's distance that is no number",
        ),
    ] {
        let file = tcx(&format!(
            "<Activity Sport=\"Running\">{inside}</Activity>\n<Activity Sport=\"Running\"><Id>2025-01-01T00:00:00Z</Id></Activity>"
        ));
        let (sessions, end) = read(file.as_bytes(), "faulty.tcx")?;
        assert_eq!(sessions.len(), 1, "{inside}");
        assert_eq!(end.as_deref(), Some(reason));
    }
    Ok(())
}

#[test]
fn apple_workouts_are_read_in_both_forms_and_everything_else_is_passed_over() -> Tested {
    let (sessions, end) = read_fixture("apple-export.xml")?;
    let told: Vec<_> = sessions
        .iter()
        .map(|session| {
            (
                session.sport,
                session.ground,
                session.start.to_string(),
                session.distance_mm,
                session.moving_ms,
                session.elapsed_ms,
            )
        })
        .collect();
    let at = |text: &str| text.to_owned();
    let minutes = |count: u64| Some(count * 60_000);
    assert_eq!(
        told,
        [
            (
                Sport::Running,
                None,
                at("2021-06-02T07:00:00+02:00"),
                Some(5_547_190),
                Some(2_091_600),
                minutes(40)
            ),
            (
                Sport::Running,
                Some(Ground::Treadmill),
                at("2023-01-02T23:30:00-05:00"),
                Some(4_988_966),
                Some(2_091_600),
                minutes(40)
            ),
            (
                Sport::Swimming,
                None,
                at("2023-01-04T07:00:00+01:00"),
                Some(914_400),
                minutes(30),
                minutes(30)
            ),
            (
                Sport::Strength,
                None,
                at("2023-01-05T07:00:00+01:00"),
                None,
                minutes(20),
                minutes(20)
            ),
            (
                Sport::Walking,
                None,
                at("2023-01-06T07:00:00+01:00"),
                Some(4_321_000),
                minutes(60),
                minutes(70)
            ),
            (
                Sport::Other,
                None,
                at("2023-01-08T07:00:00+01:00"),
                None,
                minutes(20),
                minutes(20)
            ),
        ]
    );
    assert_eq!(
        end.as_deref(),
        Some("line 39: `3` of unit `league` cannot be read")
    );
    Ok(())
}

#[test]
fn an_apple_workout_without_a_start_is_refused() -> Tested {
    let file = "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" startDate=\"soon\"/></HealthData>";
    let (sessions, end) = read(file.as_bytes(), "export.xml")?;
    assert_eq!(sessions, []);
    assert_eq!(
        end.as_deref(),
        Some("line 1: a workout without a start that can be read")
    );
    Ok(())
}
