//! A criterion in sentences.

use crate::measure::{Definition, MeasurementError, Nature, Window, with_unit};
use crate::protocol::{
    Bands, Bound, Condition, Criterion, Fact, Ladder, Level, Limit, Mark, Operator, Protocol,
    Query, Refer, Rule,
};
use crate::quantity::{Exact, Toward, Unit};
use crate::verdict::Verdict;

/// Each band with what lies in it, best first.
pub(super) fn bands(criterion: &Criterion) -> Vec<(Verdict, String)> {
    let Some(bands) = criterion.bands else {
        return Vec::new();
    };
    let measure = criterion.measure;
    let mut said = vec![(Verdict::Go, limit(&bands.go, measure))];
    match &bands.no_go {
        None => said.push((Verdict::Caution, "otherwise".to_owned())),
        Some(no_go) => {
            if let Some(between) = between(&bands, measure) {
                said.push((Verdict::Caution, between));
            }
            said.push((Verdict::NoGo, limit(no_go, measure)));
        }
    }
    said
}

/// A limit in words: `at 2 or less`, `when none or some-signs`.
pub(super) fn limit(limit: &Limit, measure: &Definition) -> String {
    if !measure.scale.words().is_empty() {
        return format!("when {}", limit.show(measure, None));
    }
    let bound = bound(limit, measure);
    match limit.operator {
        Operator::AtLeast => format!("at {bound} or more"),
        Operator::AtMost => format!("at {bound} or less"),
        Operator::Above => format!("above {bound}"),
        Operator::Below => format!("below {bound}"),
    }
}

/// The number of a limit with its unit; a pain score needs none.
pub(super) fn bound(limit: &Limit, measure: &Definition) -> String {
    match limit.bound {
        Bound::GoalOver(divisor) => {
            format!("the goal's distance / {}", divisor.decimal(Toward::Down))
        }
        Bound::Value(value) => number(value, measure),
    }
}

/// A value with its unit; a pain score needs none.
pub(super) fn number(value: Exact, measure: &Definition) -> String {
    let shown = value.decimal(measure.toward_worse());
    let unit = measure.scale.unit();
    if unit == Unit::Nrs {
        shown.to_string()
    } else if unit == Unit::Days && value == Exact::whole(1) {
        "1 day".to_owned()
    } else if unit == Unit::Days {
        format!("{shown} days")
    } else {
        with_unit(shown, unit)
    }
}

/// What lies between GO and NO-GO, if anything does.
pub(super) fn between(bands: &Bands, measure: &Definition) -> Option<String> {
    let no_go = bands.no_go.as_ref()?;
    let words = measure.scale.words();
    if words.is_empty() {
        let point = bands.go.bound == no_go.bound;
        let between = if point {
            format!("at {}", bound(no_go, measure))
        } else {
            "between".to_owned()
        };
        return (!touch(&bands.go, no_go)).then_some(between);
    }
    let left: Vec<&str> = (0_i64..)
        .zip(words)
        .filter(|(place, _)| bands.place(Exact::whole(*place), None) == Some(Verdict::Caution))
        .map(|(_, word)| *word)
        .collect();
    (!left.is_empty()).then(|| format!("when {}", left.join(" or ")))
}

/// Whether NO-GO begins where GO ends.
pub(super) fn touch(go: &Limit, no_go: &Limit) -> bool {
    let (Bound::Value(one) | Bound::GoalOver(one), Bound::Value(other) | Bound::GoalOver(other)) =
        (go.bound, no_go.bound);
    let holds = |operator: Operator| matches!(operator, Operator::AtLeast | Operator::AtMost);
    one == other && (holds(go.operator) || holds(no_go.operator))
}

/// When it is asked, which entries count, and what follows from it.
pub(super) fn conditions(protocol: &Protocol, criterion: &Criterion) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut asked: Vec<String> = criterion.when.iter().map(fact).collect();
    if criterion.clinic {
        asked.insert(0, "in the clinic".to_owned());
    }
    if !asked.is_empty() {
        sentences.push(format!("Asked only {}.", asked.join(", ")));
    }
    let query = protocol.queries.get(criterion.query);
    sentences.extend(query.and_then(|Query { measure, window }| counts(measure, *window)));
    if let Some(certainty) = criterion.certainty {
        let written = criterion.written_go.map(|go| limit(&go, criterion.measure));
        sentences.push(format!(
            "The limit is written as {}; GO asks {certainty} % certainty by the error of the test.",
            written.unwrap_or_default()
        ));
    }
    let leans = [
        (criterion.no_go_only_with, "NO-GO", "CAUTION"),
        (criterion.caution_only_with, "CAUTION", "GO"),
    ];
    for (with, band, instead) in leans {
        if let Some(with) = with {
            sentences.push(format!(
                "The {band} counts only while `{}` is not GO; else it is a {instead}.",
                protocol.name_of(with)
            ));
        }
    }
    if let Some(refer) = criterion.refer {
        let whom = match refer {
            Refer::Clinician => "see a clinician",
            Refer::Urgent => "be seen today",
        };
        let unknown = if criterion.refer_if_unknown {
            " So does not knowing."
        } else {
            ""
        };
        sentences.push(format!("A NO-GO says: {whom}.{unknown}"));
    }
    sentences
}

