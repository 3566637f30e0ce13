//! One criterion: its measure, bands, window and evidence, each held against the catalogue.

use std::ops::Range;

use super::comparator::{self, Bound, Limit, Operand, Operator};
use super::compile::{Compiler, Earlier, Mark, duration, window};
use super::raw::{self, Band, OneOrMore, Spanned, Text};
use super::when::FACTS;
use super::{Bands, Clears, Condition, Confidence, Criterion, Evidence, Fact, Kind};
use crate::diagnostic::{Diagnostic, list, suggest};
use crate::measure::{Better, Definition, Nature, Scale, Window, catalog, error, find};
use crate::quantity::Exact;

/// A criterion that passed, with what later checks need.
pub(super) struct Checked {
    pub(super) criterion: Criterion,
    pub(super) window: Window,
    pub(super) stage: Clears,
    pub(super) measure_span: Range<usize>,
}

/// Checks one criterion; `None` when a fault leaves nothing to go on with.
pub(super) fn criterion(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    stage: Clears,
    earlier: &Earlier<'_>,
) -> Option<Checked> {
    let evidence = evidence(compiler, &raw.evidence);
    let when = when(compiler, raw.when.as_ref());
    let note = raw.note.as_ref().is_some_and(|note| note.value);
    let refer = raw.refer.as_ref().and_then(|refer| compiler.refer(refer));
    let refer_if_unknown = raw.refer_if_unknown.as_ref().is_some_and(|unknown| unknown.value);
    if let (Some(unknown), None) = (&raw.refer_if_unknown, &raw.refer) {
        compiler.add(
            Diagnostic::new("refer-to-nobody", unknown.span.clone(), "`refer_if_unknown` without `refer`")
                .help("say to whom: `refer = \"clinician\"` or `refer = \"urgent\"`"),
        );
    }
    if let (true, Some(refer)) = (note, &raw.refer) {
        compiler.add(
            Diagnostic::new("note-decides", refer.span.clone(), "a note refers nobody").help("remove `note = true` or `refer`"),
        );
    }
    let Some(measure) = find(&raw.measure.value) else {
        let ids: Vec<&str> = catalog().map(|measure| measure.id).collect();
        let help = crate::diagnostic::nearest(&raw.measure.value, ids.iter().copied())
            .map_or_else(|| "`rtr measures` lists them all".to_owned(), |near| format!("did you mean `{near}`?"));
        let message = format!("no measure `{}`", raw.measure.value);
        compiler.add(Diagnostic::new("unknown-measure", raw.measure.span.clone(), message).help(help));
        return None;
    };
    let window = time_window(compiler, raw, measure);
    let bands = bands(compiler, raw, measure, note);
    let own: &[Condition] = when.as_ref().map_or(&[], |when| &when.conditions);
    let only_with = |compiler: &mut Compiler<'_>, name: Option<&Text>| name.map(|name| partner(compiler, name, earlier, own));
    let no_go_only_with = only_with(compiler, raw.no_go_only_with.as_ref());
    let caution_only_with = only_with(compiler, raw.caution_only_with.as_ref());
    if let (Some(name), None) = (&raw.no_go_only_with, &raw.no_go) {
        let fault = Diagnostic::new("no-band-to-lower", name.span.clone(), "`no_go_only_with` without a `no-go` band");
        compiler.add(fault.help("add `no-go`, or remove `no_go_only_with`"));
    }
    let (bands, written_go) = certain(compiler, raw, measure, bands.ok()?);
    let certainty = raw.certainty.as_ref().and_then(|certainty| u8::try_from(certainty.value).ok());
    let when = when?;
    Some(Checked {
        criterion: Criterion {
            id: raw.id.value.clone(),
            query: 0,
            measure,
            bands,
            written_go,
            certainty,
            when: when.conditions,
            clinic: when.clinic,
            note,
            refer,
            refer_if_unknown,
            no_go_only_with: no_go_only_with.flatten(),
            caution_only_with: caution_only_with.flatten(),
            why: raw.why.value.clone(),
            advice: raw.advice.as_ref().map(|advice| advice.value.clone()),
            evidence: evidence?,
        },
        window: window?,
        stage,
        measure_span: raw.measure.span.clone(),
    })
}

