//! The bands of a criterion on a line, before it is drawn.
//!
//! *Why is the line cut?* Days since onset reach to thousands; drawn to that scale the limits would fall together. An end of the
//! measure is shown where it is near, and an arrow where it is not.

use crate::measure::{Better, Definition};
use crate::pages::criterion::touch;
use crate::protocol::{Bands, Bound, Criterion, Limit};
use crate::quantity::{Exact, MICRO, Toward, Unit};
use crate::verdict::Verdict;

/// Letters between the ends of a line on a terminal.
const LETTERS: i64 = 42;

/// The bands on a line, from the smallest value to the largest, or from the best word to the worst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLine {
    /// The bands from left to right, without a gap.
    pub segments: Vec<Segment>,
    /// What stands at the left end, if the measure ends there.
    pub low: Option<String>,
    /// What stands at the right end, if the measure ends there.
    pub high: Option<String>,
    /// From where to where a reading of the GO limit may lie by chance.
    pub error: Option<(i64, i64)>,
}

/// A band of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The verdict.
    pub verdict: Verdict,
    /// Where it ends, in thousandths of the line.
    pub to: i64,
    /// What stands at its end, or in it for a word.
    pub label: String,
}

/// The part of the measure's range that is drawn.
struct View {
    low: Exact,
    high: Exact,
}

impl View {
    /// Where a value stands, in thousandths of the line.
    fn place(&self, value: Exact) -> i64 {
        let whole = self.high.minus(self.low);
        let percent = Exact::percent(value.minus(self.low), whole).unwrap_or(Exact::ZERO);
        let thousandths = percent.times(10).millionths().checked_div(MICRO);
        thousandths.unwrap_or(0).clamp(0, 1000)
    }
}

impl NumberLine {
    /// The line of a criterion; none without bands, or where two words say it all.
    pub(super) fn of(criterion: &Criterion) -> Option<Self> {
        let (bands, measure) = (criterion.reachable_bands()?, criterion.measure);
        let words = measure.scale.words();
        match words.len() {
            0 => numbers(&bands, measure),
            1 | 2 => None,
            _ => Some(worded(&bands, words)),
        }
    }
}

fn worded(bands: &Bands, words: &[&str]) -> NumberLine {
    let told = (0_i64..).zip(words).map(|(place, word)| {
        let verdict = bands.place(Exact::whole(place), None);
        (verdict.unwrap_or(Verdict::NoGo), *word)
    });
    // A longer word takes a wider box.
    let letters = |(verdict, word): &(Verdict, &str)| {
        let letters = word.chars().count().saturating_add(verdict.label().len());
        i64::try_from(letters).unwrap_or(0).saturating_add(4)
    };
    let whole: i64 = told.clone().map(|told| letters(&told)).sum();
    let segments = told.scan(0_i64, |reached, told| {
        *reached = reached.saturating_add(letters(&told));
        Some(Segment {
            verdict: told.0,
            to: reached
                .saturating_mul(1000)
                .checked_div(whole)
                .unwrap_or(1000),
            label: told.1.to_owned(),
        })
    });
    NumberLine {
        segments: segments.collect(),
        low: None,
        high: None,
        error: None,
    }
}

/// A bound as a number; shares of the goal are drawn for a goal of 1.
fn value(limit: &Limit) -> Option<Exact> {
    limit.resolve(Some(Exact::whole(1)))
}

fn numbers(bands: &Bands, measure: &Definition) -> Option<NumberLine> {
    let go = value(&bands.go)?;
    let no_go = bands.no_go.as_ref().and_then(value);
    let shares = matches!(bands.go.bound, Bound::GoalOver(_));
    let view = view(go, no_go, measure, shares);
    let mut cuts = vec![(go, short(&bands.go, measure))];
    let apart = bands
        .no_go
        .as_ref()
        .filter(|no_go| !touch(&bands.go, no_go));
    if let (Some(limit), Some(value)) = (apart, no_go) {
        cuts.push((value, short(limit, measure)));
    }
    let mut verdicts = vec![Verdict::Go];
    if apart.is_some() || bands.no_go.is_none() {
        verdicts.push(Verdict::Caution);
    }
    if bands.no_go.is_some() {
        verdicts.push(Verdict::NoGo);
    }
    // GO lies at the better end, which for some measures is the right one.
    if measure.better == Some(Better::Higher) {
        cuts.reverse();
        verdicts.reverse();
    }
    let ends = cuts
        .into_iter()
        .map(|(value, label)| (view.place(value), label))
        .chain([(1000, String::new())]);
    let segments = verdicts.into_iter().zip(ends);
    let (low, high) = measure.scale.range();
    let end = |shown: Exact, real: Exact| (shown == real).then(|| plain(real));
    let error = measure.error.as_ref().filter(|_| !shares).map(|error| {
        let (from, to) = (go.minus(error.mdc), go.plus(error.mdc));
        (view.place(from), view.place(to))
    });
    Some(NumberLine {
        segments: segments
            .map(|(verdict, (to, label))| Segment { verdict, to, label })
            .collect(),
        low: end(view.low, low),
        high: end(view.high, high).map(|end| unit(end, measure)),
        error,
    })
}

