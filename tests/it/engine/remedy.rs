//! What would change the verdict is re-evaluated, and no smaller change would do: checked by enumeration.

use return_to_run::engine::{Question, Step, WayOut, read};
use return_to_run::measure::{Act, Better, Cause, Change};
use return_to_run::protocol::{Criterion, Protocol, compile};
use return_to_run::quantity::Exact;
use return_to_run::{Assessment, Report, Verdict, evaluate};

use crate::support::{Tested, cases, protocol_for};

/// The verdict, were these measures so, and what these criteria leave open as good as it can be.
fn verdict_with(
    protocol: &Protocol,
    assessment: &Assessment,
    changes: &[Change],
    supposes: &[usize],
) -> Result<Verdict, Box<dyn std::error::Error>> {
    let question = Question::new(protocol, assessment, None, None)?;
    let subject = question.subject(protocol, assessment);
    let mut readings = read(protocol, &subject.supposing(changes));
    for place in supposes {
        let criterion = criterion_at(protocol, *place)?;
        let reading = readings.get_mut(criterion.query).ok_or("no reading")?;
        *reading = reading.at_best(criterion.measure);
    }
    Ok(evaluate(protocol, &question, &readings, &mut Vec::new()).verdict)
}

fn criterion_at(
    protocol: &Protocol,
    place: usize,
) -> Result<&Criterion, Box<dyn std::error::Error>> {
    Ok(protocol.criteria.get(place).ok_or("no criterion")?)
}

fn changes(steps: &[Step]) -> Vec<Change> {
    steps
        .iter()
        .map(|step| Change {
            measure: step.measure,
            value: step.to,
        })
        .collect()
}

/// One step of the measure in the worse direction.
fn one_step_worse(step: &Step) -> Option<Exact> {
    let Act::By(size) = step.measure.act else {
        return None;
    };
    let value = match step.measure.better? {
        Better::Higher => step.to.minus(size),
        Better::Lower => step.to.plus(size),
    };
    let (low, high) = step.measure.scale.range();
    (low <= value && value <= high).then_some(value)
}

fn is_reached_and_least(
    protocol: &Protocol,
    assessment: &Assessment,
    way: &WayOut,
    target: Verdict,
) -> Tested {
    let WayOut { steps, supposes } = way;
    assert!(verdict_with(protocol, assessment, &changes(steps), supposes)? <= target);
    for place in 0..steps.len() {
        let mut without = changes(steps);
        without.remove(place);
        assert!(
            verdict_with(protocol, assessment, &without, supposes)? > target,
            "{} could be left out",
            steps.len()
        );
        let Some(worse) = steps.get(place).and_then(one_step_worse) else {
            continue;
        };
        let mut smaller = changes(steps);
        if let Some(change) = smaller.get_mut(place) {
            change.value = worse;
        }
        assert!(
            verdict_with(protocol, assessment, &smaller, supposes)? > target,
            "a smaller change would do"
        );
    }
    Ok(())
}

#[test]
fn every_remedy_of_every_fixture_is_reached_and_none_of_it_can_be_less() -> Tested {
    let (mut shown, mut supposed) = (0_usize, 0_usize);
    for (_, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let remedy = &report.judgement.remedy;
        for (target, way) in [
            (Verdict::Caution, &remedy.caution),
            (Verdict::Go, &remedy.go),
        ] {
            let Some(way) = way else { continue };
            is_reached_and_least(&protocol, &assessment, way, target)?;
            shown = shown.saturating_add(way.steps.len());
            let fields = report.supposed_fields(way);
            assert_eq!(fields.is_empty(), way.supposes.is_empty());
            supposed = supposed.saturating_add(usize::from(!fields.is_empty()));
            for place in &way.supposes {
                let mut without = way.supposes.clone();
                without.retain(|other| other != place);
                let changes = changes(&way.steps);
                let verdict = verdict_with(&protocol, &assessment, &changes, &without)?;
                // Another criterion that reads the same supposes it, too.
                let shares = criterion_at(&protocol, *place)?.query;
                let mut others = without.iter().map(|place| criterion_at(&protocol, *place));
                let shared = others.any(|other| other.is_ok_and(|other| other.query == shares));
                // A NO-GO that counts only beside another goes with the answer to that one.
                let partner = criterion_at(&protocol, *place)?.no_go_only_with;
                let beside = partner.is_some_and(|partner| without.contains(&partner));
                assert!(
                    verdict > target || shared || beside,
                    "one answer more than needed: {}",
                    protocol.name_of(*place)
                );
            }
        }
    }
    assert!(shown > 0, "no fixture has a way out");
    assert!(supposed > 20, "{supposed} ways suppose an answer");
    Ok(())
}

