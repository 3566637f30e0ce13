//! In what encoding a text file is written, where that is not UTF-8.
//!
//! *Why guessed?* A spreadsheet that saves a table again writes UTF-16 or the code page of its country, and mostly does not say which.
//! The sports and months read here are words, so the guess is tested by whether they are known; a wrong one makes a session of unknown
//! sport and never a day of rest.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file its declaration may be.
const DECLARATION: usize = 256;

/// The encoding of a file by its beginning; `None` for UTF-8 without a mark, and for what is no text.
pub(super) fn encoding(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((marked, _)) = Encoding::for_bom(head) {
        return Some(marked);
    }
    match head {
        [b'<' | b' '..=b'~', 0, b' '..=b'~', 0, ..] => return Some(UTF_16LE),
        [0, b'<' | b' '..=b'~', 0, b' '..=b'~', ..] => return Some(UTF_16BE),
        _ => {}
    }
    if head.contains(&0) {
        return None;
    }
    if head.starts_with(b"<?xml") {
        return declared(head).filter(|encoding| *encoding != UTF_8);
    }
    let is_utf8 = std::str::from_utf8(head).err();
    // The beginning may end within a character.
    if is_utf8.is_none_or(|error| error.error_len().is_none()) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// What an XML declaration says.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.get(..DECLARATION.min(head.len()))?;
    let text = String::from_utf8_lossy(declaration);
    let (declaration, _) = text.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|mark| "\"'".contains(*mark))?;
    let label = value.split(quote).nth(1)?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::encoding;

    #[test]
    fn text_is_known_by_its_mark_its_declaration_or_its_words() {
        let name = |bytes: &[u8]| encoding(bytes).map(encoding_rs::Encoding::name);
        assert_eq!(name(b"date,km"), None);
        assert_eq!(name("Läufe, Straße".as_bytes()), None);
        assert_eq!(name(b"\xff\xfed\0a\0"), Some("UTF-16LE"));
        assert_eq!(name(b"d\0a\0t\0e\0"), Some("UTF-16LE"));
        assert_eq!(name(b"\0d\0a\0t\0e"), Some("UTF-16BE"));
        assert_eq!(
            name(b"<?xml version='1.0' encoding='ISO-8859-1'?><gpx/>"),
            Some("windows-1252")
        );
        assert_eq!(
            name(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><gpx/>"),
            None
        );
        assert_eq!(name(b"Sp\xe4t, Stra\xdfe, M\xe4rz"), Some("windows-1252"));
        assert_eq!(name(b"\x0e\x10\0\0.FIT\0\0"), None);
    }
}
