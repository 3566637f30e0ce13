//! Whatever stands in a file, reading it neither panics nor invents sessions without end.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of a test, far from any bound"
)]

use std::io::BufReader;
use std::path::Path;

use return_to_run::import::{Options, READERS};

use crate::support::Tested;
use crate::watch::{MORNING, fit, run};

/// A small generator with a fixed seed: the same mutations on every machine.
struct Xorshift(u64);

impl Xorshift {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(1).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }
}

/// Some of: a byte changed, bytes taken out, bytes repeated, the end cut off.
fn mutate(bytes: &mut Vec<u8>, random: &mut Xorshift) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(8) {
            0 => drop(bytes.drain(at.min(end)..end)),
            1 => {
                let again = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, again);
            }
            2 => bytes.truncate(at),
            _ => {
                let value = u8::try_from(random.below(256)).unwrap_or(0);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
        }
    }
}

fn seeds() -> Result<Vec<Vec<u8>>, Box<dyn std::error::Error>> {
    let mut seeds = vec![
        fit(&[run(MORNING, 8000, 2400)], Some(3600), 5)?,
        fit(
            &[run(MORNING, 8000, 2400), run(MORNING + 9000, 100, 60)],
            None,
            5,
        )?,
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    for file in folder.read_dir()? {
        let bytes = std::fs::read(file?.path())?;
        // What matters of a format stands in its first and last kilobytes.
        let cut = bytes.len().min(20_000);
        seeds.push(bytes.get(..cut).unwrap_or_default().to_vec());
    }
    seeds.sort();
    Ok(seeds)
}

#[test]
fn no_mutated_file_makes_a_reader_panic_or_flood() -> Tested {
    let seeds = seeds()?;
    for reader in READERS {
        let own = seeds.iter().filter(|seed| (reader.recognises)(seed));
        let mut random = Xorshift(0x9E37_79B9_7F4A_7C15);
        let own: Vec<_> = own.collect();
        for turn in 0..2000 {
            let seed = own.get(turn % own.len().max(1));
            let Some(mut bytes) = seed.map(|seed| (*seed).clone()) else {
                break;
            };
            mutate(&mut bytes, &mut random);
            let mut sessions = 0_usize;
            // Whether it is an error is the reader's to say; that it ends is asked here.
            drop((reader.read)(
                &mut BufReader::new(bytes.as_slice()),
                "mutated",
                Options::default(),
                &mut |_| sessions += 1,
            ));
            assert!(sessions <= bytes.len(), "{}: {sessions}", reader.name);
        }
    }
    Ok(())
}
