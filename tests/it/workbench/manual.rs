//! The manual says what the criteria files say: all of it, nothing else, and what is committed is what they say now.

use std::collections::BTreeSet;

use return_to_run::document::{html, markdown};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Bound, Confidence, Kind, Protocol, compile};
use return_to_run::quantity::{Distances, Exact};
use return_to_run::workbench::manual::{Body, Entry, Manual};

use crate::cli::program::{rtr, scratch, text_of};
use crate::support::Tested;

fn shipped() -> Result<Vec<Protocol>, Box<dyn std::error::Error>> {
    let compiled = SHIPPED.iter().map(|shipped| {
        shipped
            .compile()
            .map_err(|faults| format!("{}: {faults:?}", shipped.id).into())
    });
    compiled.collect()
}

fn manual() -> Result<(Vec<Protocol>, Manual), Box<dyn std::error::Error>> {
    let protocols = shipped()?;
    let manual = Manual::new(&protocols, References::shipped()?);
    Ok((protocols, manual))
}

fn in_markdown(manual: &Manual) -> String {
    markdown::render(&manual.document(false), Distances::Kilometres)
}

fn in_html(manual: &Manual) -> String {
    let page = manual.document(true);
    html::render(&page, &References::default(), Distances::Kilometres)
}

/// The criteria that chapters tell themselves, with the place of the chapter.
fn told(manual: &Manual) -> Vec<(usize, &Entry)> {
    let mut entries = Vec::new();
    for (place, chapter) in manual.chapters.iter().enumerate() {
        if let Body::Judges(judged) = &chapter.body {
            let own = judged.rungs.iter().flat_map(|rung| &rung.entries.own);
            entries.extend(own.map(|entry| (place, entry)));
        }
    }
    entries
}

#[test]
fn the_committed_manual_is_what_the_criteria_say_now() -> Tested {
    let printed = String::from_utf8(rtr(&["criteria", "manual"])?.stdout)?;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria/MANUAL.md");
    let committed = std::fs::read_to_string(path)?.replace("\r\n", "\n");
    assert!(
        committed == printed,
        "criteria/MANUAL.md is not what the criteria say now; write it anew with `cargo run -- criteria manual -o criteria/MANUAL.md`"
    );
    Ok(())
}

#[test]
fn every_criterion_is_told_once_and_named_wherever_it_stands() -> Tested {
    let (protocols, manual) = manual()?;
    for (protocol, chapter) in protocols.iter().zip(&manual.chapters) {
        let mut named: Vec<String> = Vec::new();
        if let Body::Judges(judged) = &chapter.body {
            for rung in &judged.rungs {
                named.extend(rung.entries.own.iter().map(|entry| entry.name.clone()));
                for (teller, ids) in &rung.entries.told {
                    for id in ids {
                        let name = format!("{}/{id}", rung.id);
                        assert!(
                            told(&manual)
                                .iter()
                                .any(|(place, entry)| place == teller && entry.name == name),
                            "{}: {name} is shown nowhere",
                            chapter.id
                        );
                        named.push(name);
                    }
                }
            }
        }
        let mut all: Vec<String> = (0..protocol.criteria.len())
            .map(|place| protocol.name_of(place))
            .collect();
        all.sort();
        named.sort();
        assert_eq!(named, all, "{}", chapter.id);
    }
    Ok(())
}

#[test]
fn what_is_named_as_told_before_is_the_same_in_both_files() -> Tested {
    let (protocols, manual) = manual()?;
    let find = |place: usize, name: &str| {
        let protocol = protocols.get(place)?;
        let criterion = protocol.criteria.get(protocol.criterion(name)?)?;
        let window = protocol.queries.get(criterion.query)?.window;
        let partners = [criterion.no_go_only_with, criterion.caution_only_with]
            .map(|partner| partner.map(|partner| protocol.name_of(partner)));
        let mut criterion = criterion.clone();
        (
            criterion.query,
            criterion.counted,
            criterion.no_go_only_with,
            criterion.caution_only_with,
        ) = (0, 0, None, None);
        Some((criterion, window, partners))
    };
    let mut named = 0_usize;
    for (place, chapter) in manual.chapters.iter().enumerate() {
        let Body::Judges(judged) = &chapter.body else {
            continue;
        };
        for rung in &judged.rungs {
            for (teller, ids) in &rung.entries.told {
                for id in ids {
                    let name = format!("{}/{id}", rung.id);
                    assert!(
                        find(place, &name).is_some() && find(place, &name) == find(*teller, &name),
                        "{name}"
                    );
                    named = named.saturating_add(1);
                }
            }
        }
    }
    assert!(named > 150, "{named}");
    Ok(())
}

