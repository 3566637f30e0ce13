//! `rtr import`: watch files and exports into an assessment.

mod json_v1;
mod page;
mod replace;
mod report;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

pub(super) use self::json_v1::ImportV1;
pub(super) use self::page::TEMPLATES as SENTENCES;
pub(super) use self::replace::create;
use self::report::{ImportOutcome, Report};
use super::format::{Format, Medium};
use super::{CliError, Exit, Json, Units, print, read, say};
use crate::assessment::Day;
use crate::import::merge::{Window, merge};
use crate::import::target::{Said, Target, fragment};
use crate::import::{Columns, DateOrder, Files, Limits, Options, Session, Sport, read_paths};
use crate::quantity::Distances;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Watch files (FIT, GPX, TCX), exports (Strava, Garmin, Apple Health and others), lists kept by hand, or folders; zip archives need no unpacking.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The assessment to put the sessions into; without it they are printed. A copy is kept as FILE.bak.
    #[arg(long, value_name = "ASSESSMENT")]
    into: Option<PathBuf>,
    /// Leave out sessions before this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Day>,
    /// Move the assessment on to this day, so that it takes sessions up to it; needed to begin a new file.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    /// Declare that every run since this day is in the log, so that a day without one is a rest day.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "into")]
    complete_from: Option<Day>,
    /// The zone of recordings that carry no local time, such as `Europe/Berlin`; without it their day is that in UTC.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The unit of tables that do not tell theirs, such as Garmin's list without steps; one that does is believed.
    #[arg(long, value_enum, value_name = "UNIT")]
    units: Option<Units>,
    /// The columns of a list that is not known, by heading or number: `date=Datum,km=Strecke,minutes=3`; also `mi`, `metres`, `hours`, `seconds`, `clock` (h:mm:ss) and `sport`.
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<Columns>,
    /// What comes first in dates such as 3/4/2026 of a list of which no date tells it.
    #[arg(long, value_enum, value_name = "ORDER")]
    dates: Option<Dates>,
    /// What recordings were that do not say it, such as a GPX without a type; else they are kept as perhaps a run.
    #[arg(long, value_enum, value_name = "SPORT")]
    untyped: Option<UntypedSport>,
    /// Whether there were walking breaks in the imported runs that do not say it yet, those of earlier imports too.
    #[arg(long, value_enum, value_name = "YES|NO")]
    walk_breaks: Option<YesNo>,
    /// Write nothing; only report.
    #[arg(long)]
    dry_run: bool,
    /// How to show the report.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// List everything, however long.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `import/1`.
    Json,
}

/// What a recording was that names no sport.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum UntypedSport {
    /// Runs.
    Run,
    /// Walks.
    Walk,
    /// Rides.
    Ride,
    /// Other training that is no running.
    Other,
}

/// What comes first in a date of three numbers.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dates {
    /// 3/4/2026 is 3 April.
    DayFirst,
    /// 3/4/2026 is 4 March.
    MonthFirst,
}

impl From<Dates> for DateOrder {
    fn from(dates: Dates) -> Self {
        match dates {
            Dates::DayFirst => Self::DayFirst,
            Dates::MonthFirst => Self::MonthFirst,
        }
    }
}

/// An answer for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum YesNo {
    /// There were.
    Yes,
    /// There were none.
    No,
}

impl From<UntypedSport> for Sport {
    fn from(untyped: UntypedSport) -> Self {
        match untyped {
            UntypedSport::Run => Self::Running,
            UntypedSport::Walk => Self::Walking,
            UntypedSport::Ride => Self::Cycling,
            UntypedSport::Other => Self::Other,
        }
    }
}

/// The assessment that the sessions go into.
struct Destination<'a> {
    path: &'a Path,
    target: Target,
    /// Its text; `None` when the file does not exist yet.
    old: Option<String>,
}

