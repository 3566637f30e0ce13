//! What a change of criteria does to known people: who flips, and because of which criterion.
//!
//! Records are streamed, one a line (NDJSON) or as one JSON array; a record that cannot be judged is counted, named and passed over.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Deserializer as _;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::assessment::Assessment;
use crate::engine::{Finding, Outcome, Question, evaluate, read};
use crate::protocol::Protocol;
use crate::verdict::Verdict;

use super::matching::{Pair, pairs};
use super::paired::PairedCounts;

/// A person whose verdict changes.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "FlipV1")]
pub struct Flip {
    /// `line 7`, or `record 7` of an array.
    pub place: String,
    /// The sender's name for the record.
    pub id: Option<String>,
    /// By OLD.
    pub old: Verdict,
    /// By NEW.
    pub new: Verdict,
    /// The criteria that cause it.
    pub causes: Vec<String>,
}

/// A record that could not be compared.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "RefusedV1")]
pub struct RefusedRecord {
    /// `line 7`, or `record 7` of an array.
    pub place: String,
    /// Why.
    pub message: String,
}

/// Every record of a cohort, judged by both files.
#[derive(Clone, Debug, Default)]
pub struct Cohort {
    /// How many records there are.
    pub records: u64,
    /// How often each pair of verdicts occurs: by OLD, then by NEW.
    table: [[u64; 3]; 3],
    /// Everybody whose verdict changes, in the order of the cohort.
    pub flips: Vec<Flip>,
    /// How many flips each criterion causes, alone or with others.
    pub causes: BTreeMap<String, u64>,
    /// Records that are faulty.
    pub refused: Vec<RefusedRecord>,
    /// Records for whose question a file has no stage.
    pub not_judged: Vec<RefusedRecord>,
    /// Records for whose condition neither file answers.
    pub answered_by_neither: u64,
    /// Records for whose condition only OLD answers.
    pub answered_by_old: u64,
    /// Records for whose condition only NEW answers.
    pub answered_by_new: u64,
}

impl Cohort {
    /// How many records have this verdict by OLD and that by NEW.
    #[must_use]
    pub fn count(&self, old: Verdict, new: Verdict) -> u64 {
        let place = |verdict| match verdict {
            Verdict::Go => 0,
            Verdict::Caution => 1,
            Verdict::NoGo => 2,
        };
        let row = self.table.get(place(old));
        row.and_then(|row| row.get(place(new)))
            .copied()
            .unwrap_or(0)
    }

    fn add(&mut self, old: Verdict, new: Verdict) {
        let place = |verdict| match verdict {
            Verdict::Go => 0,
            Verdict::Caution => 1,
            Verdict::NoGo => 2,
        };
        let row = self.table.get_mut(place(old));
        if let Some(count) = row.and_then(|row| row.get_mut(place(new))) {
            *count = count.saturating_add(1);
        }
    }

    /// How many records both files judged.
    #[must_use]
    pub fn compared(&self) -> u64 {
        self.table.iter().flatten().sum()
    }

    /// How often the verdict is this one, by OLD and by NEW.
    #[must_use]
    pub fn paired(&self, verdict: Verdict) -> PairedCounts {
        let mut paired = PairedCounts::default();
        for old in VERDICTS {
            for new in VERDICTS {
                let cell = match (old == verdict, new == verdict) {
                    (true, true) => &mut paired.both,
                    (true, false) => &mut paired.old_only,
                    (false, true) => &mut paired.new_only,
                    (false, false) => &mut paired.neither,
                };
                *cell = cell.saturating_add(self.count(old, new));
            }
        }
        paired
    }
}

/// All verdicts, best first.
pub const VERDICTS: [Verdict; 3] = [Verdict::Go, Verdict::Caution, Verdict::NoGo];

/// Judges every record of a cohort by both files.
///
/// # Errors
/// When it cannot be read at all: the reader fails, an array is not JSON, or not one record of it could be read.
pub fn judge(
    mut reader: impl BufRead,
    old: &Protocol,
    new: &Protocol,
) -> Result<Cohort, std::io::Error> {
    let pairs = pairs(old, new);
    let mut judging = Judging {
        old,
        new,
        pairs: &pairs,
        cohort: Cohort::default(),
    };
    let first = skip_blank(&mut reader)?;
    if first == Some(b'[') {
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        deserializer.deserialize_seq(Array(&mut judging))?;
        deserializer.end()?;
    } else {
        let mut bytes = Vec::new();
        let mut line = 0_u64;
        while reader.read_until(b'\n', &mut bytes)? > 0 {
            line = line.saturating_add(1);
            let text = String::from_utf8_lossy(&bytes);
            if !text.trim().is_empty() {
                judging.record(&format!("line {line}"), text.trim());
            }
            bytes.clear();
        }
    }
    let cohort = judging.cohort;
    let refused = u64::try_from(cohort.refused.len()).unwrap_or(u64::MAX);
    if cohort.records == refused {
        let first = cohort.refused.first();
        let why = first.map_or_else(
            || "it holds no record".to_owned(),
            |first| {
                format!(
                    "no record of it can be read; {}: {}",
                    first.place, first.message
                )
            },
        );
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, why));
    }
    Ok(cohort)
}

