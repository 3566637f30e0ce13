//! The manual as GitHub-flavoured Markdown: headings, tables and one line of text for each number line.

use std::collections::BTreeMap;

use super::number_line::NumberLine;
use super::outline::{Body, Chapter, Entry, Judged, Manual, Rung};
use super::words;
use crate::document::markdown::escaped;
use crate::pages::words::DISCLAIMER;
use crate::protocol::references::Reference;
use crate::protocol::{Evidence, Ladder, Refer, RouteOut, Rule, Sourced, Status};
use crate::verdict::Verdict;

/// Letters between the ends of a number line.
const LETTERS: i64 = 46;

/// Draws the manual.
#[must_use]
pub fn render(manual: &Manual) -> String {
    let mut page = Page {
        text: String::new(),
        manual,
    };
    page.head();
    for chapter in &manual.chapters {
        page.chapter(chapter);
    }
    page.decisions();
    page.sources();
    page.line(&format!("\n---\n\n{DISCLAIMER}"));
    page.text
}

struct Page<'a> {
    text: String,
    manual: &'a Manual,
}

/// A text of a criteria file as Markdown shows it literally; what stands between backticks is code.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().checked_rem(2) != Some(1) {
        return escaped(text);
    }
    let mut shown = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place.checked_rem(2) == Some(1) {
            let code = part.replace(char::is_control, " ").replace('|', "\\|");
            shown.push_str(&format!("`{code}`"));
        } else {
            let spaces = |around: bool| if around { " " } else { "" };
            let before = spaces(part.starts_with(' ') && place > 0);
            let after = spaces(part.ends_with(' ') && part.trim() != "");
            shown.push_str(&format!("{before}{}{after}", escaped(part)));
        }
    }
    shown
}

/// Where a criterion of a chapter stands in the page.
fn anchor(chapter: &str, name: &str) -> String {
    format!("{chapter}--{}", name.replace('/', "--"))
}

