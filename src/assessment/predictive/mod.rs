//! A fast reader of ordinary records, which leaves every other one to `serde_json`.
//!
//! The wire types say which fields and words there are and in which order; this reader tries the next field in that order first and
//! looks a key up only when it guessed wrong. It has two answers: the record, or nothing. On any doubt it says nothing, so that every
//! fault, every message and every odd input comes from `serde_json`; what it does read is what `serde_json` would have read.
//!
//! *Why a second reader?* Reading takes most of the time of a batch, and most of reading is matching short keys. *Why a deserializer of
//! our own, and not one function for each block?* The wire types stay the only schema: a new field is read without a line here.

mod cursor;
mod fields;
mod key_cache;
mod list;
mod word;

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Visitor};

use self::cursor::{Cursor, Number};
use self::key_cache::KeyCache;
use super::wire::Wire;

thread_local! {
    /// Kept from record to record; what is read depends on them in no way.
    static HABITS: RefCell<KeyCache> = RefCell::default();
}

/// The record, when it is an ordinary one; `None` says nothing about it.
///
/// *Why in a box?* It is handed on five times, and is large.
#[must_use]
pub fn read(text: &str) -> Option<Box<Wire>> {
    HABITS.with_borrow_mut(|key_cache| read_with(text, key_cache))
}

fn read_with(text: &str, key_cache: &mut KeyCache) -> Option<Box<Wire>> {
    let mut reader = Reader {
        cursor: Cursor::new(text),
        key_cache,
        scratch: String::new(),
    };
    let wire = Box::new(Wire::deserialize(&mut reader).ok()?);
    reader.cursor.is_at_end().then_some(wire)
}

/// Not read; someone else must say why.
#[derive(Debug)]
struct Declined;

impl fmt::Display for Declined {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("declined")
    }
}

impl std::error::Error for Declined {}

impl de::Error for Declined {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Stands before a value, never before white space.
///
/// *Why no limit of depth?* No wire type holds itself, so that nothing is nested deeper than the types are.
struct Reader<'h, 'de> {
    cursor: Cursor<'de>,
    key_cache: &'h mut KeyCache,
    /// Where texts with escapes are written out.
    scratch: String,
}

impl<'de> de::Deserializer<'de> for &mut Reader<'_, 'de> {
    type Error = Declined;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        match self.cursor.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'0'..=b'9') => match self.cursor.number().ok_or(Declined)? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Decimal(number) => visitor.visit_f64(number),
            },
            Some(b'f' | b't') => self.deserialize_bool(visitor),
            Some(_) | None => Err(Declined),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        match self.cursor.peek() {
            Some(b'f') => {
                self.cursor.literal(b"false")?;
                visitor.visit_bool(false)
            }
            Some(b't') => {
                self.cursor.literal(b"true")?;
                visitor.visit_bool(true)
            }
            Some(_) | None => Err(Declined),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        if self.cursor.peek() == Some(b'n') {
            self.cursor.literal(b"null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        match self.cursor.text() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => {
                let text = self.cursor.escaped(&mut self.scratch);
                visitor.visit_str(text.ok_or(Declined)?)
            }
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Declined> {
        list::read(self, visitor)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        kind: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Declined> {
        fields::read(self, kind, fields, visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Declined> {
        word::read(self, words, visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct map
        identifier ignored_any
    }
}
