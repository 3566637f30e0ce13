//! A report as a page: what it shows, and in which order.

use super::answers::answers_of;
use super::contradictions;
use super::notes::{NoteKind, by_now, notes};
use super::standing::standings;
use super::words::{
    DISCLAIMER, Wording, accumulated_in_words, criteria_in_words, goal_in_words, missing_in_words,
    refer_in_words, step_in_words,
};
use crate::assessment::wire::Setting;
use crate::assessment::{Assessment, Day};
use crate::document::{
    Block, Document, Finding, Inline, Item, Origin, Rung, Section, Sentence, Standing, Tone,
    Weight, counted, sentences,
};
use crate::engine::WayOut;
use crate::engine::report::{Line, Planned, Provenance, Report};
use crate::measure::{Cause, ToldTwice};
use crate::protocol::{Evidence, Protocol, Refer};
use crate::verdict::Verdict;

sentences! {
    question(goal: Sentence) = "for {goal}";
    home(day: Day, best: Sentence) = "As of {day}, at home. {best}";
    clinic(day: Day, best: Sentence) = "As of {day}, in the clinic. {best}";
    pub(super) settled_no_go() = "More answers would not change this.";
    settled() = "Every answer needed is here.";
    pub(super) rests_on(distance: Inline, day: Day) = "This GO rests on the longest run that counts: {distance} on {day}.";
    open(best: Verdict) = "Missing answers count as the worst; filled in, it could be {best}.";
    answer_first() = "Answer these first: they decide whether you need to be seen";
    state_first() = "State this first: until then nothing that is recorded can count";
    state_onset(field: Inline) = "When the injury began: {field}, a day, a month or a year. If it crept up, give the first day or month in which you were sure of it; a later date is never to your advantage.";
    state_flare(field: Inline) = "When it last flared up: {field}, a day, a month or a year, or `none`.";
    state_masking(field: Inline) = "What you take or do that may hide pain: {field}, an empty list for nothing.";
    state_onset_exactly(field: Inline, said: String) = "The month or the day of {field}: of {said} the last day counts, and what is recorded is from before it.";
    pub(super) not_for(condition: Inline) = "These criteria are not for {condition}: they judge only because they were named.";
    adverse(fields: Sentence) = "Recorded, and no reason against this GO: {fields}. Be sure that it is over.";
    adverse_value(field: Inline, value: String) = "{field} {value}";
    more_adverse(fields: Sentence, count: String) = "{fields} and {count} more (`--all`)";
    told_twice() = "Told twice: the worse counts";
    both_tellings(worse: Inline, value: String, milder: Inline, other: String) = "{worse} {value}; {milder} {other}";
    more_told_twice(count: String) = "{count} more (`--all`)";
    pub(super) from_memory() = "Part of the diary is told from memory, over several days at once.";
    waiting(count: Sentence) = "{count} for it; `--all` shows each.";
    to_answer(meaning: &'static str, name: Inline, whom: &'static str) = "{meaning} ({name}; {whom})";
    cleared(stage: Inline) = "Cleared so far: {stage}.";
    cleared_and_next(stage: Inline, next: Inline) = "Cleared so far: {stage}; next: {next}.";
    waits_for(stage: Inline) = "waits for {stage}";
    counts_as(worst: Verdict, best: Verdict) = "counts as {worst} until it is; could still be {best}";
    against() = "Against it";
    unknown() = "Not known, and counted as the worst until it is";
    together() = "Together";
    changes() = "What would change it";
    would_be(target: Verdict) = "It would be {target} with:";
    would_be_if_answered(target: Verdict, answers: Sentence) = "It would be {target}, if what is not known is answered well ({answers} below).";
    would_be_if_answered_and(target: Verdict, answers: Sentence) = "It would be {target}, if what is not known is answered well ({answers} below), and with:";
    could_be(target: Verdict) = "It could be {target}, once what is missing is known.";
    corrected_first(target: Verdict) = "Nothing makes it {target} until the record is corrected, as shown first.";
    nothing_makes_it(target: Verdict) = "Nothing you can do today makes it {target}.";
    allowed_from(day: Day) = "The calendar allows GO from {day} on.";
    allowed_from_with(day: Day) = "The calendar allows GO from {day} on, and then only with:";
    allowed_from_if_answered(day: Day, answers: Sentence) = "The calendar allows GO from {day} on, if what is not known is answered well ({answers} below).";
    allowed_from_if_answered_and(day: Day, answers: Sentence) = "The calendar allows GO from {day} on, if what is not known is answered well ({answers} below), and with:";
    allowed_from_if(day: Day) = "The calendar allows GO from {day} on; by then what is missing must be known and met.";
    pub(super) planned(day: Inline) = "By a plan (`rtr plan`) the earliest day is {day}, if every session is symptom-free.";
    pub(super) never_planned() = "No plan reaches it within two years; `rtr plan` shows what blocks it.";
    measure_next() = "Measure or answer next, most decisive first";
    own_fields(fields: Sentence) = "Fields: {fields}.";
    to_measure(measure: Inline, meaning: &'static str) = "{measure}: {meaning}";
    pub(crate) all_the_same() = "If you run all the same";
    way_back() = "Choose a short lap, so that you need not run home, and have someone who can fetch you.";
    on_the_way() = "On the way";
    not_asked() = "Not asked here, and asked by published criteria";
    noted() = "Notes";
    note_of(name: Inline, text: Sentence) = "{name}: {text}";
    met() = "Met";
    inapplicable() = "Does not apply";
    reviewed(disclaimer: &'static str, title: String, day: Day) = "{disclaimer} Criteria of {title}, reviewed {day}. `rtr explain NAME` explains any criterion, measure or stage.";
    pub(super) sources_are(keys: String) = "Sources: {keys}.";
    digest(digest: String) = "sha256 {digest}";
}

/// The name of the reason that no criterion gives alone: too many cautions.
const ACCUMULATED: &str = "protocol/cautions";

/// What a page of a report holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contents {
    /// Met criteria, those that do not apply, and notes with nothing to mind, too.
    pub all: bool,
    /// Why something is asked, also where it is merely not recorded.
    pub every_why: bool,
    /// How each missing test is done.
    pub how_to: bool,
}

impl Contents {
    /// What fits a terminal.
    #[must_use]
    pub const fn of_terminal(all: bool) -> Self {
        Self {
            all,
            every_why: all,
            how_to: false,
        }
    }

    /// What a page for the desk holds.
    #[must_use]
    pub const fn of_page(all: bool) -> Self {
        Self {
            all,
            every_why: false,
            how_to: true,
        }
    }
}

/// The most adverse fields that are shown beside a GO.
const MOST_ADVERSE: usize = 4;

/// The page.
#[must_use]
pub fn document(report: &Report<'_>, contents: Contents) -> Document {
    let protocol = report.protocol;
    let mut page = Document {
        verdict: Some(report.verdict()),
        title: question(goal_in_words(report)),
        edition: criteria_in_words(protocol),
        facts: of_criteria(protocol, report.assessment),
        lead: lead(report, contents.all),
        foot: vec![reviewed(
            DISCLAIMER,
            protocol.title.clone(),
            protocol.reviewed,
        )],
        provenance: provenance(&report.provenance()),
        ..Document::default()
    };
    page.section(contradictions::section(report));
    page.section(told_in_two_places(report, contents.all));
    page.section(statements(report));
    page.section(first_questions(report));
    page.section(ladder(report));
    page.section(Section::new(changes(), ways_out(report)));
    reasons(report, contents, &mut page);
    page.section(next_measures(report, contents));
    let title = match report.verdict() {
        Verdict::Go | Verdict::Caution => on_the_way(),
        Verdict::NoGo => all_the_same(),
    };
    page.section(Section::new(title, list(stop_rules(report))));
    let beyond = report.not_asked().iter();
    let beyond = beyond.map(|text| Item::from(text.clone()));
    page.section(Section::new(not_asked(), list(beyond.collect())));
    page.section(Section::new(
        noted(),
        list(note_items(report, contents.all)),
    ));
    if contents.all {
        let passed = report.passed().map(|line| finding(&line, contents));
        page.section(Section::new(met(), findings(Weight::Met, passed.collect())));
        let names = report
            .not_applicable()
            .map(|line| Item::from(Inline::Name(line.name())));
        page.section(Section::new(inapplicable(), list(names.collect())));
    }
    page
}

/// A list, unless it is empty.
pub(crate) fn list(items: Vec<Item>) -> Vec<Block> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::List(items)]
}

