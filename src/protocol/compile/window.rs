//! Which days of a measure count, as written, held against its nature.

use super::faults::{Compiler, whole};
use crate::diagnostic::Diagnostic;
use crate::measure::{Definition, Nature, Window};
use crate::protocol::raw::{Spanned, Text};

/// Which days of a measure are asked for, as written.
pub(super) struct Days<'a> {
    pub(super) measure: &'a Text,
    pub(super) fresh: Option<&'a Text>,
    pub(super) over: Option<&'a Text>,
    pub(super) at_least: Option<&'a Spanned<i64>>,
}

/// The window, held against the nature of the measure.
pub(super) fn time_window(
    compiler: &mut Compiler<'_>,
    raw: &Days<'_>,
    measure: &'static Definition,
) -> Option<Window> {
    let days = |compiler: &mut Compiler<'_>, text: Option<&Text>| match text.map(duration) {
        Some(Ok(days)) => Ok(Some(days)),
        Some(Err(fault)) => {
            compiler.add(*fault);
            Err(())
        }
        None => Ok(None),
    };
    let (fresh, over) = (days(compiler, raw.fresh), days(compiler, raw.over));
    let (Ok(fresh), Ok(over)) = (fresh, over) else {
        return None;
    };
    if measure.nature == Nature::Observation {
        // The last run is the last however long ago, until another takes its place.
        if fresh.is_none() && over.is_none() && !measure.is_of_one_run() {
            compiler.add(
                Diagnostic::new(
                    "fresh-missing",
                    raw.measure.span.clone(),
                    format!("`{}` is an observation without `fresh`", measure.id),
                )
                .label("how old may it be?")
                .help("add `fresh = \"7 d\"`, or `over = \"7 d\"` for the worst of the last days"),
            );
        }
    } else if let Some(text) = raw.fresh.or(raw.over) {
        compiler.add(
            Diagnostic::new("fresh-of-a-fact", text.span.clone(), format!("`{}` does not go stale", measure.id))
                .help("remove `fresh` and `over`: a fact holds, and measures of the run log carry their window in their name"),
        );
    }
    if over == Some(0) {
        let span = raw
            .over
            .map_or(raw.measure.span.clone(), |over| over.span.clone());
        compiler.add(
            Diagnostic::new("bad-duration", span, "`over` of no days")
                .help("count the day of the question: `over = \"1 d\"`"),
        );
    }
    let at_least = raw.at_least.and_then(|days| at_least(compiler, days, over));
    Some(Window {
        fresh,
        over,
        at_least: at_least.unwrap_or(u16::from(over.is_some())),
        keeps_adverse: false,
    })
}

fn at_least(compiler: &mut Compiler<'_>, days: &Spanned<i64>, over: Option<u16>) -> Option<u16> {
    let (message, help) = match over {
        _ if days.value < 1 => (
            format!("`at_least` must be 1 or more, found {}", days.value),
            "leave it out for 1",
        ),
        None => (
            "`at_least` without `over`".to_owned(),
            "say within how many days: `over = \"7 d\"`",
        ),
        Some(over) if days.value > i64::from(over) => (
            format!(
                "`at_least` wants {} days, and `over` has {over}",
                days.value
            ),
            "`at_least` counts days with an entry within `over`",
        ),
        Some(_) => return u16::try_from(days.value).ok(),
    };
    compiler.add(Diagnostic::new("bad-at-least", days.span.clone(), message).help(help));
    None
}

/// `7 d` or `2 wk` as days.
pub(super) fn duration(text: &Text) -> Result<u16, Box<Diagnostic>> {
    let fault = || {
        let fault = Diagnostic::new(
            "bad-duration",
            text.span.clone(),
            format!("`{}` is not a number of days", text.value),
        );
        Box::new(fault.help("write days or weeks, such as `7 d` or `2 wk`; 3650 days at most"))
    };
    let (number, unit) = text.value.trim().split_once(' ').ok_or_else(fault)?;
    let number = whole(number)
        .and_then(|number| u16::try_from(number).ok())
        .ok_or_else(fault)?;
    let days = match unit.trim() {
        "d" => Some(number),
        "wk" => number.checked_mul(7),
        _ => None,
    };
    days.filter(|days| *days <= 3650).ok_or_else(fault)
}
