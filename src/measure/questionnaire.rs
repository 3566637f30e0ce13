//! Questionnaires, given as totals; their items are not reproduced.

use super::attributes::{MASKING, Recovery, SINCE};
use super::reading::{Cause, Reading};
use super::{Act, Better, Definition, MeasurementError, Subject, Window, number};
use crate::assessment::wire::Instrument;
use crate::quantity::{Exact, Unit};

const fn total(id: &'static str, instrument: Instrument, better: Better) -> Definition {
    let (low, high) = instrument.range();
    Definition {
        act: Act::By(Exact::whole(1)),
        reads: &[
            SINCE,
            MASKING,
            &[
                "questionnaires[].date",
                "questionnaires[].instrument",
                "questionnaires[].score",
            ],
        ],
        derivation: "`questionnaires[].score` of the newest entry of the instrument.",
        ..number(id, Unit::Points, low, high, better)
    }
}

static VISA_A: Definition = Definition {
    meaning: "VISA-A: severity of Achilles tendinopathy, 0 (worst) to 100.",
    mends: Recovery::training(1_500_000, 0),
    derive: |subject, window, measure| newest(subject, window, measure, Instrument::VisaA),
    ..total("questionnaire.visa_a", Instrument::VisaA, Better::Higher)
};

static TENDINS_A: Definition = Definition {
    meaning: "TENDINS-A: severity of Achilles tendinopathy.",
    better: None,
    error: Some(MeasurementError {
        sem: Exact::micro(6_540_000),
        mdc: Exact::whole(12),
        about: "SEM 6.54 points, MDC 12 as reported, 79 patients (1.96 x 1.414 x SEM would be 18)",
        source: "tendinsa2024",
    }),
    derive: |subject, window, measure| newest(subject, window, measure, Instrument::TendinsA),
    ..total(
        "questionnaire.tendins_a",
        Instrument::TendinsA,
        Better::Lower,
    )
};

static I_PRRS: Definition = Definition {
    meaning: "I-PRRS: confidence to return, 0 to 60.",
    derive: |subject, window, measure| newest(subject, window, measure, Instrument::IPrrs),
    ..total("questionnaire.i_prrs", Instrument::IPrrs, Better::Higher)
};

static TSK_11: Definition = Definition {
    meaning: "TSK-11: fear of movement, 11 to 44 (worst).",
    derive: |subject, window, measure| newest(subject, window, measure, Instrument::Tsk11),
    ..total("questionnaire.tsk_11", Instrument::Tsk11, Better::Lower)
};

pub(super) static MEASURES: &[&Definition] = &[&VISA_A, &TENDINS_A, &I_PRRS, &TSK_11];

fn newest(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    instrument: Instrument,
) -> Reading {
    let log = subject.assessment.questionnaires.as_deref();
    subject
        .newest_test(log, window, |entry| entry.instrument == Some(instrument))
        .read(measure, |entry, date| {
            entry.score.map_or_else(
                || Reading::unknown(measure, Cause::Absent).on(date),
                |score| Reading::taken(score.exact(), Some(date)),
            )
        })
}
