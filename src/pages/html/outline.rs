//! What a page shows and in which order, before it is drawn: the same for HTML and Markdown.

use crate::engine::Step;
use crate::engine::report::{Line, Report};
use crate::measure::Cause;
use crate::pages::notes::{Note, NoteSort};
use crate::pages::phrases::{changes_in_words, not_before_in_words, planned_in_words};
use crate::protocol::Refer;
use crate::verdict::Verdict;

/// What every page ends with.
pub(crate) const DISCLAIMER: &str =
    "A decision aid, not a diagnosis; no verdict promises that no injury follows.";

/// The heading of the questions that decide whom to see.
pub(crate) const ANSWER_FIRST: &str = "Answer these first: they decide whether to see somebody";

/// The heading of what is missing.
pub(crate) const MEASURE_NEXT: &str = "Measure or answer next, most decisive first";

/// Reasons under one heading, worst first.
pub(crate) struct Group<'a> {
    pub(crate) title: &'static str,
    /// Whether they hang on something unknown.
    pub(crate) open: bool,
    pub(crate) lines: Vec<Line<'a>>,
}

/// What stands against GO: what is certain, then what is merely not known.
pub(crate) fn against<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let (mut unknown, mut certain): (Vec<_>, Vec<_>) = report.reasons().partition(Line::is_open);
    certain.sort_by_key(Line::weight);
    unknown.sort_by_key(Line::weight);
    let certain = Group {
        title: "Against it",
        open: false,
        lines: certain,
    };
    let title = "Not known, and counted as the worst until it is";
    let unknown = Group {
        title,
        open: true,
        lines: unknown,
    };
    [certain, unknown]
        .into_iter()
        .filter(|group| !group.lines.is_empty())
        .collect()
}

/// Why a criterion is asked; of what is merely not recorded only the way to record it is told.
pub(crate) fn why<'a>(line: &Line<'a>) -> Option<&'a str> {
    (line.finding.reading.cause != Some(Cause::Absent)).then_some(line.criterion.why.as_str())
}

/// The heading of the reason that no criterion gives alone: too many cautions.
pub(crate) const TOGETHER: &str = "Together";

/// The name of that reason.
pub(crate) const ACCUMULATED: &str = "protocol/cautions";

/// The questions that decide whom to see, the urgent first, each once.
pub(crate) fn answer_first<'a>(report: &Report<'a>) -> Vec<Line<'a>> {
    let mut asked: Vec<Line<'a>> = Vec::new();
    for refer in [Refer::Urgent, Refer::Clinician] {
        for line in report
            .to_answer_first()
            .filter(|line| line.criterion.refer == Some(refer))
        {
            if !asked
                .iter()
                .any(|before| before.criterion.measure.meaning == line.criterion.measure.meaning)
            {
                asked.push(line);
            }
        }
    }
    asked
}

/// Whom a question decides to see.
pub(crate) fn whom(line: &Line<'_>) -> &'static str {
    match line.criterion.refer {
        Some(Refer::Urgent) => "today",
        Some(Refer::Clinician) | None => "a clinician",
    }
}

/// A sentence on what would change the verdict, and the changes it names.
pub(crate) struct Way<'a> {
    pub(crate) lead: String,
    pub(crate) steps: &'a [Step],
}

/// Every way out of the verdict; none of a GO, nor where somebody else judges.
pub(crate) fn ways_out<'a>(report: &'a Report<'_>) -> Vec<Way<'a>> {
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    if verdict == Verdict::Go || report.protocol.route_out.is_some() {
        return Vec::new();
    }
    let way_out = &report.judgement.way_out;
    let today = [
        (Verdict::Caution, way_out.caution.as_deref()),
        (Verdict::Go, way_out.go.as_deref()),
    ];
    let today = today.into_iter().filter(|(target, _)| *target < verdict);
    let mut ways: Vec<Way<'_>> = today
        .map(|(target, steps)| Way {
            lead: changes_in_words(target, best, steps),
            steps: steps.unwrap_or_default(),
        })
        .collect();
    if let Some(day) = way_out.not_before {
        let steps = way_out.go_from_not_before.as_deref();
        ways.push(Way {
            lead: not_before_in_words(day, steps),
            steps: steps.unwrap_or_default(),
        });
    }
    if let Some(planned) = report.planned {
        ways.push(Way {
            lead: planned_in_words(planned),
            steps: &[],
        });
    }
    ways
}

/// The notes that are not shown further up already; those with nothing to mind only on request.
pub(crate) fn notes(report: &Report<'_>, all: bool) -> Vec<Note> {
    let mut notes = crate::pages::notes::notes(report);
    notes.retain(|note| {
        (all || !note.as_wished) && !matches!(note.sort, NoteSort::AnswerFirst | NoteSort::Remark)
    });
    notes
}
