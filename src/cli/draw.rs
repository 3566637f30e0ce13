//! Findings in a criteria file drawn as a compiler draws them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::record::{PlacedFault, RecordText};
use crate::diagnostic::{self, Diagnostic, File};
use crate::document::{masked, visible};
use crate::workbench::Source;

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
pub(super) fn faults(source: &Source, faults: &[Diagnostic], colour: bool) -> String {
    let errors = faults.iter().map(|fault| (diagnostic::Level::Error, fault));
    draw(source, errors, colour)
}

/// Draws every finding of a file, with colour if wanted.
pub(super) fn draw<'a>(
    source: &Source,
    findings: impl IntoIterator<Item = (diagnostic::Level, &'a Diagnostic)>,
    colour: bool,
) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(80);
    let measures = 0..source.measure_files().len();
    let files = [File::Own, File::Extended].into_iter();
    let files: Vec<_> = files
        .chain(measures.map(File::Measures))
        .map(|file| (file, source.file_of(file)))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(file, source)| {
            // A letter more or less would move what is pointed at.
            (*file, masked(&source.text), visible(&source.name))
        })
        .collect();
    let mut text = String::new();
    for (level, finding) in findings {
        let primary = AnnotationKind::Primary
            .span(finding.span.clone())
            .label(finding.label.as_str());
        let mut snippets: Vec<_> = files
            .iter()
            .map(|(file, text, name)| {
                let related = finding.related.iter();
                let related = related.filter(|related| related.file == *file);
                let mut annotations: Vec<_> = related
                    .map(|related| {
                        let span = related.span.clone();
                        AnnotationKind::Context
                            .span(span)
                            .label(related.label.as_str())
                    })
                    .collect();
                if finding.file == *file {
                    annotations.insert(0, primary.clone());
                }
                (*file, text, name, annotations)
            })
            .collect();
        snippets.sort_by_key(|(file, ..)| *file != finding.file);
        let drawn = match level {
            diagnostic::Level::Error => Level::ERROR,
            diagnostic::Level::Warning => Level::WARNING,
            diagnostic::Level::Note => Level::NOTE,
        };
        let head = level.word().len().saturating_add(finding.code.len());
        let title = wrapped(
            &visible(&finding.message),
            head.saturating_add("[]: ".len()),
        );
        let help = finding.help.as_deref();
        let help = help.map(|help| wrapped(&visible(help), HELP_INDENT));
        let mut group = drawn
            .primary_title(title.as_str())
            .id(finding.code)
            .elements(
                snippets
                    .into_iter()
                    .filter(|(.., annotations)| !annotations.is_empty())
                    .map(|(_, text, name, annotations)| {
                        Snippet::source(text.as_ref())
                            .path(name.as_ref())
                            .annotations(annotations)
                    }),
            );
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        text.push_str(&renderer.render(&[group]).clone());
        text.push_str("\n\n");
    }
    text
}

/// Draws every fault for which a record is refused: where a field is wrong, with what stands there.
pub(super) fn faults_of_record(
    record: &RecordText,
    faults: &[PlacedFault],
    colour: bool,
) -> String {
    let (text, name) = (masked(&record.text), visible(&record.name));
    let drawn = faults.iter().map(|fault| {
        let path = if fault.path.is_empty() {
            "the record"
        } else {
            fault.path.as_str()
        };
        let path = visible(path);
        let title = format!("  {path}: {}", visible(&fault.message));
        let Some(place) = fault.place.clone() else {
            return title;
        };
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(80);
        let snippet = Snippet::source(text.as_ref())
            .path(name.as_ref())
            .annotation(AnnotationKind::Primary.span(place));
        let shown = Group::with_level(Level::ERROR).element(snippet);
        format!("{title}\n{}", renderer.render(&[shown]))
    });
    drawn.collect::<Vec<_>>().join("\n")
}
