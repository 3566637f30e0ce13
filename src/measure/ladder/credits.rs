//! The ladder as a fold over sessions: what each adds to the credit of the levels, or takes from it.
//!
//! Every step is monotone in what was earned, in how the session went and in its level, so the worst and the best that is not known of a
//! log give the exact range of the level that is open. From any state, clean sessions on the open level reach the top: there is no dead end.

use super::rules::{LevelStep, MOST_LEVELS};
use crate::assessment::Day;

/// How a session went, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A rule leads a level down.
    Drop,
    /// A rule holds the level.
    Hold,
    /// It earns nothing and takes nothing.
    Nothing,
    /// It went cleanly.
    Clean,
}

/// Clean sessions counted on each level, and the day of the last session that changed each.
///
/// A clean session counts for a level only once the day between has passed, so two on adjacent days are one. *Why by level?* Each level then
/// counts the most sessions with a day between that there are, whatever else is earned on the days before; so more earned never counts less.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credits {
    of: [u16; MOST_LEVELS],
    last: [Option<Day>; MOST_LEVELS],
}

impl Credits {
    pub(crate) const NONE: Self = Self {
        of: [0; MOST_LEVELS],
        last: [None; MOST_LEVELS],
    };

    /// Nothing earned, with a session on that day that was for every level.
    pub(crate) const fn none_since(day: Day) -> Self {
        Self {
            last: [Some(day); MOST_LEVELS],
            ..Self::NONE
        }
    }

    /// Whether both have as much on every level.
    pub(crate) fn is_as_much_as(&self, other: &Self) -> bool {
        self.of == other.of
    }

    /// Every level filled.
    pub(crate) fn full(levels: &[LevelStep]) -> Self {
        let mut all = Self::NONE;
        for (credit, level) in all.of.iter_mut().zip(levels) {
            *credit = level.sessions;
        }
        all
    }

    /// After a session of that class on a level, counted from 1; one above the top is a run past the ladder, and 0 one below the first.
    pub(crate) fn step(&mut self, levels: &[LevelStep], class: Class, level: usize, day: Day) {
        let below = level.max(1).saturating_sub(1);
        let credits = self.of.iter_mut().zip(&mut self.last).zip(levels);
        match class {
            Class::Nothing => {}
            Class::Clean => {
                for ((credit, last), step) in credits.take(level) {
                    let between = i32::from(step.rest_days.min(1));
                    let is_apart = last.is_none_or(|last| day.since(last) > between);
                    if is_apart && *credit < step.sessions {
                        (*credit, *last) = (credit.saturating_add(1), Some(day));
                    }
                }
            }
            Class::Drop | Class::Hold => {
                for (place, ((credit, last), step)) in credits.enumerate() {
                    if place >= below {
                        (*credit, *last) = (0, Some(day));
                    } else if class == Class::Drop && place.saturating_add(1) == below {
                        let once_more = step.sessions.saturating_sub(1);
                        (*credit, *last) = ((*credit).min(once_more), Some(day));
                    }
                }
            }
        }
    }

    /// The first level without full credit, counted from 1; one above the top when all are full.
    pub(crate) fn open(&self, levels: &[LevelStep]) -> usize {
        let filled = self
            .of
            .iter()
            .zip(levels)
            .take_while(|(credit, level)| **credit >= level.sessions);
        filled.count().saturating_add(1)
    }

    /// Clean sessions counted on a level, from 1.
    pub(crate) fn on(&self, level: usize) -> u16 {
        let place = level.checked_sub(1);
        place
            .and_then(|place| self.of.get(place))
            .copied()
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Credits};
    use crate::assessment::Day;
    use crate::measure::ladder::rules::{LevelStep, Running};
    use crate::quantity::Exact;

    const CLASSES: [Class; 4] = [Class::Drop, Class::Hold, Class::Nothing, Class::Clean];

    fn levels() -> [LevelStep; 3] {
        [2, 2, 3].map(|sessions| LevelStep {
            running: Running::Minutes(Exact::whole(i64::from(sessions))),
            is_continuous: true,
            sessions,
            rest_days: 1,
        })
    }

    type Tested = Result<(), <Day as std::str::FromStr>::Err>;

    fn today() -> Result<Day, <Day as std::str::FromStr>::Err> {
        "2026-01-01".parse()
    }

