//! Lists kept by hand: what a heading or the runner says is believed, and nothing is guessed.

use return_to_run::import::merge::{MergeResult, Window, merge};
use return_to_run::import::target::{Said, Target};
use return_to_run::import::{Columns, DateOrder, Options, READERS, Session, Sport, Units};

use super::{Outcome, line, lines, read, read_knowing};
use crate::support::Tested;

fn knowing(file: &str, options: Options<'_>) -> Result<Outcome, Box<dyn std::error::Error>> {
    let reader = READERS
        .iter()
        .find(|reader| reader.name == "a list of runs kept by hand");
    let reader = reader.ok_or("list")?;
    Ok(read_knowing(
        reader,
        &mut file.as_bytes(),
        "runs.csv",
        options,
    ))
}

fn shown(sessions: &[Session]) -> Vec<String> {
    sessions.iter().map(line).collect()
}

#[test]
fn a_list_with_semicolons_and_decimal_commas_is_read_and_rest_days_are_none() -> Tested {
    let (sessions, end) = lines("list-german.csv")?;
    assert_eq!(
        sessions,
        [
            "Running 2026-11-02 8500.000 m 3060.000 s - s list-german.csv",
            "Running 2026-11-05 6000.000 m 2160.000 s - s list-german.csv",
            "Running 2026-11-05 6000.000 m 2160.000 s - s list-german.csv",
            "Cycling 2026-11-06 - m 3900.000 s - s list-german.csv",
            "Running 2026-11-07 - m 2400.000 s - s list-german.csv",
        ]
    );
    assert_eq!(
        end.as_deref(),
        Some("line 8: `ohne Uhr` is no distance; line 9: `Summe` is no date")
    );
    Ok(())
}

#[test]
fn a_plain_list_says_no_sport_until_the_runner_does() -> Tested {
    let (sessions, end) = lines("list-plain.csv")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions,
        [
            "Unknown 2026-11-01 8000.000 m 2790.000 s - s list-plain.csv",
            "Unknown 2026-11-03 5250.000 m 1800.000 s - s list-plain.csv",
            "Unknown 2026-11-07 12000.000 m - s - s list-plain.csv",
        ]
    );
    let run = Options {
        untyped: Some(Sport::Running),
        ..Options::default()
    };
    let (sessions, end) = knowing("date,km\n2026-11-01,8\n", run)?;
    assert_eq!(end, None);
    assert_eq!(
        shown(&sessions),
        ["Running 2026-11-01 8000.000 m - s - s runs.csv"]
    );
    Ok(())
}

#[test]
fn a_unit_that_nothing_tells_is_asked_for_and_the_run_is_kept() -> Tested {
    let file = "date,distance,time\n2026-11-01,5,30\n";
    let (sessions, end) = knowing(file, Options::default())?;
    assert_eq!(
        shown(&sessions),
        ["Unknown 2026-11-01 - m - s - s runs.csv"]
    );
    assert_eq!(
        end.as_deref(),
        Some(
            "line 1: no distance is taken: nothing tells whether they are kilometres or miles; say it with --units, or in the heading; line 1: no time is taken: nothing tells whether they are minutes, hours or seconds; name the column with --columns, such as date=..,km=..,minutes=.., or say it in the heading"
        )
    );
    let columns: Columns = "date=date,mi=distance,minutes=time".parse()?;
    let named = Options {
        columns: Some(&columns),
        ..Options::default()
    };
    let (sessions, end) = knowing(file, named)?;
    assert_eq!(end, None);
    assert_eq!(
        shown(&sessions),
        ["Unknown 2026-11-01 8046.720 m 1800.000 s - s runs.csv"]
    );
    let miles = Options {
        units: Some(Units::Miles),
        ..Options::default()
    };
    let (sessions, _) = knowing("date,distance\n2026-11-01,5\n", miles)?;
    assert_eq!(
        shown(&sessions),
        ["Unknown 2026-11-01 8046.720 m - s - s runs.csv"]
    );
    Ok(())
}

