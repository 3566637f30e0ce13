//! Exports as runners get them, from end to end.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of a test, far from any bound"
)]

use jiff::Timestamp;
use serde_json::Value;

use crate::import::readers::fixture;
use crate::import::watch::{MORNING, fit, run};
use crate::place::{Failed, Place, code, gzipped, shown, zipped};
use crate::support::Tested;

const LIST: &str = "\
Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Avg Run Cadence,Max Run Cadence,Avg Pace,Best Pace
Running,2026-05-10 10:35:22,false,Easy,8.16,584,00:45:03,129,143,163,244,5:31,3:36
Running,2026-05-10 11:30:00,false,And back,4.00,284,00:24:00,129,143,163,244,6:00,3:36
Running,2026-05-12 10:35:22,false,Easy,5.00,384,00:30:00,129,143,163,244,6:00,3:36
";

#[test]
fn a_list_of_unknown_unit_is_named_with_the_option_and_gains_its_distances_when_it_is_given()
-> Tested {
    let place = Place::new()?;
    place.write("Activities.csv", LIST)?;
    let arguments = [
        "Activities.csv",
        "--into",
        "me.json",
        "--as-of",
        "2026-05-21",
    ];
    let first = place.import(&arguments)?;
    assert_eq!(code(&first), Some(3));
    let report = shown(&first.stdout).replace("\n    ", " ");
    assert!(
        report.contains("Activities.csv does not tell whether its distances are kilometres or miles, so they are left out. Import it again with --units km or --units mi"),
        "{report}"
    );
    let without = place.read("me.json")?;
    assert!(!without.contains("distance_km"), "{without}");

    let second = place.import(&[&arguments[..], &["--units", "km"]].concat())?;
    assert_eq!(code(&second), Some(0), "{}", shown(&second.stdout));
    let with = place.read("me.json")?;
    // Two rows with a pause of ten minutes are one session.
    assert_eq!(
        with.matches("\"distance_km\": 12.16,").count()
            + with.matches("\"distance_km\": 12.16 ").count(),
        1,
        "{with}"
    );
    assert_eq!(with.matches("\"kind\"").count(), 2, "{with}");
    let third = place.import(&[&arguments[..], &["--units", "km"]].concat())?;
    assert!(shown(&third.stdout).contains("was not touched"));
    assert_eq!(place.read("me.json")?, with);

    let unit = place.import(&["Activities.csv", "--units", "yd"])?;
    assert_eq!(code(&unit), Some(2));
    Ok(())
}

fn clock(seconds: i64) -> Result<String, Failed> {
    Ok(Timestamp::from_second(seconds)?.to_string())
}

/// A track of so many steps of 20 s and about 111 m each, as Strava and Apple write it.
fn gpx(start: i64, steps: i64, kind: &str) -> Result<String, Failed> {
    let points = (0..=steps)
        .map(|step| {
            let time = clock(start + step * 20)?;
            Ok(format!(
                "<trkpt lat=\"0.{step:03}\" lon=\"5.0\"><ele>10.0</ele><time>{time}</time></trkpt>\n"
            ))
        })
        .collect::<Result<String, Failed>>()?;
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>x</name>{kind}<trkseg>\n{points}</trkseg></trk></gpx>\n"
    ))
}

fn tcx(start: i64, metres: i64, seconds: i64) -> Result<String, Failed> {
    let start = clock(start)?;
    Ok(format!(
        "<?xml version=\"1.0\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities><Activity Sport=\"Running\"><Id>{start}</Id><Lap StartTime=\"{start}\"><TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{metres}</DistanceMeters></Lap></Activity></Activities></TrainingCenterDatabase>"
    ))
}

