//! The table of a case folder, and the assessments it speaks of.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::BandOutcome;
use crate::assessment::Assessment;
use crate::diagnostic::nearest;
use crate::verdict::Verdict;
use crate::workbench::search::Found;

/// The name of the table in a folder of cases.
pub const TABLE: &str = "expected.toml";

const FORMAT: &str = "cases/1";

/// What must come out of the cases of one protocol.
#[derive(Clone, Debug)]
pub struct Table {
    /// The cases.
    pub cases: Vec<Row>,
    /// What no case can be found for, and why; listed with every result.
    pub set_aside: Vec<SetAside>,
}

/// What must come out of the cases of one protocol, as it is written (format `cases/1`, TOML).
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableV1 {
    /// `cases/1`.
    format: String,
    /// The cases, each with what it shows.
    #[serde(default)]
    case: Vec<Row>,
    /// Those that are named after what they show.
    #[serde(default)]
    by_criterion: ByCriterion,
    /// What no case can be found for, and why; listed with every result.
    #[serde(default)]
    set_aside: Vec<SetAside>,
}

/// Cases named `stage/criterion side` or `stage/criterion at reading`; why they are asked is the criterion's own `why`.
#[derive(Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByCriterion {
    /// The cases.
    rows: Vec<Row>,
}

/// A side of a criterion, or a mutant, that no case is known for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// `stage/criterion side`, or the mutant's name.
    pub what: String,
    /// Why none is known.
    pub because: String,
}

/// One case: an assessment of the folder by its name, or one that differs from another in what is `set`.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name; that of an assessment file without its ending when there is no `from`.
    pub name: String,
    /// What it shows, in plain words; needed unless its name is that of a criterion and a side or a reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// An assessment of the folder, or an earlier case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// JSON pointers and their new values; a pointer that ends in `/-` adds to a list.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// JSON pointers to what was known and is taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unset: Vec<String>,
    /// What must come out.
    #[serde(flatten)]
    pub expected: ExpectedOutcome,
}

/// What must come out of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "Expected")]
pub struct ExpectedOutcome {
    /// The verdict.
    pub verdict: Verdict,
    /// The best verdict still possible, where it is not the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_case: Option<Verdict>,
    /// Who must be seen: `clinician` or `urgent`; nobody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refer: Option<String>,
    /// Codes of the contradictions that hold the verdict: all of them and no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<String>,
    /// Every criterion that is not met, as `stage/criterion`, and how: all of them and no other.
    #[serde(default)]
    pub reasons: BTreeMap<String, BandOutcome>,
}

/// A case that can be judged.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The assessment file it is or was made from.
    pub file: String,
    /// How it differs from that file.
    pub set: Map<String, Value>,
    /// The record.
    pub record: Value,
    /// The assessment.
    pub assessment: Assessment,
    /// What must come out.
    pub expected: ExpectedOutcome,
}

/// A case that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "BrokenV1")]
pub struct BrokenCase {
    /// Its name.
    pub name: String,
    /// Why not.
    pub message: String,
}

/// The cases of one folder.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// Those that can be judged, in the order of the table.
    pub sound: Vec<Case>,
    /// Those that cannot.
    pub broken: Vec<BrokenCase>,
    /// What no case is known for.
    pub set_aside: Vec<SetAside>,
}

impl Cases {
    /// Reads a folder: its table, and every assessment beside it.
    ///
    /// # Errors
    /// When the folder or the table cannot be read; a single faulty case is kept as broken.
    pub fn of_folder(folder: &Path) -> Result<Self, String> {
        let fault =
            |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let mut files = BTreeMap::new();
        for entry in folder.read_dir().map_err(|error| fault(folder, &error))? {
            let path = entry.map_err(|error| fault(folder, &error))?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let is_table = path.file_name().is_some_and(|name| name == TABLE);
            let is_json = path.extension().is_some_and(|ending| ending == "json");
            if let (true, Some(stem)) = (is_json || is_table, stem) {
                let text = std::fs::read_to_string(&path).map_err(|error| fault(&path, &error))?;
                files.insert(stem.to_owned(), text);
            }
        }
        let name = folder.join(TABLE);
        let stem = name
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let Some(table) = files.remove(stem) else {
            let what = "no such file; it says what must come out of each assessment beside it";
            return Err(fault(&name, &what));
        };
        let table = Table::parse(&table).map_err(|message| fault(&name, &message))?;
        Ok(Self::of(&table, &files))
    }

    /// The cases of a table, made from assessment files by name.
    #[must_use]
    pub fn of(table: &Table, files: &BTreeMap<String, String>) -> Self {
        let mut cases = Self {
            set_aside: table.set_aside.clone(),
            ..Self::default()
        };
        for row in &table.cases {
            match cases.case(row, files) {
                Ok(case) => cases.sound.push(case),
                Err(message) => cases.broken.push(BrokenCase {
                    name: row.name.clone(),
                    message,
                }),
            }
        }
        for file in files.keys() {
            if !table.cases.iter().any(|row| row.name == *file) {
                cases.broken.push(BrokenCase {
                    name: file.clone(),
                    message: format!("{TABLE} does not say what must come out of it"),
                });
            }
        }
        cases
    }

