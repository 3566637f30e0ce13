//! Exports as runners get them, from end to end.

use crate::place::{Place, code, shown};
use crate::support::Tested;

const LIST: &str = "\
Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Avg Run Cadence,Max Run Cadence,Avg Pace,Best Pace
Running,2026-05-10 10:35:22,false,Easy,8.16,584,00:45:03,129,143,163,244,5:31,3:36
Running,2026-05-10 11:30:00,false,And back,4.00,284,00:24:00,129,143,163,244,6:00,3:36
Running,2026-05-12 10:35:22,false,Easy,5.00,384,00:30:00,129,143,163,244,6:00,3:36
";

#[test]
fn a_list_of_unknown_unit_is_named_with_the_option_and_gains_its_distances_when_it_is_given()
-> Tested {
    let place = Place::new()?;
    place.write("Activities.csv", LIST)?;
    let arguments = [
        "Activities.csv",
        "--into",
        "me.json",
        "--as-of",
        "2026-05-21",
    ];
    let first = place.import(&arguments)?;
    assert_eq!(code(&first), Some(3));
    let report = shown(&first.stdout).replace("\n    ", " ");
    assert!(
        report.contains("Activities.csv does not tell whether its distances are kilometres or miles, so they are left out. Import it again with --units km or --units mi"),
        "{report}"
    );
    let without = place.read("me.json")?;
    assert!(!without.contains("distance_km"), "{without}");

    let second = place.import(&[&arguments[..], &["--units", "km"]].concat())?;
    assert_eq!(code(&second), Some(0), "{}", shown(&second.stdout));
    let with = place.read("me.json")?;
    // Two rows with a pause of ten minutes are one session.
    assert_eq!(
        with.matches("\"distance_km\": 12.16,").count()
            + with.matches("\"distance_km\": 12.16 ").count(),
        1,
        "{with}"
    );
    assert_eq!(with.matches("\"kind\"").count(), 2, "{with}");
    let third = place.import(&[&arguments[..], &["--units", "km"]].concat())?;
    assert!(shown(&third.stdout).contains("was not touched"));
    assert_eq!(place.read("me.json")?, with);

    let unit = place.import(&["Activities.csv", "--units", "yd"])?;
    assert_eq!(code(&unit), Some(2));
    Ok(())
}
