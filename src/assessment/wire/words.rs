//! The words that a field may be.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
        }
    )*};
}

words! {
    /// The version of the format.
    Format {
        /// The only version so far.
        #[serde(rename = "assessment/1")]
        One,
    }
    /// Who answers: a runner alone, or with a clinician. Absent means home.
    #[derive(strum::IntoStaticStr)]
    #[strum(serialize_all = "kebab-case")]
    Setting {
        /// What a runner can measure alone.
        Home,
        /// With a clinician: asks more, never less.
        Clinic,
    }
    /// Sex, for norms only.
    #[derive(strum::IntoStaticStr, strum::VariantArray)]
    #[strum(serialize_all = "kebab-case")]
    Sex {
        /// Male.
        Male,
        /// Female.
        Female,
    }
    /// The injured side.
    #[derive(strum::IntoStaticStr)]
    #[strum(serialize_all = "kebab-case")]
    Side {
        /// Left.
        Left,
        /// Right.
        Right,
        /// Both sides: symmetry then means nothing, absolute values count.
        Both,
    }
    /// Where on the tendon.
    #[derive(strum::IntoStaticStr, strum::VariantArray)]
    #[strum(serialize_all = "kebab-case")]
    Site {
        /// The middle of the tendon, 2 to 6 cm above the heel.
        Midportion,
        /// At the heel bone.
        Insertional,
        /// Where calf muscle becomes tendon.
        Musculotendinous,
    }
    /// Why a runner did not run.
    LayoffReason {
        /// An injury.
        Injury,
        /// An illness.
        Illness,
        /// Anything else: holidays, work, weather.
        Other,
    }
    /// Who diagnosed the injury.
    ConfirmedBy {
        /// A clinician who examined the runner.
        Clinician,
        /// A clinician with imaging.
        Imaging,
        /// The runner.
        #[serde(rename = "self")]
        Runner,
    }
    /// Who examined the injury.
    ExaminedBy {
        /// A clinician, by hand.
        Clinician,
        /// A clinician with imaging.
        Imaging,
    }
    /// What the runner wants to do.
    #[derive(strum::IntoStaticStr)]
    #[strum(serialize_all = "kebab-case")]
    Activity {
        /// A race.
        Race,
        /// A training run.
        Run,
    }
    /// What the runner wants to do, or do next.
    GoalActivity {
        /// A race.
        Race,
        /// A training run.
        Run,
        /// A session on a walk-run ladder.
        Session,
    }
    /// A hands-on test.
    Finding {
        /// As on a sound leg.
        Normal,
        /// Not as on a sound leg.
        Abnormal,
    }
    /// Rising on the toes of the injured leg.
    Ability {
        /// Can rise on one leg.
        Able,
        /// Can rise, less high or less often than before.
        Reduced,
        /// Newly cannot rise.
        NewlyUnable,
    }
    /// What was done or taken.
    TreatmentKind {
        /// Corticosteroid injection.
        CorticosteroidInjection,
        /// Platelet-rich plasma injection.
        PrpInjection,
        /// A fluoroquinolone antibiotic (ciprofloxacin, levofloxacin, moxifloxacin, ofloxacin and others).
        Fluoroquinolone,
        /// Corticosteroid tablets.
        OralCorticosteroid,
        /// Anti-inflammatory tablets or gel.
        Nsaid,
        /// Any other pain killer.
        Analgesic,
        /// Ice.
        Ice,
        /// Tape.
        Tape,
        /// A heel lift in the shoe.
        HeelLift,
        /// Massage.
        Massage,
        /// Stretching.
        Stretching,
        /// Sauna.
        Sauna,
        /// Shock-wave therapy.
        ShockWave,
        /// Anything else.
        Other,
    }
    /// Where an injection went.
    InjectionSite {
        /// In or around the Achilles tendon.
        Achilles,
        /// Somewhere else.
        Elsewhere,
    }
    /// What can hide pain.
    #[derive(strum::IntoStaticStr)]
    #[strum(serialize_all = "kebab-case")]
    Mask {
        /// Any pain killer, anti-inflammatory ones included.
        Analgesic,
        /// Ice.
        Ice,
        /// Tape.
        Tape,
    }
    /// What the heel-raise test stands on.
    HeelRaiseSurface {
        /// A 10 degree incline, as in the norms.
        #[serde(rename = "incline-10")]
        Incline10,
        /// The floor: easier, counts run a few high.
        Floor,
        /// The edge of a step.
        Step,
    }
    /// A hop or jump test.
    HopTest {
        /// One hop for distance on one leg, in centimetres; three trials.
        SingleHop,
        /// Three hops for distance on one leg, in centimetres; three trials.
        TripleHop,
        /// Three hops across a line for distance, in centimetres; three trials.
        CrossoverHop,
        /// Six metres on one leg against the clock, in seconds; three trials.
        SixMetreTimedHop,
        /// Side hops over 30 cm in 30 seconds, counted; one trial.
        SideHop,
        /// Hops on the spot on one leg, counted up to 25 or more; one trial.
        RepeatedHops,
        /// Jumps on both legs at 180 a minute, in seconds; one trial.
        DoubleLegJumps,
    }
    /// A questionnaire, given as its total.
    Instrument {
        /// VISA-A, 0 (worst) to 100.
        VisaA,
        /// TENDINS-A, 0 to 100.
        TendinsA,
        /// I-PRRS, 0 to 60 (most confident).
        #[serde(rename = "i-prrs")]
        IPrrs,
        /// TSK-11, 11 to 44 (most afraid of movement).
        #[serde(rename = "tsk-11")]
        Tsk11,
        /// FAAM sport scale in percent, 0 (worst) to 100.
        FaamSport,
    }
    /// A loading programme for the calf and tendon.
    Programme {
        /// Eccentric heel drops.
        EccentricHeelDrop,
        /// Heavy slow resistance.
        HeavySlowResistance,
        /// Combined concentric, eccentric and later plyometric loading.
        CombinedProgressive,
        /// Isometric holds.
        Isometric,
        /// Any other calf loading.
        Other,
    }
    /// Training that is not running.
    #[derive(strum::IntoStaticStr)]
    #[strum(serialize_all = "kebab-case")]
    TrainingKind {
        /// Running in water.
        AquaRunning,
        /// Cycling.
        Cycling,
        /// Swimming.
        Swimming,
        /// Walking.
        Walking,
        /// Strength training.
        Strength,
        /// Anything else.
        Other,
    }
    /// A recorded outing on foot.
    RunKind {
        /// A run without walking breaks.
        Run,
        /// Walking and running in turns.
        WalkRun,
        /// A walk; never counts as a run.
        Walk,
        /// A race.
        Race,
        /// A recording that does not say what it was; taken as a run of unknown distance until somebody says.
        Unknown,
    }
    /// How the runner moved.
    Gait {
        /// As usual.
        Normal,
        /// Limping, shortened stride or otherwise changed.
        Altered,
    }
    /// What was run on.
    Surface {
        /// Road.
        Road,
        /// Trail.
        Trail,
        /// Track.
        Track,
        /// Grass.
        Grass,
        /// Treadmill.
        Treadmill,
        /// Sand.
        Sand,
    }
    /// How fast.
    Speed {
        /// Easy.
        Easy,
        /// Faster than easy in places.
        Fast,
    }
}

word!(Setting, Sex, Side, Site, Activity, Mask, TrainingKind);

impl HopTest {
    /// How many trials the test has; missing ones are unknown.
    pub(crate) const fn trials(self) -> usize {
        match self {
            Self::SingleHop | Self::TripleHop | Self::CrossoverHop | Self::SixMetreTimedHop => 3,
            Self::SideHop | Self::RepeatedHops | Self::DoubleLegJumps => 1,
        }
    }
}

impl Instrument {
    /// Lowest and highest total.
    pub(crate) const fn range(self) -> (i64, i64) {
        match self {
            Self::VisaA | Self::TendinsA | Self::FaamSport => (0, 100),
            Self::IPrrs => (0, 60),
            Self::Tsk11 => (11, 44),
        }
    }
}
