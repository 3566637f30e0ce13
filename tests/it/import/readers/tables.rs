//! The tables of Strava and Garmin Connect: no unit, date or decimal mark is guessed.

use return_to_run::import::{Ground, Sport};

use super::{fixture, line, lines, read};
use crate::support::Tested;

#[test]
fn strava_rows_are_read_by_place_and_figures_that_do_not_agree_are_not_known() -> Tested {
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
            "Running 2024-09-20T18:00:00Z - m 1390.000 s 1390.000 s strava-english.csv 1008",
            "Running 2024-09-21T18:00:00Z 3000.000 m 300.000 s - s strava-english.csv 1009",
            "Unknown 2024-09-22T18:00:00Z - m 900.000 s 900.000 s strava-english.csv 1011",
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
        let has_day =
            reason.starts_with("`soon`") || reason.starts_with("its") || reason.starts_with("has");
        assert_eq!(sessions.len(), if has_day { 2 } else { 1 }, "{bad}");
        let colon = if reason.starts_with("has") { "" } else { ":" };
        assert_eq!(end, Some(format!("line 2{colon} {reason}")));
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
fn garmin_lists_of_other_languages_tell_it_too() -> Tested {
    for (kind, elapsed, stride, steps) in [
        ("Laufen", "Verstrichene Zeit", "Ø Schrittlänge", "Schritte"),
        (
            "Course à pied",
            "Temps écoulé",
            "Longueur moyenne des foulées",
            "Pas",
        ),
        (
            "Carrera",
            "Tiempo transcurrido",
            "Longitud media de zancada",
            "Pasos",
        ),
        ("Hardlopen", "Verstreken tijd", "Gem. staplengte", "Stappen"),
    ] {
        let file = format!(
            "Art,Tag,Favorit,Titel,Weg,kcal,Zeit,{stride},{steps},{elapsed}\n\
             {kind},2025-01-01 07:00:00,FALSE,x,\"5,00\",1,\"00:30:00,5\",\"1,00\",5.010,00:31:00\n"
        );
        let (sessions, end) = read(file.as_bytes(), "list.csv")?;
        assert_eq!(end, None, "{kind}");
        let told: Vec<String> = sessions.iter().map(line).collect();
        assert_eq!(
            told,
            ["Running 2025-01-01T07:00:00 5000.000 m 1800.500 s 1860.000 s list.csv"],
            "{kind}"
        );
    }
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
fn a_fault_of_a_garmin_list_is_told_with_its_line_and_costs_no_row_that_has_a_day() -> Tested {
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
            "`123456789012345678901234567890123` is no number",
        ),
    ] {
        let file = format!("{header}{bad}\n{good}");
        let (sessions, end) = read(file.as_bytes(), "Activities.csv")?;
        let has_day = !reason.contains("start");
        assert_eq!(sessions.len(), if has_day { 2 } else { 1 }, "{bad}");
        let colon = if reason.starts_with("has") { "" } else { ":" };
        assert_eq!(end, Some(format!("line 2{colon} {reason}")));
    }
    Ok(())
}

#[test]
fn strava_and_garmin_sports_are_words_that_are_known_or_other_training() -> Tested {
    let strava = "a,b,c,d,e,f,g,file,w,w,f,m,g\n";
    let garmin = "Activity Type,Date,Favorite,Title,Distance,Calories,Time\n";
    for (word, sport, ground) in [
        ("Run", Sport::Running, None),
        ("Lauf", Sport::Running, None),
        ("Course à pied", Sport::Running, None),
        ("Hardloopsessie", Sport::Running, None),
        ("Carrera", Sport::Running, None),
        ("Trail Run", Sport::Running, Some(Ground::Trail)),
        ("Track Running", Sport::Running, Some(Ground::Track)),
        ("treadmill_running", Sport::Running, Some(Ground::Treadmill)),
        ("Laufband", Sport::Running, Some(Ground::Treadmill)),
        ("Walk", Sport::Walking, None),
        ("Spaziergang", Sport::Walking, None),
        ("Hike", Sport::Walking, None),
        ("Virtual Ride", Sport::Cycling, None),
        ("Radfahren", Sport::Cycling, None),
        ("Pool Swim", Sport::Swimming, None),
        ("Natation", Sport::Swimming, None),
        ("Weight Training", Sport::Strength, None),
        ("Krafttraining", Sport::Strength, None),
        ("Runaway", Sport::Unknown, None),
        ("Workout", Sport::Unknown, None),
        ("", Sport::Unknown, None),
    ] {
        for file in [
            format!("{strava}1,2025-01-01 07:00:00,x,{word},,60,,,,,60,60,\n"),
            format!("{garmin}{word},2025-01-01 07:00:00,false,x,--,1,00:01:00\n"),
        ] {
            let (sessions, end) = read(file.as_bytes(), "table.csv")?;
            assert_eq!(end, None, "{file}");
            let found = sessions
                .first()
                .map(|session| (session.sport, session.ground));
            assert_eq!(found, Some((sport, ground)), "{file}");
        }
    }
    Ok(())
}

#[test]
fn a_message_repeats_no_page_of_a_file() -> Tested {
    let file = format!(
        "a,b,c,d,e,f,g,file,w,w,f,m,g\n1,{},x,Run,,60,,,,,60,60,\n",
        "soon ".repeat(1000)
    );
    let (_, end) = read(file.as_bytes(), "activities.csv")?;
    assert!(end.is_some_and(|end| end.contains('…') && end.len() < 200));
    Ok(())
}
