//! A list, entry by entry.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};

use super::{Declined, Reader};

#[inline]
pub(super) fn read<'de, V: Visitor<'de>>(
    reader: &mut Reader<'_, 'de>,
    visitor: V,
) -> Result<V::Value, Declined> {
    reader.cursor.must(b'[')?;
    reader.cursor.skip_space();
    let mut entries = Entries {
        reader,
        first: true,
        ended: false,
    };
    let value = visitor.visit_seq(&mut entries)?;
    // A visitor that stops early has left something unread.
    if entries.ended {
        Ok(value)
    } else {
        Err(Declined)
    }
}

struct Entries<'a, 'h, 'de> {
    reader: &'a mut Reader<'h, 'de>,
    first: bool,
    ended: bool,
}

impl<'de> SeqAccess<'de> for &mut Entries<'_, '_, 'de> {
    type Error = Declined;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Declined> {
        let cursor = &mut self.reader.cursor;
        if cursor.eat(b']') {
            self.ended = true;
            return Ok(None);
        }
        if !self.first {
            cursor.must(b',')?;
            cursor.skip_space();
        }
        self.first = false;
        let value = seed.deserialize(&mut *self.reader)?;
        self.reader.cursor.skip_space();
        Ok(Some(value))
    }

    /// A few where there is one: a list takes room for a few in one go, and for none where it is empty.
    #[inline]
    fn size_hint(&self) -> Option<usize> {
        let empty = self.reader.cursor.peek() == Some(b']');
        Some(if empty { 0 } else { 8 })
    }
}
