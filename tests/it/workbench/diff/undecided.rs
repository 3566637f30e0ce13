//! Where the relation of two files is left undecided, and why.

use return_to_run::workbench::diff::{Difference, Relation};

use super::{compiled, shipped, told};
use crate::support::Tested;

#[test]
fn a_changed_rule_of_evidence_leaves_the_relation_undecided_and_is_shown() -> Tested {
    let old = shipped("race-preparation")?;
    let new = old.replacen("pain     = \"<= 5 nrs\"", "pain     = \"<= 2 nrs\"", 1);
    let new = new.replacen("days     = 3\n", "days     = 2\n", 1);
    insta::assert_snapshot!(told(old, &new)?);
    Ok(())
}

#[test]
fn where_too_much_depends_on_one_criterion_the_relation_is_undecided_and_says_why() -> Tested {
    let mut text = "format = 1\nid = \"many\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\nconditions = [\"many\"]\nask = \"one\"\n\
        [[stage]]\nid = \"one\"\ntitle = \"t\"\nclears = \"screening\"\n"
        .to_owned();
    let measures = [
        "pain.rest",
        "pain.walking",
        "pain.stairs",
        "pain.heel_raise",
        "pain.hopping",
        "pain.palpation",
        "pain.morning",
    ];
    for (place, measure) in measures.into_iter().enumerate() {
        let leans = if place > 0 {
            "no_go_only_with = \"one/c0\"\n"
        } else {
            ""
        };
        text.push_str(&format!(
            "[[stage.criterion]]\nid = \"c{place}\"\nmeasure = \"{measure}\"\ngo = \"<= 2 nrs\"\nno-go = \"> 5 nrs\"\nfresh = \"7 d\"\n{leans}why = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n"
        ));
    }
    let (old, new) = (
        compiled(&text)?,
        compiled(&text.replacen("> 5 nrs", "> 4 nrs", 1))?,
    );
    let difference = Difference::of(&old, &new);
    assert_eq!(difference.relation, Relation::Undecided);
    assert!(
        difference
            .reason
            .is_some_and(|reason| reason.contains("depend on one another"))
    );
    assert!(difference.stages.is_empty());
    assert!(
        difference
            .changes
            .iter()
            .all(|change| change.relation == Some(Relation::Undecided))
            && !difference.changes.is_empty()
    );
    Ok(())
}