fn findings(weight: Weight, found: Vec<Finding>) -> Vec<Block> {
    if found.is_empty() {
        return Vec::new();
    }
    vec![Block::Findings(weight, found)]
}

/// Which criteria, in full, and whose record.
pub(crate) fn of_criteria(
    protocol: &Protocol,
    assessment: &Assessment,
) -> Vec<(Sentence, Sentence)> {
    let criteria = Sentence::from(protocol.title.clone())
        .and("(")
        .then(criteria_in_words(protocol))
        .then(")");
    let record = assessment
        .id()
        .map(|id| (Sentence::from("Record"), id.to_owned().into()));
    [(Sentence::from("Criteria"), criteria)]
        .into_iter()
        .chain(record)
        .collect()
}

/// What the document was made from, to make it again.
pub(crate) fn provenance(made: &Provenance) -> Vec<(Sentence, Sentence)> {
    let rtr = format!("rtr {}", made.engine);
    let criteria = format!("{} {}, ", made.protocol, made.version);
    let red_flags = made.red_flags_sha256.clone();
    let red_flags = red_flags.map(|sha256| ("Red flags".into(), digest(sha256)));
    let made_from = [
        ("Engine".into(), rtr.into()),
        (
            "Criteria".into(),
            Sentence::from(criteria).then(digest(made.criteria_sha256.clone())),
        ),
    ];
    let others = [
        ("Sources".into(), digest(made.sources_sha256.clone())),
        ("Assessment".into(), digest(made.assessment_sha256.clone())),
    ];
    made_from
        .into_iter()
        .chain(red_flags)
        .chain(others)
        .collect()
}

