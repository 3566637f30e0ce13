//! What the runner felt and did: diary, tests, questionnaires and loading.

use super::{Random, Record};

impl Record<'_> {
    pub(super) fn pain(&mut self) {
        self.known("pain", |it| {
            it.open('[');
            // Recalled: three entries tell of seven days.
            for (back, covers) in [(0, 2), (2, 3), (5, 2)] {
                let (walking, rest) = (it.score(), it.score());
                it.open('{');
                it.date("date", back);
                it.number("covers_days", covers);
                it.halves("worst", walking.max(rest));
                it.halves("walking", walking);
                let (morning, stiff) = (it.score(), it.random.below(5));
                it.halves("morning", morning);
                let stiff = stiff.saturating_add(it.shortfall.div_euclid(25));
                it.number("morning_stiffness_min", stiff);
                let limp = it.shortfall > 600;
                it.flag("limp", limp);
                if back == 0 && it.random.below(20) > 0 {
                    it.known("masked_by", |it| it.text.push_str("[]"));
                }
                it.note(24);
                it.close('}');
            }
            it.close(']');
        });
    }

    pub(super) fn heel_raise(&mut self) {
        let sound = self.random.between(33, 42);
        let hurt = self.weaker(sound);
        let pain = self.score();
        let back = self.random.between(1, 6);
        self.known("heel_raise", |it| {
            it.open('[');
            it.open('{');
            it.date("date", back);
            it.word("surface", "incline-10");
            it.number("cadence_per_min", 30);
            let (left, right) = if it.hurt_left {
                (hurt, sound)
            } else {
                (sound, hurt)
            };
            for (side, reps, hurts) in [
                ("left", left, it.hurt_left),
                ("right", right, !it.hurt_left),
            ] {
                it.known(side, |it| {
                    it.open('{');
                    it.number("reps", reps);
                    if hurts {
                        it.halves("pain", pain);
                    }
                    it.close('}');
                });
            }
            let morning = it.score();
            it.halves("pain_next_morning", morning);
            it.close('}');
            it.close(']');
        });
    }

    pub(super) fn hops(&mut self, distance: bool) {
        let repeated = 40_u32.saturating_sub(self.shortfall.div_euclid(10)).max(6);
        let far = self.random.between(1000, 1600);
        let near = self.weaker(far);
        self.known("hop", |it| {
            it.open('[');
            it.hop("repeated-hops", 5, 1, |_| {
                (repeated.saturating_mul(10), 300)
            });
            it.hop("repeated-hops", 2, 1, |_| {
                (repeated.saturating_mul(10), 300)
            });
            if distance {
                it.hop("single-hop", 2, 3, |random| {
                    (near.saturating_add(random.below(40)), far)
                });
            }
            it.close(']');
        });
    }

    fn hop(
        &mut self,
        test: &str,
        back: u32,
        trials: u32,
        trial: impl Fn(&mut Random) -> (u32, u32),
    ) {
        let pain = self.score();
        self.open('{');
        self.date("date", back);
        self.named("test", test);
        for (side, hurts) in [("left", self.hurt_left), ("right", !self.hurt_left)] {
            self.known(side, |it| {
                it.open('{');
                it.known("trials", |it| {
                    it.open('[');
                    for _ in 0..trials {
                        it.comma();
                        let (hurt, sound) = trial(&mut it.random);
                        it.decimal(if hurts { hurt } else { sound });
                    }
                    it.close(']');
                });
                if hurts {
                    it.halves("pain", pain);
                }
                it.close('}');
            });
        }
        let morning = self.score();
        self.halves("pain_next_morning", morning);
        self.close('}');
    }

    pub(super) fn questionnaires(&mut self) {
        let score = 1000_u32.saturating_sub(self.shortfall);
        self.known("questionnaires", |it| {
            it.open('[');
            it.open('{');
            it.date("date", 4);
            it.named("instrument", "visa-a");
            it.tenths("score", score);
            it.close('}');
            it.close(']');
        });
    }

    pub(super) fn loading(&mut self) {
        let programme = match self.random.below(3) {
            0 => "eccentric-heel-drop",
            1 => "heavy-slow-resistance",
            _ => "combined-progressive",
        };
        self.known("loading", |it| {
            it.open('{');
            it.word("programme", programme);
            it.date("started", 80);
            it.number("sessions_per_week", 3);
            it.flag("below_floor", false);
            it.close('}');
        });
    }

    pub(super) fn score(&mut self) -> u32 {
        let noise = self.random.below(2);
        self.shortfall.div_euclid(60).saturating_add(noise).min(20)
    }

    fn weaker(&self, sound: u32) -> u32 {
        let thousandths = 1000_u32.saturating_sub(self.shortfall.saturating_mul(6).div_euclid(10));
        sound.saturating_mul(thousandths).div_euclid(1000)
    }
}
