//! Pages stand alone, load nothing, and no text from outside becomes markup.

use std::collections::BTreeSet;

use return_to_run::document::{html, markdown};
use return_to_run::pages::report::{Contents, document};
use return_to_run::pages::standing::standings;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::quantity::Distances;
use return_to_run::{Assessment, Report, Verdict};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Text that tries every way out of its place; the twin has the one thing that is meant to be set, code between backticks.
const HOSTILE: &str = "</p></title></style><script>alert(1)</script><img src=x onerror=alert(2)> \"' &lt; --> | x | **b** __u__ ~~s~~ [a](javascript:alert(3)) ![i](x) <https://a.b> $m$ `code`\n\n# heading\n\n- item\n1. one\n===\n| a |\n|---|";
const PLAIN: &str = "plain `code`";

/// Nothing known, everything met, and something met beside something missed.
const RECORDS: [&str; 3] = [
    "",
    r#""pain": [ { "date": "2026-11-21", "walking": 0, "stairs": 0, "rest": 0, "limp": false } ],"#,
    r#""pain": [ { "date": "2026-11-21", "walking": 9, "stairs": 9, "rest": 9, "limp": false } ],"#,
];

/// A protocol that says the text wherever a criteria file can say something.
fn protocol_saying(text: &str) -> Fallible<Protocol> {
    let file = format!(
        r#"
        format = 1
        id = "saying"
        title = {text:?}
        version = "1.0.0"
        reviewed = 2026-11-21
        status = "approved"
        approved = {{ by = {text:?}, on = 2026-11-21 }}
        conditions = ["saying"]
        ask = "walk-run"
        [[stop_rule]]
        text = {text:?}
        sources = [{text:?}]
        [[remark]]
        beside = "walk-run/limp"
        text = {text:?}
        sources = [{text:?}]
        [[stage]]
        id = "walk-run"
        title = {text:?}
        clears = "walk-run"
        [[stage.criterion]]
        id = "pain"
        measure = "pain.walking"
        go = "<= 2 nrs"
        fresh = "7 d"
        why = {text:?}
        do = {text:?}
        evidence = {{ sources = [{text:?}], confidence = "low", kind = "convention" }}
        [[stage.criterion]]
        id = "limp"
        measure = "gait.limp"
        go = "no"
        fresh = "7 d"
        why = {text:?}
        evidence = {{ sources = [{text:?}], confidence = "low", kind = "convention" }}
        [[stage.criterion]]
        id = "stairs"
        measure = "pain.stairs"
        go = "<= 2 nrs"
        fresh = "7 d"
        note = true
        why = {text:?}
        evidence = {{ sources = [{text:?}], confidence = "low", kind = "convention" }}
        "#
    );
    compile(&file, None, None).map_err(|faults| format!("{faults:?}").into())
}

/// The page and the message of a record with that text for a name.
fn drawn(text: &str, blocks: &str) -> Fallible<(String, String)> {
    let protocol = protocol_saying(text)?;
    let id = serde_json::to_string(text)?;
    let record = format!(
        r#"{{ "as_of": "2026-11-21", "id": {id}, {blocks} "injury": {{ "condition": "saying" }} }}"#
    );
    let assessment = Assessment::from_json(&record)?;
    let report = Report::new(&protocol, &assessment)?;
    let page = html::render(
        &document(&report, Contents::of_page(true)),
        &References::default(),
        Distances::Kilometres,
    );
    let message = markdown::render(
        &document(&report, Contents::of_page(true)),
        Distances::Kilometres,
    );
    Ok((page, message))
}

/// Every tag of a page, in order, with its attributes.
fn tags(page: &str) -> Vec<&str> {
    let behind = page.split('<').skip(1);
    behind.filter_map(|rest| rest.split('>').next()).collect()
}

/// What is left of a message when every letter is taken out that cannot be markup, and every one that is escaped.
fn skeleton(message: &str) -> String {
    let mut letters = message.chars();
    let mut left = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '#' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' | '~' | '!' | '&' | '$' | '\n' => {
                left.push(letter);
            }
            _ => {}
        }
    }
    left
}

