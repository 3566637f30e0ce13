//! An object, field by field: the bytes that came next the last time are tried first.

use serde::de::value::U32Deserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, Visitor};

use super::key_cache::Kind;
use super::{Declined, Reader};

#[inline]
pub(super) fn read<'de, V: Visitor<'de>>(
    reader: &mut Reader<'_, 'de>,
    kind: &'static str,
    names: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Declined> {
    if reader.cursor.peek() != Some(b'{') {
        return Err(Declined);
    }
    let mut fields = Fields {
        kind: reader.key_cache.kind(kind, names).ok_or(Declined)?,
        reader,
        behind: 0,
        ended: false,
    };
    let value = visitor.visit_map(&mut fields)?;
    // A visitor that stops early has left something unread.
    if fields.ended {
        Ok(value)
    } else {
        Err(Declined)
    }
}

struct Fields<'a, 'h, 'de> {
    reader: &'a mut Reader<'h, 'de>,
    /// Where the habits of this type are kept, and begin.
    kind: Kind,
    /// One more than the place of the last field; 0 before the first.
    behind: u8,
    ended: bool,
}

impl Fields<'_, '_, '_> {
    /// Reads up to the next value: the place of its field among the names, or the end.
    #[expect(
        clippy::inline_always,
        reason = "once for each type, where a call would cost a quarter of it"
    )]
    #[inline(always)]
    fn next(&mut self) -> Result<Option<u8>, Declined> {
        let Reader {
            cursor, key_cache, ..
        } = &mut *self.reader;
        let habit = self.kind.begin.wrapping_add(usize::from(self.behind));
        let place = match key_cache.again(habit, cursor.rest()) {
            Some((place, rest)) => {
                cursor.go_on(rest);
                place
            }
            None if self.behind > 0 && cursor.eat(b'}') => {
                self.ended = true;
                return Ok(None);
            }
            None => match self.look_up(habit)? {
                Some(place) => place,
                None => return Ok(None),
            },
        };
        self.behind = place.wrapping_add(1);
        Ok(Some(place))
    }

    #[inline(never)]
    fn look_up(&mut self, habit: usize) -> Result<Option<u8>, Declined> {
        let cursor = &mut self.reader.cursor;
        let first = self.behind == 0;
        let text = cursor.rest();
        if first {
            cursor.must(b'{')?;
        }
        cursor.skip_space();
        if cursor.eat(b'}') {
            self.ended = true;
            return Ok(None);
        }
        if !first {
            cursor.must(b',')?;
            cursor.skip_space();
        }
        let key = cursor.token().ok_or(Declined)?;
        cursor.skip_space();
        cursor.must(b':')?;
        let read = text.len().wrapping_sub(cursor.rest().len());
        cursor.skip_space();
        let place = self
            .reader
            .key_cache
            .place(self.kind, key)
            .ok_or(Declined)?;
        self.reader.key_cache.keep(habit, text, read, place);
        Ok(Some(place))
    }
}

impl<'de> MapAccess<'de> for &mut Fields<'_, '_, 'de> {
    type Error = Declined;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Declined> {
        let Some(place) = self.next()? else {
            return Ok(None);
        };
        let place: U32Deserializer<Declined> = u32::from(place).into_deserializer();
        seed.deserialize(place).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Declined> {
        seed.deserialize(&mut *self.reader)
    }
}
