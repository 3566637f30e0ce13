//! What the answers of a record are about, as a runner says it: one name for all that one sitting or one test gives.

/// What a runner calls the answers that a field is of.
pub(super) fn answers_of(field: &str) -> &'static str {
    let block = field.split(['[', '.']).next().unwrap_or_default();
    let known = GROUPS.iter().find(|(name, _)| *name == block);
    known.map_or("other answers", |(_, group)| group)
}

/// The blocks of a record that measures read.
const GROUPS: &[(&str, &str)] = &[
    ("as_of", "the day"),
    ("athlete", "age and sex"),
    ("injury", "the injury"),
    ("baseline", "a usual morning"),
    ("screening", "safety"),
    ("treatments", "medicines"),
    ("pain", "pain diary"),
    ("heel_raise", "heel raises"),
    ("hop", "hops"),
    ("questionnaires", "questionnaires"),
    ("observations", "the condition's own measures"),
    ("loading", "calf training"),
    ("runs", "runs"),
    ("log_complete_from", "runs"),
    ("other_training", "other training"),
    ("goal", "the goal"),
    ("sleep", "sleep"),
    ("pre_injury", "before the injury"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::catalog;

    #[test]
    fn each_block_that_a_measure_reads_has_a_name() {
        for field in catalog().flat_map(|measure| measure.reads()) {
            assert_ne!(answers_of(field), "other answers", "{field}");
        }
    }
}
