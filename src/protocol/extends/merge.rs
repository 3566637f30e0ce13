//! What a file says, put over what the file says that it extends.

use std::ops::Range;

use strum::VariantArray;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::super::Clears;
use crate::diagnostic::{Diagnostic, File, suggest};

/// Keys of the head that are taken over when the file does not give them; all others are said by each file for itself.
const INHERITED: [&str; 6] = [
    "ask",
    "cautions",
    "clean",
    "least_run",
    "flare",
    "not_asked",
];

/// Lists whose entries have no ids: one given replaces the other whole.
const WHOLE: [&str; 4] = ["stop_rule", "remark", "phase", "ladder_rule"];

/// A table of a list, and the file it was written in.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    pub(super) table: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
    pub(super) file: File,
}

/// A key with its value, and the file it was written in.
#[derive(Clone)]
pub(super) struct Field<'a> {
    pub(super) file: File,
    pub(super) key: &'a Spanned<DeString<'a>>,
    pub(super) value: &'a Spanned<DeValue<'a>>,
}

/// A stage with what either file says of it.
pub(super) struct Stage<'a> {
    id: &'a str,
    pub(super) file: File,
    pub(super) span: Range<usize>,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) criteria: Vec<Entry<'a>>,
}

/// Both files in one.
pub(super) struct Merged<'a> {
    pub(super) head: Vec<Field<'a>>,
    pub(super) lists: Vec<(&'static str, Vec<Entry<'a>>)>,
    pub(super) stages: Vec<Stage<'a>>,
    pub(super) measures: Vec<Entry<'a>>,
    pub(super) ladders: Vec<Entry<'a>>,
    pub(super) ladder_rules: Vec<Entry<'a>>,
    pub(super) repeats: Vec<(String, Range<usize>)>,
}

/// The text of a key.
fn word<'a>(table: &'a DeTable<'a>, key: &str) -> Option<&'a str> {
    table.get(key)?.get_ref().as_str()
}

fn list<'a>(table: &'a DeTable<'a>, key: &str, file: File) -> Option<Vec<Entry<'a>>> {
    let list = entries(table.get(key)?)?.into_iter();
    Some(
        list.map(|(table, span)| Entry { table, span, file })
            .collect(),
    )
}

