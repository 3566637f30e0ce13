//! Findings as SARIF 2.1.0, which code hosts and editors show beside the line.
//!
//! *Why own structs?* Of a format of some hundred objects a linter writes a dozen; typing them keeps the rest out.

use std::path::{Component, Path};

use serde::Serialize;

use super::{Finding, LintedFile, Place, Source, find};
use crate::diagnostic::{File, Level, Page};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One run of the linter over some files.
#[derive(Debug, Serialize)]
pub struct Sarif {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    results: Vec<Outcome>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Artifact {
    location: ArtifactLocation,
}

#[derive(Clone, Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
    /// Its place among the files linted; none for one that is only extended.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Debug, Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

impl Sarif {
    /// Everything found; only the rules that fired are listed.
    #[must_use]
    pub fn of(linted: &[LintedFile<'_>]) -> Self {
        let mut codes: Vec<&'static str> = linted
            .iter()
            .flat_map(|linted| &linted.findings)
            .map(|finding| finding.diagnostic.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let files = linted.iter().enumerate().map(|(index, linted)| {
            let uri = uri(linted.source);
            let index = Some(index);
            (linted, ArtifactLocation { uri, index })
        });
        let files: Vec<(&LintedFile<'_>, ArtifactLocation)> = files.collect();
        let results = files.iter().flat_map(|(linted, location)| {
            let findings = linted.findings.iter();
            findings.map(|finding| outcome(linted.source, location, finding, &codes))
        });
        Self {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "rtr",
                        full_name: "rtr criteria lint",
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: codes
                            .iter()
                            .filter_map(|code| find(code))
                            .map(|(page, level)| rule(page, level))
                            .collect(),
                    },
                },
                column_kind: "unicodeCodePoints",
                results: results.collect(),
                artifacts: files
                    .iter()
                    .map(|(_, location)| Artifact {
                        location: location.clone(),
                    })
                    .collect(),
            }],
        }
    }
}

fn rule(page: &'static Page, level: Level) -> Rule {
    let text = |text: &str| Message {
        text: text.to_owned(),
    };
    Rule {
        id: page.code,
        short_description: text(page.what),
        full_description: text(&format!("{} {}", page.what, page.why)),
        help: Help {
            text: format!(
                "{}\n\nFaulty:\n{}\n\nMended:\n{}",
                page.why, page.faulty, page.mended
            ),
            markdown: format!(
                "{}\n\nFaulty:\n```toml\n{}\n```\n\nMended:\n```toml\n{}\n```",
                page.why, page.faulty, page.mended
            ),
        },
        default_configuration: Configuration {
            level: level.word(),
        },
    }
}

fn outcome(
    source: &Source,
    location: &ArtifactLocation,
    finding: &Finding,
    codes: &[&'static str],
) -> Outcome {
    let diagnostic = &finding.diagnostic;
    let at = |id: Option<usize>, file: File, span: &std::ops::Range<usize>, label: &str| {
        let written = source.file_of(file);
        let artifact_location = match file {
            File::Own => location.clone(),
            File::Extended | File::Measures(_) => ArtifactLocation {
                uri: uri(&written),
                index: None,
            },
        };
        Location {
            id,
            physical_location: PhysicalLocation {
                artifact_location,
                region: region(&written.text, span),
            },
            message: (!label.is_empty()).then(|| Message {
                text: label.to_owned(),
            }),
        }
    };
    let related = diagnostic.related.iter().enumerate();
    let help = diagnostic
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("; {help}"));
    Outcome {
        rule_id: diagnostic.code,
        rule_index: codes
            .iter()
            .position(|code| *code == diagnostic.code)
            .unwrap_or(0),
        level: finding.level.word(),
        message: Message {
            text: format!("{}{help}", diagnostic.message),
        },
        locations: [at(
            None,
            diagnostic.file,
            &diagnostic.span,
            &diagnostic.label,
        )],
        related_locations: related
            .map(|(id, related)| at(Some(id), related.file, &related.span, &related.label))
            .collect(),
        suppressions: finding
            .allowed
            .iter()
            .map(|because| Suppression {
                kind: "inSource",
                justification: because.clone(),
            })
            .collect(),
    }
}

fn region(text: &str, span: &std::ops::Range<usize>) -> Region {
    let place = Place::of(text, span);
    Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        byte_offset: span.start,
        byte_length: span.len(),
    }
}

/// The file's address: relative as it was named, absolute with its scheme; a shipped one by its name.
fn uri(source: &Source) -> String {
    let Some(path) = &source.path else {
        return format!("{}.toml", source.name);
    };
    let scheme = if path.is_absolute() { "file://" } else { "" };
    format!("{scheme}{}", encoded(path))
}

fn encoded(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Prefix(prefix) => Some(format!(
            "/{}",
            escaped(&prefix.as_os_str().to_string_lossy())
        )),
        Component::RootDir => Some(String::new()),
        Component::CurDir => None,
        Component::ParentDir => Some("..".to_owned()),
        Component::Normal(name) => Some(escaped(&name.to_string_lossy())),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A part of an address: what is neither letter, digit nor one of `-._~` is escaped, byte by byte.
fn escaped(part: &str) -> String {
    let mut escaped = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::encoded;
    use std::path::Path;

    #[test]
    fn a_path_becomes_an_address() {
        for (path, address) in [
            ("criteria/mine.toml", "criteria/mine.toml"),
            ("./a b/ü.toml", "a%20b/%C3%BC.toml"),
            ("../mine.toml", "../mine.toml"),
            ("/srv/mine#1.toml", "/srv/mine%231.toml"),
        ] {
            assert_eq!(encoded(Path::new(path)), address);
        }
    }
}
