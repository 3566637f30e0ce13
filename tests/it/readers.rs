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
    for (name, tracks, millimetres, seconds, points) in [
        ("cerknicko-jezero.gpx", 7, 4_580_140, 4_239, 296),
        ("track-with-empty-segment.gpx", 1, 85_950, 76, 9),
    ] {
        let (sessions, end) = read_fixture(name)?;
        assert_eq!(end, None, "{name}");
        assert_eq!(sessions.len(), tracks, "{name}: one track has no points");
        let distance: u64 = sessions
            .iter()
            .filter_map(|session| session.distance_mm)
            .sum();
        assert!(
            distance.abs_diff(millimetres) <= millimetres / 1000 * 6,
            "{name}: {distance} mm"
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
        let split = gpx(&format!("<trk>{}</trk>", segments.join("</trk><trk>")));
        let sum = |file: &str| -> Result<(u64, u32), TestCaseError> {
            let (sessions, _) = read(file.as_bytes(), "x.gpx").map_err(TestCaseError::fail)?;
            let distance = sessions.iter().filter_map(|session| session.distance_mm).sum();
            Ok((distance, sessions.iter().map(|session| session.samples).sum()))
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
        // Whole repetitions only, so that the next read starts at the first byte.
        for part in target.chunks_exact_mut(again.len()) {
            part.copy_from_slice(again);
        }
        let over = target.chunks_exact(again.len()).remainder().len();
        Ok(target.len().saturating_sub(over))
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

/// A session in one line: sport, ground, start, metres, moving and elapsed seconds, source.
fn line(session: &Session) -> String {
    let thousandths = |number: Option<u64>| {
        number.map_or("-".to_owned(), |number| {
            format!("{}.{:03}", number / 1000, number % 1000)
        })
    };
    let ground = session
        .ground
        .map_or(String::new(), |ground| format!(" {ground:?}"));
    format!(
        "{:?}{ground} {} {} m {} s {} s {}",
        session.sport,
        session.start,
        thousandths(session.distance_mm),
        thousandths(session.moving_ms),
        thousandths(session.elapsed_ms),
        session.source
    )
}

fn lines(name: &str) -> Result<(Vec<String>, Option<String>), Box<dyn std::error::Error>> {
    let (sessions, end) = read_fixture(name)?;
    Ok((sessions.iter().map(line).collect(), end))
}

#[test]
fn strava_rows_are_read_by_place_and_refused_where_their_two_figures_do_not_agree() -> Tested {
    let (sessions, end) = lines("strava-english.csv")?;
    assert_eq!(
        sessions,
        [
            "Running 2024-09-12T15:02:23Z 6012.500 m 1902.000 s 1950.000 s activities/1001.fit.gz",
            "Walking 2024-09-14T00:05:00Z 4801.200 m 3500.000 s 3600.000 s activities/1002.gpx",
            "Cycling 2024-09-15T07:00:00Z 1072585.156 m 12976.000 s 18504.000 s strava-english.csv 1003",
            "Swimming 2024-09-16T07:00:00Z 1000.000 m 1700.000 s 1800.000 s strava-english.csv 1004",
            "Strength 2024-09-17T18:00:00Z - m 2400.000 s 2400.000 s strava-english.csv 1005",
            "Running Treadmill 2024-09-18T18:00:00Z 5010.000 m 1800.000 s 1830.000 s strava-english.csv 1006",
            "Running Trail 2024-09-19T18:00:00Z 3000.000 m - s 1200.000 s strava-english.csv 1007",
            "Other 2024-09-22T18:00:00Z - m 900.000 s 900.000 s strava-english.csv 1011",
        ]
    );
    assert_eq!(
        end.as_deref(),
        Some(
            "line 10: its distances, `2.81` and `2.81` metres, do not agree in any unit; \
             line 11: its elapsed times, `9999` and `300.0`, do not agree; \
             line 12: `03/04/2025, 15:02:23` is no date that can be read in one way only"
        )
    );
    Ok(())
}

#[test]
fn strava_speaks_other_languages_and_has_moved_its_columns() -> Tested {
    assert_eq!(
        lines("strava-german.csv")?,
        (
            vec![
                "Cycling 2022-12-09T15:24:49Z 9440.700 m 2070.000 s 3189.000 s activities/2001.gpx".to_owned(),
                "Running 2026-01-01T07:00:00Z 2812.000 m 1390.000 s 1390.000 s strava-german.csv 2002".to_owned(),
                "Walking 2026-01-02T07:00:00Z 1024000.000 m 3600.000 s 3600.000 s strava-german.csv 2003".to_owned(),
            ],
            None
        )
    );
    assert_eq!(
        lines("strava-french.csv")?,
        (
            vec!["Running 2025-07-12T06:12:00Z 8104.000 m 2650.000 s 2700.000 s activities/3001.fit.gz".to_owned()],
            None
        )
    );
    assert_eq!(
        lines("strava-without-private-note.csv")?,
        (
            vec!["Running 2021-01-05T06:12:00Z 8104.000 m 2650.000 s 2700.000 s activities/4001.fit.gz".to_owned()],
            None
        )
    );
    Ok(())
}

#[test]
fn a_strava_table_that_cannot_be_checked_or_is_cut_short_says_so() -> Tested {
    let old = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Commute,Activity Gear,Filename\n\
        1,\"Sep 12, 2018, 3:02:23 PM\",Evening,Run,,783,3.68,true,,activities/1.gpx\n";
    assert_eq!(
        read(old.as_bytes(), "activities.csv")?,
        (
            Vec::new(),
            Some(
                "has its distances once only, as exports of before 2020 do, so their unit cannot be checked: ask Strava for a new export"
                    .to_owned()
            )
        )
    );
    let whole = String::from_utf8(fixture("strava-french.csv")?)?;
    let (header, row) = whole.split_once('\n').ok_or("header")?;
    let date = "12 juil. 2025 à 06:12:00";
    for (bad, reason) in [
        (
            row.replacen(date, "1901-01-01 00:00:00", 1),
            "a start in the year 1901 cannot be: the clock was not set",
        ),
        (
            row.replacen("2650.0", "soon", 1),
            "`soon` is no moving time",
        ),
        (
            row.replacen("8104.0", "", 1),
            "its distances, `8,10` and `` metres, do not agree in any unit",
        ),
        (
            row.split_once("8104").ok_or("cut")?.0.to_owned() + "8104\n",
            "has 18 columns where the first line has 21",
        ),
    ] {
        let file = format!("{header}\n{bad}{row}");
        let (sessions, end) = read(file.as_bytes(), "activities.csv")?;
        assert_eq!(sessions.len(), 1, "{bad}");
        assert_eq!(end, Some(format!("line 2: {reason}")));
    }
    let mut foreign = format!("{header}\n").into_bytes();
    foreign.extend_from_slice(b"1,\xff\n");
    foreign.extend_from_slice(row.as_bytes());
    let (sessions, end) = read(&foreign, "activities.csv")?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(end.as_deref(), Some("line 2: is not UTF-8"));
    let open = format!("{header}\n{row}1,\"{}", "word ".repeat(300_000));
    let (sessions, end) = read(open.as_bytes(), "activities.csv")?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(
        end.as_deref(),
        Some("line 3: a single element or row is longer than a megabyte")
    );
    Ok(())
}

#[test]
fn garmin_lists_tell_their_unit_by_steps_and_strides() -> Tested {
    let source = "garmin-english-kilometres.csv";
    assert_eq!(
        lines(source)?,
        (
            [
                "Running 2025-02-06T17:06:03 5500.000 m 1890.000 s 1980.000 s",
                "Running Treadmill 2025-02-08T07:00:00 4000.000 m 1690.500 s 1690.500 s",
                "Strength 2025-02-09T07:00:00 - m 3300.000 s 3300.000 s",
                "Swimming 2025-02-10T07:00:00 - m 2400.000 s 2700.000 s",
                "Cycling 2025-02-11T07:00:00 1020100.000 m 108000.000 s 111600.000 s",
                "Running Track 2025-02-12T07:00:00 5000.000 m 1500.000 s 1800.000 s",
                "Walking 2025-02-13T07:00:00 2100.000 m 1500.000 s - s",
                "Running 2025-02-14T07:00:00 - m 1200.000 s - s",
            ]
            .map(|line| format!("{line} {source}"))
            .to_vec(),
            None
        )
    );
    assert_eq!(
        lines("garmin-english-miles.csv")?,
        (
            vec![
                "Running Treadmill 2026-02-14T11:11:40 1931.213 m 940.000 s 940.000 s garmin-english-miles.csv".to_owned(),
                "Walking 2026-02-15T09:00:00 9994.026 m 9000.000 s 10200.000 s garmin-english-miles.csv".to_owned(),
            ],
            None
        )
    );
    assert_eq!(
        lines("garmin-german.csv")?,
        (
            vec![
                "Running 2026-04-26T09:27:13 10500.000 m 3116.000 s 3120.000 s garmin-german.csv"
                    .to_owned(),
                "Walking 2026-04-27T12:00:00 2100.000 m 1500.000 s - s garmin-german.csv"
                    .to_owned(),
            ],
            None
        )
    );
    Ok(())
}

#[test]
fn a_garmin_distance_of_unknown_unit_is_never_guessed() -> Tested {
    let header =
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg Stride Length,Steps\n";
    let kilometres = "Running,2025-01-01 07:00:00,false,x,5.00,1,00:30:00,1.00,\"5,000\"\n";
    let miles = "Running,2025-01-02 07:00:00,false,x,5.00,1,00:50:00,1.00,\"8,047\"\n";
    let silent = "Running,2025-01-03 07:00:00,false,x,5.00,1,00:30:00,--,--\n";
    let comma = "Running,2025-01-04 07:00:00,false,x,\"5,00\",1,00:30:00,--,--\n";
    let zero = "Running,2025-01-05 07:00:00,false,x,5.00,1,00:30:00,0.00,0\n";
    for (rows, reason) in [
        (
            format!("{silent}{zero}"),
            "nothing tells whether they are kilometres or miles; a run or walk with steps and a stride length would",
        ),
        (
            format!("{kilometres}{miles}"),
            "by steps and stride some are kilometres and some miles",
        ),
        (
            format!("{kilometres}{comma}"),
            "some numbers have a decimal point and some a decimal comma",
        ),
    ] {
        let (sessions, end) = read(format!("{header}{rows}").as_bytes(), "Activities.csv")?;
        assert_eq!(sessions.len(), 2);
        assert!(sessions.iter().all(|session| session.distance_mm.is_none()));
        assert_eq!(end, Some(format!("line 1: no distance is taken: {reason}")));
    }
    // One odd row among many does not turn the file.
    let many = format!("{header}{}{miles}{zero}", kilometres.repeat(9));
    let (sessions, end) = read(many.as_bytes(), "Activities.csv")?;
    assert_eq!(end, None);
    let distances: Vec<_> = sessions.iter().map(|session| session.distance_mm).collect();
    assert_eq!(distances, [Some(5_000_000); 11]);
    Ok(())
}

#[test]
fn a_faulty_row_of_a_garmin_list_is_refused_with_its_line() -> Tested {
    let header =
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg Stride Length,Steps\n";
    let good = "Running,2025-01-01 07:00:00,false,x,5.00,1,00:30:00,1.00,\"5,000\"\n";
    for (bad, reason) in [
        (
            "Running,2/6/2025 17:06,FALSE,x,5.00,1,00:30:00,--,--",
            "`2/6/2025 17:06` is no start as Garmin writes it",
        ),
        (
            "Running,2025-01-01T07:00:00Z,false,x,5.00,1,00:30:00,--,--",
            "`2025-01-01T07:00:00Z` is no start as Garmin writes it",
        ),
        (
            "Running,1949-01-01 07:00:00,false,x,5.00,1,00:30:00,--,--",
            "a start in the year 1949 cannot be: the clock was not set",
        ),
        (
            "Running,2025-01-01 07:00:00,false,x,5.00,1,half an hour,--,--",
            "`half an hour` is no time as Garmin writes it",
        ),
        (
            "Running,2025-01-01 07:00:00,false,x,five,1,00:30:00,--,--",
            "`five` is no distance",
        ),
        (
            "Running,2025-01-01 07:00:00,false,x,\"5,000\",1,00:30:00,--,--",
            "a distance of `5,000` is too far for its time on foot",
        ),
        (
            "Running,2025-01-01 07:00:00,false,x,5.00",
            "has 5 columns where the first line has 9",
        ),
        (
            "Running,2025-01-01 07:00:00,false,x,123456789012345678901234567890123,1,00:30:00,--,--",
            "`12345678…` is no number",
        ),
    ] {
        let file = format!("{header}{bad}\n{good}");
        let (sessions, end) = read(file.as_bytes(), "Activities.csv")?;
        assert_eq!(sessions.len(), 1, "{bad}");
        assert_eq!(end, Some(format!("line 2: {reason}")));
    }
    Ok(())
}

#[test]
fn no_bytes_make_a_reader_panic_and_each_file_has_one_reader() -> Tested {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    for file in folder.read_dir()? {
        let path = file?.path();
        let is_text = path.extension().is_some_and(|ending| {
            ["gpx", "tcx", "xml", "csv"]
                .iter()
                .any(|text| ending == *text)
        });
        if !is_text {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let head = bytes.get(..64 * 1024).unwrap_or(&bytes);
        let knowing = READERS.iter().filter(|reader| (reader.recognises)(head));
        assert_eq!(knowing.count(), 1, "{}", path.display());
        // Every reader meets every file, whole, cut and with a byte changed; in small bites, as from an archive.
        for cut in (0..bytes.len()).step_by(bytes.len() / 10 + 1) {
            let mut broken = bytes.clone();
            if let Some(byte) = broken.get_mut(cut) {
                *byte ^= 0x15;
            }
            for reader in READERS {
                let _ = read_with(reader, &mut bytes.get(..cut).unwrap_or_default(), "cut");
                let _ = read_with(reader, &mut BufReader::with_capacity(7, &*broken), "broken");
            }
        }
    }
    for nothing in [
        &b""[..],
        b"\n",
        b"\xff\xfe<\0g\0",
        b"PK\x03\x04",
        b"a,b\n1,2\n",
        b"<html/>",
    ] {
        assert!(!READERS.iter().any(|reader| (reader.recognises)(nothing)));
    }
    Ok(())
}
