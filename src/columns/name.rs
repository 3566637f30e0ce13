//! What columns are called.
//!
//! *Why is the window always part of the name?* The name of a column must not change because a criterion elsewhere asks for the same
//! measure in another window. *Why no spaces?* Spark writes no Parquet with them.

use crate::measure::{Definition, Scale, Window, find};
use crate::protocol::Query;

/// What a column says of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value, or the lower end of a range.
    Value,
    /// The upper end of a range.
    High,
    /// What a value cannot say: tried in vain, means nothing, may mean nothing.
    State,
    /// The same value as a fraction, where six decimals do not hold it.
    Exact,
}

impl Part {
    /// All of them, in the order of a table.
    pub const ALL: [Self; 4] = [Self::Value, Self::High, Self::State, Self::Exact];

    /// The parts that a reading of a scale can have: only a number can be a fraction, and yes to no is all there is, so no range.
    #[must_use]
    pub const fn of(scale: &Scale) -> &'static [Self] {
        match scale {
            Scale::Number { .. } => &Self::ALL,
            Scale::Words(_) => &[Self::Value, Self::High, Self::State],
            Scale::YesNo => &[Self::Value, Self::State],
        }
    }

    /// What follows the name of the reading.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::High => ".high",
            Self::State => ".state",
            Self::Exact => ".exact",
        }
    }
}

/// What the name of a reading ends with when an adverse answer counts however old it is.
const KEEPS_ADVERSE: &str = ".keeps_adverse";

/// The name of a reading: its measure, and the window in which it is read, such as `pain.rest.over_7d`.
#[must_use]
pub fn name_of(query: &Query) -> String {
    let Window {
        fresh,
        over,
        at_least,
        keeps_adverse,
    } = query.window;
    let mut name = query.measure.id.to_owned();
    if let Some(days) = fresh {
        name.push_str(&format!(".fresh_{days}d"));
    }
    if let Some(days) = over {
        name.push_str(&format!(".over_{days}d"));
    }
    if at_least > 1 {
        name.push_str(&format!(".at_least_{at_least}"));
    }
    if keeps_adverse {
        name.push_str(KEEPS_ADVERSE);
    }
    name
}

/// Whether a column is of some reading, be it one that nobody asks for: of a measure of the catalogue, or of these.
#[must_use]
pub fn known(column: &str, declared: &[&'static Definition]) -> bool {
    let parts = Part::ALL.iter().rev();
    let reading = parts
        .map(|part| column.strip_suffix(part.suffix()))
        .find_map(|reading| reading);
    let rest = reading.unwrap_or(column);
    let mut rest = rest.strip_suffix(KEEPS_ADVERSE).unwrap_or(rest);
    for (before, after) in [(".at_least_", ""), (".over_", "d"), (".fresh_", "d")] {
        let window = rest.rsplit_once(before).filter(|(_, days)| {
            let days = days.strip_suffix(after).unwrap_or_default();
            !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit())
        });
        rest = window.map_or(rest, |(measure, _)| measure);
    }
    find(rest).is_some() || declared.iter().any(|measure| measure.id == rest)
}

#[cfg(test)]
mod tests {
    use super::{Part, known};
    use crate::columns::FACTS;
    use crate::measure::catalog;

    #[test]
    fn no_measure_is_called_as_a_part_of_another_or_as_a_fact() {
        for measure in catalog() {
            let parts = Part::ALL.iter().map(|part| part.suffix());
            let mut suffixes = parts.filter(|suffix| !suffix.is_empty());
            assert!(
                suffixes.all(|suffix| !measure.id.ends_with(suffix)),
                "{}",
                measure.id
            );
            assert!(FACTS.iter().all(|fact| fact.name != measure.id));
        }
    }

    #[test]
    fn a_name_is_known_by_its_measure_whatever_its_window_and_part() {
        for name in [
            "gait.limp",
            "gait.limp.state",
            "gait.limp.over_7d",
            "gait.limp.over_7d.at_least_3.high",
            "gait.limp.fresh_28d.exact",
        ] {
            assert!(known(name, &[]), "{name}");
        }
        for name in [
            "gait.lipm",
            "gait.limp.stat",
            "gait.limp.over_7",
            "gait.limp.over_d",
            "gait.limp.high.state",
            "",
        ] {
            assert!(!known(name, &[]), "{name}");
        }
    }
}
