//! TCX activities and Apple Health workouts.

use return_to_run::import::{Ground, Sport};

use super::{read, read_fixture};
use crate::support::Tested;

#[test]
fn a_tcx_is_as_long_as_its_trackpoints_say_where_the_laps_agree() -> Tested {
    let (sessions, end) = read_fixture("forerunner-410-run.tcx")?;
    assert_eq!(end, None);
    let [session] = sessions.as_slice() else {
        return Err("one session".into());
    };
    assert_eq!(session.sport, Sport::Running);
    assert_eq!(session.start.to_string(), "2012-12-26T21:29:53Z");
    // Laps of 1,609.344, 1,609.344 and 1,470.555 m, 4,689.243 m in all; the last trackpoint's running total is 4,686.311 m.
    assert_eq!(session.distance_mm, Some(4_686_311));
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
                Sport::Unknown,
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
fn a_fault_of_a_tcx_is_told_with_its_line_and_costs_no_activity_that_has_a_day() -> Tested {
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
            "<Id>2025-01-02T00:00:00Z</Id><Lap>\n<DistanceMeters>-5</DistanceMeters></Lap>",
            "a lap's distance that is no number (line 3)",
        ),
        (
            "<Id>2025-01-02T00:00:00Z</Id><Lap>\n<TotalTimeSeconds>NaN</TotalTimeSeconds></Lap>",
            "a lap's time that is no number (line 3)",
        ),
        (
            "<Id>2025-01-02T00:00:00Z</Id><Lap><Track><Trackpoint>\n<Time>12:00</Time></Trackpoint></Track></Lap>",
            "a trackpoint's time that is none (line 3)",
        ),
        (
            "<Id>2025-01-02T00:00:00Z</Id><Lap><Track><Trackpoint>\n<DistanceMeters>1,5</DistanceMeters></Trackpoint></Track></Lap>",
            "a trackpoint's distance that is no number (line 3)",
        ),
    ] {
        let file = tcx(&format!(
            "<Activity Sport=\"Running\">{inside}</Activity>\n<Activity Sport=\"Running\"><Id>2025-01-01T00:00:00Z</Id></Activity>"
        ));
        let (sessions, end) = read(file.as_bytes(), "faulty.tcx")?;
        let kept = if inside.contains("2025") { 2 } else { 1 };
        assert_eq!(sessions.len(), kept, "{inside}");
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
            // A unit that nobody knows is no distance.
            (
                Sport::Running,
                None,
                at("2023-01-07T07:00:00+01:00"),
                None,
                minutes(20),
                minutes(20)
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

#[test]
fn tcx_and_apple_sports_are_what_the_file_says() -> Tested {
    for (word, sport, ground) in [
        ("Running", Sport::Running, None),
        ("Biking", Sport::Cycling, None),
        ("Walking", Sport::Walking, None),
        ("Other", Sport::Unknown, None),
        ("", Sport::Unknown, None),
        ("Trail Running", Sport::Running, Some(Ground::Trail)),
    ] {
        let file = tcx(&format!(
            "<Activity Sport=\"{word}\"><Id>2025-01-01T00:00:00Z</Id></Activity>"
        ));
        let (sessions, end) = read(file.as_bytes(), "sport.tcx")?;
        assert_eq!(end, None, "{word}");
        let found = sessions
            .first()
            .map(|session| (session.sport, session.ground));
        assert_eq!(found, Some((sport, ground)), "{word}");
    }
    for (word, sport) in [
        ("Running", Sport::Running),
        ("Walking", Sport::Walking),
        ("Hiking", Sport::Walking),
        ("Cycling", Sport::Cycling),
        ("Swimming", Sport::Swimming),
        ("WaterFitness", Sport::Other),
        ("TraditionalStrengthTraining", Sport::Strength),
        ("FunctionalStrengthTraining", Sport::Strength),
        ("WheelchairRunPace", Sport::Other),
        ("SwimBikeRun", Sport::Unknown),
        ("", Sport::Unknown),
    ] {
        let file = format!(
            "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityType{word}\" startDate=\"2025-01-01 07:00:00 +0100\">\
             <MetadataEntry key=\"HKIndoorWorkout\" value=\"1\"/></Workout></HealthData>"
        );
        let (sessions, end) = read(file.as_bytes(), "export.xml")?;
        assert_eq!(end, None, "{word}");
        let ground = (sport == Sport::Running).then_some(Ground::Treadmill);
        let found = sessions
            .first()
            .map(|session| (session.sport, session.ground));
        assert_eq!(found, Some((sport, ground)), "{word}");
    }
    Ok(())
}

#[test]
fn an_empty_element_of_a_tcx_was_not_measured() -> Tested {
    let file = tcx(
        "<Activity Sport=\"Running\"><Id>2025-01-01T00:00:00Z</Id><Lap StartTime=\"2025-01-01T00:00:00Z\">\
         <DistanceMeters/><Track><Trackpoint><Time/><DistanceMeters>12</DistanceMeters></Trackpoint></Track></Lap></Activity>",
    );
    let (sessions, end) = read(file.as_bytes(), "empty.tcx")?;
    assert_eq!(end, None);
    let distance = sessions.first().and_then(|session| session.distance_mm);
    assert_eq!(distance, Some(12_000));
    Ok(())
}
