//! Where `rtr batch` writes: never over what it reads, and nothing but files is replaced.

use std::path::Path;

use super::program::{RECORDS, code, folder, rtr};
use crate::support::Tested;

/// The names of all files of a folder.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = folder.read_dir()?.collect::<Result<Vec<_>, _>>()?;
    let names = entries.iter().map(|entry| entry.file_name());
    let mut names: Vec<String> = names.map(|name| name.display().to_string()).collect();
    names.sort_unstable();
    Ok(names)
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_read() -> Tested {
    let (_kept, folder) = folder()?;
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria/achilles-midportion.toml"),
        folder.join("own.toml"),
    )?;
    let criteria = std::fs::read(folder.join("own.toml"))?;
    let absolute = folder.join("in.ndjson").display().to_string();
    for (arguments, said) in [
        (
            &["-o", "in.ndjson"][..],
            "--out in.ndjson: it is one of the inputs",
        ),
        (&["-o", &absolute], "it is one of the inputs"),
        (
            &["-o", "./in.ndjson"],
            "--out ./in.ndjson: it is one of the inputs",
        ),
        (
            &["--errors", "in.ndjson"],
            "--errors in.ndjson: it is one of the inputs",
        ),
        (
            &["--summary", "in.ndjson"],
            "--summary in.ndjson: it is one of the inputs",
        ),
        (
            &["-o", "own.toml", "--criteria", "own.toml"],
            "--out own.toml: it is one of the criteria files",
        ),
        (
            &["-o", "x", "--errors", "x"],
            "--errors x: --out writes there",
        ),
        (
            &["-o", "x", "--summary", "x"],
            "--summary x: --out writes there",
        ),
        (
            &["-o", "x", "--errors", "x.part"],
            "--errors x.part: --out writes there, until it is complete",
        ),
        (
            &["-o", "x", "--summary", "x.part.json"],
            "--summary x.part.json: --out writes there, for its checkpoint",
        ),
        (&["-o", "-"], "without --out, lines go to standard output"),
        (&["-o", "."], "it is a folder; name a file in it"),
        (&["-o", "nowhere/x"], "writing nowhere/x"),
        (&["-o", "x", "--errors", "nowhere/x"], "writing nowhere/x"),
    ] {
        let output = rtr(&folder, &[&["batch", "in.ndjson"], arguments].concat())?;
        let stderr = String::from_utf8(output.stderr.clone())?;
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        assert!(matches!(code(&output), Some(2 | 3)), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert_eq!(names(&folder)?, ["in.ndjson", "own.toml"], "{arguments:?}");
        assert_eq!(std::fs::read_to_string(folder.join("in.ndjson"))?, RECORDS);
        assert_eq!(std::fs::read(folder.join("own.toml"))?, criteria);
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_never_replaced() -> Tested {
    use std::os::unix::fs::FileTypeExt;
    let (_kept, folder) = folder()?;
    let refused = rtr(&folder, &["batch", "in.ndjson", "-o", "/dev/null"])?;
    assert_eq!(code(&refused), Some(2));
    let stderr = String::from_utf8(refused.stderr)?;
    assert!(stderr.contains("redirect standard output"), "{stderr}");

    let arguments = [
        "batch",
        "-q",
        "in.ndjson",
        "-o",
        "x",
        "--errors",
        "/dev/null",
    ];
    assert_eq!(code(&rtr(&folder, &arguments)?), Some(0));
    assert_eq!(names(&folder)?, ["in.ndjson", "x"]);
    assert_eq!(
        std::fs::read_to_string(folder.join("x"))?.lines().count(),
        2
    );

    let arguments = [
        "batch",
        "-q",
        "in.ndjson",
        "-o",
        "y",
        "--errors",
        "/dev/stdout",
        "--summary",
        "/dev/stdout",
    ];
    let told = rtr(&folder, &arguments)?;
    assert_eq!(code(&told), Some(0));
    let told = String::from_utf8(told.stdout)?;
    assert!(told.starts_with("{\"format\":\"error/1\""), "{told}");
    assert!(told.contains("\"summary/1\""), "{told}");
    assert!(
        Path::new("/dev/null")
            .metadata()?
            .file_type()
            .is_char_device()
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_replaced() -> Tested {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (_kept, folder) = folder()?;
    std::fs::create_dir(folder.join("far"))?;
    for (link, there) in [("out", "far/out"), ("sum", "far/sum")] {
        std::fs::write(folder.join(there), "old")?;
        std::fs::set_permissions(folder.join(there), PermissionsExt::from_mode(0o640))?;
        symlink(there, folder.join(link))?;
    }
    let arguments = ["batch", "-q", "in.ndjson", "-o", "out", "--summary", "sum"];
    assert_eq!(code(&rtr(&folder, &arguments)?), Some(0));
    for (link, there) in [("out", "far/out"), ("sum", "far/sum")] {
        assert!(folder.join(link).is_symlink());
        assert_ne!(std::fs::read_to_string(folder.join(there))?, "old");
    }
    let mode = folder.join("far/sum").metadata()?.permissions().mode();
    assert_eq!(
        mode & 0o777,
        0o640,
        "a file that is there keeps its permissions"
    );
    let missing = rtr(&folder, &["batch", "in.ndjson", "-o", "gone"])?;
    assert_eq!(code(&missing), Some(0));
    symlink("nothing", folder.join("broken"))?;
    let broken = rtr(&folder, &["batch", "in.ndjson", "-o", "broken"])?;
    assert_eq!(code(&broken), Some(3));
    assert!(String::from_utf8(broken.stderr)?.contains("a link that leads nowhere"));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_new_file_may_be_read_by_whom_any_new_file_may() -> Tested {
    use std::os::unix::fs::PermissionsExt;
    let (_kept, folder) = folder()?;
    std::fs::write(folder.join("any"), "")?;
    let arguments = ["batch", "-q", "in.ndjson", "-o", "out", "--summary", "sum"];
    assert_eq!(code(&rtr(&folder, &arguments)?), Some(0));
    let mode = |name: &str| Ok(folder.join(name).metadata()?.permissions().mode());
    let modes: std::io::Result<Vec<u32>> = ["any", "out", "sum"].into_iter().map(mode).collect();
    let modes = modes?;
    assert!(
        modes.iter().all(|mode| modes.first() == Some(mode)),
        "{modes:?}"
    );
    Ok(())
}
