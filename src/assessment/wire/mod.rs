//! The assessment as JSON gives it (format `assessment/1`): shapes, words and ranges; what belongs together is checked later.
//!
//! Every field may be absent or `null`, which is the same: unknown. The published JSON Schema is generated from these types.

mod adverse;
mod either;
mod observed;
mod words;

pub use adverse::{Adverse, Tell};
pub use either::{ActivityPain, CourseEnd, LastFlare, LastLayoff, Note};
pub use observed::ObservedValue;
pub use words::*;

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use self::adverse::{FieldValue, Worst};
use super::day::Day;
use super::moment::Moment;
use super::period::Period;
use crate::quantity::{
    Age, Cadence, Centimetres, CoveredDays, Height, Hours, Joules, Kilograms, Kilometres, Level,
    Mass, Minutes, Nrs, Reps, Rpe, Score, SessionsPerWeek, Stature, Trial,
};

// After `=>` stands the worse end of a field, where it has one that holds whatever the rest of the record says: what was usual before, a
// distance or a score has none, as it depends on what it is compared with, on the question or on the instrument. It is published as
// `x-worst`, and no record with a field at its worse end passes for GO without a word. After `as` stands that a field has such fields of
// its own.
macro_rules! blocks {
    ($($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$field_doc:meta])* $field:ident $(= $key:literal)?: $type:ty $(as $parts:ident)? $(=> $worst:tt)?,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "cli", schemars(deny_unknown_fields))]
        pub struct $name {
            $(
                $(#[$field_doc])*
                $(#[cfg_attr(feature = "cli", schemars(rename = $key))])?
                $(#[cfg_attr(feature = "cli", schemars(extend("x-worst" = $worst)))])?
                pub $field: Option<$type>,
            )*
            /// Free text; never read by a criterion.
            pub note: Option<Note>,
        }

        impl Adverse for $name {
            fn adverse(&self, tell: Tell<'_>) {
                // Not every block has such a field.
                let _: &Tell<'_> = &tell;
                $(
                    $(
                        if let Some(value) = self.$field.as_ref().and_then(|value| value.near(Worst::from($worst))) {
                            tell(stringify!($field), value);
                        }
                    )?
                    $(
                        if let Some($parts) = &self.$field {
                            $parts.adverse(&mut |name, value| {
                                tell(&format!("{}.{name}", stringify!($field)), value);
                            });
                        }
                    )?
                )*
            }
        }

        // Not derived: a derived reader keeps each field in one more `Option` to know which it has met, where a bit is enough, and takes
        // a list for an object, field by field.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Clone, Copy, Deserialize)]
                #[serde(field_identifier)]
                #[expect(non_camel_case_types, reason = "named as the fields are")]
                enum Field {
                    $($(#[serde(rename = $key)])? $field,)*
                    note,
                }

                impl Field {
                    #[expect(clippy::as_conversions, reason = "the place of a field among those of its type")]
                    const fn place(self) -> usize {
                        self as usize
                    }
                }

                const FIELDS: &[&str] = &[$(key!($field $($key)?),)* "note"];
                const _: () = assert!(FIELDS.len() <= 32, "a bit for each");

                struct Fields;

                impl<'de> Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                        formatter.write_str($what)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<$name, A::Error> {
                        let mut block = $name::default();
                        let mut met = Met::default();
                        while let Some(field) = fields.next_key::<Field>()? {
                            match field {
                                $(Field::$field => {
                                    met.once(Field::$field.place(), FIELDS)?;
                                    block.$field = fields.next_value()?;
                                })*
                                Field::note => {
                                    met.once(Field::note.place(), FIELDS)?;
                                    block.note = fields.next_value()?;
                                }
                            }
                        }
                        Ok(block)
                    }
                }

                deserializer.deserialize_struct(stringify!($name), FIELDS, Fields)
            }
        }
    )*};
}

/// What a field is called in a file: its own name, unless that is no name in Rust.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Which fields of an object were met, a bit for each.
#[derive(Default)]
struct Met(u32);