fn bold(verdict: Verdict) -> String {
    format!("**{}**", verdict.label())
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// The numbers of sources, each a link to the list.
    fn refs(&self, keys: &[String]) -> String {
        let mut numbers: Vec<usize> = keys
            .iter()
            .filter_map(|key| self.manual.number(key))
            .collect();
        numbers.sort_unstable();
        let links: Vec<String> = numbers
            .iter()
            .map(|number| format!("[{number}](#source-{number})"))
            .collect();
        format!("\\[{}\\]", links.join(", "))
    }

    fn evidence(&self, evidence: &Evidence) -> String {
        format!(
            "*{}, {} confidence* {}",
            evidence.kind.word(),
            evidence.confidence.word(),
            self.refs(&evidence.sources)
        )
    }

    fn head(&mut self) {
        self.line("# The criteria, for clinicians\n");
        self.line("<!-- Written by `rtr criteria manual`: change the criteria files, never this page. -->\n");
        self.line(
            "A runner is cleared for a stage when every criterion of that stage, and of all stages before it, is GO. The worst of them is the\n\
             verdict. Between GO and NO-GO lies CAUTION. What is not known counts as the worst that its criterion can say.\n",
        );
        self.line(
            "*Evidence* means that a study supports the limit or its direction, *consensus* that experts or guidelines use it, *convention* that\n\
             this project chose it. A source marked † was read in another text that quotes it, one marked ‡ is remembered and not confirmed.\n",
        );
        for chapter in &self.manual.chapters {
            let title = escaped(&chapter.title);
            self.line(&format!("- [{title}](#{})", chapter.id));
        }
        self.line("- [Decisions still to be signed off](#decisions)");
        self.line("- [Sources](#sources)");
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.line(&format!(
            "\n## <a id=\"{}\"></a>{}\n",
            chapter.id,
            escaped(&chapter.title)
        ));
        let conditions: Vec<String> = chapter
            .conditions
            .iter()
            .map(|condition| format!("`{condition}`"))
            .collect();
        self.line(&format!(
            "`{}`, {}. For the condition {}.\n",
            chapter.id,
            escaped(&chapter.edition),
            conditions.join(" or ")
        ));
        self.line(&match &chapter.status {
            Status::Draft => {
                "**Draft**, not signed off. Name: ______________________ Date: ____________"
                    .to_owned()
            }
            Status::Approved { by, on } => format!("Approved by {} on {on}.", escaped(by)),
        });
        match &chapter.body {
            Body::RoutesOut(route_out) => self.route_out(route_out),
            Body::Judges(judged) => self.judged(chapter, judged),
        }
    }

    fn route_out(&mut self, route_out: &RouteOut) {
        self.line(&format!(
            "\n**Not judged here.** {} {}",
            prose(&route_out.say.text),
            self.refs(&route_out.say.sources)
        ));
    }

    fn judged(&mut self, chapter: &Chapter, judged: &Judged) {
        self.not_judged();
        self.ladder_of_stages(judged);
        for (refer, names) in &judged.refers {
            let lead = match refer {
                Refer::Urgent => "To be seen the same day at a NO-GO of",
                Refer::Clinician => "To a clinician at a NO-GO of",
            };
            let links: Vec<String> = names
                .iter()
                .map(|name| self.link_to(chapter, name))
                .collect();
            self.line(&format!("\n{lead} {}.", links.join(", ")));
        }
        if let Some(cautions) = judged.cautions {
            self.line(&format!(
                "\n{cautions} measures at CAUTION together make a NO-GO."
            ));
        }
        for (place, rung) in judged.rungs.iter().enumerate() {
            self.rung(chapter, place, rung);
        }
        self.remarks(chapter, judged);
        self.training(judged);
    }

    /// What goes elsewhere: the conditions that other chapters route out.
    fn not_judged(&mut self) {
        let out: Vec<String> = self
            .manual
            .routing_out()
            .map(|other| format!("[{}](#{})", escaped(&other.title), other.id))
            .collect();
        if !out.is_empty() {
            self.line(&format!("\nNot judged here: {}.", out.join(", ")));
        }
    }

    /// A link to a criterion, in the chapter that tells it.
    fn link_to(&self, chapter: &Chapter, name: &str) -> String {
        let teller = self.manual.teller(chapter, name);
        let id = name.split_once('/').map_or(name, |(_, id)| id);
        format!("[{}](#{})", escaped(id), anchor(&teller.id, name))
    }

    fn ladder_of_stages(&mut self, judged: &Judged) {
        let width = |of: fn(&Rung) -> &str| {
            let longest = judged.rungs.iter().map(|rung| of(rung).chars().count());
            longest.max().unwrap_or(0)
        };
        let (names, titles) = (width(|rung| &rung.id), width(|rung| &rung.title));
        self.line("\n```text");
        for (place, rung) in judged.rungs.iter().enumerate().rev() {
            let (deciding, notes) = rung.counts;
            let asked = if place == judged.ask {
                "  <- judged without a goal"
            } else {
                ""
            };
            let line = format!(
                "|{:=<5}| {:names$}  {:titles$}  {deciding:>2} decide, {notes} shown{asked}",
                place.saturating_add(1),
                rung.id,
                rung.title
            );
            self.line(line.trim_end());
        }
        self.line("```");
    }

    fn rung(&mut self, chapter: &Chapter, place: usize, rung: &Rung) {
        let title = escaped(&rung.title);
        self.line(&format!(
            "\n### <a id=\"{}\"></a>{}. {title}\n",
            anchor(&chapter.id, &rung.id),
            place.saturating_add(1)
        ));
        self.line(&format!(
            "Stage `{}`, clears for {}.",
            rung.id,
            rung.clears.word()
        ));
        self.told(rung);
        let (notes, deciding): (Vec<&Entry>, Vec<&Entry>) =
            rung.entries.own.iter().partition(|entry| entry.note);
        for entry in deciding {
            self.entry(chapter, entry);
        }
        if !notes.is_empty() {
            self.line("\n**Shown, and never decisive**\n");
            for note in notes {
                self.note(chapter, note);
            }
        }
    }

    /// What an earlier chapter tells word for word.
    fn told(&mut self, rung: &Rung) {
        for (place, ids) in &rung.entries.told {
            let Some(teller) = self.manual.chapters.get(*place) else {
                continue;
            };
            let title = escaped(&teller.title);
            let stage = anchor(&teller.id, &rung.id);
            let line = if rung.is_told_in_full(ids) {
                format!("\nAll {} as in [{title}](#{stage}).", ids.len())
            } else {
                let links = ids.iter().map(|id| {
                    let anchor = anchor(&teller.id, &format!("{}/{id}", rung.id));
                    format!("[{id}](#{anchor})")
                });
                let links: Vec<String> = links.collect();
                format!("\nAs in [{title}](#{stage}): {}.", links.join(", "))
            };
            self.line(&line);
        }
    }

    fn entry(&mut self, chapter: &Chapter, entry: &Entry) {
        let anchor = anchor(&chapter.id, &entry.name);
        self.line(&format!(
            "\n#### <a id=\"{anchor}\"></a>{}\n",
            escaped(entry.id())
        ));
        self.line(&format!("{}{}", sentence(entry), self.error(entry)));
        if let Some(line) = &entry.line {
            self.line(&format!("\n`{}`", bar(line)));
        }
        self.line(&format!(
            "\n- Why: {} {}",
            prose(&entry.why),
            self.evidence(&entry.evidence)
        ));
        if let Some(advice) = &entry.advice {
            self.line(&format!("- Do: {}", prose(advice)));
        }
        for allowed in &entry.allow {
            let because = prose(&allowed.because);
            self.line(&format!("- Meant so (`{}`): {because}.", allowed.lint));
        }
    }

    fn error(&self, entry: &Entry) -> String {
        entry
            .error
            .as_ref()
            .map_or_else(String::new, |(error, source)| {
                format!(
                    " {} {}",
                    escaped(error),
                    self.refs(std::slice::from_ref(source))
                )
            })
    }

    fn note(&mut self, chapter: &Chapter, entry: &Entry) {
        let line = format!(
            "- <a id=\"{}\"></a>**{}**: {}{} {} {}",
            anchor(&chapter.id, &entry.name),
            escaped(entry.id()),
            sentence(entry),
            self.error(entry),
            prose(&entry.why),
            self.evidence(&entry.evidence)
        );
        self.line(&line);
    }

    fn remarks(&mut self, chapter: &Chapter, judged: &Judged) {
        if !judged.remarks.is_empty() {
            self.line("\n### Said beside what is met\n");
        }
        for (beside, say) in &judged.remarks {
            let line = format!(
                "- Beside {}: {}",
                self.link_to(chapter, beside),
                self.sourced(say)
            );
            self.line(&line);
        }
        if !judged.stop_rules.own.is_empty() || !judged.stop_rules.told.is_empty() {
            self.line("\n### When to stop during a run or race\n");
        }
        self.as_before(&judged.stop_rules.told);
        for rule in &judged.stop_rules.own {
            let line = format!("- {}", self.sourced(rule));
            self.line(&line);
        }
    }

    /// How many an earlier chapter tells; their words are found there.
    fn as_before(&mut self, told: &BTreeMap<usize, Vec<String>>) {
        for (place, names) in told {
            if let Some(teller) = self.manual.chapters.get(*place) {
                let line = format!(
                    "{} as in [{}](#{}).\n",
                    words::rules(names.len()),
                    escaped(&teller.title),
                    teller.id
                );
                self.line(&line);
            }
        }
    }

    fn sourced(&self, say: &Sourced) -> String {
        format!("{} {}", prose(&say.text), self.refs(&say.sources))
    }

    fn training(&mut self, judged: &Judged) {
        let ladders = &judged.ladders;
        if ladders.own.is_empty() && ladders.told.is_empty() {
            return;
        }
        self.line("\n### Ladders of walking and running\n");
        for (place, ids) in &ladders.told {
            if let Some(teller) = self.manual.chapters.get(*place) {
                let line = format!(
                    "`{}` as in [{}](#{}).\n",
                    ids.join("`, `"),
                    escaped(&teller.title),
                    teller.id
                );
                self.line(&line);
            }
        }
        for ladder in &ladders.own {
            self.ladder(ladder);
        }
        self.line("**After a session**, on every ladder; of several that hold, the most cautious counts.\n");
        self.as_before(&judged.rules.told);
        if !judged.rules.own.is_empty() {
            self.rules(&judged.rules.own);
        }
    }

    fn ladder(&mut self, ladder: &Ladder) {
        let pace = words::pace(ladder).map_or_else(String::new, |pace| format!(" {pace}"));
        let line = format!(
            "**{}** (`{}`). {}{pace} {}\n",
            escaped(&ladder.title),
            ladder.id,
            prose(&ladder.why),
            self.evidence(&ladder.evidence)
        );
        self.line(&line);
        self.line("| level | session | running | clean sessions | days between |");
        self.line("|---|---|---|---|---|");
        for (place, level) in ladder.levels.iter().enumerate() {
            self.line(&format!(
                "| {} | {} | {} | {} | {} |",
                place.saturating_add(1),
                prose(&level.text),
                words::running(level),
                level.sessions,
                level.rest_days
            ));
        }
        self.line("");
    }

    fn rules(&mut self, rules: &[Rule]) {
        self.line("| when | then | days off | source |");
        self.line("|---|---|---|---|");
        for rule in rules {
            let days = if rule.rest_days == 0 {
                String::new()
            } else {
                rule.rest_days.to_string()
            };
            let line = format!(
                "| {} ({}) | {} | {days} | {} |",
                prose(&rule.text),
                escaped(&words::fires(rule)),
                rule.then.word(),
                self.evidence(&rule.evidence)
            );
            self.line(&line);
        }
    }

    fn decisions(&mut self) {
        self.line("\n## <a id=\"decisions\"></a>Decisions still to be signed off\n");
        self.line(
            "Every limit that is a choice of the file's authors (*convention*) or hardly more than a guess (*very-low*); the reason stands with each.",
        );
        if self.manual.of_shipped {
            self.line("\nOther decisions of this project, and why, stand in [DECISIONS.md](DECISIONS.md).");
        }
        let mut chapter = None;
        for decision in self.manual.decisions() {
            let teller = decision.chapters.first().copied();
            let Some(told) = teller.and_then(|place| self.manual.chapters.get(place)) else {
                continue;
            };
            if chapter != teller {
                chapter = teller;
                self.line(&format!("\n**{}**\n", escaped(&told.title)));
                self.line(
                    "| criterion | limit | kind, confidence | also in | agreed, or changed to |",
                );
                self.line("|---|---|---|---|---|");
            }
            let also: Vec<String> = decision
                .chapters
                .iter()
                .skip(1)
                .filter_map(|place| self.manual.chapters.get(*place))
                .map(|chapter| format!("`{}`", chapter.id))
                .collect();
            let name = if decision.name.contains('/') {
                format!(
                    "[{}](#{})",
                    escaped(&decision.name),
                    anchor(&told.id, &decision.name)
                )
            } else {
                escaped(&decision.name)
            };
            self.line(&format!(
                "| {name} | {} | {} | {} | |",
                escaped(&decision.what),
                decision.evidence,
                also.join(", ")
            ));
        }
    }

    fn sources(&mut self) {
        self.line("\n## <a id=\"sources\"></a>Sources\n");
        for (place, key) in self.manual.cited.iter().enumerate() {
            let number = place.saturating_add(1);
            let entry = match self.manual.references.get(key) {
                Some(reference) => source(reference),
                None => format!("`{key}`: not in the bibliography."),
            };
            self.text.push_str(&format!(
                "{number}. <a id=\"source-{number}\"></a>{entry}\n"
            ));
        }
    }
}

