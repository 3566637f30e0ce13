//! What a record holds that is near its worse end, wherever it stands: no report passes over it in silence.

use super::wire::Adverse;
use super::{Dated, Day, Log, Record};

/// A field near its worse end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdverseField {
    /// The day of its entry; none where it is of no day.
    pub date: Option<Day>,
    /// As reports name it: `runs[2026-11-24].gait`.
    pub field: String,
    /// What stands there.
    pub value: String,
}

impl Record {
    /// Every field that is near its worse end, of entries up to a day and after another: signs of illness
    /// first, then what hurts, then tests and what surrounds them, of each block the newest first.
    ///
    /// What is said of a treatment holds since it began, and so on that day, too.
    pub(crate) fn adverse(&self, after: Option<Day>, as_of: Day) -> Vec<AdverseField> {
        // Every field is named, so that a new block cannot be passed over.
        let Self {
            id: _,
            as_of: _,
            setting: _,
            sex: _,
            age: _,
            condition: _,
            injury,
            goal: _,
            baseline,
            screening,
            treatments,
            pain,
            heel_raise,
            hop,
            questionnaires,
            observations,
            loading,
            other_training,
            sleep,
            log_complete_from: _,
            runs,
            plan,
        } = self;
        let mut found = Vec::new();
        let days = (after, as_of);
        dated(&mut found, "screening", screening, days);
        undated(&mut found, "injury", Some(injury));
        dated(&mut found, "pain", pain, days);
        dated(&mut found, "runs", runs, days);
        dated(&mut found, "hop", hop, days);
        dated(&mut found, "heel_raise", heel_raise, days);
        dated(&mut found, "questionnaires", questionnaires, days);
        dated(&mut found, "observations", observations, days);
        dated(&mut found, "treatments", treatments, (None, as_of));
        undated(&mut found, "loading", loading.as_ref());
        undated(&mut found, "baseline", baseline.as_ref());
        dated(&mut found, "other_training", other_training, days);
        dated(&mut found, "sleep", sleep, days);
        undated(&mut found, "plan", plan.as_ref());
        found
    }
}

fn dated<T: Adverse>(
    found: &mut Vec<AdverseField>,
    block: &str,
    log: &Log<T>,
    (after, as_of): (Option<Day>, Day),
) {
    let entries = log
        .iter()
        .flatten()
        .filter(|dated| dated.date <= as_of && after.is_none_or(|after| dated.date > after));
    for Dated { date, entry, .. } in entries {
        entry.adverse(&mut |field, value| {
            found.push(AdverseField {
                date: Some(*date),
                field: format!("{block}[{date}].{field}"),
                value,
            });
        });
    }
}

fn undated<T: Adverse>(found: &mut Vec<AdverseField>, block: &str, entry: Option<&T>) {
    if let Some(entry) = entry {
        entry.adverse(&mut |field, value| {
            found.push(AdverseField {
                date: None,
                field: format!("{block}.{field}"),
                value,
            });
        });
    }
}
