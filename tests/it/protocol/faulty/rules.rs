//! Ways in which a rule about evidence goes wrong, and what a sound one says.

use return_to_run::measure::{Clean, EvidenceRules, Flare, LeastRun};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Kind, compile};
use return_to_run::quantity::Exact;

use super::ways::each_way;
use crate::support::Tested;

/// A protocol with every rule and a ladder, without a fault.
const RULED: &str = r#"format     = 1
id         = "ruled"
title      = "Midportion Achilles tendinopathy"
version    = "1.0.0"
reviewed   = 2026-11-21
status     = "draft"
conditions = ["my-achilles"]
ask        = "daily-life"
clean      = { pain = "<= 4 nrs", rise = "<= 1 nrs", next_morning = "<= 3 nrs", next_morning_above_baseline = "<= 2 nrs", gait = "normal" }
least_run  = { distance = "0.5 mi", minutes = "5 min" }
flare      = { daily = "> 5 nrs", morning = "> 6 nrs", limp = "yes", days = 3, of = 7 }

[[stage]]
id     = "daily-life"
title  = "Walking and daily life"
clears = "daily-life"

[[stage.criterion]]
id       = "daily-pain"
measure  = "pain.daily.worst"
go       = "<= 2 nrs"
over     = "7 d"
why      = "Daily life must be nearly free of pain before more is asked of the tendon."
do       = "Score the worst pain of each day; cut back until it stays at 2 or less."
evidence = { sources = [], confidence = "low", kind = "convention" }

[[ladder]]
id       = "minutes"
title    = "Minutes"
sessions = 2
why      = "Short runs first."
evidence = { sources = [], confidence = "low", kind = "convention" }

[[ladder.level]]
text      = "Run 5 minutes."
run       = "5 min"
rest_days = 2

[[ladder_rule]]
measure   = "load.last_run.gait"
if        = "altered"
fresh     = "14 d"
then      = "drop"
text      = "An altered gait."
evidence  = { sources = ["sanford2024"], confidence = "low", kind = "consensus" }
"#;

#[test]
fn a_rule_of_evidence_is_written_in_one_way_and_can_be_met() -> Tested {
    each_way(
        RULED,
        r#"
9 wrong-unit: pain = "<= 4 nrs" -> pain = "<= 4"
9 bad-comparison: pain = "<= 4 nrs" -> pain = "4 nrs"
9 wrong-direction: pain = "<= 4 nrs" -> pain = ">= 4 nrs"
    help: write a number with its unit, such as `pain = "<= 5 nrs"`
9 bad-comparison: pain = "<= 4 nrs" -> pain = "< 4 nrs"
    help: write it so, such as `pain = "<= 5 nrs"`
9 out-of-range: pain = "<= 4 nrs" -> pain = "<= 10 nrs"
    help: choose a limit inside the measure's range
9 unknown-word: gait = "normal" -> gait = "altered"
    help: allowed: `normal`
9 unknown-key: rise = "<= 1 nrs" -> raise = "<= 1 nrs"
    help: did you mean `rise`?
10 wrong-unit: distance = "0.5 mi" -> distance = "5 min"
10 wrong-unit: minutes = "5 min" -> minutes = "1 km"
    help: write `distance = "1 km"` and `minutes = "5 min"`
10 bad-stretch: distance = "0.5 mi" -> distance = "0.5"
    help: write a number with at most 6 decimals and its unit, such as `5 min`, `0.8 km` or `0.5 mi`
10 missing-key: , minutes = "5 min" ->
    help: add `minutes = ...`
10 least-run-above-ladder: minutes = "5 min" -> minutes = "5.1 min"
    help: lower it to the shortest session of the ladders, or begin the ladder with more
11 wrong-direction: morning = "> 6 nrs" -> morning = "<= 6 nrs"
    help: write a number with its unit, such as `morning = "> 5 nrs"`
11 bad-comparison: daily = "> 5 nrs" -> daily = ">= 5 nrs"
    help: write it so, such as `daily = "> 5 nrs"`
11 unknown-word: limp = "yes" -> limp = "no"
    help: allowed: `yes`
11 bad-number: days = 3 -> days = 8
    help: raise `of`, or lower `days`: such a flare could never be
11 bad-number: days = 3 -> days = 0
11 bad-number: of = 7 -> of = 29
    help: choose 1 to 28
11 missing-key: , of = 7 ->
    help: add `of = ...`
"#,
    )
}

#[test]
fn every_rule_is_read_exactly_and_none_is_made_up() -> Tested {
    let read = |text: &str| {
        let protocol = compile(text, None, None).map_err(|faults| format!("{faults:?}"))?;
        Ok::<_, String>(protocol.evidence)
    };
    let whole = |value| Some(Exact::whole(value));
    assert_eq!(
        EvidenceRules {
            ladders: Vec::new(),
            session_rules: Vec::new(),
            ..read(RULED)?
        },
        EvidenceRules {
            clean: Some(Clean {
                pain: whole(4),
                rise: whole(1),
                next_morning: whole(3),
                next_morning_above_baseline: whole(2),
                normal_gait: true,
            }),
            least_run: Some(LeastRun {
                distance: Exact::micro(804_672),
                minutes: Exact::whole(5),
            }),
            flare: Some(Flare {
                daily_above: Exact::whole(5),
                morning_above: Exact::whole(6),
                limp: true,
                days: 3,
                of: 7,
            }),
            ..EvidenceRules::NONE
        }
    );
    let without = RULED.lines();
    let without = without.filter(|line| {
        !["clean ", "least_run ", "flare "]
            .iter()
            .any(|key| line.starts_with(key))
    });
    let without: Vec<&str> = without.collect();
    let read = read(&without.join("\n"))?;
    assert_eq!((read.clean, read.least_run, read.flare), (None, None, None));
    Ok(())
}

/// What is clean for a tendinopathy is not for a tear; and each rule says what it rests on.
#[test]
fn every_shipped_file_that_judges_states_all_three_rules_with_their_sources() -> Tested {
    for shipped in SHIPPED {
        let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
        let (rules, sources) = (&protocol.evidence, &protocol.sources_of_rules);
        if protocol.route_out.is_some() || protocol.is_red_flags() {
            assert_eq!(rules, &EvidenceRules::NONE, "{}", shipped.id);
            continue;
        }
        let pain = rules.clean.as_ref().and_then(|clean| clean.pain);
        let most = if shipped.id == "achilles-partial-tear" {
            2
        } else {
            5
        };
        assert_eq!(pain, Some(Exact::whole(most)), "{}", shipped.id);
        assert!(
            rules.least_run.is_some() && rules.flare.is_some(),
            "{}",
            shipped.id
        );
        assert!(sources.clean.is_some() && sources.flare.is_some());
        let kind = sources.least_run.as_ref().map(|evidence| evidence.kind);
        assert_eq!(kind, Some(Kind::Convention), "{}", shipped.id);
    }
    Ok(())
}
