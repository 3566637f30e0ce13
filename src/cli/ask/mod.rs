//! `rtr ask`: guided questions, only what the goal and the answers so far leave open.

mod answers;
mod draft;
mod open;
mod own;
mod question;
mod table;

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use clap::Args;

pub(super) use self::draft::Draft;
use self::draft::Edit;
pub(super) use self::own::{masked, morning, run_today, since_then};
use self::question::Form;
pub(super) use self::question::{Answered, Question};
pub(super) use self::table::named;
use super::format::Medium;
use super::today::today;
use super::{
    CliError, CriteriaArguments, Exit, QuestionArguments, Units, check, criteria, import, print,
    question as asked,
};
use crate::assessment::{Assessment, Day};
use crate::document::visible;
use crate::engine::report::Report;
use crate::protocol::{Protocol, Refer};
use crate::verdict::Verdict;

/// The file that is begun where none is named.
pub(super) const FILE: &str = "me.json";

const WIDTH: usize = 78;

/// What is said where an entry that recalls several days was worse.
pub(super) const STAYS: &str =
    "the worst of the last days stays in today's entry, which tells of them";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment to answer for, saved after each answer; begun where there is none.
    #[arg(default_value = FILE)]
    file: PathBuf,
    /// The day of the answers; today when absent.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    /// Ask what this goal needs, instead of that in the file, such as `run`, `10k` or `half-marathon`.
    #[arg(long, value_name = "GOAL")]
    goal: Option<String>,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// Show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    if !is_answered_by_a_person() {
        return Err(CliError::Usage(format!(
            "ask needs a terminal; without one, `rtr init assessment > {FILE}`, fill it in, and `rtr check {FILE}`"
        )));
    }
    let as_of = arguments.as_of.map_or_else(today, Ok)?;
    let mut dialogue = Dialogue::begin(Draft::open(&arguments.file, as_of)?)?;
    let new = if arguments.file.exists() {
        ""
    } else {
        "new file, "
    };
    print(&format!(
        "{} · {} · {new}saved as you go\n",
        visible(&arguments.file.display().to_string()),
        as_of.spelled()
    ));
    let mut tests = None;
    loop {
        if dialogue.ask_for_days_since()? == Reply::Quit {
            break;
        }
        let Some((question, corner)) = next_question(arguments, &dialogue)? else {
            break;
        };
        if question.is_test() && tests.is_none() {
            shown(arguments, &dialogue.draft)?;
            tests = Some(now_or_later()?);
        }
        if question.is_test() && tests != Some(true) {
            break;
        }
        match dialogue.ask(&question, &corner)? {
            Reply::Answered | Reply::Skipped => {}
            Reply::Back => tests = None,
            Reply::Quit => break,
        }
    }
    dialogue.draft.save()?;
    finish(arguments, &dialogue.draft)
}

/// Whether somebody can read the questions and type the answers.
pub(super) fn is_answered_by_a_person() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// The tests take a while, and need not be done at once.
fn now_or_later() -> Result<bool, CliError> {
    print("\nOnly tests are left, about 10 minutes: heel raises, hops. Now or later?\n");
    loop {
        match Dialogue::line()?.as_deref() {
            Some("now" | "n") => return Ok(true),
            Some("later" | "l" | "q") | None => return Ok(false),
            Some(_) => print("Please type now or later.\n"),
        }
    }
}

/// The first open question, and what stands in the corner above it.
fn next_question(
    arguments: &Arguments,
    dialogue: &Dialogue,
) -> Result<Option<(Question, String)>, CliError> {
    let draft = &dialogue.draft;
    if draft.get("injury.condition").is_none() {
        let first = named("condition").filter(|question| !dialogue.is_asked(question));
        return Ok(first.map(|question| (question, String::new())));
    }
    let assessment = draft.assessment()?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let report = report(&protocol, &assessment, arguments)?;
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    let mut open = open::questions(&report, draft, arguments.goal.is_some());
    // Whoever must be seen today is asked of what else must be seen, and nothing more.
    if report.judgement.outcome.refer == Some(Refer::Urgent) {
        open.retain(Question::is_of_screening);
    }
    open.retain(|question| !dialogue.is_asked(question));
    let left = open.len();
    let so_far = if best < verdict {
        format!("so far: {}, could be {}", verdict.label(), best.label())
    } else {
        format!("so far: {}", verdict.label())
    };
    let corner = format!("about {left} left · {so_far}");
    Ok(open.into_iter().next().map(|question| (question, corner)))
}

fn report<'a>(
    protocol: &'a Protocol,
    assessment: &'a Assessment,
    arguments: &Arguments,
) -> Result<Report<'a>, CliError> {
    let goal = QuestionArguments {
        as_of: None,
        goal: arguments.goal.clone(),
    };
    let question = asked(protocol, assessment, &goal, arguments.units)?;
    Ok(Report::of(protocol, assessment, question))
}

