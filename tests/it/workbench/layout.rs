//! Laying a criteria file out changes its layout and nothing else: no value, no order of tables, no comment.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::workbench::layout::{NotLaidOut, lay_out};

use crate::cli::program::{rtr, scratch, text_of};
use crate::support::Tested;

/// Random whitespace, drawn from a list of numbers in turn.
struct Disorder<'a> {
    numbers: &'a [u8],
    place: usize,
    comments: Option<Vec<String>>,
}

impl Disorder<'_> {
    fn next(&mut self, below: u8) -> u8 {
        let count = self.numbers.len().max(1);
        let place = self.place.checked_rem(count).unwrap_or(0);
        let number = self.numbers.get(place).copied().unwrap_or(0);
        self.place = self.place.saturating_add(1);
        number.checked_rem(below).unwrap_or(0)
    }

    fn spaces(&mut self) -> String {
        ["", " ", "  ", "\t"]
            .get(usize::from(self.next(4)))
            .copied()
            .unwrap_or_default()
            .to_owned()
    }

    /// A comment that stands nowhere else, if any are wanted.
    fn comment(&mut self) -> Option<String> {
        let wanted = self.comments.is_some() && self.next(5) == 0;
        let comments = self.comments.as_mut().filter(|_| wanted)?;
        let comment = format!("# said {} times = [{{", comments.len());
        comments.push(comment.clone());
        Some(comment)
    }

    /// A value with other spaces between its parts; in a list also with line ends.
    fn value(&mut self, value: &str) -> String {
        let mut text = String::new();
        let (mut quoted, mut lists, mut tables) = (false, 0_u8, 0_u8);
        for letter in value.chars() {
            match letter {
                '"' => quoted = !quoted,
                '[' if !quoted => lists = lists.saturating_add(1),
                ']' if !quoted => lists = lists.saturating_sub(1),
                '{' if !quoted => tables = tables.saturating_add(1),
                '}' if !quoted => tables = tables.saturating_sub(1),
                _ => {}
            }
            if !quoted && letter == ' ' {
                continue;
            }
            if !quoted && "]},=".contains(letter) {
                text.push_str(&self.spaces());
            }
            text.push(letter);
            if !quoted && "[{,=".contains(letter) {
                text.push_str(&self.spaces());
                if letter != '=' && lists.saturating_add(tables) > 0 && self.next(4) == 0 {
                    text.extend(self.comment());
                    text.push('\n');
                }
            }
        }
        text
    }

    fn file(&mut self, shipped: &str) -> String {
        let mut text = String::new();
        let mut after_comment = true;
        for line in shipped.lines() {
            let is_comment = line.starts_with('#');
            if let Some(comment) = self.comment() {
                text.push_str(&format!("{}{comment}\n", self.spaces()));
            }
            if !after_comment && !is_comment && self.next(3) == 0 {
                text.push_str(&format!("{}\n", self.spaces()));
            }
            text.push_str(&self.spaces());
            match line.split_once(" = ").filter(|_| !is_comment) {
                Some((key, value)) => {
                    let (before, after) = (self.spaces(), self.spaces());
                    let value = self.value(value);
                    text.push_str(&format!("{}{before}={after}{value}", key.trim_end()));
                }
                None => text.push_str(line),
            }
            text.push_str(&self.spaces());
            let can_hold = !is_comment && !line.is_empty();
            if can_hold {
                text.extend(self.comment());
            }
            text.push_str(if self.next(4) == 0 { "\r\n" } else { "\n" });
            after_comment = is_comment || (after_comment && line.is_empty());
        }
        text
    }
}

fn laid_out(text: &str) -> Result<String, TestCaseError> {
    lay_out(text).map_err(|error| TestCaseError::fail(format!("{error:?}")))
}

fn on_disorder(
    comments: bool,
    promise: impl Fn(&str, &str, &[String]) -> Result<(), TestCaseError>,
) -> Tested {
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let strategy = (
        0..SHIPPED.len(),
        prop::collection::vec(any::<u8>(), 200..1200),
    );
    runner.run(&strategy, |(place, numbers)| {
        let shipped = SHIPPED.get(place).map_or("", |shipped| shipped.text);
        let mut disorder = Disorder {
            numbers: &numbers,
            place: 0,
            comments: comments.then(Vec::new),
        };
        let text = disorder.file(shipped);
        promise(
            shipped,
            &text,
            disorder.comments.as_deref().unwrap_or_default(),
        )
    })?;
    Ok(())
}

