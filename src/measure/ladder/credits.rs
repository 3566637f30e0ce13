//! The ladder as a fold over sessions: what each adds to the credit of the levels, or takes from it.
//!
//! Every step is monotone in what was earned, in how the session went and in its level, so the worst and the best that is not known of a
//! log give the exact range of the level that is open. From any state, clean sessions on the open level reach the top: there is no dead end.

use super::rules::{LevelStep, MOST_LEVELS};

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

/// Clean sessions counted on each level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Credits {
    of: [u16; MOST_LEVELS],
}

impl Credits {
    pub(crate) const NONE: Self = Self {
        of: [0; MOST_LEVELS],
    };

    /// Every level filled.
    pub(crate) fn full(levels: &[LevelStep]) -> Self {
        let mut all = Self::NONE;
        for (credit, level) in all.of.iter_mut().zip(levels) {
            *credit = level.sessions;
        }
        all
    }

    /// After a session of that class on a level, counted from 1; one above the top is a run past the ladder, and 0 one below the first.
    pub(crate) fn step(&mut self, levels: &[LevelStep], class: Class, level: usize) {
        if class == Class::Clean {
            for (credit, step) in self.of.iter_mut().zip(levels).take(level) {
                *credit = credit.saturating_add(1).min(step.sessions);
            }
        }
        if class >= Class::Nothing {
            return;
        }
        let below = level.max(1).saturating_sub(1);
        if class == Class::Drop
            && let Some(place) = below.checked_sub(1)
            && let (Some(credit), Some(step)) = (self.of.get_mut(place), levels.get(place))
        {
            *credit = (*credit).min(step.sessions.saturating_sub(1));
        }
        for credit in self.of.iter_mut().skip(below) {
            *credit = 0;
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

    fn states(levels: &[LevelStep]) -> Vec<Credits> {
        let mut states = vec![Credits::NONE];
        for (place, level) in levels.iter().enumerate() {
            states = states
                .iter()
                .flat_map(|state| {
                    (0..=level.sessions).map(move |credit| {
                        let mut next = *state;
                        if let Some(slot) = next.of.get_mut(place) {
                            *slot = credit;
                        }
                        next
                    })
                })
                .collect();
        }
        states
    }

    fn after(state: &Credits, class: Class, level: usize) -> Credits {
        let mut next = *state;
        next.step(&levels(), class, level);
        next
    }

    fn no_more(one: &Credits, other: &Credits) -> bool {
        one.of
            .iter()
            .zip(&other.of)
            .all(|(one, other)| one <= other)
    }

    #[test]
    fn more_earned_a_better_session_and_a_higher_level_never_lead_lower() {
        let levels = levels();
        let states = states(&levels);
        assert_eq!(states.len(), 36);
        for one in &states {
            for class in CLASSES {
                for level in 0..=levels.len() + 1 {
                    for other in states.iter().filter(|other| no_more(one, other)) {
                        let (one, other) = (after(one, class, level), after(other, class, level));
                        assert!(no_more(&one, &other) && one.open(&levels) <= other.open(&levels));
                    }
                    if level <= levels.len() {
                        let (low, high) = (after(one, class, level), after(one, class, level + 1));
                        assert!(no_more(&low, &high), "{class:?} on {level}");
                    }
                }
            }
            for level in 0..=levels.len() + 1 {
                for pair in CLASSES.windows(2) {
                    let [worse, better] = pair else { continue };
                    let (worse, better) = (after(one, *worse, level), after(one, *better, level));
                    assert!(no_more(&worse, &better));
                }
            }
        }
    }

    #[test]
    fn clean_sessions_on_the_open_level_reach_the_top_from_everywhere() {
        let levels = levels();
        let most: u16 = levels.iter().map(|level| level.sessions).sum();
        for mut state in states(&levels) {
            let mut sessions = 0;
            while state.open(&levels) <= levels.len() {
                state.step(&levels, Class::Clean, state.open(&levels));
                sessions += 1;
            }
            assert!(sessions <= most);
        }
    }

    #[test]
    fn a_sore_session_asks_for_the_level_below_once_more() {
        let levels = levels();
        let climbed = [1, 1, 2, 2].into_iter();
        let climbed = climbed.fold(Credits::NONE, |state, level| {
            after(&state, Class::Clean, level)
        });
        let sore = after(&climbed, Class::Drop, 3);
        assert_eq!((climbed.open(&levels), sore.open(&levels)), (3, 2));
        assert_eq!(after(&sore, Class::Clean, 2).open(&levels), 3);
        assert_eq!(after(&sore, Class::Clean, 1).open(&levels), 2);
        let half_hours = (0..3).fold(Credits::NONE, |state, _| after(&state, Class::Clean, 3));
        assert_eq!(half_hours.open(&levels), 4);
        let past = after(&half_hours, Class::Drop, 4);
        assert_eq!((past.open(&levels), past.on(3)), (3, 2));
    }
}
