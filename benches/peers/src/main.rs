//! Prints how fast each engine is at the same decision, once all have been shown to decide the same.

use return_to_run_peers::measure::{self, Times};
use return_to_run_peers::{Result, agree, corpus, decision, peers, scripts};

/// Records, each held against one another and then measured, and how often.
const RECORDS: usize = 40_000;
const REPETITIONS: usize = 5;

fn main() -> Result<()> {
    let rows = decision::rows(&decision::protocol()?)?;
    let records = corpus::records(RECORDS)?;
    let folder = std::env::current_exe()?.with_file_name("peers");
    let scripts = scripts::at_hand(&rows, &records, &folder)?;
    let engines: Result<Vec<_>> = peers::PEERS.iter().map(|(.., make)| make(&rows)).collect();
    let mut engines = engines?;
    let mut names: Vec<(&str, &str)> = peers::PEERS
        .iter()
        .map(|(name, form, _)| (*name, *form))
        .collect();
    let verdicts = agree::agree(&mut engines, &names, &scripts, &records)?;
    println!("{RECORDS} records, the same verdicts and the same reasons from all: {verdicts:?}");
    names.extend(scripts.iter().map(|script| (script.name, script.form)));
    let times = measure::measure(&mut engines, &scripts, &records, REPETITIONS)?;
    let bytes: usize = records.iter().map(String::len).sum();
    println!(
        "{RECORDS} records of {} bytes, medians of {REPETITIONS} rounds\n",
        bytes / RECORDS
    );
    table(&names, &times);
    Ok(())
}

fn table(names: &[(&str, &str)], times: &[Times]) {
    let count = RECORDS as f64;
    let reference = times.first().map_or(f64::NAN, Times::whole);
    println!("| engine | form | records/s | without reading the record | time to rtr's |");
    println!("|---|---|---|---|---|");
    for ((name, form), times) in names.iter().zip(times) {
        let deciding = times
            .deciding()
            .map_or_else(String::new, |it| format!("{:.1} µs", it / count * 1e6));
        let (rate, ratio) = (count / times.whole(), times.whole() / reference);
        println!("| {name} | {form} | {rate:.0} | {deciding} | {ratio:.1} |");
    }
}