fn evidence(compiler: &mut Compiler<'_>, raw: &raw::Evidence) -> Option<Evidence> {
    let (sources, strongest) = compiler.keys(&raw.sources);
    let confidences = [
        ("high", Confidence::High),
        ("moderate", Confidence::Moderate),
        ("low", Confidence::Low),
        ("very-low", Confidence::VeryLow),
    ];
    let confidence = compiler.word("unknown-word", &raw.confidence, &confidences);
    let kinds = [("evidence", Kind::Evidence), ("consensus", Kind::Consensus), ("convention", Kind::Convention)];
    let kind = compiler.word("unknown-word", &raw.kind, &kinds);
    let bears = match strongest {
        Some(Mark::Read) | None => Kind::Evidence,
        Some(Mark::SecondHand) => Kind::Consensus,
        Some(Mark::FromMemory | Mark::Convention) => Kind::Convention,
    };
    let strength = |kind: Kind| match kind {
        Kind::Evidence => 2,
        Kind::Consensus => 1,
        Kind::Convention => 0,
    };
    if let Some(kind) = kind
        && strength(kind) > strength(bears)
    {
        let message = format!("`{}` rests on sources that bear `{}` at most", kind.word(), bears.word());
        compiler.add(
            Diagnostic::new("kind-above-sources", raw.kind.span.clone(), message)
                .related(raw.sources.span.clone(), "as marked in references.bib")
                .help("second-hand sources bear `consensus`, remembered ones and the project's own choices `convention`"),
        );
    }
    Some(Evidence { sources, confidence: confidence?, kind: kind? })
}

/// What a `when` says.
struct When {
    conditions: Vec<Condition>,
    clinic: bool,
}

fn when(
    compiler: &mut Compiler<'_>,
    raw: Option<&Spanned<std::collections::BTreeMap<String, Spanned<OneOrMore>>>>,
) -> Option<When> {
    let mut when = When { conditions: Vec::new(), clinic: false };
    let mut sound = true;
    for (key, value) in raw.iter().flat_map(|raw| &raw.value) {
        let Some((_, fact, words)) = FACTS.iter().find(|(name, ..)| name == key) else {
            let keys: Vec<&str> = FACTS.iter().map(|(name, ..)| *name).collect();
            let message = format!("`when` knows no fact `{key}`; it never asks for a reading");
            compiler.add(Diagnostic::new("unknown-fact", value.span.clone(), message).help(suggest(key, &keys)));
            sound = false;
            continue;
        };
        let given: Vec<(&str, Range<usize>)> = match &value.value {
            OneOrMore::One(word) => vec![(word.as_str(), value.span.clone())],
            OneOrMore::More(words) => words.iter().map(|word| (word.value.as_str(), word.span.clone())).collect(),
        };
        if matches!(fact, Fact::Age | Fact::GoalDistance) {
            match comparison(&given, *fact) {
                Ok(condition) => when.conditions.push(condition),
                Err(message) => {
                    let example = if *fact == Fact::Age { "age = \"> 60 years\"" } else { "goal_distance = \">= 30 km\"" };
                    let fault = Diagnostic::new("bad-comparison", value.span.clone(), message);
                    compiler.add(fault.help(format!("write one comparison, such as `{example}`")));
                    sound = false;
                }
            }
            continue;
        }
        let conditions: Vec<&str> = compiler.conditions.iter().map(|condition| condition.value.as_str()).collect();
        // A condition that the file does not answer for would never be met, and the criterion never asked.
        let words: &[&str] = if *fact == Fact::Condition { &conditions } else { words };
        for (word, span) in &given {
            if !words.contains(word) {
                let help = if *fact == Fact::Setting {
                    "only `setting = \"clinic\"` is allowed: the clinic asks more, never less".to_owned()
                } else {
                    suggest(word, words)
                };
                let fault = Diagnostic::new("unknown-fact-word", span.clone(), format!("`{key}` is never `{word}`"));
                compiler.add(fault.help(help));
                sound = false;
            }
        }
        if given.is_empty() {
            compiler.add(
                Diagnostic::new("unknown-fact-word", value.span.clone(), "an empty list is never met").help("name a word, or remove the fact"),
            );
            sound = false;
        }
        if *fact == Fact::Setting {
            when.clinic = true;
        } else {
            when.conditions.push(Condition::OneOf(*fact, given.iter().map(|(word, _)| (*word).to_owned()).collect()));
        }
    }
    sound.then_some(when)
}

