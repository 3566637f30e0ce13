//! A question, and what its answer puts into the record.

use std::borrow::Cow;
use std::path::PathBuf;

use super::answers;
use super::draft::{Draft, Edit};

/// A question to a runner.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Question {
    /// Its name; one is asked once in a dialogue.
    pub(in crate::cli) key: Cow<'static, str>,
    /// The fields it answers, as measures name those they read: it is asked while one of them is open.
    pub(super) fields: Cow<'static, [&'static str]>,
    /// It is a test of these measures, by the start of their ids; empty for one that is none.
    pub(super) test_of: &'static str,
    pub(super) title: Cow<'static, str>,
    pub(super) help: Cow<'static, str>,
    /// What `?` tells: what the words mean, how the test is done.
    pub(super) more: Cow<'static, str>,
    pub(super) form: Form,
    /// The entry of a list that it is about, where that is not the one of the day.
    pub(super) at: Option<usize>,
    /// When it makes no sense, whatever is open.
    pub(super) unless: fn(&Draft) -> bool,
}

/// What an answer looks like.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// One of several: what is read, and what is recorded in the first field.
    Choice(Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>),
    /// Any of several, or none of them typed in full.
    Ticks(&'static [Tick]),
    /// A value for each, with blanks between.
    Values(Cow<'static, [Part]>),
    /// Whatever this reads.
    Own(fn(&Draft, &str) -> Answer),
    /// A watch export, or `n`.
    Watch,
}

/// One of several things that may be so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tick {
    pub(super) label: &'static str,
    pub(super) field: &'static str,
    /// What is recorded where it is so, and where it is not.
    pub(super) values: [&'static str; 2],
}

/// One value among several.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) field: Cow<'static, str>,
    pub(super) kind: Kind,
}

impl Part {
    pub(super) const fn new(field: &'static str, kind: Kind) -> Self {
        Self {
            field: Cow::Borrowed(field),
            kind,
        }
    }
}

/// How a value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A score, or a word for one.
    Pain,
    /// A score, or `-` where it was not done.
    PainOrNotDone,
    YesNo,
    /// `y` for a usual stride.
    UsualStride,
    /// A number between two, named for a message.
    Number(i64, i64, &'static str),
    /// A day, a month or a year, typed with or without blanks.
    Period,
    /// A day.
    Day,
}

/// What an answer comes to: what is recorded and what is said of it, or what is wrong with it.
pub(in crate::cli) type Answer = Result<Answered, String>;

#[derive(Debug)]
pub(in crate::cli) enum Answered {
    Edits(Vec<Edit>, String),
    /// Recorded with the answer to the next question, and not without it.
    First(Vec<Edit>),
    Import(PathBuf),
    /// Nothing to record.
    No,
}

impl Question {
    /// What an answer puts into the record.
    pub(in crate::cli) fn read(&self, draft: &Draft, text: &str) -> Answer {
        let answered = match &self.form {
            Form::Choice(choices) => {
                let json = chosen(choices, text)?;
                let field = self.fields.first().copied().unwrap_or_default();
                Answered::Edits(vec![Edit::new(field, json)], String::new())
            }
            Form::Ticks(ticks) => Answered::Edits(ticked(ticks, text)?, String::new()),
            Form::Values(parts) => {
                let (edits, said) = values(draft, parts, text)?;
                Answered::Edits(edits, said)
            }
            Form::Own(read) => read(draft, text)?,
            Form::Watch if matches!(text, "n" | "no" | "none") => Answered::No,
            Form::Watch => {
                let path = PathBuf::from(text.trim_matches(['\'', '"']));
                if !path.exists() {
                    return Err(format!("no file or folder `{text}`; n if you have none"));
                }
                Answered::Import(path)
            }
        };
        Ok(match (answered, self.at) {
            (Answered::Edits(edits, said), Some(at)) => {
                Answered::Edits(edits.into_iter().map(|edit| edit.at(at)).collect(), said)
            }
            (answered, _) => answered,
        })
    }
}

fn chosen(
    choices: &[(Cow<'static, str>, Cow<'static, str>)],
    text: &str,
) -> Result<String, String> {
    let number = text
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    if let Some((_, json)) = number.and_then(|place| choices.get(place)) {
        return Ok(json.to_string());
    }
    let is_meant = |(label, json): &&(Cow<'static, str>, Cow<'static, str>)| {
        json.trim_matches('"') == text || label.to_lowercase().starts_with(text)
    };
    let mut meant = choices.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some((_, json)), None) => Ok(json.to_string()),
        _ => Err(format!(
            "a number from 1 to {}, got `{text}`",
            choices.len()
        )),
    }
}

fn ticked(ticks: &[Tick], text: &str) -> Result<Vec<Edit>, String> {
    let mut places = Vec::new();
    if text != "none" {
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            let place = word
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1));
            let place = place.filter(|place| *place < ticks.len()).ok_or_else(|| {
                format!(
                    "numbers from 1 to {}, or the word none; got `{word}`",
                    ticks.len()
                )
            })?;
            places.push(place);
        }
    }
    let edits = ticks.iter().enumerate().map(|(place, tick)| {
        let [so, not_so] = tick.values;
        Edit::new(
            tick.field,
            if places.contains(&place) { so } else { not_so },
        )
    });
    Ok(edits.collect())
}

/// Reads a value for each part; `s` leaves one unknown.
pub(super) fn values(
    draft: &Draft,
    parts: &[Part],
    text: &str,
) -> Result<(Vec<Edit>, String), String> {
    if let [part] = parts {
        return value(draft, part, text);
    }
    let words = answers::words(text);
    if words.len() != parts.len() {
        return Err(format!(
            "{} answers with blanks between them, s for one you do not know; got {}",
            parts.len(),
            words.len()
        ));
    }
    let mut edits = Vec::new();
    let mut all = String::new();
    for (part, word) in parts.iter().zip(words).filter(|(_, word)| word != "s") {
        let (more, said) = value(draft, part, &word)?;
        edits.extend(more);
        if !all.contains(&said) {
            all.push_str(&said);
        }
    }
    Ok((edits, all))
}

fn value(draft: &Draft, part: &Part, text: &str) -> Result<(Vec<Edit>, String), String> {
    let mut said = String::new();
    let json = match part.kind {
        Kind::PainOrNotDone if text == "-" => "\"not-done\"".to_owned(),
        Kind::Pain | Kind::PainOrNotDone => {
            let (score, of_word) = answers::pain(text)?;
            of_word.clone_into(&mut said);
            score
        }
        Kind::YesNo => answers::yes(text)?.to_string(),
        Kind::UsualStride if answers::yes(text)? => "\"normal\"".to_owned(),
        Kind::UsualStride => "\"altered\"".to_owned(),
        Kind::Number(low, high, what) => answers::within(text, low, high, what)?,
        Kind::Period => {
            let period = answers::period(text, draft.as_of)?;
            if text.ends_with("ago") {
                said = format!("{period} is the latest day that this can mean, and it counts");
            }
            format!("\"{period}\"")
        }
        Kind::Day => {
            let day = answers::day(text, draft.as_of, answers::Side::Past)?;
            format!("\"{day}\"")
        }
    };
    Ok((vec![Edit::new(part.field.clone(), json)], said))
}