    /// Every credit, each of a session yesterday or the day before.
    fn states(levels: &[LevelStep], today: Day) -> Vec<Credits> {
        let mut states = vec![Credits::NONE];
        for (place, level) in levels.iter().enumerate() {
            let of_level = (0..=level.sessions).flat_map(|credit| [(credit, -1), (credit, -2)]);
            states = states
                .iter()
                .flat_map(|state| {
                    of_level.clone().map(move |(credit, day)| {
                        let mut next = *state;
                        if let Some(slot) = next.of.get_mut(place) {
                            *slot = credit;
                        }
                        if let Some(slot) = next.last.get_mut(place) {
                            *slot = Some(today.plus(day));
                        }
                        next
                    })
                })
                .collect();
        }
        states
    }

    fn after(state: &Credits, class: Class, level: usize, day: Day) -> Credits {
        let mut next = *state;
        next.step(&levels(), class, level, day);
        next
    }

    /// On every level fewer, or as many with no longer to wait.
    fn no_more(one: &Credits, other: &Credits) -> bool {
        let [ones, others] = [one, other].map(|credits| credits.of.iter().zip(&credits.last));
        let mut pairs = ones.zip(others);
        pairs.all(|((one, last), (other, other_last))| {
            one < other || (one == other && last >= other_last)
        })
    }

    #[test]
    fn more_earned_a_better_session_and_a_higher_level_never_lead_lower() -> Tested {
        let today = today()?;
        let levels = levels();
        let states = states(&levels, today);
        assert_eq!(states.len(), 36 * 8);
        for one in &states {
            let others = states.iter().filter(|other| no_more(one, other));
            let others: Vec<&Credits> = others.collect();
            for class in CLASSES {
                for level in 0..=levels.len() + 1 {
                    let step = |state: &Credits, level: usize| after(state, class, level, today);
                    for other in &others {
                        let (one, other) = (step(one, level), step(other, level));
                        assert!(no_more(&one, &other) && one.open(&levels) <= other.open(&levels));
                    }
                    if level <= levels.len() {
                        let (low, high) = (step(one, level), step(one, level + 1));
                        assert!(no_more(&low, &high), "{class:?} on {level}");
                    }
                }
            }
            for level in 0..=levels.len() + 1 {
                for pair in CLASSES.windows(2) {
                    let [worse, better] = pair else { continue };
                    let step = |class: Class| after(one, class, level, today);
                    assert!(no_more(&step(*worse), &step(*better)));
                }
            }
        }
        Ok(())
    }

    #[test]
    fn clean_sessions_on_the_open_level_reach_the_top_from_everywhere() -> Tested {
        let today = today()?;
        let levels = levels();
        let most: i32 = levels.iter().map(|level| i32::from(level.sessions)).sum();
        for mut state in states(&levels, today) {
            let mut sessions = 0;
            while state.open(&levels) <= levels.len() {
                sessions += 1;
                let open = state.open(&levels);
                state.step(&levels, Class::Clean, open, today.plus(2 * sessions));
            }
            assert!(sessions <= most);
        }
        Ok(())
    }

    #[test]
    fn a_sore_session_asks_for_the_level_below_once_more() -> Tested {
        let today = today()?;
        let levels = levels();
        let climbed = [(1, 0), (1, 2), (2, 4), (2, 6)].into_iter();
        let climbed = climbed.fold(Credits::NONE, |state, (level, day)| {
            after(&state, Class::Clean, level, today.plus(day))
        });
        let sore = after(&climbed, Class::Drop, 3, today.plus(8));
        assert_eq!((climbed.open(&levels), sore.open(&levels)), (3, 2));
        assert_eq!(
            after(&sore, Class::Clean, 2, today.plus(10)).open(&levels),
            3
        );
        assert_eq!(
            after(&sore, Class::Clean, 1, today.plus(10)).open(&levels),
            2
        );
        let half_hours = [0, 2, 4].into_iter().fold(Credits::NONE, |state, day| {
            after(&state, Class::Clean, 3, today.plus(day))
        });
        assert_eq!(half_hours.open(&levels), 4);
        let past = after(&half_hours, Class::Drop, 4, today.plus(6));
        assert_eq!((past.open(&levels), past.on(3)), (3, 2));
        Ok(())
    }

    #[test]
    fn sessions_on_adjacent_days_count_once_for_a_level() -> Tested {
        let today = today()?;
        let run = |days: &[(usize, i32)]| {
            let days = days.iter().copied();
            days.fold(Credits::NONE, |state, (level, day)| {
                after(&state, Class::Clean, level, today.plus(day))
            })
        };
        assert_eq!(run(&[(3, 0), (3, 1), (3, 2)]).on(3), 2);
        assert_eq!(run(&[(3, 0), (3, 1), (3, 2), (3, 3), (3, 4)]).on(3), 3);
        // What was earned on a lower level the day before does not stand in the way of a higher one.
        assert_eq!(run(&[(1, 0), (3, 1)]).of.get(..3), Some(&[1, 1, 1][..]));
        Ok(())
    }
}
