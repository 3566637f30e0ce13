//! Watch files and exports are read as they are, refused with a reason where they cannot be, and never guessed.

mod exports;
mod gpx;
mod list;
mod tables;
mod units;
mod workouts;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use return_to_run::import::{Note, Options, READERS, Reader, Session, Sport};

use self::gpx::point;
use crate::support::Tested;

/// What a reader handed on, and what it left out of it or said at the end.
pub(crate) type Outcome = (Vec<Session>, Option<String>);

/// The bytes of a fixture.
pub(crate) fn fixture(name: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    Ok(std::fs::read(folder.join(name))?)
}

/// Reads bytes with the only reader that knows them.
pub(crate) fn read(bytes: &[u8], source: &str) -> Result<Outcome, String> {
    let mut knowing = READERS.iter().filter(|reader| (reader.recognises)(bytes));
    let reader = knowing.next().ok_or("no reader knows it")?;
    if let Some(other) = knowing.next() {
        return Err(format!("both {} and {} know it", reader.name, other.name));
    }
    Ok(read_with(reader, &mut &*bytes, source))
}

pub(crate) fn read_with(reader: &Reader, bytes: &mut dyn BufRead, source: &str) -> Outcome {
    read_knowing(reader, bytes, source, Options::default())
}

/// The same, with what the person who asks knows of the file.
pub(crate) fn read_knowing(
    reader: &Reader,
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
) -> Outcome {
    let mut sessions = Vec::new();
    let end = (reader.read)(bytes, source, options, &mut |session| {
        sessions.push(session);
    });
    let left_out = sessions.iter().flat_map(|session| &session.notes);
    let left_out = left_out.filter_map(|note| match note {
        Note::LeftOut(what) => Some(what.clone()),
        Note::Sport(_) => None,
    });
    let told: Vec<String> = left_out
        .chain(end.err().map(|error| error.to_string()))
        .collect();
    let end = (!told.is_empty()).then(|| told.join("; "));
    (sessions, end)
}

pub(crate) fn read_fixture(name: &str) -> Result<Outcome, Box<dyn std::error::Error>> {
    Ok(read(&fixture(name)?, name)?)
}

#[test]
fn absurd_files_neither_fill_the_memory_nor_stop_the_program() -> Tested {
    let bomb = "<!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let file = format!(
        "{bomb}<gpx><trk><type>&b;&b;</type><trkseg>{}</trkseg></trk></gpx>",
        point(0, 0)
    );
    let (sessions, end) = read(file.as_bytes(), "bomb.gpx")?;
    assert_eq!(end, None);
    assert_eq!(
        sessions.first().map(|session| session.sport),
        Some(Sport::Unknown)
    );
    let reader = READERS
        .iter()
        .find(|reader| reader.name == "GPX")
        .ok_or("GPX")?;
    // A text, a tag and a nesting without end, as a stream that is never held.
    for (start, again, reason) in [
        (
            "<gpx><name>",
            "long ",
            "a single element or row is longer than a megabyte",
        ),
        (
            "<gpx a=\"",
            "long ",
            "a single element or row is longer than a megabyte",
        ),
        ("<gpx>", "<trk>", "nested deeper than any activity file"),
    ] {
        let endless = start.as_bytes().chain(Endless(again.as_bytes()));
        let allocated = allocation_counter::measure(|| {
            let (sessions, end) = read_with(reader, &mut BufReader::new(endless), "endless.gpx");
            assert_eq!(sessions, []);
            assert!(end.is_some_and(|end| end.contains(reason)), "{reason}");
        });
        assert!(allocated.bytes_max < 8 << 20, "{allocated:?}");
    }
    Ok(())
}

/// The same bytes again and again.
pub(crate) struct Endless(&'static [u8]);

impl Read for Endless {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let Self(again) = self;
        // Whole repetitions only, so that the next read starts at the first byte.
        for part in target.chunks_exact_mut(again.len()) {
            part.copy_from_slice(again);
        }
        let over = target.chunks_exact(again.len()).remainder().len();
        Ok(target.len().saturating_sub(over))
    }
}

