//! What a runner calls a measure: short enough that a reason is one line.
//!
//! *Why not `meaning`?* That one is for who writes criteria: it says which leg, which window and which scale, and takes two lines.

use crate::measure::Definition;

/// The name of a measure for a runner; its meaning where it has none.
pub(super) fn title(measure: &'static Definition) -> &'static str {
    let mut rows = TITLES.iter();
    let row = rows.find(|(id, _)| *id == measure.id);
    row.map_or(measure.meaning.trim_end_matches('.'), |(_, title)| title)
}

/// Each measure with its name, in the order of the catalogue.
const TITLES: &[(&str, &str)] = &[
    ("screening.pop_at_onset", "A pop or kick when it began"),
    (
        "screening.pop_unexamined",
        "A pop or kick, not examined since",
    ),
    ("screening.push_off_loss", "Push-off suddenly lost"),
    ("screening.calf_squeeze", "Calf squeeze (Thompson test)"),
    (
        "screening.resting_angle",
        "Resting angle of the foot (Matles test)",
    ),
    ("screening.palpable_gap", "A gap in the tendon"),
    ("heel_raise.ability", "Rising on the toes of the hurt leg"),
    ("screening.night_pain", "Pain at rest or at night"),
    (
        "screening.bone_tenderness",
        "A spot of bone that hurts to press",
    ),
    ("screening.calf_swelling_warmth", "A swollen or warm calf"),
    ("screening.fever", "Fever, or a wound at the tendon"),
    ("wells.score", "Signs of a blood clot (Wells score)"),
    (
        "screening.enthesitis",
        "Signs of an inflammation of the joints",
    ),
    ("pain.daily.worst", "Worst pain in daily life"),
    ("pain.rest", "Pain at rest"),
    ("pain.walking", "Pain while walking"),
    ("pain.stairs", "Pain on stairs"),
    ("pain.heel_raise", "Pain in everyday heel raises"),
    ("pain.hopping", "Pain in everyday hopping"),
    ("pain.palpation", "Pain when the tendon is pressed"),
    ("pain.morning", "Pain at the first steps"),
    (
        "pain.morning_above_baseline",
        "Morning pain above your usual",
    ),
    ("pain.weekly_trend", "Rise of daily pain from week to week"),
    ("pain.days_above_2", "Days with pain above 2"),
    ("pain.mornings_above_2", "Mornings with pain above 2"),
    ("pain.mornings_above_baseline", "Mornings worse than usual"),
    ("gait.limp", "Limping"),
    ("stiffness.morning", "Morning stiffness"),
    (
        "stiffness.above_allowance",
        "Morning stiffness above your usual",
    ),
    (
        "stiffness.weekly_rise",
        "Rise of morning stiffness in a week",
    ),
    ("heel_raise.reps.involved", "Heel raises, hurt leg"),
    ("heel_raise.reps.symmetry", "Heel raises, leg to leg"),
    (
        "heel_raise.reps.below_target",
        "Heel raises short of the target",
    ),
    (
        "heel_raise.reps.below_norm",
        "Heel raises short of your age's norm",
    ),
    (
        "heel_raise.height.involved",
        "Height of heel raises, hurt leg",
    ),
    (
        "heel_raise.height.symmetry",
        "Height of heel raises, leg to leg",
    ),
    ("heel_raise.work.involved", "Work in heel raises, hurt leg"),
    (
        "heel_raise.work.symmetry",
        "Work in heel raises, leg to leg",
    ),
    ("heel_raise.pain", "Pain in the heel-raise test"),
    ("heel_raise.next_morning", "Morning after heel raises: pain"),
    (
        "heel_raise.next_morning_above_baseline",
        "Morning after heel raises, above usual",
    ),
    ("heel_raise.surface", "Heel raises stood on"),
    (
        "athlete.years_outside_norms",
        "Years outside the ages of the norms",
    ),
    ("hop.single.distance", "Long hop, hurt leg"),
    ("hop.single.symmetry", "Long hop, leg to leg"),
    (
        "hop.single.mean_distance",
        "Long hop, hurt leg, mean of three",
    ),
    (
        "hop.single.mean_symmetry",
        "Long hop, leg to leg, mean of three",
    ),
    ("hop.single.pain", "Pain in the long hop"),
    ("hop.repeated.count", "Hops on the spot, hurt leg"),
    ("hop.repeated.pain", "Pain in hops on the spot"),
    ("hop.double_leg.seconds", "Jumps on both legs, kept up"),
    ("hop.double_leg.pain", "Pain in jumps on both legs"),
    ("hop.next_morning", "Morning after hops: pain"),
    (
        "hop.next_morning_above_baseline",
        "Morning after hops, above usual",
    ),
    (
        "hop.symptom_free_sessions",
        "Calm hop sessions, two days apart",
    ),
    ("questionnaire.visa_a", "VISA-A score"),
    ("questionnaire.tendins_a", "TENDINS-A score"),
    ("questionnaire.i_prrs", "I-PRRS score (confidence)"),
    ("questionnaire.tsk_11", "TSK-11 score (fear of movement)"),
    ("time.days_since_onset", "Time since the injury"),
    (
        "time.days_since_onset_or_flare",
        "Time since the injury or last flare",
    ),
    ("loading.weeks", "Weeks of calf training"),
    ("loading.pain", "Pain in calf training"),
    ("loading.below_floor", "Calf training lets the heel drop"),
    ("diagnosis.confirmed_by", "Who diagnosed it"),
    (
        "diagnosis.standing",
        "Who named it, or how long it is quiet",
    ),
    (
        "history.same_site_last_12_months",
        "Hurt there in the year before",
    ),
    (
        "drug.fluoroquinolone_state",
        "Antibiotics such as ciprofloxacin",
    ),
    ("drug.oral_corticosteroid", "Cortisone tablets"),
    ("treatment.stretching", "Stretching in the last week"),
    ("treatment.painkiller_today", "A pain killer today"),
    (
        "treatment.days_since_cortisone_injection",
        "Time since the last cortisone injection",
    ),
    (
        "treatment.days_since_prp_injection",
        "Time since the last PRP injection",
    ),
    ("sleep.hours", "Sleep last night"),
    (
        "load.longest_run_since_onset",
        "Longest run since the injury",
    ),
    ("load.longest_run_30d", "Longest run of 30 days"),
    (
        "load.runs_since_onset_28d",
        "Runs in 4 weeks since the injury",
    ),
    ("load.session_ratio", "This run to your longest of 30 days"),
    (
        "load.third_half_hour_28d",
        "Third-longest clean run to half an hour",
    ),
    ("load.last_run.pain", "Pain in the last run"),
    (
        "load.last_run.pain_start",
        "Pain at the start of the last run",
    ),
    (
        "load.last_run.pain_after",
        "Pain in the hours after the last run",
    ),
    ("load.last_run.rise", "Rise of pain in the last run"),
    ("load.last_run.gait", "Stride in the last run"),
    (
        "load.last_run.next_morning",
        "Morning after the last run: pain",
    ),
    (
        "load.last_run.next_morning_above_baseline",
        "Morning after the last run, above usual",
    ),
    (
        "load.last_run.hills_or_speed",
        "Hills or speed in the last run",
    ),
    ("load.pain_last_3_runs", "Worst pain in the last three runs"),
    ("load.runs_30d", "Runs in 30 days"),
    ("load.session_baseline_30d", "Longest run of 30 days"),
    ("load.session_band", "Step from your longest run of 30 days"),
    ("ladder.level_open", "Open level of the walk-run ladder"),
    ("ladder.levels_short", "Levels of the walk-run ladder to do"),
    (
        "ladder.rest_missing",
        "Rest still missing after the last session",
    ),
    ("load.days_off", "Time without a run"),
    ("load.session_cap", "Longest run allowed after the time off"),
    ("load.weekly_cap", "Week allowed after the time off"),
    (
        "load.plan_percent_of_cap",
        "This run to what time off allows",
    ),
    (
        "load.ladder_after_layoff",
        "Walk-run ladder after the time off",
    ),
    ("recovery.days", "Rest since the last run or hop test"),
    ("recovery.shortfall_days", "Rest still missing before a run"),
    ("load.ran_the_day_before", "A run on the day before"),
    ("race.easy_days_left", "Easy days left after a race"),
    ("load.km_7d", "Distance of the last week"),
    ("load.km_previous_7d", "Distance of the week before"),
    ("load.session_load_7d", "Load of the last week"),
    ("load.weekly_change", "Change of distance in a week"),
    ("load.acwr", "Last week to the three before"),
    (
        "load.acwr_load",
        "Load of the last week to the three before",
    ),
    ("load.acwr_coupled", "Last week to the last four"),
    ("load.acwr_ewma", "Last days to the last month"),
    ("load.monotony", "Evenness of the last week's load"),
    ("load.strain", "Strain of the last week"),
    ("load.longest_run_42d", "Longest run of 6 weeks"),
    (
        "race.long_run_below_line",
        "Longest run short of the race's line",
    ),
    ("load.weekly_km_before_taper", "Mean week before the taper"),
    ("load.longest_gap_84d", "Longest time off in 12 weeks"),
    ("load.days_since_28_day_gap", "Time since four weeks off"),
    ("race.steps_needed", "Long runs still needed"),
    ("race.steps_short", "Long runs that no longer fit"),
    (
        "load.two_weeks_percent_of_pre_injury",
        "Last two weeks to before the injury",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::catalog;

    /// The two measures that a measure of tests adds are not for runners.
    fn is_of_tests(id: &str) -> bool {
        id.starts_with("sleep.short")
    }

    #[test]
    fn each_measure_has_one_short_name_in_the_order_of_the_catalogue() {
        let known = catalog().map(|measure| measure.id);
        let known: Vec<&str> = known.filter(|id| !is_of_tests(id)).collect();
        let named: Vec<&str> = TITLES.iter().map(|(id, _)| *id).collect();
        assert_eq!(named, known);
        for (id, title) in TITLES {
            assert!(title.chars().count() <= 41, "{id}: {title}");
        }
    }
}
