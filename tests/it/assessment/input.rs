//! A record that cannot be true is refused, with every fault named; a record that is merely silent is not.

use return_to_run::Assessment;

use crate::support::Tested;

fn faults(record: &str) -> Vec<String> {
    match Assessment::from_json(record) {
        Ok(_) => Vec::new(),
        Err(error) => error
            .faults
            .iter()
            .map(|fault| format!("{}: {}", fault.path, fault.message))
            .collect(),
    }
}

fn with(fields: &str) -> String {
    format!(
        r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "achilles-midportion", "onset": "2026-08-01" }}{fields} }}"#
    )
}

#[test]
fn silence_is_unknown_and_never_refused() {
    assert_eq!(faults(&with("")), Vec::<String>::new());
    let silent = r#", "format": null, "id": null, "setting": null, "athlete": null, "goal": null, "baseline": null, "screening": null,
        "treatments": null, "pain": null, "heel_raise": null, "hop": [], "questionnaires": null, "loading": null,
        "other_training": null, "sleep": null, "log_complete_from": null, "runs": null, "plan": null, "note": null"#;
    assert_eq!(faults(&with(silent)), Vec::<String>::new());
    assert_eq!(
        faults(&with(
            r#", "pain": [ { "date": "2026-11-20", "rest": 2.5, "walking": "not-done" } ]"#
        )),
        Vec::<String>::new()
    );
}

#[test]
fn faults_of_every_kind_keep_their_places_in_one_list() {
    let runs = r#", "runs": [ { "date": "2026-11-19", "kind": "run" }, { "date": "2026-11-18", "kind": "run", "rpe": "hard" },
        { "date": "2026-11-22", "kind": "run" }, { "date": "2026-11-17", "kind": "run", "distance": 3 }, 7,
        { "date": "2026-11-16", "kind": "run", "run_min": 10 } ], "sleep": [ { "date": "2026-11-20", "hours": 25 } ]"#;
    let places: Vec<String> = faults(&with(runs))
        .iter()
        .filter_map(|fault| Some(fault.split_once(':')?.0.to_owned()))
        .collect();
    assert_eq!(
        places,
        [
            "/runs/1/rpe",
            "/runs/3/distance",
            "/runs/4",
            "/sleep/0/hours",
            "/runs/2/date",
            "/runs/5/run_min",
        ]
    );
}

