//! XML one step at a time: where we are as a path, and the text of the element that just closed.
//!
//! *Why is nothing expanded?* `quick-xml` never resolves an entity that a file declares, so a file cannot grow in memory; an element
//! longer than a megabyte and a nesting deeper than any real file are refused.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::ReadError;
use super::capped::{CappedReader, fault};
use super::refusals::short;

/// The longest path of names, in bytes; TCX, the deepest of ours, needs about 150.
const DEEPEST: usize = 4096;

/// The longest text of one element that is kept; none that is read comes near.
const LONGEST: usize = 1024;

/// A file being read.
pub(super) struct Xml<'a> {
    reader: Reader<CappedReader<'a>>,
    buffer: Vec<u8>,
    /// The names of the open elements without their prefixes: `gpx/trk/trkseg`.
    path: String,
    text: String,
    /// The element that closed at the last step is still on the path.
    closing: bool,
}

/// One step through the file.
pub(super) enum Step<'a> {
    /// An element opens.
    Open {
        path: &'a str,
        attributes: Attributes<'a>,
        line: u64,
    },
    /// An element closes; the text is what stood in it behind its last child.
    Close {
        path: &'a str,
        text: &'a str,
        line: u64,
    },
    /// The file is whole and at its end.
    End,
}

/// The attributes of an element that opens.
pub(super) struct Attributes<'a>(BytesStart<'a>);

impl Attributes<'_> {
    /// The value of an attribute; `None` if it is not there or cannot be read.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let attribute = self.0.try_get_attribute(name).ok()??;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(bytes: &'a mut dyn BufRead) -> Self {
        let mut reader = Reader::from_reader(CappedReader::new(bytes));
        // An empty element then opens and closes like any other.
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            path: String::new(),
            text: String::new(),
            closing: false,
        }
    }

    /// The next opening, closing or end.
    pub(super) fn step(&mut self) -> Result<Step<'_>, ReadError> {
        if self.closing {
            self.closing = false;
            let parent = self.path.rfind('/').unwrap_or(0);
            self.path.truncate(parent);
            self.text.clear();
        }
        let mut line;
        let event = loop {
            self.buffer.clear();
            self.reader.get_mut().allow();
            line = self.reader.get_ref().line();
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Text(text)) => keep(&mut self.text, &text.xml10_content()),
                Ok(Event::CData(text)) => keep(&mut self.text, &text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                    Ok(Some(character)) => keep(&mut self.text, character.encode_utf8(&mut [0; 4])),
                    Ok(None) | Err(_) => keep(&mut self.text, predefined(&reference)),
                },
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    break Some(start.into_owned());
                }
                Ok(Event::End(_)) => break None,
                Ok(Event::Eof) if self.path.is_empty() => return Ok(Step::End),
                Ok(Event::Eof) => {
                    let reason = format!("line {line}: cut short within `{}`", short(&self.path));
                    return Err(ReadError::Damaged(reason));
                }
                Err(quick_xml::Error::Io(error)) => return Err(fault(line, &error)),
                Err(error) => {
                    let reason = error.to_string();
                    return Err(ReadError::Damaged(format!(
                        "line {line}: {}",
                        short(&reason)
                    )));
                }
            }
        };
        match event {
            Some(start) => {
                if !self.path.is_empty() {
                    self.path.push('/');
                }
                self.path.push_str(start.local_name().as_ref());
                self.text.clear();
                if self.path.len() > DEEPEST {
                    return Err(ReadError::Damaged(format!(
                        "line {line}: nested deeper than any activity file"
                    )));
                }
                Ok(Step::Open {
                    path: &self.path,
                    attributes: Attributes(start),
                    line,
                })
            }
            None => {
                self.closing = true;
                Ok(Step::Close {
                    path: &self.path,
                    text: self.text.trim(),
                    line,
                })
            }
        }
    }
}

fn keep(text: &mut String, more: &str) {
    if text.len().saturating_add(more.len()) <= LONGEST {
        text.push_str(more);
    }
}

/// The five entities that every file has; one that a file declares itself stands for nothing.
fn predefined(name: &str) -> &'static str {
    quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default()
}

/// Whether a file's first element has this name, whatever its prefix.
pub(super) fn root_is(mut head: &[u8], name: &str) -> bool {
    let mut xml = Xml::new(&mut head);
    matches!(xml.step(), Ok(Step::Open { path, .. }) if path == name)
}
