//! The words of enums in files and reports, spelt by `strum` after the names of the variants.

use strum::VariantArray;

/// Gives enums their `word`.
macro_rules! word {
    ($($name:ty),+) => {$(
        impl $name {
            /// The word in files and reports.
            #[must_use]
            pub fn word(self) -> &'static str {
                self.into()
            }
        }
    )+};
}

/// Every value of an enum beside its word.
pub(crate) fn words<T>() -> impl Iterator<Item = (&'static str, T)>
where
    T: VariantArray + Copy + Into<&'static str>,
{
    T::VARIANTS.iter().map(|one| ((*one).into(), *one))
}
