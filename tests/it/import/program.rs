//! `rtr import` as a runner meets it: what it writes, what it leaves alone, what it says.

use serde_json::Value;

use crate::import::watch::{MORNING, fit, run, settings};
use crate::place::{Failed, Place, code, gzipped, shown, zipped};
use crate::support::Tested;

/// A run of 8 km, at 09:00 local time of 2026-11-01.
fn morning_run() -> Result<Vec<u8>, Failed> {
    fit(&[run(MORNING, 8000, 2400)], Some(3600), 20)
}

const ASSESSMENT: &str = r#"{
  "note":   "spaces   stay",
  "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion" },
  "runs": [
    { "date": "2026-11-01", "kind": "walk-run",   "pain_during": 3, "level": 2 },
    { "date": "2026-10-01", "kind": "run", "distance_km": 5.0 }
  ],
  "sleep": null
}
"#;

#[test]
fn a_recording_gives_an_entry_written_by_hand_what_it_lacks_and_leaves_every_other_byte() -> Tested
{
    let place = Place::new()?;
    place.write("me.json", ASSESSMENT)?;
    place.write("a.fit", morning_run()?)?;
    place.write(
        "b.fit",
        fit(&[run(MORNING + 86_400, 10_000, 3000)], Some(3600), 5)?,
    )?;
    let output = place.import(&["a.fit", "b.fit", "--into", "me.json"])?;
    assert_eq!(code(&output), Some(0), "{}", shown(&output.stderr));
    let expected = ASSESSMENT
        .replace(
            "\"level\": 2 }",
            "\"level\": 2, \"distance_km\": 8, \"duration_min\": 40, \"start\": \"2026-11-01T09:00:00+01:00\", \"elapsed_min\": 40, \"sources\": [\"a.fit\"] }",
        )
        .replace(
            "    { \"date\": \"2026-11-01\"",
            "    { \"date\": \"2026-11-02\", \"kind\": \"run\", \"distance_km\": 10, \"duration_min\": 50, \"start\": \"2026-11-02T09:00:00+01:00\", \"elapsed_min\": 50, \"sources\": [\"b.fit\"] },\n    { \"date\": \"2026-11-01\"",
        );
    assert_eq!(place.read("me.json")?, expected);
    assert_eq!(place.read("me.json.bak")?, ASSESSMENT);

    let again = place.import(&["b.fit", "a.fit", "--into", "me.json"])?;
    assert_eq!(code(&again), Some(0));
    assert!(shown(&again.stdout).contains("was not touched"));
    assert_eq!(place.read("me.json")?, expected);
    assert_eq!(place.names()?, ["a.fit", "b.fit", "me.json", "me.json.bak"]);
    Ok(())
}

#[test]
fn what_the_runner_corrected_stays_corrected() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    place.import(&["a.fit", "--into", "me.json", "--as-of", "2026-11-21"])?;
    let corrected = place
        .read("me.json")?
        .replace(
            "\"kind\": \"run\"",
            "\"kind\": \"race\", \"pain_during\": 4",
        )
        .replace("\"distance_km\": 8", "\"distance_km\": 7.5");
    place.write("me.json", &corrected)?;
    place.import(&["a.fit", "--into", "me.json"])?;
    assert_eq!(place.read("me.json")?, corrected);
    let walked = corrected.replace("\"race\"", "\"walk\"");
    place.write("me.json", &walked)?;
    place.import(&["a.fit", "--into", "me.json"])?;
    assert_eq!(place.read("me.json")?, walked);
    Ok(())
}

#[test]
fn the_report_tells_what_was_done_at_80_columns() -> Tested {
    let place = Place::new()?;
    place.write("log/1.fit", morning_run()?)?;
    place.write("log/1-again.fit.gz", gzipped(&morning_run()?)?)?;
    place.write(
        "log/2a.fit",
        fit(&[run(MORNING + 90_000, 3000, 1000)], Some(3600), 5)?,
    )?;
    place.write(
        "log/2b.fit",
        fit(&[run(MORNING + 92_000, 2000, 700)], Some(3600), 5)?,
    )?;
    place.write(
        "log/3.fit",
        fit(&[run(MORNING + 200_000, 6000, 1800)], None, 5)?,
    )?;
    place.write(
        "log/late.fit",
        fit(&[run(MORNING + 9_000_000, 6000, 1800)], None, 5)?,
    )?;
    place.write(
        "log/never-set.fit",
        fit(&[run(645_691_464, 6000, 1800)], None, 5)?,
    )?;
    place.write("log/settings.fit", settings()?)?;
    place.write("log/photo.jpg", [0xff, 0xd8, 0xff, 0xe0])?;
    place.write("log/.hidden.fit", "hidden")?;
    place.write(
        "log/broken.fit",
        morning_run()?.get(..200).unwrap_or_default(),
    )?;
    let arguments = ["log", "--into", "me.json", "--as-of", "2026-11-21"];
    let dry = place.import(&[&arguments[..], &["--dry-run"]].concat())?;
    assert_eq!(code(&dry), Some(3));
    assert_eq!(place.names()?, ["log"]);
    let output = place.import(&arguments)?;
    assert_eq!(code(&output), Some(3));
    let report = shown(&output.stdout);
    assert!(
        report.lines().all(|line| line.chars().count() <= 80),
        "{report}"
    );
    insta::assert_snapshot!(report);
    insta::assert_snapshot!("imported", place.read("me.json")?);
    Ok(())
}