#[test]
fn cells_may_tell_their_own_unit_and_dates_the_order_of_all() -> Tested {
    let (sessions, end) = lines("list-american.tsv")?;
    assert_eq!(
        sessions,
        [
            "Unknown 2026-10-28 4988.966 m 1674.000 s - s list-american.tsv",
            "Unknown 2026-11-02 5000.000 m 1680.000 s - s list-american.tsv",
            "Unknown 2026-11-04 - m 2400.000 s - s list-american.tsv",
        ]
    );
    assert_eq!(
        end.as_deref(),
        Some(
            "line 1: no distance is taken: nothing tells whether they are kilometres or miles; say it with --units, or in the heading"
        )
    );
    let file = "date,km\n3/4/2026,8\n";
    let (sessions, end) = knowing(file, Options::default())?;
    assert_eq!(sessions, []);
    assert_eq!(
        end.as_deref(),
        Some(
            "line 1: no day is taken: nothing tells whether `3/4/2026` has the day first or the month; say --dates day-first or --dates month-first"
        )
    );
    for (dates, day) in [
        (DateOrder::DayFirst, "2026-04-03"),
        (DateOrder::MonthFirst, "2026-03-04"),
    ] {
        let said = Options {
            dates: Some(dates),
            ..Options::default()
        };
        let (sessions, end) = knowing(file, said)?;
        assert_eq!(end, None);
        let days: Vec<String> = sessions
            .iter()
            .map(|session| session.start.to_string())
            .collect();
        assert_eq!(days, [day]);
    }
    Ok(())
}

#[test]
fn a_table_without_a_heading_is_read_by_the_numbers_of_its_columns() -> Tested {
    let columns: Columns = "date=1,km=2,clock=3".parse()?;
    let named = Options {
        columns: Some(&columns),
        ..Options::default()
    };
    let (sessions, end) = knowing("2026-11-01,8,46:30\n2026-11-03,9,0:52:00\n", named)?;
    assert_eq!(end, None);
    assert_eq!(
        shown(&sessions),
        [
            "Unknown 2026-11-01 8000.000 m 2790.000 s - s runs.csv",
            "Unknown 2026-11-03 9000.000 m 3120.000 s - s runs.csv",
        ]
    );
    Ok(())
}

#[test]
fn a_row_that_is_shifted_keeps_its_day() -> Tested {
    let (sessions, end) = knowing("date,km,minutes\n2026-11-01,8,5,46\n", Options::default())?;
    assert_eq!(
        shown(&sessions),
        ["Unknown 2026-11-01 - m - s - s runs.csv"]
    );
    assert_eq!(
        end.as_deref(),
        Some("line 2 has 4 columns where the first line has 3")
    );
    Ok(())
}

#[test]
fn tables_of_days_and_of_measurements_are_no_lists() {
    for table in [
        "date,steps,distance,runDistance,calories\n2026-01-01,2133,1413,1175,85\n",
        "date,time,heartRate\n2026-01-01,07:13,107\n",
        "date,weight\n2026-01-01,70\n",
    ] {
        assert!(read(table.as_bytes(), "table.csv").is_err(), "{table}");
    }
}

const EMPTY: &str = "{ \"format\": \"assessment/1\", \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" } }";

fn into(
    text: &str,
    sessions: Vec<Session>,
) -> Result<(MergeResult, String), Box<dyn std::error::Error>> {
    let target = Target::read(text.to_owned())?;
    let merged = merge(sessions, target.log(), Window::default());
    let text = target.with(&merged, Said::default())?;
    Ok((merged, text))
}

#[test]
fn a_list_read_again_adds_only_its_new_rows() -> Tested {
    let file =
        "date,km,minutes,sport\n2026-11-01,8,46,run\n2026-11-01,8,46,run\n2026-11-03,5,,run\n";
    let (sessions, _) = knowing(file, Options::default())?;
    let (merged, text) = into(EMPTY, sessions.clone())?;
    assert_eq!(merged.kept.len(), 3, "two equal runs of one day are two");
    assert!(text.contains(
        "{ \"date\": \"2026-11-01\", \"kind\": \"run\", \"distance_km\": 8, \"duration_min\": 46, \"sources\": [\"runs.csv\"] }"
    ));
    let (merged, again) = into(&text, sessions)?;
    assert_eq!((merged.kept.len(), merged.dropped.len()), (0, 3));
    assert_eq!(again, text);
    let (sessions, _) = knowing(
        &format!(
            "{}2026-11-05,6,33,run\n",
            file.replace("5,,run", "5,29,run")
        ),
        Options::default(),
    )?;
    let (merged, text) = into(&text, sessions)?;
    assert_eq!((merged.kept.len(), merged.recorded.len()), (1, 1));
    assert!(text.contains("\"distance_km\": 5, \"sources\": [\"runs.csv\"], \"duration_min\": 29"));
    Ok(())
}

