//! Texts as type: code as code, dates whole, a number beside its unit.

use maud::{Markup, html};

use crate::assessment::Day;

/// The text, with what stands between backticks set as code; a backtick without its partner stays as it is.
pub(crate) fn prose(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    html! {
        @if paired {
            @for (place, part) in parts.iter().enumerate() {
                @if place % 2 == 1 { code { (part) } } @else { (set(part)) }
            }
        } @else { (set(text)) }
    }
}

fn set(text: &str) -> Markup {
    let words: Vec<&str> = text.split(' ').collect();
    let before = std::iter::once(None).chain(words.iter().map(Some));
    html! {
        @for (word, before) in words.iter().zip(before) {
            @if let Some(before) = before {
                @if belongs(before, word) { "\u{a0}" } @else { " " }
            }
            @if is_date(word) { span.date { (word) } } @else { (word) }
        }
    }
}

fn is_date(word: &str) -> bool {
    let bare = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    bare.len() == 10 && bare.parse::<Day>().is_ok()
}

/// Whether no line may break between the two: a number and its unit, a sign and its number.
fn belongs(before: &str, word: &str) -> bool {
    let bare = before.trim_start_matches(['-', '(']);
    let is_number = bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.ends_with(|last: char| last.is_ascii_digit())
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_unit = word.starts_with(|first: char| first.is_ascii_lowercase() || first == '%');
    let is_sign = ["<=", ">=", "<", ">"].contains(&before);
    (is_number && is_unit) || is_sign
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn numbers_keep_their_units_and_dates_stay_whole() {
        assert_eq!(
            prose("114.1 % on 2016-05-01, as `a_b <c>`").into_string(),
            "114.1\u{a0}% on <span class=\"date\">2016-05-01,</span> as <code>a_b &lt;c&gt;</code>"
        );
        assert_eq!(prose("a ` b").into_string(), "a ` b");
    }
}
