//! Promises of the generated records, on which every figure of speed stands.

use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::{Assessment, Report, Verdict};

#[path = "../../examples/generator/mod.rs"]
pub(crate) mod generator;
#[path = "../../examples/generator/mutate.rs"]
pub(crate) mod mutate;
#[path = "../../examples/generator/shuffle.rs"]
pub(crate) mod shuffle;

use generator::{Generator, Random};
use shuffle::shuffle_keys;

/// The text of one record.
pub(crate) fn record(seed: u64, runs: u16, number: u64) -> String {
    let mut text = String::new();
    if let Some(generator) = Generator::new(seed, runs) {
        generator.write(number, &mut text);
    }
    text
}

#[test]
fn every_made_up_record_is_accepted_whatever_its_runs_and_the_order_of_its_keys() {
    for (runs, records) in [(0, 2000), (1, 100), (7, 100), (60, 300), (1000, 3)] {
        let Some(generator) = Generator::new(1, runs) else {
            unreachable!("the calendar is sound")
        };
        for number in 0..records {
            let mut text = String::new();
            generator.write(number, &mut text);
            let read = Assessment::from_json(&text);
            assert!(read.is_ok(), "{:?}: {text}", read.err());
            let shuffled = shuffle_keys(&text, &mut Random::of(2, number)).unwrap_or_default();
            assert!(Assessment::from_json(&shuffled).is_ok(), "{shuffled}");
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_record_and_another_seed_another() {
    assert_eq!(record(1, 3, 17), record(1, 3, 17));
    assert_ne!(record(1, 3, 17), record(2, 3, 17));
    assert_ne!(record(1, 3, 17), record(1, 3, 18));
}

#[test]
fn each_verdict_has_its_share_of_the_made_up_records() {
    let protocols: Vec<_> = SHIPPED
        .iter()
        .filter_map(|one| one.compile().ok())
        .collect();
    for (runs, records) in [(0, 1000), (60, 500)] {
        let mut shares = [0_u32; 3];
        for number in 0..records {
            let Ok(assessment) = Assessment::from_json(&record(1, runs, number)) else {
                continue;
            };
            let protocol = protocols.iter().find(|protocol| {
                protocol
                    .conditions
                    .iter()
                    .any(|condition| condition == assessment.condition())
            });
            let report = protocol.and_then(|protocol| Report::new(protocol, &assessment).ok());
            let share = match report.map(|report| report.verdict()) {
                Some(Verdict::Go) => shares.first_mut(),
                Some(Verdict::Caution) => shares.get_mut(1),
                Some(Verdict::NoGo) => shares.get_mut(2),
                None => None,
            };
            if let Some(share) = share {
                *share = share.saturating_add(1);
            }
        }
        let judged: u32 = shares.iter().sum();
        assert_eq!(u64::from(judged), records, "{runs} runs: all are judged");
        for share in shares {
            assert!(
                share.saturating_mul(100) >= judged.saturating_mul(12),
                "{runs} runs: {shares:?}"
            );
        }
    }
}
