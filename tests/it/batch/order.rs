//! The bytes are the same for any number of threads and however the input is packed or laid out.

use std::io::Write;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::TestCaseError;
use return_to_run::batch::Shape;

use super::{judge, ran};
use crate::generated::record;
use crate::support::Tested;

/// Enough records for many blocks, broken ones among them.
fn many() -> Vec<String> {
    let one = |number: u64| match number % 97 {
        13 => "{\"as_of\":7}".to_owned(),
        51 => "not JSON at all".to_owned(),
        _ => record(
            5,
            u16::from(number.is_multiple_of(50)).saturating_mul(400),
            number,
        ),
    };
    (0..1200).map(one).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() -> Tested {
    let text = many().join("\n");
    assert!(text.len() > 2_000_000, "{} bytes", text.len());
    for shape in [Shape::Mid, Shape::Csv] {
        let judge = judge(shape)?;
        let alone = ran(&judge, text.as_bytes(), 1)?;
        assert_eq!(alone.tally.records(), 1200);
        for threads in [2, 5] {
            let together = ran(&judge, text.as_bytes(), threads)?;
            assert!(together.out == alone.out, "{shape:?} by {threads} threads");
            assert_eq!(together.tally, alone.tally);
        }
    }
    Ok(())
}

#[test]
fn packing_changes_nothing() -> Tested {
    let text = many().join("\n");
    let judge = judge(Shape::Compact)?;
    let plain = ran(&judge, text.as_bytes(), 2)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes())?;
    assert!(ran(&judge, &gzip.finish()?, 2)?.out == plain.out);
    let zstd = zstd::encode_all(text.as_bytes(), 1)?;
    assert!(ran(&judge, &zstd, 2)?.out == plain.out);
    Ok(())
}

/// Verdicts without places.
fn judged(out: &str) -> Vec<&str> {
    let lines = out.lines();
    lines.filter(|line| !line.contains("error/1")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_array_however_it_is_spaced_is_its_records(
        numbers in prop::collection::vec(any::<u16>(), 0..40),
        spaces in prop::collection::vec(prop::sample::select(vec!["", " ", "\n", "\r\n\t", "  \n\n"]), 90),
        long in any::<bool>(),
    ) {
        let runs = if long { 300 } else { 2 };
        let records: Vec<String> = numbers.iter().map(|number| record(3, runs, u64::from(*number))).collect();
        let mut spaces = spaces.into_iter().cycle();
        let mut array = format!("{}[", spaces.next().unwrap_or_default());
        for (place, text) in records.iter().enumerate() {
            let (before, after) = (spaces.next().unwrap_or_default(), spaces.next().unwrap_or_default());
            let comma = if place == 0 { "" } else { "," };
            array.push_str(&format!("{comma}{before}{text}{after}"));
        }
        array.push_str(&format!("]{}", spaces.next().unwrap_or_default()));
        let same = || -> Tested {
            let judge = judge(Shape::Compact)?;
            let (lines, array) = (ran(&judge, records.join("\n").as_bytes(), 1)?, ran(&judge, array.as_bytes(), 2)?);
            assert!(array.broken.is_empty(), "{:?}", array.broken);
            assert_eq!(judged(&array.out), judged(&lines.out));
            assert_eq!(array.tally, lines.tally);
            Ok(())
        };
        same().map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
}