const STRAVA: &str = "\
Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed
1,\"Nov 1, 2026, 8:00:00 AM\",Run,Run,,2400,8.00,,,,,,activities/1.fit.gz,,,2400.0,2400.0,8000.0,
2,\"Nov 3, 2026, 6:00:00 AM\",Run,Run,,400,2.22,,,,,,activities/2.gpx.gz,,,400.0,400.0,2223.9,
3,\"Dec 26, 2012, 9:29:53 PM\",Run,Run,,1993,4.68,,,,,,activities/3.tcx.gz,,,1993.0,1992.8,4686.3,
4,\"Nov 5, 2026, 6:00:00 AM\",Gym,Weight Training,,1800,0.00,,,,,,,,,1800.0,1800.0,0.0,
";

#[test]
fn a_strava_export_gives_each_session_once_and_its_routes_are_no_fault() -> Tested {
    let place = Place::new()?;
    let spaced = [b"          ", fixture("forerunner-410-run.tcx")?.as_slice()].concat();
    let route = "<gpx version=\"1.1\"><trk><name>to follow</name><trkseg><trkpt lat=\"1\" lon=\"2\"/><trkpt lat=\"1.01\" lon=\"2\"/></trkseg></trk></gpx>";
    let run_1 = gzipped(&fit(&[run(MORNING, 8000, 2400)], Some(3600), 20)?)?;
    let run_2 = gpx(MORNING + 2 * 86_400 - 7200, 20, "<type>running</type>")?;
    place.write(
        "export_123.zip",
        zipped(&[
            ("activities.csv", STRAVA.as_bytes()),
            ("profile.csv", b"Athlete ID,Email Address\n1,a@b.example\n"),
            ("routes/55.gpx", route.as_bytes()),
            ("activities/1.fit.gz", &run_1),
            ("activities/2.gpx.gz", &gzipped(run_2.as_bytes())?),
            ("activities/3.tcx.gz", &gzipped(&spaced)?),
            ("media/photo.jpg", b"\xff\xd8\xff\xe0"),
        ])?,
    )?;
    let output = place.import(&["export_123.zip"])?;
    let report = shown(&output.stderr);
    assert_eq!(code(&output), Some(0), "{report}");
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let sources = |list: &str| -> Vec<String> {
        let entries = told.get(list).and_then(Value::as_array);
        let sources = entries.into_iter().flatten().map(|entry| &entry["sources"]);
        sources.map(Value::to_string).collect()
    };
    assert_eq!(
        sources("runs"),
        ["[\"3.tcx.gz\"]", "[\"1.fit.gz\"]", "[\"2.gpx.gz\"]"]
    );
    assert_eq!(sources("other_training"), ["[\"activities.csv 4\"]"]);
    assert!(report.contains("1 file holds no session"), "{report}");
    Ok(())
}

