//! Answers that are more than a value for each field.

use std::collections::BTreeMap;

use super::answers::{self, Side};
use super::draft::{Draft, Edit, TO_ITS_DAY};
use super::question::{Answer, Answered, Kind, Part, values};
use crate::assessment::wire::Activity;
use crate::assessment::{Day, Goal};
use crate::quantity::{Distances, Exact, Toward};

const fn edits(edits: Vec<Edit>) -> Answered {
    Answered::Edits(edits, String::new())
}

fn date_or_never(field: &'static str, draft: &Draft, text: &str) -> Answer {
    if matches!(text, "never" | "none" | "never since" | "no") {
        return Ok(edits(vec![Edit::new(field, "\"none\"")]));
    }
    let period = answers::period(text, draft.as_of)?;
    Ok(edits(vec![Edit::new(field, format!("\"{period}\""))]))
}

pub(super) fn flare(draft: &Draft, text: &str) -> Answer {
    date_or_never("injury.last_flare", draft, text)
}

pub(super) fn layoff(draft: &Draft, text: &str) -> Answer {
    date_or_never("injury.last_layoff", draft, text)
}

pub(super) fn treatments(draft: &Draft, text: &str) -> Answer {
    let listed = draft.get("treatments").unwrap_or_else(|| "[]".to_owned());
    if text == "none" {
        return Ok(edits(vec![Edit::new("treatments", listed)]));
    }
    let new = told_treatments(text, draft.as_of)?.join(",\n    ");
    let all = match listed.trim_end_matches(']').trim_end() {
        earlier if has_entries(earlier) => format!("{earlier},\n    {new}\n  ]"),
        _ => format!("[\n    {new}\n  ]"),
    };
    Ok(edits(vec![Edit::new("treatments", all)]))
}

/// Treatments as entries of the record.
fn told_treatments(text: &str, today: Day) -> Result<Vec<String>, String> {
    let mut entries = Vec::new();
    for told in text.split(',') {
        let (number, when) = told.trim().split_once(' ').ok_or_else(|| {
            format!(
                "a number with its day, as `1 3 oct`, or none; got `{}`",
                told.trim()
            )
        })?;
        let day = answers::day(when.trim(), today, Side::Past)?;
        entries.push(match number {
            "1" => format!("{{ \"kind\": \"fluoroquinolone\", \"date\": \"{day}\" }}"),
            "2" => format!("{{ \"kind\": \"oral-corticosteroid\", \"start\": \"{day}\", \"end\": \"ongoing\" }}"),
            "3" => format!("{{ \"kind\": \"corticosteroid-injection\", \"date\": \"{day}\", \"site\": \"achilles\" }}"),
            "4" => format!("{{ \"kind\": \"analgesic\", \"start\": \"{day}\", \"end\": \"ongoing\" }}"),
            "5" => format!("{{ \"kind\": \"prp-injection\", \"date\": \"{day}\", \"site\": \"achilles\" }}"),
            other => return Err(format!("a number from 1 to 5, got `{other}`")),
        });
    }
    Ok(entries)
}

/// Who examined the injury, and on which day.
pub(super) fn examined(draft: &Draft, text: &str) -> Answer {
    let wrong = || format!("1 or 2 with the day, as `1 3 oct`; got `{text}`");
    let (number, day) = text.split_once(' ').ok_or_else(wrong)?;
    let by = match number {
        "1" => "clinician",
        "2" => "imaging",
        _ => return Err(wrong()),
    };
    let day = answers::day(day.trim(), draft.as_of, Side::Past)?;
    let json = format!("{{ \"by\": \"{by}\", \"date\": \"{day}\" }}");
    Ok(edits(vec![Edit::new("screening[].examined", json)]))
}

