//! Stages and their criteria.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other type of TOML value is the same fault"
)]

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::table::{BAND, FACT, Faults, TABLE, Table, text, texts, wrong_type};
use crate::diagnostic::Diagnostic;
use crate::protocol::raw::{self, Band, OneOrMore, Spanned};

pub(super) fn stage(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Stage> {
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let clears = table.required_text("clears", faults);
    let before = faults.found.len();
    let criterion = table
        .tables("criterion", "a criterion", faults, criterion)
        .unwrap_or_default();
    let all_read = faults.found.len() == before;
    table.finish(faults);
    let id = id?;
    if criterion.is_empty() && all_read {
        faults.push(
            Diagnostic::new("empty-stage", id.span.clone(), format!("stage `{}` has no criteria", id.value))
                .help("add `[[stage.criterion]]`, or remove the stage: a stage that asks nothing would clear everybody"),
        );
    }
    Some(raw::Stage {
        id,
        title: title?,
        clears: clears?,
        criterion,
    })
}

fn criterion(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Criterion> {
    let before = faults.found.len();
    let id = table.required_text("id", faults);
    let before_which = table.text("before", faults);
    let measure = table.required_text("measure", faults);
    let asked = table.text("asked", faults);
    let when = when(&mut table, faults);
    let go = band(&mut table, "go", faults);
    let no_go = band(&mut table, "no-go", faults);
    let fresh = table.text("fresh", faults);
    let over = table.text("over", faults);
    let at_least = table.integer("at_least", faults);
    let certainty = table.integer("certainty", faults);
    let note = table.boolean("note", faults);
    let step = table.boolean("step", faults);
    let refer = table.text("refer", faults);
    let refer_if_unknown = table.boolean("refer_if_unknown", faults);
    let no_go_only_with = table.text("no_go_only_with", faults);
    let caution_only_with = table.text("caution_only_with", faults);
    let allow = table.tables("allow", "an exception", faults, allow);
    let why = table.required_text("why", faults);
    let advice = table.text("do", faults);
    let evidence = evidence(&mut table, faults);
    // A key that could not be read would seem missing further on.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::Criterion {
        id: id?,
        before: before_which,
        measure: measure?,
        asked,
        when,
        go,
        no_go,
        fresh,
        over,
        at_least,
        certainty,
        note,
        step,
        refer,
        refer_if_unknown,
        no_go_only_with,
        caution_only_with,
        allow,
        why: why?,
        advice,
        evidence: evidence?,
    })
}

fn allow(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Allow> {
    let lint = table.required_text("lint", faults);
    let because = table.required_text("because", faults);
    table.finish(faults);
    Some(raw::Allow {
        lint: lint?,
        because: because?,
    })
}

pub(super) fn evidence(table: &mut Table<'_>, faults: &mut Faults) -> Option<raw::Evidence> {
    let evidence = evidence_if_given(table, faults);
    table.required("evidence", evidence, faults)
}

pub(super) fn evidence_if_given(
    table: &mut Table<'_>,
    faults: &mut Faults,
) -> Option<raw::Evidence> {
    let mut table = table.table("evidence", "`evidence`", faults)?;
    let sources = table.required_texts("sources", faults);
    let confidence = table.required_text("confidence", faults);
    let kind = table.required_text("kind", faults);
    table.finish(faults);
    Some(raw::Evidence {
        sources: sources?,
        confidence: confidence?,
        kind: kind?,
    })
}

fn when(
    table: &mut Table<'_>,
    faults: &mut Faults,
) -> Option<Spanned<BTreeMap<String, Spanned<OneOrMore>>>> {
    let value = table.value("when")?;
    let DeValue::Table(facts) = value.get_ref() else {
        return wrong_type("when", TABLE, value.get_ref(), value.span(), faults);
    };
    let mut conditions = BTreeMap::new();
    for (name, value) in facts {
        let words = match value.get_ref() {
            DeValue::Array(array) => Some(OneOrMore::More(texts(name.get_ref(), array, faults))),
            DeValue::String(_) => {
                text(name.get_ref(), value, faults).map(|text| OneOrMore::One(text.value))
            }
            other => wrong_type(name.get_ref(), FACT, other, value.span(), faults),
        };
        if let Some(words) = words {
            conditions.insert(
                name.get_ref().to_string(),
                Spanned {
                    value: words,
                    span: value.span(),
                },
            );
        }
    }
    Some(Spanned {
        value: conditions,
        span: value.span(),
    })
}

pub(super) fn band(
    table: &mut Table<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<Spanned<Band>> {
    let value = table.value(key)?;
    let band = match value.get_ref() {
        DeValue::String(_) => Band::Text(text(key, value, faults)?.value),
        DeValue::Array(array) => Band::Words(texts(key, array, faults)),
        DeValue::Boolean(answer) => Band::Bool(*answer),
        other => return wrong_type(key, BAND, other, value.span(), faults),
    };
    Some(Spanned {
        value: band,
        span: value.span(),
    })
}
