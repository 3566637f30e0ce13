//! Every fault code of a criteria file, and why it matters: `rtr explain CODE`.

/// The code's long text; `None` for no code.
#[must_use]
pub fn find(code: &str) -> Option<&'static str> {
    CODES
        .iter()
        .find(|(name, _)| *name == code)
        .map(|(_, text)| *text)
}

/// All codes with their texts, in alphabetical order.
pub const CODES: &[(&str, &str)] = &[
    (
        "approved-by-nobody",
        "An approved file names who approved it and when, so that somebody answers for it. A draft names nobody. Reports of a draft say so in their first line.",
    ),
    (
        "bad-at-least",
        "`at_least` says how many days within `over` must have an entry before the worst of them counts as known. More days than the window has can never be met, and without `over` there is nothing to count.",
    ),
    (
        "bad-band",
        "A band is one half-line in the measure's better direction (`>= 90 %`), or the words from one end of an ordered list. Anything else would not be monotone, and a worse reading could place better.",
    ),
    (
        "bad-certainty",
        "`certainty` moves the GO limit by z times the standard error of measurement, so it needs a measure whose error has a source, a number of 50 to 99 percent, and no CAUTION band as wide as the smallest detectable change: there the error already counts.",
    ),
    (
        "bad-comparison",
        "A limit is a sign (`<`, `<=`, `>`, `>=`), a number with at most 6 decimals, and the measure's unit.",
    ),
    (
        "bad-duration",
        "Windows are whole days, written `7 d` or `2 wk`. There are no times of day anywhere, so that a report does not depend on a time zone.",
    ),
    (
        "bad-id",
        "Ids are part of reports and of the interface to other systems: words in small letters and digits, joined by `-`, never changed lightly.",
    ),
    ("bad-number", "The number is outside what this key allows."),
    (
        "bad-stretch",
        "A level of a ladder says what is walked and run in minutes (`5 min`) or as a distance (`0.8 km`, `0.5 mi`), the unit written out, so that nobody reads a mile as a kilometre.",
    ),
    (
        "bad-version",
        "A version is three numbers. Raise the first when a verdict can change, the second for a new criterion that only notes, the third for wording.",
    ),
    (
        "duplicate-id",
        "Two things of one name cannot be told apart in a report.",
    ),
    (
        "empty-ladder",
        "A ladder without levels has no session to begin with and none to come back to.",
    ),
    (
        "empty-stage",
        "A stage without criteria would clear everybody for its activity.",
    ),
    (
        "fresh-missing",
        "An observation without a limit of age counts for ever: a hop test from last year would clear a runner today. Say how old it may be with `fresh`, or count the worst of the last days with `over`.",
    ),
    (
        "fresh-of-a-fact",
        "Facts and calendar counts do not go stale, and measures of the whole run log carry their window in their name. A `fresh` there would do nothing while looking strict.",
    ),
    (
        "kind-above-sources",
        "A criterion claims `evidence` only when a source was read in the primary, `consensus` when it was quoted second-hand, and `convention` when it was remembered or chosen by this project. The marks stand in references.bib.",
    ),
    (
        "ladder-order",
        "Stages stand in order of demand, because a stage is cleared only with all before it.",
    ),
    (
        "level-order",
        "Neither the running of a session nor its share of the session falls from one level to the next. Else a runner sent one level down after a sore run would run more than before.",
    ),
    (
        "lone-ladder",
        "Ladders and the rules of their sessions come together: a ladder without rules leads up whatever a session has done to the tendon, and rules without a ladder do nothing while looking strict.",
    ),
    (
        "missing-key",
        "The key is needed: nothing is filled in by default, because a default that nobody wrote decides about somebody's tendon.",
    ),
    (
        "mixed-stretches",
        "A ladder counts in time or in distance throughout. Between the two nobody can tell which level is more without knowing how fast the runner is.",
    ),
    (
        "no-band-to-lower",
        "`no_go_only_with` lowers a NO-GO to CAUTION while another criterion is GO; without a `no-go` band there is nothing to lower.",
    ),
    (
        "no-companion",
        "A ratio improves when its reference gets worse: a runner whose sound leg weakens gains symmetry. So a criterion on a ratio stands beside an absolute one on the tested quantity, in the same stage or before it.",
    ),
    (
        "no-direction",
        "A measure of which neither more nor less is better can be shown, never judged.",
    ),
    (
        "no-sources",
        "Every reason cites. A limit that this project chose rests on `rtrdossier` and says `convention`.",
    ),
    (
        "no-stages",
        "A protocol without stages would clear everybody. One that must not judge at all says `route_out = true`.",
    ),
    (
        "not-a-prefix",
        "The words of a scale are ordered from best to worst; GO takes them from the best end, NO-GO from the worst, without a gap, and neither takes all. A gap would let a worse word place better.",
    ),
    (
        "note-decides",
        "A note is shown and never decides: it refers nobody, and no other criterion leans on it. What only the clinic asks cannot lower what everybody is asked, or the clinic would be more lenient than home.",
    ),
    (
        "out-of-range",
        "The limit lies outside what the measure can be, so the band would hold nothing or everything: a criterion that cannot fail, or cannot be met.",
    ),
    (
        "overlapping-bands",
        "A value in both bands would be GO and NO-GO at once. Let NO-GO begin where GO has ended; what lies between is CAUTION.",
    ),
    (
        "refer-to-nobody",
        "`refer_if_unknown` says that not knowing is reason enough to see somebody; `refer` says whom.",
    ),
    (
        "route-out-judges",
        "A protocol that routes out has a text and a `refer`, and judges nothing: its condition needs other measures than these.",
    ),
    (
        "stem-mismatch",
        "The file's name and its id are the same, so that a report's protocol can be found on disk.",
    ),
    (
        "syntax",
        "The file is not TOML. Texts stand in quotes, lists in square brackets, and `[[stage.criterion]]` opens a criterion of the last stage.",
    ),
    (
        "too-many-measures",
        "The engine keeps its sets in fixed memory; a file with so many different measures and windows is best split.",
    ),
    (
        "unknown-criterion",
        "The name does not belong to a criterion that stands earlier in the file. Leaning only on earlier ones keeps the rules free of circles.",
    ),
    (
        "unknown-fact",
        "`when` asks facts from a closed list: side, sex, condition, site, goal, goal_distance, setting, age, sudden_onset, same_site_last_12_months, other_side_history. It never asks a reading, because then knowing less could switch a criterion off.",
    ),
    (
        "unknown-fact-word",
        "The fact never has that word. For `setting` only `clinic` is allowed, so that the clinic asks more and never less.",
    ),
    (
        "unknown-format",
        "The version of the criteria language; this program reads format 1 and guesses at no other.",
    ),
    (
        "unknown-key",
        "A key that is not known may be a misspelt one that matters, so it is refused and never passed over.",
    ),
    (
        "unknown-measure",
        "The catalogue is the only vocabulary: `rtr measures` lists it.",
    ),
    (
        "unknown-source",
        "The key is not in references.bib, so the reason could not cite.",
    ),
    ("unknown-stage", "The protocol has no stage of that name."),
    ("unknown-word", "The word is not one of those allowed here."),
    (
        "wrong-direction",
        "GO lies in the measure's better direction, NO-GO and the rules of a ladder in the other. The other way round, worse would be better.",
    ),
    (
        "wrong-type",
        "The value is of another type than the key takes.",
    ),
    (
        "wrong-unit",
        "The unit is part of the limit and must be the measure's own, so that nobody reads minutes as seconds.",
    ),
];

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_sorted_and_named_once() {
        assert!(
            CODES
                .windows(2)
                .all(|pair| matches!(pair, [one, other] if one.0 < other.0))
        );
    }
}
