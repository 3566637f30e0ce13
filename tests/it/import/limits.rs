//! An import takes no more memory for more files, and no archive makes it unpack without end.

use std::io::Write;

use allocation_counter::measure;
use flate2::Compression;
use flate2::write::GzEncoder;
use return_to_run::import::merge::{Window, merge};
use return_to_run::import::{Files, Limits, Options, Session, read_paths};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import::watch::{MORNING, fit, run, settings};
use crate::place::{Failed, gzipped};
use crate::support::Tested;

#[test]
fn ten_times_the_files_take_hardly_more_memory() -> Tested {
    let folder = tempfile::tempdir()?;
    let mut peaks = Vec::new();
    for count in [40_u16, 400] {
        let beneath = folder.path().join(count.to_string());
        std::fs::create_dir(&beneath)?;
        for day in 0..count {
            let start = MORNING - i64::from(day) * 86_400;
            let bytes = fit(&[run(start, 8000, 2400)], Some(3600), 1000)?;
            std::fs::write(beneath.join(format!("{day}.fit")), bytes)?;
        }
        let paths = [beneath];
        let used = measure(|| {
            let mut sessions = Vec::new();
            let hand_on = &mut |session| sessions.push(session);
            let files = read_paths(
                &paths,
                Options::default(),
                Limits::default(),
                &mut |_| (),
                hand_on,
            );
            let merged = merge(sessions, &[], Window::default());
            assert_eq!(
                (files.read.len(), merged.kept.len()),
                (count.into(), count.into())
            );
        });
        peaks.push(used.bytes_max);
    }
    let [few, many] = peaks.as_slice() else {
        return Err("two measurements".into());
    };
    // What grows is a session and a name a file.
    assert!(
        *many < few + 400 * 1024,
        "{few} bytes at most for 40 files, {many} for 400"
    );
    Ok(())
}

/// An export of so many days with five files a day: a run, the same run compressed, a run in the evening, a photo and settings.
fn years(days: u16) -> Result<Vec<u8>, Failed> {
    let settings = settings()?;
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: String, bytes: &[u8]| {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
        Ok::<(), Failed>(())
    };
    for day in 0..days {
        let start = MORNING.saturating_sub(i64::from(day).saturating_mul(86_400));
        let morning = fit(&[run(start, 8000, 2400)], Some(3600), 5)?;
        let evening = fit(
            &[run(start.saturating_add(30_000), 5000, 1600)],
            Some(3600),
            5,
        )?;
        add(format!("activities/{day}.fit"), &morning)?;
        add(format!("activities/{day}.fit.gz"), &gzipped(&morning)?)?;
        add(format!("activities/{day}-evening.fit"), &evening)?;
        add(format!("media/{day}.jpg"), b"\xff\xd8\xff\xe0")?;
        add(format!("settings/{day}.fit"), &settings)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[test]
fn three_years_in_one_archive_of_5000_files_are_read_in_flat_memory() -> Tested {
    let folder = tempfile::tempdir()?;
    let mut peaks = Vec::new();
    for days in [100_u16, 1000] {
        let path = folder.path().join(format!("{days}.zip"));
        std::fs::write(&path, years(days)?)?;
        let paths = [path];
        let used = measure(|| {
            let mut sessions = Vec::new();
            let files = read_paths(
                &paths,
                Options::default(),
                Limits::default(),
                &mut |_| (),
                &mut |session| sessions.push(session),
            );
            assert_eq!(files.failed, []);
            assert_eq!(files.not_training.len(), usize::from(days));
            assert_eq!(files.without_session.len(), usize::from(days));
            assert_eq!(sessions.len(), usize::from(days) * 3);
            let merged = merge(sessions, &[], Window::default());
            assert_eq!(merged.kept.len(), usize::from(days) * 2);
            assert_eq!(merged.dropped.len(), usize::from(days));
        });
        peaks.push(used.bytes_max);
    }
    let [few, many] = peaks.as_slice() else {
        return Err("two measurements".into());
    };
    // What grows is the archive's table of contents, and a session and a name a file.
    assert!(
        *many < few + 4500 * 2048,
        "{few} bytes at most for 500 files, {many} for 5000"
    );
    Ok(())
}

fn unpacked(
    name: &str,
    bytes: &[u8],
    limits: Limits,
) -> Result<(Files, Vec<Session>), std::io::Error> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(name);
    std::fs::write(&path, bytes)?;
    let mut sessions = Vec::new();
    let files = read_paths(
        &[path],
        Options::default(),
        limits,
        &mut |_| (),
        &mut |session| sessions.push(session),
    );
    Ok((files, sessions))
}

const LITTLE: Limits = Limits {
    file: 1 << 20,
    path: 3 << 20,
};

/// A FIT header that promises much, and zero bytes without end behind it.
fn endless() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut bytes = fit(&[run(MORNING, 8000, 2400)], None, 3)?;
    bytes.resize(4 << 20, 0);
    Ok(bytes)
}

#[test]
fn a_compressed_file_is_unpacked_up_to_a_limit() -> Tested {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&endless()?)?;
    let (files, sessions) = unpacked("bomb.fit.gz", &bomb.finish()?, LITTLE)?;
    assert!(sessions.is_empty());
    let [(_, reason)] = files.failed.as_slice() else {
        return Err(format!("{files:?}").into());
    };
    assert!(
        reason.contains("unpacks to more than any export holds"),
        "{reason}"
    );
    Ok(())
}

#[test]
fn an_archive_is_unpacked_up_to_a_limit_in_each_file_in_all_and_in_depth() -> Tested {
    let pack = |files: &[(String, Vec<u8>)]| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(name.as_str(), SimpleFileOptions::default())?;
            archive.write_all(bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    };
    let good = fit(&[run(MORNING, 8000, 2400)], None, 3)?;
    let wide: Vec<_> = (0..20)
        .map(|index| (format!("{index}.fit"), endless().unwrap_or_default()))
        .collect();
    let (files, sessions) = unpacked("wide.zip", &pack(&wide)?, LITTLE)?;
    assert_eq!((files.failed.len(), sessions.len()), (20, 0));

    let one = [
        ("a.fit".to_owned(), endless()?),
        ("b.fit".to_owned(), good.clone()),
    ];
    let (files, sessions) = unpacked("one.zip", &pack(&one)?, LITTLE)?;
    assert_eq!((files.failed.len(), sessions.len()), (1, 1));

    let mut nested = pack(&[("a.fit".to_owned(), good)])?;
    for depth in 0..2 {
        nested = pack(&[(format!("{depth}.zip"), nested)])?;
    }
    let (files, sessions) = unpacked("nested.zip", &nested, LITTLE)?;
    assert_eq!((files.failed.len(), sessions.len()), (0, 1), "{files:?}");
    for depth in 0..5 {
        nested = pack(&[(format!("{depth}.zip"), nested)])?;
    }
    let (files, sessions) = unpacked("deep.zip", &nested, LITTLE)?;
    assert_eq!((files.failed.len(), sessions.len()), (1, 0), "{files:?}");
    Ok(())
}
