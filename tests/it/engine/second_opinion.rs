//! A second, slow and obvious evaluator agrees with the engine on random protocols and readings.

use proptest::prelude::*;
use return_to_run::engine::{Finding, Question, Role};
use return_to_run::measure::{Better, Cause, Definition, Reading, State, catalog};
use return_to_run::protocol::{
    Asked, Clears, Criterion, Facts, GoalKind, Protocol, Refer, compile,
};
use return_to_run::quantity::{Exact, Toward};
use return_to_run::{Assessment, Verdict, evaluate};

/// Every verdict that some value of the reading would get, by trying values.
fn reached(criterion: &Criterion, reading: &Reading, goal: Option<Exact>) -> Vec<Verdict> {
    let Some(bands) = &criterion.bands else {
        return vec![Verdict::Go];
    };
    let worst = if bands.no_go.is_some() {
        Verdict::NoGo
    } else {
        Verdict::Caution
    };
    let mut verdicts = Vec::new();
    match reading.state {
        State::NotApplicable => verdicts.push(Verdict::Go),
        State::Unable => verdicts.push(worst),
        State::Known { low, high } => {
            let limits = [Some(bands.go), bands.no_go];
            let bounds: Option<Vec<Exact>> = limits
                .into_iter()
                .flatten()
                .map(|limit| limit.resolve(goal))
                .collect();
            let Some(bounds) = bounds else {
                return vec![Verdict::Go, worst];
            };
            let hair = Exact::micro(1);
            let mut values = vec![low, high];
            values.extend(
                bounds
                    .iter()
                    .flat_map(|bound| [*bound, bound.plus(hair), bound.minus(hair)]),
            );
            for value in values
                .into_iter()
                .filter(|value| low <= *value && *value <= high)
            {
                let verdict = if bands.go.holds(value, goal) == Some(true) {
                    Verdict::Go
                } else if bands
                    .no_go
                    .is_some_and(|no_go| no_go.holds(value, goal) == Some(true))
                {
                    Verdict::NoGo
                } else {
                    Verdict::Caution
                };
                verdicts.push(verdict);
            }
        }
    }
    if reading.may_not_apply {
        verdicts.push(Verdict::Go);
    }
    verdicts
}

struct Opinion {
    verdict: Verdict,
    best_case: Verdict,
    /// The same before cautions are counted.
    worst: Verdict,
    best: Verdict,
    refer: Option<Refer>,
}

/// All optimists: everything open turns out as well as it can. All pessimists: as badly.
fn second_opinion(
    protocol: &Protocol,
    question: &Question<'_>,
    readings: &[Reading],
) -> Option<Opinion> {
    let steps = |step: bool| {
        let mut some = protocol.clone();
        for criterion in some.criteria.iter_mut().filter(|one| one.step == step) {
            criterion.note = true;
        }
        some
    };
    let plain = opinion(protocol, question, readings)?;
    let race = protocol
        .stages
        .iter()
        .position(|stage| stage.clears == Clears::Race);
    let (Some(race), false) = (race, question.facts.goal == GoalKind::Stage) else {
        return Some(plain);
    };
    // A race of the same distance, as it would be without any step of training.
    let as_race = Question {
        asked: race,
        facts: Facts {
            goal: GoalKind::Race,
            ..question.facts
        },
        ..question.clone()
    };
    let others = opinion(&steps(true), &as_race, readings)?;
    let without = opinion(&steps(true), question, readings)?;
    Some(Opinion {
        verdict: if others.worst == Verdict::Go {
            without.verdict
        } else {
            plain.verdict
        },
        best_case: if others.best == Verdict::Go {
            without.best_case
        } else {
            plain.best_case
        },
        ..plain
    })
}

