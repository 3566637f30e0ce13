//! Where the reader stands in the text, and the smallest things that it can read there.

use super::Declined;

/// A place in the text.
pub(super) struct Cursor<'de> {
    text: &'de str,
    /// What is left of the text; bytes, as every token begins and ends with an ASCII character.
    rest: &'de [u8],
}

/// A number without sign and exponent.
pub(super) enum Number {
    Whole(u64),
    Decimal(f64),
}

/// So many digits are held exactly by a float.
const DIGITS: usize = 15;

impl<'de> Cursor<'de> {
    /// Before the first byte that is not white space.
    pub(super) fn new(text: &'de str) -> Self {
        let mut cursor = Self {
            text,
            rest: text.as_bytes(),
        };
        cursor.skip_space();
        cursor
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest.is_empty()
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    #[inline]
    pub(super) fn rest(&self) -> &'de [u8] {
        self.rest
    }

    /// Goes on before what is left, or before the white space there.
    #[inline]
    pub(super) fn go_on(&mut self, rest: &'de [u8]) {
        self.rest = rest;
        self.skip_space();
    }

    /// White space as JSON knows it; mostly there is none.
    #[inline]
    pub(super) fn skip_space(&mut self) {
        if let [..=b' ', ..] = self.rest {
            self.rest = behind_space(self.rest);
        }
    }

    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    #[inline]
    pub(super) fn must(&mut self, byte: u8) -> Result<(), Declined> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(Declined)
        }
    }

    /// Reads `null`, `true` or `false`.
    #[inline]
    pub(super) fn literal(&mut self, literal: &[u8]) -> Result<(), Declined> {
        self.rest = self.rest.strip_prefix(literal).ok_or(Declined)?;
        Ok(())
    }

    /// Reads a text that is written without escapes, as bytes; nothing at all when another thing stands here.
    #[inline]
    pub(super) fn token(&mut self) -> Option<&'de [u8]> {
        let [b'"', inside @ ..] = self.rest else {
            return None;
        };
        let (token, rest) = inside.split_at_checked(plain(inside)?)?;
        let [b'"', rest @ ..] = rest else {
            return None;
        };
        self.rest = rest;
        Some(token)
    }

    /// Reads a text that is written without escapes; nothing at all when another thing stands here.
    #[inline]
    pub(super) fn text(&mut self) -> Option<&'de str> {
        let start = self
            .text
            .len()
            .wrapping_sub(self.rest.len())
            .wrapping_add(1);
        let length = self.token()?.len();
        self.text.get(start..start.wrapping_add(length))
    }

    /// Reads a text, writing out its escapes.
    #[cold]
    pub(super) fn escaped<'a>(&mut self, scratch: &'a mut String) -> Option<&'a str> {
        scratch.clear();
        let start = self.text.len().checked_sub(self.rest.len())?;
        let mut inside = self.text.get(start..)?.strip_prefix('"')?;
        loop {
            let (text, rest) = inside.split_at_checked(plain(inside.as_bytes())?)?;
            scratch.push_str(text);
            if let Some(rest) = rest.strip_prefix('"') {
                self.rest = rest.as_bytes();
                return Some(scratch);
            }
            let (escape, rest) = rest.strip_prefix('\\')?.split_at_checked(1)?;
            inside = rest;
            let character = match escape {
                "\"" | "\\" | "/" => escape.chars().next()?,
                "b" => '\u{8}',
                "f" => '\u{c}',
                "n" => '\n',
                "r" => '\r',
                "t" => '\t',
                "u" => {
                    let (unit, rest) = code_unit(rest)?;
                    inside = rest;
                    match char::from_u32(unit) {
                        Some(character) => character,
                        None => {
                            let (second, rest) = code_unit(rest.strip_prefix("\\u")?)?;
                            inside = rest;
                            surrogates(unit, second)?
                        }
                    }
                }
                _ => return None,
            };
            scratch.push(character);
        }
    }

    /// Reads a number; nothing when it may not be exact, or is not one.
    #[inline]
    pub(super) fn number(&mut self) -> Option<Number> {
        // Most numbers have one or two digits.
        let digit = |byte: u8| u64::from(byte.wrapping_sub(b'0'));
        if let [ones, rest @ ..] = self.rest
            && let [b',' | b'}' | b']', ..] = rest
            && ones.is_ascii_digit()
        {
            self.rest = rest;
            return Some(Number::Whole(digit(*ones)));
        }
        if let [tens @ b'1'..=b'9', ones, rest @ ..] = self.rest
            && let [b',' | b'}' | b']', ..] = rest
            && ones.is_ascii_digit()
        {
            self.rest = rest;
            let tens = digit(*tens).wrapping_mul(10);
            return Some(Number::Whole(tens.wrapping_add(digit(*ones))));
        }
        // Then come halves of a point, and kilometres to the tenth.
        if let [ones, b'.', tenths, rest @ ..] = self.rest
            && let [b',' | b'}' | b']', ..] = rest
            && ones.is_ascii_digit()
            && tenths.is_ascii_digit()
        {
            self.rest = rest;
            let tenths = digit(*ones).wrapping_mul(10).wrapping_add(digit(*tenths));
            return Some(Number::Decimal(decimal(tenths, 1)?));
        }
        self.longer_number()
    }

    #[inline(never)]
    fn longer_number(&mut self) -> Option<Number> {
        let (whole, rest) = digits(self.rest, 0);
        let written = self.rest.len().checked_sub(rest.len())?;
        let leading_zero = written > 1 && self.peek() == Some(b'0');
        if written == 0 || written > DIGITS || leading_zero {
            return None;
        }
        let (number, rest) = match rest {
            [b'.', fraction @ ..] => {
                let (significand, rest) = digits(fraction, whole);
                let places = fraction.len().checked_sub(rest.len())?;
                if places == 0 || written.checked_add(places)? > DIGITS {
                    return None;
                }
                (Number::Decimal(decimal(significand, places)?), rest)
            }
            _ => (Number::Whole(whole), rest),
        };
        if let [b'e' | b'E', ..] = rest {
            return None;
        }
        self.rest = rest;
        Some(number)
    }
}

