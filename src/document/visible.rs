//! Text that came from a file, for a terminal: nothing in it moves the cursor, colours the screen or turns the direction of writing.

use std::borrow::Cow;

/// Whether a terminal would act on the letter instead of showing it.
fn acts(letter: char) -> bool {
    // Marks of direction, and the ends of lines and paragraphs that are no controls.
    let turns = matches!(
        letter,
        '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    );
    turns || letter.is_control()
}

/// The text with an escape, such as `\u{1b}`, for each letter on which a terminal would act: it may come from another person.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if acts(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// The text with another letter of the same length for each on which a terminal would act, so that places in it stay what they are.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let is_kept = |letter: char| letter == '\n' || letter == '\r' || letter == '\t';
    if !text.contains(|letter| acts(letter) && !is_kept(letter)) {
        return Cow::Borrowed(text);
    }
    let masked = text.chars().map(|letter| {
        if is_kept(letter) || !acts(letter) {
            return letter;
        }
        match letter.len_utf8() {
            1 => '?',
            2 => '\u{bf}',
            _ => char::REPLACEMENT_CHARACTER,
        }
    });
    Cow::Owned(masked.collect())
}

#[cfg(test)]
mod tests {
    use super::{masked, visible};

    #[test]
    fn what_a_terminal_would_act_on_is_shown_as_an_escape() {
        assert_eq!(
            visible("me\nGO\u{1b}[2J\u{9b}1m\u{202e}\u{7f}"),
            "me\\nGO\\u{1b}[2J\\u{9b}1m\\u{202e}\\u{7f}"
        );
        assert_eq!(visible("Läuferin Ζωή"), "Läuferin Ζωή");
    }

    #[test]
    fn a_masked_text_is_as_long_as_before() {
        let text = "a\tb\n\u{1b}\u{9b}\u{202e}c";
        assert_eq!(masked(text), "a\tb\n?\u{bf}\u{fffd}c");
        assert_eq!(masked(text).len(), text.len());
    }
}
