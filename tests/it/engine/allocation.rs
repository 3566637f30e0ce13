//! Evaluating allocates nothing: a counting allocator sees zero.

use allocation_counter::measure;
use return_to_run::engine::{Question, read};
use return_to_run::measure::Subject;
use return_to_run::{Assessment, evaluate};

use crate::support::{Tested, cases, protocol_for};

#[test]
fn the_counter_counts() {
    assert!(measure(|| drop(std::hint::black_box(vec![1_u8; 10]))).count_total > 0);
}

#[test]
fn evaluating_allocates_nothing() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let question = Question::new(&protocol, &assessment, None, None)?;
        let subject = Subject::new(&assessment, question.as_of, question.goal_distance());
        let readings = read(&protocol, &subject);
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let counted = measure(|| {
            std::hint::black_box(evaluate(&protocol, &question, &readings, &mut findings));
        });
        assert_eq!(counted.count_total, 0, "{}", path.display());
    }
    Ok(())
}

#[test]
fn reading_measures_allocates_nothing_but_the_list_of_readings() -> Tested {
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let question = Question::new(&protocol, &assessment, None, None)?;
        let subject = Subject::new(&assessment, question.as_of, question.goal_distance());
        let counted = measure(|| {
            std::hint::black_box(read(&protocol, &subject));
        });
        assert!(
            counted.count_total <= 1,
            "{}: {}",
            path.display(),
            counted.count_total
        );
    }
    Ok(())
}