fn opinion(protocol: &Protocol, question: &Question<'_>, readings: &[Reading]) -> Option<Opinion> {
    let last = protocol.stages.get(question.asked)?.criteria.end;
    let (mut best, mut worst): (Vec<Verdict>, Vec<Verdict>) = (Vec::new(), Vec::new());
    let (mut all_best, mut all_worst) = (Verdict::Go, Verdict::Go);
    let (mut cautions_best, mut cautions_worst) = (Vec::new(), Vec::new());
    let mut refer = None;
    let of_days = |query: usize| {
        let query = protocol.queries.get(query)?;
        let days = (query.window.fresh, query.window.over, query.window.at_least);
        Some(format!("{} {days:?}", query.measure.id))
    };
    for criterion in protocol.criteria.iter().take(last) {
        let reading = readings.get(criterion.query)?;
        let verdicts = reached(criterion, reading, question.goal_km());
        let milder = |verdict: Verdict, others: &[Verdict]| {
            let is_go = |place: Option<usize>| {
                place.and_then(|place| others.get(place)) == Some(&Verdict::Go)
            };
            if verdict == Verdict::NoGo && is_go(criterion.no_go_only_with) {
                return Verdict::Caution;
            }
            if verdict == Verdict::Caution && is_go(criterion.caution_only_with) {
                return Verdict::Go;
            }
            verdict
        };
        let mut luck = milder(*verdicts.iter().min()?, &best);
        let mut mishap = milder(*verdicts.iter().max()?, &worst);
        let answers: Vec<Option<bool>> = criterion
            .when
            .iter()
            .map(|condition| condition.holds(&question.facts))
            .collect();
        let unknown = !answers.contains(&Some(false)) && answers.contains(&None);
        if answers.contains(&Some(false)) {
            (luck, mishap) = (Verdict::Go, Verdict::Go);
        } else if unknown {
            luck = Verdict::Go;
        }
        best.push(luck);
        worst.push(mishap);
        if criterion.note || answers.contains(&Some(false)) {
            continue;
        }
        let home = question.setting == return_to_run::assessment::wire::Setting::Home;
        let is_asked = match criterion.asked {
            Asked::Always => true,
            Asked::Clinic => !home,
            Asked::IfRecorded => false,
        };
        if !is_asked {
            if luck == Verdict::NoGo && criterion.refer.is_none() {
                luck = Verdict::Caution;
            }
            mishap = luck;
        }
        all_best = all_best.max(luck);
        all_worst = all_worst.max(mishap);
        if luck != Verdict::Go {
            cautions_best.push(of_days(criterion.query)?);
        }
        if mishap != Verdict::Go {
            cautions_worst.push(of_days(criterion.query)?);
        }
        let not_knowing = criterion.refer_if_unknown && mishap == Verdict::NoGo && !unknown;
        if luck == Verdict::NoGo || not_knowing {
            refer = refer.max(criterion.refer);
        }
    }
    let accumulated = |mut queries: Vec<String>| {
        queries.sort_unstable();
        queries.dedup();
        protocol
            .cautions
            .is_some_and(|most| u32::try_from(queries.len()).is_ok_and(|count| count >= most))
    };
    Some(Opinion {
        verdict: if accumulated(cautions_worst) {
            Verdict::NoGo
        } else {
            all_worst
        },
        best_case: if accumulated(cautions_best) {
            Verdict::NoGo
        } else {
            all_best
        },
        worst: all_worst,
        best: all_best,
        refer,
    })
}

/// Measures that a random criterion may use without a companion.
fn plain_measures() -> Vec<&'static Definition> {
    catalog()
        .filter(|measure| measure.better.is_some() && measure.relative_to.is_none())
        .collect()
}

#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one random choice of its own"
)]
pub(crate) struct Sketch {
    measure: &'static Definition,
    limits: (i64, i64),
    no_go: bool,
    note: bool,
    asked: Asked,
    when: u8,
    refer: u8,
    partner: u8,
    stage: bool,
    window: u8,
    step: bool,
}

impl Sketch {
    /// The same measure in the same stage and window, with the limits and rules of another.
    pub(crate) fn revised(&self, other: &Self) -> Self {
        Self {
            measure: self.measure,
            window: self.window,
            stage: self.stage,
            ..other.clone()
        }
    }

    /// The same, always asked and deciding: others may depend on it.
    pub(crate) fn plain(self) -> Self {
        Self {
            note: false,
            asked: Asked::Always,
            when: 5,
            ..self
        }
    }

    /// The same, its NO-GO or its CAUTION counting only beside the first of the first stage.
    pub(crate) fn leaning(self) -> Self {
        Self {
            note: false,
            asked: Asked::Always,
            no_go: true,
            partner: 0,
            refer: if self.refer > 2 { 4 } else { 2 },
            ..self
        }
    }

    /// The same as a step of training, where nothing else lowers it.
    pub(crate) fn stepping(self) -> Self {
        Self {
            step: true,
            note: false,
            refer: 5,
            partner: u8::MAX,
            ..self
        }
    }

    /// The same in the first or in the second stage.
    pub(crate) fn in_stage(self, stage: bool) -> Self {
        Self { stage, ..self }
    }
}

pub(crate) fn sketch() -> impl Strategy<Value = Sketch> {
    let measure = prop::sample::select(plain_measures());
    let parts = (
        0_i64..1000,
        0_i64..1000,
        any::<bool>(),
        prop::bool::weighted(0.1),
        prop_oneof![
            7 => Just(Asked::Always),
            2 => Just(Asked::Clinic),
            1 => Just(Asked::IfRecorded),
        ],
    );
    (
        measure,
        parts,
        (0_u8..6, 0_u8..6, 0_u8..6, any::<bool>(), 1_u8..4),
    )
        .prop_map(|(measure, parts, rest)| Sketch {
            measure,
            limits: (parts.0, parts.1),
            no_go: parts.2,
            note: parts.3,
            asked: parts.4,
            when: rest.0,
            refer: rest.1,
            partner: rest.2,
            stage: rest.3,
            window: rest.4,
            step: false,
        })
}

