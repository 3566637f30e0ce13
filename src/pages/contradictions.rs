//! Contradictions in words: what each says, where it stands, which field to correct.

#[cfg(feature = "cli")]
use crate::document::{Block, Inline, Item, Section, Tone};
use crate::document::{Sentence, sentences};
use crate::engine::contradictions::Contradiction;
#[cfg(feature = "cli")]
use crate::engine::report::{FoundContradiction, Report};
#[cfg(feature = "cli")]
use strum::VariantArray;

sentences! {
    criteria_for_another() = "The criteria that were named are not for the condition of the record.";
    signs_without_injury() = "The record says that nothing is injured, and tells what only an injured leg has.";
    site_against_condition() = "The condition names one part of the tendon, the site another.";
    both_sides_one_history() = "Both sides are injured, and yet the other side was never hurt.";
    able_and_unable() = "An answer says that the injured leg can rise on its own, and the test of the same days says that it could not.";
    repetitions_without_height() = "Heel raises were counted that rose by 0 cm.";
    sound_leg_not_sound() = "One side is injured, and yet the other leg could not do a test, hurt in it, or was beaten by more than a fifth.";
    ran_without_walking() = "There was no walking on a day with a run.";
    level_against_minutes() = "A session is not what its walk-run level asks for, or there is no such level.";
    runs_at_one_time() = "One run began before another had ended, or one is written down twice.";
    walk_as_fast_as_a_run() = "A walk was as fast as a run.";
    correct_criteria() = "Name no criteria (`--protocol`), and those for `injury.condition` answer; or correct `injury.condition`.";
    correct_signs() = "If something is injured, correct `injury.condition`: a clinician names it. If not, correct the sign that is wrong.";
    correct_site() = "Correct `injury.site`, or `injury.condition`, which decides the criteria.";
    correct_history() = "Correct `injury.other_side_history` to true, or `injury.side` to the injured side.";
    correct_ability() = "Correct `heel_raise_ability` to what the test showed, or do the test again and record it.";
    correct_height() = "Correct `height_cm`, or leave it out if it was not measured.";
    correct_side() = "Correct `injury.side` to `both` if both legs hurt; else do the test again and record it.";
    correct_walking() = "Correct `walking` to that day's pain, or the date of the run.";
    correct_level() = "Correct `level`, or the minutes or the distance.";
    correct_start() = "Remove one if it is the same run twice; else correct or give each `start`, or state `confirmed` as true.";
    correct_walk() = "Correct `kind` to `run`, or the distance or the minutes. If it was a walk, state `confirmed` as true.";
    #[cfg(feature = "cli")]
    why_criteria() = "Each file says which conditions it answers for, and asks nothing of what others are stopped by: criteria for a runner without an injury ask nothing of a torn tendon. A file whose conditions are `*` is for all.";
    #[cfg(feature = "cli")]
    why_signs() = "Criteria for a runner without an injury ask nothing of the leg. An injection at the tendon, an altered gait, a test that hurts above 2, ends at 0 or shows one leg at less than half of the other, a run that hurts above 5 while it lasts, in the hours after or on the next morning, mornings stiff for more than 30 minutes on 3 days of 14, or a VISA-A score below 60 belongs to an injury that nobody has named. Signs of runs, diary and tests count for 42 days, pain during a run and on the morning after it for 28, answers of a screening until a newer answer; a corticosteroid injection without a site counts for 90 days as one at the tendon.";
    #[cfg(feature = "cli")]
    why_site() = "The condition chooses the criteria, and those of the middle of the tendon are not those of the heel bone. A condition whose name ends in a site is of that site.";
    #[cfg(feature = "cli")]
    why_history() = "With both sides injured each is the other side of the other: either the history or the side is wrong, and with it what the legs are compared with.";
    #[cfg(feature = "cli")]
    why_ability() = "Rising on the injured leg was possible or it was not. Answer and newest test count as of the same days when at most 14 days lie between them.";
    #[cfg(feature = "cli")]
    why_height() = "A repetition that does not leave the ground is none, and repetitions decide whether the calf is strong enough.";
    #[cfg(feature = "cli")]
    why_side() = "Symmetry holds the injured leg against a sound one. A leg that could not, that hurts above 2, or that the injured one beats by more than a fifth (symmetry above 120 %) is no such leg, or the sides were exchanged. A leg that was hurt before (`injury.other_side_history`) may well be weaker; it must be able to do the test, and may not hurt. A result of 0 is a leg that could not.";
    #[cfg(feature = "cli")]
    why_walking() = "A run cannot be had without walking to it. Either the pain of that day's walking was left out, or the run was of another day.";
    #[cfg(feature = "cli")]
    why_level() = "The ladder counts clean sessions on each level, and a session counts for the level that it names. Minutes may differ by a fifth from those of the level; walking before and after it is free.";
    #[cfg(feature = "cli")]
    why_start() = "A runner is at one place at a time. The same run twice doubles the load and the clean sessions, and two of a day that are alike in kind, distance and minutes are likely one.";
    #[cfg(feature = "cli")]
    why_walk() = "A walk is no load to rest from. A kilometre in less than 8 minutes is one that most people run: by its name alone a run would be none. 8 minutes are this project's choice; who walks so fast can say so.";
    #[cfg(feature = "cli")]
    pub(crate) held() = "No better than CAUTION until the record is corrected.";
    #[cfg(feature = "cli")]
    heading() = "The record contradicts itself: correct this first";
    #[cfg(feature = "cli")]
    item(code: Inline, says: Sentence, places: Sentence) = "{code}: {says} See {places}.";
    #[cfg(feature = "cli")]
    and_more(count: String) = " and {count} more";
    #[cfg(feature = "cli")]
    is_held() = "Held at CAUTION or worse while the verdict reads it, because neither of the two is the worse.";
}

