"""The same decision in plain Python with orjson: a dict for each record, a loop over the criteria.

Reads the criteria and the records, writes a line for each record, and prints the CPU seconds that it took, without its start-up, and
those of reading the records alone.
"""

import sys
import time

import orjson

NONE = {}
WORDS = {}


def first(block):
    return block[0] if block else NONE


def worst(one, two, three):
    return None if one is None or two is None or three is None else max(one, two, three)


def any_day(one, two, three):
    if one or two or three:
        return True
    return None if one is None or two is None or three is None else False


def percent(part, whole):
    return None if part is None or whole is None else 100 * part / whole


def measures(record):
    """One value for each criterion, in the order of the file; None is unknown."""
    left = record["injury"]["side"] == "left"
    hurt, sound = ("left", "right") if left else ("right", "left")
    screening = first(record.get("screening"))
    today, before, earlier = record.get("pain") or (NONE, NONE, NONE)
    walking, morning = today.get("walking"), today.get("morning")
    raised = first(record.get("heel_raise"))
    at_cadence = raised.get("cadence_per_min") == 30
    hurt_raise, sound_raise = raised.get(hurt) or NONE, raised.get(sound) or NONE
    reps, sound_reps = (hurt_raise.get("reps"), sound_raise.get("reps")) if at_cadence else (None, None)
    hops = record.get("hop")
    repeated = hops[1] if hops else NONE
    single = hops[2] if hops and len(hops) > 2 else NONE
    hurt_hop = repeated.get(hurt) or NONE
    count = hurt_hop.get("trials")
    hurt_single, sound_single = single.get(hurt) or NONE, single.get(sound) or NONE
    trials, sound_trials = hurt_single.get("trials"), sound_single.get("trials")
    best, sound_best = trials and max(trials), sound_trials and max(sound_trials)
    mean, sound_mean = trials and sum(trials) / 3, sound_trials and sum(sound_trials) / 3
    after = repeated.get("pain_next_morning")
    if single:
        other = single.get("pain_next_morning")
        after = None if after is None or other is None else max(after, other)
    masks = today.get("masked_by")
    age = (record.get("athlete") or NONE).get("age")
    return (
        screening.get("pop_at_onset"),
        screening.get("push_off_loss"),
        WORDS.get(screening.get("heel_raise_ability")),
        screening.get("calf_swelling_warmth"),
        screening.get("fever"),
        screening.get("night_pain"),
        screening.get("bone_tenderness"),
        worst(today.get("worst"), before.get("worst"), earlier.get("worst")),
        walking,
        worst(walking, before.get("walking"), earlier.get("walking")),
        morning,
        worst(morning, before.get("morning"), earlier.get("morning")),
        worst(today.get("morning_stiffness_min"), before.get("morning_stiffness_min"), earlier.get("morning_stiffness_min")),
        any_day(today.get("limp"), before.get("limp"), earlier.get("limp")),
        None if masks is None or record.get("treatments") is None else bool(masks),
        reps,
        percent(reps, sound_reps),
        hurt_raise.get("pain"),
        raised.get("pain_next_morning"),
        WORDS.get(raised.get("surface")),
        None if age is None else max(20 - age, age - 80, 0),
        count and count[0],
        hurt_hop.get("pain"),
        after,
        best,
        percent(best, sound_best),
        mean,
        percent(mean, sound_mean),
        hurt_single.get("pain"),
        first(record.get("questionnaires")).get("score"),
    )


def decide(record, stages):
    reasons = []
    verdict = "go"
    for value, (sign, go, no_go, missing, caution, stop) in zip(measures(record), stages[record["goal"]["stage"]]):
        if value is None:
            reason = missing
        else:
            value *= sign
            if value <= go:
                continue
            reason = stop if value > no_go else caution
        reasons.append(reason)
        if reason[0] == "n":
            verdict = "no-go"
        elif verdict == "go":
            verdict = "caution"
    return {"id": record["id"], "reasons": reasons, "verdict": verdict}


def main():
    criteria_file, records_file, lines_file = sys.argv[1:]
    with open(criteria_file, "rb") as file:
        decision = orjson.loads(file.read())
    WORDS.update(decision["words"])
    rows = [tuple(row) for row in decision["rows"]]
    stages = {name: rows[:count] for name, count in decision["stages"].items()}
    with open(records_file, "rb") as records, open(lines_file, "wb") as lines:
        started = time.process_time()
        for record in records:
            line = decide(orjson.loads(record), stages)
            lines.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        lines.flush()
        whole = time.process_time() - started
        records.seek(0)
        started = time.process_time()
        for record in records:
            orjson.loads(record)
        print(whole, time.process_time() - started)


main()
