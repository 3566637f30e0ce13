//! Finished sentences with their kilometres shown in miles, for the pages that are not documents yet.

pub use crate::quantity::Distances;
use crate::quantity::{Exact, Toward};

impl Distances {
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
    let hundredths = Exact::percent(kilometres, Exact::micro(1_609_344)).unwrap_or(Exact::ZERO);
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
