//! What is not there is named by its field, with how much of it is there and how much is needed.

use return_to_run::pages::Wording;
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The sentence of each reason of the record whom nothing is missing of, changed so.
fn reasons(change: impl Fn(&mut Value) -> Option<()>) -> Fallible<Vec<(String, String)>> {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let mut record: Value = serde_json::from_str(&text)?;
    change(&mut record).ok_or("no such field")?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let sentence = |line| Wording::of(&line).sentence().to_string();
    Ok(report
        .reasons()
        .map(|line| (line.name(), sentence(line)))
        .collect())
}

fn reason(name: &str, change: impl Fn(&mut Value) -> Option<()>) -> Fallible<String> {
    let found = reasons(change)?.into_iter().find(|(of, _)| of == name);
    Ok(found.ok_or_else(|| format!("{name} is no reason"))?.1)
}

fn list<'a>(record: &'a mut Value, block: &str) -> Option<&'a mut Vec<Value>> {
    record.get_mut(block)?.as_array_mut()
}

#[test]
fn a_diary_with_too_few_days_says_how_many_and_how_to_give_them_from_memory() -> Tested {
    let told = reason("daily-life/daily-pain", |record| {
        list(record, "pain")?.truncate(3);
        Some(())
    })?;
    let says = "The diary has 3 of the 5 days needed of the last 7; an entry from memory may tell of up to 14 (`pain[].covers_days`).";
    assert!(told.contains(says), "{told}");
    Ok(())
}

#[test]
fn an_imported_run_that_nobody_confirmed_is_named() -> Tested {
    let told = reason("running/ladder-done", |record| {
        for run in list(record, "runs")? {
            run.as_object_mut()?
                .insert("sources".to_owned(), json!(["watch.fit"]));
        }
        Some(())
    })?;
    assert!(told.contains("`runs[2026-11-19].walk_breaks`"), "{told}");
    Ok(())
}

#[test]
fn a_run_at_the_pace_of_a_walk_or_with_long_pauses_is_named() -> Tested {
    for (field, minutes) in [("duration_min", 130), ("elapsed_min", 130)] {
        let told = reason("running/ladder-done", |record| {
            for run in list(record, "runs")? {
                run.as_object_mut()?
                    .insert(field.to_owned(), json!(minutes));
            }
            Some(())
        })?;
        assert!(told.contains("`runs[2026-11-19].walk_breaks`"), "{told}");
    }
    let told = reason("running/run-within-longest-since-onset", |record| {
        let goal = json!({ "activity": "run", "distance_km": 30 });
        record.as_object_mut()?.insert("goal".to_owned(), goal);
        let run = list(record, "runs")?.get_mut(2)?.as_object_mut()?;
        run.insert("distance_km".to_owned(), json!(40));
        run.insert("duration_min".to_owned(), json!(600));
        Some(())
    })?;
    assert!(told.contains("`runs[2026-11-13].walk_breaks`"), "{told}");
    Ok(())
}

#[test]
fn a_log_that_nobody_declared_complete_says_so() -> Tested {
    let told = reason("running/recovery", |record| {
        record
            .as_object_mut()?
            .remove("log_complete_from")
            .map(drop)
    })?;
    assert!(told.contains("state `log_complete_from`"), "{told}");
    Ok(())
}

#[test]
fn a_rise_that_a_recalled_fortnight_cannot_tell_has_no_bound_below_and_two_weeks_tell_it() -> Tested
{
    let day = |date: &str, days: i64| {
        json!({ "date": date, "worst": 0, "walking": 0, "morning": 0, "morning_stiffness_min": 5, "limp": false,
            "masked_by": [], "covers_days": days })
    };
    let told = reason("daily-life/stiffness-rise", |record| {
        *list(record, "pain")? = vec![day("2026-11-21", 14)];
        Some(())
    })?;
    assert!(
        told.contains("to the next: at most 5 min by what is recorded."),
        "{told}"
    );
    let by_weeks = reasons(|record| {
        *list(record, "pain")? = vec![day("2026-11-21", 7), day("2026-11-14", 7)];
        Some(())
    })?;
    assert_eq!(by_weeks, []);
    Ok(())
}
