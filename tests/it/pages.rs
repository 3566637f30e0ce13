//! Pages stand alone, load nothing, and no text from outside becomes markup.

use return_to_run::protocol::compile;
use return_to_run::protocol::references::References;
use return_to_run::report::units::Distances;
use return_to_run::report::{html, markdown};
use return_to_run::{Assessment, Report};

use crate::support::{Tested, cases, protocol_for};

const HOSTILE: &str = r#"
    format = 1
    id = "hostile"
    title = "<script>alert(1)</script> | *title*"
    version = "1.0.0"
    reviewed = 2026-11-21
    status = "draft"
    conditions = ["hostile"]
    ask = "daily-life"
    [[stage]]
    id = "daily-life"
    title = "<img src=x onerror=alert(2)>"
    clears = "daily-life"
    [[stage.criterion]]
    id = "pain"
    measure = "pain.daily.worst"
    go = "<= 2 nrs"
    fresh = "7 d"
    why = "</p><script>alert(3)</script> [a](javascript:alert(4)) `code` **bold**\n# heading"
    do = "<a href='https://example.org'>here</a>"
    evidence = { sources = ["<b>key</b>"], confidence = "low", kind = "convention" }
"#;

#[test]
fn no_text_of_a_file_becomes_markup() -> Tested {
    let protocol = compile(HOSTILE, None, None).map_err(|faults| format!("{faults:?}"))?;
    let record = r#"{ "as_of": "2026-11-21", "id": "<script>alert(0)</script>", "injury": { "condition": "hostile" } }"#;
    let assessment = Assessment::from_json(record)?;
    let report = Report::new(&protocol, &assessment)?;
    let page = html::render(&report, &References::default(), Distances::Kilometres);
    for markup in ["<script", "<img", "<b>", "<a href='"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;script&gt;alert(3)"));
    let text = markdown::render(&report, true, Distances::Kilometres);
    // What stands behind a backslash is shown as it is.
    let live = text
        .replace("\\<", "")
        .replace("\\[", "")
        .replace("\\*", "")
        .replace("\\`", "");
    for markup in ["<script", "[a](", "`code`", "**bold**", "\n# heading"] {
        assert!(!live.contains(markup), "{markup} in {text}");
    }
    Ok(())
}

#[test]
fn a_page_stands_alone() -> Tested {
    let references = References::shipped()?;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let page = html::render(
            &Report::new(&protocol, &assessment)?,
            &references,
            Distances::Kilometres,
        );
        for outside in [
            "<script", "<link", "<iframe", "src=", "url(", "@import", "xlink",
        ] {
            assert!(!page.contains(outside), "{}: {outside}", path.display());
        }
        assert!(
            page.contains("default-src 'none'") && page.contains("@page"),
            "{}",
            path.display()
        );
        // Every number in brackets leads to a source of the list.
        let marks = page
            .split("href=\"#source-")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        for mark in marks {
            assert!(
                page.contains(&format!("id=\"source-{mark}\"")),
                "{}: {mark}",
                path.display()
            );
        }
    }
    Ok(())
}

#[test]
fn a_page_and_a_message_show_the_report_of_a_case() -> Tested {
    let references = References::shipped()?;
    for name in [
        "achilles-midportion/hop-pain-vetoes-good-strength",
        "achilles-midportion/self-diagnosed",
        "achilles-rupture/case-f-repaired-eight-months-ago",
    ] {
        let (_, text) = cases()?
            .into_iter()
            .find(|(path, _)| path.ends_with(format!("{name}.json")))
            .ok_or("no such case")?;
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let stem = name.replace('/', "__");
        let page = html::render(&report, &references, Distances::Kilometres)
            .replace(&protocol.digest.to_string(), "[digest]");
        insta::assert_snapshot!(format!("{stem}.html"), page.replace("><", ">\n<"));
        insta::assert_snapshot!(
            format!("{stem}.markdown"),
            markdown::render(&report, false, Distances::Kilometres)
        );
    }
    Ok(())
}