fn comparison(given: &[(&str, Range<usize>)], fact: Fact) -> Result<Condition, String> {
    let [(text, _)] = given else { return Err("a list cannot be compared".to_owned()) };
    let written = comparator::parse(text)?;
    let unit = if fact == Fact::Age { "years" } else { "km" };
    match written.operand {
        Operand::Number(number) if written.unit == unit => Ok(Condition::Compares(fact, written.operator, number)),
        Operand::Number(_) => Err(format!("the unit must be `{unit}`, found `{}`", written.unit)),
        Operand::Word(_) | Operand::GoalOver(_) => Err("a number is needed".to_owned()),
    }
}

fn time_window(compiler: &mut Compiler<'_>, raw: &raw::Criterion, measure: &'static Definition) -> Option<Window> {
    let days = |compiler: &mut Compiler<'_>, text: Option<&Text>| match text.map(duration) {
        Some(Ok(days)) => Ok(Some(days)),
        Some(Err(fault)) => {
            compiler.add(*fault);
            Err(())
        }
        None => Ok(None),
    };
    let (fresh, over) = (days(compiler, raw.fresh.as_ref()), days(compiler, raw.over.as_ref()));
    let (Ok(fresh), Ok(over)) = (fresh, over) else { return None };
    if measure.nature == Nature::Observation {
        if fresh.is_none() && over.is_none() {
            compiler.add(
                Diagnostic::new("fresh-missing", raw.measure.span.clone(), format!("`{}` is an observation without `fresh`", measure.id))
                    .label("how old may it be?")
                    .help("add `fresh = \"7 d\"`, or `over = \"7 d\"` for the worst of the last days"),
            );
        }
    } else if let Some(text) = raw.fresh.as_ref().or(raw.over.as_ref()) {
        compiler.add(
            Diagnostic::new("fresh-of-a-fact", text.span.clone(), format!("`{}` does not go stale", measure.id))
                .help("remove `fresh` and `over`: a fact holds, and measures of the run log carry their window in their name"),
        );
    }
    if over == Some(0) {
        let span = raw.over.as_ref().map_or(raw.id.span.clone(), |over| over.span.clone());
        compiler.add(Diagnostic::new("bad-duration", span, "`over` of no days").help("count the day of the question: `over = \"1 d\"`"));
    }
    Some(window(fresh, over, raw.at_least.as_ref().and_then(|days| at_least(compiler, days, over))))
}

fn at_least(compiler: &mut Compiler<'_>, days: &Spanned<i64>, over: Option<u16>) -> Option<u16> {
    let (message, help) = match over {
        _ if days.value < 1 => (format!("`at_least` must be 1 or more, found {}", days.value), "leave it out for 1"),
        None => ("`at_least` without `over`".to_owned(), "say within how many days: `over = \"7 d\"`"),
        Some(over) if days.value > i64::from(over) => {
            (format!("`at_least` wants {} days, and `over` has {over}", days.value), "`at_least` counts days with an entry within `over`")
        }
        Some(_) => return u16::try_from(days.value).ok(),
    };
    compiler.add(Diagnostic::new("bad-at-least", days.span.clone(), message).help(help));
    None
}

fn partner(compiler: &mut Compiler<'_>, name: &Text, earlier: &Earlier<'_>, own: &[Condition]) -> Option<usize> {
    // Not asked counts as GO, so a partner that is not asked whenever this one is would lower without a reading.
    let asked_with_it = |partner: &Criterion| partner.when.iter().all(|condition| own.contains(condition));
    match earlier.find(&name.value) {
        None if compiler.lost(&name.value) => None,
        None => {
            compiler.add(
                Diagnostic::new("unknown-criterion", name.span.clone(), format!("no earlier criterion `{}`", name.value))
                    .help("name one that stands before this one, as `stage/criterion`"),
            );
            None
        }
        Some((_, Checked { criterion, .. })) if criterion.note || criterion.clinic || !asked_with_it(criterion) => {
            let what = match (criterion.note, criterion.clinic) {
                (true, _) => "is a note",
                (false, true) => "is asked in the clinic only",
                (false, false) => "is not asked whenever this one is",
            };
            compiler.add(
                Diagnostic::new("note-decides", name.span.clone(), format!("`{}` {what}", name.value))
                    .help("name a criterion that decides whenever this one does: no `note`, and no `when` that this one lacks"),
            );
            None
        }
        Some((place, _)) => Some(place),
    }
}

/// The faults are reported already.
struct Faulty;