/// What was saved, and the one screen.
fn finish(arguments: &Arguments, draft: &Draft) -> Result<Exit, CliError> {
    let file = visible(&draft.path.display().to_string()).to_string();
    if draft.get("injury.condition").is_none() {
        print(&format!(
            "\nSaved: {file}. Nothing can be judged before it says where it hurts.\n"
        ));
        return Ok(Exit::Done);
    }
    print(&format!("\nSaved: {file}\n"));
    shown(arguments, draft)?;
    Ok(Exit::Done)
}

/// The one screen of what is known so far.
fn shown(arguments: &Arguments, draft: &Draft) -> Result<(), CliError> {
    let assessment = draft.assessment()?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let report = report(&protocol, &assessment, arguments)?;
    print("\n");
    let page = check::screen_of(&protocol, &assessment, &report, Some(&draft.path));
    Medium::Text.print(&page, arguments.units.into(), &arguments.criteria.files)?;
    let settled = report.judgement.outcome.best_case == report.verdict();
    let is_race = draft
        .get("goal.activity")
        .is_some_and(|word| word == "\"race\"");
    let asked_more = arguments.goal.is_none() && is_race;
    if settled
        && report.verdict() == Verdict::NoGo
        && asked_more
        && report.judgement.outcome.refer.is_none()
    {
        let more = format!(
            "No answer changes this today. For an easy run instead of the goal: rtr ask {} --goal run",
            visible(&draft.path.display().to_string())
        );
        print(&(filled(&more) + "\n"));
    }
    Ok(())
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Answered,
    Skipped,
    Back,
    Quit,
}

/// Questions and answers on a terminal. Enter alone answers nothing.
pub(super) struct Dialogue {
    pub(super) draft: Draft,
    /// Each question that was asked, with the text before its answer.
    asked: Vec<(String, String)>,
    /// What is recorded with the next answer.
    held: Vec<Edit>,
}

impl Question {
    fn is_test(&self) -> bool {
        !self.test_of.is_empty()
    }

    fn is_of_screening(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| field.starts_with("screening[]") || *field == "injury.sudden_onset")
    }
}

impl Dialogue {
    pub(super) fn begin(draft: Draft) -> Result<Self, CliError> {
        if draft.get("injury.condition").is_some() {
            draft.assessment()?;
        }
        Ok(Self {
            draft,
            asked: Vec::new(),
            held: Vec::new(),
        })
    }

    /// Of a record of an earlier day: what happened since. Until that is said it stays of its day.
    ///
    /// *Why is it asked at all?* A day without an entry in a complete log is a day of rest, and rest lets people run. A list of treatments
    /// says that there were no others.
    pub(super) fn ask_for_days_since(&mut self) -> Result<Reply, CliError> {
        let Some(stated) = self.draft.days_since() else {
            return Ok(Reply::Answered);
        };
        loop {
            let mut reply = self.ask(&table::since_then(&stated.spelled()), "")?;
            if !self.held.is_empty()
                && let Some(question) = table::treatments_since()
            {
                reply = self.ask(&question, "")?;
                self.held.clear();
            }
            match reply {
                Reply::Answered => return Ok(reply),
                Reply::Back => {}
                Reply::Skipped | Reply::Quit => {
                    print(&format!(
                        "Then it stays of {}, and is judged as of that day.\n",
                        stated.spelled()
                    ));
                    return Ok(Reply::Quit);
                }
            }
        }
    }

    /// Today's run, and yesterday's, where it is not said how it went.
    pub(super) fn unscored_runs(&self) -> Vec<Question> {
        open::unscored(&self.draft, 2)
    }

    fn is_asked(&self, question: &Question) -> bool {
        self.asked.iter().any(|(key, _)| *key == question.key)
    }