#[test]
fn a_list_of_faults_ends_after_two_hundred_and_says_so() {
    let many = |entry: &str| vec![entry; 5000].join(", ");
    let sound = many(r#"{ "date": "2026-11-20", "kind": "run" }"#);
    for (record, first, last) in [
        (
            with(&format!(r#", "runs": [ {sound}, {} ]"#, many("7"))),
            "/runs/5000: found the number `7`",
            "/runs/5199: found the number `7`",
        ),
        (
            with(&format!(r#", "runs": [ {sound}, {} ]"#, many("{}"))),
            "/runs/5000/date: missing",
            "/runs/5199/date: missing",
        ),
        (
            with(&format!(
                r#", "hop": [ {} ]"#,
                many(r#"{ "date": "2026-11-20", "test": "side-hop" }, { "date": "2026-11-20" }"#)
            )),
            "/hop/2: a second entry of the same kind on 2026-11-20; put it together with `/hop/0`",
            "/hop/400: a second entry of the same kind on 2026-11-20; put it together with `/hop/398`",
        ),
        (
            with(&format!(
                r#", "baseline": {{ {} }}"#,
                many(r#""morning_pain": 1"#)
            )),
            "/baseline/morning_pain: the key `morning_pain` is duplicated",
            "/baseline/morning_pain: the key `morning_pain` is duplicated",
        ),
    ] {
        let faults = faults(&record);
        assert_eq!(faults.len(), 201, "{first}");
        let starts = |place: usize, start: &str| {
            faults
                .get(place)
                .is_some_and(|fault| fault.starts_with(start))
        };
        assert!(starts(0, first), "{:?}", faults.first());
        assert!(starts(199, last), "{:?}", faults.get(199));
        assert!(
            starts(200, ": only the first 200 faults are listed"),
            "{:?}",
            faults.last()
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of contradictions")]
fn every_contradiction_is_refused_in_one_go() {
    let cases = [
        ("too late", r#", "pain": [ { "date": "2026-11-22" } ]"#),
        (
            "twice a day",
            r#", "pain": [ { "date": "2026-11-20" }, { "date": "2026-11-19" }, { "date": "2026-11-20" } ]"#,
        ),
        (
            "a morning that has not come",
            r#", "runs": [ { "date": "2026-11-21", "kind": "run", "pain_next_morning": 0 } ]"#,
        ),
        (
            "unable with results",
            r#", "heel_raise": [ { "date": "2026-11-20", "left": { "unable": true, "reps": 3 } } ]"#,
        ),
        (
            "too many trials",
            r#", "hop": [ { "date": "2026-11-20", "test": "repeated-hops", "left": { "trials": [25, 26] } } ]"#,
        ),
        (
            "a hop in half",
            r#", "hop": [ { "date": "2026-11-20", "test": "repeated-hops", "left": { "trials": [2.5] } } ]"#,
        ),
        (
            "a side for both legs",
            r#", "hop": [ { "date": "2026-11-20", "test": "double-leg-jumps", "left": { "trials": [60] } } ]"#,
        ),
        (
            "pain falls below its start",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "pain_start": 4, "pain_during": 2 } ]"#,
        ),
        (
            "faster than any person",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "distance_km": 42.2, "duration_min": 30 } ]"#,
        ),
        (
            "thirty kilometres in three quarters of an hour",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "distance_km": 30, "duration_min": 45 } ]"#,
        ),
        (
            "too fast for the time with pauses",
            r#", "runs": [ { "date": "2026-11-20", "kind": "race", "distance_km": 10, "elapsed_min": 20.5 } ]"#,
        ),
        (
            "longer than a day",
            r#", "runs": [ { "date": "2026-11-18", "kind": "race", "duration_min": 1441 } ]"#,
        ),
        (
            "a day of more than a day",
            r#", "runs": [ { "date": "2026-11-18", "kind": "walk", "duration_min": 800 }, { "date": "2026-11-20", "kind": "walk", "duration_min": 30 } ],
               "other_training": [ { "date": "2026-11-18", "kind": "cycling", "minutes": 641 } ]"#,
        ),
        (
            "a level without walking",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "level": 3 } ]"#,
        ),
        (
            "an end before its start",
            r#", "treatments": [ { "kind": "fluoroquinolone", "start": "2026-11-10", "end": "2026-11-01" } ]"#,
        ),
        (
            "one day and a course",
            r#", "treatments": [ { "kind": "ice", "date": "2026-11-10", "start": "2026-11-01" } ]"#,
        ),
        ("no day at all", r#", "treatments": [ { "kind": "ice" } ]"#),
        (
            "two goals",
            r#", "goal": { "activity": "race", "stage": "hopping" }"#,
        ),
        (
            "a level of a race",
            r#", "goal": { "activity": "race", "distance_km": 10, "level": 3 }"#,
        ),
        (
            "a session without a level",
            r#", "goal": { "activity": "session", "distance_km": 10, "ladder": "minutes" }"#,
        ),
        (
            "no distance",
            r#", "goal": { "activity": "race", "distance_km": 0 }"#,
        ),
        (
            "a score beyond the instrument",
            r#", "questionnaires": [ { "date": "2026-11-20", "instrument": "i-prrs", "score": 61 } ]"#,
        ),
        ("an unknown field", r#", "paine": []"#),
        (
            "not a number",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "distance_km": NaN } ]"#,
        ),
        (
            "infinite",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "distance_km": 1e999 } ]"#,
        ),
        (
            "a quarter point",
            r#", "pain": [ { "date": "2026-11-20", "rest": 2.25 } ]"#,
        ),
        (
            "out of range",
            r#", "runs": [ { "date": "2026-11-20", "kind": "run", "rpe": 11, "pain_during": -1, "distance_km": 1001 } ]"#,
        ),
    ];
    let mut shown = Vec::new();
    for (what, fields) in cases {
        let found = faults(&with(fields));
        assert!(!found.is_empty(), "{what} was accepted");
        shown.push(format!("{what}\n  {}", found.join("\n  ")));
    }
    let onset = r#"{ "as_of": "2026-11-21", "injury": { "condition": "Achilles!", "onset": "2026-11-22", "last_flare": "2026-11-23" } }"#;
    shown.push(format!(
        "an injury to come\n  {}",
        faults(onset).join("\n  ")
    ));
    shown.push(format!("nothing\n  {}", faults("{}").join("\n  ")));
    shown.push(format!(
        "half a record\n  {}",
        faults("{ \"as_of\": ").join("\n  ")
    ));
    shown.push(format!("two records\n  {}", faults("{} {}").join("\n  ")));
    shown.push(format!("a list\n  {}", faults("[]").join("\n  ")));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_record_that_can_just_be_is_accepted() -> Tested {
    for fields in [
        // The world record over 10 km, a whole day of walking, and a day filled by three entries.
        r#", "runs": [ { "date": "2026-11-20", "kind": "race", "distance_km": 10, "duration_min": 26.2 } ]"#,
        r#", "runs": [ { "date": "2026-11-18", "kind": "walk", "distance_km": 100, "duration_min": 1440 } ]"#,
        r#", "runs": [ { "date": "2026-11-18", "kind": "walk", "duration_min": 700 }, { "date": "2026-11-18", "kind": "walk", "duration_min": 100 } ],
             "other_training": [ { "date": "2026-11-18", "kind": "cycling", "minutes": 640 } ]"#,
        // A diary from memory may reach over another day's entry.
        r#", "pain": [ { "date": "2026-11-20", "worst": 1, "covers_days": 7 }, { "date": "2026-11-18", "worst": 2 } ]"#,
    ] {
        Assessment::from_json(&with(fields))?;
    }
    Ok(())
}

#[test]
fn what_cannot_have_been_repeats_no_value_in_a_batch() -> Tested {
    let record = with(
        r#", "runs": [ { "date": "2026-11-20", "kind": "run", "distance_km": 31, "duration_min": 47 },
                       { "date": "2026-11-18", "kind": "walk", "duration_min": 1543 } ]"#,
    );
    let error = Assessment::from_json(&record)
        .err()
        .ok_or("accepted what cannot be")?;
    assert_eq!(error.faults.len(), 2);
    for fault in error.faults {
        for value in ["31", "47", "1543", "2026"] {
            assert!(!fault.redacted.contains(value), "{}", fault.redacted);
        }
    }
    Ok(())
}

#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let record = with(
        r#", "pain": [ { "date": "2026-11-22", "worst": 11 }, { "date": "someday" } ], "setting": "ward",
             "runs": [ { "date": "2026-11-20", "kind": "sprint", "rpe": 12 } ], "goal": {}"#,
    );
    let found = faults(&record);
    for path in [
        "/pain/0/date",
        "/pain/0/worst",
        "/pain/1/date",
        "/setting",
        "/runs/0/kind",
        "/runs/0/rpe",
        "/goal",
    ] {
        assert_eq!(
            found
                .iter()
                .filter(|fault| fault.starts_with(&format!("{path}: ")))
                .count(),
            1,
            "{path} in {found:#?}"
        );
    }
}

#[test]
fn a_mark_at_the_start_and_windows_line_ends_change_nothing() -> Tested {
    let plain = with(r#", "pain": [ { "date": "2026-11-20", "rest": 1 } ]"#);
    let dressed = format!("\u{feff}{}\r\n", plain.replace(", ", ",\r\n"));
    Assessment::from_json(&plain)?;
    Assessment::from_json(&dressed)?;
    Ok(())
}