/// `run`, `run 8 km`, `10k 1 mar`, `half 22 nov`, or what `--goal` takes.
pub(super) fn goal(draft: &Draft, text: &str) -> Answer {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_race = |word: &str| {
        matches!(
            word,
            "half" | "half-marathon" | "marathon" | "10k" | "5k" | "race"
        )
    };
    let (what, rest) = match words.as_slice() {
        ["run", length, unit @ ("km" | "mi"), rest @ ..] => (format!("run:{length}{unit}"), rest),
        ["race", length, unit @ ("km" | "mi"), rest @ ..] => (format!("race:{length}{unit}"), rest),
        ["half", "marathon", rest @ ..] | ["half", rest @ ..] => ("half-marathon".to_owned(), rest),
        [kind @ ("run" | "race"), length, rest @ ..]
            if length.starts_with(|letter: char| letter.is_ascii_digit())
                && (rest.is_empty() || rest.len() >= 2) =>
        {
            (format!("{kind}:{length}"), rest)
        }
        ["run", rest @ ..] => ("run".to_owned(), rest),
        [word, rest @ ..] if is_race(word) => ((*word).to_owned(), rest),
        [word] => ((*word).to_owned(), &[][..]),
        _ => return Err(format!("as `run 8 km` or `half 22 nov`; got `{text}`")),
    };
    let when = rest.join(" ");
    let day = if when.is_empty() {
        None
    } else {
        Some(answers::day(&when, draft.as_of, Side::Future)?)
    };
    let what = day.map_or_else(|| what.clone(), |day| format!("{what}@{day}"));
    let json = match Goal::parse(&what, Distances::Kilometres)? {
        Goal::Activity {
            activity,
            distance,
            date,
        } => {
            let activity = match activity {
                Activity::Race => "race",
                Activity::Run => "run",
            };
            let mut json = format!("{{ \"activity\": \"{activity}\"");
            if let Some(distance) = distance {
                json.push_str(&format!(
                    ", \"distance_km\": {}",
                    distance.exact().decimal(Toward::Up)
                ));
            }
            if let Some(date) = date {
                json.push_str(&format!(", \"date\": \"{date}\""));
            }
            json + " }"
        }
        Goal::Session { level, .. } => format!(
            "{{ \"activity\": \"session\", \"level\": {} }}",
            level.exact().decimal(Toward::Up)
        ),
        Goal::Stage(stage) => {
            let is_word = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            if !stage.chars().all(is_word) {
                return Err(format!("as `run 8 km` or `half 22 nov`; got `{text}`"));
            }
            format!("{{ \"stage\": \"{stage}\" }}")
        }
    };
    Ok(edits(vec![Edit::new("goal", json)]))
}

/// Whether the record speaks of runs, be it to say that there were none.
pub(super) fn has_runs(draft: &Draft) -> bool {
    draft.get("runs").is_some()
}

/// Runs typed by hand: day, kilometres, minutes.
pub(super) fn runs(draft: &Draft, text: &str) -> Answer {
    if matches!(text, "none" | "n" | "no") {
        let from = Edit::new("runs", "[]");
        return Ok(Answered::Edits(
            vec![from],
            "none is noted; say next from which day on that holds".to_owned(),
        ));
    }
    let mut entries = Vec::new();
    for told in text.split(',') {
        entries.push(run_entry(draft.as_of, told.trim())?);
    }
    Ok(edits(vec![Edit::new(
        "runs",
        format!("[\n    {}\n  ]", entries.join(",\n    ")),
    )]))
}

/// One run: `19 nov 6 36`, with a `w` behind it where it had walking breaks.
fn run_entry(today: Day, told: &str) -> Result<String, String> {
    let wrong = || format!("day, km and minutes, as `19 nov 6 36`; got `{told}`");
    let (told, walked) = match told.strip_suffix(" w") {
        Some(run) => (run, true),
        None => (told, false),
    };
    let words: Vec<&str> = told.split_whitespace().collect();
    let (minutes, rest) = words.split_last().ok_or_else(wrong)?;
    let (length, day) = rest.split_last().ok_or_else(wrong)?;
    let day = answers::day(&day.join(" "), today, Side::Past)?;
    let length = answers::kilometres(length)?;
    let minutes = answers::within(minutes, 1, 2880, "minutes")?;
    let kind = if walked { "walk-run" } else { "run" };
    Ok(format!(
        "{{ \"date\": \"{day}\", \"kind\": \"{kind}\", \"distance_km\": {length}, \"duration_min\": {minutes}, \"walk_breaks\": {walked} }}"
    ))
}

/// What may have happened since the day of the record, by number and by word.
const SINCE_THEN: [&str; 3] = ["run", "treatment", "flare"];

