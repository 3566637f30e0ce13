//! The fast reader reads what `serde_json` reads, or nothing; and it reads every ordinary record.

use return_to_run::assessment::predictive;
use return_to_run::assessment::wire::Wire;

use crate::generated::generator::{Generator, Random};
use crate::generated::mutate::mutate;
use crate::generated::shuffle::shuffle_keys;

/// Whether the fast reader read the text; then `serde_json` has read the same.
fn read(text: &str) -> bool {
    let Some(wire) = predictive::read(text) else {
        return false;
    };
    let other = serde_json::from_str::<Wire>(text);
    assert!(other.is_ok(), "only the fast reader accepts {text}");
    assert_eq!(Some(*wire), other.ok(), "{text}");
    true
}

fn made_up(runs: u16, records: u64) -> Vec<String> {
    let Some(generator) = Generator::new(7, runs) else {
        return Vec::new();
    };
    let record = |number| {
        let mut text = String::new();
        generator.write(number, &mut text);
        text
    };
    (0..records).map(record).collect()
}

fn fixtures() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let folders = root.read_dir().into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| folder.path().read_dir().into_iter().flatten().flatten());
    let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    // The tables of expected verdicts lie beside the records and are no records.
    texts
        .filter(|text| serde_json::from_str::<Wire>(text).is_ok())
        .collect()
}

#[test]
fn every_made_up_record_is_read_by_the_fast_reader() {
    for (runs, records) in [(0, 3000), (3, 300), (60, 100)] {
        for text in made_up(runs, records) {
            assert!(read(&text), "{text}");
        }
    }
}

#[test]
fn every_fixture_is_read_by_the_fast_reader_however_it_is_laid_out() -> serde_json::Result<()> {
    let fixtures = fixtures();
    assert!(fixtures.len() > 50, "{}", fixtures.len());
    for text in fixtures {
        assert!(read(&text), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text)?;
        for layout in [
            serde_json::to_string(&value)?,
            serde_json::to_string_pretty(&value)?,
            text.replace('\n', "\r\n\t"),
            serde_json::to_string(&value)?.replace("\":", "\" \t:\n"),
        ] {
            assert!(read(&layout), "{layout}");
        }
    }
    Ok(())
}

#[test]
fn keys_in_any_order_are_read_by_the_fast_reader() {
    for (number, text) in (0..).zip(made_up(2, 1000)) {
        let shuffled = shuffle_keys(&text, &mut Random::of(3, number)).unwrap_or_default();
        assert!(read(&shuffled), "{shuffled}");
    }
}

#[test]
fn damaged_records_are_read_as_serde_json_reads_them_or_not_at_all() {
    let mut sound = made_up(1, 200);
    sound.extend(fixtures());
    let texts: Vec<&str> = sound.iter().map(String::as_str).collect();
    let mut random = Random::of(11, 0);
    let damaged = (0..20_000).map(|_| mutate(random.pick(&texts), &mut random));
    let both = damaged.filter(|text| read(text)).count();
    assert!(both > 300, "some damage leaves a record: {both}");
}

/// A record with a text put where a value stands, and whether the fast reader should take it.
fn with(template: &str, values: &[(&str, bool)]) {
    for (value, expected) in values {
        let text = template.replace('?', value);
        assert_eq!(read(&text), *expected, "{text}");
    }
}

#[test]
fn numbers_of_every_shape_are_read_exactly_or_left_to_serde_json() {
    with(
        r#"{"injury":{"pre_injury_weekly_km":?}}"#,
        &[
            ("0", true),
            ("7", true),
            ("42", true),
            ("100", true),
            ("1000", true),
            ("42.195", true),
            ("0.1", true),
            ("0.000001", true),
            ("0.0000004", true),
            ("999.999999999999", true),
            ("10.0", true),
            ("10.000000", true),
            ("7 ", true),
            ("null", true),
            ("00", false),
            ("01", false),
            ("007", false),
            ("1.", false),
            (".5", false),
            ("1.e1", false),
            ("-0", false),
            ("-1", false),
            ("-0.0", false),
            ("+1", false),
            ("1e2", false),
            ("1E2", false),
            ("1e-2", false),
            ("1e400", false),
            ("0.3000000000000000", false),
            ("999.9999999999999", false),
            ("1000.1", false),
            ("123456789012345", false),
            ("1234567890123456", false),
            ("18446744073709551616", false),
            ("NaN", false),
            ("0x1", false),
            ("1_0", false),
            ("nul", false),
            ("\"1\"", false),
            ("[1]", false),
            ("{}", false),
            ("true", false),
        ],
    );
    with(
        r#"{"pain":[{"date":"2026-01-01","worst":?}]}"#,
        &[
            ("0", true),
            ("10", true),
            ("2.5", true),
            ("2.50", true),
            ("2.25", false),
            ("11", false),
            ("10.5", false),
        ],
    );
    with(
        r#"{"athlete":{"age":?}}"#,
        &[
            ("10", true),
            ("110", true),
            ("30.0", true),
            ("9", false),
            ("30.5", false),
            ("30.000001", false),
            ("30.0000001", false),
        ],
    );
}