/// A decimal in millionths.
fn millionths(text: &str) -> Option<i64> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{places:0<6}").parse().ok()
}

#[test]
fn a_line_shows_on_both_sides_of_each_limit_what_the_engine_decides() -> Tested {
    let (protocols, manual) = manual()?;
    let mut cuts = 0_usize;
    for (place, entry) in told(&manual) {
        let (Some(line), Some(protocol)) = (&entry.line, protocols.get(place)) else {
            continue;
        };
        let criterion = protocol
            .criterion(&entry.name)
            .and_then(|place| protocol.criteria.get(place));
        let bands = criterion
            .and_then(|criterion| criterion.bands)
            .ok_or("no bands")?;
        assert!(
            line.segments
                .windows(2)
                .all(|pair| matches!(pair, [one, other] if one.to <= other.to)),
            "{}",
            entry.name
        );
        assert_eq!(
            line.segments.last().map(|last| last.to),
            Some(1000),
            "{}",
            entry.name
        );
        if matches!(bands.go.bound, Bound::GoalOver(_)) {
            continue;
        }
        let mut starts = 0;
        for pair in line.segments.windows(2) {
            let [left, right] = pair else { continue };
            let Some(cut) = millionths(&left.label) else {
                continue;
            };
            let at = |offset: i64| bands.place(Exact::micro(cut.saturating_add(offset)), None);
            // A band of one value has no width.
            let (before, behind) = (
                i64::from(starts != left.to).saturating_neg(),
                i64::from(left.to != right.to),
            );
            assert_eq!(at(before), Some(left.verdict), "{}", entry.name);
            assert_eq!(at(behind), Some(right.verdict), "{}", entry.name);
            starts = left.to;
            cuts = cuts.saturating_add(1);
        }
    }
    assert!(cuts > 80, "{cuts}");
    Ok(())
}

#[test]
fn every_open_decision_is_listed_for_every_protocol_it_stands_in() -> Tested {
    let (protocols, manual) = manual()?;
    let mut listed = BTreeSet::new();
    for decision in manual.decisions() {
        for place in &decision.chapters {
            let fresh = listed.insert((*place, decision.name.clone()));
            assert!(
                fresh || !decision.name.contains('/'),
                "{} twice",
                decision.name
            );
        }
    }
    for (place, protocol) in protocols.iter().enumerate() {
        for (number, criterion) in protocol.criteria.iter().enumerate() {
            let evidence = &criterion.evidence;
            let open =
                evidence.kind == Kind::Convention || evidence.confidence == Confidence::VeryLow;
            let name = protocol.name_of(number);
            assert_eq!(
                listed.contains(&(place, name.clone())),
                open,
                "{}: {name}",
                protocol.id
            );
        }
    }
    Ok(())
}

/// What follows each occurrence of a text, up to a letter.
fn after<'a>(text: &'a str, lead: &str, end: char) -> BTreeSet<&'a str> {
    text.split(lead)
        .skip(1)
        .filter_map(|rest| rest.split(end).next())
        .collect()
}

#[test]
fn every_link_inside_leads_somewhere_and_the_page_fetches_nothing() -> Tested {
    let (_, manual) = manual()?;
    let text = in_markdown(&manual);
    let missing: Vec<&str> = after(&text, "](#", ')')
        .difference(&after(&text, "id=\"", '"'))
        .copied()
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let page = in_html(&manual);
    let missing: Vec<&str> = after(&page, "href=\"#", '"')
        .difference(&after(&page, " id=\"", '"'))
        .copied()
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    for fetching in ["<script", "<link", "<img", " src=", "@import", "url(http"] {
        assert!(!page.contains(fetching), "{fetching}");
    }
    assert!(page.contains("default-src 'none'"));
    assert_eq!(
        text,
        in_markdown(&Manual::new(&shipped()?, References::shipped()?))
    );
    Ok(())
}

