//! Kilometres or miles, for showing only: everything is held in kilometres.

pub use crate::quantity::Distances;
use crate::quantity::{Exact, Toward};

/// A mile in kilometres.
const MILE: Exact = Exact::micro(1_609_344);

impl Distances {
    /// The unit's sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Kilometres => "km",
            Self::Miles => "mi",
        }
    }

    /// So many kilometres in this unit, for drawing.
    #[must_use]
    pub fn of(self, kilometres: Exact) -> Exact {
        match self {
            Self::Kilometres => kilometres,
            // A hundredth of a percentage is a ratio.
            Self::Miles => {
                Exact::percent(kilometres, MILE).map_or(kilometres, |percent| percent.over(100))
            }
        }
    }

    /// The text with every distance in kilometres that follows a number shown in this unit, to two decimals.
    ///
    /// A limit is rounded to the nearest hundredth of a mile; the verdict is always made in kilometres.
    #[must_use]
    pub fn show(self, text: &str) -> String {
        if self == Self::Kilometres {
            return text.to_owned();
        }
        let words: Vec<String> =
            text.split(' ')
                .map(str::to_owned)
                .fold(Vec::new(), |mut words, word| {
                    let bare = word.trim_end_matches(['.', ',', ';', ')', ':']);
                    let number = words.last().and_then(|last| kilometres(last));
                    match number {
                        Some(number) if bare == "km" => {
                            let rest = word.get(2..).unwrap_or_default().to_owned();
                            words.pop();
                            words.push(miles(number));
                            words.push(format!("mi{rest}"));
                        }
                        Some(_) | None => words.push(word),
                    }
                    words
                });
        words.join(" ")
    }
}

fn kilometres(word: &str) -> Option<Exact> {
    let (whole, places) = word.split_once('.').unwrap_or((word, ""));
    if places.len() > 6 || whole.is_empty() {
        return None;
    }
    format!("{whole}{places:0<6}")
        .parse()
        .ok()
        .map(Exact::micro)
}

fn miles(kilometres: Exact) -> String {
    let hundredths = Exact::percent(kilometres, MILE).unwrap_or(Exact::ZERO);
    let rounded = hundredths
        .plus(Exact::micro(500_000))
        .to_step(Exact::whole(1), Toward::Down);
    rounded.over(100).shown(Toward::Down, 2).to_string()
}

#[cfg(test)]
mod tests {
    use super::Distances;

    #[test]
    fn only_kilometres_after_a_number_become_miles() {
        let text = "a race of 42.195 km: GO at 38.36 km or more; short by 22.26 km. In km, 5 runs";
        assert_eq!(
            Distances::Miles.show(text),
            "a race of 26.22 mi: GO at 23.84 mi or more; short by 13.83 mi. In km, 5 runs"
        );
        assert_eq!(Distances::Kilometres.show(text), text);
    }
}
