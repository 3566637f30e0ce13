//! Measures that a file declares, each held to its shape.

use super::faults::Compiler;
use crate::diagnostic::Diagnostic;
use crate::measure::declared::{Declaration, DeclaredError, Shape, Values, declare};
use crate::measure::{Better, Definition, find};
use crate::protocol::comparator::number;
use crate::protocol::raw::{self, Spanned, Text};
use crate::quantity::{Exact, Unit};
use crate::words::words;

/// Endings of ids that would make two columns of readings one.
const ENDINGS: [&str; 4] = ["high", "state", "exact", "keeps_adverse"];

/// The most in percent that a symmetry is counted up to.
const MOST_SYMMETRY: i64 = 1000;

/// The faults are reported already.
struct Faulty;

impl Compiler<'_> {
    /// Declares the measures of the file, each beside those before it.
    pub(super) fn measures(&mut self, declared: &[raw::Measure]) {
        for raw in declared {
            match self.measure(raw) {
                Ok(declaration) => self.declared.push(declare(&declaration)),
                Err(Faulty) => self.lost.push(raw.id.value.clone()),
            }
        }
    }

    fn measure(&mut self, raw: &raw::Measure) -> Result<Declaration, Faulty> {
        let before = self.faults.len();
        self.name(&raw.id);
        let shape = self.word("unknown-word", &raw.shape, words::<Shape>());
        let shape = shape.ok_or(Faulty)?;
        let of = self.tested(raw, shape);
        let values = match shape {
            Shape::Symmetry => Some(self.follows(raw)),
            Shape::NewestTest | Shape::NewestAnswer | Shape::WorstDay => self.values(raw),
        };
        let better = match shape {
            Shape::Symmetry => Some(Better::Higher),
            Shape::NewestTest | Shape::NewestAnswer | Shape::WorstDay => {
                values.as_ref().and_then(|values| self.better(raw, values))
            }
        };
        let error = raw.error.as_ref().and_then(|error| self.error(error));
        let is_true = |key: &Option<Spanned<bool>>| key.as_ref().is_some_and(|key| key.value);
        if self.faults.len() > before {
            return Err(Faulty);
        }
        Ok(Declaration {
            id: raw.id.value.clone(),
            meaning: raw.meaning.value.clone(),
            shape,
            values: values.ok_or(Faulty)?,
            better,
            sided: of.is_some() || is_true(&raw.sides),
            can_change: is_true(&raw.change),
            of,
            error,
            how_to: raw.how.as_ref().map(|how| how.value.clone()),
        })
    }

    fn name(&mut self, id: &Text) {
        let words: Vec<&str> = id.value.split('.').collect();
        let sound = |word: &&str| {
            word.starts_with(|letter: char| letter.is_ascii_lowercase())
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        let ending = words.last().copied().unwrap_or_default();
        let fault = |code, message: String| Diagnostic::new(code, id.span.clone(), message);
        if words.len() < 2 || !words.iter().all(sound) || ENDINGS.contains(&ending) {
            let fault = fault("bad-id", format!("`{}` is not a measure's id", id.value));
            self.add(fault.help("use two or more words in small letters, digits and `_`, joined by `.`, such as `foot.toe_raises`; the last is none of `high`, `state`, `exact`"));
        } else if find(&id.value).is_some() {
            let message = format!("`{}` is a measure of the catalogue", id.value);
            self.add(fault("shadowed-measure", message).help(
                "give it another id: what a report calls by that name must mean the same everywhere",
            ));
        } else if self.known(&id.value).is_some() {
            let message = format!("a second measure `{}`", id.value);
            self.add(fault("duplicate-id", message).help("every measure has a name of its own"));
        }
    }

    /// The measure whose sides are compared.
    fn tested(&mut self, raw: &raw::Measure, shape: Shape) -> Option<&'static Definition> {
        let is_numbers = |measure: &Definition| {
            measure.declared.is_some_and(|declared| {
                declared.sided && declared.of.is_none() && measure.better == Some(Better::Higher)
            }) && measure.scale.words().is_empty()
        };
        match (&raw.of, shape == Shape::Symmetry) {
            (None, false) => None,
            (Some(of), false) => {
                self.unfit(of.span.clone(), "`of` belongs to `symmetry`", "remove it");
                None
            }
            (None, true) => {
                let span = raw.shape.span.clone();
                self.unfit(span, "a `symmetry` of nothing", "add `of = \"...\"`");
                None
            }
            (Some(of), true) => {
                let declared = self.declared.iter().copied();
                let found = declared.into_iter().find(|one| one.id == of.value);
                let found = found.filter(|measure| is_numbers(measure));
                if found.is_none() && !self.lost(&of.value) {
                    let message = format!("no measure `{}` to compare the sides of", of.value);
                    let help = "name a number declared before this one, with `sides = true` and `better = \"higher\"`";
                    self.unfit(of.span.clone(), &message, help);
                }
                found
            }
        }
    }

    /// The values of a symmetry, which says nothing else of itself.
    fn follows(&mut self, raw: &raw::Measure) -> Values {
        let words = raw.words.as_ref().map(|key| key.span.clone());
        let flag = |key: &Option<Spanned<bool>>| key.as_ref().map(|key| key.span.clone());
        let text = |key: &Option<Text>| key.as_ref().map(|key| key.span.clone());
        let keys = [
            ("range", text(&raw.range)),
            ("step", text(&raw.step)),
            ("words", words),
            ("better", text(&raw.better)),
            ("sides", flag(&raw.sides)),
            ("change", flag(&raw.change)),
        ];
        for (key, span) in keys {
            if let Some(span) = span {
                let message = format!("`{key}` of a symmetry");
                self.unfit(
                    span,
                    &message,
                    "remove it: it follows from the measure compared",
                );
            }
        }
        Values::Number {
            unit: Unit::Percent,
            low: Exact::ZERO,
            high: Exact::whole(MOST_SYMMETRY),
            step: None,
        }
    }

    fn values(&mut self, raw: &raw::Measure) -> Option<Values> {
        let values = match (&raw.range, &raw.words) {
            (Some(range), None) => self.range(range, raw.step.as_ref()),
            (None, Some(words)) => self.worded(words),
            (None, None) => Some(Values::YesNo),
            (Some(_), Some(words)) => {
                let span = words.span.clone();
                self.unfit(span, "`words` beside `range`", "keep one of them");
                return None;
            }
        };
        if let (Some(step), None) = (&raw.step, &raw.range) {
            self.unfit(step.span.clone(), "`step` without `range`", "remove it");
        }
        if let (Some(change), None) = (&raw.change, &raw.range)
            && change.value
        {
            let help = "remove it: the way out asks for numbers only";
            self.unfit(change.span.clone(), "`change` of words", help);
        }
        values
    }

    fn worded(&mut self, words: &Spanned<Vec<Text>>) -> Option<Values> {
        let texts: Vec<String> = words.value.iter().map(|word| word.value.clone()).collect();
        let mut sorted = texts.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if texts.len() < 2 || sorted.len() < texts.len() {
            let message = "`words` needs two or more, each once";
            self.unfit(words.span.clone(), message, "list them, best first");
            return None;
        }
        for word in &words.value {
            self.id(word);
        }
        Some(Values::Words(texts))
    }

    /// `0 to 200 reps`, and the step within it.
    fn range(&mut self, range: &Text, step: Option<&Text>) -> Option<Values> {
        let parts: Vec<&str> = range.value.split_whitespace().collect();
        let (low, high, sign) = match parts.as_slice() {
            [low, "to", high] => (*low, *high, ""),
            [low, "to", high, sign] => (*low, *high, *sign),
            _ => ("", "", ""),
        };
        let unit = Unit::of_sign(sign);
        let ends = (number(low), number(high));
        let (Ok(low), Ok(high), Some(unit)) = (ends.0, ends.1, unit) else {
            let signs: Vec<&str> = Unit::ALL.iter().map(|unit| unit.sign()).collect();
            let message = format!("`{}` is not a range", range.value);
            let help = format!(
                "write `0 to 200 reps`; units are {}, or none",
                crate::diagnostic::list(&signs)
            );
            self.unfit(range.span.clone(), &message, &help);
            return None;
        };
        if low >= high {
            let help = "write the smaller number first";
            self.unfit(range.span.clone(), "the range holds nothing", help);
            return None;
        }
        let Some(step) = step else {
            return Some(Values::Number {
                unit,
                low,
                high,
                step: None,
            });
        };
        let fits = |size: &Exact| {
            *size > Exact::ZERO
                && high.minus(low).millionths().checked_rem(size.millionths()) == Some(0)
        };
        let size = number(&step.value).ok().filter(fits);
        if size.is_none() {
            let message = format!("no steps of `{}` lead through the range", step.value);
            let help = "write a number above 0 that divides the range: `1` or `0.5`";
            self.unfit(step.span.clone(), &message, help);
        }
        size.map(|size| Values::Number {
            unit,
            low,
            high,
            step: Some(size),
        })
    }

    fn better(&mut self, raw: &raw::Measure, values: &Values) -> Option<Better> {
        let (worse, better) = match values {
            Values::Words(_) => {
                if let Some(better) = &raw.better {
                    let help = "remove it: of words the first is the best";
                    self.unfit(better.span.clone(), "`better` of words", help);
                }
                return Some(Better::Lower);
            }
            Values::Number { .. } => ("lower", "higher"),
            Values::YesNo => ("no", "yes"),
        };
        let text = raw.better.as_ref()?;
        self.word(
            "unknown-word",
            text,
            [(better, Better::Higher), (worse, Better::Lower)],
        )
    }

    fn error(&mut self, raw: &raw::MeasureError) -> Option<DeclaredError> {
        let size = |compiler: &mut Self, text: &Text| {
            let size = number(&text.value).ok().filter(|size| *size > Exact::ZERO);
            if size.is_none() {
                let message = format!("`{}` is no size of an error", text.value);
                compiler.unfit(
                    text.span.clone(),
                    &message,
                    "write a number above 0: `2.07`",
                );
            }
            size
        };
        let (sem, mdc) = (size(self, &raw.sem), size(self, &raw.mdc));
        let keys = Spanned {
            value: vec![raw.source.clone()],
            span: raw.source.span.clone(),
        };
        self.keys(&keys, false);
        Some(DeclaredError {
            sem: sem?,
            mdc: mdc?,
            about: raw.about.value.clone(),
            source: raw.source.value.clone(),
        })
    }

    fn unfit(&mut self, span: std::ops::Range<usize>, message: &str, help: &str) {
        self.add(Diagnostic::new("bad-measure", span, message).help(help));
    }
}