#[test]
fn no_text_of_a_file_becomes_markup() -> Tested {
    for blocks in RECORDS {
        let (page, message) = drawn(HOSTILE, blocks)?;
        let (plain_page, plain_message) = drawn(PLAIN, blocks)?;
        assert_eq!(tags(&page), tags(&plain_page), "{blocks}");
        assert_eq!(skeleton(&message), skeleton(&plain_message), "{blocks}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
    Ok(())
}

#[test]
fn every_text_of_a_file_is_shown() -> Tested {
    // Else the promise above could be kept by showing nothing. Approval, title and name; reason and advice; rule and remark; note.
    for (blocks, least) in RECORDS.into_iter().zip([6, 6, 9]) {
        let (page, message) = drawn("needle", blocks)?;
        for text in [page, message] {
            let shown = text.matches("needle").count();
            assert!(shown >= least, "{shown} of {least}: {text}");
        }
    }
    Ok(())
}

#[test]
fn a_source_never_becomes_markup_or_a_link_that_runs() -> Tested {
    let references = References::parse(
        "@misc{plain, author = {{<b>who</b>}}, title = {<script>alert(1)</script>}, url = {javascript:alert(2)}, note = {<i>how</i>}}",
    )?;
    let protocol = protocol_saying("plain")?;
    let record = r#"{ "as_of": "2026-11-21", "injury": { "condition": "saying" } }"#;
    let assessment = Assessment::from_json(record)?;
    let page = html::render(
        &document(
            &Report::new(&protocol, &assessment)?,
            Contents::of_page(true),
        ),
        &references,
        Distances::Kilometres,
    );
    assert!(page.contains("&lt;b&gt;who&lt;/b&gt;") && page.contains("&lt;i&gt;how"));
    assert!(page.contains("javascript:alert(2)") && !page.contains("href=\"javascript"));
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"));
    Ok(())
}

#[test]
fn a_page_stands_alone() -> Tested {
    let references = References::shipped()?;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let page = html::render(
            &document(&report, Contents::of_page(true)),
            &references,
            Distances::Kilometres,
        );
        let name = path.display();
        for outside in ["url(", "@import", "<script", "<link", "<iframe", "<object"] {
            assert!(!page.contains(outside), "{name}: {outside}");
        }
        assert!(page.contains("default-src 'none'"), "{name}");
        let attributes = |key: &str| -> Vec<&str> {
            let parts = tags(&page)
                .into_iter()
                .flat_map(|tag| tag.split(key).skip(1));
            parts.filter_map(|rest| rest.split('"').next()).collect()
        };
        assert_eq!(attributes(" src=\""), Vec::<&str>::new(), "{name}");
        let ids = attributes(" id=\"");
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len(), "{name}: an id is given twice");
        for address in attributes(" href=\"") {
            let within = address
                .strip_prefix('#')
                .is_some_and(|id| once.contains(id));
            assert!(within || address.starts_with("http"), "{name}: {address}");
        }
    }
    Ok(())
}

#[test]
fn no_element_has_an_attribute_twice() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let page = html::render(
            &document(&report, Contents::of_page(true)),
            &References::default(),
            Distances::Kilometres,
        );
        for tag in page
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
        {
            let classes = tag.matches(" class=").count();
            assert!(classes <= 1, "{}: <{tag}>", path.display());
        }
    }
    Ok(())
}

#[test]
fn the_ladder_says_in_words_what_it_draws() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let page = html::render(
            &document(&report, Contents::of_page(true)),
            &References::default(),
            Distances::Kilometres,
        );
        let words = page
            .split("<desc")
            .nth(1)
            .and_then(|rest| rest.split("</desc>").next());
        for (rung, standing) in standings(&report) {
            let words = words.ok_or("no description")?;
            let said = format!("{} {}", rung.stage.id, standing.label());
            assert!(words.contains(&said), "{}: {said}", path.display());
        }
        assert_eq!(
            words.is_some(),
            report.ladder().next().is_some(),
            "{}",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn a_page_and_a_message_show_the_report_of_a_case() -> Tested {
    let references = References::shipped()?;
    for (name, verdict) in [
        ("achilles-partial-tear/story", Verdict::NoGo),
        ("achilles-midportion/self-diagnosed", Verdict::Caution),
        ("achilles-midportion/all-met-for-a-race", Verdict::Go),
        (
            "achilles-rupture/case-f-repaired-eight-months-ago",
            Verdict::NoGo,
        ),
    ] {
        let found = cases()?
            .into_iter()
            .find(|(path, _)| path.ends_with(format!("{name}.json")));
        let (_, text) = found.ok_or_else(|| format!("no case {name}"))?;
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        assert_eq!(report.verdict(), verdict, "{name}");
        let stem = name.replace('/', "__");
        let page = html::render(
            &document(&report, Contents::of_page(true)),
            &references,
            Distances::Kilometres,
        );
        let message = markdown::render(
            &document(&report, Contents::of_page(false)),
            Distances::Kilometres,
        );
        insta::assert_snapshot!(format!("{stem}.html"), steady(&page)?);
        insta::assert_snapshot!(format!("{stem}.markdown"), steady(&message)?);
    }
    Ok(())
}

#[test]
fn miles_are_shown_in_miles_everywhere() -> Tested {
    let found = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("story.json"));
    let assessment = Assessment::from_json(&found.ok_or("no story")?.1)?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let page = html::render(
        &document(&report, Contents::of_page(true)),
        &References::default(),
        Distances::Miles,
    );
    let message = markdown::render(
        &document(&report, Contents::of_page(true)),
        Distances::Miles,
    );
    for text in [page, message] {
        assert!(text.contains("a race of 26.22"), "{text}");
        assert!(!text.contains("42.195"), "{text}");
    }
    Ok(())
}

/// The text without its style sheet, one tag a line, and without the digests that change with every edit of a criteria file.
fn steady(text: &str) -> Fallible<String> {
    let text = match (text.split_once("<style>"), text.split_once("</style>")) {
        (Some((head, _)), Some((_, body))) => format!("{head}<style></style>{body}"),
        (Some(_) | None, Some(_) | None) => text.to_owned(),
    };
    let mut steady = String::new();
    for line in text.replace("><", ">\n<").lines() {
        let digest = line.contains("sha256");
        let words = line.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
        for word in words {
            let bare = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
            let ending = word.strip_prefix(bare).ok_or("a word ends in itself")?;
            let hidden = digest && bare.len() == 64;
            steady.push_str(if hidden { "[digest]" } else { bare });
            steady.push_str(ending);
        }
        steady.push('\n');
    }
    Ok(steady)
}
