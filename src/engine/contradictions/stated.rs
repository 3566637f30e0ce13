//! What the facts of an injury say of one another.

use strum::VariantArray;

use super::{Contradiction, Pair, Place};
use crate::assessment::Record;
use crate::assessment::wire::{Side, Site};
use crate::protocol::Protocol;

/// The facts that say what is hurt.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Frame<'a> {
    pub(in crate::engine) condition: &'a str,
    pub(in crate::engine) side: Option<Side>,
    pub(in crate::engine) site: Option<Site>,
    pub(in crate::engine) other_side_history: Option<bool>,
}

impl<'a> Frame<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        Self {
            condition: &record.condition,
            side: record.injury.side,
            site: record.injury.site,
            other_side_history: record.injury.other_side_history,
        }
    }
}

pub(super) fn find(protocol: &Protocol, frame: &Frame<'_>, found: &mut impl FnMut(Pair)) {
    let Frame {
        condition,
        side,
        site,
        other_side_history,
    } = *frame;
    if !protocol.answers_for(condition) {
        // What names the criteria stands beside the record, so its condition is the one field to correct.
        found(Pair {
            kind: Contradiction::CriteriaForAnother,
            places: [Place::of_injury("condition"); 2],
        });
    }
    if let Some(site) = site
        && site_of(condition).is_some_and(|named| named != site)
    {
        found(Pair {
            kind: Contradiction::SiteAgainstCondition,
            places: [Place::of_injury("condition"), Place::of_injury("site")],
        });
    }
    if side == Some(Side::Both) && other_side_history == Some(false) {
        found(Pair {
            kind: Contradiction::BothSidesOneHistory,
            places: [
                Place::of_injury("side"),
                Place::of_injury("other_side_history"),
            ],
        });
    }
}

/// The site that a condition names: that of `achilles-insertional` is insertional.
///
/// *Why by its name?* Criteria files bring conditions that this program has never heard of, and they are named in the same way.
fn site_of(condition: &str) -> Option<Site> {
    let (_, last) = condition.rsplit_once('-')?;
    let sites = Site::VARIANTS.iter().copied();
    sites.into_iter().find(|site| site.word() == last)
}