#[test]
fn the_shipped_files_and_the_starter_are_laid_out() -> Tested {
    let check = rtr(&["criteria", "fmt", "--check"])?;
    assert_eq!(
        check.status.code(),
        Some(0),
        "{}",
        String::from_utf8(check.stdout)?
    );
    let starter = String::from_utf8(rtr(&["init", "criteria"])?.stdout)?;
    assert_eq!(lay_out(&starter)?, starter);
    Ok(())
}

#[test]
fn a_shipped_file_in_disorder_is_laid_out_to_the_byte() -> Tested {
    on_disorder(false, |shipped, text, _| {
        prop_assert_ne!(shipped, text);
        prop_assert!(laid_out(text)? == shipped, "differs");
        Ok(())
    })
}

#[test]
fn laying_out_keeps_every_comment_and_every_value_and_is_done_once() -> Tested {
    on_disorder(true, |_, text, comments| {
        let once = laid_out(text)?;
        prop_assert!(laid_out(&once)? == once, "a second time changes it");
        let values = |text: &str| {
            text.parse::<toml::Table>()
                .map_err(|error| TestCaseError::fail(error.to_string()))
        };
        prop_assert_eq!(values(&text.replace("\r\n", "\n"))?, values(&once)?);
        let mut before = 0;
        for comment in comments {
            let mut places = once.match_indices(comment.as_str());
            let place = places.next().map(|(place, _)| place);
            prop_assert!(places.next().is_none(), "{comment} is duplicated");
            prop_assert!(
                place.is_some_and(|place| place >= before),
                "{comment} moved or is gone"
            );
            before = place.unwrap_or(0);
        }
        prop_assert!(once.lines().all(|line| line.trim_end() == line));
        Ok(())
    })
}

#[test]
fn keys_come_in_their_order_with_the_comments_above_and_behind_them() -> Tested {
    let odd = "# the file\n\n'id'='x' # a name\nformat=1\ntitle = \"\"\"\nTwo\n lines \"\"\"\nconditions=['a',# first\n'b']\n# said of the stage\n\n[[ stage ]]# first\n\n\n# why so\nclears='race'\nid=\"s\"\nodd=1\nevidence.kind='low'#end\n# last";
    let wanted = "# the file\n\nformat     = 1\nid         = 'x'  # a name\ntitle      = \"\"\"\nTwo\n lines \"\"\"\nconditions = [\n    'a',  # first\n    'b',\n]\n\n# said of the stage\n\n[[stage]]  # first\nid     = \"s\"\n\n# why so\nclears = 'race'\nodd    = 1\nevidence.kind = 'low'  #end\n\n# last\n";
    assert_eq!(lay_out(odd)?, wanted);
    assert_eq!(lay_out(wanted)?, wanted);
    Ok(())
}

#[test]
fn what_is_not_toml_is_refused_with_its_place_and_stays_as_it_is() -> Tested {
    assert!(
        matches!(lay_out("a = \nb = 1\n"), Err(NotLaidOut::Unreadable(faults)) if faults.iter().all(|fault| fault.code == "syntax"))
    );
    let text = "id = \"x\"\ngo = \"<= 2 nrs\nfresh = 1\n";
    let (_folder, path) = scratch("x.toml", text)?;
    let refused = rtr(&["criteria", "fmt", &text_of(&path)])?;
    let said = String::from_utf8(refused.stderr)?;
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        said.contains("error[syntax]") && said.contains("x.toml:2:"),
        "{said}"
    );
    assert_eq!(std::fs::read_to_string(&path)?, text);
    Ok(())
}

#[test]
fn fmt_checks_prints_and_writes() -> Tested {
    let text = "format=1\nid = \"x\"\n";
    let (_folder, path) = scratch("x.toml", text)?;
    let file = text_of(&path);
    let check = rtr(&["criteria", "fmt", "--check", &file])?;
    let shown = String::from_utf8(check.stdout)?;
    assert_eq!(check.status.code(), Some(5));
    assert!(
        shown.contains("x.toml is not laid out\n")
            && shown.contains("-format=1\n")
            && shown.contains("+format     = 1\n"),
        "{shown}"
    );
    let wanted = "format     = 1\nid         = \"x\"\n";
    let printed = rtr(&["criteria", "fmt", "--stdout", &file])?;
    assert_eq!(String::from_utf8(printed.stdout)?, wanted);
    assert_eq!(std::fs::read_to_string(&path)?, text);
    assert_eq!(rtr(&["criteria", "fmt", &file])?.status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&path)?, wanted);
    assert_eq!(
        rtr(&["criteria", "fmt", "--check", &file])?.status.code(),
        Some(0)
    );
    assert_eq!(rtr(&["criteria", "fmt"])?.status.code(), Some(2));
    Ok(())
}
