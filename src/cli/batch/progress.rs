//! How far a batch is, while a person watches.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::batch::Tally;
use crate::batch::stream::Input;

/// A bar on a terminal's standard error; nothing anywhere else.
pub(super) struct Progress {
    bar: ProgressBar,
    counted: Arc<AtomicU64>,
}

impl Progress {
    pub(super) fn over(inputs: &[Input], counted: &Arc<AtomicU64>, quiet: bool) -> Self {
        let size = |input: &Input| match input {
            Input::File(path) => path.metadata().ok().map(|data| data.len()),
            Input::Standard => None,
        };
        let total: Option<u64> = inputs.iter().map(size).sum();
        let bar = match total {
            _ if quiet || !std::io::stderr().is_terminal() => ProgressBar::hidden(),
            Some(bytes) => styled(
                ProgressBar::new(bytes),
                // With a thousand million records it still stands on one line of 80 columns.
                "{bar:6} {percent:>3} %  {msg}, {eta} left",
            ),
            None => styled(ProgressBar::new_spinner(), "{spinner} {msg}"),
        };
        Self {
            bar,
            counted: Arc::clone(counted),
        }
    }

    /// Shows what the batch came to so far.
    pub(super) fn show(&self, tally: &Tally) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_position(self.counted.load(Ordering::Relaxed));
        let records = tally.records();
        let rate = self.bar.elapsed().as_millis().max(1);
        let rate = u128::from(records).saturating_mul(1000).checked_div(rate);
        let rate = u64::try_from(rate.unwrap_or(0)).unwrap_or(u64::MAX);
        let share = |part: u64| {
            let hundred = part.saturating_mul(100);
            hundred.checked_div(tally.judged()).unwrap_or(0)
        };
        self.bar.set_message(format!(
            "{}, {}/s, GO {} % CAUTION {} % NO-GO {} %",
            HumanCount(records),
            HumanCount(rate),
            share(tally.go),
            share(tally.caution),
            share(tally.no_go)
        ));
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
