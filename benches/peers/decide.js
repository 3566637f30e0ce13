// The same decision in plain JavaScript: an object for each record, a loop over the criteria.
//
// Reads the criteria and the records, writes a line for each record, and prints the CPU seconds that it took, without its start-up, and
// those of reading the records alone.
// The time is that of all its threads, the compiler's and the collector's among them.
"use strict";
const fs = require("node:fs");

const NONE = {};
let words = {};

const first = (block) => block?.[0] ?? NONE;
const known = (value) => value ?? null;

function worst(days, field) {
  let worst = -Infinity;
  for (const day of days) {
    const value = day[field];
    if (value == null) return null;
    if (value > worst) worst = value;
  }
  return worst;
}

function anyDay(days, field) {
  if (days.some((day) => day[field] === true)) return true;
  return days.some((day) => day[field] == null) ? null : false;
}

const percent = (part, whole) => (part == null || whole == null ? null : (100 * part) / whole);
const best = (trials) => (trials == null ? null : Math.max(trials[0], trials[1], trials[2]));
const mean = (trials) => (trials == null ? null : (trials[0] + trials[1] + trials[2]) / 3);

// One value for each criterion, in the order of the file; null is unknown.
function measures(record) {
  const [hurt, sound] = record.injury.side === "left" ? ["left", "right"] : ["right", "left"];
  const screening = first(record.screening);
  const days = [record.pain?.[0] ?? NONE, record.pain?.[1] ?? NONE, record.pain?.[2] ?? NONE];
  const today = days[0];
  const raised = first(record.heel_raise);
  const atCadence = raised.cadence_per_min === 30;
  const hurtRaise = raised[hurt] ?? NONE;
  const reps = atCadence ? known(hurtRaise.reps) : null;
  const soundReps = atCadence ? known((raised[sound] ?? NONE).reps) : null;
  const repeated = record.hop?.[1] ?? NONE;
  const single = record.hop?.[2] ?? NONE;
  const hurtHop = repeated[hurt] ?? NONE;
  const hurtSingle = single[hurt] ?? NONE;
  const soundSingle = single[sound] ?? NONE;
  let after = known(repeated.pain_next_morning);
  if (single !== NONE) {
    const other = single.pain_next_morning;
    after = after == null || other == null ? null : Math.max(after, other);
  }
  const masks = today.masked_by;
  const age = record.athlete?.age;
  return [
    known(screening.pop_at_onset),
    known(screening.push_off_loss),
    known(words[screening.heel_raise_ability]),
    known(screening.calf_swelling_warmth),
    known(screening.fever),
    known(screening.night_pain),
    known(screening.bone_tenderness),
    worst(days, "worst"),
    known(today.walking),
    worst(days, "walking"),
    known(today.morning),
    worst(days, "morning"),
    worst(days, "morning_stiffness_min"),
    anyDay(days, "limp"),
    masks == null || record.treatments == null ? null : masks.length > 0,
    reps,
    percent(reps, soundReps),
    known(hurtRaise.pain),
    known(raised.pain_next_morning),
    known(words[raised.surface]),
    age == null ? null : Math.max(20 - age, age - 80, 0),
    known(hurtHop.trials?.[0]),
    known(hurtHop.pain),
    after,
    best(hurtSingle.trials),
    percent(best(hurtSingle.trials), best(soundSingle.trials)),
    mean(hurtSingle.trials),
    percent(mean(hurtSingle.trials), mean(soundSingle.trials)),
    known(hurtSingle.pain),
    known(first(record.questionnaires).score),
  ];
}

function decide(record, stages) {
  const reasons = [];
  let verdict = "go";
  const values = measures(record);
  const rows = stages[record.goal.stage];
  for (let place = 0; place < rows.length; place++) {
    const [sign, go, noGo, missing, caution, stop] = rows[place];
    const value = values[place];
    let reason = missing;
    if (value !== null) {
      if (sign * value <= go) continue;
      reason = sign * value > noGo ? stop : caution;
    }
    reasons.push(reason);
    if (reason[0] === "n") verdict = "no-go";
    else if (verdict === "go") verdict = "caution";
  }
  return { id: record.id, reasons, verdict };
}

const [criteriaFile, recordsFile, linesFile] = process.argv.slice(2);
const decision = JSON.parse(fs.readFileSync(criteriaFile, "utf8"));
words = decision.words;
const stages = {};
for (const [name, count] of Object.entries(decision.stages)) stages[name] = decision.rows.slice(0, count);
const started = process.cpuUsage();
const bytes = fs.readFileSync(recordsFile);
const lines = [];
for (let start = 0; start < bytes.length; ) {
  const end = bytes.indexOf(10, start);
  lines.push(JSON.stringify(decide(JSON.parse(bytes.toString("utf8", start, end)), stages)));
  start = end + 1;
}
fs.writeFileSync(linesFile, lines.join("\n") + "\n");
const seconds = (used) => (used.user + used.system) / 1e6;
const whole = seconds(process.cpuUsage(started));
const again = process.cpuUsage();
const readBytes = fs.readFileSync(recordsFile);
for (let start = 0; start < readBytes.length; ) {
  const end = readBytes.indexOf(10, start);
  JSON.parse(readBytes.toString("utf8", start, end));
  start = end + 1;
}
console.log(whole, seconds(process.cpuUsage(again)));
