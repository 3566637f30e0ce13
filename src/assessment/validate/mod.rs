//! What belongs together: dates in order, no contradiction, nothing counted twice. Refused, never clipped or guessed.

mod clinical;
mod duration;
mod entries;
mod faults;
mod question;
mod training;
mod treatments;

#[cfg(feature = "cli")]
pub(crate) use question::{goal_of, injury_faults};

#[cfg(feature = "import")]
pub(crate) use duration::FULL_DAY;

use self::clinical::{
    check_diary, check_examinations, check_heel_raises, check_hops, check_observations,
    check_questionnaires,
};
use self::duration::check_durations;
use self::entries::{check_days, newest_first, not_after, once};
use self::faults::Faults;
use self::question::{check_condition, check_goal, check_injury};
use self::training::{check_runs, check_training};
use self::treatments::check_treatments;
use super::read::Fault;
use super::wire::Wire;
use super::{InputError, Record};

/// Checks a record as a whole.
pub(super) fn validate(wire: Option<Box<Wire>>, faults: Vec<Fault>) -> Result<Record, InputError> {
    let mut faults = Faults(faults);
    let Some(mut wire) = wire else {
        return Err(InputError {
            id: None,
            faults: faults.0,
        });
    };
    let id = wire.id.take();
    match check(wire, &mut faults) {
        Some(mut record) if faults.0.is_empty() => {
            record.id = id;
            Ok(record)
        }
        Some(_) | None => Err(InputError {
            id,
            faults: faults.0,
        }),
    }
}

fn check(wire: Box<Wire>, faults: &mut Faults) -> Option<Record> {
    let Wire {
        format: _,
        id: _,
        as_of,
        setting,
        athlete,
        injury,
        goal,
        baseline,
        screening,
        treatments,
        pain,
        heel_raise,
        hop,
        questionnaires,
        observations,
        loading,
        other_training,
        sleep,
        log_complete_from,
        runs,
        plan,
        schema: _,
        note: _,
    } = *wire;
    let as_of = faults.required(
        as_of,
        || "/as_of".to_owned(),
        "the day of the question, written YYYY-MM-DD",
    );
    let injury = faults.required(
        injury,
        || "/injury".to_owned(),
        "an object with at least `condition`",
    );
    if let Some(injury) = &injury {
        check_condition(injury, faults);
    }
    let (Some(as_of), Some(mut injury)) = (as_of, injury) else {
        return None;
    };
    check_injury(&injury, as_of, faults);
    let goal = goal.and_then(|goal| check_goal(goal, faults));
    if let Some(from) = log_complete_from {
        not_after(|| "/log_complete_from".to_owned(), from, as_of, faults);
    }
    if let Some(started) = loading.as_ref().and_then(|loading| loading.started) {
        not_after(|| "/loading/started".to_owned(), started, as_of, faults);
    }
    check_treatments(&treatments, as_of, faults);
    check_days("screening", &screening, as_of, faults);
    check_days("pain", &pain, as_of, faults);
    check_days("heel_raise", &heel_raise, as_of, faults);
    check_days("hop", &hop, as_of, faults);
    check_days("questionnaires", &questionnaires, as_of, faults);
    check_days("observations", &observations, as_of, faults);
    check_days("other_training", &other_training, as_of, faults);
    check_days("sleep", &sleep, as_of, faults);
    check_days("runs", &runs, as_of, faults);

    check_examinations(&screening, as_of, faults);
    once("screening", &screening, |_| Some(()), faults);
    once("sleep", &sleep, |_| Some(()), faults);
    check_diary(&pain, faults);
    check_heel_raises(&heel_raise, as_of, faults);
    check_hops(&hop, as_of, faults);
    check_questionnaires(&questionnaires, faults);
    check_observations(&observations, faults);
    check_runs(&runs, as_of, faults);
    check_training(&other_training, faults);
    check_durations(&runs, &other_training, faults);
    if !faults.0.is_empty() {
        return None;
    }
    Some(Record {
        id: None,
        as_of,
        setting,
        sex: athlete.as_ref().and_then(|athlete| athlete.sex),
        age: athlete.as_ref().and_then(|athlete| athlete.age),
        condition: injury.condition.take()?,
        injury,
        goal,
        baseline,
        screening: newest_first(screening),
        treatments: newest_first(treatments),
        pain: newest_first(pain),
        heel_raise: newest_first(heel_raise),
        hop: newest_first(hop),
        questionnaires: newest_first(questionnaires),
        observations: newest_first(observations),
        loading,
        other_training: newest_first(other_training),
        sleep: newest_first(sleep),
        log_complete_from,
        runs: newest_first(runs),
        plan,
    })
}

/// Whether the text is words in small letters and digits joined by single hyphens.
pub(crate) fn is_kebab(text: &str) -> bool {
    let mut words = text.as_bytes().split(|byte| *byte == b'-');
    words.all(|word| {
        let mut letters = word.iter();
        !word.is_empty() && letters.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
