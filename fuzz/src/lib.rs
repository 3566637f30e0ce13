//! What every target does: read, and ask that it ends with no more sessions than bytes.
//!
//! `cargo +nightly fuzz run fit`; the files of `fixtures/watch` are good seeds:
//! `cargo +nightly fuzz run fit fuzz/corpus/fit fixtures/watch`.

use std::io::{BufReader, Write};

use return_to_run::assessment::predictive;
use return_to_run::assessment::wire::Wire;
use return_to_run::import::{Limits, Options, READERS, Units, read_paths};

/// Reads bytes with the reader of that name.
pub fn read(name: &str, bytes: &[u8]) {
    for reader in READERS.iter().filter(|reader| reader.name == name) {
        let _ = (reader.recognises)(bytes);
        for units in [None, Some(Units::Miles)] {
            let mut sessions = 0_usize;
            let input = &mut BufReader::new(bytes);
            let _ = (reader.read)(
                input,
                "fuzzed",
                Options {
                    units,
                    ..Options::default()
                },
                &mut |_| sessions += 1,
            );
            assert!(sessions <= bytes.len());
        }
    }
}

/// Reads bytes as a file of whatever kind they are, with little to unpack.
pub fn unpack(bytes: &[u8]) {
    let Ok(mut file) = tempfile::NamedTempFile::new() else {
        return;
    };
    if file.write_all(bytes).is_err() {
        return;
    }
    let limits = Limits {
        file: 1 << 20,
        path: 4 << 20,
    };
    let paths = [file.path().to_owned()];
    read_paths(&paths, Options::default(), limits, &mut |_| (), &mut |_| ());
}

/// Reads bytes as a record: what the fast reader accepts, `serde_json` must have read the same.
pub fn read_record(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(wire) = predictive::read(text) {
        assert_eq!(Some(*wire), serde_json::from_str::<Wire>(text).ok());
    }
}
