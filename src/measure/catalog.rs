//! The one table of all measures, family by family.

use super::{
    Definition, after_race, heel_raise, history, hop, ladder, last_run, layoff, load, pain,
    questionnaire, race, recovery, screening, spike, volume,
};

/// Every measure, in the order of the families.
pub fn catalog() -> impl Iterator<Item = &'static Definition> {
    [
        screening::MEASURES,
        pain::MEASURES,
        heel_raise::MEASURES,
        hop::MEASURES,
        questionnaire::MEASURES,
        history::MEASURES,
        load::MEASURES,
        last_run::MEASURES,
        spike::MEASURES,
        ladder::MEASURES,
        layoff::MEASURES,
        recovery::MEASURES,
        after_race::MEASURES,
        volume::MEASURES,
        race::MEASURES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The measure of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Definition> {
    catalog().find(|measure| measure.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Act, Better};

    #[test]
    fn every_measure_is_named_once_and_says_what_it_is_and_how_it_is_read() {
        let mut ids: Vec<&str> = catalog().map(|measure| measure.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for measure in catalog() {
            assert!(
                measure.meaning.ends_with('.') && measure.derivation.ends_with('.'),
                "{}",
                measure.id
            );
            let (low, high) = measure.scale.range();
            assert!(low < high, "{}", measure.id);
        }
    }

    #[test]
    fn a_measure_that_follows_another_follows_one_that_can_be_changed() {
        for measure in catalog() {
            if let Act::Follows(base) = measure.act {
                assert!(matches!(base.act, Act::By(_)), "{}", measure.id);
            }
            if let Some(tested) = measure.relative_to {
                assert!(
                    tested.relative_to.is_none() && tested.better.is_some(),
                    "{}",
                    measure.id
                );
            }
            if matches!(measure.act, Act::By(_)) && measure.better == Some(Better::Higher) {
                assert!(measure.scale.words().is_empty(), "{}", measure.id);
            }
        }
    }
}