fn place(entries: &[Entry<'_>], id: &str) -> Option<usize> {
    let is = |entry: &Entry<'_>| word(entry.table, "id") == Some(id);
    entries.iter().position(is)
}

impl<'a> Merged<'a> {
    /// # Errors
    /// Whatever is taken away or placed before something, and is not there.
    pub(super) fn of(
        own: &'a DeTable<'a>,
        other: &'a DeTable<'a>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let lists = |key| {
            let (table, file) = if own.contains_key(key) {
                (own, File::Own)
            } else {
                (other, File::Extended)
            };
            list(table, key, file).unwrap_or_default()
        };
        // What is no list is left to the reader to refuse, and nothing is put over it.
        let over = |key| own.get(key).is_none_or(|value| entries(value).is_some());
        let mut merged = Self {
            head: Vec::new(),
            lists: Vec::new(),
            stages: Vec::new(),
            measures: Vec::new(),
            ladders: Vec::new(),
            ladder_rules: lists("ladder_rule"),
            repeats: Vec::new(),
        };
        if over("stage") {
            merged.stages = stages(other, File::Extended);
        }
        if over("ladder") {
            merged.ladders = list(other, "ladder", File::Extended).unwrap_or_default();
        }
        for key in ["stop_rule", "remark", "phase"] {
            let mut entries: Vec<Entry<'a>> = lists(key);
            // Without stages there is nothing that a remark taken over could stand beside.
            entries.retain(|one| key != "remark" || one.file == File::Own || over("stage"));
            merged.lists.push((key, entries));
        }
        merged.head(own, other);
        let mut faults = merged.remove(own);
        merged.stages(own, &mut faults);
        merged.measures(own, other);
        merged.ladders(own);
        if faults.is_empty() {
            Ok(merged)
        } else {
            Err(faults)
        }
    }

    fn head(&mut self, own: &'a DeTable<'a>, other: &'a DeTable<'a>) {
        for (key, value) in in_order(own) {
            let name = key.get_ref().as_ref();
            let tables = WHOLE.contains(&name) || ["stage", "measure", "ladder"].contains(&name);
            let merged =
                ["extends", "remove"].contains(&name) || tables && entries(value).is_some();
            if !merged {
                let file = File::Own;
                self.head.push(Field { file, key, value });
            }
            let compared = INHERITED.contains(&name) || WHOLE.contains(&name);
            let same = other.get(name).is_some_and(|other| same(value, other));
            if compared && same {
                let first = entries(value).and_then(|entries| Some(entries.first()?.1.clone()));
                let span = first.unwrap_or(value.span());
                self.repeats.push((name.to_owned(), span));
            }
        }
        for (key, value) in in_order(other) {
            let name = key.get_ref().as_ref();
            if INHERITED.contains(&name) && !own.contains_key(name) {
                let file = File::Extended;
                self.head.push(Field { file, key, value });
            }
        }
    }

    /// Takes away what `remove` names, and the remarks beside it.
    fn remove(&mut self, own: &'a DeTable<'a>) -> Vec<Diagnostic> {
        let names = own.get("remove");
        if let Some(names) = names
            && !names.get_ref().is_array()
        {
            let message = format!(
                "`remove` must be a list of texts in quotes, found {}",
                names.get_ref().type_str()
            );
            let fault = Diagnostic::new("wrong-type", names.span(), message);
            return vec![fault.help("write `[\"stage/criterion\"]`, even for one")];
        }
        let names = names.and_then(|names| names.get_ref().as_array());
        let given = names_of(
            &stages(own, File::Own),
            &list(own, "ladder", File::Own).unwrap_or_default(),
        );
        let mut faults = Vec::new();
        for written in names.into_iter().flatten() {
            let Some(name) = written.get_ref().as_str() else {
                let message = format!(
                    "`remove` lists texts in quotes, found {}",
                    written.get_ref().type_str()
                );
                faults.push(
                    Diagnostic::new("wrong-type", written.span(), message)
                        .help("write `[\"stage/criterion\"]`, even for one"),
                );
                continue;
            };
            let known = names_of(&self.stages, &self.ladders);
            if given.iter().any(|given| given == name) {
                let message = format!("`{name}` is taken away and given");
                faults.push(
                    Diagnostic::new("nothing-to-remove", written.span(), message)
                        .help("leave it out of `remove`: what is given here replaces it"),
                );
            } else if known.iter().any(|known| known == name) {
                self.take_away(name);
            } else {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let help = crate::diagnostic::nearest(name, known.iter().copied()).map_or_else(
                    || "name a criterion as `stage/criterion`, a ladder as `ladder/id`, a stage by its id".to_owned(),
                    |_| suggest(name, &known),
                );
                faults.push(
                    Diagnostic::new(
                        "nothing-to-remove",
                        written.span(),
                        format!("no `{name}` in the file that is extended"),
                    )
                    .help(help),
                );
            }
        }
        faults
    }

    fn take_away(&mut self, name: &str) {
        for stage in &mut self.stages {
            let id = stage.id;
            stage.criteria.retain(|one| {
                word(one.table, "id").is_none_or(|one| format!("{id}/{one}") != name)
            });
        }
        self.stages.retain(|stage| stage.id != name);
        self.ladders
            .retain(|one| word(one.table, "id").is_none_or(|id| format!("ladder/{id}") != name));
        let within = format!("{name}/");
        for (_, entries) in &mut self.lists {
            entries.retain(|one| {
                let beside = word(one.table, "beside").filter(|_| one.file == File::Extended);
                beside.is_none_or(|beside| beside != name && !beside.starts_with(&within))
            });
        }
    }

    fn stages(&mut self, own: &'a DeTable<'a>, faults: &mut Vec<Diagnostic>) {
        for new in stages(own, File::Own) {
            let known = self
                .stages
                .iter()
                .position(|stage| stage.id == new.id && !new.id.is_empty());
            match known.and_then(|place| self.stages.get_mut(place)) {
                Some(stage) if stage.file == File::Extended => {
                    for field in new.fields {
                        let name = field.key.get_ref();
                        let known = stage
                            .fields
                            .iter()
                            .position(|known| known.key.get_ref() == name);
                        match known.and_then(|place| stage.fields.get_mut(place)) {
                            Some(known) => {
                                if name != "id" && same(field.value, known.value) {
                                    self.repeats
                                        .push((format!("{}: {name}", new.id), field.value.span()));
                                }
                                *known = field;
                            }
                            None => stage.fields.push(field),
                        }
                    }
                    for criterion in new.criteria {
                        put(stage, criterion, &mut self.repeats, faults);
                    }
                }
                Some(_) | None => {
                    let mut stage = Stage {
                        criteria: Vec::new(),
                        ..new
                    };
                    for criterion in new.criteria {
                        put(&mut stage, criterion, &mut self.repeats, faults);
                    }
                    let rank = rank(&stage);
                    let later = self
                        .stages
                        .iter()
                        .position(|other| rank.is_some() && self::rank(other) > rank);
                    self.stages
                        .insert(later.unwrap_or(self.stages.len()), stage);
                }
            }
        }
    }

    /// What is declared by the other file, and by this one: of one name by this one.
    fn measures(&mut self, own: &'a DeTable<'a>, other: &'a DeTable<'a>) {
        self.measures = list(other, "measure", File::Extended).unwrap_or_default();
        for measure in list(own, "measure", File::Own).unwrap_or_default() {
            let known = word(measure.table, "id").and_then(|id| place(&self.measures, id));
            match known.and_then(|place| self.measures.get_mut(place)) {
                Some(known) if known.file == File::Extended => *known = measure,
                Some(_) | None => self.measures.push(measure),
            }
        }
    }

    fn ladders(&mut self, own: &'a DeTable<'a>) {
        for ladder in list(own, "ladder", File::Own).unwrap_or_default() {
            let id = word(ladder.table, "id");
            let known = id.and_then(|id| place(&self.ladders, id));
            match known.and_then(|place| self.ladders.get_mut(place)) {
                Some(known) if known.file == File::Extended => {
                    if same_table(ladder.table, known.table) {
                        self.repeats.push((
                            format!("ladder/{}", id.unwrap_or_default()),
                            name_span(&ladder),
                        ));
                    }
                    *known = ladder;
                }
                Some(_) | None => self.ladders.push(ladder),
            }
        }
    }
}

fn stages<'a>(table: &'a DeTable<'a>, file: File) -> Vec<Stage<'a>> {
    let stages = list(table, "stage", file).unwrap_or_default();
    let of = |entry: Entry<'a>| {
        let criteria = list(entry.table, "criterion", file);
        let fields = in_order(entry.table).into_iter();
        Stage {
            id: word(entry.table, "id").unwrap_or_default(),
            file,
            span: entry.span,
            fields: fields
                .filter(|(key, _)| key.get_ref() != "criterion" || criteria.is_none())
                .map(|(key, value)| Field { file, key, value })
                .collect(),
            criteria: criteria.unwrap_or_default(),
        }
    };
    stages.into_iter().map(of).collect()
}