impl Arguments {
    /// What a dialogue asks for: this export into that file, up to a day.
    pub(super) fn of_dialogue(export: PathBuf, into: PathBuf, as_of: Day) -> Self {
        Self {
            paths: vec![export],
            into: Some(into),
            since: None,
            as_of: Some(as_of),
            complete_from: None,
            time_zone: None,
            units: None,
            columns: None,
            dates: None,
            untyped: None,
            walk_breaks: None,
            dry_run: false,
            format: Format::Page(Medium::Text),
            all: false,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let stdin = Path::new("-");
    if arguments.paths.iter().any(|path| path == stdin) {
        return Err(CliError::Usage(
            "import reads files and folders, and nothing from standard input; `./-` is a file of that name"
                .to_owned(),
        ));
    }
    if arguments.into.as_deref() == Some(stdin) {
        return Err(CliError::Usage(
            "--into changes a file, and standard input is none".to_owned(),
        ));
    }
    let into = arguments
        .into
        .as_deref()
        .map(|path| open(path, arguments.as_of))
        .transpose()?;
    let as_of = arguments
        .as_of
        .or_else(|| into.as_ref().map(|into| into.target.as_of()));
    if let (Some(from), Some(as_of)) = (arguments.complete_from, as_of)
        && from > as_of
    {
        return Err(CliError::Usage(format!(
            "--complete-from {from} lies after the day of the assessment, {as_of}"
        )));
    }
    let zone = arguments.time_zone.as_deref().map(zone).transpose()?;
    let options = Options {
        units: arguments.units.map(Distances::from),
        untyped: arguments.untyped.map(Sport::from),
        columns: arguments.columns.as_ref(),
        dates: arguments.dates.map(DateOrder::from),
    };
    let (files, sessions) = collect(&arguments.paths, options, zone.as_ref());
    let window = Window {
        since: arguments.since,
        as_of,
    };
    let log = into.as_ref().map_or(&[][..], |into| into.target.log());
    let merged = merge(sessions, log, window);
    if merged.perhaps_twice > 0 {
        return Err(CliError::Usage(format!(
            "{} of these runs may stand in two of the sources, of which one tells local time and the other UTC, and nothing tells how far they lie apart: give the zone with --time-zone, such as `Europe/Berlin`; nothing is written",
            merged.perhaps_twice
        )));
    }
    let done = match &into {
        Some(into) => store(into, &merged, arguments)?,
        None => ImportOutcome::Printed,
    };
    let report = Report {
        files: &files,
        merged: &merged,
        log,
        done: &done,
        walk_breaks: walk_breaks(arguments),
        complete_from: arguments
            .complete_from
            .or_else(|| into.as_ref()?.target.log_complete_from()),
        all: arguments.all,
    };
    let shown = match arguments.format {
        Format::Page(medium) => {
            medium.draw(&page::document(&report), Distances::Kilometres, &[])?
        }
        Format::Data(Data::Json) => Json::Pretty.text(&ImportV1::of(&report))?,
    };
    if into.is_some() {
        print(&shown);
    } else {
        print(&fragment(&merged, walk_breaks(arguments)));
        say(&shown);
    }
    Ok(if files.failed.is_empty() && !merged.needs_a_hand() {
        Exit::Done
    } else {
        Exit::BadInput
    })
}

fn open(path: &Path, as_of: Option<Day>) -> Result<Destination<'_>, CliError> {
    let refused = |error| CliError::Input {
        name: path.display().to_string(),
        error,
    };
    if !path.try_exists().unwrap_or(true) {
        let Some(as_of) = as_of else {
            return Err(CliError::Usage(format!(
                "{} does not exist; to begin it, give --as-of with the day it speaks of",
                path.display()
            )));
        };
        if let Some(folder) = path.parent()
            && !folder.as_os_str().is_empty()
            && !folder.is_dir()
        {
            return Err(CliError::Usage(format!(
                "{} cannot be begun: there is no folder {}",
                path.display(),
                folder.display()
            )));
        }
        return Ok(Destination {
            path,
            target: Target::empty(as_of).map_err(refused)?,
            old: None,
        });
    }
    let (_, old) = read(Some(path))?;
    let target = Target::read(old.clone()).map_err(refused)?;
    if let Some(as_of) = as_of.filter(|as_of| *as_of < target.as_of()) {
        return Err(CliError::Usage(format!(
            "--as-of {as_of} lies before the day of the assessment, {}; an assessment only moves on",
            target.as_of()
        )));
    }
    Ok(Destination {
        path,
        target,
        old: Some(old),
    })
}

/// The rules of a zone from the table that the program carries: the machine's own may differ from one to the next.
fn zone(name: &str) -> Result<TimeZone, CliError> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| {
        CliError::Usage(format!(
            "no time zone is called `{name}`; they are called like `Europe/Berlin` or `America/New_York`"
        ))
    })
}

fn collect(
    paths: &[PathBuf],
    options: Options<'_>,
    zone: Option<&TimeZone>,
) -> (Files, Vec<Session>) {
    // Draws on standard error, and only where that is a terminal.
    let progress = ProgressBar::no_length().with_style(
        ProgressStyle::with_template("{spinner} {pos} files, {elapsed}: {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    let mut sessions = Vec::new();
    let files = read_paths(
        paths,
        options,
        Limits::default(),
        &mut |file| {
            progress.inc(1);
            progress.set_message(file.to_owned());
        },
        &mut |session| sessions.push(localise(session, zone)),
    );
    progress.finish_and_clear();
    (files, sessions)
}

/// Gives a recording without local time that of the zone.
fn localise(mut session: Session, zone: Option<&TimeZone>) -> Session {
    if let (Some(zone), Some(instant), None) = (zone, session.start.instant(), session.start.wall())
        && let Ok(instant) = Timestamp::from_second(instant)
    {
        session.start = session.start.with_offset(zone.to_offset(instant).seconds());
    }
    session
}

fn walk_breaks(arguments: &Arguments) -> Option<bool> {
    arguments.walk_breaks.map(|answer| answer == YesNo::Yes)
}

fn store(
    into: &Destination<'_>,
    merged: &crate::import::merge::MergeResult,
    arguments: &Arguments,
) -> Result<ImportOutcome, CliError> {
    let text = into
        .target
        .with(
            merged,
            Said {
                as_of: arguments.as_of,
                log_complete_from: arguments.complete_from,
                walk_breaks: walk_breaks(arguments),
            },
        )
        .map_err(|error| CliError::Input {
            name: format!("{} with the sessions", into.path.display()),
            error,
        })?;
    let file = into.path.display().to_string();
    let failed = |source| CliError::File {
        action: "writing",
        path: into.path.into(),
        source,
    };
    match &into.old {
        Some(old) if *old == text => Ok(ImportOutcome::Unchanged { file }),
        None if merged.kept.is_empty() => Ok(ImportOutcome::NotBegun { file }),
        _ if arguments.dry_run => Ok(ImportOutcome::DryRun { file }),
        Some(old) => {
            let backup = replace::replace(into.path, old, &text).map_err(failed)?;
            Ok(ImportOutcome::Written {
                file,
                backup: Some(backup.display().to_string()),
            })
        }
        None => {
            replace::create(into.path, &text).map_err(failed)?;
            Ok(ImportOutcome::Written { file, backup: None })
        }
    }
}
