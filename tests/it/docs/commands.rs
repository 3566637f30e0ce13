//! Commands that are shown without their output are commands that the program has.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{chapters, root};
use crate::cli::program::rtr;
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// What stands between backticks, and each line of a shell block.
fn shown(text: &str) -> Vec<String> {
    let mut shown = Vec::new();
    let mut shell = false;
    for event in Parser::new(text) {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) = &event {
            shell = matches!(language.as_ref(), "sh" | "console");
        } else if matches!(event, Event::End(TagEnd::CodeBlock)) {
            shell = false;
        } else if let Event::Code(code) = event {
            shown.push(code.into_string());
        } else if let Event::Text(block) = event
            && shell
        {
            let block = block.replace("\\\n", " ");
            shown.extend(block.lines().map(str::to_owned));
        }
    }
    shown
}

/// The words of the call of `rtr` in a line, if there is one.
fn call(line: &str) -> Option<Vec<&str>> {
    let line = line.split(" # ").next().unwrap_or(line);
    let line = line.rsplit(" | ").find(|part| {
        let part = part.trim_start_matches("$ ");
        part.starts_with("rtr ")
    })?;
    let words = line.trim_start_matches("$ ").split_whitespace();
    Some(words.skip(1).collect())
}

/// The verb, and beneath `criteria` its own; none where a capital word stands for any.
fn verb<'call>(words: &[&'call str]) -> Option<Vec<&'call str>> {
    let named = |word: &&&str| word.chars().all(|letter| letter.is_ascii_lowercase());
    let verb = *words.first().filter(named)?;
    if verb == "help" {
        return None;
    }
    let beneath = words.get(1).filter(named).filter(|_| verb == "criteria");
    Some(std::iter::once(verb).chain(beneath.copied()).collect())
}

#[test]
fn every_command_that_is_shown_is_there_with_its_options() -> Tested {
    let mut helps: BTreeMap<Vec<String>, String> = BTreeMap::new();
    let mut options = 0_usize;
    let mut pages = chapters()?;
    pages.extend(["README.md", "CONTRIBUTING.md", "DESIGN.md"].map(|name| root().join(name)));
    for path in pages {
        for line in shown(&std::fs::read_to_string(&path)?) {
            let Some(words) = call(&line) else { continue };
            let Some(verb) = verb(&words) else { continue };
            let key: Vec<String> = verb.iter().map(|&word| word.to_owned()).collect();
            if !helps.contains_key(&key) {
                helps.insert(key.clone(), help(&verb)?);
            }
            let help = helps.get(&key).map_or("", String::as_str);
            for word in words.iter().filter(|word| word.starts_with("--")) {
                let option = word.split('=').next().unwrap_or(word);
                assert!(
                    help.split([' ', ',', '\n', '['])
                        .any(|known| known == option),
                    "{}: `{line}`: no {option}",
                    path.display()
                );
                options = options.saturating_add(1);
            }
        }
    }
    assert!(options > 40, "only {options} options");
    assert!(helps.len() > 20, "only {:?}", helps.keys());
    Ok(())
}

fn help(verb: &[&str]) -> Fallible<String> {
    let arguments: Vec<&str> = verb.iter().copied().chain(["--help"]).collect();
    let output = rtr(&arguments)?;
    assert!(output.status.success(), "there is no `rtr {verb:?}`");
    Ok(String::from_utf8(output.stdout)?)
}
