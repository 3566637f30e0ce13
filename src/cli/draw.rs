//! Findings in a criteria file drawn as a compiler draws them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::{self, Diagnostic};

/// What stands before the first letter of a help: room for a line number of four digits, and `= help: `.
const HELP_INDENT: usize = 13;

/// The text in lines that fit 80 columns behind what stands before each.
fn wrapped(text: &str, before: usize) -> String {
    let options = textwrap::Options::new(80_usize.saturating_sub(before))
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

/// Draws every fault for which a file does not compile.
pub(super) fn faults(name: &str, source: &str, faults: &[Diagnostic], colour: bool) -> String {
    let errors = faults.iter().map(|fault| (diagnostic::Level::Error, fault));
    draw(name, source, errors, colour)
}

/// Draws every finding of a file, with colour if wished.
pub(super) fn draw<'a>(
    name: &str,
    source: &str,
    findings: impl IntoIterator<Item = (diagnostic::Level, &'a Diagnostic)>,
    colour: bool,
) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(80);
    let mut text = String::new();
    for (level, finding) in findings {
        let primary = AnnotationKind::Primary
            .span(finding.span.clone())
            .label(finding.label.as_str());
        let mut snippet = Snippet::source(source).path(name).annotation(primary);
        for (span, label) in &finding.related {
            snippet = snippet.annotation(
                AnnotationKind::Context
                    .span(span.clone())
                    .label(label.as_str()),
            );
        }
        let drawn = match level {
            diagnostic::Level::Error => Level::ERROR,
            diagnostic::Level::Warning => Level::WARNING,
            diagnostic::Level::Note => Level::NOTE,
        };
        let head = level.word().len().saturating_add(finding.code.len());
        let title = wrapped(&finding.message, head.saturating_add("[]: ".len()));
        let help = finding.help.as_deref();
        let help = help.map(|help| wrapped(help, HELP_INDENT));
        let mut group = drawn
            .primary_title(title.as_str())
            .id(finding.code)
            .element(snippet);
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        text.push_str(&renderer.render(&[group]).clone());
        text.push_str("\n\n");
    }
    text
}