/// What is measured, its bands and when it counts, in one paragraph.
fn sentence(entry: &Entry) -> String {
    let bands: Vec<String> = entry
        .bands
        .iter()
        .map(|(verdict, text)| format!("{} {}", bold(*verdict), escaped(text)))
        .collect();
    let mut sentences = vec![format!("{}.", escaped(&entry.meaning))];
    if !bands.is_empty() {
        sentences.push(format!("{}.", bands.join("; ")));
    }
    sentences.extend(entry.conditions.iter().map(|text| prose(text)));
    sentences.join(" ")
}

/// A source in full, with the sign of how it was read.
fn source(reference: &Reference) -> String {
    let sign = super::words::sign(reference.mark);
    let address = match (&reference.doi, &reference.url) {
        (None, Some(url)) => format!(" <{url}>"),
        (Some(_), _) | (None, None) => String::new(),
    };
    format!("{}{sign}{address}", escaped(&reference.citation()))
}

/// A number line in letters: `0 [GO....] 2 [CAUTION...] 5 [NO-GO......] 10`.
fn bar(line: &NumberLine) -> String {
    let mut text = String::new();
    if line.is_worded() {
        let boxes: Vec<String> = line
            .segments
            .iter()
            .map(|segment| format!("[{}: {}]", segment.verdict.label(), segment.label))
            .collect();
        return boxes.join(" ");
    }
    text.push_str(line.low.as_deref().unwrap_or("<-"));
    let mut from = 0;
    for segment in &line.segments {
        let share = segment.to.saturating_sub(from).saturating_mul(LETTERS);
        let width = usize::try_from(share.checked_div(1000).unwrap_or(0)).unwrap_or(0);
        let label = segment.verdict.label();
        let width = width.max(label.len().saturating_add(2));
        text.push_str(&format!(" [{label:.<width$}]"));
        if !segment.label.is_empty() {
            text.push_str(&format!(" {}", segment.label));
        }
        from = segment.to;
    }
    text.push_str(&format!(" {}", line.high.as_deref().unwrap_or("->")));
    text
}
