//! What stood before each value the last time that an object of its type was read.
//!
//! Senders write every record alike. So the bytes from one value of an object to the next, comma, quotes, key, colon and white space,
//! are kept with the place of the key among the fields, and compared whole. Bytes that are the same again mean the same again.

use super::cursor::{place_among, same};

/// For each type and each field of it the bytes behind that field's value.
#[derive(Clone, Debug)]
pub(super) struct KeyCache {
    /// The types met so far, each at the first free place from its own on.
    types: [Type; TYPES],
    between: Vec<Between>,
}

/// A type of objects, known by where the names of its fields are kept.
#[derive(Clone, Copy, Debug)]
struct Type {
    names: &'static [&'static str],
    /// Where what stands between its fields begins.
    begin: usize,
    /// One more than the place of the field whose name has this sum; 0 for none. Of two with one sum the first.
    places: [u8; SUMS],
}

/// A type among those met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    at: usize,
    pub(super) begin: usize,
}

/// More than twice as many as there are types.
const TYPES: usize = 64;

/// A power of two some times the number of fields of a type.
const SUMS: usize = 64;

/// Longer keys than fit here are looked up each time.
const LONGEST: usize = 32;

/// The bytes between two values, as far as the key that they hold.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Between {
    bytes: [u8; LONGEST],
    /// Ones where a byte counts; kept here, as finding them anew costs more than the comparison.
    mask: [u8; LONGEST],
    /// How many of them count.
    length: u8,
    /// The place of the key among the names of the fields.
    field: u8,
}

/// Never the same as a text: no byte of UTF-8 has all bits set.
const NOTHING: Between = Between {
    bytes: [u8::MAX; LONGEST],
    mask: [u8::MAX; LONGEST],
    length: 32,
    field: 0,
};

/// Ones and zeros: the mask of a length begins so many bytes before the zeros.
const MASKS: &[u8] = [[u8::MAX; LONGEST], [0; LONGEST]].as_flattened();

impl Type {
    fn new(names: &'static [&'static str], begin: usize) -> Self {
        let mut places = [0; SUMS];
        for (behind, name) in (1..=u8::MAX).zip(names) {
            if let Some(place @ 0) = places.get_mut(sum(name.as_bytes())) {
                *place = behind;
            }
        }
        Self {
            names,
            begin,
            places,
        }
    }
}

/// A number that few names of one type share.
#[inline]
fn sum(name: &[u8]) -> usize {
    let end = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    let (first, last) = (end(name.first()), end(name.last()));
    let middle = end(name.get(name.len() / 2));
    let ends = first.wrapping_add(last.wrapping_mul(3));
    ends.wrapping_add(middle.wrapping_mul(5))
        .wrapping_add(name.len())
        % SUMS
}

impl Default for KeyCache {
    fn default() -> Self {
        Self {
            types: [Type {
                names: &[],
                begin: 0,
                places: [0; SUMS],
            }; TYPES],
            between: Vec::new(),
        }
    }
}

impl KeyCache {
    /// The type; nothing when there are more types than are kept.
    #[inline]
    pub(super) fn kind(&mut self, kind: &str, names: &'static [&'static str]) -> Option<Kind> {
        let at = own_place(kind, names);
        match self.types.get(at) {
            Some(known) if std::ptr::eq(known.names, names) => Some(Kind {
                at,
                begin: known.begin,
            }),
            Some(_) | None => self.search(at, names),
        }
    }

    #[cold]
    fn search(&mut self, start: usize, names: &'static [&'static str]) -> Option<Kind> {
        let mut at = start;
        for _ in 0..TYPES {
            let known = self.types.get_mut(at)?;
            if known.names.is_empty() {
                let begin = self.between.len();
                let end = begin.checked_add(names.len())?.checked_add(1)?;
                self.between.resize(end, NOTHING);
                *known = Type::new(names, begin);
            }
            if std::ptr::eq(known.names, names) {
                let begin = known.begin;
                return Some(Kind { at, begin });
            }
            at = at.wrapping_add(1) % TYPES;
        }
        None
    }

    /// The place of the field with this name.
    #[inline]
    pub(super) fn place(&self, kind: Kind, key: &[u8]) -> Option<u8> {
        let known = self.types.get(kind.at)?;
        let place = known.places.get(sum(key))?.checked_sub(1)?;
        let name = known.names.get(usize::from(place))?;
        if same(name.as_bytes(), key) {
            return Some(place);
        }
        place_among(known.names, key)
    }

    /// The field whose key comes next and what is left behind the key, when it is the same as the last time.
    #[expect(
        clippy::inline_always,
        reason = "once for each type, where a call would cost a quarter of it"
    )]
    #[inline(always)]
    pub(super) fn again<'t>(&self, place: usize, text: &'t [u8]) -> Option<(u8, &'t [u8])> {
        let between = self.between.get(place)?;
        let (start, _) = text.split_first_chunk::<LONGEST>()?;
        let same = start
            .iter()
            .zip(&between.bytes)
            .zip(&between.mask)
            .fold(0_u8, |other, ((byte, kept), mask)| {
                other | ((byte ^ kept) & mask)
            });
        if same != 0 {
            return None;
        }
        Some((between.field, text.get(usize::from(between.length)..)?))
    }

    /// Keeps by which bytes the text went on to a field.
    #[inline]
    pub(super) fn keep(&mut self, place: usize, text: &[u8], length: usize, field: u8) {
        if let Some(between) = self.between.get_mut(place)
            && let Some(bytes) = text.first_chunk::<LONGEST>()
            && let Some(zeros) = LONGEST.checked_sub(length)
            && let Some(mask) = MASKS.get(zeros..).and_then(<[u8]>::first_chunk)
            && let Ok(length) = u8::try_from(length)
        {
            *between = Between {
                bytes: *bytes,
                mask: *mask,
                length,
                field,
            };
        }
    }
}

/// Where a type is looked for first; known when the program is compiled.
#[inline]
fn own_place(kind: &str, names: &[&str]) -> usize {
    let initial = kind.as_bytes().first().copied().map_or(0, usize::from);
    let mixed = names.len().wrapping_mul(5).wrapping_add(initial);
    mixed.wrapping_add(kind.len().wrapping_mul(11)) % TYPES
}