fn lead(report: &Report<'_>, all: bool) -> Vec<Block> {
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    let held = !report.question().held.is_empty();
    let best = match verdict {
        _ if verdict != best => open(best),
        Verdict::Caution if held => contradictions::held(),
        Verdict::NoGo => settled_no_go(),
        Verdict::Caution | Verdict::Go => settled(),
    };
    let question = report.question();
    let asked = match question.setting {
        Setting::Home => home(question.as_of, best),
        Setting::Clinic => clinic(question.as_of, best),
    };
    let mut lead = vec![Block::Paragraph(asked)];
    let condition = report.assessment.condition();
    if !report.protocol.answers_for(condition) {
        lead.push(Block::Call(not_for(Inline::Code(
            condition.to_owned().into(),
        ))));
    }
    let longest = report.rests_on();
    lead.extend(
        longest.map(|(measure, distance, day)| {
            Block::Paragraph(rests_on(measure.inline(distance), day))
        }),
    );
    if report.is_from_memory() {
        lead.push(Block::Paragraph(from_memory()));
    }
    lead.extend(adverse_fields(report, all).map(Block::Call));
    let refer = report.judgement.outcome.refer.map(refer_in_words);
    lead.extend(refer.map(Block::Call));
    // Nothing stands between the verdict and what must be corrected.
    for remark in report.remarks().filter(|_| !held) {
        let cited = Inline::Cite(remark.say.sources.clone());
        lead.push(Block::Remark(
            Sentence::from(remark.say.text.clone()).then(cited),
        ));
    }
    let phase = report.phase().filter(|_| !held);
    lead.extend(phase.map(|(days, phase)| {
        Block::Remark(by_now(days, phase).then(Inline::Cite(phase.say.sources.clone())))
    }));
    if let Some(route) = &report.protocol.route_out {
        lead.push(Block::Remark(route.say.text.clone().into()));
        lead.push(Block::Paragraph(sources_are(route.say.sources.join(", "))));
    }
    lead
}