#[test]
fn a_list_whose_sport_is_told_later_names_what_it_left_unknown() -> Tested {
    let file = "date,km,minutes\n2026-11-01,8,46\n2026-11-03,5,29\n";
    let (sessions, _) = knowing(file, Options::default())?;
    let (_, text) = into(EMPTY, sessions)?;
    assert_eq!(text.matches("\"kind\": \"unknown\"").count(), 2);
    let run = Options {
        untyped: Some(Sport::Running),
        ..Options::default()
    };
    let (sessions, _) = knowing(file, run)?;
    let (merged, text) = into(&text, sessions)?;
    assert_eq!((merged.kept.len(), merged.named.len()), (0, 2));
    assert_eq!(text.matches("\"kind\": \"run\"").count(), 2);
    assert!(text.contains("\"distance_km\": 8"));
    Ok(())
}

#[test]
fn a_run_of_the_list_and_its_recording_are_one_in_either_order() -> Tested {
    let (row, _) = knowing("date,km,sport\n2026-11-01,8,run\n", Options::default())?;
    let gpx = "<gpx><trk><type>running</type><trkseg><trkpt lat=\"50\" lon=\"8\"><time>2026-11-01T07:00:00Z</time></trkpt></trkseg></trk></gpx>";
    let (mut recording, _) = read(gpx.as_bytes(), "morning.gpx")?;
    for session in &mut recording {
        session.distance_mm = Some(8_020_000);
        session.moving_ms = Some(2_700_000);
    }
    let both: Vec<Session> = row.iter().chain(&recording).cloned().collect();
    let (merged, _) = into(EMPTY, both)?;
    assert_eq!((merged.kept.len(), merged.dropped.len()), (1, 1));
    let (_, first) = into(EMPTY, row.clone())?;
    let (merged, text) = into(&first, recording.clone())?;
    assert_eq!((merged.kept.len(), merged.recorded.len()), (0, 1));
    assert!(text.contains("\"start\": \"2026-11-01T07:00:00Z\""));
    let (merged, again) = into(&text, row.clone())?;
    assert_eq!((merged.kept.len(), merged.dropped.len()), (0, 1));
    assert_eq!(again, text);
    let (_, first) = into(EMPTY, recording)?;
    let (merged, _) = into(&first, row)?;
    assert_eq!((merged.kept.len(), merged.dropped.len()), (0, 1));
    Ok(())
}

#[test]
fn no_day_is_silently_one_of_rest() -> Tested {
    let note = "date,km,minutes,notes\n2026-11-02,8,48,easy\n2026-11-04,,,ran about 10k forgot watch\n2026-11-05,,,rest day\n2026-11-06,,,Fri\n";
    let (sessions, end) = knowing(note, Options::default())?;
    assert_eq!(sessions.len(), 1);
    let end = end.unwrap_or_default();
    assert!(
        end.contains("line 3: `ran about 10k")
            && !end.contains("line 4")
            && !end.contains("line 5"),
        "{end}"
    );
    // A cross in a calendar says that it was done.
    let (sessions, _) = knowing(
        "date,km,minutes\n2026-11-02,8,48\n2026-11-04,x,\n",
        Options::default(),
    )?;
    assert_eq!(sessions.len(), 2, "{:?}", shown(&sessions));
    // The first line without a heading is a row, whatever its date is like.
    let columns: Columns = "date=1,km=2,minutes=3".parse()?;
    let named = Options {
        columns: Some(&columns),
        ..Options::default()
    };
    let (sessions, end) = knowing("2026-13-01,8,48\n2026-11-02,6,36\n", named)?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(end.as_deref(), Some("line 1: `2026-13-01` is no date"));
    Ok(())
}

#[test]
fn a_heading_may_show_how_a_time_is_written() -> Tested {
    for heading in ["Time (h:mm:ss)", "Duration (hh:mm:ss)", "time mm:ss"] {
        let list = format!("date,km,{heading}\n2026-11-02,8,0:48:00\n");
        let (sessions, end) = knowing(&list, Options::default())?;
        assert_eq!(end, None, "{heading}");
        assert_eq!(
            shown(&sessions),
            ["Unknown 2026-11-02 8000.000 m 2880.000 s - s runs.csv"],
            "{heading}"
        );
    }
    Ok(())
}

#[test]
fn a_time_of_day_is_no_duration() -> Tested {
    let list = "Date,Time,Distance (km),Duration,sport\n2026-11-02,06:30,15,1:25:00,run\n";
    let (sessions, end) = knowing(list, Options::default())?;
    assert_eq!(end, None);
    assert_eq!(
        shown(&sessions),
        ["Running 2026-11-02 15000.000 m 5100.000 s - s runs.csv"]
    );
    let list = "date,km,time,sport\n2026-11-02,8,07:00 AM,run\n";
    let (sessions, _) = knowing(list, Options::default())?;
    assert_eq!(
        shown(&sessions),
        ["Running 2026-11-02 8000.000 m - s - s runs.csv"]
    );
    Ok(())
}
