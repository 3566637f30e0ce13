//! Faults of a criteria file drawn as a compiler draws them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::Diagnostic;

/// Draws every fault of a file, with colour if wished.
pub(super) fn draw(name: &str, source: &str, faults: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(80);
    let mut text = String::new();
    for fault in faults {
        let primary = AnnotationKind::Primary
            .span(fault.span.clone())
            .label(fault.label.as_str());
        let mut snippet = Snippet::source(source).path(name).annotation(primary);
        for (span, label) in &fault.related {
            snippet = snippet.annotation(
                AnnotationKind::Context
                    .span(span.clone())
                    .label(label.as_str()),
            );
        }
        let mut group = Level::ERROR
            .primary_title(fault.message.as_str())
            .id(fault.code)
            .element(snippet);
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        text.push_str(&renderer.render(&[group]).clone());
        text.push_str("\n\n");
    }
    text
}
