//! Whatever stands in a file, reading it neither panics nor invents sessions without end.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of a test, far from any bound"
)]

use std::io::BufReader;
use std::path::Path;

use return_to_run::import::{Limits, Options, READERS, Units, read_paths};

use crate::import::watch::{MORNING, fit, run};
use crate::place::{Failed, gzipped, zipped};
use crate::support::Tested;

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

fn seeds() -> Result<Vec<Vec<u8>>, Failed> {
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
        // What matters of a format stands in its first kilobytes, and thousands of mutations of them take seconds.
        let cut = bytes.len().min(20_000);
        seeds.push(bytes.get(..cut).unwrap_or_default().to_vec());
    }
    seeds.sort();
    Ok(seeds)
}

/// Mutations of each reader's own files.
const TURNS: usize = 3000;

#[test]
fn no_mutated_file_makes_a_reader_panic_or_flood() -> Tested {
    let seeds = seeds()?;
    for reader in READERS {
        let own = seeds.iter().filter(|seed| (reader.recognises)(seed));
        let mut random = Xorshift(0x9E37_79B9_7F4A_7C15);
        let own: Vec<_> = own.collect();
        assert!(!own.is_empty(), "{} has no seed", reader.name);
        for turn in 0..TURNS {
            let Some(seed) = own.get(turn % own.len()) else {
                break;
            };
            let mut bytes = (*seed).clone();
            mutate(&mut bytes, &mut random);
            let units = [None, Some(Units::Kilometres), Some(Units::Miles)];
            let units = units.into_iter().nth(turn % 3).flatten();
            let mut sessions = 0_usize;
            // Whether it is an error is the reader's to say; that it ends is asked here.
            drop((reader.read)(
                &mut BufReader::new(bytes.as_slice()),
                "mutated",
                Options {
                    units,
                    ..Options::default()
                },
                &mut |_| sessions += 1,
            ));
            assert!(sessions <= bytes.len(), "{}: {sessions}", reader.name);
        }
    }
    Ok(())
}

#[test]
fn each_reader_has_a_fuzz_target() -> Tested {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml"))?;
    let mut targets = Vec::new();
    for target in fuzz.join("fuzz_targets").read_dir()? {
        let target = target?;
        let name = target.file_name().to_string_lossy().into_owned();
        assert!(
            manifest.contains(&format!("\"fuzz_targets/{name}\"")),
            "{name}"
        );
        targets.push(std::fs::read_to_string(target.path())?);
    }
    for reader in READERS {
        let name = format!("\"{}\"", reader.name);
        let count = targets.iter().filter(|text| text.contains(&name)).count();
        assert_eq!(count, 1, "{}", reader.name);
    }
    Ok(())
}

#[test]
fn no_mutated_archive_makes_the_unpacking_panic_or_flood() -> Tested {
    let recording = fit(&[run(MORNING, 8000, 2400)], Some(3600), 5)?;
    let compressed = gzipped(&recording)?;
    let inner = zipped(&[("b.fit", &recording), ("c.fit.gz", &compressed)])?;
    let outer = zipped(&[
        ("a.fit.gz", &compressed),
        ("inner.zip", &inner),
        ("photo.jpg", b"\xff\xd8"),
    ])?;
    let seeds = [compressed, inner, outer];
    let limits = Limits {
        file: 1 << 20,
        path: 4 << 20,
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mutated");
    let paths = [path.clone()];
    let mut random = Xorshift(0x2545_F491_4F6C_DD1D);
    let mut read = 0_usize;
    for turn in 0..TURNS {
        let Some(seed) = seeds.get(turn % seeds.len()) else {
            break;
        };
        let mut bytes = seed.clone();
        mutate(&mut bytes, &mut random);
        std::fs::write(&path, &bytes)?;
        let mut sessions = 0_usize;
        let files = read_paths(&paths, Options::default(), limits, &mut |_| (), &mut |_| {
            sessions += 1;
        });
        assert!(sessions <= bytes.len(), "{sessions}");
        let told = files.read.len() + files.without_session.len();
        let told = told + files.not_training.len() + files.failed.len();
        assert!(told > 0, "a file is never passed over in silence");
        read += files.read.len();
    }
    assert!(read > 0, "some mutations harm nothing");
    Ok(())
}
