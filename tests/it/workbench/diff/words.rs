//! Known edits, and what is said of each.

use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::workbench::diff::{Difference, Relation};

use super::{compiled, edited, shipped, told};
use crate::cli::program::rtr;
use crate::support::Tested;

/// The file without the criterion of that id.
fn without(text: &str, id: &str) -> Result<String, Box<dyn std::error::Error>> {
    let head = format!("[[stage.criterion]]\nid       = \"{id}\"");
    let start = text.find(&head).ok_or("no such criterion")?;
    let rest = text
        .get(start..)
        .and_then(|rest| rest.get(2..))
        .ok_or("no such criterion")?;
    let end = rest.find("[[stage").map_or(text.len(), |end| {
        start.saturating_add(end).saturating_add(2)
    });
    let kept = [text.get(..start), text.get(end..)];
    Ok(kept.into_iter().flatten().collect())
}

#[test]
fn every_shipped_file_decides_the_same_as_itself_and_nothing_is_apart() -> Tested {
    for file in SHIPPED {
        let protocol = compiled(file.text)?;
        let difference = Difference::of(&protocol, &protocol);
        assert_eq!(difference.relation, Relation::Same, "{}", file.id);
        assert!(
            difference.changes.is_empty() && difference.cosmetic.is_empty(),
            "{}: {:?} {:?}",
            file.id,
            difference.changes,
            difference.cosmetic
        );
        assert_eq!(
            rtr(&["criteria", "diff", file.id, file.id])?.status.code(),
            Some(0)
        );
    }
    Ok(())
}

/// A name, the protocol, the criterion, and what in it is replaced by what.
const EDITS: [(&str, &str, &str, &str, &str); 12] = [
    (
        "a limit moved down",
        TENDON,
        "hop-pain",
        "> 5 nrs",
        ">= 3 nrs",
    ),
    (
        "a limit moved up",
        TENDON,
        "hop-pain",
        "<= 2 nrs",
        "<= 4 nrs",
    ),
    (
        "both ways at once",
        TENDON,
        "hop-pain",
        "\"<= 2 nrs\"\nno-go    = \"> 5 nrs\"",
        "\"<= 1 nrs\"\nno-go    = \"> 6 nrs\"",
    ),
    (
        "a word",
        TENDON,
        "fluoroquinolone",
        "\"none\"",
        "[\"none\", \"within-60-days\"]",
    ),
    ("a shorter fresh", TENDON, "hop-pain", "\"7 d\"", "\"3 d\""),
    (
        "a longer over",
        TENDON,
        "daily-pain",
        "over     = \"7 d\"",
        "over     = \"14 d\"",
    ),
    (
        "a longer over without fresh",
        TENDON,
        "limp",
        "over     = \"7 d\"",
        "over     = \"14 d\"",
    ),
    (
        "only in the clinic",
        TENDON,
        "hop-pain",
        "go       =",
        "asked    = \"clinic\"\ngo       =",
    ),
    (
        "only with one side hurt",
        TENDON,
        "hop-pain",
        "go       =",
        "when     = { side = \"one\" }\ngo       =",
    ),
    (
        "a note",
        TENDON,
        "hop-pain",
        "go       =",
        "note     = true\ngo       =",
    ),
    (
        "another name",
        TENDON,
        "hop-pain",
        "\"hop-pain\"",
        "\"pain-in-hops\"",
    ),
    (
        "a share of the goal",
        "race-preparation",
        "run-within-longest",
        "goal / 1.10",
        "goal / 1.05",
    ),
];

const TENDON: &str = "achilles-midportion";

#[test]
fn known_edits_are_told_in_the_words_predicted() -> Tested {
    let mut edits: Vec<(&str, &str, String)> = Vec::new();
    for (name, id, criterion, from, to) in EDITS {
        edits.push((
            name,
            shipped(id)?,
            edited(shipped(id)?, criterion, from, to)?,
        ));
    }
    let (tendon, race) = (shipped(TENDON)?, shipped("race-preparation")?);
    let fewer = without(tendon, "hop-pain")?;
    let shorter = tendon
        .split_once("[[stage]]\nid     = \"race\"")
        .ok_or("no race")?
        .0;
    edits.push(("a criterion gone", tendon, fewer.clone()));
    edits.push(("a criterion new", &fewer, tendon.to_owned()));
    edits.push(("a stage new", shorter, tendon.to_owned()));
    let whole = [
        (
            "wording",
            tendon,
            "why      = \"Hopping",
            "why      = \"Truly, hopping",
        ),
        ("a rule of cautions", race, "ask ", "cautions = 2\nask "),
        (
            "leaning no more",
            race,
            "no_go_only_with = \"race/long-run\"\n",
            "",
        ),
        ("no step of training", race, "step     = true\n", ""),
        (
            "another stage without a goal",
            tendon,
            "ask        = \"running\"",
            "ask        = \"race\"",
        ),
    ];
    for (name, old, from, to) in whole {
        edits.push((name, old, old.replacen(from, to, 1)));
    }
    let mut shown = Vec::new();
    for (name, old, new) in edits {
        assert_ne!(old, new, "{name} changes nothing");
        let told = told(old, &new).map_err(|error| format!("{name}: {error}"))?;
        shown.push(format!("{name}: {told}"));
    }
    insta::assert_snapshot!(shown.join("\n\n"));
    Ok(())
}
