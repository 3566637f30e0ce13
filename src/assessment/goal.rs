//! What the runner wants to do, and how people write it.

use super::Day;
use super::wire::Activity;
use crate::quantity::{Distances, Exact, Kilometres, Level, MICRO, WrittenDecimal};

/// What the runner wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A race or a run.
    Activity {
        /// Which of the two.
        activity: Activity,
        /// Its distance, if known.
        distance: Option<Kilometres>,
        /// Its day; feeds only the plan, never the verdict.
        date: Option<Day>,
    },
    /// A session on a walk-run ladder.
    Session {
        /// The ladder, by id; the protocol's first when not stated.
        ladder: Option<String>,
        /// Its level, from 1.
        level: Level,
    },
    /// A stage of the protocol, by id.
    Stage(String),
}

impl Goal {
    /// Its day, if it has one.
    #[must_use]
    pub const fn date(&self) -> Option<Day> {
        match self {
            Self::Activity { date, .. } => *date,
            Self::Session { .. } | Self::Stage(_) => None,
        }
    }

    /// A session on that level of a ladder, from 1.
    ///
    /// # Errors
    /// When no ladder can have such a level.
    pub fn session(ladder: Option<String>, level: usize) -> Result<Self, String> {
        let level = i64::try_from(level).unwrap_or(i64::MAX);
        Ok(Self::Session {
            ladder,
            level: Level::new(level.saturating_mul(MICRO))?,
        })
    }

    /// A goal as people write it: `race:42.195`, `run:5mi` or `5mi`, `marathon`, `10k`, `session:3`, `session:minutes:3` or a stage, with
    /// `@YYYY-MM-DD` behind a race or run if wanted.
    ///
    /// A distance without a unit is one of `bare`.
    ///
    /// # Errors
    /// What is wrong with it, one line.
    pub fn parse(text: &str, bare: Distances) -> Result<Self, String> {
        let (goal, date) = match text.split_once('@') {
            Some((goal, date)) => (goal, Some(date.parse()?)),
            None => (text, None),
        };
        if let Some(session) = goal.strip_prefix("session:") {
            if date.is_some() {
                return Err(format!("a session has no date, got `{text}`"));
            }
            let (ladder, level) = match session.rsplit_once(':') {
                Some((ladder, level)) => (Some(ladder.to_owned()), level),
                None => (None, session),
            };
            let level = level.parse().map_err(|_| {
                format!("a session is `session:LEVEL` or `session:LADDER:LEVEL`, LEVEL a number from 1, got `{text}`")
            })?;
            return Self::session(ladder, level);
        }
        let race = |kilometres: i64| Ok(Some((Activity::Race, Some(kilometres))));
        let named: Result<Option<(Activity, Option<i64>)>, String> = match goal {
            "marathon" => race(42_195_000),
            "half-marathon" => race(21_097_500),
            "10k" => race(10_000_000),
            "5k" => race(5_000_000),
            "race" => Ok(Some((Activity::Race, None))),
            "run" => Ok(Some((Activity::Run, None))),
            // A distance alone is a run of it: a race is called one.
            _ if is_distance(goal) => {
                distance(goal, bare).map(|length| Some((Activity::Run, Some(length))))
            }
            _ => match goal.split_once(':') {
                Some(("race", length)) => {
                    distance(length, bare).map(|length| Some((Activity::Race, Some(length))))
                }
                Some(("run", length)) => {
                    distance(length, bare).map(|length| Some((Activity::Run, Some(length))))
                }
                Some(_) => Err(format!(
                    "goal must be `race:DISTANCE`, `run:DISTANCE`, `marathon` and the like, `session:LEVEL`, or a stage; got `{goal}`"
                )),
                None => Ok(None),
            },
        };
        match named? {
            Some((activity, length)) => {
                let distance = length.map(Kilometres::new).transpose()?;
                if distance.is_some_and(|distance| distance.exact() <= Exact::ZERO) {
                    return Err("distance must be above 0 km, got 0".to_owned());
                }
                Ok(Self::Activity {
                    activity,
                    distance,
                    date,
                })
            }
            None if date.is_some() => Err(format!("a stage has no date, got `{text}`")),
            None => Ok(Self::Stage(goal.to_owned())),
        }
    }
}

/// Whether it is a number with a unit behind it, such as `6km`.
fn is_distance(text: &str) -> bool {
    let number = text.strip_suffix("km").or_else(|| text.strip_suffix("mi"));
    number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}

/// A distance in millionths of a kilometre.
fn distance(text: &str, bare: Distances) -> Result<i64, String> {
    let (number, miles) = match (text.strip_suffix("km"), text.strip_suffix("mi")) {
        (Some(number), _) => (number, false),
        (None, Some(number)) => (number, true),
        (None, None) => (text, bare == Distances::Miles),
    };
    let wrong = || {
        format!("distance must be a number, with `km` or `mi` behind it if wanted, got `{text}`")
    };
    let written = WrittenDecimal::read(number.trim()).filter(|written| written.whole.len() <= 6);
    let number = written.and_then(WrittenDecimal::exact).ok_or_else(wrong)?;
    let millionths = number.millionths();
    if !miles {
        return Ok(millionths);
    }
    // 1 mile is exactly 1.609344 km; half a millionth is rounded up once.
    let product = i128::from(millionths)
        .saturating_mul(1_609_344)
        .saturating_add(i128::from(MICRO / 2));
    i64::try_from(product.div_euclid(i128::from(MICRO))).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_a_race_a_run_a_session_or_a_stage() -> Result<(), String> {
        let race = |micro| {
            Kilometres::new(micro).map(|km| Goal::Activity {
                activity: Activity::Race,
                distance: Some(km),
                date: None,
            })
        };
        assert_eq!(
            Goal::parse("marathon", Distances::Kilometres)?,
            race(42_195_000)?
        );
        assert_eq!(
            Goal::parse("race:26.2mi", Distances::Kilometres)?,
            race(42_164_813)?
        );
        assert_eq!(Goal::parse("race:10", Distances::Miles)?, race(16_093_440)?);
        assert_eq!(
            Goal::parse("6km@2026-12-06", Distances::Miles)?,
            Goal::parse("run:6@2026-12-06", Distances::Kilometres)?
        );
        assert_eq!(
            Goal::parse("hopping", Distances::Kilometres)?,
            Goal::Stage("hopping".to_owned())
        );
        assert_eq!(
            Goal::parse("session:3", Distances::Kilometres)?,
            Goal::session(None, 3)?
        );
        assert_eq!(
            Goal::parse("session:minutes:30", Distances::Kilometres)?,
            Goal::session(Some("minutes".to_owned()), 30)?
        );
        for wrong in [
            "session:",
            "session:0",
            "session:31",
            "session:minutes",
            "session:minutes:",
            "session:3@2026-05-01",
            "race:",
            "race:0",
            "race:far",
            "swim:3",
            "hopping@2016-05-01",
            "race:5@2016-13-01",
            "run:1e3",
            "1e3km",
            "run:-3",
        ] {
            assert!(
                Goal::parse(wrong, Distances::Kilometres).is_err(),
                "{wrong}"
            );
        }
        Ok(())
    }
}