/// The newest of what is near its worse end, which a GO passes over; all of it on request.
pub(super) fn adverse_fields(report: &Report<'_>, all: bool) -> Option<Sentence> {
    let found = report.adverse();
    let shown = if all { found.len() } else { MOST_ADVERSE };
    let fields = found
        .iter()
        .take(shown)
        .map(|one| adverse_value(Inline::Field(one.field.clone().into()), one.value.clone()));
    let fields = Sentence::join(fields, ", ");
    let left = found.len().saturating_sub(shown);
    let fields = if left > 0 {
        more_adverse(fields, left.to_string())
    } else {
        fields
    };
    (!found.is_empty()).then(|| adverse(fields))
}

/// The most facts told twice that are shown unasked.
const MOST_TOLD_TWICE: usize = 3;

/// The worse telling, and the milder one.
pub(super) fn both_told(ToldTwice { worse, milder }: &ToldTwice) -> Sentence {
    let field = |name: &String| Inline::Field(name.clone().into());
    both_tellings(
        field(&worse.field),
        worse.value.clone(),
        field(&milder.field),
        milder.value.clone(),
    )
}

/// Both tellings of what is told twice and not alike, so that a slip can be found.
fn told_in_two_places(report: &Report<'_>, all: bool) -> Section {
    let found = report.told_twice();
    let most = if all { found.len() } else { MOST_TOLD_TWICE };
    let left = found.len().saturating_sub(most);
    let pairs = found.iter().take(most).map(both_told);
    let more = (left > 0).then(|| more_told_twice(left.to_string()));
    let items = pairs.chain(more).map(Item::from);
    Section::new(told_twice(), list(items.collect()))
}

/// What must be stated before what is recorded can count.
fn statements(report: &Report<'_>) -> Section {
    let field = |name: &'static str| Inline::Field(name.into());
    let items = report.waits_for().into_iter().filter_map(|cause| {
        let field = field(cause.waits_for()?);
        Some(if cause == Cause::OnsetUnknown {
            state_onset(field)
        } else if cause == Cause::FlareUnknown {
            state_flare(field)
        } else {
            state_masking(field)
        })
    });
    let exactly = report
        .to_date_exactly()
        .into_iter()
        .map(|(path, said)| state_onset_exactly(field(path), said.to_string()));
    let items: Vec<Item> = items.chain(exactly).map(Item::from).collect();
    let count = report.reasons().filter(Line::is_waiting).count();
    let waits = (count > 0)
        .then(|| Block::Paragraph(waiting(counted(count, "criterion waits", "criteria wait"))));
    let blocks = list(items).into_iter().chain(waits).collect();
    Section::new(state_first(), blocks).toned(Tone::First)
}

/// The questions that decide whom to see, the urgent first, each once.
fn first_questions(report: &Report<'_>) -> Section {
    let mut asked: Vec<&str> = Vec::new();
    let mut items = Vec::new();
    for (refer, whom) in [(Refer::Urgent, "today"), (Refer::Clinician, "a clinician")] {
        for line in report.to_answer_first().filter(|line| !line.is_waiting()) {
            let meaning = line.criterion.measure.meaning;
            if line.criterion.refer == Some(refer) && !asked.contains(&meaning) {
                asked.push(meaning);
                items.push(Item::from(to_answer(
                    meaning,
                    Inline::Name(line.name()),
                    whom,
                )));
            }
        }
    }
    Section::new(answer_first(), list(items)).toned(Tone::First)
}

fn ladder(report: &Report<'_>) -> Section {
    let next = report.next();
    let rungs = standings(report).into_iter().map(|(rung, standing)| {
        let more = match standing {
            Standing::Waits => next.map(|stage| waits_for(Inline::Name(stage.id.clone()))),
            Standing::NotKnown => Some(counts_as(rung.envelope.worst(), rung.envelope.best())),
            Standing::Cleared | Standing::Caution | Standing::Failed => None,
        };
        Rung {
            stage: rung.stage.id.clone(),
            standing,
            more: more.into(),
        }
    });
    let rungs: Vec<Rung> = rungs.collect();
    let blocks = if rungs.is_empty() || report.protocol.route_out.is_some() {
        Vec::new()
    } else {
        vec![Block::Ladder(rungs, cleared_in_words(report))]
    };
    Section::new("Ladder", blocks).toned(Tone::Aside)
}

