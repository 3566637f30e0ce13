//! Small damage to a text, as programs and people do it.

use super::generator::Random;

/// What JSON is made of, what is easily written wrongly, and what no record holds.
const PIECES: [&str; 64] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "\t",
    "\r",
    "null",
    "true",
    "false",
    "0",
    "1",
    "5",
    "9",
    "10",
    "-",
    "-0",
    "-1",
    "+",
    ".",
    ".5",
    "0.5",
    "00",
    "1e1",
    "1E2",
    "e-3",
    "1e400",
    "123456789012345",
    "1234567890123456",
    "0.00000000000001",
    "99999999999999999999",
    "{}",
    "[]",
    "\"\"",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0041",
    "\\u00e9",
    "\\ud83c\\udfc3",
    "\\ud83c",
    "\\udfc3",
    "\\u12",
    "\\x",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "é",
    "🦵",
    "\u{feff}",
    "\"date\":",
    "\"note\":\"x\",",
    "\"none\"",
    "2026-02-29",
];

/// The text with one to four small changes.
pub(crate) fn mutate(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.between(1, 5) {
        let (at, end) = (place(&text, random), place(&text, random));
        let length = usize::try_from(random.below(12)).unwrap_or(0);
        let near = boundary(&text, at.saturating_add(length));
        match random.below(8) {
            // Replaces a little by a piece.
            0 | 1 => text.replace_range(at..near, random.pick(&PIECES)),
            // Puts a piece between.
            2 | 3 => text.insert_str(at, random.pick(&PIECES)),
            // Leaves a little out.
            4 => text.replace_range(at..near, ""),
            // Writes a part twice, or elsewhere.
            5 => {
                let part = text.get(at..near).unwrap_or_default().to_owned();
                text.insert_str(end, &part);
            }
            // Changes one character to another that is often there.
            6 => {
                let behind = boundary(&text, at.saturating_add(1));
                let letters = "\"{}[],:0123456789.-abcdefnrtu\\ ";
                let letter = usize::try_from(random.below(32)).unwrap_or(0);
                let letter = letters.get(letter..=letter).unwrap_or("0");
                text.replace_range(at..behind, letter);
            }
            // Cuts the end off, sometimes.
            _ => {
                if random.one_in(8) {
                    text.truncate(at);
                }
            }
        }
    }
    text
}

/// Any place between two characters.
fn place(text: &str, random: &mut Random) -> usize {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let at = random.below(length.saturating_add(1));
    boundary(text, usize::try_from(at).unwrap_or(0))
}

/// The place, or the next one between two characters.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}
