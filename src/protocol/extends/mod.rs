//! A file that extends another: what it says itself, put over what the other says.
//!
//! *Why is the outcome a text?* Linting, proving and changing a limit at a time all work on a text with places. Made whole as a text,
//! a file that extends another is to them a file like any other, and each place in it is led back to the file it was written in.
//!
//! *Why only one level?* The person who reads a file has one other to open, and no third can change what it asks.
//!
//! Measure files are taken in the same way: their `[[measure]]` tables stand in the whole text behind those of the file that names them.
//!
//! *Order.* What replaces stands where the replaced stood. A new criterion stands last in its stage, or before the one that `before`
//! names; a new stage where its `clears` belongs; a new ladder last. Lists without ids (`stop_rule`, `remark`, `phase`, `ladder_rule`) are replaced whole.

mod measures;
mod merge;
mod write;

use std::ops::Range;

use toml::de::DeTable;

use super::compile::compile_whole;
use super::red_flags::RED_FLAGS;
use super::{Protocol, Sources, builtin};
use crate::assessment::is_kebab;
use crate::diagnostic::{Diagnostic, File, Related, nearest};
use crate::digest::Digest;

pub use measures::MeasureFile;

use measures::TakenIn;
use merge::Merged;
use write::Piece;

/// Which file is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A criteria file.
    Criteria,
    /// A measure file.
    Measures,
}

/// Finds the text of the file of an id.
pub type Find<'a> = &'a dyn Fn(Wanted, &str) -> Option<String>;

/// A criteria file made whole.
#[derive(Clone, Debug)]
pub struct ResolvedFile {
    /// The whole file: its own text, or one in which everything stands that it takes from the file it extends.
    pub text: String,
    /// The file it extends.
    pub extends: Option<ExtendedFile>,
    /// The measure files that it names, then those that the file it extends names.
    pub measure_files: Vec<MeasureFile>,
    /// What it says although the file it extends says the same: the name, and where in the whole text.
    pub repeats: Vec<(String, Range<usize>)>,
    digest: Digest,
    pieces: Vec<Piece>,
    first_line: Range<usize>,
    own: TakenIn,
    other: TakenIn,
}