/// A limit inside the measure's range, at so many thousandths of it, on whole hundredths.
fn at(measure: &Definition, thousandths: i64) -> Exact {
    let (low, high) = measure.scale.range();
    let width = high.minus(low).millionths();
    let inside = width
        .saturating_div(1000)
        .saturating_mul(thousandths.clamp(10, 990));
    low.plus(Exact::micro(inside))
        .to_step(Exact::micro(10_000), Toward::Up)
}

fn criterion_text(sketch: &Sketch, place: usize, earlier: &[usize]) -> String {
    let measure = sketch.measure;
    let words = measure.scale.words();
    let (go, no_go) = if words.is_empty() {
        let unit = measure.scale.unit().sign();
        let (one, other) = (at(measure, sketch.limits.0), at(measure, sketch.limits.1));
        let (low, high) = (
            one.min(other).decimal(Toward::Down),
            one.max(other).decimal(Toward::Down),
        );
        match measure.better {
            Some(Better::Higher) => (
                format!("\">= {high} {unit}\""),
                format!("\"< {low} {unit}\""),
            ),
            Some(Better::Lower) | None => (
                format!("\"<= {low} {unit}\""),
                format!("\"> {high} {unit}\""),
            ),
        }
    } else {
        (
            format!("\"{}\"", words.first().unwrap_or(&"no")),
            format!("\"{}\"", words.last().unwrap_or(&"yes")),
        )
    };
    let mut text = format!(
        "[[stage.criterion]]\nid = \"c{place}\"\nmeasure = \"{}\"\ngo = {go}\n",
        measure.id
    );
    if sketch.no_go {
        text.push_str(&format!("no-go = {no_go}\n"));
    }
    if measure.nature == return_to_run::measure::Nature::Observation {
        text.push_str(&format!("fresh = \"{} d\"\n", sketch.window));
    }
    let mut when: Vec<&str> = Vec::new();
    when.extend(match sketch.when {
        0 => Some("sudden_onset = \"yes\""),
        1 => Some("sex = \"female\""),
        2 => Some("age = \"> 40 years\""),
        _ => None,
    });
    if sketch.step {
        when.push("goal = \"run\"");
        text.push_str("step = true\n");
    }
    if !when.is_empty() {
        text.push_str(&format!("when = {{ {} }}\n", when.join(", ")));
    }
    if !sketch.note && sketch.asked != Asked::Always {
        let asked: &str = sketch.asked.word();
        text.push_str(&format!("asked = \"{asked}\"\n"));
    }
    let partner = earlier
        .get(usize::from(sketch.partner))
        .filter(|_| sketch.no_go && sketch.asked == Asked::Always);
    match (sketch.note, sketch.refer, partner) {
        (true, ..) => text.push_str("note = true\n"),
        (false, 0, _) => text.push_str("refer = \"urgent\"\n"),
        (false, 1, _) if sketch.asked == Asked::IfRecorded => {
            text.push_str("refer = \"clinician\"\n");
        }
        (false, 1, _) => text.push_str("refer = \"clinician\"\nrefer_if_unknown = true\n"),
        (false, 2 | 3, Some(partner)) => {
            text.push_str(&format!("no_go_only_with = \"one/c{partner}\"\n"));
        }
        (false, _, Some(partner)) => {
            text.push_str(&format!("caution_only_with = \"one/c{partner}\"\n"));
        }
        (false, _, None) => {}
    }
    text.push_str("why = \"why\"\nevidence = { sources = [\"a\"], confidence = \"low\", kind = \"convention\" }\n");
    text
}

pub(crate) fn protocol_text(sketches: &[Sketch], cautions: Option<u8>) -> String {
    let cautions = cautions.map_or_else(String::new, |cautions| format!("cautions = {cautions}\n"));
    let mut text = format!(
        "format = 1\nid = \"random\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\nconditions = [\"random\"]\nask = \"two\"\n{cautions}"
    );
    // Steps of training need a race.
    let clears = if sketches.iter().any(|sketch| sketch.step) {
        ["running", "race"]
    } else {
        ["screening", "daily-life"]
    };
    for (stage, clears) in ["one", "two"].into_iter().zip(clears) {
        text.push_str(&format!(
            "[[stage]]\nid = \"{stage}\"\ntitle = \"t\"\nclears = \"{clears}\"\n"
        ));
        let mut earlier: Vec<usize> = Vec::new();
        for (place, sketch) in sketches.iter().enumerate() {
            if sketch.stage == (stage == "two") {
                text.push_str(&criterion_text(
                    sketch,
                    place,
                    if stage == "one" { &earlier } else { &[] },
                ));
                if !sketch.note && sketch.asked == Asked::Always && sketch.when > 2 && !sketch.step
                {
                    earlier.push(place);
                }
            }
        }
    }
    text
}

