//! What every picture shares: its frame, its colours, and that it shrinks with the page.

use maud::{Markup, html};

/// Text and axes.
pub(crate) const INK: &str = "#1a1a1a";
/// Names beside an axis.
pub(crate) const NAME: &str = "#333333";
/// What may be overlooked.
pub(crate) const QUIET: &str = "#555555";
/// Lines that only guide the eye.
pub(crate) const GUIDE: &str = "#dddddd";

/// A picture that stands alone: a title above, a description for those who do not see it, and the drawing.
///
/// On a narrow screen letters grow as the drawing shrinks, and what is marked `fine` is left out.
pub(crate) fn frame(
    title: &str,
    description: &str,
    width: i64,
    height: i64,
    drawing: &Markup,
) -> String {
    let markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width=(width) height=(height)
            viewBox=(format!("0 0 {width} {height}")) style="max-width:100%;height:auto" font-family="system-ui, sans-serif" font-size="12" {
            title id="title" { (title) }
            desc id="desc" { (description) }
            style { "@media (max-width: 560px) { text { font-size: 18px } .fine { display: none } }" }
            rect width="100%" height="100%" fill="#ffffff" {}
            text x="16" y="26" font-size="15" font-weight="600" fill=(INK) { (title) }
            (drawing)
        }
    };
    markup.into_string() + "\n"
}

/// A count as a coordinate.
pub(crate) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}