/// The bands, or a fault; a note on a measure without direction has none.
fn bands(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    measure: &'static Definition,
    note: bool,
) -> Result<Option<Bands>, Faulty> {
    let Some(better) = measure.better else {
        if !note {
            compiler.add(
                Diagnostic::new("no-direction", raw.measure.span.clone(), format!("`{}` has no better direction", measure.id))
                    .help("it can only be shown: add `note = true` and leave out `go` and `no-go`"),
            );
        } else if let Some(band) = raw.go.as_ref().or(raw.no_go.as_ref()) {
            compiler.add(
                Diagnostic::new("no-direction", band.span.clone(), format!("`{}` has no better direction, so no bands", measure.id))
                    .help("leave out `go` and `no-go`"),
            );
        }
        return if note { Ok(None) } else { Err(Faulty) };
    };
    let Some(go) = &raw.go else {
        let missing = Diagnostic::new("missing-key", raw.id.span.clone(), format!("criterion `{}` has no `go`", raw.id.value));
        compiler.add(missing.help("say what is GO, such as `go = \">= 90 %\"`"));
        return Err(Faulty);
    };
    let go_limit = limit(compiler, go, measure, better, true);
    let no_go_limit = raw.no_go.as_ref().map(|band| limit(compiler, band, measure, better, false));
    let bands = match (go_limit, no_go_limit) {
        (Some(go), Some(Some(no_go))) => Bands { go, no_go: Some(no_go) },
        (Some(go), None) => Bands { go, no_go: None },
        (None, _) | (Some(_), Some(None)) => return Err(Faulty),
    };
    if let (Some(no_go), Some(written)) = (&bands.no_go, &raw.no_go) {
        overlap(compiler, &bands.go, no_go, measure, (go.span.clone(), written.span.clone()));
    }
    Ok(Some(bands))
}

/// Two half-lines that point away from each other overlap when one begins before the other ends.
fn overlap(
    compiler: &mut Compiler<'_>,
    go: &Limit,
    no_go: &Limit,
    measure: &'static Definition,
    (go_span, no_go_span): (Range<usize>, Range<usize>),
) {
    // Any positive goal serves to compare two shares of it; a share and a number cannot be compared before the goal is known.
    let goal = Some(Exact::whole(1));
    let mixed = matches!((go.bound, no_go.bound), (Bound::Value(_), Bound::GoalOver(_)) | (Bound::GoalOver(_), Bound::Value(_)));
    let (Some(go_bound), Some(no_go_bound)) = (go.resolve(goal), no_go.resolve(goal)) else { return };
    let worded = !measure.scale.words().is_empty();
    let crossed = match go.operator.toward() {
        Better::Higher => no_go_bound > go_bound,
        Better::Lower => no_go_bound < go_bound,
    };
    let touching = no_go_bound == go_bound && go.operator.holds(go_bound, go_bound) && no_go.operator.holds(go_bound, go_bound);
    if mixed || crossed || touching {
        let shares = matches!(no_go.bound, Bound::GoalOver(_));
        let (least, most) = (measure.show(go_bound.min(no_go_bound)), measure.show(go_bound.max(no_go_bound)));
        let label = if mixed {
            "one limit depends on the goal, the other does not".to_owned()
        } else if worded {
            "a word stands in both".to_owned()
        } else if shares {
            "some shares of the goal stand in both".to_owned()
        } else if touching {
            format!("{least} stands in both")
        } else {
            format!("what lies between {least} and {most} stands in both")
        };
        compiler.add(
            Diagnostic::new("overlapping-bands", no_go_span, "a value could be both GO and NO-GO")
                .label(label)
                .related(go_span, "GO here")
                .help("let `no-go` begin where `go` has ended; what lies between is CAUTION"),
        );
    }
}

fn limit(
    compiler: &mut Compiler<'_>,
    band: &Spanned<Band>,
    measure: &'static Definition,
    better: Better,
    is_go: bool,
) -> Option<Limit> {
    let wanted = if is_go { better } else { opposite(better) };
    let fault = |code, message: String, help: String| Diagnostic::new(code, band.span.clone(), message).help(help);
    let result = match &band.value {
        Band::Text(text) if measure.scale.words().is_empty() => number(text, measure, wanted, is_go),
        Band::Text(text) => worded(text, measure, wanted),
        Band::Bool(answer) if matches!(measure.scale, Scale::YesNo) => {
            places(&[if *answer { "yes" } else { "no" }], measure, wanted)
        }
        Band::Words(list) if !measure.scale.words().is_empty() => {
            let given: Vec<&str> = list.iter().map(|word| word.value.as_str()).collect();
            places(&given, measure, wanted)
        }
        Band::Bool(_) | Band::Words(_) => {
            let takes = if measure.scale.words().is_empty() { "one limit" } else { "words in quotes" };
            Err(("bad-band", format!("`{}` takes {takes}", measure.id), example(measure, is_go)))
        }
    };
    match result {
        Ok(limit) => Some(limit),
        Err((code, message, help)) => {
            compiler.add(fault(code, message, help));
            None
        }
    }
}