/// What it says, in one sentence.
pub(crate) fn says(kind: Contradiction) -> Sentence {
    match kind {
        Contradiction::CriteriaForAnother => criteria_for_another(),
        Contradiction::SignsWithoutInjury => signs_without_injury(),
        Contradiction::SiteAgainstCondition => site_against_condition(),
        Contradiction::BothSidesOneHistory => both_sides_one_history(),
        Contradiction::AbleAndUnable => able_and_unable(),
        Contradiction::RepetitionsWithoutHeight => repetitions_without_height(),
        Contradiction::SoundLegNotSound => sound_leg_not_sound(),
        Contradiction::RanWithoutWalking => ran_without_walking(),
        Contradiction::LevelAgainstMinutes => level_against_minutes(),
        Contradiction::RunsAtOneTime => runs_at_one_time(),
        Contradiction::WalkAsFastAsARun => walk_as_fast_as_a_run(),
    }
}

/// What each kind says, one after another.
#[cfg(feature = "cli")]
pub(crate) fn every_contradiction() -> Sentence {
    let kinds = Contradiction::VARIANTS.iter().copied();
    Sentence::join(kinds.map(says), " ")
}

/// Which field to correct.
pub(crate) fn correct(kind: Contradiction) -> Sentence {
    match kind {
        Contradiction::CriteriaForAnother => correct_criteria(),
        Contradiction::SignsWithoutInjury => correct_signs(),
        Contradiction::SiteAgainstCondition => correct_site(),
        Contradiction::BothSidesOneHistory => correct_history(),
        Contradiction::AbleAndUnable => correct_ability(),
        Contradiction::RepetitionsWithoutHeight => correct_height(),
        Contradiction::SoundLegNotSound => correct_side(),
        Contradiction::RanWithoutWalking => correct_walking(),
        Contradiction::LevelAgainstMinutes => correct_level(),
        Contradiction::RunsAtOneTime => correct_start(),
        Contradiction::WalkAsFastAsARun => correct_walk(),
    }
}

#[cfg(feature = "cli")]
fn why(kind: Contradiction) -> Sentence {
    match kind {
        Contradiction::CriteriaForAnother => why_criteria(),
        Contradiction::SignsWithoutInjury => why_signs(),
        Contradiction::SiteAgainstCondition => why_site(),
        Contradiction::BothSidesOneHistory => why_history(),
        Contradiction::AbleAndUnable => why_ability(),
        Contradiction::RepetitionsWithoutHeight => why_height(),
        Contradiction::SoundLegNotSound => why_side(),
        Contradiction::RanWithoutWalking => why_walking(),
        Contradiction::LevelAgainstMinutes => why_level(),
        Contradiction::RunsAtOneTime => why_start(),
        Contradiction::WalkAsFastAsARun => why_walk(),
    }
}

/// So many places are shown one by one.
#[cfg(feature = "cli")]
const MOST: usize = 4;

/// What a reader must correct before anything else; empty when nothing contradicts itself.
#[cfg(feature = "cli")]
pub(crate) fn section(report: &Report<'_>) -> Section {
    let found = report.contradictions();
    let items = found.iter().map(|found| Item {
        words: item(
            Inline::Name(found.kind.word().to_owned()),
            says(found.kind),
            shown(found),
        ),
        advice: correct(found.kind),
        below: Vec::new(),
    });
    Section::new(heading(), super::report::list(items.collect())).toned(Tone::First)
}

#[cfg(feature = "cli")]
fn shown(found: &FoundContradiction) -> Sentence {
    places(found, MOST)
}

/// Where the statements stand, the first few one by one.
#[cfg(feature = "cli")]
pub(super) fn places(found: &FoundContradiction, most: usize) -> Sentence {
    // Two tests of one day are worded alike; their JSON pointers tell them apart.
    let mut fields: Vec<String> = found.places.iter().map(ToString::to_string).collect();
    let mut seen = Vec::new();
    fields.retain(|field| {
        let new = !seen.contains(field);
        seen.push(field.clone());
        new
    });
    let all = fields.len();
    let fields = fields.into_iter().take(most);
    let shown = Sentence::join(fields.map(|field| Inline::Field(field.into()).into()), ", ");
    match all.checked_sub(most) {
        Some(more) if more > 0 => shown.then(and_more(more.to_string())),
        Some(_) | None => shown,
    }
}

/// The page of a code; none when no contradiction is called so.
#[cfg(feature = "cli")]
#[must_use]
pub fn explain(code: &str) -> Option<Section> {
    let (_, kind) = crate::words::words::<Contradiction>().find(|(word, _)| *word == code)?;
    let paragraphs = [says(kind), why(kind), correct(kind), is_held()];
    Some(Section::new(
        Inline::Name(code.to_owned()),
        paragraphs.map(Block::Paragraph).into(),
    ))
}
