//! What was proved, for a terminal.

use super::{Failure, Pair, Proof, Property, Refuted, Shown};
use crate::protocol::Protocol;

/// A proof in lines of at most 80 columns.
#[must_use]
pub fn proof(protocol: &Protocol, proof: &Proof) -> String {
    let mut text = format!("{} {}\n", protocol.id, protocol.version);
    if protocol.route_out.is_some() {
        text.push_str("  nothing to prove: it routes out, and judges nobody\n");
        return text;
    }
    for (property, cells) in Property::ALL.into_iter().zip(proof.cells) {
        let state = if proof.holds(property) {
            "proved"
        } else if proof
            .failures
            .iter()
            .any(|failure| failure.property == property)
        {
            "REFUTED"
        } else {
            "open"
        };
        let of = if cells == 0 {
            "no criterion hangs on it".to_owned()
        } else {
            format!("{cells} cells")
        };
        line(&mut text, state, property.words(), &of);
    }
    let criteria = proof.criteria.iter().map(|(_, shown)| shown);
    exists(
        &mut text,
        "each stage can be reached, by a case",
        proof.stages.iter(),
    );
    exists(&mut text, "each criterion can decide, by a case", criteria);
    for (place, shown) in &proof.criteria {
        let name = protocol.name_of(*place);
        match shown {
            Shown::By(_) => {}
            Shown::Never(because) => {
                let other = protocol.name_of(*because);
                note(
                    &mut text,
                    &format!("never: {name}, for {other} is as bad whenever it is"),
                );
            }
            Shown::Undecided => note(&mut text, &format!("undecided: {name}; no case shows it")),
        }
    }
    for (stage, shown) in protocol.stages.iter().zip(&proof.stages) {
        if *shown == Shown::Undecided {
            note(
                &mut text,
                &format!("undecided: stage {}; no case shows it", stage.id),
            );
        }
    }
    for (place, reason) in &proof.stuck {
        note(
            &mut text,
            &format!("undecided: {}: {reason}", protocol.name_of(*place)),
        );
    }
    text
}

/// A failure with the two assessments that show it.
#[must_use]
pub fn failure(protocol: &Protocol, failure: &Failure, pair: Option<&Pair>) -> String {
    let says = format!("{} comes out worse than {}", failure.from, failure.to);
    refutation(
        failure.property,
        &protocol.name_of(failure.criterion),
        &says,
        pair,
    )
}

/// What a file that the compiler refuses would break.
#[must_use]
pub fn refuted(refuted: &Refuted) -> String {
    refutation(
        refuted.property,
        &refuted.criterion,
        &refuted.says,
        refuted.pair.as_ref(),
    )
}

fn refutation(property: Property, criterion: &str, says: &str, pair: Option<&Pair>) -> String {
    let mut text = format!("  REFUTED  {}\n", property.words());
    note(&mut text, &format!("{criterion}: {says}"));
    match pair {
        Some(pair) => {
            note(&mut text, &format!("one assessment: {}", pair.from_says));
            note(&mut text, &format!("the other: {}", pair.to_says));
        }
        None => note(&mut text, "no two assessments were found that show it"),
    }
    text
}

fn exists<'a>(text: &mut String, what: &str, shown: impl Iterator<Item = &'a Shown> + Clone) {
    let all = shown.clone().count();
    let by = shown.filter(|shown| matches!(shown, Shown::By(_))).count();
    line(text, "shown", what, &format!("{by} of {all}"));
}

fn line(text: &mut String, state: &str, what: &str, of: &str) {
    text.push_str(&format!("  {state:<7}  {what:<43} {of}\n"));
}

fn note(text: &mut String, note: &str) {
    for line in textwrap::wrap(note, 67) {
        text.push_str(&format!("           {line}\n"));
    }
}
