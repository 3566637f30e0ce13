//! `rtr log`: today in a few keys. What was done yesterday gets its next morning.

use std::path::PathBuf;

use clap::Args;

use super::ask::{
    Answered, Dialogue, Draft, FILE, Reply, is_answered_by_a_person, masked, morning, named,
    run_today, since_then,
};
use super::format::Medium;
use super::today::today;
use super::{
    CliError, CriteriaArguments, Exit, QuestionArguments, Units, check, criteria, print, question,
    say,
};
use crate::assessment::Day;
use crate::document::visible;
use crate::engine::report::Report;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment to log in; begin one with `rtr ask`.
    #[arg(default_value = FILE)]
    file: PathBuf,
    /// The day that is logged; today when absent.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    /// Pain at the first steps, 0 to 10. With any of these nothing is asked, and what is not given stays unknown.
    #[arg(long, value_name = "0-10")]
    morning: Option<String>,
    /// Minutes until morning stiffness is gone.
    #[arg(long, value_name = "MINUTES", requires = "morning")]
    stiff: Option<String>,
    /// Worst pain in daily life today, 0 to 10.
    #[arg(long, value_name = "0-10")]
    worst: Option<String>,
    /// Whether you limped.
    #[arg(long, value_name = "YES|NO")]
    limp: Option<String>,
    /// What may have hidden pain: letters of p (pain killer), i (ice), t (tape), or none.
    #[arg(long, value_name = "p|i|t|none")]
    masked: Option<String>,
    /// A run of today: km and minutes, as `6 36`, with `w` behind it for walking breaks.
    #[arg(long, value_name = "KM MINUTES")]
    run: Option<String>,
    /// What happened since the day of the record and is in neither the record nor these flags: run, treatment, flare, or none.
    #[arg(long, value_name = "none|run,treatment,flare")]
    since_then: Option<String>,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// Show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
}

/// What is asked each day, in order, by the names of the questions.
const DAILY: [&str; 5] = ["morning", "worst", "limp", "masked", "run-today"];

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let as_of = arguments.as_of.map_or_else(today, Ok)?;
    if !arguments.file.exists() {
        return Err(CliError::Usage(format!(
            "{} does not exist; begin it with `rtr ask`",
            arguments.file.display()
        )));
    }
    let draft = Draft::open(&arguments.file, as_of)?;
    draft.assessment()?;
    let flags = [
        &arguments.morning,
        &arguments.worst,
        &arguments.limp,
        &arguments.masked,
        &arguments.run,
        &arguments.since_then,
    ];
    let draft = if flags.iter().any(|flag| flag.is_some()) {
        by_flags(arguments, draft)?
    } else if is_answered_by_a_person() {
        asked(draft)?
    } else {
        return Err(CliError::Usage(format!(
            "log asks on a terminal; without one: rtr log {} --morning 1 --stiff 3 --worst 1 --limp no --masked none",
            arguments.file.display()
        )));
    };
    let assessment = draft.assessment()?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let asked = question(
        &protocol,
        &assessment,
        &QuestionArguments::default(),
        arguments.units,
    )?;
    let report = Report::of(&protocol, &assessment, asked);
    print(&format!(
        "\nSaved: {}\n\n",
        visible(&draft.path.display().to_string())
    ));
    let page = check::screen_of(&protocol, &assessment, &report, Some(&draft.path));
    Medium::Text.print(&page, arguments.units.into(), &arguments.criteria.files)?;
    Ok(Exit::Done)
}

fn by_flags(arguments: &Arguments, mut draft: Draft) -> Result<Draft, CliError> {
    let usage =
        |flag: &'static str| move |wrong: String| CliError::Usage(format!("--{flag}: {wrong}"));
    let mut told: Vec<Answered> = Vec::new();
    if let Some(stated) = draft.days_since() {
        let Some(happened) = &arguments.since_then else {
            return Err(CliError::Usage(format!(
                "{} is of {stated}; say what happened since and is not in it: --since-then none, or any of run,treatment,flare",
                draft.path.display()
            )));
        };
        match since_then(&draft, happened).map_err(usage("since-then"))? {
            Answered::First(_) => {
                return Err(CliError::Usage(format!(
                    "--since-then treatment: {} lists treatments already; tell the new one by `rtr log` without flags",
                    draft.path.display()
                )));
            }
            moved @ (Answered::Edits(..) | Answered::Import(_) | Answered::No) => told.push(moved),
        }
    }
    if let Some(score) = &arguments.morning {
        let stiff = arguments.stiff.as_deref().unwrap_or("s");
        let both = format!("{score} {stiff}");
        told.push(morning(&draft, &both).map_err(usage("morning"))?);
    }
    let single = [
        ("worst", "worst", &arguments.worst),
        ("limp", "limp", &arguments.limp),
    ];
    for (flag, key, text) in single {
        if let (Some(text), Some(question)) = (text, named(key)) {
            told.push(question.read(&draft, text).map_err(usage(flag))?);
        }
    }
    if let Some(text) = &arguments.masked {
        told.push(masked(&draft, text).map_err(usage("masked"))?);
    }
    if let Some(text) = &arguments.run {
        told.push(run_today(&draft, text).map_err(usage("run"))?);
    }
    for answered in told {
        if let Answered::Edits(edits, said) = answered {
            for edit in edits {
                // Nobody is asked here whether a better answer is meant as a correction.
                if let Some((earlier, now)) = edit.betters(&draft) {
                    say(&format!(
                        "Today has {earlier} already, which stays; to correct it to {now}: rtr log without flags.\n"
                    ));
                } else {
                    draft.put(&[edit])?;
                }
            }
            if !said.is_empty() {
                say(&format!("Noted: {said}.\n"));
            }
        }
    }
    draft.assessment()?;
    draft.save()?;
    Ok(draft)
}

fn asked(draft: Draft) -> Result<Draft, CliError> {
    let head = format!(
        "{} · {}",
        visible(&draft.path.display().to_string()),
        draft.as_of.spelled()
    );
    print(&(head + "\n"));
    let mut dialogue = Dialogue::begin(draft)?;
    let mut at = 0_usize;
    while let Some(question) = DAILY.get(at).and_then(|key| named(key)) {
        if dialogue.ask_for_days_since()? == Reply::Quit {
            return Ok(dialogue.draft);
        }
        match dialogue.ask(&question, "")? {
            Reply::Answered | Reply::Skipped => at = at.saturating_add(1),
            Reply::Back => at = at.saturating_sub(1),
            Reply::Quit => break,
        }
    }
    if at >= DAILY.len() {
        for question in dialogue.unscored_runs() {
            if matches!(dialogue.ask(&question, "")?, Reply::Back | Reply::Quit) {
                break;
            }
        }
    }
    dialogue.draft.save()?;
    Ok(dialogue.draft)
}
