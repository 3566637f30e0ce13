//! Every engine, and every script whose language is at hand, decides as this project does.

use std::path::Path;

use return_to_run_peers::{Result, agree, corpus, decision, peers, scripts};

#[test]
fn a_thousand_records_have_the_same_verdict_and_reasons_from_all_and_every_verdict_comes_often()
-> Result<()> {
    let rows = decision::rows(&decision::protocol()?)?;
    let records = corpus::records(1_000)?;
    let scripts = scripts::at_hand(
        &rows,
        &records,
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers"),
    )?;
    let engines: Result<Vec<_>> = peers::PEERS.iter().map(|(.., make)| make(&rows)).collect();
    let names: Vec<(&str, &str)> = peers::PEERS
        .iter()
        .map(|(name, form, _)| (*name, *form))
        .collect();
    let verdicts = agree::agree(&mut engines?, &names, &scripts, &records)?;
    assert_eq!(verdicts.len(), 3, "{verdicts:?}");
    assert!(verdicts.values().all(|count| *count >= 100), "{verdicts:?}");
    Ok(())
}