fn cleared_in_words(report: &Report<'_>) -> Sentence {
    let stage = report.cleared().map(|stage| stage.id.clone());
    let stage = stage.map_or_else(|| Inline::from("nothing"), Inline::Name);
    match report.next() {
        Some(next) => cleared_and_next(stage, Inline::Name(next.id.clone())),
        None => cleared(stage),
    }
}

/// What stands against GO: what is certain, then what is merely not known, each worst first.
fn reasons(report: &Report<'_>, contents: Contents, page: &mut Document) {
    let (mut open, mut certain): (Vec<_>, Vec<_>) = report.reasons().partition(Line::is_open);
    certain.sort_by_key(Line::weight);
    open.sort_by_key(Line::weight);
    // Each of them would say the same, and has its answer already.
    open.retain(|line| contents.all || !line.is_waiting());
    let found = |lines: Vec<Line<'_>>| lines.iter().map(|line| finding(line, contents)).collect();
    page.section(Section::new(
        against(),
        findings(Weight::Certain, found(certain)),
    ));
    page.section(Section::new(unknown(), checklist(&open, contents)));
    if let Some(text) = accumulated_in_words(report) {
        let accumulated = Finding {
            verdict: Verdict::NoGo,
            name: Inline::Name(ACCUMULATED.to_owned()).into(),
            observed: text,
            needed: Sentence::EMPTY,
            why: Sentence::EMPTY,
            advice: Sentence::EMPTY,
            origin: None,
        };
        page.section(Section::new(
            together(),
            findings(Weight::Certain, vec![accumulated]),
        ));
    }
}

