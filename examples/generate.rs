//! Writes generated assessments, one a line: `cargo run --release --example generate -- --records 200000 --seed 1 --runs 0`.

use std::io::{self, BufWriter, Write};

use clap::Parser;

mod generator;
#[path = "generator/shuffle.rs"]
mod shuffle;

/// Write generated assessments (format `assessment/1`), one a line; the same seed gives the same lines.
#[derive(Parser)]
struct Arguments {
    /// How many.
    #[arg(long, default_value_t = 1000)]
    records: u64,
    /// Another seed, other records.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Runs in the log of each record.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1000))]
    runs: u16,
    /// Put the keys of every object in random order.
    #[arg(long)]
    shuffle_keys: bool,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let made = generator::Generator::new(arguments.seed, arguments.runs);
    let generator = made.ok_or_else(|| io::Error::other("no calendar"))?;
    let mut output = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let mut line = String::new();
    for number in 0..arguments.records {
        line.clear();
        generator.write(number, &mut line);
        if arguments.shuffle_keys {
            let mut random = generator::Random::of(arguments.seed.wrapping_add(1), number);
            line = shuffle::shuffle_keys(&line, &mut random)
                .ok_or_else(|| io::Error::other("not JSON"))?;
        }
        line.push('\n');
        output.write_all(line.as_bytes())?;
    }
    output.flush()
}
