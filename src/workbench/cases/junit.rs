//! Judged cases as `JUnit` XML, which code hosts show beside a change.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::page::summary;
use super::{CoverageResult, TestedProtocol};

/// The cases of these files: a suite for each, a test for each case and one for the coverage where it is asked.
///
/// # Errors
/// Never for text that is XML once escaped; what XML cannot hold is left out.
pub fn write(tested: &[TestedProtocol<'_>]) -> Result<String, SerializeError> {
    let mut report = Report::new("rtr criteria test");
    report.add_test_suites(tested.iter().map(suite));
    report.to_string()
}

fn suite(tested: &TestedProtocol<'_>) -> TestSuite {
    let id = &tested.protocol.id;
    let mut suite = TestSuite::new(id.as_str());
    let mut add = |name: &str, status: TestCaseStatus| {
        let mut case = TestCase::new(name, status);
        case.set_classname(id.as_str());
        suite.add_test_case(case);
    };
    for run in &tested.runs {
        let lines: Vec<String> = run
            .differs
            .iter()
            .map(|one| one.said().to_string())
            .collect();
        add(
            &run.ready.case.name,
            status(&lines, NonSuccessKind::Failure),
        );
    }
    for broken in &tested.broken {
        let lines = [broken.message.clone()];
        add(&broken.name, status(&lines, NonSuccessKind::Error));
    }
    if tested.cases() == 0 {
        let lines = [summary(tested).to_string()];
        add("cases", status(&lines, NonSuccessKind::Failure));
    }
    if let Some(covered) = &tested.covered {
        let lines = short(tested, covered);
        add("coverage", status(&lines, NonSuccessKind::Failure));
    }
    suite
}

/// What keeps the coverage from being enough, a line each.
fn short(tested: &TestedProtocol<'_>, covered: &CoverageResult) -> Vec<String> {
    let coverage = &covered.coverage;
    let mut lines = Vec::new();
    if coverage.percent() < covered.min {
        let (percent, min) = (coverage.percent(), covered.min);
        lines.push(format!(
            "{percent} % of the sides decide some case, {min} % are asked"
        ));
        let missing = coverage.missing();
        lines
            .extend(missing.map(|side| format!("decides no case: {}", side.name(tested.protocol))));
    }
    let stale = covered.stale.iter();
    lines
        .extend(stale.map(|stale| format!("set aside, but not so: {}: {}", stale.what, stale.why)));
    lines
}

fn status(lines: &[String], kind: NonSuccessKind) -> TestCaseStatus {
    let Some(first) = lines.first() else {
        return TestCaseStatus::success();
    };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(first.as_str());
    status.set_description(lines.join("\n"));
    status
}