/// A session in one line: sport, ground, start, metres, moving and elapsed seconds, source.
pub(crate) fn line(session: &Session) -> String {
    let thousandths = |number: Option<u64>| {
        number.map_or("-".to_owned(), |number| {
            format!("{}.{:03}", number / 1000, number % 1000)
        })
    };
    let ground = session
        .ground
        .map_or(String::new(), |ground| format!(" {ground:?}"));
    format!(
        "{:?}{ground} {} {} m {} s {} s {}",
        session.sport,
        session.start,
        thousandths(session.distance_mm),
        thousandths(session.moving_ms),
        thousandths(session.elapsed_ms),
        session.source
    )
}

pub(crate) fn lines(
    name: &str,
) -> Result<(Vec<String>, Option<String>), Box<dyn std::error::Error>> {
    let (sessions, end) = read_fixture(name)?;
    Ok((sessions.iter().map(line).collect(), end))
}

#[test]
fn no_bytes_make_a_reader_panic_and_each_file_has_one_reader() -> Tested {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    for file in folder.read_dir()? {
        let path = file?.path();
        let is_text = path.extension().is_some_and(|ending| {
            ["gpx", "tcx", "xml", "csv", "tsv", "json"]
                .iter()
                .any(|text| ending == *text)
        });
        if !is_text {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let head = bytes.get(..64 * 1024).unwrap_or(&bytes);
        let knowing = READERS.iter().filter(|reader| (reader.recognises)(head));
        assert_eq!(knowing.count(), 1, "{}", path.display());
        // Every reader meets every file, whole, cut and with a byte changed; in small bites, as from an archive.
        for cut in (0..bytes.len()).step_by(bytes.len() / 10 + 1) {
            let mut broken = bytes.clone();
            if let Some(byte) = broken.get_mut(cut) {
                *byte ^= 0x15;
            }
            for reader in READERS {
                let _ = read_with(reader, &mut bytes.get(..cut).unwrap_or_default(), "cut");
                let _ = read_with(reader, &mut BufReader::with_capacity(7, &*broken), "broken");
            }
        }
    }
    for nothing in [
        &b""[..],
        b"\n",
        b"\xff\xfe<\0g\0",
        b"PK\x03\x04",
        b"a,b\n1,2\n",
        b"<html/>",
    ] {
        assert!(!READERS.iter().any(|reader| (reader.recognises)(nothing)));
    }
    Ok(())
}

#[test]
fn a_stream_of_any_length_needs_no_more_memory() -> Tested {
    let record = "<Record type=\"HKQuantityTypeIdentifierStepCount\" value=\"12\"/>\n";
    let row = "Running,soon,2025-01-01 07:00:00\n";
    for (name, start, again) in [
        ("Apple Health export.xml", "<HealthData>\n", record),
        (
            "GPX",
            "<gpx><trk><trkseg>\n",
            "<trkpt lat=\"1\" lon=\"2\"/>\n",
        ),
        ("Strava activities.csv", "a,b,c,d,e,f,g,h,f,i,g\n", row),
        (
            "Garmin Activities.csv",
            "Activity Type,Date,Favorite,Title\n",
            row,
        ),
    ] {
        let reader = READERS
            .iter()
            .find(|reader| reader.name == name)
            .ok_or(name)?;
        let endless = start
            .as_bytes()
            .chain(Endless(again.as_bytes()))
            .take(4 << 20);
        let allocated = allocation_counter::measure(|| {
            let (sessions, end) = read_with(reader, &mut BufReader::new(endless), "endless");
            assert_eq!(sessions, [], "{name}");
            assert!(end.is_some(), "{name}");
        });
        assert!(allocated.bytes_max < 64 << 10, "{name}: {allocated:?}");
    }
    Ok(())
}

#[test]
fn a_disk_that_fails_is_told_from_a_file_that_is_damaged() -> Tested {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    for (name, start) in [("GPX", "<gpx>"), ("Garmin Activities.csv", "a,b\n")] {
        let reader = READERS
            .iter()
            .find(|reader| reader.name == name)
            .ok_or(name)?;
        let mut bytes = BufReader::new(start.as_bytes().chain(Failing));
        let (_, end) = read_with(reader, &mut bytes, "failing");
        assert_eq!(
            end.as_deref(),
            Some("cannot be read: the disk is gone"),
            "{name}"
        );
    }
    Ok(())
}