/// What happened since the day of the record and is not in it. What did not, the record says of today, too; what did is open again.
pub(in crate::cli) fn since_then(draft: &Draft, text: &str) -> Answer {
    let mut happened = [false; 3];
    for word in text
        .split([' ', ','])
        .filter(|word| !word.is_empty() && text != "none")
    {
        let place = SINCE_THEN
            .iter()
            .zip(1_usize..)
            .position(|(name, number)| *name == word || number.to_string() == word);
        let place = place.and_then(|place| happened.get_mut(place));
        *place.ok_or_else(|| format!("numbers from 1 to 3, or the word none; got `{word}`"))? =
            true;
    }
    // A comma alone is no answer.
    if text != "none" && !happened.contains(&true) {
        return Err("numbers from 1 to 3, or the word none".to_owned());
    }
    let mut all = vec![draft.today()];
    let is_listed = |field: &str| {
        draft
            .get(field)
            .is_some_and(|json| field == "treatments" && has_entries(&json))
    };
    for (field, _) in TO_ITS_DAY
        .into_iter()
        .zip(happened)
        .filter(|(_, happened)| *happened)
    {
        if draft.get(field).is_some() && !is_listed(field) {
            all.push(Edit::new(field, "null"));
        }
    }
    let [ran, treated, _] = happened;
    if treated && is_listed("treatments") {
        return Ok(Answered::First(all));
    }
    let said = if ran {
        "the log lacks a run and is no longer called complete; add it, then say from which day on all are in"
    } else {
        ""
    };
    Ok(Answered::Edits(all, said.to_owned()))
}

fn has_entries(list: &str) -> bool {
    list.contains('{')
}

/// Today's run: km and minutes, or none.
pub(in crate::cli) fn run_today(draft: &Draft, text: &str) -> Answer {
    if matches!(text, "n" | "no" | "none") {
        return Ok(Answered::No);
    }
    let entry = run_entry(draft.as_of, &format!("today {text}"))?;
    Ok(edits(vec![Edit::new("runs[]", entry).appended()]))
}

/// The runs from a watch that do not say whether there were walking breaks, by their places.
pub(super) fn open_breaks(draft: &Draft) -> Vec<usize> {
    let runs = draft.list("runs").into_iter().enumerate();
    let open = runs.filter(|(_, run)| {
        let kind = run.get("kind").map(String::as_str);
        let is_run = matches!(kind, Some("\"run\"" | "\"race\""));
        is_run && run.contains_key("sources") && !run.contains_key("walk_breaks")
    });
    open.map(|(at, _)| at).collect()
}

pub(super) fn no_open_breaks(draft: &Draft) -> bool {
    open_breaks(draft).is_empty()
}

/// Whether the runs from a watch were run through.
pub(super) fn breaks(draft: &Draft, text: &str) -> Answer {
    let json = (!answers::yes(text)?).to_string();
    let all = open_breaks(draft).into_iter();
    Ok(edits(
        all.map(|at| Edit::new("runs[].walk_breaks", json.clone()).at(at))
            .collect(),
    ))
}

/// The morning, which is also the next morning of what was done yesterday.
pub(in crate::cli) fn morning(draft: &Draft, text: &str) -> Answer {
    const PARTS: &[Part] = &[
        Part::new("pain[].morning", Kind::Pain),
        Part::new(
            "pain[].morning_stiffness_min",
            Kind::Number(0, 600, "minutes"),
        ),
    ];
    let (mut all, mut said) = values(draft, PARTS, text)?;
    let words = answers::words(text);
    let score = words.first().filter(|word| *word != "s");
    if let Some(score) = score {
        let (score, _) = answers::pain(score)?;
        let (next, of) = next_morning(draft, &score);
        if !of.is_empty() {
            said = format!("it counts as the next morning of yesterday's {of}");
        }
        all.extend(next);
    }
    Ok(Answered::Edits(all, said))
}

/// Puts a morning into what was done the day before and does not know its next morning yet.
pub(in crate::cli) fn next_morning(draft: &Draft, score: &str) -> (Vec<Edit>, String) {
    const LISTS: [(&str, &str, &str); 3] = [
        ("runs", "runs[].pain_next_morning", "run"),
        (
            "heel_raise",
            "heel_raise[].pain_next_morning",
            "heel raises",
        ),
        ("hop", "hop[].pain_next_morning", "hops"),
    ];
    let yesterday = format!("\"{}\"", draft.as_of.plus(-1));
    let mut edits = Vec::new();
    let mut of: Vec<&str> = Vec::new();
    for (list, field, what) in LISTS {
        for (at, entry) in draft.list(list).iter().enumerate() {
            let is_walk = list == "runs" && is_walk(entry);
            if entry.get("date") == Some(&yesterday)
                && !entry.contains_key("pain_next_morning")
                && !is_walk
            {
                edits.push(Edit::new(field, score.to_owned()).at(at));
                if !of.contains(&what) {
                    of.push(what);
                }
            }
        }
    }
    (edits, of.join(" and "))
}