/// Passes over a byte order mark, and tells the first byte that is not blank without passing over it or over a line end.
fn skip_blank(reader: &mut impl BufRead) -> Result<Option<u8>, std::io::Error> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if reader.fill_buf()?.starts_with(MARK) {
        reader.consume(MARK.len());
    }
    // Line ends count, so only the buffer at hand is looked at: an array begins in it, or it is none.
    let buffer = reader.fill_buf()?;
    Ok(buffer
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace()))
}

struct Array<'j, 'p>(&'j mut Judging<'p>);

impl<'de> Visitor<'de> for Array<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array of assessments")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let mut number = 0_u64;
        while let Some(record) = records.next_element::<Box<RawValue>>()? {
            number = number.saturating_add(1);
            self.0.record(&format!("record {number}"), record.get());
        }
        Ok(())
    }
}

/// A file's judgement of one record.
struct JudgedAssessment {
    outcome: Outcome,
    findings: Vec<Finding>,
}

struct Judging<'p> {
    old: &'p Protocol,
    new: &'p Protocol,
    pairs: &'p [Pair],
    cohort: Cohort,
}

impl Judging<'_> {
    fn record(&mut self, place: &str, text: &str) {
        self.cohort.records = self.cohort.records.saturating_add(1);
        let assessment = match Assessment::from_json(text) {
            Ok(assessment) => assessment,
            Err(error) => {
                let faults = error.faults.iter().map(|fault| {
                    let path = if fault.path.is_empty() {
                        "the record"
                    } else {
                        &fault.path
                    };
                    format!("{path}: {}", fault.message)
                });
                self.cohort.refused.push(RefusedRecord {
                    place: place.to_owned(),
                    message: faults.collect::<Vec<_>>().join("; "),
                });
                return;
            }
        };
        let answers = |protocol: &Protocol| {
            let mut conditions = protocol.conditions.iter();
            conditions.any(|condition| condition == assessment.condition())
        };
        let count = match (answers(self.old), answers(self.new)) {
            (true, true) => None,
            (true, false) => Some(&mut self.cohort.answered_by_old),
            (false, true) => Some(&mut self.cohort.answered_by_new),
            (false, false) => Some(&mut self.cohort.answered_by_neither),
        };
        if let Some(count) = count {
            *count = count.saturating_add(1);
            return;
        }
        match (judged(self.old, &assessment), judged(self.new, &assessment)) {
            (Ok(old), Ok(new)) => self.compare(place, &assessment, &old, &new),
            (Err(message), _) | (_, Err(message)) => self.cohort.not_judged.push(RefusedRecord {
                place: place.to_owned(),
                message,
            }),
        }
    }

    fn compare(
        &mut self,
        place: &str,
        assessment: &Assessment,
        old: &JudgedAssessment,
        new: &JudgedAssessment,
    ) {
        let (before, now) = (old.outcome.verdict, new.outcome.verdict);
        self.cohort.add(before, now);
        if before == now {
            return;
        }
        let causes = self.causes(old, new);
        for cause in &causes {
            let count = self.cohort.causes.entry(cause.clone()).or_default();
            *count = count.saturating_add(1);
        }
        self.cohort.flips.push(Flip {
            place: place.to_owned(),
            id: assessment.id().map(str::to_owned),
            old: before,
            new: now,
            causes,
        });
    }

    /// The reasons of the worse verdict that the better one does not have.
    fn causes(&self, old: &JudgedAssessment, new: &JudgedAssessment) -> Vec<String> {
        let worse_now = new.outcome.verdict > old.outcome.verdict;
        let (protocol, worse, better) = if worse_now {
            (self.new, new, old)
        } else {
            (self.old, old, new)
        };
        if protocol.route_out.is_some() {
            return vec!["protocol/route-out".to_owned()];
        }
        // Cautions that only together make the NO-GO count one by one.
        let level = if worse.outcome.accumulated {
            Verdict::Caution
        } else {
            worse.outcome.verdict
        };
        let mut causes: Vec<String> = Vec::new();
        for pair in self.pairs {
            let (place, other) = if worse_now {
                (pair.new, pair.old)
            } else {
                (pair.old, pair.new)
            };
            let reached = worst(worse, place);
            if reached >= level && reached > worst(better, other) {
                causes.extend(place.map(|place| protocol.name_of(place)));
            }
        }
        if worse.outcome.accumulated {
            causes.push("protocol/cautions".to_owned());
        }
        causes
    }
}

fn judged(protocol: &Protocol, assessment: &Assessment) -> Result<JudgedAssessment, String> {
    let question =
        Question::new(protocol, assessment, None, None).map_err(|error| error.to_string())?;
    let readings = read(protocol, &question.subject(protocol, assessment));
    let mut findings = Vec::with_capacity(protocol.criteria.len());
    let outcome = evaluate(protocol, &question, &readings, &mut findings);
    Ok(JudgedAssessment { outcome, findings })
}

fn worst(judged: &JudgedAssessment, criterion: Option<usize>) -> Verdict {
    match criterion.and_then(|place| judged.findings.get(place)) {
        Some(finding) if finding.role.counts() => finding.envelope.worst(),
        Some(_) | None => Verdict::Go,
    }
}
