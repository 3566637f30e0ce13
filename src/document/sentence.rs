//! Sentences, each written once: an id, a template, and typed arguments that fill it.

use std::fmt;

use super::inline::Inline;
use crate::quantity::Distances;

/// Words and typed parts, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence(Vec<Inline>);

/// A sentence as it is written: what a translator would be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name: the module that says it, and its own.
    pub id: (&'static str, &'static str),
    /// Its words, with a name in braces for each argument.
    pub text: &'static str,
    /// Its arguments.
    pub arguments: &'static [&'static str],
}

impl Sentence {
    /// Nothing.
    pub const EMPTY: Self = Self(Vec::new());

    /// A template with its arguments in their places.
    pub(crate) fn fill(template: &'static str, arguments: &[(&str, Self)]) -> Self {
        let mut sentence = Self::EMPTY;
        let mut rest = template;
        while let Some((words, after)) = rest.split_once('{') {
            sentence.push(words);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if let Some((_, argument)) = arguments.iter().find(|(known, _)| *known == name) {
                sentence.0.extend(argument.0.iter().cloned());
            }
            rest = after;
        }
        sentence.push(rest);
        sentence
    }

    /// Adds a part, unless it is no words at all.
    pub fn push(&mut self, part: impl Into<Inline>) {
        let part = part.into();
        if !matches!(&part, Inline::Words(words) if words.is_empty()) {
            self.0.push(part);
        }
    }

    /// This sentence, and then more without a space between.
    #[must_use]
    pub fn then(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// This sentence and another, a space between unless one is empty.
    #[must_use]
    pub fn and(self, more: impl Into<Self>) -> Self {
        let more = more.into();
        if self.is_empty() || more.is_empty() {
            return self.then(more);
        }
        self.then(" ").then(more)
    }

    /// Sentences with something between them.
    #[must_use]
    pub fn join(sentences: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::EMPTY;
        for sentence in sentences {
            if !joined.is_empty() {
                joined.push(between);
            }
            joined = joined.then(sentence);
        }
        joined
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &[Inline] {
        &self.0
    }

    /// The sentence as text without any mark-up.
    #[must_use]
    pub fn plain(&self, distances: Distances) -> String {
        self.0.iter().map(|part| part.plain(distances)).collect()
    }
}

/// The sentence without any mark-up, distances in kilometres.
impl fmt::Display for Sentence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.plain(Distances::Kilometres))
    }
}

impl<T: Into<Inline>> From<T> for Sentence {
    fn from(part: T) -> Self {
        let mut sentence = Self::EMPTY;
        sentence.push(part);
        sentence
    }
}

impl<T: Into<Self>> From<Option<T>> for Sentence {
    fn from(sentence: Option<T>) -> Self {
        sentence.map_or(Self::EMPTY, Into::into)
    }
}

/// `1 record`, `2 records`.
#[must_use]
pub fn counted<N: fmt::Display + PartialEq + From<u8> + Copy>(
    count: N,
    one: &'static str,
    more: &'static str,
) -> Sentence {
    let what = if count == N::from(1) { one } else { more };
    Sentence::from(format!("{count} {what}"))
}

/// Sentences of a module, each a function of its arguments that fills its template; `TEMPLATES` lists them all.
///
/// *Why a macro?* A table of templates would be filled by name at run time; so a missing or misnamed argument does not compile.
macro_rules! sentences {
    ($($(#[$doc:meta])* $visibility:vis $name:ident($($argument:ident: $type:ty),* $(,)?) = $text:literal;)*) => {
        $(
            $(#[$doc])*
            $visibility fn $name($($argument: $type),*) -> $crate::document::Sentence {
                $crate::document::Sentence::fill($text, &[$((stringify!($argument), $argument.into())),*])
            }
        )*
        /// Every sentence that is written here.
        pub(crate) const TEMPLATES: &[$crate::document::Template] = &[$($crate::document::Template {
            id: (module_path!(), stringify!($name)),
            text: $text,
            arguments: &[$(stringify!($argument)),*],
        }),*];
    };
}

pub(crate) use sentences;

/// Fails unless every sentence of the lists has an id of its own and uses exactly the arguments it is given.
#[cfg(test)]
pub(crate) fn check(lists: &[&[Template]]) {
    let all: Vec<&Template> = lists.iter().copied().flatten().collect();
    let mut ids: Vec<_> = all.iter().map(|sentence| sentence.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all.len());
    for sentence in all {
        let holes = sentence.text.split('{').skip(1);
        let mut named: Vec<&str> = holes.filter_map(|hole| hole.split('}').next()).collect();
        let mut given = sentence.arguments.to_vec();
        named.sort_unstable();
        named.dedup();
        given.sort_unstable();
        assert_eq!(named, given, "{:?}", sentence.id);
        assert!(!sentence.text.contains("  "), "{:?}", sentence.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    sentences! {
        answered(best: Verdict, name: &'static str) = "With {name} it could be {best}.";
    }

    #[test]
    fn arguments_stand_where_the_template_names_them() {
        assert_eq!(
            answered(Verdict::Go, "more").plain(Distances::Kilometres),
            "With more it could be GO."
        );
        assert_eq!(TEMPLATES.len(), 1);
    }

    #[test]
    fn nothing_is_joined_to_nothing() {
        let some = Sentence::from("a");
        assert_eq!(Sentence::EMPTY.and(some.clone()), some);
        assert_eq!(some.clone().and(Sentence::EMPTY), some);
        assert_eq!(some.clone().and("b").plain(Distances::Kilometres), "a b");
    }
}
