//! The pictures of the docs are drawn here from what the program prints, and a stale one fails.

#[cfg(unix)]
use anstyle::RgbColor;
#[cfg(unix)]
use anstyle_svg::Term;
use serde_json::Value;

use super::root;
use crate::cli::program::rtr;
#[cfg(unix)]
use crate::cli::terminal::on_a_terminal;
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const STORY: &str = "fixtures/cases/achilles-partial-tear/story.json";

/// Compares a picture with the one in the book, or writes it where `INSTA_UPDATE=always` asks for it as for a snapshot.
fn assert_drawn(name: &str, drawn: &str) -> Tested {
    let path = root().join("docs/src/img").join(name);
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(&path, drawn)?;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept.replace("\r\n", "\n") == drawn,
        "docs/src/img/{name} is stale: INSTA_UPDATE=always cargo test --test it docs::pictures"
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_screen_of_the_story_is_drawn_in_its_colours() -> Tested {
    let screen = on_a_terminal(&["check", STORY], &[])?;
    assert!(screen.contains("\u{1b}["), "no colour: {screen}");
    let prompt = format!("$ rtr check story.json\n{screen}");
    // Dark on light, because red on black is hard to read.
    let terminal = Term::new()
        .fg_color(RgbColor(0x1a, 0x1a, 0x1a).into())
        .bg_color(RgbColor(0xf6, 0xf8, 0xfa).into());
    let svg = terminal.render_svg(&prompt);
    assert_drawn("check.svg", &format!("{}\n", svg.trim_end()))
}

/// How a stage stands, by the rule of the screen: its sign, its class in the picture, and what the sign says.
fn standing(stage: &Value, cleared_below: bool) -> Fallible<(&'static str, &'static str)> {
    let of = |key: &str| stage.get(key).and_then(Value::as_str);
    Ok(match (of("verdict"), of("best_case")) {
        (Some("go"), _) if cleared_below => ("✓", "go"),
        (Some("go"), _) => ("○", "waits"),
        (Some("no-go"), Some("no-go")) => ("✗", "no-go"),
        (Some("caution"), Some("caution")) => ("!", "caution"),
        (Some(_), Some(_)) => ("?", "unknown"),
        _ => return Err(format!("no stage: {stage}").into()),
    })
}

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" width="720" height="300" role="img">
<style>
text { font-family: system-ui, sans-serif; fill: #1a1a1a; }
.verdict { font-size: 34px; font-weight: 700; }
.question { font-size: 16px; }
.stage { font-size: 14px; text-anchor: middle; }
.sign { font-size: 26px; font-weight: 700; text-anchor: middle; }
rect { fill: #f2f2f2; stroke: #767676; }
text.go { fill: #1b6e3c; } text.caution { fill: #8a5a00; } text.no-go { fill: #b3261e; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e6e6; } rect { fill: #2b2b2b; stroke: #9a9a9a; }
  text.go { fill: #6fcf97; } text.caution { fill: #f2c94c; } text.no-go { fill: #ff8a80; }
}
</style>
"#;

/// The ladder of a report as stairs, the verdict above them.
fn stairs(report: &Value, screen: &str) -> Fallible<String> {
    let first = screen.lines().next().ok_or("an empty screen")?;
    let (verdict, question) = first
        .split_once(' ')
        .ok_or("a verdict without a question")?;
    let (question, _) = question.split_once(" (").unwrap_or((question, ""));
    let told = screen
        .lines()
        .nth(1)
        .and_then(|line| line.split_once(". "))
        .map_or("", |(told, _)| told);
    let class = verdict.to_lowercase();
    let mut svg = format!(
        "{HEAD}<title>{verdict} {question}</title>\n\
         <text x=\"10\" y=\"44\" class=\"verdict {class}\">{verdict}</text>\n\
         <text x=\"10\" y=\"72\" class=\"question\">{question}</text>\n\
         <text x=\"10\" y=\"96\" class=\"question\">{told}.</text>\n"
    );
    let ladder = report.get("ladder").and_then(Value::as_array);
    let mut cleared = true;
    // Each step is a stage's width further, and a little higher.
    let steps = (10..).step_by(100).zip((60..=250).rev().step_by(30));
    for ((left, top), stage) in steps.zip(ladder.ok_or("no ladder")?) {
        let name = stage.get("stage").and_then(Value::as_str).unwrap_or("");
        let (sign, class) = standing(stage, cleared)?;
        cleared = cleared && class == "go";
        assert!(
            screen.contains(&format!("{sign} {name}")),
            "the screen says otherwise of {name} than {sign}: {screen}"
        );
        svg.push_str(&format!(
            "<g transform=\"translate({left} {top})\">\
             <rect width=\"100\" height=\"300\"/>\
             <text x=\"50\" y=\"-10\" class=\"sign {class}\">{sign}</text>\
             <text x=\"50\" y=\"24\" class=\"stage\">{name}</text></g>\n"
        ));
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

#[test]
fn the_ladder_of_the_story_is_drawn_as_its_screen_says() -> Tested {
    let report = rtr(&["check", STORY, "--format", "json"])?;
    let screen = String::from_utf8(rtr(&["check", STORY])?.stdout)?;
    let svg = stairs(&serde_json::from_slice(&report.stdout)?, &screen)?;
    assert_drawn("ladder.svg", &svg)
}

#[test]
fn every_standing_has_its_sign_in_the_stairs() -> Tested {
    for case in [
        "fixtures/cases/achilles-midportion/hop-pain-vetoes-good-strength.json",
        "fixtures/minimal/running-at-home.json",
    ] {
        let report = rtr(&["check", case, "--format", "json"])?;
        let screen = String::from_utf8(rtr(&["check", case])?.stdout)?;
        stairs(&serde_json::from_slice(&report.stdout)?, &screen)?;
    }
    Ok(())
}
