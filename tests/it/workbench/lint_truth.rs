//! What a lint says of a file is so: held against the engine on small random protocols, reading by reading.

use proptest::prelude::*;
use return_to_run::diagnostic::Diagnostic;
use return_to_run::measure::{Cause, Reading};
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::quantity::Exact;
use return_to_run::workbench::Source;
use return_to_run::workbench::lint::{Finding, lint};
use return_to_run::{Assessment, Outcome, Question, evaluate};

/// One criterion of a random protocol.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    stage: &'static str,
    hops: bool,
    fresh: u8,
    go: u8,
    no_go: Option<u8>,
    when: &'static str,
    clinic: bool,
    note: bool,
    refer: &'static str,
    partner: Option<(bool, usize)>,
}

pub(crate) fn written() -> impl Strategy<Value = Written> {
    let when = prop::sample::select(vec![
        "",
        "",
        "",
        "",
        "",
        "",
        "side = \"one\"",
        "side = \"both\"",
        "goal = \"run\"",
        "goal_distance = \">= 10 km\"",
        "goal_distance = \"< 10 km\"",
        "age = \"> 120 years\"",
    ]);
    let refer = prop::sample::select(vec![
        "",
        "",
        "refer = \"clinician\"",
        "refer = \"urgent\"",
        "refer = \"urgent\"\nrefer_if_unknown = true",
    ]);
    let partner = prop::option::weighted(0.3, (any::<bool>(), 0_usize..4));
    let bands = (1_u8..4, prop::option::of(0_u8..3));
    (
        (
            prop::sample::select(vec!["hopping", "running"]),
            prop::bool::weighted(0.2),
            prop::sample::select(vec![7_u8, 7, 7, 7, 14]),
        ),
        bands,
        (when, prop::bool::weighted(0.2), prop::bool::weighted(0.1)),
        (refer, partner),
    )
        .prop_map(
            |((stage, hops, fresh), (go, no_go), (when, clinic, note), (refer, partner))| Written {
                stage,
                hops,
                fresh,
                go,
                no_go,
                when,
                clinic,
                note,
                refer,
                partner,
            },
        )
}

impl Written {
    fn text(&self, place: usize) -> String {
        let (measure, go, no_go) = if self.hops {
            let no_go = self
                .no_go
                .map(|less| format!("< {} hops", self.go.saturating_sub(less)));
            ("hop.repeated.count", format!(">= {} hops", self.go), no_go)
        } else {
            let no_go = self
                .no_go
                .map(|more| format!("> {} nrs", self.go.saturating_add(more)));
            ("pain.walking", format!("<= {} nrs", self.go), no_go)
        };
        let mut lines = vec![
            "[[stage.criterion]]".to_owned(),
            format!("id = \"c{place}\""),
            format!("measure = \"{measure}\""),
            format!("go = \"{go}\""),
            format!("fresh = \"{} d\"", self.fresh),
        ];
        lines.extend(no_go.map(|no_go| format!("no-go = \"{no_go}\"")));
        if !self.when.is_empty() {
            lines.push(format!("when = {{ {} }}", self.when));
        }
        if self.note {
            lines.push("note = true".to_owned());
        } else if self.clinic {
            lines.push("asked = \"clinic\"".to_owned());
        }
        if !self.note && !self.refer.is_empty() {
            lines.push(self.refer.to_owned());
        }
        let alone = self.clinic && !self.note;
        let partner = self.partner.filter(|(_, other)| *other < place && !alone);
        if let Some((no_go, other)) = partner {
            let key = if no_go {
                "no_go_only_with"
            } else {
                "caution_only_with"
            };
            // Which stage the other stands in is not known here, and both are tried.
            lines.push(format!("{key} = \"STAGE{other}/c{other}\""));
        }
        lines.push("why = \"To be held against the engine.\"".to_owned());
        lines.push("do = \"Nothing at all, this is a test.\"".to_owned());
        lines.push(
            "evidence = { sources = [], confidence = \"low\", kind = \"convention\" }".to_owned(),
        );
        lines.join("\n") + "\n"
    }
}

