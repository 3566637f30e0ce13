//! The report as GitHub-flavoured Markdown, for notes and messages.
//!
//! *Why two ways to write?* `mark` takes markup and only the program's own; `say` takes any text and escapes it.
//! So what a criteria file or an assessment says can never become markup.

use super::html::outline::{self, ACCUMULATED, DISCLAIMER};
use super::ladder::{cleared_in_words, could_be};
use super::phrases::best_case_in_words;
use super::text::criteria_in_words;
use super::units::Distances;
use super::words::{accumulated_in_words, refer_in_words, step_in_words};
use super::{Line, Report, Wording, goal_in_words};
use crate::assessment::wire::Setting;

/// Draws the report; with `all`, what is met and what does not apply, too.
#[must_use]
pub fn render(report: &Report<'_>, all: bool, distances: Distances) -> String {
    let text = String::new();
    let mut page = Page { text, distances };
    page.head(report);
    page.answer_first(report);
    page.ladder(report);
    page.reasons(report);
    page.ways_out(report);
    page.measure_next(report);
    page.stop_rules(report);
    page.notes(report, all);
    if all {
        page.met(report);
        page.not_applicable(report);
    }
    page.foot(report);
    page.text
}

struct Page {
    text: String,
    distances: Distances,
}

impl Page {
    /// Markup, as it stands.
    fn mark(&mut self, markup: &'static str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Text, escaped.
    fn say(&mut self, text: &str) -> &mut Self {
        let escaped = escaped(&self.distances.show(text));
        self.text.push_str(&escaped);
        self
    }

    /// The keys of sources in brackets, if there are any.
    fn cite(&mut self, keys: &[String]) -> &mut Self {
        if keys.is_empty() {
            return self;
        }
        self.mark(" (").say(&keys.join(", ")).mark(")")
    }

    fn heading(&mut self, title: &str) {
        self.mark("\n## ").say(title).mark("\n\n");
    }

    fn head(&mut self, report: &Report<'_>) {
        let (question, verdict) = (report.question(), report.verdict());
        let setting = match question.setting {
            Setting::Home => "at home",
            Setting::Clinic => "in the clinic",
        };
        let best = best_case_in_words(verdict, report.judgement.outcome.best_case);
        let criteria = criteria_in_words(report.protocol);
        self.mark("# ").say(verdict.label()).mark(" for ");
        self.say(&goal_in_words(report)).mark("\n\n");
        self.say(&format!("As of {}, {setting}. {best}", question.as_of));
        self.mark("\n\nCriteria: ").say(&report.protocol.title);
        self.mark(" (").say(&criteria).mark(")");
        if let Some(id) = report.assessment.id() {
            self.mark("  \nRecord: ").say(id);
        }
        self.mark("\n");
        if let Some(refer) = report.judgement.outcome.refer {
            self.mark("\n**").say(refer_in_words(refer)).mark("**\n");
        }
        let route = report.protocol.route_out.as_ref();
        let remarks = report.remarks().map(|remark| &remark.say);
        for say in remarks.chain(route.map(|route| &route.say)) {
            self.mark("\n> ").say(&say.text).cite(&say.sources);
            self.mark("\n");
        }
    }

    fn answer_first(&mut self, report: &Report<'_>) {
        let questions = outline::answer_first(report);
        if questions.is_empty() {
            return;
        }
        self.heading(outline::ANSWER_FIRST);
        for line in questions {
            self.mark("- ").say(line.criterion.measure.meaning);
            self.mark(" (").say(&line.name());
            self.mark("; ").say(outline::whom(&line)).mark(")\n");
        }
    }

    fn ladder(&mut self, report: &Report<'_>) {
        if report.ladder().next().is_none() {
            return;
        }
        self.heading("Ladder");
        self.mark("| Stage | Verdict | |\n|---|---|---|\n");
        for rung in report.ladder() {
            let open = could_be(rung.envelope).unwrap_or_default();
            self.mark("| ").say(&rung.stage.id).mark(" | **");
            self.say(rung.envelope.worst().label()).mark("** | ");
            self.say(&open).mark(" |\n");
        }
        self.mark("\n").say(&cleared_in_words(report)).mark("\n");
    }

    fn reasons(&mut self, report: &Report<'_>) {
        for group in outline::against(report) {
            self.heading(group.title);
            for line in group.lines {
                self.reason(&line);
            }
        }
        if let Some(text) = accumulated_in_words(report) {
            self.heading(outline::TOGETHER);
            self.mark("- **NO-GO** ").say(ACCUMULATED).mark(": ");
            self.say(&text).mark("\n");
        }
    }

    fn reason(&mut self, line: &Line<'_>) {
        let evidence = &line.criterion.evidence;
        self.mark("- **").say(line.finding.envelope.worst().label());
        self.mark("** ").say(&line.name()).mark(": ");
        self.say(&Wording::of(line).sentence());
        if let Some(why) = outline::why(line) {
            self.mark(" ").say(why);
        }
        if let Some(advice) = &line.criterion.advice {
            self.mark("  \n  → ").say(advice);
        }
        let (kind, confidence) = (evidence.kind.word(), evidence.confidence.word());
        let keys = evidence.sources.join(", ");
        let origin = format!("{keys}: {kind}, {confidence} confidence");
        self.mark("  \n  (").say(&origin).mark(")\n");
    }

    fn ways_out(&mut self, report: &Report<'_>) {
        let ways = outline::ways_out(report);
        if ways.is_empty() {
            return;
        }
        self.heading("What would change it");
        for way in ways {
            self.mark("- ").say(&way.lead).mark("\n");
            for step in way.steps {
                self.mark("  - ").say(&step_in_words(step)).mark("\n");
            }
        }
    }

    fn measure_next(&mut self, report: &Report<'_>) {
        let ids = &report.judgement.to_measure;
        if ids.is_empty() {
            return;
        }
        self.heading(outline::MEASURE_NEXT);
        let measures = ids.iter().filter_map(|id| crate::measure::find(id));
        for (place, measure) in (1_usize..).zip(measures) {
            self.say(&place.to_string())
                .mark(". ")
                .say(measure.id)
                .mark(": ")
                .say(measure.meaning);
            if let Some(how_to) = measure.how_to {
                self.mark("  \n   ").say(how_to);
            }
            self.mark("\n");
        }
    }

    fn stop_rules(&mut self, report: &Report<'_>) {
        if !report.shows_stop_rules() || report.protocol.stop_rules.is_empty() {
            return;
        }
        self.heading("On the way");
        for rule in &report.protocol.stop_rules {
            self.mark("- ").say(&rule.text).mark("\n");
        }
    }

    fn notes(&mut self, report: &Report<'_>, all: bool) {
        let notes = outline::notes(report, all);
        if notes.is_empty() {
            return;
        }
        self.heading("Notes");
        for note in notes {
            self.mark("- ");
            if let Some(name) = &note.criterion {
                self.say(name).mark(": ");
            }
            self.say(&note.text).cite(&note.sources).mark("\n");
        }
    }

    fn met(&mut self, report: &Report<'_>) {
        if report.passed().next().is_none() {
            return;
        }
        self.heading("Met");
        for line in report.passed() {
            self.mark("- ").say(&line.name()).mark(": ");
            self.say(&Wording::of(&line).sentence()).mark("\n");
        }
    }

    fn not_applicable(&mut self, report: &Report<'_>) {
        if report.not_applicable().next().is_none() {
            return;
        }
        self.heading("Does not apply");
        for line in report.not_applicable() {
            self.mark("- ").say(&line.name()).mark("\n");
        }
    }

    fn foot(&mut self, report: &Report<'_>) {
        let made = report.provenance();
        self.mark("\n---\n\n").say(DISCLAIMER).mark("  \n");
        self.say(&format!(
            "rtr {}, criteria sha256 {}, sources sha256 {}, assessment sha256 {}.",
            made.engine, made.criteria_sha256, made.sources_sha256, made.assessment_sha256
        ));
        self.mark("\n");
    }
}

/// Text as Markdown shows it literally, on one line and never the start of a block.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        let (before, after) = text.split_at(place);
        if is_markup(letter) || opens_block(before, letter) || opens_address(before, after) {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

/// Letters that can open or close markup wherever they stand.
const fn is_markup(letter: char) -> bool {
    matches!(
        letter,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '&' | '$'
    )
}

/// Whether the letter would make a list, a rule or an underlined heading of a text that begins a line.
fn opens_block(before: &str, letter: char) -> bool {
    match letter {
        '-' | '+' | '=' => before.is_empty(),
        '.' | ')' => !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a bare address, which GitHub makes a link of, would begin here: at the colon of `https://` or the dot of `www.`.
fn opens_address(before: &str, after: &str) -> bool {
    after.starts_with("://") || (after.starts_with('.') && before.to_lowercase().ends_with("www"))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_text_becomes_markup() {
        for (text, shown) in [
            ("# a *b* <c>\n| d", "\\# a \\*b\\* \\<c\\> \\| d"),
            (
                "[a](javascript:b) `c` &lt;",
                "\\[a\\](javascript:b) \\`c\\` \\&lt;",
            ),
            ("- a - b", "\\- a - b"),
            ("12. a 1.5 (b)", "12\\. a 1.5 (b)"),
            ("===", "\\==="),
            ("https://a.b WWW.c.d 3:1", "https\\://a.b WWW\\.c.d 3:1"),
            ("    a\r\n\r\n\tb\0  ", "a b"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
