//! How what a verb found is shown: a page for people in every medium, or data for programs.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser, ValueParserFactory};

use super::pager::print_page;
use super::references::references;
use super::{CliError, print};
use crate::document::{Document, html, markdown, text};
use crate::quantity::Distances;

/// What a page is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Medium {
    /// For a terminal.
    Text,
    /// For notes, messages and reviews.
    Markdown,
    /// One page that stands alone and prints on A4.
    Html,
}

/// A page, or one of the formats that a verb has for programs.
///
/// *Why not one enum of every format?* No verb has all of them, and each would have to say what it does with those that it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format<Data> {
    /// For people.
    Page(Medium),
    /// For programs.
    Data(Data),
}

impl Medium {
    /// Draws a page for a file, without colour; `criteria` are the files beside which its sources may stand.
    pub(super) fn draw(
        self,
        page: &Document,
        distances: Distances,
        criteria: &[PathBuf],
    ) -> Result<String, CliError> {
        self.drawn(page, distances, criteria, false)
    }

    fn drawn(
        self,
        page: &Document,
        distances: Distances,
        criteria: &[PathBuf],
        colour: bool,
    ) -> Result<String, CliError> {
        Ok(match self {
            Self::Text => text::render(page, text::Options { colour, distances }),
            Self::Markdown => markdown::render(page, distances),
            Self::Html => html::render(page, &references(criteria)?, distances),
        })
    }

    /// Draws a long page and prints it, on a terminal through a pager.
    pub(super) fn print_paged(
        self,
        page: &Document,
        distances: Distances,
        criteria: &[PathBuf],
    ) -> Result<(), CliError> {
        let colour = std::io::stdout().is_terminal();
        print_page(&self.drawn(page, distances, criteria, colour)?);
        Ok(())
    }

    /// Draws a page and prints it, on a terminal with colour.
    pub(super) fn print(
        self,
        page: &Document,
        distances: Distances,
        criteria: &[PathBuf],
    ) -> Result<(), CliError> {
        let colour = std::io::stdout().is_terminal();
        print(&self.drawn(page, distances, criteria, colour)?);
        Ok(())
    }
}

impl<Data: ValueEnum> FromStr for Format<Data> {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let page = Medium::from_str(name, false).map(Self::Page);
        page.or_else(|_| Data::from_str(name, false).map(Self::Data))
    }
}

impl<Data: ValueEnum + Send + Sync + 'static> ValueParserFactory for Format<Data> {
    type Parser = ValueParser;

    fn value_parser() -> ValueParser {
        let media = Medium::value_variants().iter();
        let media = media.filter_map(ValueEnum::to_possible_value);
        let data = Data::value_variants().iter();
        let data = data.filter_map(ValueEnum::to_possible_value);
        let names: Vec<_> = media.chain(data).collect();
        let names = PossibleValuesParser::new(names);
        names.try_map(|name| name.parse::<Self>()).into()
    }
}
