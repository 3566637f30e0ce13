//! What is known between readings of one measure in two windows.
//!
//! # When one window can never read better than another
//! Promise 1 of every measure (knowing less gives a range that contains the old one) and the way a measure takes its entries decide it:
//! - *the newest entry*: an entry too old for the window reads as if nothing in it were known. So the window that accepts fewer days
//!   never reads better; which days count is `fresh`, or else `over` less one.
//! - *sessions counted* (`hop.symptom_free_sessions`, more is better): fewer days hold fewer sessions.
//! - *the worst of the days* (`over` of the diary): more days hold a day at least as bad. But without `fresh`, a longer `over` also
//!   accepts an older newest entry where the shorter one knows nothing: then neither bounds the other. `at_least` must not
//!   be easier to meet.
//! - *runs and bad days counted*: a shorter window may hold no run, and does then not apply, or fewer bad days. Nothing is claimed.

use crate::measure::{Definition, EntryRule, Window};

/// Days that may lie between the newest entry and the day of the question.
fn oldest(window: Window) -> u16 {
    let over = window.over.map(|days| days.saturating_sub(1));
    window.fresh.or(over).unwrap_or(u16::MAX)
}

/// Whether a reading in the first window is never better than the reading of the same entries in the second.
#[must_use]
pub fn never_better(measure: &Definition, first: Window, second: Window) -> bool {
    if first == second {
        return true;
    }
    // A window that keeps bad news reads it where the other no longer does.
    if second.keeps_adverse && !first.keeps_adverse {
        return false;
    }
    match measure.takes() {
        EntryRule::Newest => oldest(first) <= oldest(second),
        EntryRule::NewestOfWeeks => {
            oldest(first) <= oldest(second) && first.at_least.max(1) >= second.at_least.max(1)
        }
        EntryRule::Sessions => {
            let days = |window: Window| {
                window
                    .over
                    .or(window.fresh.map(|days| days.saturating_add(1)))
            };
            match (days(first), days(second)) {
                (Some(first), Some(second)) => first <= second,
                (Some(_) | None, None) | (None, Some(_)) => false,
            }
        }
        EntryRule::WorstOfDays => worst_of_days(first, second),
        EntryRule::Other => false,
    }
}

fn worst_of_days(first: Window, second: Window) -> bool {
    if oldest(first) > oldest(second) {
        return false;
    }
    match (first.over, second.over) {
        // The newest entry alone, against the same under a worst of days that holds it.
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(days), Some(fewer)) => {
            let enough =
                second.at_least <= 1 || (days == fewer && first.at_least >= second.at_least);
            // A fresh entry must lie among the days that the second window counts.
            let held = days == fewer || oldest(second) < fewer;
            days >= fewer && enough && held
        }
    }
}

/// Whether two windows are known to read now one, now the other worse: an old entry is unknown in the shorter, and counts in the longer.
pub(super) fn either_worse(measure: &Definition, first: Window, second: Window) -> bool {
    let plain = |window: Window| window.fresh.is_none() && window.at_least <= 1;
    measure.takes() == EntryRule::WorstOfDays
        && plain(first)
        && plain(second)
        && first.over.is_some()
        && second.over.is_some()
        && first.over != second.over
}