const LADDER: &str = r#"
    format = 1
    id = "enumerated"
    title = "Enumerated"
    version = "1.0.0"
    reviewed = 2026-11-21
    status = "draft"
    conditions = ["enumerated"]
    ask = "strength"
    cautions = 2
    [[stage]]
    id = "strength"
    title = "Strength"
    clears = "strength"
    [[stage.criterion]]
    id = "reps"
    measure = "heel_raise.reps.involved"
    go = ">= 20 reps"
    no-go = "< 10 reps"
    fresh = "7 d"
    why = "absolute"
    evidence = { sources = [], confidence = "low", kind = "convention" }
    [[stage.criterion]]
    id = "symmetry"
    measure = "heel_raise.reps.symmetry"
    go = ">= 90 %"
    no-go = "< 80 %"
    fresh = "7 d"
    why = "ratio: follows the repetitions"
    evidence = { sources = [], confidence = "low", kind = "convention" }
    [[stage.criterion]]
    id = "pain"
    measure = "heel_raise.pain"
    go = "<= 2 nrs"
    no-go = "> 5 nrs"
    no_go_only_with = "symmetry"
    fresh = "7 d"
    why = "milder while symmetric"
    evidence = { sources = [], confidence = "low", kind = "convention" }
"#;

#[test]
fn the_least_changes_are_least_among_all_combinations() -> Tested {
    let protocol = compile(LADDER, None, None).map_err(|faults| format!("{faults:?}"))?;
    for (reps, pain) in [(4, 8), (12, 6), (15, 3), (25, 9), (9, 0)] {
        let record = format!(
            r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "enumerated", "side": "left", "onset": "2026-08-01", "last_flare": "none" }}, "treatments": [],
                  "athlete": {{ "sex": "male", "age": 40 }},
                  "heel_raise": [ {{ "date": "2026-11-20", "cadence_per_min": 30,
                                     "left": {{ "reps": {reps}, "pain": {pain} }}, "right": {{ "reps": 24 }} }} ] }}"#
        );
        let assessment = Assessment::from_json(&record)?;
        let report = Report::new(&protocol, &assessment)?;
        let remedy = &report.judgement.remedy;
        for (target, way) in [
            (Verdict::Caution, &remedy.caution),
            (Verdict::Go, &remedy.go),
        ] {
            let way = way.as_ref().ok_or("there is a way out")?;
            is_reached_and_least(&protocol, &assessment, way, target)?;
            let steps = &way.steps;
            let measure = |id: &str| return_to_run::measure::find(id).ok_or("catalogue");
            let (reps_measure, pain_measure) = (
                measure("heel_raise.reps.involved")?,
                measure("heel_raise.pain")?,
            );
            let chosen = |id: &str, now: i64| {
                steps
                    .iter()
                    .find(|step| step.measure.id == id)
                    .map_or(Exact::whole(now), |step| step.to)
            };
            let (chosen_reps, chosen_pain) =
                (chosen(reps_measure.id, reps), chosen(pain_measure.id, pain));
            // Every pair of values no larger a change in both, and smaller in one, misses the target.
            for other_reps in reps..=30 {
                for half_points in 0..=pain.saturating_mul(2) {
                    let other = (
                        Exact::whole(other_reps),
                        Exact::micro(half_points.saturating_mul(500_000)),
                    );
                    let no_larger = other.0 <= chosen_reps && other.1 >= chosen_pain;
                    if !no_larger || other == (chosen_reps, chosen_pain) {
                        continue;
                    }
                    let changes = [
                        Change {
                            measure: reps_measure,
                            value: other.0,
                        },
                        Change {
                            measure: pain_measure,
                            value: other.1,
                        },
                    ];
                    assert!(
                        verdict_with(&protocol, &assessment, &changes, &[])? > target,
                        "{reps} {pain}: {other:?} would do"
                    );
                }
            }
        }
    }
    Ok(())
}