    /// A line that was typed, without blanks around it and in small letters unless it is a path; `None` at the end of the input.
    fn line() -> Result<Option<String>, CliError> {
        print("> ");
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        let read = read.map_err(|source| CliError::File {
            action: "reading",
            path: "standard input".into(),
            source,
        })?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Asks until there is an answer.
    pub(super) fn ask(&mut self, question: &Question, corner: &str) -> Result<Reply, CliError> {
        print(&drawn(question, corner, self.asked.len().saturating_add(1)));
        loop {
            let Some(line) = Self::line()? else {
                return Ok(Reply::Quit);
            };
            let lower = line.to_lowercase();
            match lower.as_str() {
                "" => print("Please answer, or s to skip it: then it stays unknown.\n"),
                "?" => print(&(filled(&question.more) + "\n")),
                "q" => return Ok(Reply::Quit),
                "s" => {
                    self.remember(question);
                    return Ok(Reply::Skipped);
                }
                "b" => {
                    let Some((_, text)) = self.asked.pop() else {
                        print("This is the first question.\n");
                        continue;
                    };
                    self.draft.restore(text);
                    self.draft.save()?;
                    return Ok(Reply::Back);
                }
                _ => {
                    let text = if matches!(question.form, Form::Watch) {
                        &line
                    } else {
                        &lower
                    };
                    if self.take(question, text)? {
                        return Ok(Reply::Answered);
                    }
                }
            }
        }
    }

    fn remember(&mut self, question: &Question) {
        let before = self.draft.text().to_owned();
        self.asked.push((question.key.to_string(), before));
    }

    /// Whether an answer was understood and saved.
    fn take(&mut self, question: &Question, text: &str) -> Result<bool, CliError> {
        let (mut edits, mut said) = match question.read(&self.draft, text) {
            Ok(Answered::Edits(edits, said)) => (edits, said),
            Ok(Answered::No) => {
                self.remember(question);
                return Ok(true);
            }
            Ok(Answered::First(edits)) => {
                self.remember(question);
                self.held = edits;
                return Ok(true);
            }
            Ok(Answered::Import(path)) => {
                self.remember(question);
                return self.import(path);
            }
            Err(wrong) => {
                print(&(filled(&format!("Not understood: {}.", visible(&wrong))) + "\n"));
                return Ok(false);
            }
        };
        let all = edits.len();
        edits.retain(|edit| !edit.is_covered(&self.draft));
        if edits.len() < all {
            let before = if said.is_empty() { "" } else { "; " };
            said = format!("{said}{before}{STAYS}");
        }
        if !self.is_meant(&edits)? {
            return Ok(false);
        }
        let before = self.draft.text().to_owned();
        self.draft.put(&self.held)?;
        self.draft.put(&edits)?;
        if let Err(CliError::Refused { faults, .. }) = self.judged() {
            for fault in faults {
                let line = format!("That cannot be so: {}.", visible(&fault.message));
                print(&(filled(&line) + "\n"));
            }
            self.draft.restore(before);
            return Ok(false);
        }
        if !said.is_empty() {
            print(&(filled(&format!("Noted: {said}.")) + "\n"));
        }
        self.draft.save()?;
        self.asked.push((question.key.to_string(), before));
        Ok(true)
    }

    fn judged(&self) -> Result<(), CliError> {
        if self.draft.get("injury.condition").is_some() {
            self.draft.assessment()?;
        }
        Ok(())
    }

    /// A better answer than the one that was given earlier that day is not taken quietly.
    fn is_meant(&self, edits: &[Edit]) -> Result<bool, CliError> {
        for edit in edits {
            let Some((earlier, now)) = edit.betters(&self.draft) else {
                continue;
            };
            print(&format!(
                "You answered {earlier} before. Correct it to {now}? y/n\n"
            ));
            loop {
                match Self::line()?.as_deref() {
                    Some("y" | "yes") => break,
                    Some("n" | "no") | None => return Ok(false),
                    Some(_) => print("Please type y or n.\n"),
                }
            }
        }
        Ok(true)
    }

    /// Takes a watch export, as `rtr import` does.
    fn import(&mut self, export: PathBuf) -> Result<bool, CliError> {
        self.draft.save()?;
        let (path, as_of) = (self.draft.path.clone(), self.draft.as_of);
        let done = import::run(&import::Arguments::of_dialogue(export, path, as_of));
        self.draft.reload()?;
        if let Err(error) = done {
            self.asked.pop();
            print(&(filled(&format!("Not imported: {}.", visible(&error.to_string()))) + "\n"));
            return Ok(false);
        }
        Ok(true)
    }
}

fn filled(text: &str) -> String {
    textwrap::fill(text, WIDTH)
}

/// A question as it stands on the screen.
fn drawn(question: &Question, corner: &str, number: usize) -> String {
    let mut lines = vec![String::new()];
    let head = format!("{number}");
    if corner.is_empty() {
        lines.push(filled(&question.title));
    } else {
        let gap = WIDTH
            .saturating_sub(head.chars().count())
            .saturating_sub(corner.chars().count());
        lines.push(format!("{head}{}{corner}", " ".repeat(gap)));
        lines.push("─".repeat(WIDTH));
        lines.push(filled(&question.title));
    }
    let labels: Vec<&str> = match &question.form {
        Form::Choice(choices) => choices.iter().map(|(label, _)| label.as_ref()).collect(),
        Form::Ticks(ticks) => ticks.iter().map(|tick| tick.label).collect(),
        Form::Values(_) | Form::Own(_) | Form::Watch => Vec::new(),
    };
    for (place, label) in labels.iter().enumerate() {
        lines.push(format!("  {} {label}", place.saturating_add(1)));
    }
    if !question.help.is_empty() {
        lines.push(filled(&question.help));
    }
    lines.push("s skip · b back · ? more · q save and quit".to_owned());
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::table::QUESTIONS;

    #[test]
    fn each_question_has_a_name_of_its_own_and_says_more() {
        for (place, question) in QUESTIONS.iter().enumerate() {
            let earlier = QUESTIONS.iter().take(place);
            assert!(
                earlier.clone().all(|other| other.key != question.key),
                "{}",
                question.key
            );
            assert!(!question.more.is_empty(), "{}", question.key);
            for text in [&question.title, &question.help, &question.more] {
                for sentence in text.split(['.', ';', ':', '?']) {
                    let words = sentence.split_whitespace().count();
                    assert!(words <= 20, "{words} words: {sentence}");
                }
            }
        }
    }
}
