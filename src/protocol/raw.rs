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

/// A key of the criteria language: where it stands, and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The table that it stands in, as a file writes it.
    pub table: &'static str,
    /// The key as a file writes it.
    pub name: &'static str,
    /// What it says, in parts.
    says: &'static [&'static str],
}

impl Key {
    /// What it says.
    #[must_use]
    pub fn says(&self) -> String {
        let parts: Vec<&str> = self.says.iter().map(|part| part.trim()).collect();
        parts.join(" ")
    }
}

/// A key as a file writes it: as the field is called, unless the line names another word.
macro_rules! written {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $written:literal) => {
        $written
    };
}

// What a field says is written once, and shown to whoever reads this file, in the published schema, and by `rtr explain KEY`.
macro_rules! tables {
    ($($(#[doc = $doc:literal])* $name:ident in $table:literal {
        $($(#[doc = $says:literal])* $field:ident $(as $written:literal)?: $type:ty,)*
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug)]
            #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
            #[cfg_attr(feature = "cli", schemars(deny_unknown_fields, rename_all = "snake_case"))]
            pub struct $name {
                $(
                    $(#[doc = $says])*
                    $(#[cfg_attr(feature = "cli", schemars(rename = $written))])?
                    pub $field: $type,
                )*
            }
        )*

        /// Every key of the language, table by table.
        pub static KEYS: &[Key] = &[$($(Key {
            table: $table,
            name: written!($field $($written)?),
            says: &[$($says),*],
        },)*)*];
    };
}

tables! {
    /// A protocol: a ladder of stages for one condition (format 1).
    Protocol in "the head of the file" {
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
        /// Measure files whose `[[measure]]` tables count as if they stood here, each by its stem: `measures/ID.toml` beside this file, or a shipped one.
        measures: Option<Spanned<Vec<Text>>>,
        /// The stage judged when no goal is given.
        ask: Option<Text>,
        /// So many different measures at CAUTION make a NO-GO; 2 or more. Two criteria on one measure and window count once, and notes not at all.
        cautions: Option<Spanned<i64>>,
        /// It does not judge: NO-GO, and refer.
        route_out: Option<Spanned<bool>>,
        /// What it says when it routes out.
        text: Option<Text>,
        /// To whom it routes: `clinician` or `urgent`.
        refer: Option<Text>,
        /// Sources of the text.
        sources: Option<Spanned<Vec<Text>>>,
        /// What makes a session clean: only a clean session, or run, is good news. A limit that is not stated here is not asked; without this table no session is clean.
        clean: Option<Spanned<Clean>>,
        /// The least that is a run: a shorter one is no good news and hides no bad one. Pain in it counts all the same. Without this table any distance is a run.
        least_run: Option<Spanned<LeastRun>>,
        /// What is a flare though nobody states it in `injury.last_flare`: tests, answers and runs from before a flare no longer count. Without this table only a stated flare is one.
        flare: Option<Spanned<Flare>>,
        /// What published criteria ask and this file does not judge, a sentence each; shown with every GO, so that nobody takes it for judged.
        not_asked: Option<Spanned<Vec<Text>>>,
        /// When to stop during a run or race.
        stop_rule: Option<Vec<StopRule>>,
        /// Sentences beside criteria that are met while the verdict is not GO.
        remark: Option<Vec<Remark>>,
        /// What to do with the injury by the weeks since it, or since its last flare; the last phase has no end. Shown while the verdict is not GO, every red flag is answered well, and nobody is referred.
        phase: Option<Vec<Phase>>,
        /// The ladder, lowest rung first.
        stage: Option<Vec<Stage>>,
        /// What is measured for this condition beside the measures of the catalogue; records hold it in `observations`.
        measure: Option<Vec<Measure>>,
        /// Ladders of walking and running; the first is used unless the runner names another.
        ladder: Option<Vec<Ladder>>,
        /// What one session says about the next, on every ladder; of several that hold, the most cautious counts.
        ladder_rule: Option<Vec<LadderRule>>,
    }
    /// Who approved a file, and when.
    Approved in "`approved`" {
        /// The name.
        by: Text,
        /// The day.
        on: Spanned<crate::assessment::Day>,
    }
    /// What makes a session clean: everything stated here must hold.
    Clean in "`clean`" {
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
    LeastRun in "`least_run`" {
        /// How far: `1 km` or `0.5 mi`.
        distance: Text,
        /// How long: `5 min`.
        minutes: Text,
        /// Where it comes from.
        evidence: Option<Evidence>,
    }
    /// A flare that nobody need state: so many days within so many, each with pain above a limit or a limp.
    Flare in "`flare`" {
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
    StopRule in "`[[stop_rule]]`" {
        /// The rule.
        text: Text,
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
    }
    /// A sentence beside a criterion that is met.
    Remark in "`[[remark]]`" {
        /// The criterion, `stage/criterion`.
        beside: Text,
        /// The sentence.
        text: Text,
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
    }
    /// Advice for some weeks since the injury or its last flare.
    Phase in "`[[phase]]`" {
        /// The day it ends, counted from the injury or its last flare, in days or weeks: `2 wk`. The last phase has no end.
        until: Option<Text>,
        /// The advice.
        text: Text,
        /// Keys in references.bib.
        sources: Spanned<Vec<Text>>,
    }
    /// A rung of the ladder.
    Stage in "`[[stage]]`" {
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
    Criterion in "`[[stage.criterion]]`" {
        /// Its name within the stage.
        id: Text,
        /// The criterion of its stage that it stands before, in a file that extends another; last when absent.
        before: Option<Text>,
        /// A measure of the catalogue.
        measure: Text,
        /// Of whom it is asked: `always`, `clinic` (only with `setting` clinic) or `if-recorded` (of nobody); `always` when absent. What is recorded though nobody asked counts by its best band: it never helps, is never missing, and makes CAUTION at most, or its own band where the criterion has `refer`.
        asked: Option<Text>,
        /// When it is asked, by facts of the runner and the question such as `side`, `sex` or `goal`; every entry must hold. A fact that is not stated may be either, so the criterion may then count or not. Readings cannot be asked here.
        when: Option<Spanned<BTreeMap<String, Spanned<OneOrMore>>>>,
        /// What is GO: a limit with its unit (`>= 90 %`), a word, or a list of words. It must lie in the better direction of the measure. Between GO and NO-GO lies CAUTION.
        go: Option<Spanned<Band>>,
        /// What is NO-GO, written as `go` is. Without it the worst is CAUTION, also while the reading is unknown.
        no_go as "no-go": Option<Spanned<Band>>,
        /// How old the newest entry may be, in days or weeks: `28 d`. An older one is unknown: neither passed nor failed. It is needed for what is observed and refused for facts.
        fresh: Option<Text>,
        /// The days of which the worst counts, up to and with the day of the question: `7 d`. One good day then hides no bad one.
        over: Option<Text>,
        /// Days that `over` needs, each with an entry that tells of the measure, before the window can be good news; 1 when absent. Days that an entry tells from memory (`pain[].covers_days`) count; masked days and days before the injury do not.
        at_least: Option<Spanned<i64>>,
        /// Percent of certainty asked of a GO, 50 to 99, on a measure whose error is known: the limit of GO moves by that error. A value between the two limits is CAUTION, within measurement error.
        certainty: Option<Spanned<i64>>,
        /// `true`: shown, never decisive. A note has no `no-go`, refers nobody, and no other criterion depends on it.
        note: Option<Spanned<bool>>,
        /// `true`: it says how far to go beyond training. It counts as GO where every other criterion is GO, up to and with the stage that clears a race, because whoever is ready to race a distance may run it.
        step: Option<Spanned<bool>>,
        /// Who should see the runner when it is surely NO-GO: `clinician` or `urgent` (today). While the answer is unknown the report asks for it first. A bad answer does not become old: only a newer answer takes its place.
        refer: Option<Text>,
        /// `true`: not knowing is enough to refer, where `refer` alone would ask first.
        refer_if_unknown: Option<Spanned<bool>>,
        /// An earlier criterion, `stage/criterion`: NO-GO counts only if that one is not GO; else it is CAUTION.
        no_go_only_with: Option<Text>,
        /// An earlier criterion, `stage/criterion`: CAUTION counts only if that one is not GO; else it is GO.
        caution_only_with: Option<Text>,
        /// Findings of `rtr criteria lint` that are meant so.
        allow: Option<Vec<Allow>>,
        /// Why it is asked.
        why: Text,
        /// What to do about it.
        advice as "do": Option<Text>,
        /// Where its number comes from.
        evidence: Evidence,
    }
    /// A finding of `rtr criteria lint` that is meant so, and why.
    Allow in "`allow`" {
        /// The code of a warning or a note.
        lint: Text,
        /// Why it is meant so.
        because: Text,
    }
    /// A measure that the file declares.
    Measure in "`[[measure]]`" {
        /// Its name in criteria and in records: words in small letters, digits and `_`, joined by `.`, such as `foot.toe_raises`. It is none of the catalogue.
        id: Text,
        /// What it is, for a clinician.
        meaning: Text,
        /// How it is read off `observations`: `newest-test` (of a day after the injury on which nothing hid pain), `newest-answer` (also of the day of the injury), `worst-day` (the worst of the days of `over`), or `symmetry` (the hurt side of another measure in percent of the other side).
        shape: Text,
        /// Of `symmetry`: the measure whose sides it compares, declared before it.
        of: Option<Text>,
        /// The values of a number, with its unit: `0 to 200 reps`. Without `range` and `words` the measure is a yes or no.
        range: Option<Text>,
        /// The step of a number: `1` or `0.5`; any number when absent.
        step: Option<Text>,
        /// The values in words, best first.
        words: Option<Spanned<Vec<Text>>>,
        /// Which way is better: `higher` or `lower` of a number, `yes` or `no` of a yes or no; of words the first is the best. Without it the measure can only be shown, as a note.
        better: Option<Text>,
        /// `true`: it is told of the left and of the right side.
        sides: Option<Spanned<bool>>,
        /// `true`: a person can change it, so that the way out may ask for it.
        change: Option<Spanned<bool>>,
        /// Its measurement error, needed for `certainty`.
        error: Option<MeasureError>,
        /// How to do the test, so that two people measure the same thing.
        how: Option<Text>,
    }
    /// How far a second reading of the same thing can differ, in the measure's unit.
    MeasureError in "`error`" {
        /// Standard error of measurement: `2.07`.
        sem: Text,
        /// Smallest detectable change: `5.7`.
        mdc: Text,
        /// Of which test, in whom, with which level of confidence.
        about: Text,
        /// Key in references.bib.
        source: Text,
    }
    /// A ladder of sessions from the first steps of running towards running without breaks.
    Ladder in "`[[ladder]]`" {
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
    Level in "`[[ladder.level]]`" {
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
    LadderRule in "`[[ladder_rule]]`" {
        /// A measure of the catalogue.
        measure: Text,
        /// When it holds, in the measure's worse direction: `> 5 nrs`, a word, or a list of words.
        holds as "if": Spanned<Band>,
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
    Evidence in "`evidence`" {
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