pub(super) fn is_walk(run: &BTreeMap<String, String>) -> bool {
    run.get("kind").is_some_and(|kind| kind == "\"walk\"")
}

/// The day of an entry, where it says one.
pub(super) fn day_of(entry: &BTreeMap<String, String>) -> Option<Day> {
    entry.get("date")?.trim_matches('"').parse().ok()
}

pub(in crate::cli) fn masked(_: &Draft, text: &str) -> Answer {
    if matches!(text, "none" | "n" | "no") {
        return Ok(edits(vec![Edit::new("pain[].masked_by", "[]")]));
    }
    let mut words = Vec::new();
    for letter in text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != ',')
    {
        let word = match letter {
            'p' => "\"analgesic\"",
            'i' => "\"ice\"",
            't' => "\"tape\"",
            _ => return Err(format!("p, i, t or none, got `{text}`")),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    Ok(edits(vec![Edit::new(
        "pain[].masked_by",
        format!("[{}]", words.join(", ")),
    )]))
}

/// The days before today that a question tells of: with today's the first are a week, and the second the week before.
const LAST: std::ops::RangeInclusive<i32> = 1..=6;
const BEFORE: std::ops::RangeInclusive<i32> = 7..=13;

/// Whether the diary has an entry of those days before today.
fn tells_of(draft: &Draft, days: &std::ops::RangeInclusive<i32>) -> bool {
    let told = draft.list("pain");
    let mut told = told.iter().filter_map(day_of);
    told.any(|day| days.contains(&draft.as_of.since(day)))
}

pub(super) fn has_last_days(draft: &Draft) -> bool {
    tells_of(draft, &LAST)
}

pub(super) fn has_days_before(draft: &Draft) -> bool {
    tells_of(draft, &BEFORE)
}

pub(super) fn last_days(draft: &Draft, text: &str) -> Answer {
    recall(draft, text, &LAST)
}

pub(super) fn days_before(draft: &Draft, text: &str) -> Answer {
    recall(draft, text, &BEFORE)
}

fn recall(draft: &Draft, text: &str, days: &std::ops::RangeInclusive<i32>) -> Answer {
    const PARTS: &[Part] = &[
        Part::new("pain[].worst", Kind::Pain),
        Part::new("pain[].morning", Kind::Pain),
        Part::new(
            "pain[].morning_stiffness_min",
            Kind::Number(0, 600, "minutes"),
        ),
        Part::new("pain[].limp", Kind::YesNo),
    ];
    let text = match text {
        // Of stiffness that does not speak.
        "no pain this week" | "no pain that week" | "no pain" | "none" => "0 0 s n",
        told => told,
    };
    let (told, of_words) = values(draft, PARTS, text)?;
    let day = draft.as_of.plus(days.start().saturating_neg());
    let covered = days.end().saturating_sub(*days.start()).saturating_add(1);
    let covers = Edit::new("pain[].covers_days", covered.to_string());
    let all = [covers].into_iter().chain(told).map(|edit| edit.on(day));
    let said = if of_words.is_empty() {
        "from memory".to_owned()
    } else {
        format!("from memory; {of_words}")
    };
    Ok(Answered::Edits(all.collect(), said))
}

pub(super) fn athlete(_: &Draft, text: &str) -> Answer {
    let wrong = || format!("age and sex, as `40 m` or `40 f`; got `{text}`");
    let (age, sex) = text.split_once(' ').ok_or_else(wrong)?;
    let sex = match sex.trim() {
        "m" | "male" => "\"male\"",
        "f" | "female" | "w" => "\"female\"",
        "s" => "null",
        _ => return Err(wrong()),
    };
    let age = answers::within(age, 10, 110, "age in years")?;
    Ok(edits(vec![
        Edit::new("athlete.age", age),
        Edit::new("athlete.sex", sex),
    ]))
}

/// Without an injury there is nothing to date.
pub(super) fn nothing_hurts(draft: &Draft) -> bool {
    draft.get("injury.condition").as_deref() == Some("\"none\"")
}

/// The legs that are hurt.
fn hurt(draft: &Draft) -> &'static [usize] {
    match draft.get("injury.side").as_deref() {
        Some("\"left\"") => &[0],
        Some("\"right\"") => &[1],
        _ => &[0, 1],
    }
}

