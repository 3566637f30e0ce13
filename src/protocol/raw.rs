//! A criteria file as written, every value with its place. The published JSON Schema is generated from these types.

use std::collections::BTreeMap;
use std::ops::Range;

/// A value and its byte range in the file.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

#[cfg(feature = "cli")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Spanned<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

/// A text in quotes.
pub type Text = Spanned<String>;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "cli", schemars(deny_unknown_fields, rename_all = "snake_case"))]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    )*};
}

tables! {
    /// A protocol: a ladder of stages for one condition (format 1).
    Protocol {
        /// The version of the format: 1.
        format: Spanned<i64>,
        /// The file's stem: words in small letters joined by `-`.
        id: Text,
        /// A title.
        title: Text,
        /// Its version, such as `1.0.0`.
        version: Text,
        /// The day of the last review.
        reviewed: Spanned<crate::assessment::Day>,
        /// `draft` or `approved`.
        status: Text,
        /// Who approved it and when; needed with `approved`.
        approved: Option<Approved>,
        /// The conditions it answers for.
        conditions: Spanned<Vec<Text>>,
        /// The id of a criteria file in the same folder, or of a shipped one: what this one does not say is as that one says it.
        extends: Option<Text>,
        /// What of that file is left out: `stage/criterion`, `ladder/id`, or the id of a stage.
        remove: Option<Spanned<Vec<Text>>>,
        /// The stage judged when no goal is given.
        ask: Option<Text>,
        /// So many cautions make a NO-GO; 2 or more.
        cautions: Option<Spanned<i64>>,
        /// It does not judge: NO-GO, and refer.
        route_out: Option<Spanned<bool>>,
        /// What it says when it routes out.
        text: Option<Text>,
        /// To whom it routes: `clinician` or `urgent`.
        refer: Option<Text>,
        /// Sources of the text.
        sources: Option<Spanned<Vec<Text>>>,
        /// What makes a session clean; without it none is.
        clean: Option<Spanned<Clean>>,
        /// The least that is a run; without it any distance is one.
        least_run: Option<Spanned<LeastRun>>,
        /// What is a flare though nobody states it; without it only a stated one is.
        flare: Option<Spanned<Flare>>,
        /// What published criteria ask and this file does not judge; shown with every GO.
        not_asked: Option<Spanned<Vec<Text>>>,
        /// When to stop during a run or race.
        stop_rule: Option<Vec<StopRule>>,
        /// Sentences beside criteria that are met while the verdict is not GO.
        remark: Option<Vec<Remark>>,
        /// The ladder, lowest rung first.
        stage: Option<Vec<Stage>>,
        /// Ladders of walking and running; the first is used unless the runner names another.
        ladder: Option<Vec<Ladder>>,
        /// What one session says about the next, on every ladder; of several that hold, the most cautious counts.
        ladder_rule: Option<Vec<LadderRule>>,
    }
    /// Who approved a file, and when.
    Approved {
        /// The name.
        by: Text,
        /// The day.
        on: Spanned<crate::assessment::Day>,
    }
    /// What makes a session clean: everything stated here must hold.
    Clean {
        /// Pain at the start, during and after: `<= 5 nrs`.
        pain: Option<Spanned<Band>>,
        /// Rise of pain within the session: `<= 1 nrs`.
        rise: Option<Spanned<Band>>,
        /// Pain on the next morning's first steps: `<= 5 nrs`.
        next_morning: Option<Spanned<Band>>,
        /// The same above what is usual: `<= 1 nrs`.
        next_morning_above_baseline: Option<Spanned<Band>>,
        /// `normal`: the gait was as usual.
        gait: Option<Text>,
        /// Where it comes from.
        evidence: Option<Evidence>,
    }
    /// The least that is a run: as far, or as long.
    LeastRun {
        /// How far: `1 km` or `0.5 mi`.
        distance: Text,
        /// How long: `5 min`.
        minutes: Text,
        /// Where it comes from.
        evidence: Option<Evidence>,
    }
    /// A flare that nobody need state: so many days within so many, each with pain above a limit or a limp.
    Flare {
        /// Pain of daily life that makes a day one of a flare: `> 5 nrs`.
        daily: Spanned<Band>,
        /// Morning pain that does: `> 5 nrs`.
        morning: Spanned<Band>,
        /// `yes`: a limp does, too.
        limp: Option<Text>,
        /// So many such days, 1 to 28,
        days: Spanned<i64>,
        /// within so many, 1 to 28.
        of: Spanned<i64>,
        /// Where it comes from.
        evidence: Option<Evidence>,
    }
    /// A rule to stop by.
    StopRule {
        /// The rule.
        text: Text,
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
    }
    /// A sentence beside a criterion that is met.
    Remark {
        /// The criterion, `stage/criterion`.
        beside: Text,
        /// The sentence.
        text: Text,
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
    }
    /// A rung of the ladder.
    Stage {
        /// Its name.
        id: Text,
        /// Its title.
        title: Text,
        /// What it clears the runner to do.
        clears: Text,
        /// Its criteria.
        criterion: Vec<Criterion>,
    }
    /// A measure, its bands, and why.
    Criterion {
        /// Its name within the stage.
        id: Text,
        /// The criterion of its stage that it stands before, in a file that extends another; last when absent.
        before: Option<Text>,
        /// A measure of the catalogue.
        measure: Text,
        /// Of whom it is asked: `always`, `clinic` or `if-recorded`; `always` when absent.
        asked: Option<Text>,
        /// When it is asked; every entry must hold.
        when: Option<Spanned<BTreeMap<String, Spanned<OneOrMore>>>>,
        /// What is GO: `>= 90 %`, a word, or a list of words.
        go: Option<Spanned<Band>>,
        /// What is NO-GO.
        #[cfg_attr(feature = "cli", schemars(rename = "no-go"))]
        no_go: Option<Spanned<Band>>,
        /// How old the newest entry may be: `28 d`.
        fresh: Option<Text>,
        /// The days of which the worst counts: `7 d`.
        over: Option<Text>,
        /// Days with an entry that `over` needs.
        at_least: Option<Spanned<i64>>,
        /// Percent of certainty asked of a GO, by the measure's error.
        certainty: Option<Spanned<i64>>,
        /// Shown, never decisive.
        note: Option<Spanned<bool>>,
        /// How far to go beyond training: GO where every other criterion is, up to and with the stage that clears a race.
        step: Option<Spanned<bool>>,
        /// Who should see the runner when it is NO-GO: `clinician` or `urgent`.
        refer: Option<Text>,
        /// Not knowing is enough to refer.
        refer_if_unknown: Option<Spanned<bool>>,
        /// NO-GO counts only if this earlier criterion is not GO.
        no_go_only_with: Option<Text>,
        /// CAUTION counts only if this earlier criterion is not GO.
        caution_only_with: Option<Text>,
        /// Findings of `rtr criteria lint` that are meant so.
        allow: Option<Vec<Allow>>,
        /// Why it is asked.
        why: Text,
        /// What to do about it.
        #[cfg_attr(feature = "cli", schemars(rename = "do"))]
        advice: Option<Text>,
        /// Where its number comes from.
        evidence: Evidence,
    }
    /// A finding of `rtr criteria lint` that is meant so, and why.
    Allow {
        /// The code of a warning or a note.
        lint: Text,
        /// Why it is meant so.
        because: Text,
    }
    /// A ladder of sessions from the first steps of running towards running without breaks.
    Ladder {
        /// Its name.
        id: Text,
        /// Its title.
        title: Text,
        /// Clean sessions on a level before the next: 1 to 10.
        sessions: Spanned<i64>,
        /// At most so many levels gained in 7 days: 1 to 7.
        levels_per_7_days: Option<Spanned<i64>>,
        /// Why one would choose it.
        why: Text,
        /// Where it comes from.
        evidence: Evidence,
        /// Its levels, lowest first.
        level: Vec<Level>,
    }
    /// One level of a ladder.
    Level {
        /// What to do, in words.
        text: Text,
        /// What is walked before each stretch of running: `4 min`, `0.5 km` or `0.1 mi`.
        walk: Option<Text>,
        /// What is run at a time: `1 min`, `0.5 km` or `0.1 mi`.
        run: Text,
        /// So often, 1 to 30; once when absent.
        repeats: Option<Spanned<i64>>,
        /// Days without running before the next session: 0 to 14.
        rest_days: Spanned<i64>,
        /// Clean sessions before the next level, instead of the ladder's.
        sessions: Option<Spanned<i64>>,
    }
    /// What one session says about the next.
    LadderRule {
        /// A measure of the catalogue.
        measure: Text,
        /// When it holds, in the measure's worse direction: `> 5 nrs`, a word, or a list of words.
        #[cfg_attr(feature = "cli", schemars(rename = "if"))]
        holds: Spanned<Band>,
        /// How old the newest entry may be: `14 d`.
        fresh: Option<Text>,
        /// The days of which the worst counts: `3 d`.
        over: Option<Text>,
        /// Days with an entry that `over` needs.
        at_least: Option<Spanned<i64>>,
        /// `hold`, `drop` (one level down) or `stop` (no running until it has settled).
        then: Text,
        /// Days without running before the next session, when the level asks for fewer: 0 to 14.
        rest_days: Option<Spanned<i64>>,
        /// What happened, in words.
        text: Text,
        /// Where it comes from.
        evidence: Evidence,
    }
    /// Where a number comes from.
    Evidence {
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
        /// `high`, `moderate`, `low` or `very-low`.
        confidence: Text,
        /// `evidence`, `consensus` or `convention`.
        kind: Text,
    }
}

/// A word, or a list of words.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(untagged))]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Any of these.
    More(Vec<Text>),
}

/// A band: a limit, a word, a list of words, or a boolean.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(untagged))]
pub enum Band {
    /// `>= 90 %`, or one word.
    Text(String),
    /// Any of these words.
    Words(Vec<Text>),
    /// `false` is no, `true` is yes.
    Bool(bool),
}