impl Met {
    #[inline]
    fn once<E: de::Error>(
        &mut self,
        place: usize,
        names: &'static [&'static str],
    ) -> Result<(), E> {
        let bit = u32::try_from(place).map_or(0, |place| 1_u32.wrapping_shl(place));
        if self.0 & bit != 0 {
            let name = names.get(place).copied().unwrap_or_default();
            return Err(E::duplicate_field(name));
        }
        self.0 |= bit;
        Ok(())
    }
}

blocks! {
    /// What is known of one runner up to one day (format `assessment/1`). Absent and `null` mean unknown.
    Wire, "an assessment (an object)" {
        /// `assessment/1`.
        format: Format,
        /// The sender's name for the record; returned in the report.
        id: String,
        /// The day of the question; nothing in the file may be dated later.
        #[cfg_attr(feature = "cli", schemars(required))]
        as_of: Day,
        /// `home` or `clinic`.
        setting: Setting,
        /// The person.
        athlete: Athlete,
        /// The injury.
        #[cfg_attr(feature = "cli", schemars(required))]
        injury: Injury,
        /// What the runner wants to do; absent asks the protocol's own stage.
        goal: Goal,
        /// What was usual before this episode, or is between flares.
        baseline: Baseline,
        /// Red flags and hands-on tests, newest anywhere.
        screening: Vec<Screening>,
        /// Treatments of the last 12 months. A list, even an empty one, says that nothing else was done.
        treatments: Vec<Treatment>,
        /// Pain diary; at most one entry a day.
        pain: Vec<Pain>,
        /// Heel-raise tests; at most one a day.
        heel_raise: Vec<HeelRaise>,
        /// Hop and jump tests; at most one a day and test.
        hop: Vec<Hop>,
        /// Questionnaire totals.
        questionnaires: Vec<Questionnaire>,
        /// What was found of measures that the criteria file declares; at most one entry a day and measure.
        observations: Vec<Observation>,
        /// The loading programme.
        loading: Loading,
        /// Training that is not running.
        other_training: Vec<OtherTraining>,
        /// Nights.
        sleep: Vec<Sleep>,
        /// From this day to `as_of` every run is in `runs`, so that a day without one is a rest day.
        log_complete_from: Day,
        /// Runs, walks and races.
        runs: Vec<Run>,
        /// What was agreed for the goal.
        plan: Plan,
        /// Where an editor finds the schema (`rtr schema assessment`); never read.
        schema = "$schema": Note,
    }
    /// The person.
    Athlete, "facts about the athlete (an object)" {
        /// Sex, for norms.
        sex: Sex,
        /// Age in years.
        age: Age,
        /// Height in centimetres.
        height_cm: Stature,
        /// Body mass in kilograms.
        mass_kg: Mass,
    }
    /// The injury.
    Injury, "facts about the injury (an object)" {
        /// The condition, as the criteria files name it.
        #[cfg_attr(feature = "cli", schemars(required, regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
        condition: String,
        /// The injured side.
        side: Side,
        /// Where on the tendon.
        site: Site,
        /// The day it began, or the month or year. If it crept up, the first in which the runner was sure of it; a later date is never to
        /// the advantage of the runner.
        onset: Period,
        /// Whether it began at one moment.
        sudden_onset: bool,
        /// Who named it.
        confirmed_by: ConfirmedBy => "self",
        /// The same site was hurt in the 12 months before onset.
        same_site_last_12_months: bool => true,
        /// The other Achilles tendon has been hurt, ever.
        other_side_history: bool,
        /// The last flare since onset, or `none`.
        last_flare: LastFlare,
        /// Kilometres a week before the injury, or before the last lay-off without one.
        pre_injury_weekly_km: Kilometres,
        /// Longest run of the month before the injury, or before the last lay-off without one.
        pre_injury_longest_km: Kilometres,
        /// The last day of the last lay-off (six days or more without a run) before the log of runs, or `none` in the 15 weeks before
        /// `as_of`.
        last_layoff: LastLayoff,
        /// Why the last lay-off of 28 days or more was taken.
        layoff_reason: LayoffReason,
        /// Heel-raise repetitions before the injury.
        pre_injury_heel_raise: PreInjuryReps,
        /// Single-hop distance before the injury.
        pre_injury_hop: PreInjuryHop,
    }
    /// Heel-raise repetitions before the injury, by leg.
    PreInjuryReps, "repetitions by leg (an object)" {
        /// Left leg.
        left: Reps,
        /// Right leg.
        right: Reps,
    }
    /// Single-hop distance before the injury, by leg, in centimetres.
    PreInjuryHop, "hop distances by leg (an object)" {
        /// Left leg.
        left: Centimetres,
        /// Right leg.
        right: Centimetres,
    }
    /// What the runner wants to do: a race, a run, a session on a walk-run ladder, or a stage of the protocol.
    Goal, "a goal (an object)" {
        /// A race, a run or a session.
        activity: GoalActivity,
        /// The distance of a race or run.
        distance_km: Kilometres,
        /// The day of a race or run.
        date: Day,
        /// The ladder of a session, by its id in the criteria file; its first when not stated.
        ladder: String,
        /// The level of a session, from 1.
        level: Level,
        /// Or a stage of the protocol.
        stage: String,
    }
    /// What was usual before this episode, or is between flares.
    Baseline, "baseline values (an object)" {
        /// Usual morning pain.
        morning_pain: Nrs,
        /// Usual morning stiffness in minutes.
        morning_stiffness_min: Minutes,
    }
    /// Red flags and hands-on tests on one day.
    Screening, "a screening entry (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// Calf squeeze (Thompson): the foot moves (`normal`) or does not (`abnormal`).
        calf_squeeze: Finding => "abnormal",
        /// Resting angle of the foot, lying prone with bent knees (Matles).
        resting_angle: Finding => "abnormal",
        /// A gap can be felt in the tendon.
        palpable_gap: bool => true,
        /// A pop or the feeling of a kick at onset.
        pop_at_onset: bool => true,
        /// Push-off was suddenly lost.
        push_off_loss: bool => true,
        /// Rising on one leg.
        heel_raise_ability: Ability => "newly-unable",
        /// Pain at rest or at night.
        night_pain: bool => true,
        /// Bone that hurts: the heel bone squeezed from both sides, or a spot of the shin or forefoot pressed; not the back of the heel.
        bone_tenderness: bool => true,
        /// Swelling or warmth of the calf.
        calf_swelling_warmth: bool => true,
        /// Fever, or a red, hot or open wound at the tendon.
        fever: bool => true,
        /// Who has examined the injury since it began, and when.
        examined: Examination,
        /// Items of the Wells score for deep-vein thrombosis.
        wells: Wells as parts,
        /// Signs of an inflammatory enthesitis.
        enthesitis: Enthesitis as parts,
    }
    /// An examination of the injury.
    Examination, "an examination (an object)" {
        /// By whom.
        #[cfg_attr(feature = "cli", schemars(required))]
        by: ExaminedBy,
        /// Its day; without it nobody knows whether it was before the last flare, and it does not count.
        date: Day,
    }
    /// Items of the Wells score.
    Wells, "items of the Wells score (an object)" {
        /// Active cancer.
        active_cancer: bool => true,
        /// Paralysis, or a recent cast.
        paralysis_or_cast: bool => true,
        /// Bedridden for more than 3 days, or major surgery in 12 weeks.
        bedridden_or_surgery: bool => true,
        /// Tenderness along the deep veins.
        deep_vein_tenderness: bool => true,
        /// The whole leg is swollen.
        whole_leg_swelling: bool => true,
        /// The calf is more than 3 cm larger than the other, 10 cm below the tibial tuberosity.
        calf_3_cm_larger: bool => true,
        /// Pitting oedema on this side only.
        pitting_oedema: bool => true,
        /// Collateral superficial veins.
        collateral_veins: bool => true,
        /// A deep-vein thrombosis before.
        previous_dvt: bool => true,
        /// Another diagnosis is at least as likely (counts -2).
        alternative_as_likely: bool,
    }
    /// Signs of an inflammatory enthesitis.
    Enthesitis, "signs of enthesitis (an object)" {
        /// Pain at the insertion on both sides.
        both_sides: bool => true,
        /// Morning stiffness of more than 30 minutes.
        stiffness_over_30_min: bool => true,
        /// Psoriasis, uveitis, inflammatory bowel disease or inflammatory back pain.
        associated_disease: bool => true,
    }
    /// One treatment: a single day (`date`), or a course (`start`, `end`).
    Treatment, "a treatment (an object)" {
        /// What.
        #[cfg_attr(feature = "cli", schemars(required))]
        kind: TreatmentKind,
        /// The day of a single treatment.
        date: Day,
        /// The first day of a course.
        start: Day,
        /// The last day of a course, or `ongoing`.
        end: CourseEnd,
        /// Where an injection went.
        site: InjectionSite,
        /// Tendon pain began or grew since the start.
        tendon_pain_since: bool => true,
    }
    /// Pain and stiffness on one day, or recalled of several; scores 0 to 10, whole or half.
    Pain, "a pain entry (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// Days that the entry tells of, up to and with its own: each value is the worst of them, from memory. Absent, its own day.
        covers_days: CoveredDays,
        /// Worst pain in daily life that day; one value is enough.
        worst: Nrs => 10,
        /// At rest.
        rest: Nrs => 10,
        /// Walking: worst in a 30 minute walk, or in what was walked.
        walking: ActivityPain => 10,
        /// Stairs.
        stairs: ActivityPain => 10,
        /// Heel raises.
        heel_raise: ActivityPain => 10,
        /// Hopping.
        hopping: ActivityPain => 10,
        /// Pressing or pinching the tendon.
        palpation: ActivityPain => 10,
        /// The first steps of that day's morning.
        morning: Nrs => 10,
        /// Minutes until morning stiffness is gone; 0 for none.
        morning_stiffness_min: Minutes => 6000,
        /// Limping at any time that day.
        limp: bool => true,
        /// What may have hidden pain that day; an empty list says nothing did.
        masked_by: Vec<Mask>,
    }
    /// A single-leg heel-raise test to fatigue.
    HeelRaise, "a heel-raise test (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// What was stood on.
        surface: HeelRaiseSurface,
        /// Repetitions a minute; the norms are for 30 (a metronome at 60: one beat up, one down).
        cadence_per_min: Cadence,
        /// Left leg.
        left: HeelRaiseLeg as parts,
        /// Right leg.
        right: HeelRaiseLeg as parts,
        /// Pain on the next morning's first steps.
        pain_next_morning: Nrs => 10,
    }
    /// One leg of a heel-raise test.
    HeelRaiseLeg, "one leg of a heel-raise test (an object)" {
        /// Full repetitions.
        reps: Reps => 0,
        /// Highest rise.
        height_cm: Height => 0,
        /// Total work.
        work_j: Joules => 0,
        /// Worst pain in the test.
        pain: Nrs => 10,
        /// Tried and could not.
        unable: bool => true,
    }
    /// A hop or jump test.
    Hop, "a hop test (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// Which test.
        #[cfg_attr(feature = "cli", schemars(required))]
        test: HopTest,
        /// Left leg.
        left: HopLeg as parts,
        /// Right leg.
        right: HopLeg as parts,
        /// Both legs together, for double-leg jumps.
        both: HopLeg as parts,
        /// Pain on the next morning's first steps.
        pain_next_morning: Nrs => 10,
    }
    /// One leg of a hop test.
    HopLeg, "one leg of a hop test (an object)" {
        /// The trials, in the unit of the test; `null` for one not recorded.
        trials: Vec<Option<Trial>>,
        /// Worst pain in the test.
        pain: Nrs => 10,
        /// Tried and could not.
        unable: bool => true,
    }
    /// A questionnaire's total.
    Questionnaire, "a questionnaire total (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// Which.
        #[cfg_attr(feature = "cli", schemars(required))]
        instrument: Instrument,
        /// The total.
        score: Score,
    }
    /// A measure that the criteria file declares (`[[measure]]`), on one day.
    Observation, "an observation (an object)" {
        /// The day; needed as soon as the entry tells anything.
        date: Day,
        /// Which measure, as the criteria file names it.
        #[cfg_attr(feature = "cli", schemars(required))]
        measure: String,
        /// What was found, of a measure that is of no side.
        value: ObservedValue,
        /// Tried and could not, of a measure that is of no side.
        unable: bool => true,
        /// Left side.
        left: ObservedSide as parts,
        /// Right side.
        right: ObservedSide as parts,
    }
    /// One side of an observation.
    ObservedSide, "one side of an observation (an object)" {
        /// What was found.
        value: ObservedValue,
        /// Tried and could not.
        unable: bool => true,
    }
    /// The loading programme.
    Loading, "a loading programme (an object)" {
        /// Which kind.
        programme: Programme,
        /// Its first day.
        started: Day,
        /// Sessions a week.
        sessions_per_week: SessionsPerWeek,
        /// Load added to body weight.
        external_load_kg: Kilograms,
        /// Worst pain in the exercises of the last week.
        pain: Nrs => 10,
        /// The heel drops below the level of the step.
        below_floor: bool,
    }
    /// Training that is not running.
    OtherTraining, "a training entry (an object)" {
        /// The day.
        #[cfg_attr(feature = "cli", schemars(required))]
        date: Day,
        /// What.
        #[cfg_attr(feature = "cli", schemars(required))]
        kind: TrainingKind,
        /// How long.
        minutes: Minutes,
        /// Distance; absent is unknown, not zero.
        distance_km: Kilometres,
        /// When it began, as a watch recorded it.
        start: Moment,
        /// From the first second to the last, pauses included.
        elapsed_min: Minutes,
        /// The files it was imported from.
        sources: Vec<String>,
    }
    /// One night.
    Sleep, "a night (an object)" {
        /// The day it ended.
        #[cfg_attr(feature = "cli", schemars(required))]
        date: Day,
        /// Hours slept.
        hours: Hours => 0,
    }
    /// A run, walk or race.
    Run, "a run (an object)" {
        /// The local day.
        #[cfg_attr(feature = "cli", schemars(required))]
        date: Day,
        /// What it was.
        #[cfg_attr(feature = "cli", schemars(required))]
        kind: RunKind,
        /// Distance; absent is unknown, not zero.
        distance_km: Kilometres,
        /// Duration.
        duration_min: Minutes,
        /// Whether there were walking breaks; a watch cannot tell, so an imported run, and one at the pace of a walk or with long pauses, is no continuous one until it is said.
        walk_breaks: bool,
        /// The runner stands by the distance, though it is far beyond any other.
        confirmed: bool,
        /// Minutes run, of a walk-run.
        run_min: Minutes,
        /// The level of the walk-run ladder, from 1.
        level: Level,
        /// Rating of perceived exertion.
        rpe: Rpe,
        /// Pain at the start.
        pain_start: Nrs => 10,
        /// Worst pain during.
        pain_during: Nrs => 10,
        /// Worst pain in the hours after.
        pain_after: Nrs => 10,
        /// Pain on the next morning's first steps; dated the day after the run.
        pain_next_morning: Nrs => 10,
        /// Pain rose in every part of the run.
        rising: bool => true,
        /// How the runner moved.
        gait: Gait => "altered",
        /// What was run on.
        surface: Surface,
        /// How fast.
        speed: Speed,
        /// Hills.
        hills: bool,
        /// When it began, as a watch recorded it.
        start: Moment,
        /// From the first second to the last, pauses included.
        elapsed_min: Minutes,
        /// The files it was imported from.
        sources: Vec<String>,
    }
    /// What was agreed for the goal.
    Plan, "a plan (an object)" {
        /// A way to stop and get home.
        exit_plan: bool => false,
        /// The stop rules are agreed.
        stop_rules_agreed: bool => false,
    }
}