/// The file that another extends.
#[derive(Clone, Debug)]
pub struct ExtendedFile {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Checks and compiles one criteria file; what it extends is looked for among the shipped ones.
///
/// `stem` is the file's name without its ending, when it has one; without `sources`, keys are not looked up.
///
/// # Errors
/// Every fault of the file, in the order of the file; then those of what it takes from another.
pub fn compile(
    source: &str,
    stem: Option<&str>,
    sources: Option<&dyn Sources>,
) -> Result<Protocol, Vec<Diagnostic>> {
    resolve(source, stem, &builtin::text)?.compile(stem, sources)
}

/// The same, beside measures that it need not declare.
#[cfg(feature = "cli")]
pub(crate) fn compile_with(
    source: &str,
    measures: &[&'static crate::measure::Definition],
) -> Result<Protocol, Vec<Diagnostic>> {
    compile_whole(source, None, None, measures)
}

/// The id that a text states, if it can be read that far.
#[must_use]
pub fn id_of(text: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    Some(table.get_ref().get("id")?.get_ref().as_str()?.to_owned())
}

/// Makes a file whole. What cannot be read stays as it is: compiling it says why.
///
/// # Errors
/// Every fault in what the file extends and takes away.
pub fn resolve(
    source: &str,
    stem: Option<&str>,
    find: Find<'_>,
) -> Result<ResolvedFile, Vec<Diagnostic>> {
    let mut measure_files = Vec::new();
    let taken = TakenIn::of(source, &mut measure_files, find)?;
    let whole = |measure_files: Vec<MeasureFile>| ResolvedFile {
        text: taken.text.clone(),
        extends: None,
        repeats: Vec::new(),
        digest: digest("", source, &measure_files),
        measure_files,
        pieces: Vec::new(),
        first_line: 0..0,
        own: taken.clone(),
        other: TakenIn::default(),
    };
    let (own, errors) = DeTable::parse_recoverable(&taken.text);
    let named = own.get_ref().get("extends").filter(|_| errors.is_empty());
    let Some(named) = named else {
        return Ok(whole(measure_files));
    };
    let Some(id) = named.get_ref().as_str() else {
        return Ok(whole(measure_files));
    };
    let text = parent(id, stem, &own, named.span(), find).map_err(|fault| vec![*fault])?;
    let in_extended = |fault: Diagnostic| Diagnostic {
        file: match fault.file {
            File::Own | File::Extended => File::Extended,
            File::Measures(place) => File::Measures(place),
        },
        ..fault
    };
    let in_extended = |faults: Vec<Diagnostic>| faults.into_iter().map(in_extended).collect();
    let extended = TakenIn::of(&text, &mut measure_files, find)
        .map_err(|faults| -> Vec<Diagnostic> { in_extended(faults) })?;
    let (other, errors) = DeTable::parse_recoverable(&extended.text);
    if !errors.is_empty() {
        // Its own faults are said of it, and none of them is this file's.
        let faults = compile_whole(&extended.text, None, None, &[]);
        return Err(in_extended(faults.err().unwrap_or_default()));
    }
    if let Some(fault) = no_parent(id, other.get_ref(), named.span()) {
        return Err(vec![fault]);
    }
    let merged = Merged::of(own.get_ref(), other.get_ref())?;
    let (whole, pieces) = write::whole(id, &merged, &taken.text, &extended.text);
    let in_whole = |(name, span): (String, Range<usize>)| {
        let mut own = pieces.iter().filter(|piece| piece.file == File::Own);
        let piece = own.find(|piece| piece.from == span)?;
        Some((name, piece.at.clone()))
    };
    Ok(ResolvedFile {
        text: whole,
        repeats: merged.repeats.into_iter().filter_map(in_whole).collect(),
        digest: digest(&text, source, &measure_files),
        measure_files,
        pieces,
        first_line: super::read::first_line(source),
        own: taken.clone(),
        other: extended.clone(),
        extends: Some(ExtendedFile {
            id: id.to_owned(),
            text,
        }),
    })
}

/// The digest of everything that a file says or takes from another.
fn digest(extended: &str, own: &str, measure_files: &[MeasureFile]) -> Digest {
    let measures: String = measure_files
        .iter()
        .map(|file| file.text.as_str())
        .collect();
    Digest::of_text(&format!("{extended}{own}{measures}"))
}

/// The text of the file named, if it may be extended by this one.
fn parent(
    id: &str,
    stem: Option<&str>,
    own: &toml::Spanned<DeTable<'_>>,
    span: Range<usize>,
    find: Find<'_>,
) -> Result<String, Box<Diagnostic>> {
    let own_id = own.get_ref().get("id").and_then(|id| id.get_ref().as_str());
    if own_id == Some(id) || stem == Some(id) {
        let fault = Diagnostic::new("extends-itself", span, format!("`{id}` extends itself"));
        // Red flags have one id, so they cannot be given another to extend them.
        let help = if id == RED_FLAGS {
            "no file can extend the red flags: change a copy in full, without `extends`: `rtr criteria show red-flags > red-flags.toml`"
        } else {
            "name the file whose criteria it takes over, and give this one an id of its own"
        };
        return Err(Box::new(fault.help(help)));
    }
    let found = is_kebab(id).then(|| find(Wanted::Criteria, id)).flatten();
    found.ok_or_else(|| {
        let shipped = builtin::SHIPPED.iter().map(|shipped| shipped.id);
        let help = nearest(id, shipped).map_or_else(
            || format!("put `{id}.toml` into the same folder, or name one that `rtr criteria list` lists"),
            |near| format!("did you mean `{near}`?"),
        );
        Box::new(Diagnostic::new("unknown-parent", span, format!("no criteria file `{id}` to extend")).help(help))
    })
}

/// Why the file named is none to extend.
fn no_parent(id: &str, other: &DeTable<'_>, span: Range<usize>) -> Option<Diagnostic> {
    if let Some(further) = other.get("extends") {
        let further = further.get_ref().as_str().unwrap_or_default();
        let message = format!("`{id}` itself extends `{further}`");
        return Some(
            Diagnostic::new("extends-twice", span, message).help(format!(
                "extend `{further}` and repeat what `{id}` has beyond it: one level is allowed"
            )),
        );
    }
    let routes_out = other
        .get("route_out")
        .and_then(|out| out.get_ref().as_bool());
    (routes_out == Some(true)).then(|| {
        Diagnostic::new(
            "extends-route-out",
            span,
            format!("`{id}` routes out and has no criteria"),
        )
        .help("write what it says in this file; there is nothing to take over")
    })
}

impl ResolvedFile {
    /// The protocol.
    ///
    /// # Errors
    /// As [`compile`].
    pub fn compile(
        &self,
        stem: Option<&str>,
        sources: Option<&dyn Sources>,
    ) -> Result<Protocol, Vec<Diagnostic>> {
        match compile_whole(&self.text, stem, sources, &[]) {
            Ok(protocol) => Ok(Protocol {
                digest: self.digest,
                ..protocol
            }),
            Err(faults) => Err(self.placed(faults)),
        }
    }

    /// Faults of the whole text, each led back to where it was written; those of the file itself first, in its order.
    #[must_use]
    pub fn placed(&self, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = faults.into_iter().map(|one| self.place(one)).collect();
        faults.sort_by_key(|fault| (fault.file, fault.span.start));
        faults
    }

    /// A fault of the whole text, led back to where it was written.
    #[must_use]
    pub fn place(&self, fault: Diagnostic) -> Diagnostic {
        let (file, span) = self.written(&fault.span);
        let related = fault.related.into_iter().map(|related| {
            let (file, span) = self.written(&related.span);
            Related {
                file,
                span,
                ..related
            }
        });
        Diagnostic {
            related: related.collect(),
            file,
            span,
            ..fault
        }
    }

    /// Where a place of the whole text was written.
    fn written(&self, span: &Range<usize>) -> (File, Range<usize>) {
        let (file, span) = self.of_either(span);
        let taken = match file {
            File::Own => self.own.written(&span),
            File::Extended => self.other.written(&span),
            File::Measures(_) => None,
        };
        taken.unwrap_or((file, span))
    }

    /// Where it was written, what is taken from measure files counted to the file that names them.
    fn of_either(&self, span: &Range<usize>) -> (File, Range<usize>) {
        if self.extends.is_none() {
            return (File::Own, span.clone());
        }
        let around = |piece: &&Piece| piece.at.start <= span.start && span.end <= piece.at.end;
        let pieces = self.pieces.iter().filter(around);
        let Some(piece) = pieces.min_by_key(|piece| piece.at.len()) else {
            return (File::Own, self.first_line.clone());
        };
        if piece.at.len() != piece.from.len() {
            return (piece.file, piece.from.clone());
        }
        let moved = |byte: usize| {
            byte.saturating_sub(piece.at.start)
                .saturating_add(piece.from.start)
        };
        (piece.file, moved(span.start)..moved(span.end))
    }
}
