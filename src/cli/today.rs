//! Which day it is where the runner is.
//!
//! *Why here, when nothing else reads a clock?* A record speaks of the day that it states, and the engine knows no other. But whoever
//! answers at the keyboard answers for today, and should not have to type it. The answer is shown first, and `--as-of` says another.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::CliError;
use crate::assessment::Day;

/// Where systems keep a link to the rules of their zone.
const ZONE_LINK: &str = "/etc/localtime";

/// The day by the clock of this machine and the name of its zone; where that is not known, the day in UTC.
pub(super) fn today() -> Result<Day, CliError> {
    let zone = zone().unwrap_or(TimeZone::UTC);
    Day::try_from(zone.to_datetime(Timestamp::now()).date()).map_err(CliError::Internal)
}

/// The zone that the environment or the system names, by the table that the program carries.
fn zone() -> Option<TimeZone> {
    let name = match std::env::var("TZ") {
        Ok(name) if !name.is_empty() => name.trim_start_matches(':').to_owned(),
        Ok(_) | Err(_) => {
            let link = std::fs::read_link(ZONE_LINK).ok()?;
            let link = link.to_str()?.to_owned();
            link.split_once("zoneinfo/")?.1.to_owned()
        }
    };
    TimeZoneDatabase::bundled().get(&name).ok()
}
