//! Writing JSON by hand into a text that is used again.

use std::fmt::Write as _;

use super::{NEWEST, Record};

const NOTES: [&str; 6] = [
    "Took it easy.",
    r"Said \u00abfine\u00bb, looked tired.",
    r#"Läuft \"rund\", morgens etwas steif."#,
    r"Après 3 km : une gêne légère.\nPlus rien le soir.",
    r"腱は少し張る。\tKein Humpeln.",
    r"See C:\\logs\\week 12 \ud83c\udfc3 and 🦵.",
];

impl Record<'_> {
    pub(super) fn open(&mut self, bracket: char) {
        self.comma();
        self.text.push(bracket);
        self.first = true;
    }

    pub(super) fn close(&mut self, bracket: char) {
        self.text.push(bracket);
        self.first = false;
    }

    pub(super) fn comma(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
    }

    pub(super) fn key(&mut self, key: &str) {
        self.comma();
        self.text.push('"');
        self.text.push_str(key);
        self.text.push_str("\":");
        self.first = true;
    }

    pub(super) fn known(&mut self, key: &str, value: impl FnOnce(&mut Self)) {
        match self.random.below(1000) {
            0..3 => {}
            3..6 => {
                self.key(key);
                self.text.push_str("null");
                self.first = false;
            }
            _ => {
                self.key(key);
                value(self);
                self.first = false;
            }
        }
    }

    /// A text that is never left out.
    pub(super) fn named(&mut self, key: &str, text: &str) {
        self.key(key);
        self.quoted(text);
        self.first = false;
    }

    pub(super) fn date(&mut self, key: &str, back: u32) {
        self.key(key);
        let at = usize::try_from(self.as_of.saturating_add(back)).ok();
        let day = at
            .and_then(|at| self.calendar.get(at))
            .map_or(NEWEST, String::as_str);
        self.text.push('"');
        self.text.push_str(day);
        self.text.push('"');
        self.first = false;
    }

    /// A text that holds no character to escape, or only escaped ones.
    pub(super) fn word(&mut self, key: &str, word: &str) {
        self.known(key, |it| it.quoted(word));
    }

    pub(super) fn flag(&mut self, key: &str, flag: bool) {
        self.known(key, |it| {
            it.text.push_str(if flag { "true" } else { "false" });
        });
    }

    pub(super) fn number(&mut self, key: &str, number: u32) {
        self.tenths(key, number.saturating_mul(10));
    }

    pub(super) fn halves(&mut self, key: &str, halves: u32) {
        self.tenths(key, halves.saturating_mul(5));
    }

    pub(super) fn tenths(&mut self, key: &str, tenths: u32) {
        self.known(key, |it| it.decimal(tenths));
    }

    pub(super) fn decimal(&mut self, tenths: u32) {
        let _ = write!(self.text, "{}", tenths.div_euclid(10));
        let rest = tenths.rem_euclid(10);
        if rest > 0 {
            let _ = write!(self.text, ".{rest}");
        }
    }

    pub(super) fn note(&mut self, one_in: u32) {
        if self.random.one_in(one_in) {
            let note = self.random.pick(&NOTES);
            self.word("note", note);
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        self.text.push_str(text);
        self.text.push('"');
    }
}