#[test]
fn no_text_of_a_criteria_file_becomes_markup() -> Tested {
    let text = String::from_utf8(rtr(&["init", "criteria"])?.stdout)?;
    let odd = "<b>x</b> | [y](z) *s* `<i>` & $e$ \\\\";
    let text = text
        .replace("Calf strain", odd)
        .replace("Walking and daily life", odd)
        .replace(
            "Daily life must be nearly free of pain before more is asked.",
            odd,
        );
    let protocol = compile(&text, None, None).map_err(|faults| format!("{faults:?}"))?;
    let manual = Manual::new(&[protocol], References::shipped()?);
    let page = in_html(&manual);
    assert!(!page.contains("<b>x") && !page.contains("<i>") && page.contains("&lt;b&gt;x"));
    let written = in_markdown(&manual);
    // What stands between fences is set as it is.
    let unfenced: String = written.split("````").step_by(2).collect();
    let plain: Vec<&str> = unfenced.split('`').step_by(2).collect();
    let plain = plain.join("");
    assert!(
        !plain.contains("<b>x") && !plain.contains("[y](z)") && plain.contains("\\<b\\>x"),
        "{written}"
    );
    Ok(())
}

#[test]
fn an_approved_file_names_who_and_a_draft_asks_for_a_name() -> Tested {
    let text = String::from_utf8(rtr(&["init", "criteria"])?.stdout)?;
    let approved = text.replace(
        "\"draft\"",
        "\"approved\"\napproved = { by = \"A. Clinician\", on = 2026-11-21 }",
    );
    assert_ne!(text, approved);
    for (text, said) in [
        (&text, "| Status | Name | Date |"),
        (&approved, "Approved by A. Clinician on 2026-11-21."),
    ] {
        let (_folder, path) = scratch("my-calf.toml", text)?;
        let written = rtr(&["criteria", "manual", &text_of(&path)])?;
        assert!(String::from_utf8(written.stdout)?.contains(said), "{said}");
    }
    Ok(())
}

#[test]
fn sentences_name_the_limit_the_window_and_the_condition() -> Tested {
    let (_, manual) = manual()?;
    let said = |name: &str| {
        let entries = told(&manual);
        let entry = entries.iter().find(|(_, entry)| entry.name == name)?.1;
        let bands: Vec<String> = entry
            .bands
            .iter()
            .map(|(verdict, text)| format!("{} {text}", verdict.label()))
            .collect();
        Some(format!("{}. {}", bands.join("; "), entry.conditions))
    };
    for (name, wanted) in [
        (
            "daily-life/daily-pain",
            "GO at 2 or less; CAUTION between; NO-GO above 5. The worst of the last 7 days counts, with an entry on at least 5 days, the newest at most 1 day old.",
        ),
        (
            "screening/calf-squeeze",
            "GO when normal; NO-GO when abnormal. Asked only after a sudden onset. The newest entry counts, at most 14 days old. A NO-GO says: see a clinician. So does not knowing.",
        ),
        (
            "strength/heel-raise-height-symmetry-in-clinic",
            "GO at 90 % or more; CAUTION between; NO-GO below 80 %. Asked in the clinic; at home it counts only where it is recorded, and only ever worsens. Then it is a CAUTION at most. The newest entry counts, at most 7 days old.",
        ),
        (
            "race/longest-run-since-onset",
            "GO at the goal's distance / 1.1 or more; CAUTION between; NO-GO below the goal's distance / 1.5. ",
        ),
        (
            "running/last-run-rise",
            "GO below 2; CAUTION at 2; NO-GO above 2. The last run counts, however long ago.",
        ),
        (
            "race/weekly-distance-marathon",
            "GO at 40 km or more; CAUTION between; NO-GO below 30 km. Asked only for a goal of 42 km or more. The NO-GO counts only while `race/long-run` is not GO; else it is a CAUTION.",
        ),
    ] {
        assert_eq!(said(name).as_deref(), Some(wanted), "{name}");
    }
    Ok(())
}