    fn case(&self, row: &Row, files: &BTreeMap<String, String>) -> Result<Case, String> {
        if self.sound.iter().any(|case| case.name == row.name)
            || self.broken.iter().any(|broken| broken.name == row.name)
        {
            return Err("a second case of this name".to_owned());
        }
        let origin = row.from.as_ref().unwrap_or(&row.name);
        let (file, mut set, base) = if let Some(text) = files.get(origin) {
            let value = serde_json::from_str(text).map_err(|error| error.to_string())?;
            (origin.clone(), Map::new(), value)
        } else if let Some(earlier) = self.sound.iter().find(|case| case.name == *origin) {
            (
                earlier.file.clone(),
                earlier.set.clone(),
                earlier.record.clone(),
            )
        } else {
            let known = files.keys().chain(self.sound.iter().map(|case| &case.name));
            let help = nearest(origin, known.map(String::as_str))
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!(
                "no assessment and no earlier case `{origin}`{help}"
            ));
        };
        let changes = row.changes();
        let record = patched(&base, &changes)?;
        overlaid(&mut set, &changes, &record);
        let text = match (files.get(origin), changes.is_empty()) {
            (Some(text), true) => text.clone(),
            (Some(_) | None, _) => record.to_string(),
        };
        let assessment = Assessment::from_json(&text).map_err(|error| {
            let faults = error.faults.iter();
            faults
                .map(|fault| format!("{}: {}", fault.path, fault.message))
                .collect::<Vec<_>>()
                .join("; ")
        })?;
        Ok(Case {
            name: row.name.clone(),
            file,
            set,
            record,
            assessment,
            expected: row.expected.clone(),
        })
    }
}

impl Case {
    /// A record of which nothing is expected, to set out from; `None` when it is no assessment.
    #[must_use]
    pub fn untested(name: &str, record: Value) -> Option<Self> {
        Some(Self {
            name: name.to_owned(),
            file: name.to_owned(),
            set: Map::new(),
            assessment: Assessment::tried(&record)?,
            record,
            expected: ExpectedOutcome {
                verdict: Verdict::NoGo,
                best_case: None,
                refer: None,
                contradictions: Vec::new(),
                reasons: BTreeMap::new(),
            },
        })
    }

    /// What a search found, as a case that expects what came out.
    #[must_use]
    pub fn found(found: Found) -> Option<Self> {
        Some(Self {
            name: found.from.clone(),
            file: found.from,
            set: found.set,
            assessment: Assessment::tried(&found.record)?,
            record: found.record,
            expected: found.expected,
        })
    }
}

impl Table {
    /// A table of rows that were found, to review and to add to another.
    #[must_use]
    pub fn found(rows: Vec<Row>) -> Self {
        Self {
            cases: rows,
            set_aside: Vec::new(),
        }
    }

    /// Reads a table.
    ///
    /// # Errors
    /// What is wrong with it, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: TableV1 = toml::from_str(text).map_err(|error| error.to_string())?;
        if table.format != FORMAT {
            return Err(format!(
                "format must be `{FORMAT}`, found `{}`",
                table.format
            ));
        }
        let says_why = |row: &Row| {
            row.because
                .as_ref()
                .is_some_and(|why| !why.trim().is_empty())
        };
        if let Some(row) = table.case.iter().find(|row| !says_why(row)) {
            return Err(format!(
                "case `{}` says no `because`: what does it show?",
                row.name
            ));
        }
        let rows = table.by_criterion.rows;
        if let Some(row) = rows.iter().find(|row| !row.is_named_by_criterion()) {
            return Err(format!(
                "`{}` stands under `by_criterion` and is not named `stage/criterion side`; a case of its own says why it is there",
                row.name
            ));
        }
        Ok(Self {
            cases: table.case.into_iter().chain(rows).collect(),
            set_aside: table.set_aside,
        })
    }

    /// The table as it is written: one line for each row that its name explains, one for each key and each reason of all others.
    ///
    /// # Errors
    /// Never for a table that was read.
    pub fn written(&self) -> Result<String, toml::ser::Error> {
        let mut text = format!("format = \"{FORMAT}\"\n");
        let (named, cases): (Vec<&Row>, Vec<&Row>) = self
            .cases
            .iter()
            .partition(|row| row.is_named_by_criterion());
        for case in cases {
            text.push_str("\n[[case]]\n");
            for (key, value) in case.fields()? {
                if let ("reasons", toml::Value::Table(reasons)) = (key, &value) {
                    text.push_str("\n[case.reasons]\n");
                    for (criterion, side) in reasons {
                        text.push_str(&format!("{criterion:?} = {side}\n"));
                    }
                } else {
                    text.push_str(&format!("{key:<9} = {value}\n"));
                }
            }
        }
        for aside in &self.set_aside {
            let [what, because] =
                [&aside.what, &aside.because].map(|text| toml::Value::from(text.as_str()));
            text.push_str(&format!(
                "\n[[set_aside]]\nwhat    = {what}\nbecause = {because}\n"
            ));
        }
        if named.is_empty() {
            return Ok(text);
        }
        text.push_str(BY_CRITERION);
        for row in named {
            let fields = row.fields()?.into_iter();
            let fields: Vec<String> = fields
                .map(|(key, value)| format!("{key} = {value}"))
                .collect();
            text.push_str(&format!("    {{ {} }},\n", fields.join(", ")));
        }
        text.push_str("]\n");
        Ok(text)
    }
}