#[test]
fn what_the_decoder_says_of_odd_fields_never_reaches_the_runner() -> Tested {
    let place = Place::new()?;
    let mut odd = morning_run()?;
    // A field of two bytes that claims to be a number of four.
    let field = odd.windows(3).position(|field| field.ends_with(&[2, 0x84]));
    let kind = field.and_then(|at| odd.get_mut(at.saturating_add(2)));
    *kind.ok_or("no field of two bytes")? = 0x86;
    let end = odd.len().saturating_sub(2);
    let sum = checksum(odd.get(..end).unwrap_or_default());
    odd.truncate(end);
    odd.extend(sum.to_le_bytes());
    place.write("odd.fit", &odd)?;
    let output = place.import(&["odd.fit", "--into", "me.json", "--as-of", "2026-11-21"])?;
    assert_eq!(code(&output), Some(0), "{}", shown(&output.stdout));
    assert_eq!(shown(&output.stderr), "");
    assert!(place.read("me.json")?.contains("\"distance_km\": 8"));
    // A byte that changed on the way is told all the same.
    if let Some(byte) = odd.get_mut(end) {
        *byte ^= 1;
    }
    place.write("changed.fit", &odd)?;
    let output = place.import(&["changed.fit"])?;
    assert!(shown(&output.stderr).contains("its bytes do not match their checksum"));
    Ok(())
}

/// The checksum of a FIT file.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| {
            let shifted = sum >> 1;
            if sum & 1 == 1 {
                shifted ^ 0xA001
            } else {
                shifted
            }
        })
    })
}

#[test]
fn many_recordings_are_counted_and_listed_only_when_asked() -> Tested {
    let place = Place::new()?;
    place.write("log/1.fit", morning_run()?)?;
    place.write("log/1-again.fit.gz", gzipped(&morning_run()?)?)?;
    place.write("log/photo.jpg", [0xff, 0xd8, 0xff, 0xe0])?;
    let arguments = [
        "log",
        "--into",
        "me.json",
        "--as-of",
        "2026-11-21",
        "--dry-run",
    ];
    let short = shown(&place.import(&arguments)?.stdout);
    assert!(short.contains("1 recording is the same again"), "{short}");
    assert!(short.contains("1 file is no training"), "{short}");
    assert!(!short.contains("photo.jpg"), "{short}");
    place.write("runs.csv", "date,km\n2026-11-01,8\n2026-11-03,5\n")?;
    let list = shown(&place.import(&["runs.csv"])?.stderr);
    assert!(
        list.contains("  - 2 sessions: it does not say what it was\n"),
        "{list}"
    );
    let long = shown(&place.import(&[&arguments[..], &["--all"]].concat())?.stdout);
    assert!(
        long.contains("1-again.fit.gz") && long.contains("photo.jpg"),
        "{long}"
    );
    Ok(())
}

#[test]
fn without_an_assessment_the_entries_are_printed_to_be_pasted() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    let output = place.import(&["a.fit", "--format", "json"])?;
    assert_eq!(code(&output), Some(0));
    let pasted: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(pasted.pointer("/runs/0/distance_km"), Some(&Value::from(8)));
    assert_eq!(
        pasted.pointer("/other_training"),
        Some(&Value::Array(Vec::new()))
    );
    let report: Value = serde_json::from_slice(&output.stderr)?;
    assert_eq!(report.pointer("/format"), Some(&Value::from("import/1")));
    assert_eq!(
        report.pointer("/kept/0/sport"),
        Some(&Value::from("running"))
    );
    assert_eq!(place.names()?, ["a.fit"]);
    Ok(())
}

