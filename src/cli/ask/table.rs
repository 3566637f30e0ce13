//! The questions, in the order of what can end them: what must be seen by a clinician, the days, the goal, the runs, pain now, history,
//! tests. What is open decides which of them are asked. A field without a row here is asked by what the schema says of it.

use std::borrow::Cow;

use super::own;
use super::question::{Form, Kind, Part, Question, Tick};

const fn never(_: &super::draft::Draft) -> bool {
    false
}

const EMPTY: Question = Question {
    key: Cow::Borrowed(""),
    fields: Cow::Borrowed(&[]),
    test_of: "",
    title: Cow::Borrowed(""),
    help: Cow::Borrowed(""),
    more: Cow::Borrowed(""),
    form: Form::Watch,
    at: None,
    unless: never,
};

macro_rules! choices {
    ($($label:literal => $json:literal),+ $(,)?) => {
        Form::Choice(Cow::Borrowed(&[$((Cow::Borrowed($label), Cow::Borrowed($json))),+]))
    };
}

macro_rules! questions {
    ($name:ident: $(#[$doc:meta])* $($key:literal $(test of $test:literal)? [$($field:literal),+] $title:literal, $help:literal, $more:expr, $form:expr $(, unless $unless:expr)?;)*) => {
        $(#[$doc])*
        pub(super) const $name: &[Question] = &[$(Question {
            key: Cow::Borrowed($key),
            fields: Cow::Borrowed(&[$($field),+]),
            $(test_of: $test,)?
            title: Cow::Borrowed($title),
            help: Cow::Borrowed($help),
            more: Cow::Borrowed($more),
            form: $form,
            $(unless: $unless,)?
            ..EMPTY
        }),*];
    };
}

const fn yes_no(label: &'static str, field: &'static str) -> Tick {
    Tick {
        label,
        field,
        values: ["true", "false"],
    }
}

const SCORES: &str = "0 is no pain, 10 the worst you can imagine. Between two, take the higher. Words work too: none, mild, a lot, could not.";

questions! {
    LOGGED:
    /// What only the daily log asks.
    "worst" ["pain[].worst"]
        "Worst pain today so far?", "0 to 10.", SCORES,
        Form::Values(Cow::Borrowed(&[Part::new("pain[].worst", Kind::Pain)]));
    "run-today" ["runs[].date"]
        "Did you run today?", "n, or km and minutes, as `6 36`. A w behind it: with walking breaks.",
        "A run that your watch recorded may come later by `rtr import`. Type it in one way only.",
        Form::Own(own::run_today);
}

questions! {
    QUESTIONS:
    /// Every question that has words of its own, in order.
    "condition" ["injury.condition"]
        "Where does it hurt?", "",
        "A number, please. A name such as achilles-midportion works, too.",
        choices!(
            "The Achilles tendon, 2 to 6 cm above the heel" => "\"achilles-midportion\"",
            "Where the Achilles tendon meets the heel bone" => "\"achilles-insertional\"",
            "A partial tear of the tendon, found by a clinician" => "\"achilles-partial-tear\"",
            "A very small tear, seen on a scan" => "\"achilles-micro-tear\"",
            "A complete rupture of the tendon" => "\"achilles-rupture\"",
            "Nothing hurts" => "\"none\"",
            "Somewhere else" => "\"other\"",
        );
    "side" ["injury.side"]
        "Which leg?", "", "Both means that both tendons hurt now.",
        choices!("left" => "\"left\"", "right" => "\"right\"", "both" => "\"both\"");
    "sudden" ["injury.sudden_onset"]
        "Did it begin suddenly?", "",
        "Suddenly: you know the minute. Crept up: over days or weeks.",
        choices!("suddenly" => "true", "crept up" => "false");
    "began-with" ["screening[].pop_at_onset", "screening[].push_off_loss"]
        "When it began, did any of these happen?", "Type the numbers, or the word none.",
        "Each may mean a torn tendon, and must be seen the same day. Of the last flare, too, if it was one.",
        Form::Ticks(&[
            yes_no("a pop, or the feeling of a kick", "screening[].pop_at_onset"),
            yes_no("push-off was suddenly gone", "screening[].push_off_loss"),
        ]);
    "flags" ["screening[].calf_swelling_warmth", "screening[].fever", "screening[].night_pain", "screening[].bone_tenderness", "screening[].heel_raise_ability"]
        "Do you have any of these now?", "Type the numbers, or the word none.",
        "Each may be something other than a sore tendon, and must be seen. Not sure about 5? Stand on the hurt leg, hold a wall, rise once. Stop if it hurts above 5 of 10.",
        Form::Ticks(&[
            yes_no("the calf is swollen or warm", "screening[].calf_swelling_warmth"),
            yes_no("fever, or a red, hot or open wound at the tendon", "screening[].fever"),
            yes_no("pain at rest or at night", "screening[].night_pain"),
            yes_no("a spot of bone at the heel or shin that hurts when pressed", "screening[].bone_tenderness"),
            Tick { label: "you can no longer rise on your toes on the hurt leg", field: "screening[].heel_raise_ability", values: ["\"newly-unable\"", "\"able\""] },
        ]);
    "squeeze" ["screening[].calf_squeeze"]
        "Has a clinician squeezed your calf to see if the foot moves?", "s if nobody has.",
        "The calf squeeze (Thompson) test: lying face down, the calf is squeezed, and the foot moves if the tendon is whole. It needs another person trained in it.",
        choices!("yes, the foot moved" => "\"normal\"", "yes, it did not move" => "\"abnormal\"");
    "examined" ["screening[].examined"]
        "Who has examined the injury since it began, and when?", "As `1 3 oct`: 1 a doctor or physiotherapist, 2 the same with a scan. s if nobody has.",
        "A doctor or physiotherapist who looked at the tendon and tested it. Without its day it does not count.",
        Form::Own(own::examined);
    "onset" ["injury.onset"]
        "When did it begin?", "A day, as `19 aug`, or a month or year, as 2026-08. `3 months ago` works.",
        "If it crept up: the first day or month in which you were sure of it. A later date is never to your advantage.",
        Form::Values(Cow::Borrowed(&[Part::new("injury.onset", Kind::Period)])), unless own::nothing_hurts;
    "flare" ["injury.last_flare"]
        "Since it began, when was the last flare?", "A day, as `3 oct`, `a month ago`, or never.",
        "A flare is a few days in a row that were clearly worse than usual for you: a limp, or pain above 5. One sore session is no flare.",
        Form::Own(own::flare), unless own::nothing_hurts;
    "treatments" ["treatments"]
        "In the last 12 months, any of these?", "A number with its day, as `1 3 oct, 4 today`; or the word none.\n  1 an antibiotic ending in -floxacin (such as ciprofloxacin): its last day\n  2 cortisone tablets: the first day; you still take them\n  3 a cortisone injection at the tendon\n  4 pain killers now: since when\n  5 a PRP injection at the tendon",
        "All five can weaken a tendon or hide its pain. None says that you had none of them.",
        Form::Own(own::treatments);
    "confirmed" ["injury.confirmed_by"]
        "Who told you what it is?", "", "Imaging is an ultrasound or an MRI.",
        choices!("a doctor or physiotherapist" => "\"clinician\"", "a clinician, with a scan" => "\"imaging\"", "I worked it out myself" => "\"self\"");
    "goal" ["goal"]
        "What do you want to do, and when?", "As: run, run 8 km, 10k 1 mar, half 22 nov, marathon. Miles work: run 5mi.",
        "Running alone asks whether you may run at all. A race or a distance asks whether you are ready for that.",
        Form::Own(own::goal);
    "watch" ["runs[].date"]
        "Do you have your runs on a watch or in an app?", "Drop its export or folder here. n if you have none. Nothing is sent anywhere.",
        "Exports of Garmin, Strava and Apple Health are read, and FIT, GPX and TCX files, zipped or not.",
        Form::Watch, unless own::has_runs;
    "runs" ["runs[].date"]
        "Which runs since it began, in the last 6 weeks?", "Newest first, as `19 nov 6 36, 16 nov 5 31`: day, km, minutes. Or the word none.",
        "A w behind a run says that it had walking breaks: `19 nov 6 40 w`.",
        Form::Own(own::runs), unless own::has_runs;
    "breaks" ["runs[].walk_breaks"]
        "Did you run all runs from your watch without walking in between?", "y or n.",
        "A watch cannot tell a run from a walk-run. If only some had walks: n, and correct the others in the file.",
        Form::Own(own::breaks), unless own::no_open_breaks;
    "complete" ["log_complete_from"]
        "From which day on is every run in this record?", "A day, as `13 aug`: since then a day without a run was a day of rest.",
        "Runs without the watch belong in it, too.",
        Form::Values(Cow::Borrowed(&[Part::new("log_complete_from", Kind::Day)]));
    "usual" ["baseline.morning_pain", "baseline.morning_stiffness_min"]
        "On a usual morning between flares: pain, and minutes stiff?", "As `0 3`.",
        "Usual is how most mornings of a calm week are.",
        Form::Values(Cow::Borrowed(&[Part::new("baseline.morning_pain", Kind::Pain), Part::new("baseline.morning_stiffness_min", Kind::Number(0, 600, "minutes"))]));
    "morning" ["pain[].morning", "pain[].morning_stiffness_min"]
        "This morning: pain at your first steps, and minutes stiff?", "As `0 3`. Before tape, ice or tablets.", SCORES,
        Form::Own(own::morning);
    "today" ["pain[].worst", "pain[].walking"]
        "Worst pain today: in daily life, and on a 30 minute walk?", "As `1 0`; - if you did not walk.", SCORES,
        Form::Values(Cow::Borrowed(&[Part::new("pain[].worst", Kind::Pain), Part::new("pain[].walking", Kind::PainOrNotDone)]));
    "limp" ["pain[].limp"]
        "Did you limp today?", "y or n.", "Shorter or softer steps on the hurt leg count.",
        Form::Values(Cow::Borrowed(&[Part::new("pain[].limp", Kind::YesNo)]));
    "masked" ["pain[].masked_by"]
        "A pain killer, ice or tape today?", "p, i, t, or none.", "They hide pain, so today counts less.",
        Form::Own(own::masked);
    "last-days" ["pain[].covers_days"]
        "The 6 days before today: worst pain in daily life, worst morning, most minutes stiff, a limp?",
        "As `1 0 5 n`; s for one that you do not remember. `no pain this week` works.",
        "From memory is fine, and the report says so. Give the worst of these days.",
        Form::Own(own::last_days), unless own::has_last_days;
    "days-before" ["pain[].covers_days"]
        "The week before that: worst pain in daily life, worst morning, most minutes stiff, a limp?",
        "As `1 0 5 n`; s for one that you do not remember. `no pain that week` works.",
        "From memory is fine, and the report says so. Give the worst of these days.",
        Form::Own(own::days_before), unless own::has_days_before;
    "athlete" ["athlete.age", "athlete.sex"]
        "Your age and sex?", "As `40 m`.", "How many heel raises are normal depends on both.",
        Form::Own(own::athlete);
    "history" ["injury.same_site_last_12_months", "injury.other_side_history"]
        "This tendon hurt in the 12 months before it began? The other leg, ever?", "y or n for each, as `n n`.",
        "The other leg is what the hurt one is compared with.",
        Form::Values(Cow::Borrowed(&[Part::new("injury.same_site_last_12_months", Kind::YesNo), Part::new("injury.other_side_history", Kind::YesNo)]));
    "loading-since" ["loading.started"]
        "Since when do you do strength exercises for the calf?", "A day, as `1 sep`. s if you do none.",
        "Heel raises, heel drops or the like, at least every other day.",
        Form::Values(Cow::Borrowed(&[Part::new("loading.started", Kind::Day)]));
    "loading-pain" ["loading.pain"]
        "Worst pain in those exercises in the last week?", "0 to 10.", SCORES,
        Form::Values(Cow::Borrowed(&[Part::new("loading.pain", Kind::Pain)]));
    "layoff" ["injury.last_layoff"]
        "In the last 15 weeks, six days or more without a run: when did that end?", "A day, as `3 oct`, or never.",
        "Only what was before the runs in this record.",
        Form::Own(own::layoff);
    "race-plan" ["plan.exit_plan", "plan.stop_rules_agreed"]
        "In the race: is there a way to stop and get home? Have you read when to stop?", "y or n for each, as `y y`.",
        "`rtr check --full` shows when to stop.",
        Form::Values(Cow::Borrowed(&[Part::new("plan.exit_plan", Kind::YesNo), Part::new("plan.stop_rules_agreed", Kind::YesNo)]));
    "heel-raises" test of "heel_raise." ["heel_raise[].left.reps", "heel_raise[].right.reps", "heel_raise[].left.pain", "heel_raise[].right.pain"]
        "Heel raises on one leg: how many left, how many right? Worst pain?", "As `25 27 1`: left, right, pain on the hurt leg. x for a leg that could not.",
        "Stand on one leg with the knee straight and fingertips on a wall. Rise as high as you can, 30 times a minute, until you are tired or the height goes. The hurt leg last. Stop if it hurts above 5 of 10.",
        Form::Own(own::heel_raises);
    "heel-raise-stand" test of "heel_raise." ["heel_raise[].surface", "heel_raise[].cadence_per_min"]
        "Where did you stand, and did you keep to 30 a minute?", "As `2 y`: 1 a slope of 10 degrees, 2 the floor, 3 a step.",
        "The norms were measured on a slope, to a beat of 30 a minute.",
        Form::Own(own::heel_raise_stand), unless own::no_heel_raises;
    "hops" test of "hop.repeated" ["hop[].left.trials", "hop[].right.trials", "hop[].left.pain", "hop[].right.pain"]
        "Hops on the spot on one leg, up to 25: left, right? Worst pain?", "As `25 25 1`: left, right, pain on the hurt leg. x for a leg that could not.",
        "The hurt leg last, small even hops. Stop when it hurts above 5 of 10.",
        Form::Own(own::repeated_hops), unless own::too_sore_to_hop;
    "long-hop" test of "hop.single" ["hop[].left.trials", "hop[].right.trials"]
        "One long hop on one leg, three on each: how far?", "In cm, as `118 121 120 / 124 126 125`: left / right. Inches as 46in.",
        "From the toes at the start to the heel where you land, standing still for two seconds. The hurt leg last.",
        Form::Own(own::single_hops), unless own::too_sore_to_hop;
}

/// The question of that name.
pub(in crate::cli) fn named(key: &str) -> Option<Question> {
    let mut all = QUESTIONS.iter().chain(LOGGED);
    all.find(|question| question.key == key).cloned()
}

/// What happened since the day of the record.
pub(super) fn since_then(day: &str) -> Question {
    Question {
        key: Cow::Borrowed("since-then"),
        title: format!("Your file is of {day}. What happened since then and is not in it?").into(),
        help: Cow::Borrowed(
            "  1 a run\n  2 an injection, cortisone, a pain killer or a -floxacin antibiotic\n  3 a flare: some days clearly worse than usual\nType the numbers, or the word none.",
        ),
        more: Cow::Borrowed(
            "What the file says of runs, treatments and flares holds to its own day. A day without a run counts as rest only when you say so.",
        ),
        form: Form::Own(own::since_then),
        ..EMPTY
    }
}

/// The treatments since then, where the file lists earlier ones.
pub(super) fn treatments_since() -> Option<Question> {
    let title = Cow::Borrowed("Which treatment was it, and when?");
    named("treatments").map(|question| Question {
        key: "treatments-since".into(),
        title,
        ..question
    })
}

/// How a run went: a question for each.
pub(super) fn of_run(at: usize, title: String, morning: bool) -> Question {
    const WITH_MORNING: &[Part] = &[
        Part::new("runs[].pain_start", Kind::Pain),
        Part::new("runs[].pain_during", Kind::Pain),
        Part::new("runs[].rising", Kind::YesNo),
        Part::new("runs[].gait", Kind::UsualStride),
        Part::new("runs[].pain_next_morning", Kind::Pain),
    ];
    let parts = if morning {
        WITH_MORNING
    } else {
        WITH_MORNING.get(..4).unwrap_or_default()
    };
    let help = if morning {
        "Pain at the start, worst pain, rose all the way (y or n), stride as usual (y or n), pain next morning. As `0 1 n y 0`; s for one that you do not remember."
    } else {
        "Pain at the start, worst pain, rose all the way (y or n), stride as usual (y or n). As `0 1 n y`."
    };
    Question {
        key: format!("run {at} {title}").into(),
        title: title.into(),
        help: help.into(),
        more: SCORES.into(),
        form: Form::Values(Cow::Borrowed(parts)),
        at: Some(at),
        ..EMPTY
    }
}

/// A question that nothing but the schema words.
pub(super) fn of_schema(field: &'static str, title: String, help: String, form: Form) -> Question {
    Question {
        key: field.into(),
        fields: vec![field].into(),
        title: title.into(),
        help: help.into(),
        more: format!("This is `{field}` of the record. `rtr explain` explains every measure.")
            .into(),
        form,
        ..EMPTY
    }
}
