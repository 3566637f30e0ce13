//! What is left out, one after the other, where a report is more than a screen.

use strum::VariantArray;

/// Something that a screen can do without, as `--full` has it; what matters least is left out first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub(super) enum Cut {
    /// What does not mean what it seems.
    Remarks,
    /// What published criteria ask and these do not.
    NotAsked,
    /// The third thing to do.
    ThirdStep,
    /// What is told twice and not alike.
    ToldTwice,
    /// The names of the questions that decide whether to see a clinician.
    ClinicianQuestions,
    /// The third reason.
    ThirdReason,
    /// Why answers do not count, line by line.
    Causes,
    /// When to stop.
    StopRules,
    /// The second thing to do.
    SecondStep,
    /// The second contradiction.
    SecondContradiction,
    /// The second reason.
    SecondReason,
    /// The names of the questions that decide whether to be seen today.
    UrgentQuestions,
    /// The reasons, but for their number.
    Reasons,
}

/// What has been left out so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Room(Vec<Cut>);

impl Room {
    /// Whether there is room for it.
    pub(super) fn has(&self, cut: Cut) -> bool {
        !self.0.contains(&cut)
    }

    /// The most that fits: what matters least goes first, and comes back where something larger had to go after it.
    pub(super) fn that_fits(fits: impl Fn(&Self) -> bool) -> Self {
        let mut room = Self::default();
        for cut in Cut::VARIANTS {
            if fits(&room) {
                break;
            }
            room.0.push(*cut);
        }
        for cut in room.0.clone().into_iter().rev() {
            let mut more = room.clone();
            more.0.retain(|one| *one != cut);
            if fits(&more) {
                room = more;
            }
        }
        room
    }
}