#[test]
fn texts_with_escapes_are_read_exactly_or_left_to_serde_json() {
    with(
        r#"{"id":"?","note":"?"}"#,
        &[
            ("", true),
            ("plain", true),
            ("é 🦵", true),
            (r"\u00e9", true),
            (r#"a\"b\\c\/d\b\f\n\r\te"#, true),
            (r"\ud83c\udfc3", true),
            (r"\uD83C\uDFC3 and more", true),
            (r"\u0000", true),
            ("seven\\n", true),
            ("eight ch\\n", true),
            (r"\ud83c", false),
            (r"\udfc3", false),
            (r"\ud83c\u0041", false),
            (r"\ud83cx", false),
            (r"\u12", false),
            (r"\u+123", false),
            (r"\x41", false),
            ("\\", false),
            ("a\nb", false),
            ("a\u{0}b", false),
            ("0123456\u{1f}", false),
            ("01234567\u{1f}", false),
            ("\u{7f}", true),
            ("\u{80}", true),
        ],
    );
    with(
        r#"{"injury":{"side":"?"}}"#,
        &[
            ("left", true),
            ("both", true),
            (r"\u006ceft", false),
            ("Left", false),
            ("", false),
            ("leftx", false),
        ],
    );
    with(
        r#"{"as_of":"?"}"#,
        &[
            ("2026-02-28", true),
            ("2024-02-29", true),
            ("2000-02-29", true),
            ("1950-01-01", true),
            ("2199-12-31", true),
            (r"2026-02-2\u0038", true),
            ("2026-02-29", false),
            ("2100-02-29", false),
            ("2026-00-01", false),
            ("2026-13-01", false),
            ("2026-01-00", false),
            ("2026-01-32", false),
            ("1949-12-31", false),
            ("2200-01-01", false),
            ("2026-1-1", false),
            ("2026/01/01", false),
            ("2026-01:01", false),
            ("202é-01-1", false),
            ("２026-01-0", false),
            ("2026-01-011", false),
            ("2O26-01-01", false),
            ("2026-01-0:", false),
            ("2026-01-/1", false),
        ],
    );
}

#[test]
fn odd_objects_are_left_to_serde_json() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[]",
        "null",
        "0",
        "\"\"",
        "{}x",
        "{}{}",
        "{},",
        "{,}",
        r#"{"id"}"#,
        r#"{"id":}"#,
        r#"{"id":"a",}"#,
        r#"{"id":"a","id":"b"}"#,
        r#"{"i\u0064":"a"}"#,
        r#"{"unknown":1}"#,
        r#"{"id ":"a"}"#,
        r#"{"ID":"a"}"#,
        r#"{id:"a"}"#,
        r#"{"id":"a" "note":"b"}"#,
        r#"{"pain":[{},]}"#,
        r#"{"pain":[,{}]}"#,
        r#"{"pain":[{} {}]}"#,
        r#"{"pain":[null]}"#,
        r#"{"pain":{}}"#,
        r#"{"athlete":[]}"#,
        r#"{"athlete":["male"]}"#,
        r#"["assessment/1"]"#,
        r#"{"injury":{"side":{"left":null}}}"#,
        r#"{"injury":{"side":0}}"#,
        r#"{"injury":{"sudden_onset":0}}"#,
        r#"{"injury":{"sudden_onset":"true"}}"#,
        r#"{"injury":{"sudden_onset":tru}}"#,
        r#"{"note":1}"#,
        r#"{"note":["a"]}"#,
        "{\u{b}}",
        "{\u{a0}}",
        "\u{feff}{}",
        r#"{"pain":[{"walking":"not done"}]}"#,
        r#"{"pain":[{"date":"2026-01-01","date":"2026-01-02"}]}"#,
    ] {
        assert!(!read(text), "{text}");
    }
    for text in [
        "{}",
        " \t\r\n{ } \n",
        r#"{"id":null,"pain":[],"athlete":{}}"#,
        r#"{"pain":[{"walking":"not-done","stairs":1.5}]}"#,
        r#"{"hop":[{"left":{"trials":[null,1,null,2.5]}}]}"#,
        r#"{"injury":{"last_flare":"none"},"note":"x"}"#,
    ] {
        assert!(read(text), "{text}");
    }
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert!(!read(&deep));
    assert!(!read(&format!(r#"{{"pain":{deep}}}"#)));
}

#[test]
fn before_anything_was_read_no_byte_stands_for_a_key() {
    for byte in 0..128_u8 {
        let between = char::from(byte);
        // Each on a thread of its own, which has read nothing yet; the value would suit the first field of its object.
        let text = format!(
            r#"{{"as_of":"2026-01-01"{between}"assessment/1"                                        }}"#
        );
        let declined = std::thread::spawn(move || !read(&text)).join();
        assert!(matches!(declined, Ok(true)), "{byte}");
        let text = format!(
            r#"{{"athlete":{{"age":30{between}"male"}},"note":"long enough for all that is looked at"}}"#
        );
        let declined = std::thread::spawn(move || !read(&text)).join();
        assert!(matches!(declined, Ok(true)), "{byte}");
    }
}

#[test]
fn what_was_read_before_changes_nothing() {
    // Two types with a field of the same name at different places, in turns, and keys that come and go.
    let texts = [
        r#"{"treatments":[{"kind":"ice","date":"2026-01-01"},{"date":"2026-01-02","kind":"tape"}]}"#,
        r#"{"heel_raise":[{"date":"2026-01-01"},{"surface":"floor","date":"2026-01-02"}]}"#,
        r#"{"runs":[{"date":"2026-01-01","kind":"run"},{"kind":"run","date":"2026-01-01"},{"date":"2026-01-01","kind":"run","note":"x"}]}"#,
    ];
    for _ in 0..3 {
        for text in texts {
            assert!(read(text), "{text}");
        }
        assert!(!read(
            r#"{"treatments":[{"kind":"ice","date":"2026-01-01","kind":"ice"}]}"#
        ));
    }
}