#[test]
fn archives_give_what_their_files_give() -> Tested {
    let place = Place::new()?;
    let ride = settings()?;
    let evening = fit(&[run(MORNING + 30_000, 4000, 1300)], Some(3600), 5)?;
    let inner = zipped(&[("evening.fit", &evening)])?;
    let compressed = gzipped(&morning_run()?)?;
    place.write(
        "export.zip",
        zipped(&[
            ("activities/a.fit.gz", &compressed),
            ("uploads/part-1.zip", &inner),
            ("uploads/settings.fit", &ride),
            ("media/photo.jpg", b"\xff\xd8"),
            ("__MACOSX/activities/._a.fit.gz", b"fork"),
        ])?,
    )?;
    place.write("folder/a.fit.gz", &compressed)?;
    place.write("folder/below/evening.fit", &evening)?;
    let archive = place.import(&["export.zip", "--all"])?;
    let folder = place.import(&["folder"])?;
    assert_eq!((code(&archive), code(&folder)), (Some(0), Some(0)));
    assert_eq!(shown(&archive.stdout), shown(&folder.stdout));
    assert!(
        shown(&archive.stdout).contains("evening.fit"),
        "{}",
        shown(&archive.stdout)
    );
    let report = shown(&archive.stderr);
    assert!(report.contains("export.zip: media/photo.jpg"), "{report}");
    assert!(!report.contains("MACOSX"), "{report}");
    Ok(())
}

#[test]
fn a_name_says_nothing_and_contents_do() -> Tested {
    let place = Place::new()?;
    place.write("a.txt", morning_run()?)?;
    assert_eq!(code(&place.import(&["a.txt"])?), Some(0));
    for (name, bytes, reason) in [
        ("empty.fit", Vec::new(), "empty"),
        (
            "text.fit",
            b"not a recording".to_vec(),
            "contents are of no known format",
        ),
        ("photo.jpg", vec![0xff, 0xd8], "not a training file"),
        (
            "half.zip",
            zipped(&[("a.fit", &morning_run()?)])?
                .get(..120)
                .unwrap_or_default()
                .to_vec(),
            "damaged archive",
        ),
        (
            "half.fit.gz",
            gzipped(&morning_run()?)?
                .get(..90)
                .unwrap_or_default()
                .to_vec(),
            "half.fit.gz: ",
        ),
    ] {
        place.write(name, bytes)?;
        let output = place.import(&[name, "a.txt"])?;
        assert_eq!(code(&output), Some(3), "{name}");
        let report = shown(&output.stderr).replace('\n', " ");
        assert!(report.contains(reason), "{name}: {report}");
        assert!(
            shown(&output.stdout).contains("\"distance_km\": 8"),
            "{name}"
        );
    }
    let missing = place.import(&["nowhere.fit"])?;
    assert_eq!(code(&missing), Some(3));
    assert!(shown(&missing.stderr).contains("nowhere.fit: cannot be read"));
    Ok(())
}

#[test]
fn a_bad_assessment_is_refused_and_not_touched() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    let bad = r#"{ "as_of": "2026-11-21", "injury": { "condition": "x" }, "runs": [ { "date": "2026-11-01" } ] }"#;
    place.write("me.json", bad)?;
    let output = place.import(&["a.fit", "--into", "me.json"])?;
    assert_eq!(code(&output), Some(3));
    assert!(shown(&output.stderr).contains("/runs/0/kind"));
    assert_eq!(place.read("me.json")?, bad);
    assert_eq!(place.names()?, ["a.fit", "me.json"]);
    Ok(())
}

#[test]
fn what_cannot_be_asked_is_a_usage_error() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    place.write("me.json", ASSESSMENT)?;
    for (arguments, said) in [
        (&["a.fit", "--into", "new.json"][..], "give --as-of"),
        (
            &["a.fit", "--into", "me.json", "--as-of", "2026-11-20"],
            "only moves on",
        ),
        (
            &[
                "a.fit",
                "--into",
                "me.json",
                "--complete-from",
                "2026-11-22",
            ],
            "lies after the day",
        ),
        (
            &["a.fit", "--time-zone", "Europe/Nowhere"],
            "no time zone is called",
        ),
        (&["a.fit", "--since", "yesterday"], "YYYY-MM-DD"),
        (&[], "required"),
    ] {
        let output = place.import(arguments)?;
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(
            shown(&output.stderr).contains(said),
            "{}",
            shown(&output.stderr)
        );
    }
    assert_eq!(place.names()?, ["a.fit", "me.json"]);
    Ok(())
}

#[test]
fn the_day_and_the_first_complete_day_are_set_in_place_and_no_backup_is_overwritten() -> Tested {
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    place.write("me.json", ASSESSMENT)?;
    place.write("me.json.bak", "precious")?;
    let output = place.import(&[
        "a.fit",
        "--into",
        "me.json",
        "--as-of",
        "2026-11-30",
        "--complete-from",
        "2026-10-01",
        "--since",
        "2026-11-10",
    ])?;
    assert_eq!(code(&output), Some(0));
    let expected = ASSESSMENT.replace("2026-11-21", "2026-11-30").replace(
        "\"sleep\": null",
        "\"sleep\": null,\n  \"log_complete_from\": \"2026-10-01\"",
    );
    assert_eq!(place.read("me.json")?, expected);
    assert_eq!(place.read("me.json.bak")?, "precious");
    assert_eq!(place.read("me.json.bak1")?, ASSESSMENT);
    Ok(())
}