const BY_CRITERION: &str = "
# Each is named after the criterion and the side or the reading that it shows, and differs in no more than that needs.
[by_criterion]
rows = [
";

impl Row {
    /// Whether its name says what it shows: a criterion, and a side or a reading of it.
    fn is_named_by_criterion(&self) -> bool {
        let criterion = self.name.split_once(' ').map(|(criterion, _)| criterion);
        criterion.is_some_and(|criterion| criterion.contains('/'))
    }

    /// What differs from the assessment it sets out from; what is taken away is `null`.
    fn changes(&self) -> Map<String, Value> {
        let mut changes = self.set.clone();
        changes.extend(
            self.unset
                .iter()
                .map(|pointer| (pointer.clone(), Value::Null)),
        );
        changes
    }

    /// Its keys in the order they are written in, without those that say nothing.
    fn fields(&self) -> Result<Vec<(&'static str, toml::Value)>, toml::ser::Error> {
        let text = |text: &Option<String>| text.clone().map(toml::Value::from);
        let verdict = |verdict: Verdict| toml::Value::try_from(verdict);
        let expected = &self.expected;
        let some = |empty: bool, value: toml::Value| (!empty).then_some(value);
        let fields = [
            ("name", Some(toml::Value::from(self.name.as_str()))),
            ("because", text(&self.because)),
            ("from", text(&self.from)),
            (
                "set",
                some(self.set.is_empty(), toml::Value::try_from(&self.set)?),
            ),
            (
                "unset",
                some(self.unset.is_empty(), toml::Value::try_from(&self.unset)?),
            ),
            ("verdict", Some(verdict(expected.verdict)?)),
            ("best_case", expected.best_case.map(verdict).transpose()?),
            ("refer", text(&expected.refer)),
            (
                "contradictions",
                some(
                    expected.contradictions.is_empty(),
                    toml::Value::try_from(&expected.contradictions)?,
                ),
            ),
            (
                "reasons",
                some(
                    expected.reasons.is_empty(),
                    toml::Value::try_from(&expected.reasons)?,
                ),
            ),
        ];
        let said = fields.into_iter();
        Ok(said
            .filter_map(|(key, value)| Some((key, value?)))
            .collect())
    }
}

/// Puts changes over earlier ones, so that together they make of the file the record that comes `after` both.
///
/// A change of a whole takes the place of changes within it. Where both add to one list, the whole list is set: one pointer cannot add
/// twice.
pub fn overlaid(set: &mut Map<String, Value>, over: &Map<String, Value>, after: &Value) {
    for (pointer, value) in over {
        let list = pointer.strip_suffix("/-");
        let list = list.filter(|list| {
            set.contains_key(pointer.as_str()) && after.pointer(list).is_some_and(Value::is_array)
        });
        let (pointer, value) = match list.and_then(|list| Some((list, after.pointer(list)?))) {
            Some(whole) => whole,
            None => (pointer.as_str(), value),
        };
        let within = format!("{pointer}/");
        set.retain(|earlier, _| !earlier.starts_with(&within));
        set.insert(pointer.to_owned(), value.clone());
    }
}

/// The record with other values at these places.
///
/// # Errors
/// When a pointer leads nowhere.
pub fn patched(base: &Value, set: &Map<String, Value>) -> Result<Value, String> {
    let mut record = base.clone();
    for (pointer, value) in set {
        let nowhere = || format!("`{pointer}` leads nowhere");
        let (parent, key) = pointer.rsplit_once('/').ok_or_else(nowhere)?;
        let key = key.replace("~1", "/").replace("~0", "~");
        match record.pointer_mut(parent).ok_or_else(nowhere)? {
            Value::Object(fields) => {
                fields.insert(key, value.clone());
            }
            Value::Array(entries) if key == "-" => entries.push(value.clone()),
            Value::Array(entries) => {
                let place: usize = key.parse().map_err(|_| nowhere())?;
                // One place has one name, as in JSON pointers everywhere: `01` and `+1` name nothing.
                if place.to_string() != key {
                    return Err(nowhere());
                }
                *entries.get_mut(place).ok_or_else(nowhere)? = value.clone();
            }
            // A block that is not there yet begins with its first field.
            unknown @ Value::Null => {
                *unknown = Value::Object([(key, value.clone())].into_iter().collect());
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(nowhere()),
        }
    }
    Ok(record)
}
