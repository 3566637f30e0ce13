//! Decimals as people and files write them.

use super::Exact;

/// A decimal without its sign, taken apart: digits, and behind a point more of them.
///
/// *Why are the digits given and not only the number?* A criteria file, a goal and a watch each take what the others refuse, such as
/// `5.`, `.5` or more places than a millionth has; but what a digit is, and where the point stands, is the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrittenDecimal<'a> {
    /// Before the point.
    pub(crate) whole: &'a str,
    /// Behind the point, if there is one.
    pub(crate) places: Option<&'a str>,
}

impl<'a> WrittenDecimal<'a> {
    /// Takes a text of nothing but digits and at most one point apart.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let (whole, places) = match text.split_once('.') {
            Some((whole, places)) => (whole, Some(places)),
            None => (text, None),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits(whole) && places.is_none_or(digits);
        sound.then_some(Self { whole, places })
    }

    /// The number; `None` without a digit before the point, with more than nine of them, or with more than six behind it.
    pub(crate) fn exact(self) -> Option<Exact> {
        let places = self.places.unwrap_or_default();
        if self.whole.is_empty() || self.whole.len() > 9 || places.len() > 6 {
            return None;
        }
        let millionths = format!("{}{places:0<6}", self.whole).parse();
        millionths.ok().map(Exact::micro)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_digits_with_at_most_one_point() {
        let exact = |text| WrittenDecimal::read(text)?.exact();
        assert_eq!(exact("42.195"), Some(Exact::micro(42_195_000)));
        assert_eq!(exact("7"), Some(Exact::whole(7)));
        assert_eq!(exact("5."), Some(Exact::whole(5)));
        assert_eq!(
            exact("999999999.999999"),
            Some(Exact::micro(999_999_999_999_999))
        );
        for wrong in [
            "",
            ".",
            ".5",
            "1.2.3",
            "-1",
            "+1",
            "1e3",
            "1,5",
            " 1",
            "\u{661}",
            "1234567890",
            "1.1234567",
        ] {
            assert_eq!(exact(wrong), None, "{wrong}");
        }
    }
}