#[test]
fn a_zone_gives_the_local_day_where_the_recording_has_none() -> Tested {
    let place = Place::new()?;
    place.write(
        "late.fit",
        fit(&[run(MORNING + 15 * 3600 + 1800, 5000, 1500)], None, 1)?,
    )?;
    let utc = place.import(&["late.fit"])?;
    assert!(shown(&utc.stdout).contains("\"date\": \"2026-11-01\""));
    assert!(shown(&utc.stderr).contains("carries no local time"));
    let local = place.import(&["late.fit", "--time-zone", "Europe/Berlin"])?;
    assert!(shown(&local.stdout).contains("\"date\": \"2026-11-02\""));
    assert!(shown(&local.stdout).contains("2026-11-02T00:30:00+01:00"));
    assert!(!shown(&local.stderr).contains("carries no local time"));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() -> Tested {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new()?;
    place.write("a.fit", morning_run()?)?;
    place.write("real/me.json", ASSESSMENT)?;
    let real = place.path("real/me.json");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640))?;
    symlink("real/me.json", place.path("me.json"))?;
    assert_eq!(
        code(&place.import(&["a.fit", "--into", "me.json"])?),
        Some(0)
    );
    assert!(place.path("me.json").symlink_metadata()?.is_symlink());
    assert!(place.read("real/me.json")?.contains("a.fit"));
    assert_eq!(real.metadata()?.permissions().mode() & 0o777, 0o640);
    assert_eq!(place.read("real/me.json.bak")?, ASSESSMENT);
    Ok(())
}

#[test]
fn a_table_that_a_spreadsheet_saved_again_is_read_as_it_was() -> Tested {
    let place = Place::new()?;
    let table = "ID;Date;Name;Type;Desc;Elapsed Time;Distance;MHR;RE;C;Gear;File;AW;BW;Elapsed Time;Moving Time;Distance;Max Speed\n\
        1;12. März 2026 15:02:23;Läufe für Müller, Straße;Lauf;;1950;6,01;;;;;a.fit.gz;;;1950,0;1902,0;6012,5;\n";
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(table.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let windows: Vec<u8> = table
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)))
        .collect::<Result<_, _>>()?;
    let tabs = table.replace(';', "\t");
    for (name, bytes) in [
        ("utf8.csv", table.as_bytes()),
        ("utf16.csv", utf16.as_slice()),
        ("windows.csv", windows.as_slice()),
        ("tabs.txt", tabs.as_bytes()),
    ] {
        place.write(name, bytes)?;
        let output = place.import(&[name])?;
        let printed = shown(&output.stdout);
        assert_eq!(code(&output), Some(0), "{name}: {}", shown(&output.stderr));
        assert!(
            printed
                .contains("\"date\": \"2026-03-12\", \"kind\": \"run\", \"distance_km\": 6.0125,"),
            "{name}: {printed}"
        );
    }
    Ok(())
}

#[test]
fn strava_is_read_in_languages_that_write_their_dates_otherwise() -> Tested {
    let place = Place::new()?;
    for (date, kind) in [
        ("2026年3月12日 15:02:23", "跑步"),
        ("2026/03/12 15:02:23", "ラン"),
        ("2026. 3. 12. 오후 3:02:23", "달리기"),
        ("12 mar 2026 15:02:23", "Bieg"),
        ("12 мар. 2026 г. 15:02:23", "Бег"),
        ("12. 3. 2026 15:02:23", "Běh"),
        ("12 Mar 2026 15:02:23", "Koşu"),
        ("2026. márc. 12. 15:02:23", "Futás"),
        ("12.3.2026 klo 15.02.23", "Juoksu"),
        ("12 mars 2026 15:02:23", "Löpning"),
        ("12. mars 2026 15:02:23", "Løpetur"),
        ("12. mar. 2026 15.02.23", "Løb"),
    ] {
        let table = format!(
            "i,d,n,t,e,Elapsed,Distance,f,w,b,f,m,Elapsed,Moving,Distance\n1,{date},x,{kind},,1950,6.01,,,,a.fit,,1950.0,1902.0,6012.5\n"
        );
        place.write("activities.csv", table)?;
        let output = place.import(&["activities.csv"])?;
        let printed = shown(&output.stdout);
        assert!(
            printed
                .contains("\"date\": \"2026-03-12\", \"kind\": \"run\", \"distance_km\": 6.0125,"),
            "{date} {kind}: {printed} {}",
            shown(&output.stderr)
        );
    }
    Ok(())
}
