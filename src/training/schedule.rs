//! What a week of running looks like, how fast a runner runs, and how a taper falls.

use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::protocol::{Level, Stretch};
use crate::quantity::{Exact, Kilometres, Minutes};

/// What a planned session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    /// A level of the walk-run ladder.
    Ladder,
    /// The long run of the week.
    Long,
    /// A shorter run.
    Easy,
    /// A run of the taper.
    Taper,
    /// The goal itself.
    Goal,
}

word!(Part);

/// How long a kilometre takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Seconds a kilometre.
    pub seconds: i64,
    /// Whether it was read from the log; else it is an easy jog of 8 km/h, this project's assumption.
    pub from_log: bool,
}

/// Seconds a kilometre of an easy jog, 8 km/h.
const JOG: i64 = 450;
/// Seconds a kilometre of a walk, 5 km/h.
const WALK: i64 = 720;

impl Pace {
    /// The mean pace of the logged runs that tell distance and time.
    pub(super) fn of(runs: &[Dated<Run>]) -> Self {
        let (mut metres, mut seconds) = (0_i64, 0_i64);
        for run in runs {
            let continuous = matches!(run.entry.kind, Some(RunKind::Run | RunKind::Race));
            if let (true, Some(distance), Some(minutes)) =
                (continuous, run.entry.distance_km, run.entry.duration_min)
            {
                metres = metres.saturating_add(distance.millionths().div_euclid(1000));
                let whole = minutes
                    .millionths()
                    .saturating_mul(60)
                    .div_euclid(1_000_000);
                seconds = seconds.saturating_add(whole);
            }
        }
        let pace = seconds
            .saturating_mul(1000)
            .checked_div(metres)
            // Slower is walking, faster is a race or a fault of the log.
            .filter(|pace| (180..=WALK).contains(pace));
        match pace {
            Some(seconds) => Self {
                seconds,
                from_log: true,
            },
            None => Self {
                seconds: JOG,
                from_log: false,
            },
        }
    }

    /// Minutes for so many metres, rounded up.
    pub(super) const fn minutes(self, metres: i64) -> i64 {
        let seconds = metres.saturating_mul(self.seconds).saturating_add(59_999);
        seconds.div_euclid(60_000)
    }

    /// Metres in so many whole minutes of running.
    pub(super) fn metres_in(self, minutes: i64) -> i64 {
        metres_in(Exact::whole(minutes), self.seconds)
    }

    /// Metres and whole minutes of a stretch of running or walking, so many times over.
    fn stretch(self, stretch: Stretch, repeats: u16, seconds_a_kilometre: i64) -> (i64, i64) {
        match stretch {
            Stretch::Minutes(minutes) => {
                let minutes = minutes.times(repeats);
                (
                    metres_in(minutes, seconds_a_kilometre),
                    minutes.millionths().div_euclid(1_000_000),
                )
            }
            Stretch::Kilometres(kilometres) => {
                let metres = kilometres.times(repeats).millionths().div_euclid(1000);
                let own = Self {
                    seconds: seconds_a_kilometre,
                    ..self
                };
                (metres, own.minutes(metres))
            }
        }
    }

    /// What a session on a level comes to: metres in all, minutes in all, minutes run.
    pub(super) fn session(self, level: &Level) -> (i64, i64, i64) {
        let (run_metres, run_minutes) = self.stretch(level.run, level.repeats, self.seconds);
        let (walk_metres, walk_minutes) = level
            .walk
            .map_or((0, 0), |walk| self.stretch(walk, level.repeats, WALK));
        (
            run_metres.saturating_add(walk_metres),
            run_minutes.saturating_add(walk_minutes),
            run_minutes,
        )
    }
}

/// Metres in so many minutes at so many seconds a kilometre, rounded down to ten.
fn metres_in(minutes: Exact, seconds_a_kilometre: i64) -> i64 {
    let seconds = minutes
        .millionths()
        .saturating_mul(60)
        .div_euclid(1_000_000);
    let metres = seconds
        .saturating_mul(1000)
        .checked_div(seconds_a_kilometre)
        .unwrap_or(0);
    metres.div_euclid(10).saturating_mul(10)
}

/// Days of a week with a run, counted from the long run; the long run is followed by a rest.
pub(super) const fn week(runs: u8) -> &'static [i32] {
    match runs {
        0..=3 => &[0, 3, 5],
        4 => &[0, 2, 4, 5],
        _ => &[0, 2, 3, 5, 6],
    }
}

/// What is left of a week's runs so many days before the race, in percent; none in the last two days.
///
/// The last two weeks keep half (a meta-analysis found 41 to 60 % less best); the third-last keeps three quarters, this project's
/// choice.
pub(super) const fn taper_percent(days_before: i32) -> i64 {
    match days_before {
        ..=2 => 0,
        3..=14 => 50,
        _ => 75,
    }
}

/// A session as the log would hold it, had it gone without symptoms.
pub(super) fn without_symptoms(
    day: Day,
    metres: i64,
    minutes: i64,
    walk_run: Option<(usize, i64)>,
) -> Result<Dated<Run>, String> {
    let none = crate::quantity::Nrs::new(0)?;
    let kind = if walk_run.is_some() {
        RunKind::WalkRun
    } else {
        RunKind::Run
    };
    let (level, run_min) = match walk_run {
        Some((level, minutes)) => {
            let level = i64::try_from(level).unwrap_or(0).saturating_add(1);
            (
                Some(crate::quantity::Level::new(
                    level.saturating_mul(1_000_000),
                )?),
                Some(Minutes::new(minutes.saturating_mul(1_000_000))?),
            )
        }
        None => (None, None),
    };
    Ok(Dated {
        date: day,
        // A session to come stands in no file; nothing is ever wrong with it.
        place: 0,
        entry: Run {
            date: Some(day),
            kind: Some(kind),
            distance_km: Some(Kilometres::new(metres.saturating_mul(1000))?),
            duration_min: Some(Minutes::new(minutes.saturating_mul(1_000_000))?),
            run_min,
            level,
            pain_start: Some(none),
            pain_during: Some(none),
            pain_after: Some(none),
            pain_next_morning: Some(none),
            rising: Some(false),
            gait: Some(crate::assessment::wire::Gait::Normal),
            speed: Some(crate::assessment::wire::Speed::Easy),
            hills: Some(false),
            ..Run::default()
        },
    })
}
