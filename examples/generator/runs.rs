//! The log of runs.

use super::Record;

impl Record<'_> {
    /// A complete log with so many runs, newest first, the newest two or three days old; three runs in seven days.
    pub(super) fn runs(&mut self, runs: u16) {
        let gaps = [2, 2, 3];
        let oldest: u32 = gaps.iter().cycle().take(runs.into()).sum();
        self.date("log_complete_from", oldest.saturating_add(4));
        self.known("runs", |it| {
            it.open('[');
            let mut back = it.random.between(2, 4);
            for gap in gaps.iter().cycle().take(runs.into()) {
                it.run(back);
                back = back.saturating_add(*gap);
            }
            it.close(']');
        });
    }

    fn run(&mut self, back: u32) {
        self.open('{');
        self.date("date", back);
        self.named("kind", "run");
        // Ten kilometres of late, a little less some weeks ago, about six minutes for each.
        let metres = self
            .random
            .between(9_000, 10_000)
            .saturating_sub(back.saturating_mul(10).min(5_000));
        let distance = metres.div_euclid(100);
        let minutes = distance
            .saturating_mul(self.random.between(55, 65))
            .div_euclid(100);
        self.tenths("distance_km", distance);
        self.number("duration_min", minutes);
        let rpe = self.random.between(4, 12);
        self.halves("rpe", rpe);
        let (start, rise) = (self.score(), self.random.below(2));
        let during = start.saturating_add(rise).min(20);
        self.halves("pain_start", start);
        self.halves("pain_during", during);
        let morning = self.score();
        self.halves("pain_after", during);
        self.halves("pain_next_morning", morning);
        self.flag("rising", false);
        self.word("gait", "normal");
        let surface = self
            .random
            .pick(&["road", "road", "trail", "track", "treadmill"]);
        self.word("surface", surface);
        self.note(40);
        self.close('}');
    }
}
