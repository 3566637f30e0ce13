//! The lists and files that other services export: each as its fixture is written, and a run that happened is never dropped.

use return_to_run::import::{Note, Sport};

use super::{lines, read, read_fixture};
use crate::support::Tested;

#[test]
fn runkeeper_says_its_unit_in_the_heading_and_names_the_recording() -> Tested {
    let (sessions, end) = lines("runkeeper.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-21T18:20:48 12770.000 m 4058.000 s - s 2026-10-21-182048.gpx",
            "Walking 2026-10-19T07:02:11 2100.000 m 1489.000 s - s runkeeper.csv",
            "Cycling 2026-10-18T09:00:00 30500.000 m 4800.000 s - s 2026-10-18-090000.gpx",
            "Unknown 2026-10-17T09:00:00 - m 1800.000 s - s runkeeper.csv",
        ]
    );
    let miles =
        "Date,Type,Distance (mi),Duration,GPX File\n2026-10-21 15:27:52,Running,1.41,24:49,\n";
    let (sessions, end) = read(miles.as_bytes(), "miles.csv")?;
    assert_eq!(end, None);
    let distances: Vec<_> = sessions.iter().map(|session| session.distance_mm).collect();
    assert_eq!(distances, [Some(2_269_175)]);
    Ok(())
}

#[test]
fn what_training_peaks_only_planned_is_no_session() -> Tested {
    let (sessions, end) = lines("training-peaks.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-05 6938.780 m 2652.032 s - s training-peaks.csv",
            "Cycling 2026-10-06 - m 3636.000 s - s training-peaks.csv",
            "Strength 2026-10-07 - m 1354.805 s - s training-peaks.csv",
            "Unknown 2026-10-11 21120.500 m 6660.000 s - s training-peaks.csv",
        ]
    );
    Ok(())
}

#[test]
fn what_only_a_workout_leaves_says_that_it_was_done() -> Tested {
    const HEAD: &str = "Title,WorkoutType,WorkoutDay,DistanceInMeters,TimeTotalInHours,HeartRateAverage,Rpe,Feeling,AthleteComments\n";
    for (row, is_done) in [
        ("Long,Run,2026-11-08,,,155,,,", true),
        ("Long,Run,2026-11-08,0,0,,8,,", true),
        ("Long,Run,2026-11-08,,,,,1,", true),
        ("Long,Run,2026-11-08,,,,,,18 km and very sore", true),
        ("Long,Run,2026-11-08,0,0,0,0,0,", false),
        ("Long,Run,2026-11-08,,,,,,", false),
    ] {
        let list = format!("{HEAD}{row}\n");
        let (sessions, _) = read(list.as_bytes(), "workouts.csv")?;
        assert_eq!(sessions.len(), usize::from(is_done), "{row}");
    }
    Ok(())
}

#[test]
fn intervals_icu_is_in_metres_and_seconds_by_the_local_clock() -> Tested {
    let (sessions, end) = lines("intervals.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-21T18:20:48 12771.400 m 4058.000 s 4100.000 s intervals.csv",
            "Cycling 2026-10-19T07:02:11 30500.000 m 3600.000 s 3600.000 s intervals.csv",
            "Running Trail 2026-10-18T09:00:00 15020.000 m 5400.000 s 6000.000 s intervals.csv",
            "Unknown 2026-10-17T09:00:00 - m 1800.000 s 1800.000 s intervals.csv",
        ]
    );
    Ok(())
}

#[test]
fn zepp_knows_one_number_for_a_run_and_less_than_zero_is_none() -> Tested {
    let (sessions, end) = lines("zepp.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-01T18:03:16Z 5321.000 m 1800.000 s - s zepp.csv",
            "Unknown 2026-10-03T18:03:16Z - m 3000.000 s - s zepp.csv",
            "Unknown 2026-10-04T08:00:00Z 3100.000 m 2400.000 s - s zepp.csv",
        ]
    );
    let (sessions, _) = read_fixture("zepp.csv")?;
    let notes: Vec<&Note> = sessions.iter().flat_map(|session| &session.notes).collect();
    assert_eq!(
        notes,
        [
            &Note::Sport("type 52".to_owned()),
            &Note::Sport("type 6".to_owned())
        ]
    );
    Ok(())
}

#[test]
fn samsung_has_its_headings_in_the_second_line_and_its_offset_beside() -> Tested {
    let (sessions, end) = lines("samsung-exercise.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-08T18:48:24+02:00 8012.500 m 2400.000 s 2460.000 s samsung-exercise.csv",
            "Walking 2026-10-10T00:48:24+02:00 800.000 m 600.000 s 600.000 s samsung-exercise.csv",
            "Unknown 2026-10-10T06:30:00-03:30 25000.000 m 3600.000 s 3600.000 s samsung-exercise.csv",
        ]
    );
    Ok(())
}