#[test]
fn an_apple_export_counts_a_run_once_though_its_route_names_no_sport() -> Tested {
    let place = Place::new()?;
    let workout = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 -->\n\
        <!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n\
        <!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>\n]>\n<HealthData locale=\"de_DE\">\n\
        <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"6.5\" durationUnit=\"min\" startDate=\"2026-11-01 09:00:00 +0100\" endDate=\"2026-11-01 09:06:40 +0100\">\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" sum=\"2.19\" unit=\"km\"/>\n\
        <WorkoutRoute><FileReference path=\"/workout-routes/route.gpx\"/></WorkoutRoute>\n</Workout>\n</HealthData>\n";
    place.write(
        "export.zip",
        zipped(&[
            ("apple_health_export/export.xml", workout.as_bytes()),
            ("apple_health_export/export_cda.xml", b"<ClinicalDocument/>"),
            (
                "apple_health_export/workout-routes/route.gpx",
                gpx(MORNING, 20, "")?.as_bytes(),
            ),
        ])?,
    )?;
    let output = place.import(&["export.zip"])?;
    assert_eq!(code(&output), Some(0), "{}", shown(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(told.pointer("/runs/0/distance_km"), Some(&2.19.into()));
    assert_eq!(told.pointer("/other_training/0"), None, "{told}");
    Ok(())
}

#[test]
fn what_is_missing_or_empty_or_a_pipe_is_named_and_the_rest_is_read_once() -> Tested {
    let place = Place::new()?;
    let recording = fit(&[run(MORNING, 8000, 2400)], Some(3600), 20)?;
    place.write("Läufe im Herbst/Lauf #1 (Kopie).fit", &recording)?;
    std::fs::create_dir(place.path("nothing here"))?;
    let output = place.import(&[
        "no such.fit",
        "nothing here",
        "Läufe im Herbst",
        "Läufe im Herbst/Lauf #1 (Kopie).fit",
        "./Läufe im Herbst/../Läufe im Herbst",
    ])?;
    assert_eq!(code(&output), Some(3));
    let (entries, report) = (shown(&output.stdout), shown(&output.stderr));
    assert_eq!(entries.matches("Lauf #1 (Kopie).fit").count(), 1);
    assert!(report.contains("1 new session from 3 files"), "{report}");
    assert!(report.contains("no such.fit: cannot be read"), "{report}");
    assert!(report.contains("nothing here: an empty folder"), "{report}");
    assert!(!report.contains("Dropped"), "{report}");

    for arguments in [&["-"][..], &["nothing here", "--into", "-"]] {
        let output = place.import(arguments)?;
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(shown(&output.stderr).contains("standard input"));
    }
    Ok(())
}

const BEGUN: &str =
    "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"achilles-midportion\" } }\n";

#[test]
fn a_target_that_is_protected_or_has_no_folder_is_not_written() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", fit(&[run(MORNING, 8000, 2400)], Some(3600), 20)?)?;
    let arguments = [
        "a.fit",
        "--into",
        "no such folder/me.json",
        "--as-of",
        "2026-11-21",
    ];
    let output = place.import(&arguments)?;
    assert_eq!(code(&output), Some(2));
    assert!(shown(&output.stderr).contains("there is no folder no such folder"));

    place.write("me.json", BEGUN)?;
    let me = place.path("me.json");
    let mut permissions = me.metadata()?.permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&me, permissions)?;
    let output = place.import(&["a.fit", "--into", "me.json"])?;
    assert_eq!(code(&output), Some(3));
    assert!(shown(&output.stderr).contains("it is read-only"));
    assert_eq!(place.read("me.json")?, BEGUN);
    assert_eq!(place.names()?, ["a.fit", "me.json"]);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_program_that_holds_the_target_open_keeps_what_it_read() -> Tested {
    use std::io::Read;
    let place = Place::new()?;
    place.write("a.fit", fit(&[run(MORNING, 8000, 2400)], Some(3600), 20)?)?;
    place.write("me.json", BEGUN)?;
    let mut held = std::fs::File::open(place.path("me.json"))?;
    let output = place.import(&["a.fit", "--into", "me.json"])?;
    assert_eq!(code(&output), Some(0));
    let report = shown(&output.stdout).replace('\n', " ");
    assert!(report.contains("kept as me.json.bak"), "{report}");
    let mut before = String::new();
    held.read_to_string(&mut before)?;
    assert_eq!(before, BEGUN);
    assert!(place.read("me.json")?.contains("a.fit"));
    Ok(())
}

