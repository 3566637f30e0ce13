//! One of a few words, answered by its place among them.

use serde::de::value::U32Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};

use super::cursor::place_among;
use super::{Declined, Reader};

#[inline]
pub(super) fn read<'de, V: Visitor<'de>>(
    reader: &mut Reader<'_, 'de>,
    words: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Declined> {
    let word = reader.cursor.token().ok_or(Declined)?;
    visitor.visit_enum(Word(place_among(words, word).ok_or(Declined)?))
}

struct Word(u8);

impl<'de> EnumAccess<'de> for Word {
    type Error = Declined;
    type Variant = NothingMore;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, NothingMore), Declined> {
        let place: U32Deserializer<Declined> = u32::from(self.0).into_deserializer();
        Ok((seed.deserialize(place)?, NothingMore))
    }
}

/// A word has nothing behind it.
struct NothingMore;

impl<'de> VariantAccess<'de> for NothingMore {
    type Error = Declined;

    #[inline]
    fn unit_variant(self) -> Result<(), Declined> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Declined> {
        Err(Declined)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Declined> {
        Err(Declined)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Declined> {
        Err(Declined)
    }
}
