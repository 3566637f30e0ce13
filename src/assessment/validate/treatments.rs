//! What was done or taken: on one day, or as a course.

use super::entries::{InFileOrder, Place, not_after};
use super::faults::Faults;
use crate::assessment::{Day, wire};

pub(super) fn check_treatments(
    treatments: &InFileOrder<wire::Treatment>,
    as_of: Day,
    faults: &mut Faults,
) {
    for (index, entry) in treatments.iter().flatten().enumerate() {
        let block = "treatments";
        check_treatment(Place { block, index }, entry, as_of, faults);
    }
}

fn check_treatment(place: Place, entry: &wire::Treatment, as_of: Day, faults: &mut Faults) {
    faults.required(
        entry.kind,
        || place.at("/kind"),
        "a treatment must say what it is",
    );
    let injection = matches!(
        entry.kind,
        Some(wire::TreatmentKind::CorticosteroidInjection | wire::TreatmentKind::PrpInjection)
    );
    if entry.site.is_some() && !injection {
        faults.add(place.at("/site"), "`site` is for injections only");
    }
    if injection && entry.start.is_some() {
        faults.add(
            place.at("/start"),
            "an injection has a `date`, not a `start`",
        );
    }
    match (entry.date, entry.start) {
        (Some(_), Some(_)) => faults.add(
            place.at(""),
            "give `date` (one day) or `start` (a course), not both",
        ),
        (None, None) => faults.add(
            place.at(""),
            "missing; give `date` (one day) or `start` (a course)",
        ),
        (Some(date), None) => {
            not_after(|| place.at("/date"), date, as_of, faults);
            if entry.end.is_some() {
                faults.add(
                    place.at("/end"),
                    "`end` belongs to a course with `start`, not to a single `date`",
                );
            }
        }
        (None, Some(start)) => {
            not_after(|| place.at("/start"), start, as_of, faults);
            if let Some(wire::CourseEnd::On(end)) = entry.end {
                not_after(|| place.at("/end"), end, as_of, faults);
                if end < start {
                    faults.add_own(place.at("/end"), |own| {
                        let (end, start) = (own.of(&end), own.of(&start));
                        format!("{end} lies before `start` {start}")
                    });
                }
            }
        }
    }
}
