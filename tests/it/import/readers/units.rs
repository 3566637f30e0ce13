//! The unit of a table is what the table tells, else what the runner says, and never a guess.

use return_to_run::import::{Options, READERS, Units};

use super::{Outcome, read_knowing};
use crate::support::Tested;

const HEADER: &str = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Avg Run Cadence,Max Run Cadence,Avg Pace,Best Pace,Total Ascent\n";

fn garmin(rows: &str, units: Option<Units>) -> Result<Outcome, Box<dyn std::error::Error>> {
    let file = format!("{HEADER}{rows}");
    let mut knowing = READERS
        .iter()
        .filter(|reader| (reader.recognises)(file.as_bytes()));
    let reader = knowing.next().ok_or("no reader knows it")?;
    assert_eq!(reader.name, "Garmin Activities.csv");
    let options = Options {
        units,
        ..Options::default()
    };
    Ok(read_knowing(
        reader,
        &mut file.as_bytes(),
        "Activities.csv",
        options,
    ))
}

/// The distance of each session, and what was said at the end.
type Distances = (Vec<Option<u64>>, Option<String>);

fn distances(rows: &str, units: Option<Units>) -> Result<Distances, Box<dyn std::error::Error>> {
    let (sessions, end) = garmin(rows, units)?;
    Ok((
        sessions.iter().map(|session| session.distance_mm).collect(),
        end,
    ))
}

/// As Garmin Connect writes a plain list in English.
const PLAIN: &str = "\
Running,2026-05-10 10:35:22,FALSE,\"Perth, easy\",8.16,\"1,584\",00:45:03,129,143,163,244,5:31,3:36,--
Walking,2026-05-11 08:00:00,false,Walk,2.99,201,00:16:43,--,--,--,--,5:35,--,12
Walking,2026-05-12 08:00:00,false,Slow,--,311,01:10:35,90,120,29,158,31:52,10:12,12
Strength Training,2026-05-13 18:00:00,false,Gym,0.00,412,01:02:30,128,171,--,--,--,--,--
Cycling,2026-05-14 09:00:00,false,Ride,\"1,034.56\",640,41:30:30,--,--,--,--,24.9,51.2,\"9,150\"
";

#[test]
fn what_the_runner_says_is_the_unit_of_a_list_that_does_not_tell() -> Tested {
    assert_eq!(
        distances(PLAIN, None)?,
        (
            vec![None; 5],
            Some("line 1: no distance is taken: nothing tells whether they are kilometres or miles; a run or walk with steps and a stride length would".to_owned())
        )
    );
    assert_eq!(
        distances(PLAIN, Some(Units::Kilometres))?,
        (
            vec![
                Some(8_160_000),
                Some(2_990_000),
                None,
                None,
                Some(1_034_560_000)
            ],
            None
        )
    );
    assert_eq!(
        distances(PLAIN, Some(Units::Miles))?,
        (
            vec![
                Some(13_132_247),
                Some(4_811_939),
                None,
                None,
                Some(1_664_962_929)
            ],
            None
        )
    );
    Ok(())
}

#[test]
fn a_list_that_tells_its_unit_is_believed_and_the_contradiction_is_told() -> Tested {
    let header =
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg Stride Length,Steps\n";
    let miles = "Running,2025-01-02 07:00:00,false,x,5.00,1,00:50:00,1.00,\"8,047\"\n";
    let file = format!("{header}{miles}");
    let garmin = READERS
        .iter()
        .find(|reader| reader.name.starts_with("Garmin"))
        .ok_or("Garmin")?;
    for (said, told) in [
        (None, None),
        (Some(Units::Miles), None),
        (
            Some(Units::Kilometres),
            Some("line 1: its own steps or paces tell miles, so its distances are not taken as kilometres".to_owned()),
        ),
    ] {
        let options = Options {
            units: said,
            ..Options::default()
        };
        let (sessions, end) = read_knowing(garmin, &mut file.as_bytes(), "list.csv", options);
        assert_eq!(end, told);
        let distance = sessions.first().and_then(|session| session.distance_mm);
        assert_eq!(distance, Some(8_046_720));
    }
    Ok(())
}

#[test]
fn distance_times_pace_is_the_time_or_the_distance_is_not_known() -> Tested {
    let good = "Running,2026-05-10 10:35:22,false,x,8.16,584,00:45:03,--,--,--,--,5:31,--,--\n";
    for (distance, time, pace, refused) in [
        ("8.16", "00:45:03", "5:31", false),
        ("8.16", "00:45:03", "--", false),
        ("8.16", "00:45:03", "10.9", false),
        // A second of pace more or less, as each figure is rounded.
        ("8.16", "00:45:03", "5:32", false),
        ("8.16", "00:45:03", "5:33", true),
        ("8.16", "00:45:03", "5:29", true),
        ("8.26", "00:45:03", "5:31", true),
        ("8.16", "00:46:03", "5:31", true),
        ("0.02", "00:00:07", "5:45", false),
        ("\"8,160\"", "00:45:03", "5:31", false),
        ("\"1,234\"", "00:45:03", "5:31", true),
    ] {
        let row = format!(
            "Running,2026-05-11 10:00:00,false,x,{distance},584,{time},--,--,--,--,{pace},--,--\n"
        );
        let (distances, end) = distances(&format!("{good}{row}"), Some(Units::Kilometres))?;
        let shown = distance.trim_matches('"');
        let reason = format!("line 3: a distance of `{shown}` at its pace does not take its time");
        assert_eq!(end, refused.then_some(reason), "{row}");
        assert_eq!(distances.len(), 2, "{row}");
        let last = distances.last().copied().flatten();
        assert_eq!(last.is_none(), refused, "{row}");
    }
    let odd = "Running,2026-05-11 10:00:00,false,x,8.16,584,00:45:03,--,--,--,--,5:61,--,--\n";
    let (_, end) = distances(odd, Some(Units::Kilometres))?;
    assert_eq!(end.as_deref(), Some("line 2: `5:61` is no pace"));
    Ok(())
}

#[test]
fn metres_beside_a_pace_tell_the_unit() -> Tested {
    let plain = "Running,2026-05-10 10:35:22,false,x,8.16,584,00:45:03,--,--,--,--,5:31,--,--\n";
    let track = |pace: &str| {
        format!(
            "Track Running,2026-05-11 10:00:00,false,x,\"3,000\",200,00:15:00,--,--,--,--,{pace},--,--\n"
        )
    };
    for (pace, plain_mm) in [("5:00", 8_160_000), ("8:03", 13_132_247)] {
        let rows = format!("{plain}{}", track(pace));
        let read = distances(&rows, None)?;
        assert_eq!(
            read,
            (vec![Some(plain_mm), Some(3_000_000)], None),
            "{pace}"
        );
    }
    // Neither a pace per kilometre nor one per mile: the row tells nothing and is not understood.
    let rows = format!("{plain}{}", track("6:00"));
    let (found, end) = distances(&rows, Some(Units::Miles))?;
    assert_eq!(found, [Some(13_132_247), None]);
    assert!(end.is_some_and(|end| end.starts_with("line 3: a distance of `3,000` at its pace")));
    Ok(())
}