/// A random reading of a measure: taken, a range, anything, unable or not applicable.
pub(crate) fn reading_of(
    measure: &Definition,
    (kind, one, other, may): (u8, i64, i64, bool),
) -> Reading {
    let place = |thousandths: i64| {
        if measure.scale.words().is_empty() {
            return at(measure, thousandths);
        }
        let last = measure
            .scale
            .range()
            .1
            .millionths()
            .saturating_div(1_000_000);
        Exact::whole(
            thousandths
                .saturating_mul(last.saturating_add(1))
                .saturating_div(1001),
        )
    };
    let reading = match kind {
        0 => Reading::unable(None),
        1 => Reading::NOT_APPLICABLE,
        2 => Reading::unknown(measure, Cause::Absent),
        3 | 4 => Reading::range(place(one), place(other), None, Cause::Incomplete),
        _ => Reading::taken(place(one), None),
    };
    if may && reading.is_open() {
        reading.maybe_not_applicable()
    } else {
        reading
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_slow_obvious_evaluator_agrees(
        sketches in prop::collection::vec(sketch(), 2..14),
        cautions in prop::option::of(2_u8..5),
        kinds in prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 14),
        (setting, sudden, sex, age) in (0_u8..2, 0_u8..3, 0_u8..3, 0_u8..3),
        goal in 0_usize..4,
        steps in prop::collection::vec(prop::bool::weighted(0.2), 14),
    ) {
        let sketches: Vec<Sketch> = sketches
            .into_iter()
            .zip(steps)
            .map(|(sketch, step)| if step { sketch.stepping() } else { sketch })
            .collect();
        let text = protocol_text(&sketches, cautions);
        // Both stages need a criterion; sketches that leave one empty say nothing.
        let Ok(protocol) = compile(&text, Some("random"), None) else {
            let both = sketches.iter().any(|sketch| sketch.stage) && sketches.iter().any(|sketch| !sketch.stage);
            prop_assert!(!both, "{text}");
            return Ok(());
        };
        let goals = [
            r#"{ "stage": "one" }"#,
            r#"{ "stage": "two" }"#,
            r#"{ "activity": "run", "distance_km": 10 }"#,
            r#"{ "activity": "race", "distance_km": 10 }"#,
        ];
        let runs = protocol.stages.iter().any(|stage| stage.clears == Clears::Race);
        let goal = goals.get(if runs { goal } else { goal % 2 }).copied().unwrap_or_default();
        let setting = if setting == 0 { "home" } else { "clinic" };
        let pick = |choice: u8, one: &str, other: &str| match choice { 0 => one.to_owned(), 1 => other.to_owned(), _ => "null".to_owned() };
        let record = format!(
            r#"{{ "as_of": "2026-11-21", "setting": "{setting}", "athlete": {{ "sex": {}, "age": {} }},
                  "injury": {{ "condition": "random", "sudden_onset": {} }}, "goal": {goal} }}"#,
            pick(sex, "\"male\"", "\"female\""), pick(age, "30", "50"), pick(sudden, "true", "false"),
        );
        let assessment = Assessment::from_json(&record).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let question = Question::new(&protocol, &assessment, None, None).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let readings: Vec<Reading> =
            protocol.queries.iter().zip(kinds).map(|(query, kind)| reading_of(query.measure, kind)).collect();
        let mut findings: Vec<Finding> = Vec::new();
        let outcome = evaluate(&protocol, &question, &readings, &mut findings);
        let opinion = second_opinion(&protocol, &question, &readings).ok_or_else(|| TestCaseError::fail("no opinion"))?;
        prop_assert_eq!(outcome.verdict, opinion.verdict);
        prop_assert_eq!(outcome.best_case, opinion.best_case);
        prop_assert_eq!(outcome.refer, opinion.refer);
        let order: Vec<usize> = findings.iter().map(|finding| finding.criterion).collect();
        prop_assert!(order.windows(2).all(|pair| matches!(pair, [one, other] if one < other)));
        prop_assert!(findings.iter().all(|finding| finding.role != Role::NotAsked || finding.envelope.worst() == Verdict::Go));
    }
}
