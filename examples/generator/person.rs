//! The runner, the injury, and what is asked.

use super::Record;

impl Record<'_> {
    pub(super) fn athlete(&mut self) {
        let (sex, age) = (
            if self.random.one_in(2) {
                "female"
            } else {
                "male"
            },
            self.random.between(22, 58),
        );
        self.known("athlete", |it| {
            it.open('{');
            it.word("sex", sex);
            it.number("age", age);
            if it.random.one_in(3) {
                let (height, mass) = (it.random.between(1550, 1950), it.random.between(500, 950));
                it.tenths("height_cm", height);
                it.tenths("mass_kg", mass);
            }
            it.close('}');
        });
    }

    pub(super) fn injury(&mut self, condition: &str) {
        self.key("injury");
        self.open('{');
        self.named("condition", condition);
        if condition != "none" {
            let side = match (self.random.one_in(25), self.hurt_left) {
                (true, _) => "both",
                (false, true) => "left",
                (false, false) => "right",
            };
            self.word("side", side);
            if condition == "achilles-insertional" {
                self.word("site", "insertional");
            }
            let onset = self.random.between(90, 130);
            self.date("onset", onset);
            self.flag("sudden_onset", false);
            self.word("confirmed_by", "clinician");
            self.word("last_flare", "none");
        }
        if self.random.one_in(2) {
            let (weekly, longest) = (self.random.between(200, 700), self.random.between(80, 320));
            self.tenths("pre_injury_weekly_km", weekly);
            self.tenths("pre_injury_longest_km", longest);
        }
        self.note(12);
        self.close('}');
    }

    pub(super) fn goal(&mut self, stage: Option<&str>) {
        self.key("goal");
        self.open('{');
        if let Some(stage) = stage {
            self.named("stage", stage);
        } else {
            let activity = self.random.pick(&["run", "run", "run", "race"]);
            let distance = self.random.between(50, 100);
            self.named("activity", activity);
            self.tenths("distance_km", distance);
        }
        self.close('}');
    }

    pub(super) fn screening(&mut self) {
        self.known("screening", |it| {
            it.open('[');
            it.open('{');
            let back = it.random.below(10);
            it.date("date", back);
            it.flag("pop_at_onset", false);
            it.flag("push_off_loss", false);
            let ability = match it.shortfall {
                0..200 => "able",
                200..900 => "reduced",
                _ => "newly-unable",
            };
            it.word("heel_raise_ability", ability);
            let night_pain = it.shortfall > 950;
            it.flag("night_pain", night_pain);
            it.flag("bone_tenderness", false);
            it.flag("calf_swelling_warmth", false);
            it.flag("fever", false);
            it.close('}');
            it.close(']');
        });
    }

    pub(super) fn treatments(&mut self) {
        self.known("treatments", |it| {
            it.open('[');
            if it.random.one_in(4) {
                it.open('{');
                let kind = it.random.pick(&["massage", "shock-wave", "heel-lift"]);
                it.named("kind", kind);
                let back = it.random.between(3, 200);
                it.date("date", back);
                it.close('}');
            }
            it.close(']');
        });
    }
}
