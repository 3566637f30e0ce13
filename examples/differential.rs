//! Holds the fast reader against `serde_json` on damaged records:
//! `cargo run --release --example differential -- --executions 100000000 --seed 1`.

use std::io::{self, Write};

use clap::Parser;
use return_to_run::assessment::predictive;
use return_to_run::assessment::wire::Wire;

mod generator;
#[path = "generator/mutate.rs"]
mod mutate;
#[path = "generator/shuffle.rs"]
mod shuffle;

use generator::{Generator, Random};
use mutate::mutate;
use shuffle::shuffle_keys;

/// Damage records and ask that the fast reader reads nothing else than `serde_json` would.
#[derive(Parser)]
struct Arguments {
    /// How many damaged records.
    #[arg(long, default_value_t = 1_000_000)]
    executions: u64,
    /// Another seed, other damage.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Sound texts to damage: small ones, so that most of their bytes are looked at often; now and then whole records.
fn sound(seed: u64) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for runs in [0, 2] {
        let generator = Generator::new(seed, runs)?;
        for number in 0..40 {
            let mut text = String::new();
            generator.write(number, &mut text);
            let record: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(&text).ok()?;
            for (key, value) in record {
                texts.push(format!("{{{}:{value}}}", serde_json::json!(key)));
            }
            texts.push(shuffle_keys(&text, &mut Random::of(seed, number))?);
            texts.push(text);
        }
    }
    Some(texts)
}

/// The reader remembers how records were written, each thread for itself: so often it begins with nothing to remember.
const ONE_THREAD: u64 = 2000;

/// How many of the damaged records were read, and those that were read differently.
fn differences_of(sound: &[&str], mut random: Random, count: u64) -> (u64, Vec<String>) {
    let (mut read, mut different) = (0_u64, Vec::new());
    for _ in 0..count {
        let text = mutate(random.pick(sound), &mut random);
        let Some(wire) = predictive::read(&text) else {
            continue;
        };
        read = read.saturating_add(1);
        if serde_json::from_str::<Wire>(&text).ok() != Some(*wire) {
            different.push(text);
        }
    }
    (read, different)
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let texts = sound(arguments.seed).ok_or_else(|| io::Error::other("no texts to damage"))?;
    let sound: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (mut done, mut read, mut differences) = (0, 0_u64, 0_u64);
    let mut output = io::stdout().lock();
    while done < arguments.executions {
        let count = (arguments.executions.saturating_sub(done)).min(ONE_THREAD);
        let found = std::thread::scope(|scope| {
            let random = Random::of(arguments.seed, done);
            let thread = scope.spawn(|| differences_of(&sound, random, count));
            thread.join()
        });
        let (more, different) = found.map_err(|_| io::Error::other("a thread died"))?;
        read = read.saturating_add(more);
        for text in different {
            differences = differences.saturating_add(1);
            writeln!(output, "different: {text}")?;
        }
        done = done.saturating_add(count);
    }
    writeln!(
        output,
        "{} damaged records, {read} read by the fast reader, {differences} read differently by serde_json",
        arguments.executions
    )?;
    if differences > 0 {
        return Err(io::Error::other("the readers differ"));
    }
    Ok(())
}