#[test]
fn polar_is_read_in_both_layouts_and_each_exercise_is_a_session() -> Tested {
    let (sessions, end) = lines("polar-names.json")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Cycling 2026-10-05T09:00:00+02:00 27000.000 m 4083.500 s 4200.000 s polar-names.json",
            "Running 2026-10-05T10:12:00+02:00 8000.000 m 2880.000 s 2880.000 s polar-names.json",
        ]
    );
    let (sessions, end) = lines("polar-numbers.json")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        ["Running 2026-10-18T10:23:06-03:30 8730.500 m 2684.627 s - s polar-numbers.json"]
    );
    let unknown = "{\"exportVersion\":\"2.6\",\"startTime\":\"2026-10-18T10:23:06\",\"durationMillis\":60000,\"sport\":{\"id\":\"83\"},\"exercises\":[]}";
    let (sessions, end) = read(unknown.as_bytes(), "unknown.json")?;
    assert_eq!(end, None);
    let found: Vec<_> = sessions
        .iter()
        .map(|session| {
            (
                session.sport,
                session.start.to_string(),
                session.notes.clone(),
            )
        })
        .collect();
    let note = Note::Sport("sport 83".to_owned());
    assert_eq!(
        found,
        [(Sport::Unknown, "2026-10-18T10:23:06".to_owned(), vec![note])]
    );
    Ok(())
}

#[test]
fn garmin_s_whole_export_is_in_centimetres_and_legs_stand_for_their_whole() -> Tested {
    let (sessions, end) = lines("garmin-summarized.json")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-09-21T16:13:20+02:00 5000.125 m 1800.000 s 1860.000 s garmin-summarized.json",
            "Cycling 2026-09-22T20:00:00+02:00 20000.000 m 3600.000 s - s garmin-summarized.json",
            "Other 2026-09-22T21:00:00+02:00 200.000 m 120.000 s - s garmin-summarized.json",
            "Running 2026-09-22T21:02:00+02:00 4800.000 m 1680.000 s - s garmin-summarized.json",
            "Unknown 2026-09-23T23:46:40+02:00 - m 600.000 s - s garmin-summarized.json",
        ]
    );
    Ok(())
}

#[test]
fn fitbit_has_the_unit_beside_the_distance_and_no_zone() -> Tested {
    let (sessions, end) = lines("fitbit-exercise.json")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Running 2026-10-01T05:30:00Z 5201.300 m 1800.000 s 1920.000 s fitbit-exercise.json",
            "Walking 2026-10-02T05:30:00Z - m 600.000 s 600.000 s fitbit-exercise.json",
            "Running 2026-10-03T05:30:00Z 4988.966 m 1790.000 s 1800.000 s fitbit-exercise.json",
            "Unknown 2026-10-04T05:30:00Z - m 1790.000 s 1800.000 s fitbit-exercise.json",
        ]
    );
    let silent = "[{\"logId\":1,\"activityName\":\"Run\",\"startTime\":\"10/01/26 05:30:00\",\"distance\":5}]";
    let (sessions, end) = read(silent.as_bytes(), "exercise-0.json")?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(
        end.as_deref(),
        Some("distanceUnit: distances without a unit are not taken")
    );
    Ok(())
}

#[test]
fn suunto_has_its_figures_in_the_header() -> Tested {
    let (sessions, end) = lines("suunto.json")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        ["Running 2026-10-17T11:49:23+02:00 10012.000 m 3301.400 s - s suunto.json"]
    );
    Ok(())
}

#[test]
fn a_fault_of_an_export_costs_no_session_that_has_a_day() -> Tested {
    for (file, sessions, reason) in [
        (
            "Date,Type,Distance (km),Duration,GPX File\n2026-10-21 18:20:48,Running,far,soon 5,\n",
            1,
            "line 2: `far` is no distance; line 2: `soon 5` is no time",
        ),
        (
            "Date,Type,Distance (km),Duration,GPX File\nyesterday,Running,5,30:00,\n",
            0,
            "line 2: `yesterday` is no start as Runkeeper writes it",
        ),
        (
            "type,startTime,sportTime(s),distance(m)\n1,2026-10-01 18:03:16+0000,1800,5,321\n",
            1,
            "line 2 has 5 columns where the first line has 4",
        ),
        (
            "[{\"logId\":1,\"activityName\":\"Run\",\"startTime\":\"soon\"},{\"logId\":2,\"activityName\":\"Run\",\"startTime\":\"10/01/26 05:30:00\",\"duration\":\"x\"}]",
            1,
            "/1: `x` is no time; /0: `soon` is no start as Fitbit writes it",
        ),
        (
            "[{\"summarizedActivitiesExport\":[{\"activityType\":\"running\"},{\"activityType\":\"running\",\"startTimeLocal\":1790007200000}]}]",
            1,
            "/summarizedActivitiesExport/0: an activity without a start",
        ),
        (
            "{\"DeviceLog\":{\"Header\":{\"ActivityType\":3,\"DateTime\":\"soon\"}}}",
            0,
            "/DeviceLog/Header: `soon` is no start",
        ),
    ] {
        let (found, end) = read(file.as_bytes(), "file")?;
        assert_eq!(found.len(), sessions, "{file}");
        assert_eq!(end.as_deref(), Some(reason), "{file}");
    }
    Ok(())
}

#[test]
fn a_json_export_that_breaks_off_keeps_what_was_whole() -> Tested {
    let whole = String::from_utf8(super::fixture("garmin-summarized.json")?)?;
    let at = whole.find("\"activityId\" : 203").ok_or("203")?;
    let (sessions, end) = read(whole.get(..at).unwrap_or_default().as_bytes(), "cut.json")?;
    assert!(sessions.len() >= 3, "{sessions:?}");
    assert_eq!(end.as_deref(), Some("cut short"));
    Ok(())
}