/// Fourteen sessions, a day or more apart, in all kinds of files.
fn many(place: &Place) -> Result<Vec<String>, Failed> {
    let day = |number: i64| MORNING + number * 86_400;
    let mut names = Vec::new();
    let mut write = |name: &str, bytes: &[u8]| -> Tested {
        names.push(name.to_owned());
        place.write(name, bytes)
    };
    for (number, metres) in [(0, 5000), (4, 8000), (9, 6500)] {
        let bytes = fit(&[run(day(number), metres, 2400)], Some(3600), 20)?;
        write(&format!("{number}.fit"), &bytes)?;
    }
    write(
        "two.fit",
        &fit(
            &[run(day(12), 3000, 900), run(day(13), 3100, 900)],
            Some(0),
            9,
        )?,
    )?;
    for (number, kind) in [(1, "<type>running</type>"), (5, "<type>9</type>"), (10, "")] {
        write(
            &format!("{number}.gpx"),
            gpx(day(number), 30, kind)?.as_bytes(),
        )?;
    }
    for (number, metres) in [(2, 7000), (6, 7100), (11, 10_000)] {
        let bytes = tcx(day(number), metres, 3000)?;
        write(&format!("{number}.tcx"), bytes.as_bytes())?;
    }
    let garmin = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg Stride Length,Steps\n\
        Running,2026-11-04 07:00:00,false,x,5.00,1,00:30:00,1.00,\"5,000\"\n\
        Cycling,2026-11-08 07:00:00,false,x,25.00,1,01:10:00,--,--\n";
    write("Activities.csv", garmin.as_bytes())?;
    let strava: String = STRAVA
        .split_inclusive('\n')
        .filter(|line| !line.contains("activities/"))
        .collect();
    write("activities-1.csv", strava.as_bytes())?;
    Ok(names)
}

#[test]
fn one_import_in_any_order_and_one_for_each_file_give_the_same_bytes() -> Tested {
    let place = Place::new()?;
    let names = many(&place)?;
    let begin = ["--as-of", "2026-11-21", "--complete-from", "2026-11-01"];
    let import = |names: &[&str], into: &str| {
        let output = place.import(&[names, &["--into", into], &begin].concat())?;
        // The track without a type is not known to be a run.
        assert!(
            matches!(code(&output), Some(0 | 3)),
            "{}",
            shown(&output.stdout)
        );
        place.read(into)
    };
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at_once = import(&names, "at-once.json")?;
    assert_eq!(at_once.matches("\"date\"").count(), 14, "{at_once}");
    for turn in 0..4 {
        names.rotate_left(5);
        names.swap(0, 7);
        assert_eq!(import(&names, &format!("order-{turn}.json"))?, at_once);
        let mut one_by_one = String::new();
        for name in &names {
            one_by_one = import(&[name], &format!("one-by-one-{turn}.json"))?;
        }
        let read = |text: &str| serde_json::from_str::<Value>(text);
        assert_eq!(read(&one_by_one)?, read(&at_once)?);
        assert_eq!(one_by_one, at_once);
    }
    Ok(())
}

#[test]
fn the_order_of_a_run_log_changes_no_report() -> Tested {
    let place = Place::new()?;
    let names = many(&place)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    place.write("me.json", BEGUN)?;
    let into = ["--into", "me.json", "--complete-from", "2026-11-01"];
    assert_eq!(code(&place.import(&[&names[..], &into].concat())?), Some(3));
    let mut assessment: Value = serde_json::from_str(&place.read("me.json")?)?;
    let mut seen = Vec::new();
    for turn in 0..4 {
        // The same name, so that it differs in no report.
        place.write("me.json", assessment.to_string())?;
        let mut told = Vec::new();
        for arguments in [
            &["check", "me.json", "--all"][..],
            &["load", "me.json"],
            &["load", "me.json", "--format", "json"],
            &["timeline", "me.json"],
        ] {
            let output = place.rtr(arguments)?;
            assert!(!output.stdout.is_empty(), "{}", shown(&output.stderr));
            told.push(shown(&output.stdout));
        }
        seen.push(told);
        for list in ["runs", "other_training"] {
            if let Some(entries) = assessment.get_mut(list).and_then(Value::as_array_mut) {
                let middle = entries.len() / 2;
                entries.rotate_left(middle);
                entries.swap(0, middle);
                if turn == 1 {
                    entries.reverse();
                }
            }
        }
    }
    let first = seen.first().cloned().unwrap_or_default();
    for (turn, told) in seen.iter().enumerate() {
        for (one, other) in first.iter().zip(told) {
            assert_eq!(one, other, "shuffled {turn} times");
        }
    }
    Ok(())
}