/// Two counts and a score; `fields` are the count, the pain and `unable` of the left leg and of the right one.
fn both_legs(
    draft: &Draft,
    text: &str,
    fields: [[&'static str; 3]; 2],
    counted: fn(String) -> String,
) -> Answer {
    let words = answers::words(text);
    let [left, right, pain] = words.as_slice() else {
        return Err(format!(
            "three answers, as `25 27 1`: left, right, pain; got `{text}`"
        ));
    };
    let (score, said) = match pain.as_str() {
        "s" => (None, ""),
        pain => {
            let (score, said) = answers::pain(pain)?;
            (Some(score), said)
        }
    };
    let mut all = Vec::new();
    for (place, (word, [count, pain, unable])) in [left, right].into_iter().zip(fields).enumerate()
    {
        match word.as_str() {
            "x" => all.push(Edit::new(unable, "true")),
            "s" => {}
            word => {
                let whole = answers::within(word, 0, 200, "a count")?;
                if whole.contains('.') {
                    return Err(format!("a whole number, got `{word}`"));
                }
                all.push(Edit::new(count, counted(whole)));
            }
        }
        if let Some(score) = score.as_ref().filter(|_| hurt(draft).contains(&place)) {
            all.push(Edit::new(pain, score.clone()));
        }
    }
    Ok(Answered::Edits(all, said.to_owned()))
}

pub(super) fn heel_raises(draft: &Draft, text: &str) -> Answer {
    let fields = [
        [
            "heel_raise[].left.reps",
            "heel_raise[].left.pain",
            "heel_raise[].left.unable",
        ],
        [
            "heel_raise[].right.reps",
            "heel_raise[].right.pain",
            "heel_raise[].right.unable",
        ],
    ];
    both_legs(draft, text, fields, |count| count)
}

pub(super) fn no_heel_raises(draft: &Draft) -> bool {
    draft.get("heel_raise[].date").is_none()
}

pub(super) fn heel_raise_stand(_: &Draft, text: &str) -> Answer {
    let wrong = || format!("where and y or n, as `2 y`; got `{text}`");
    let (stand, beat) = text.split_once(' ').ok_or_else(wrong)?;
    let stand = match stand {
        "1" => "\"incline-10\"",
        "2" => "\"floor\"",
        "3" => "\"step\"",
        _ => return Err(wrong()),
    };
    let mut all = vec![Edit::new("heel_raise[].surface", stand)];
    if answers::yes(beat.trim())? {
        all.push(Edit::new("heel_raise[].cadence_per_min", "30"));
    }
    Ok(edits(all))
}

/// No hopping after heel raises that hurt above 5, or could not be done.
pub(super) fn too_sore_to_hop(draft: &Draft) -> bool {
    const PAIN: [&str; 4] = [
        "heel_raise[].left.pain",
        "heel_raise[].right.pain",
        "hop[repeated-hops].left.pain",
        "hop[repeated-hops].right.pain",
    ];
    let sore = |field| {
        let score = draft.get(field);
        let score = score.and_then(|score| answers::number(&score));
        score.is_some_and(|score| score > Exact::whole(5))
    };
    PAIN.into_iter().any(sore)
}

pub(super) fn repeated_hops(draft: &Draft, text: &str) -> Answer {
    let fields = [
        [
            "hop[repeated-hops].left.trials",
            "hop[repeated-hops].left.pain",
            "hop[repeated-hops].left.unable",
        ],
        [
            "hop[repeated-hops].right.trials",
            "hop[repeated-hops].right.pain",
            "hop[repeated-hops].right.unable",
        ],
    ];
    both_legs(draft, text, fields, |count| format!("[{count}]"))
}

pub(super) fn single_hops(_: &Draft, text: &str) -> Answer {
    let wrong = || format!("three lengths a leg, as `118 121 120 / 124 126 125`; got `{text}`");
    let (left, right) = text.split_once('/').ok_or_else(wrong)?;
    let legs = [
        (
            left,
            "hop[single-hop].left.trials",
            "hop[single-hop].left.unable",
        ),
        (
            right,
            "hop[single-hop].right.trials",
            "hop[single-hop].right.unable",
        ),
    ];
    let mut all = Vec::new();
    for (lengths, trials, unable) in legs {
        if lengths.trim() == "x" {
            all.push(Edit::new(unable, "true"));
            continue;
        }
        let lengths: Result<Vec<String>, String> = lengths
            .split_whitespace()
            .map(answers::centimetres)
            .collect();
        let lengths = lengths?;
        if lengths.len() != 3 {
            return Err(wrong());
        }
        all.push(Edit::new(trials, format!("[{}]", lengths.join(", "))));
    }
    Ok(edits(all))
}