type BandFault = (&'static str, String, String);

fn example(measure: &Definition, is_go: bool) -> String {
    let words = measure.scale.words();
    let key = if is_go { "go" } else { "no-go" };
    if words.is_empty() {
        let sign = match (measure.better, is_go) {
            (Some(Better::Higher), true) => ">=",
            (Some(Better::Higher), false) => "<",
            (Some(Better::Lower) | None, true) => "<=",
            (Some(Better::Lower) | None, false) => ">",
        };
        let limit = format!("{sign} 5 {}", measure.scale.unit().sign());
        return format!("write a number with its unit, such as `{key} = \"{}\"`", limit.trim_end());
    }
    format!("from best to worst: {}", list(words))
}

const fn opposite(better: Better) -> Better {
    match better {
        Better::Higher => Better::Lower,
        Better::Lower => Better::Higher,
    }
}

fn number(text: &str, measure: &'static Definition, wanted: Better, is_go: bool) -> Result<Limit, BandFault> {
    let written = comparator::parse(text).map_err(|message| ("bad-comparison", message, example(measure, is_go)))?;
    if written.operator.toward() != wanted {
        let (direction, band) = (if wanted == Better::Higher { "more" } else { "less" }, if is_go { "GO" } else { "NO-GO" });
        let message = format!("of `{}`, {direction} is {band}", measure.id);
        return Err(("wrong-direction", message, example(measure, is_go)));
    }
    let unit = measure.scale.unit().sign();
    match written.operand {
        Operand::Word(word) => Err(("bad-comparison", format!("`{word}` is not a number"), example(measure, is_go))),
        Operand::GoalOver(_) if unit != "km" => {
            Err(("wrong-unit", format!("`{}` is not a distance in km", measure.id), "a share of the goal needs a measure in km".to_owned()))
        }
        Operand::GoalOver(divisor) => Ok(Limit { operator: written.operator, bound: Bound::GoalOver(divisor) }),
        Operand::Number(_) if written.unit != unit => {
            let found = if written.unit.is_empty() { "no unit".to_owned() } else { format!("`{}`", written.unit) };
            let wanted = if unit.is_empty() { "has no unit".to_owned() } else { format!("is in `{unit}`") };
            Err(("wrong-unit", format!("`{}` {wanted}, found {found}", measure.id), example(measure, is_go)))
        }
        Operand::Number(bound) => {
            dividing(text, Limit { operator: written.operator, bound: Bound::Value(bound) }, measure)
        }
    }
}

/// The limit, if it holds one end of the measure's range and not the other; else its band would hold nothing or everything.
fn dividing(text: &str, limit: Limit, measure: &'static Definition) -> Result<Limit, BandFault> {
    let (low, high) = measure.scale.range();
    let holds = |end| limit.holds(end, None);
    if holds(low) != holds(high) {
        return Ok(limit);
    }
    let all = if holds(low) == Some(true) { "everything" } else { "nothing" };
    let message = format!("`{text}` holds {all} of {} to {}", measure.show(low), measure.show(high));
    Err(("out-of-range", message, "choose a limit inside the measure's range".to_owned()))
}

fn worded(text: &str, measure: &'static Definition, wanted: Better) -> Result<Limit, BandFault> {
    let Ok(written) = comparator::parse(text) else { return places(&[text.trim()], measure, wanted) };
    let Operand::Word(word) = written.operand else {
        return Err(("bad-comparison", "a word is needed".to_owned(), example(measure, true)));
    };
    let place = place(word, measure)?;
    if written.operator.toward() != wanted {
        let message = format!("the words of `{}` go up from best to worst: GO is `<=` a word, NO-GO `>=` one", measure.id);
        return Err(("wrong-direction", message, example(measure, true)));
    }
    // Between two words there is nothing, so below one is at most the one before.
    let one = Exact::whole(1);
    let (operator, place) = match written.operator {
        Operator::Below => (Operator::AtMost, place.minus(one)),
        Operator::Above => (Operator::AtLeast, place.plus(one)),
        inclusive @ (Operator::AtMost | Operator::AtLeast) => (inclusive, place),
    };
    dividing(text, Limit { operator, bound: Bound::Value(place) }, measure)
}

fn place(word: &str, measure: &'static Definition) -> Result<Exact, BandFault> {
    let words = measure.scale.words();
    let place = words.iter().position(|candidate| *candidate == word);
    let place = place.and_then(|place| i64::try_from(place).ok()).map(Exact::whole);
    place.ok_or_else(|| ("unknown-word", format!("`{}` is never `{word}`", measure.id), suggest(word, words)))
}

/// A set of words must be all up to one word, from the end that is wanted; anything else would not be monotone.
fn places(given: &[&str], measure: &'static Definition, wanted: Better) -> Result<Limit, BandFault> {
    let words = measure.scale.words();
    let mut places: Vec<Exact> = given.iter().map(|word| place(word, measure)).collect::<Result<_, _>>()?;
    places.sort_unstable();
    places.dedup();
    let (first, last) = (places.first().copied(), places.last().copied());
    let (Some(first), Some(last)) = (first, last) else {
        return Err(("bad-band", "an empty list of words".to_owned(), example(measure, true)));
    };
    let (low, high) = measure.scale.range();
    let count = i64::try_from(places.len()).map_or(high, Exact::whole);
    let unbroken = last.minus(first).plus(Exact::whole(1)) == count;
    let (at_end, limit) = match wanted {
        Better::Lower => (first == low, Limit { operator: Operator::AtMost, bound: Bound::Value(last) }),
        Better::Higher => (last == high, Limit { operator: Operator::AtLeast, bound: Bound::Value(first) }),
    };
    if !at_end || !unbroken || places.len() == words.len() {
        let from = if wanted == measure.better.unwrap_or(Better::Lower) { "the best word on" } else { "the worst word on" };
        return Err(("not-a-prefix", format!("the words must run from {from}, without a gap, and leave some over"), example(measure, true)));
    }
    Ok(limit)
}

/// Moves the GO limit by the measure's error.
fn certain(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    measure: &'static Definition,
    bands: Option<Bands>,
) -> (Option<Bands>, Option<Limit>) {
    let written = bands.as_ref().map(|bands| bands.go);
    let Some(certainty) = &raw.certainty else { return (bands, written) };
    let fault = |message: String, help: &str| {
        Diagnostic::new("bad-certainty", certainty.span.clone(), message).help(help.to_owned())
    };
    let Some(error) = &measure.error else {
        let message = format!("`{}` has no measurement error with a source", measure.id);
        compiler.add(fault(message, "remove `certainty`; `rtr measures` shows which measures have one"));
        return (bands, written);
    };
    let Some(shift) = u8::try_from(certainty.value).ok().and_then(|percent| error::shift(error, percent)) else {
        compiler.add(fault(format!("{} percent is not a certainty", certainty.value), "choose 50 to 99"));
        return (bands, written);
    };
    let Some(Bands { go, no_go }) = bands else { return (bands, written) };
    let Bound::Value(bound) = go.bound else {
        compiler.add(fault("a share of the goal has no measurement error".to_owned(), "remove `certainty`"));
        return (bands, written);
    };
    if let Some(Limit { bound: Bound::Value(other), .. }) = no_go {
        let width = if bound > other { bound.minus(other) } else { other.minus(bound) };
        if width >= error.mdc {
            let message = format!("the CAUTION band is already as wide as the smallest detectable change, {}", measure.show(error.mdc));
            compiler.add(fault(message, "remove `certainty`: the same error would count twice"));
        }
    }
    let moved = match go.operator.toward() {
        Better::Higher => bound.plus(shift),
        Better::Lower => bound.minus(shift),
    };
    let (low, high) = measure.scale.range();
    if !(low..=high).contains(&moved) {
        let message = format!("{} percent of certainty would ask for {}, outside the measure's range", certainty.value, measure.show(moved));
        compiler.add(fault(message, "choose a lower certainty or another limit"));
    }
    (Some(Bands { go: Limit { operator: go.operator, bound: Bound::Value(moved) }, no_go }), written)
}