/// The range drawn: the limits with as much again on both sides, up to an end of the measure that is near.
fn view(go: Exact, no_go: Option<Exact>, measure: &Definition, shares: bool) -> View {
    let other = no_go.unwrap_or(go);
    let (least, most) = (go.min(other), go.max(other));
    let (low, high) = measure.scale.range();
    let zero = Exact::ZERO;
    let room = match (most.minus(least), most) {
        (apart, _) if apart > zero => apart,
        (_, most) if most > zero => most,
        _ => high.minus(low).over(10),
    };
    let near = room.times(2);
    let near_end = |distance: Exact| !shares && distance <= near;
    View {
        low: if near_end(least.minus(low)) || (shares && least <= near) {
            low
        } else {
            least.minus(room)
        },
        high: if near_end(high.minus(most)) {
            high
        } else {
            most.plus(room)
        },
    }
}

/// A limit as it stands at its place on the line.
fn short(limit: &Limit, measure: &Definition) -> String {
    match limit.bound {
        Bound::GoalOver(divisor) => format!("goal / {}", divisor.decimal(Toward::Down)),
        Bound::Value(value) => value.decimal(measure.toward_worse()).to_string(),
    }
}

fn plain(value: Exact) -> String {
    value.decimal(Toward::Down).to_string()
}

fn unit(text: String, measure: &Definition) -> String {
    let unit = measure.scale.unit();
    if matches!(unit, Unit::Nrs | Unit::None) {
        text
    } else {
        format!("{text} {}", unit.sign())
    }
}

impl NumberLine {
    /// Whether its bands hold words and no numbers.
    pub(super) fn is_worded(&self) -> bool {
        self.low.is_none()
            && self
                .segments
                .iter()
                .all(|segment| !segment.label.is_empty())
    }

    /// The line for those who do not see it.
    pub(super) fn in_words(&self) -> String {
        let worded = self.is_worded();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.low.clone());
        for segment in &self.segments {
            if worded {
                parts.push(format!("{}: {}", segment.label, segment.verdict.label()));
            } else {
                parts.push(segment.verdict.label().to_owned());
                parts.extend(Some(segment.label.clone()).filter(|label| !label.is_empty()));
            }
        }
        parts.extend(self.high.clone());
        parts.join(", ")
    }
}

/// A number line in letters: `0 [GO....] 2 [CAUTION...] 5 [NO-GO......] 10`.
pub(super) fn text(line: &NumberLine) -> String {
    let mut text = String::new();
    if line.is_worded() {
        let boxes: Vec<String> = line
            .segments
            .iter()
            .map(|segment| format!("[{}: {}]", segment.verdict.label(), segment.label))
            .collect();
        return boxes.join(" ");
    }
    text.push_str(line.low.as_deref().unwrap_or("<-"));
    let mut from = 0;
    for segment in &line.segments {
        let share = segment.to.saturating_sub(from).saturating_mul(LETTERS);
        let width = usize::try_from(share.checked_div(1000).unwrap_or(0)).unwrap_or(0);
        let label = segment.verdict.label();
        let width = width.max(label.len().saturating_add(2));
        text.push_str(&format!(" [{label:.<width$}]"));
        if !segment.label.is_empty() {
            text.push_str(&format!(" {}", segment.label));
        }
        from = segment.to;
    }
    text.push_str(&format!(" {}", line.high.as_deref().unwrap_or("->")));
    text
}