/// The number of the digits that stand first behind those of a number, and what follows; wrong where they are more than 19.
#[inline]
fn digits(mut rest: &[u8], before: u64) -> (u64, &[u8]) {
    let mut number = before;
    while let [byte @ b'0'..=b'9', behind @ ..] = rest {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        number = number.wrapping_mul(10).wrapping_add(digit);
        rest = behind;
    }
    (number, rest)
}

/// The nearest float: both numbers are floats, and their quotient is rounded once.
#[inline]
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "15 digits and powers of ten up to 22 are exact in a float; the quotient is what `serde_json` reads, too"
)]
fn decimal(significand: u64, places: usize) -> Option<f64> {
    const TENS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    Some(significand as f64 / TENS.get(places)?)
}

/// The place of a word among a few.
#[inline]
pub(super) fn place_among(words: &[&str], word: &[u8]) -> Option<u8> {
    let mut place = 0_u8;
    for other in words.iter().take(usize::from(u8::MAX)) {
        if same(other.as_bytes(), word) {
            return Some(place);
        }
        place = place.wrapping_add(1);
    }
    None
}

/// Whether two short texts are the same; words are compared eight bytes at a time, without a call.
#[inline]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (
        one.first_chunk::<8>(),
        other.first_chunk::<8>(),
        one.last_chunk::<8>(),
        other.last_chunk::<8>(),
    ) {
        (Some(first), Some(other_first), Some(last), Some(other_last)) if one.len() <= 16 => {
            first == other_first && last == other_last
        }
        _ => match (
            one.first_chunk::<4>(),
            other.first_chunk::<4>(),
            one.last_chunk::<4>(),
            other.last_chunk::<4>(),
        ) {
            (Some(first), Some(other_first), Some(last), Some(other_last)) if one.len() <= 8 => {
                first == other_first && last == other_last
            }
            _ => one == other,
        },
    }
}

#[cold]
fn behind_space(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\t' | b'\r', behind @ ..] = rest {
        rest = behind;
    }
    rest
}

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn plain(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    const SPACES: u64 = u64::from_ne_bytes([b' '; 8]);
    let mut rest = bytes;
    let mut before = 0_usize;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let eight = u64::from_le_bytes(*chunk);
        // A byte's high bit stands where the byte is zero; bits above the lowest one may be borrowed and are not looked at.
        let quote = (eight ^ QUOTES).wrapping_sub(ONES) & !(eight ^ QUOTES);
        let backslash = (eight ^ BACKSLASHES).wrapping_sub(ONES) & !(eight ^ BACKSLASHES);
        let control = eight.wrapping_sub(SPACES) & !eight;
        let special = (quote | backslash | control) & HIGH;
        if special != 0 {
            let at = usize::try_from(special.trailing_zeros() >> 3).ok()?;
            return before.checked_add(at);
        }
        rest = behind;
        before = before.checked_add(8)?;
    }
    let at = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
    before.checked_add(at)
}

/// Four hexadecimal digits and what follows.
fn code_unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let unit = digits.chars().try_fold(0_u32, |unit, digit| {
        Some(unit.wrapping_mul(16).wrapping_add(digit.to_digit(16)?))
    })?;
    Some((unit, rest))
}

/// The character of two halves; nothing when they are not the first and the second half of one.
fn surrogates(first: u32, second: u32) -> Option<char> {
    let high = first.checked_sub(0xd800).filter(|half| *half < 0x400)?;
    let low = second.checked_sub(0xdc00).filter(|half| *half < 0x400)?;
    char::from_u32((high << 10 | low).checked_add(0x1_0000)?)
}