const BASE: &str = "why = \"Every stage asks something.\"
do = \"Nothing at all, this is a test.\"
evidence = { sources = [], confidence = \"low\", kind = \"convention\" }
";

/// The file of these criteria without the one of that place.
pub(crate) fn file(criteria: &[Written], cautions: bool, without: Option<usize>) -> String {
    let stage = |name: &str| -> String {
        criteria
            .iter()
            .enumerate()
            .filter(|(place, one)| one.stage == name && Some(*place) != without)
            .map(|(place, one)| one.text(place))
            .collect()
    };
    let cautions = if cautions { "cautions = 3\n" } else { "" };
    let mut text = format!(
        "format = 1\nid = \"random\"\ntitle = \"Random\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"
conditions = [\"achilles-midportion\"]\nask = \"running\"\n{cautions}
[[stage]]\nid = \"hopping\"\ntitle = \"Hopping\"\nclears = \"hopping\"
[[stage.criterion]]\nid = \"limp\"\nmeasure = \"gait.limp\"\ngo = \"no\"\nover = \"7 d\"\n{BASE}{}
[[stage]]\nid = \"running\"\ntitle = \"Running\"\nclears = \"running\"
[[stage.criterion]]\nid = \"night\"\nmeasure = \"screening.night_pain\"\ngo = \"no\"\nover = \"7 d\"\n{BASE}{}",
        stage("hopping"),
        stage("running")
    );
    for (place, one) in criteria.iter().enumerate() {
        text = text.replace(&format!("STAGE{place}/"), &format!("{}/", one.stage));
    }
    text
}

/// Runners who differ in every fact that the random criteria ask for.
pub(crate) fn runners() -> Result<Vec<Assessment>, TestCaseError> {
    let mut runners = Vec::new();
    for side in ["", ", \"side\": \"left\"", ", \"side\": \"both\""] {
        for setting in ["home", "clinic"] {
            let goals = [
                "",
                ", \"goal\": { \"activity\": \"run\" }",
                ", \"goal\": { \"activity\": \"run\", \"distance_km\": 5 }",
                ", \"goal\": { \"activity\": \"run\", \"distance_km\": 15 }",
                ", \"goal\": { \"stage\": \"hopping\" }",
            ];
            for goal in goals {
                let record = format!(
                    "{{ \"as_of\": \"2026-11-21\", \"setting\": \"{setting}\"{goal}, \"athlete\": {{ \"age\": 40 }}, \"injury\": {{ \"condition\": \"achilles-midportion\"{side} }} }}"
                );
                let runner = Assessment::from_json(&record);
                runners.push(
                    runner.map_err(|error| TestCaseError::fail(format!("{record}: {error:?}")))?,
                );
            }
        }
    }
    Ok(runners)
}

/// Readings on both sides of every limit, ranges over several, and what is no number.
fn readings(measure: &'static return_to_run::Definition) -> Vec<Reading> {
    if measure.scale.words().len() == 2 {
        return vec![Reading::taken(Exact::ZERO, None)];
    }
    let mut readings: Vec<Reading> = (0..=5)
        .map(|value| Reading::taken(Exact::whole(value), None))
        .collect();
    readings.push(Reading::range(
        Exact::whole(1),
        Exact::whole(4),
        None,
        Cause::Incomplete,
    ));
    readings.push(Reading::unknown(measure, Cause::Absent));
    readings.push(Reading::unable(None));
    readings.push(Reading::NOT_APPLICABLE);
    readings.push(Reading::taken(Exact::whole(5), None).maybe_not_applicable());
    readings
}

/// This many-th reading of both measures, in both windows.
pub(crate) fn taken(protocol: &Protocol, turn: usize) -> Vec<Reading> {
    let queries = protocol.queries.iter();
    let taken = queries.map(|query| {
        let all = readings(query.measure);
        let hops = query.measure.id.starts_with("hop");
        // The two measures and windows step through their readings at different paces, so that all pairs meet.
        let pace = match (hops, query.window.fresh) {
            (false, Some(7)) => turn,
            (true, Some(7)) => turn.div_euclid(11),
            (false, _) => turn.saturating_mul(7).saturating_add(3),
            (true, _) => turn.saturating_mul(11).saturating_add(5),
        };
        let place = pace.checked_rem(all.len()).unwrap_or(0);
        all.get(place).copied().unwrap_or(Reading::NOT_APPLICABLE)
    });
    taken.collect()
}

/// What the protocol decides when this many-th reading is taken.
fn outcome(
    protocol: &Protocol,
    runner: &Assessment,
    turn: usize,
) -> Result<Outcome, TestCaseError> {
    let question = Question::new(protocol, runner, None, None);
    let question = question.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let taken = taken(protocol, turn);
    Ok(evaluate(protocol, &question, &taken, &mut Vec::new()))
}

pub(crate) fn compiled(text: &str) -> Option<Protocol> {
    compile(text, Some("random"), None).ok()
}

fn found(text: &str) -> Result<Vec<Finding>, TestCaseError> {
    let day = "2026-11-21".parse();
    let day = day.map_err(|_| TestCaseError::fail("no day"))?;
    let references =
        References::shipped().map_err(|error| TestCaseError::fail(error.to_string()))?;
    let source = Source::file(
        "random.toml".to_owned(),
        "random.toml".into(),
        text.to_owned(),
        references,
    );
    let mut linted = lint(std::slice::from_ref(&source), day);
    Ok(linted
        .pop()
        .map(|linted| linted.findings)
        .unwrap_or_default())
}

/// The criterion that a finding is about: the last one that begins before it.
fn about(text: &str, finding: &Diagnostic) -> Option<usize> {
    let before = text.get(..finding.span.start)?;
    let (_, id) = before.rsplit_once("\nid = \"c")?;
    id.split('"').next()?.parse().ok()
}

/// The file as the finding says that it judges just the same.
fn mended(
    text: &str,
    criteria: &[Written],
    cautions: bool,
    finding: &Diagnostic,
) -> Option<String> {
    let without_line = || {
        let start = text.get(..finding.span.start)?.rfind('\n')?;
        let end = finding
            .span
            .end
            .checked_add(text.get(finding.span.end..)?.find('\n')?)?;
        Some(format!("{}{}", text.get(..start)?, text.get(end..)?))
    };
    match finding.code {
        "duplicate-criterion"
        | "never-decides"
        | "laxer-later"
        | "clinic-laxer"
        | "never-applies" => Some(file(criteria, cautions, Some(about(text, finding)?))),
        "cautions-out-of-reach" | "no-effect-partner" | "note-leans" => without_line(),
        // The line after it says that not knowing refers, too.
        "no-effect-refer" => Some(without_line()?).map(|mended| {
            let at = finding.span.start.saturating_sub("refer = ".len());
            let (before, after) = mended.split_at_checked(at).unwrap_or((&mended, ""));
            format!(
                "{before}{}",
                after.trim_start_matches("\nrefer_if_unknown = true")
            )
        }),
        _ => None,
    }
}

pub(crate) const TURNS: usize = 121;

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_to_do_nothing_can_go_and_no_verdict_changes(
        criteria in prop::collection::vec(written(), 2..5),
        cautions in any::<bool>(),
    ) {
        let text = file(&criteria, cautions, None);
        let Some(protocol) = compiled(&text) else {
            return Ok(());
        };
        let runners = runners()?;
        for finding in found(&text)? {
            let Some(mended) = mended(&text, &criteria, cautions, &finding.diagnostic) else {
                continue;
            };
            // Without it, what depends on it may no longer compile.
            let Some(other) = compiled(&mended) else {
                continue;
            };
            for runner in &runners {
                for turn in 0..TURNS {
                    let (before, after) = (outcome(&protocol, runner, turn)?, outcome(&other, runner, turn)?);
                    prop_assert_eq!(before, after, "{}: {}\n{}", finding.diagnostic.code, finding.diagnostic.message, text);
                }
            }
        }
    }

    #[test]
    fn where_nothing_is_said_of_it_a_longer_goal_never_helps(
        criteria in prop::collection::vec(written(), 2..5),
        cautions in any::<bool>(),
    ) {
        let text = file(&criteria, cautions, None);
        let Some(protocol) = compiled(&text) else {
            return Ok(());
        };
        if found(&text)?.iter().any(|finding| finding.diagnostic.code == "longer-goal-helps") {
            return Ok(());
        }
        let runners = runners()?;
        let at = |kilometres: i64| {
            let runs = move |runner: &&Assessment| match runner.goal() {
                Some(return_to_run::assessment::Goal::Activity { distance: Some(distance), .. }) => {
                    distance.exact() == Exact::whole(kilometres)
                }
                Some(_) | None => false,
            };
            runners.iter().filter(runs)
        };
        for (short, long) in at(5).zip(at(15)) {
            for turn in 0..TURNS {
                let (short, long) = (outcome(&protocol, short, turn)?, outcome(&protocol, long, turn)?);
                prop_assert!(long.verdict >= short.verdict && long.best_case >= short.best_case, "{}", text);
            }
        }
    }
}
