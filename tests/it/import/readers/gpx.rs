//! GPX: distance within segments only, and no sport that the file does not say.

use proptest::prelude::*;
use return_to_run::import::{Ground, Options, READERS, Session, Sport};

use super::{fixture, read, read_fixture, read_knowing};
use crate::support::Tested;

/// A GPX file with this inside.
pub(crate) fn gpx(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n{inside}\n</gpx>\n"
    )
}

/// A point so many ten-thousandths of a degree north of the equator, at so many seconds past noon.
pub(crate) fn point(north: u32, second: u32) -> String {
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
        let bytes = fixture(name)?;
        let gpx = READERS
            .iter()
            .find(|reader| reader.name == "GPX")
            .ok_or("GPX")?;
        // A ride may go as fast as it likes, so nothing of it is left out.
        let ride = Options {
            untyped: Some(Sport::Cycling),
            ..Options::default()
        };
        let (sessions, end) = read_knowing(gpx, &mut bytes.as_slice(), name, ride);
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
            assert_eq!(session.sport, Sport::Cycling, "{name}");
            assert_eq!(session.source, name);
            assert!(session.elapsed_ms >= session.moving_ms, "{name}");
        }
    }
    // Whoever was on foot did not come 184 m in 2 s.
    let (sessions, end) = read_fixture("cerknicko-jezero.gpx")?;
    assert!(
        sessions
            .iter()
            .all(|session| session.sport == Sport::Unknown)
    );
    assert!(
        end.as_ref()
            .is_some_and(|end| end.contains("too far for anyone on foot")),
        "{end:?}"
    );
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
            "<trkpt lat=\"1\" lon=\"2\"><time>yesterday</time></trkpt>",
            "a track whose times cannot be read: its day is not known",
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
        ("<type>&run;</type>", Sport::Unknown, None),
        ("<type>42</type>", Sport::Unknown, None),
        ("<name>Morning Run</name>", Sport::Unknown, None),
        ("", Sport::Unknown, None),
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
fn a_recording_that_names_no_sport_is_what_the_runner_says_and_no_other_is() -> Tested {
    let reader = READERS.iter().find(|reader| reader.name == "GPX");
    let reader = reader.ok_or("no reader of GPX")?;
    let options = Options {
        untyped: Some(Sport::Running),
        ..Options::default()
    };
    for (kind, sport) in [
        ("", Sport::Running),
        ("<name>A ride</name>", Sport::Running),
        ("<type>hiking</type>", Sport::Walking),
        ("<type>curling</type>", Sport::Other),
    ] {
        let file = gpx(&format!(
            "<trk>{kind}<trkseg>{}</trkseg></trk>",
            point(0, 0)
        ));
        let (sessions, end) = read_knowing(reader, &mut file.as_bytes(), "kind.gpx", options);
        assert_eq!(end, None, "{kind}");
        let found = sessions.first().map(|session| session.sport);
        assert_eq!(found, Some(sport), "{kind}");
    }
    Ok(())
}

#[test]
fn a_stray_point_costs_that_point_and_is_told() -> Tested {
    let points: Vec<String> = (0..60).map(|step| point(step * 2, step * 10)).collect();
    let track = |points: &[String], kind: &str| {
        gpx(&format!(
            "<trk><type>{kind}</type><trkseg>{}</trkseg></trk>",
            points.concat()
        ))
    };
    let (clean, end) = read(track(&points, "running").as_bytes(), "run.gpx")?;
    assert_eq!(end, None);
    let distance = |sessions: &[Session]| sessions.first().and_then(|session| session.distance_mm);
    for (at, stray) in [
        (30, point(9000, 300)),
        // The first and the last, half a kilometre off.
        (0, point(50, 0)),
        (59, point(170, 590)),
    ] {
        let mut points = points.clone();
        *points.get_mut(at).ok_or("a point")? = stray;
        let (sessions, end) = read(track(&points, "running").as_bytes(), "run.gpx")?;
        let (with, without) = (distance(&sessions), distance(&clean));
        let apart = with
            .zip(without)
            .map(|(with, without)| with.abs_diff(without));
        assert!(
            apart.is_some_and(|apart| apart < 100_000),
            "{at}: {with:?} {without:?}"
        );
        assert!(end.is_some_and(|end| end.contains("left out")), "{at}");
        // On a bicycle, or in a car, it may be so.
        let (ride, end) = read(track(&points, "cycling").as_bytes(), "ride.gpx")?;
        assert!(distance(&ride) > with, "{at}");
        assert_eq!(end, None, "{at}");
    }
    Ok(())
}

#[test]
fn a_point_without_position_or_time_costs_that_point() -> Tested {
    let good: String = (0..10).map(|step| point(step * 2, step * 10)).collect();
    for bad in [
        "<trkpt lat=\"91\" lon=\"5\"><time>2024-05-01T12:00:05Z</time></trkpt>",
        "<trkpt><time>2024-05-01T12:00:05Z</time></trkpt>",
        "<trkpt lat=\"0.0005\" lon=\"5\"><time>noon</time></trkpt>",
        "<trkpt lat=\"0.0005\" lon=\"5\"><time>1999-13-01T00:00:00Z</time></trkpt>",
    ] {
        let file = gpx(&format!(
            "<trk><type>running</type><trkseg>{bad}{good}</trkseg></trk>"
        ));
        let (sessions, end) = read(file.as_bytes(), "run.gpx")?;
        let [session] = sessions.as_slice() else {
            return Err(format!("{bad}: the run is gone").into());
        };
        assert!(session.distance_mm > Some(190_000), "{bad}");
        assert!(
            end.is_some_and(|end| end.starts_with("1 of 11 points have no")),
            "{bad}"
        );
    }
    Ok(())
}
