//! Columns of other widths and encodings to the few types that are read here.
//!
//! *Why by hand?* The crate that converts any type to any other takes longer to build than all other crates of tables together, and
//! most of what it can do must not be done: a text that looks like a number is refused, and no null stands for what did not fit.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Float64Array, PrimitiveArray, StringArray};
use arrow_schema::{ArrowError, DataType};
use arrow_select::take::take;

fn no_way(found: &DataType) -> ArrowError {
    ArrowError::CastError(format!("a column of {found} is not read here"))
}

/// Text of any width, also dictionary-encoded, or integers as they are written.
pub(super) fn text(array: &dyn Array) -> Result<StringArray, ArrowError> {
    fn written<T: ArrowPrimitiveType>(array: &dyn Array) -> StringArray
    where
        T::Native: ToString,
    {
        let numbers = array.as_primitive::<T>().iter();
        numbers
            .map(|number| number.map(|it| it.to_string()))
            .collect()
    }
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a type that is not named is refused, and a new one is not named"
    )]
    let read = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().clone(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        DataType::Utf8View => array.as_string_view().iter().collect(),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            text(&take(dictionary.values(), dictionary.keys(), None)?)?
        }
        DataType::Int8 => written::<Int8Type>(array),
        DataType::Int16 => written::<Int16Type>(array),
        DataType::Int32 => written::<Int32Type>(array),
        DataType::Int64 => written::<Int64Type>(array),
        DataType::UInt8 => written::<UInt8Type>(array),
        DataType::UInt16 => written::<UInt16Type>(array),
        DataType::UInt32 => written::<UInt32Type>(array),
        DataType::UInt64 => written::<UInt64Type>(array),
        other => return Err(no_way(other)),
    };
    Ok(read)
}

/// Floats, integers and decimals as floats: the nearest, which is exact far beyond every limit of a reading.
pub(super) fn number(array: &ArrayRef) -> Result<Float64Array, ArrowError> {
    fn small<T: ArrowPrimitiveType>(array: &ArrayRef) -> Float64Array
    where
        T::Native: Into<f64>,
    {
        array.as_primitive::<T>().unary(Into::into)
    }
    fn large<T: ArrowPrimitiveType>(array: &ArrayRef, scale: i8) -> Float64Array
    where
        T::Native: TryInto<i128>,
    {
        let numbers: &PrimitiveArray<T> = array.as_primitive();
        // What is too large for 128 bits is too large for a reading.
        numbers.unary(|number| {
            number
                .try_into()
                .map_or(f64::INFINITY, |it| scaled(it, scale))
        })
    }
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a type that is not named is refused, and a new one is not named"
    )]
    let read = match array.data_type() {
        DataType::Float64 => array.as_primitive::<Float64Type>().clone(),
        DataType::Int8 => small::<Int8Type>(array),
        DataType::Int16 => small::<Int16Type>(array),
        DataType::Int32 => small::<Int32Type>(array),
        DataType::UInt8 => small::<UInt8Type>(array),
        DataType::UInt16 => small::<UInt16Type>(array),
        DataType::UInt32 => small::<UInt32Type>(array),
        DataType::Int64 => large::<Int64Type>(array, 0),
        DataType::UInt64 => large::<UInt64Type>(array, 0),
        DataType::Decimal128(_, scale) => large::<Decimal128Type>(array, *scale),
        other => return Err(no_way(other)),
    };
    Ok(read)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "up to 15 digits both operands are exact, and the quotient is the float that the decimal is written as"
)]
fn scaled(number: i128, scale: i8) -> f64 {
    if scale == 0 {
        number as f64
    } else {
        number as f64 / 10_f64.powi(i32::from(scale))
    }
}
