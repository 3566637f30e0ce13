//! No reading contradicts what is claimed of a difference.

use proptest::prelude::*;
use return_to_run::measure::{Reading, State};
use return_to_run::protocol::{Protocol, compile};
use return_to_run::workbench::diff::{Change, Difference, Relation};
use return_to_run::{Assessment, Verdict};

use super::random::{both, records, revision, verdict};
use super::{compiled, shipped};
use crate::engine::second_opinion::reading_of;

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reading_contradicts_a_claim_and_backwards_it_is_its_mirror(
        revision in revision(6),
        draws in prop::collection::vec(
            (prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 9), 0_usize..108, 0_i32..5), 40
        ),
    ) {
        let (old, new) = both(&revision)?;
        let difference = Difference::of(&old, &new);
        let mirror = match difference.relation {
            Relation::Stricter => Relation::Laxer,
            Relation::Laxer => Relation::Stricter,
            same @ (Relation::Same | Relation::Incomparable | Relation::Undecided) => same,
        };
        prop_assert_eq!(Difference::of(&new, &old).relation, mirror);
        let records = records();
        let mut measures: Vec<&str> = old.queries.iter().chain(&new.queries).map(|query| query.measure.id).collect();
        measures.sort_unstable();
        measures.dedup();
        let mut findings = Vec::new();
        for (kinds, record, age) in draws {
            let record = records.get(record).ok_or_else(|| TestCaseError::fail("no record"))?;
            let assessment = Assessment::from_json(record).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let reading = |query: &return_to_run::protocol::Query| {
                let place = measures.iter().position(|measure| *measure == query.measure.id);
                let kind = place.and_then(|place| kinds.get(place)).copied().unwrap_or((1, 1, 1, false));
                // One entry of some age: a window that is too short for it knows nothing.
                let stale = query.window.fresh.is_some_and(|days| i32::from(days) < age);
                let reading = reading_of(query.measure, kind);
                if stale && reading.state != State::NotApplicable {
                    Reading::unknown(query.measure, return_to_run::measure::Cause::Stale)
                } else {
                    reading
                }
            };
            let before = verdict(&old, &assessment, &reading, &mut findings)?;
            let now = verdict(&new, &assessment, &reading, &mut findings)?;
            let holds = match difference.relation {
                Relation::Same => before == now,
                Relation::Stricter => now >= before,
                Relation::Laxer => now <= before,
                Relation::Incomparable | Relation::Undecided => true,
            };
            prop_assert!(holds, "{:?}: {:?} before, {:?} now\n{}\n{}", difference.relation, before, now, revision.old, revision.new);
        }
        for change in &difference.changes {
            intervals_are_true(change, &old, &new)?;
        }
    }
}

/// The text with the number of one of its limits changed.
fn nudged(text: &str, which: usize, percent: i64) -> Option<String> {
    let is_limit = |line: &str| {
        (line.starts_with("go ") || line.starts_with("no-go ")) && line.contains(char::is_numeric)
    };
    let limits: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| is_limit(line))
        .map(|(place, _)| place)
        .collect();
    let chosen = *limits.get(which.checked_rem(limits.len())?)?;
    let lines = text.lines().enumerate().map(|(place, line)| {
        if place != chosen {
            return Some(line.to_owned());
        }
        let start = line.find(|letter: char| letter.is_ascii_digit())?;
        let rest = line.get(start..)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, rest) = rest.split_at_checked(end)?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let hundredths: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
        let changed = hundredths.checked_mul(percent)?.checked_div(100)?;
        let (whole, decimals) = (changed.checked_div(100)?, changed.checked_rem(100)?);
        Some(format!("{}{whole}.{decimals:02}{rest}", line.get(..start)?))
    });
    lines
        .collect::<Option<Vec<String>>>()
        .map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_shipped_limits_are_mirrored_and_never_contradicted(
        race in any::<bool>(),
        edits in prop::collection::vec((0_usize..400, 60_i64..150), 1..4),
        draws in prop::collection::vec(
            (prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 100), 1_i64..60_000, any::<bool>(), any::<bool>()), 30
        ),
    ) {
        let text = shipped(if race { "race-preparation" } else { "achilles-midportion" }).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let changed = edits.iter().try_fold(text.to_owned(), |text, (which, percent)| nudged(&text, *which, *percent));
        let old = compiled(text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        // An edit that makes bands overlap, or leaves a range, is no criteria file.
        let Some(Ok(new)) = changed.map(|text| compile(&text, None, None)) else {
            return Err(TestCaseError::reject("does not compile"));
        };
        let difference = Difference::of(&old, &new);
        let mirror = match difference.relation {
            Relation::Stricter => Relation::Laxer,
            Relation::Laxer => Relation::Stricter,
            same @ (Relation::Same | Relation::Incomparable | Relation::Undecided) => same,
        };
        prop_assert_eq!(Difference::of(&new, &old).relation, mirror);
        // What the clinic asks and home volunteers of one measure is compared by a coarse rule, and may be left undecided.
        prop_assert!(!race || difference.relation != Relation::Undecided);
        let mut findings = Vec::new();
        for (kinds, metres, race, clinic) in draws {
            let record = format!(
                r#"{{ "as_of": "2026-11-21", "setting": "{}", "injury": {{ "condition": "{}" }}, "goal": {{ "activity": "{}", "distance_km": {}.{:03} }} }}"#,
                if clinic { "clinic" } else { "home" },
                old.conditions.first().map_or("", String::as_str),
                if race { "race" } else { "run" },
                metres.div_euclid(1000),
                metres.rem_euclid(1000),
            );
            let assessment = Assessment::from_json(&record).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let reading = |query: &return_to_run::protocol::Query| {
                let place = old.queries.iter().position(|other| other == query);
                let kind = place.and_then(|place| kinds.get(place)).copied().unwrap_or((1, 1, 1, false));
                // Mostly well, so that one changed limit can decide.
                if kind.0 < 10 { Reading::NOT_APPLICABLE } else { reading_of(query.measure, kind) }
            };
            let before = verdict(&old, &assessment, &reading, &mut findings)?;
            let now = verdict(&new, &assessment, &reading, &mut findings)?;
            let holds = match difference.relation {
                Relation::Same => before == now,
                Relation::Stricter => now >= before,
                Relation::Laxer => now <= before,
                Relation::Incomparable | Relation::Undecided => true,
            };
            prop_assert!(holds, "{:?}: {:?} before, {:?} now, {}", difference.relation, before, now, record);
        }
    }
}

/// The middle of each interval has the bands that the interval tells.
fn intervals_are_true(
    change: &Change,
    old: &Protocol,
    new: &Protocol,
) -> Result<(), TestCaseError> {
    for interval in &change.intervals {
        let middle = interval.low.plus(interval.high).over(2);
        let words = change
            .query
            .is_some_and(|query| !query.measure.scale.words().is_empty());
        let value = if words { interval.low } else { middle };
        let band = |protocol: &Protocol, place: Option<usize>| {
            let criterion = place.and_then(|place| protocol.criteria.get(place));
            let bands = criterion
                .filter(|criterion| !criterion.note)
                .and_then(|criterion| criterion.bands);
            bands
                .and_then(|bands| bands.place(value, None))
                .unwrap_or(Verdict::Go)
        };
        prop_assert!(interval.holds(value) && interval.old != interval.new);
        prop_assert_eq!(band(old, change.places.0), interval.old);
        prop_assert_eq!(band(new, change.places.1), interval.new);
    }
    Ok(())
}
