//! A measure that stands in one file (`src/measure/history.rs`) and nowhere else is known everywhere.

use crate::assessment::Assessment;
use crate::columns::known;
use crate::document::text;
use crate::engine::report::Report;
use crate::measure::{Definition, catalog, find};
use crate::protocol::compile;
use crate::verdict::Verdict;
use crate::workbench::diff::Difference;
use crate::workbench::prove::{Proof, Property};

use super::criteria::catalogued;

const ADDED: &str = "sleep.short_of_eight";

fn file(limit: &str) -> String {
    format!(
        "format = 1\nid = \"rested\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\n\
         conditions = [\"rested\"]\nask = \"run\"\n[[stage]]\nid = \"run\"\ntitle = \"t\"\nclears = \"running\"\n\
         [[stage.criterion]]\nid = \"sleep\"\nmeasure = \"{ADDED}\"\ngo = \"<= 1 h\"\nno-go = \"> {limit} h\"\nfresh = \"1 d\"\n\
         why = \"w\"\nevidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n"
    )
}

#[test]
fn a_measure_added_to_one_file_is_known_to_every_other() -> Result<(), String> {
    let measure: &'static Definition = find(ADDED).ok_or("not found")?;
    assert!(catalog().any(|other| other == measure));
    let page = text::render(
        &crate::pages::explain::measures(&[measure]),
        text::Options::default(),
    );
    assert!(
        page.contains("Fields: sleep[].date, sleep[].hours."),
        "{page}"
    );
    assert!(catalogued().to_string().contains(ADDED));
    assert!(known(ADDED, &[]));
    let compiled =
        |limit| compile(&file(limit), None, None).map_err(|faults| format!("{faults:?}"));
    let (protocol, stricter) = (compiled("3")?, compiled("2")?);
    for (hours, expected) in [
        ("7.5", Verdict::Go),
        ("6", Verdict::Caution),
        ("4", Verdict::NoGo),
    ] {
        let record = format!(
            "{{\"as_of\":\"2026-11-21\",\"injury\":{{\"condition\":\"rested\"}},\"sleep\":[{{\"date\":\"2026-11-21\",\"hours\":{hours}}}]}}"
        );
        let assessment = Assessment::from_json(&record).map_err(|error| error.to_string())?;
        let report = Report::new(&protocol, &assessment).map_err(|error| error.to_string())?;
        assert_eq!(report.verdict(), expected, "{hours} h");
    }
    let proof = Proof::of(&protocol, &[]);
    assert!(
        proof.deciding == 1
            && Property::ALL
                .into_iter()
                .all(|property| proof.holds(property))
    );
    let change = Difference::of(&protocol, &stricter);
    assert_eq!(change.relation, crate::workbench::diff::Relation::Stricter);
    Ok(())
}
