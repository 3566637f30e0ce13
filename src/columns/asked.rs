//! The readings that a shelf of criteria asks for, each once.

use super::name::name_of;
use crate::measure::Definition;
use crate::protocol::Query;
use crate::protocol::set::{ProtocolSet, ProtocolSetError};

/// A reading that criteria ask for.
#[derive(Clone, Debug)]
pub struct AskedColumn {
    /// Its name.
    pub name: String,
    /// The measure, and the window in which it is read.
    pub query: Query,
}

impl AskedColumn {
    /// The measure.
    #[must_use]
    pub const fn measure(&self) -> &'static Definition {
        self.query.measure
    }
}

/// The readings that the protocols of a shelf ask for; protocols that ask alike share a column.
#[derive(Clone, Debug, Default)]
pub struct AskedReadings {
    /// Every reading, in the order in which the protocols first ask.
    pub columns: Vec<AskedColumn>,
    /// The measures that the protocols declare.
    pub declared: Vec<&'static Definition>,
    /// For each place of the shelf that may judge, the column of each query of its protocol.
    pub places: Vec<Vec<usize>>,
}

impl AskedReadings {
    /// What the protocols of a shelf that may judge ask for.
    ///
    /// # Errors
    /// When a shipped file does not compile, which a test rules out.
    pub fn by(protocols: &ProtocolSet) -> Result<Self, ProtocolSetError> {
        let mut asked = Self {
            columns: Vec::new(),
            declared: Vec::new(),
            places: vec![Vec::new(); protocols.len()],
        };
        for place in protocols.judging() {
            let protocol = protocols.protocol(place)?;
            asked.declared.extend(&protocol.measures);
            let queries = &protocol.queries;
            let columns = queries.iter().map(|query| asked.column(query)).collect();
            if let Some(of_place) = asked.places.get_mut(place) {
                *of_place = columns;
            }
        }
        Ok(asked)
    }

    fn column(&mut self, query: &Query) -> usize {
        let same = |column: &AskedColumn| column.query == *query;
        if let Some(place) = self.columns.iter().position(same) {
            return place;
        }
        self.columns.push(AskedColumn {
            name: name_of(query),
            query: *query,
        });
        self.columns.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::AskedReadings;
    use crate::columns::known;
    use crate::protocol::set::ProtocolSet;

    #[test]
    fn different_readings_have_different_names_that_are_known() -> Result<(), String> {
        let asked =
            AskedReadings::by(&ProtocolSet::with(Vec::new())).map_err(|error| error.to_string())?;
        let mut names: Vec<&str> = asked.columns.iter().map(|one| one.name.as_str()).collect();
        assert!(names.iter().all(|name| known(name, &[])), "{names:?}");
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        Ok(())
    }
}