/// How demanding a stage is.
fn rank(stage: &Stage<'_>) -> Option<usize> {
    let clears = stage
        .fields
        .iter()
        .find(|field| field.key.get_ref() == "clears")?;
    let clears = clears.value.get_ref().as_str()?;
    Clears::VARIANTS
        .iter()
        .position(|known| known.word() == clears)
}

/// Everything that `remove` can name.
fn names_of(stages: &[Stage<'_>], ladders: &[Entry<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    for stage in stages {
        // A stage that is only added to is not given.
        if stage.file == File::Extended {
            names.push(stage.id.to_owned());
        }
        let ids = stage
            .criteria
            .iter()
            .filter_map(|one| word(one.table, "id"));
        names.extend(ids.map(|id| format!("{}/{id}", stage.id)));
    }
    let ids = ladders.iter().filter_map(|one| word(one.table, "id"));
    names.extend(ids.map(|id| format!("ladder/{id}")));
    names
}

/// Where the id of a table stands, or the table.
fn name_span(entry: &Entry<'_>) -> Range<usize> {
    entry
        .table
        .get("id")
        .map_or(entry.span.clone(), Spanned::span)
}

/// Puts a criterion into its stage.
fn put<'a>(
    stage: &mut Stage<'a>,
    new: Entry<'a>,
    repeats: &mut Vec<(String, Range<usize>)>,
    faults: &mut Vec<Diagnostic>,
) {
    let id = word(new.table, "id");
    let replaced = id.and_then(|id| place(&stage.criteria, id));
    let replaced = replaced.filter(|place| {
        stage
            .criteria
            .get(*place)
            .is_some_and(|one| one.file == File::Extended)
    });
    let old = replaced.map(|place| stage.criteria.remove(place));
    let Some(before) = new.table.get("before") else {
        if let (Some(old), Some(id)) = (old, id)
            && same_table(new.table, old.table)
        {
            repeats.push((format!("{}/{id}", stage.id), name_span(&new)));
        }
        stage
            .criteria
            .insert(replaced.unwrap_or(stage.criteria.len()), new);
        return;
    };
    let name = before.get_ref().as_str().unwrap_or_default();
    let Some(place) = place(&stage.criteria, name) else {
        let message = format!("no criterion `{name}` in this stage to stand before");
        faults.push(
            Diagnostic::new("unknown-criterion", before.span(), message)
                .help("name one of the same stage by its id, or leave `before` out to stand last"),
        );
        return;
    };
    stage.criteria.insert(place, new);
}

fn same_table(one: &DeTable<'_>, other: &DeTable<'_>) -> bool {
    let mut fields = one.iter();
    one.len() == other.len()
        && fields.all(|(key, value)| {
            other
                .get(key.get_ref().as_ref())
                .is_some_and(|other| same(value, other))
        })
}

/// Whether two values are the same, wherever and however they are written.
fn same(one: &Spanned<DeValue<'_>>, other: &Spanned<DeValue<'_>>) -> bool {
    match (one.get_ref(), other.get_ref()) {
        (DeValue::Table(one), DeValue::Table(other)) => same_table(one, other),
        (DeValue::Array(one), DeValue::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| same(one, other))
        }
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => {
            (one.as_str(), one.radix()) == (other.as_str(), other.radix())
        }
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        _ => false,
    }
}

/// The fields of a table in the order of the file.
pub(super) fn in_order<'a>(
    table: &'a DeTable<'a>,
) -> Vec<(&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>)> {
    let mut fields: Vec<_> = table.iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    fields
}

/// The tables of a list of tables; `None` for anything else.
pub(super) fn entries<'a>(
    value: &'a Spanned<DeValue<'a>>,
) -> Option<Vec<(&'a DeTable<'a>, Range<usize>)>> {
    let entries = value.get_ref().as_array()?.iter();
    entries
        .map(|entry| Some((entry.get_ref().as_table()?, entry.span())))
        .collect()
}
