//! The head of a file, and what stands in it beside stages and ladders.

use super::table::{Faults, Table};
use super::{ladder, measure, rules, stage};
use crate::protocol::raw;

pub(super) fn protocol(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Protocol> {
    let format = table.integer("format", faults);
    let format = table.required("format", format, faults);
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let version = table.required_text("version", faults);
    let reviewed = table.day("reviewed", faults);
    let reviewed = table.required("reviewed", reviewed, faults);
    let status = table.required_text("status", faults);
    let approved = table
        .table("approved", "`approved`", faults)
        .and_then(|mut table| {
            let by = table.required_text("by", faults);
            let on = table.day("on", faults);
            let on = table.required("on", on, faults);
            table.finish(faults);
            Some(raw::Approved { by: by?, on: on? })
        });
    let conditions = table.required_texts("conditions", faults);
    let extends = table.text("extends", faults);
    let remove = table.texts("remove", faults);
    let measures = table.texts("measures", faults);
    let ask = table.text("ask", faults);
    let cautions = table.integer("cautions", faults);
    let route_out = table.boolean("route_out", faults);
    let text = table.text("text", faults);
    let refer = table.text("refer", faults);
    let sources = table.texts("sources", faults);
    let clean = table.spanned("clean", "`clean`", faults, rules::clean);
    let least_run = table.spanned("least_run", "`least_run`", faults, rules::least_run);
    let flare = table.spanned("flare", "`flare`", faults, rules::flare);
    let not_asked = table.texts("not_asked", faults);
    let stop_rule = table.tables("stop_rule", "a stop rule", faults, |mut table, faults| {
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::StopRule {
            text: text?,
            sources: sources?,
        })
    });
    let remark = table.tables("remark", "a remark", faults, |mut table, faults| {
        let beside = table.required_text("beside", faults);
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::Remark {
            beside: beside?,
            text: text?,
            sources: sources?,
        })
    });
    let phase = table.tables("phase", "a phase", faults, phase);
    let stage = table.tables("stage", "a stage", faults, stage::stage);
    let measure = table.tables("measure", "a measure", faults, measure::measure);
    let (ladder, ladder_rule) = ladder::ladders(&mut table, faults);
    let read = [
        ("approved", approved.is_some()),
        ("ask", ask.is_some()),
        ("route_out", route_out.is_some()),
        ("text", text.is_some()),
        ("refer", refer.is_some()),
        ("sources", sources.is_some()),
        ("stage", stage.is_some()),
    ];
    faults.unread.extend(
        read.into_iter()
            .filter(|(key, read)| !read && table.stands(key))
            .map(|(key, _)| key),
    );
    table.finish(faults);
    Some(raw::Protocol {
        format: format?,
        id: id?,
        title: title?,
        version: version?,
        reviewed: reviewed?,
        status: status?,
        approved,
        conditions: conditions?,
        extends,
        remove,
        measures,
        ask,
        cautions,
        route_out,
        text,
        refer,
        sources,
        clean,
        least_run,
        flare,
        not_asked,
        stop_rule,
        remark,
        phase,
        stage,
        measure,
        ladder,
        ladder_rule,
    })
}

fn phase(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Phase> {
    let until = table.text("until", faults);
    let text = table.required_text("text", faults);
    let sources = table.required_texts("sources", faults);
    table.finish(faults);
    Some(raw::Phase {
        until,
        text: text?,
        sources: sources?,
    })
}
