//! What stood before each value the last time that an object of its type was read.
//!
//! Senders write every record alike. So the bytes from one value of an object to the next, comma, quotes, key, colon and white space,
//! are kept with the place of the key among the fields, and compared whole. Bytes that are the same again mean the same again.

/// For each type and each field of it the bytes behind that field's value.
#[derive(Clone, Debug)]
pub(super) struct Habits {
    /// The types met so far, each at the first free place from its own on, and where its bytes begin.
    types: [(&'static [&'static str], usize); TYPES],
    between: Vec<Between>,
}

/// More than twice as many as there are types.
const TYPES: usize = 64;

/// Longer keys than fit here are looked up each time.
const LONGEST: usize = 32;

/// The bytes between two values, as far as the key that they hold.
#[derive(Clone, Copy, Debug)]
struct Between {
    bytes: [u8; LONGEST],
    /// How many of them count.
    length: u8,
    /// How many do not.
    noughts: u8,
    /// The place of the key among the names of the fields.
    field: u8,
}

/// Never matches: no byte of JSON is nought.
const NOTHING: Between = Between {
    bytes: [0; LONGEST],
    length: 1,
    noughts: 31,
    field: 0,
};

/// Ones and noughts: the mask of a length begins so many bytes before the noughts.
const MASKS: &[u8] = [[u8::MAX; LONGEST], [0; LONGEST]].as_flattened();

impl Default for Habits {
    fn default() -> Self {
        Self {
            types: [(&[], 0); TYPES],
            between: Vec::new(),
        }
    }
}

impl Habits {
    /// Where the bytes of a type begin.
    #[inline]
    pub(super) fn of(&mut self, kind: &str, names: &'static [&'static str]) -> usize {
        let start = own_place(kind, names);
        match self.types.get(start) {
            Some((known, begin)) if std::ptr::eq(*known, names) => *begin,
            _ => self.search(start, names),
        }
    }

    #[cold]
    fn search(&mut self, start: usize, names: &'static [&'static str]) -> usize {
        let mut place = start;
        for _ in 0..TYPES {
            if let Some(entry) = self.types.get_mut(place) {
                if std::ptr::eq(entry.0, names) {
                    return entry.1;
                }
                if entry.0.is_empty() {
                    let begin = self.between.len();
                    *entry = (names, begin);
                    let end = begin.saturating_add(names.len()).saturating_add(1);
                    self.between.resize(end, NOTHING);
                    return begin;
                }
            }
            place = place.wrapping_add(1) % TYPES;
        }
        // As many types as there are not: nothing is kept of them, and each of their keys is looked up.
        usize::MAX
    }

    /// The field whose key comes next and what is left behind the key, when it is the same as the last time.
    #[inline]
    pub(super) fn again<'t>(&self, place: usize, text: &'t [u8]) -> Option<(u8, &'t [u8])> {
        let between = self.between.get(place)?;
        let mask = MASKS.get(usize::from(between.noughts)..)?;
        let mask = mask.first_chunk::<LONGEST>()?;
        let (start, _) = text.split_first_chunk::<LONGEST>()?;
        let same = start
            .iter()
            .zip(&between.bytes)
            .zip(mask)
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
            && let Some(noughts) = LONGEST.checked_sub(length)
            && let (Ok(length), Ok(noughts)) = (u8::try_from(length), u8::try_from(noughts))
        {
            *between = Between {
                bytes: *bytes,
                length,
                noughts,
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