#[test]
fn what_to_measure_next_can_change_the_verdict_and_is_empty_when_nothing_can() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let outcome = report.judgement.outcome;
        let next = &report.judgement.to_measure;
        if outcome.verdict == outcome.best_case {
            assert!(next.is_empty(), "{}", path.display());
            continue;
        }
        for measure in next {
            let open = report
                .reasons()
                .any(|line| line.criterion.measure == *measure && line.finding.reading.is_open());
            assert!(open, "{}: {} is not missing", path.display(), measure.id);
        }
    }
    Ok(())
}

#[test]
fn a_day_of_the_calendar_promises_nothing_that_hangs_on_an_unknown_flare() -> Tested {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let protocol = protocol_for("achilles-midportion")?;
    let remedy = |flare: serde_json::Value| -> Result<_, Box<dyn std::error::Error>> {
        let mut record: serde_json::Value = serde_json::from_str(&text)?;
        for (pointer, value) in [
            ("/injury/last_flare", flare),
            ("/injury/onset", serde_json::json!("2026-10-11")),
            ("/log_complete_from", serde_json::json!("2026-10-11")),
        ] {
            *record.pointer_mut(pointer).ok_or(pointer)? = value;
        }
        let assessment = Assessment::from_json(&record.to_string())?;
        Ok(Report::new(&protocol, &assessment)?.judgement.remedy)
    };
    // 41 days after onset, one short of 42.
    let known = remedy(serde_json::json!("none"))?;
    assert_eq!(known.not_before, Some("2026-11-22".parse()?));
    assert_eq!(known.go_from_not_before, Some(WayOut::default()));
    let unknown = remedy(serde_json::Value::Null)?;
    assert_eq!(unknown.not_before, Some("2026-11-22".parse()?));
    assert_eq!(unknown.go_from_not_before, None);
    Ok(())
}

#[test]
fn what_only_answers_keep_from_go_is_named() -> Tested {
    let mut named = 0_usize;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let outcome = &report.judgement.outcome;
        if report.verdict() == Verdict::Go || outcome.best_case != Verdict::Go {
            continue;
        }
        let mut short = report
            .judgement
            .findings
            .iter()
            .filter(|finding| finding.role.counts() && finding.envelope.worst() != Verdict::Go);
        // A morning that is still to come is waited for, and of a known reading only a fact may be open.
        let is_more = short.any(|finding| {
            finding.reading.cause == Some(Cause::NotYet) || !finding.reading.is_open()
        });
        if protocol.route_out.is_some() || is_more {
            continue;
        }
        let go = report.judgement.remedy.go.as_ref();
        let go = go.ok_or_else(|| format!("{}: no way to GO", path.display()))?;
        assert!(
            go.steps.is_empty() && !go.supposes.is_empty(),
            "{}",
            path.display()
        );
        named = named.saturating_add(1);
    }
    assert!(named > 10, "{named} records wait for answers alone");
    Ok(())
}

#[test]
fn what_is_told_of_today_is_waited_for_until_tomorrow() -> Tested {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let protocol = protocol_for("achilles-midportion")?;
    let mut record: serde_json::Value = serde_json::from_str(&text)?;
    *record.pointer_mut("/pain/0/limp").ok_or("no limp")? = true.into();
    let assessment = Assessment::from_json(&record.to_string())?;
    let remedy = Report::new(&protocol, &assessment)?.judgement.remedy;
    assert_eq!(remedy.go, None);
    assert_eq!(remedy.not_before, Some("2026-11-22".parse()?));
    Ok(())
}