/// Which entries count, in a sentence; nothing where the measure's name says it.
pub(super) fn counts(measure: &Definition, window: Window) -> Option<String> {
    let days = |days: u16| match days {
        1 => "1 day".to_owned(),
        more => format!("{more} days"),
    };
    match measure.nature {
        Nature::Fact | Nature::Calendar | Nature::Log => return None,
        Nature::Observation => {}
    }
    Some(match (window.fresh, window.over) {
        (None, None) => return None,
        (Some(0), None) => "The entry of the day itself counts.".to_owned(),
        (Some(fresh), None) => format!("The newest entry counts, at most {} old.", days(fresh)),
        (fresh, Some(over)) => {
            let least = if window.at_least > 1 {
                format!(", with an entry on at least {}", days(window.at_least))
            } else {
                String::new()
            };
            let fresh = fresh.map_or_else(String::new, |fresh| {
                format!(", the newest at most {} old", days(fresh))
            });
            format!("The worst of the last {} counts{least}{fresh}.", days(over))
        }
    })
}

fn fact(condition: &Condition) -> String {
    match condition {
        Condition::OneOf(fact, words) => {
            let words = words.join(" or ");
            match fact {
                Fact::Side if words == "one" => "when one side is hurt".to_owned(),
                Fact::Side => "when both sides are hurt".to_owned(),
                Fact::Sex => format!("of sex {words}"),
                Fact::Condition => format!("for `{words}`"),
                Fact::Site => format!("at the site {words}"),
                Fact::Goal => format!("for a {words} as the goal"),
                Fact::Setting => format!("in the setting {words}"),
                Fact::SuddenOnset if words == "yes" => "after a sudden onset".to_owned(),
                Fact::SuddenOnset => "after a slow onset".to_owned(),
                Fact::SameSite if words == "yes" => {
                    "when the same site was hurt in the 12 months before".to_owned()
                }
                Fact::SameSite => {
                    "when the same site was not hurt in the 12 months before".to_owned()
                }
                Fact::OtherSide if words == "yes" => "when the other side was ever hurt".to_owned(),
                Fact::OtherSide => "when the other side was never hurt".to_owned(),
                Fact::Age | Fact::GoalDistance => words,
            }
        }
        Condition::Compares(fact, operator, bound) => {
            let bound = bound.decimal(Toward::Down);
            let unit = fact.row().unit();
            let what = if *fact == Fact::Age {
                "at an age"
            } else {
                "for a goal"
            };
            match operator {
                Operator::AtLeast => format!("{what} of {bound} {unit} or more"),
                Operator::AtMost => format!("{what} of {bound} {unit} or less"),
                Operator::Above => format!("{what} above {bound} {unit}"),
                Operator::Below => format!("{what} below {bound} {unit}"),
            }
        }
    }
}

/// The measure's error.
pub(super) fn error(error: &MeasurementError, unit: Unit) -> String {
    format!(
        "Measurement error: two readings differ by chance by up to {} (MDC; SEM {}).",
        with_unit(error.mdc.decimal(Toward::Up), unit),
        with_unit(error.sem.decimal(Toward::Up), unit)
    )
}

/// What fires a rule of a ladder.
pub(super) fn fires(rule: &Rule) -> String {
    format!(
        "{} {}",
        rule.measure.meaning.trim_end_matches('.'),
        limit(&rule.limit(), rule.measure)
    )
}

/// How much of a session is run: `6 of 30 min`.
pub(super) fn running(level: &Level) -> String {
    let parts = level
        .run_minutes()
        .zip(level.minutes())
        .or(level.run_kilometres().zip(level.kilometres()));
    parts.map_or_else(String::new, |(run, all)| {
        let (run, all) = (run.shown(Toward::Down, 1), all.shown(Toward::Down, 1));
        format!("{run} of {all} {}", level.run.unit())
    })
}

/// What a ladder asks for between two levels.
pub(super) fn pace(ladder: &Ladder) -> Option<String> {
    ladder.levels_per_7_days.map(|levels| match levels {
        1 => "At most one level is gained in 7 days.".to_owned(),
        more => format!("At most {more} levels are gained in 7 days."),
    })
}

/// So many rules.
pub(super) fn rules(count: usize) -> String {
    match count {
        1 => "1 rule".to_owned(),
        more => format!("{more} rules"),
    }
}

/// The sign of how a source was read: none where it was read itself.
pub(super) const fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Read => "",
        Mark::SecondHand => " †",
        Mark::FromMemory => " ‡",
        Mark::Convention => " (this project's own)",
    }
}