/// What is not known, as a list to go through: what one test or one sitting answers stands together.
fn checklist(open: &[Line<'_>], contents: Contents) -> Vec<Block> {
    let about = |line: &Line<'_>| answers_of(line.fields().first().map_or("", String::as_str));
    let mut groups: Vec<&'static str> = Vec::new();
    for group in open.iter().map(about) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let blocks = groups.into_iter().flat_map(|group| {
        let lines = open.iter().filter(|line| about(line) == group);
        let found = lines.map(|line| finding(line, contents)).collect();
        [
            Block::Subheading(group.into()),
            Block::Findings(Weight::Open, found),
        ]
    });
    blocks.collect()
}

/// Kind of evidence and confidence in it, in words.
pub(crate) fn origin_of(evidence: &Evidence) -> Origin {
    Origin {
        sources: evidence.sources.clone(),
        standing: super::criterion::standing_of(evidence),
    }
}

pub(crate) fn finding(line: &Line<'_>, contents: Contents) -> Finding {
    let criterion = line.criterion;
    let wording = Wording::of(line);
    // What is merely not recorded needs no reason, only the way to record it.
    let says_why = contents.every_why || line.finding.reading.cause != Some(Cause::Absent);
    Finding {
        verdict: line.finding.envelope.worst(),
        name: Inline::Name(line.name()).into(),
        observed: wording.observed.clone(),
        needed: wording.needed_and_doubt(),
        why: says_why.then(|| criterion.why.clone()).into(),
        advice: criterion.advice.clone().into(),
        origin: Some(origin_of(&criterion.evidence)),
    }
}

/// Every way out of the verdict; none of a GO, nor where someone else judges.
fn ways_out(report: &Report<'_>) -> Vec<Block> {
    let (verdict, best) = (report.verdict(), report.judgement.outcome.best_case);
    if verdict == Verdict::Go || report.protocol.route_out.is_some() {
        return Vec::new();
    }
    let remedy = &report.judgement.remedy;
    let today = [
        (Verdict::Caution, remedy.caution.as_ref()),
        (Verdict::Go, remedy.go.as_ref()),
    ];
    let answers = |way: &WayOut| {
        let fields = report.supposed_fields(way).len();
        (fields > 0).then(|| counted(fields, "answer", "answers"))
    };
    let mut ways = Vec::new();
    for (target, way) in today.into_iter().filter(|(target, _)| *target < verdict) {
        let lead = match way.map(|way| (answers(way), way.steps.is_empty())) {
            Some((None, _)) => would_be(target),
            Some((Some(answers), true)) => would_be_if_answered(target, answers),
            Some((Some(answers), false)) => would_be_if_answered_and(target, answers),
            None if report.question().held.cap(target) > target => corrected_first(target),
            None if best <= target => could_be(target),
            None => nothing_makes_it(target),
        };
        ways.push(item(lead, way));
    }
    if let Some(day) = remedy.not_before {
        let way = remedy.go_from_not_before.as_ref();
        let lead = match way.map(|way| (answers(way), way.steps.is_empty())) {
            Some((None, true)) => allowed_from(day),
            Some((None, false)) => allowed_from_with(day),
            Some((Some(answers), true)) => allowed_from_if_answered(day, answers),
            Some((Some(answers), false)) => allowed_from_if_answered_and(day, answers),
            None => allowed_from_if(day),
        };
        ways.push(item(lead, way));
    }
    let plan = report.planned.map(|plan| match plan {
        Planned::Earliest(day) => planned(Inline::Weekday(day)),
        Planned::Never => never_planned(),
    });
    ways.extend(plan.map(|plan| item(plan, None)));
    vec![Block::Steps(ways)]
}

fn item(lead: Sentence, way: Option<&WayOut>) -> Item {
    let steps = way.map(|way| way.steps.iter().map(step_in_words));
    Item {
        words: lead,
        below: steps.into_iter().flatten().collect(),
        ..Item::default()
    }
}

fn next_measures(report: &Report<'_>, contents: Contents) -> Section {
    let waits = |measure: &crate::measure::Definition| {
        let mut of_it = report
            .reasons()
            .filter(|line| line.criterion.measure == measure && line.is_open());
        !contents.all && of_it.all(|line| line.is_waiting())
    };
    let measures = report.judgement.to_measure.iter().copied();
    let items = measures
        .filter(|measure| !waits(measure))
        .map(|measure| Item {
            words: to_measure(measure.into(), measure.meaning).and(field_of(report, measure)),
            advice: measure.how_to.filter(|_| contents.how_to).into(),
            below: Vec::new(),
        });
    let items: Vec<Item> = items.collect();
    let blocks = if items.is_empty() {
        Vec::new()
    } else {
        vec![Block::Numbered(items)]
    };
    Section::new(measure_next(), blocks)
}

/// Which field the measure waits for, or all that hold its value.
fn field_of(report: &Report<'_>, measure: &crate::measure::Definition) -> Option<Sentence> {
    let mut lines = report.reasons();
    let missing =
        lines.find_map(|line| line.missing.filter(|_| *line.criterion.measure == *measure));
    missing.map(missing_in_words).or_else(|| {
        let fields = report.fields_of(measure).into_iter();
        let fields = fields.map(|field| Inline::Field(field.into()).into());
        let fields = Sentence::join(fields, ", ");
        (!fields.is_empty()).then(|| own_fields(fields))
    })
}

/// When to stop; for who runs against a NO-GO, the way back comes first.
pub(crate) fn stop_rules(report: &Report<'_>) -> Vec<Item> {
    let rules = report.stop_rules().iter();
    let rules = rules.map(|rule| Item::from(rule.text.clone()));
    let against = report.verdict() == Verdict::NoGo && !report.stop_rules().is_empty();
    let way_back = against.then(|| Item::from(way_back()));
    way_back.into_iter().chain(rules).collect()
}

/// The notes that are not shown further up already; those with nothing to mind only on request.
fn note_items(report: &Report<'_>, all: bool) -> Vec<Item> {
    let mut shown = notes(report);
    shown.retain(|note| {
        (all || !note.met)
            && !matches!(
                note.kind,
                NoteKind::AnswerFirst | NoteKind::Remark | NoteKind::Phase
            )
    });
    let items = shown.into_iter().map(|note| {
        let text = match note.criterion {
            Some(name) => note_of(Inline::Name(name), note.text),
            None => note.text,
        };
        Item::from(text.then(Inline::Cite(note.sources)))
    });
    items.collect()
}
