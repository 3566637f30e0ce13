//! The words that files have for a sport, in the languages that exports are written in.

use super::{Ground, Sport};

/// What a word says, and the words that say it: small letters only, so `Trail Run`, `trail_running` and `TrailRun` need no rows of their own.
type Row = (Sport, Option<Ground>, &'static [&'static str]);

// Only whole words count: an unknown word that merely contains `run` must not become a run.
static WORDS: &[Row] = &[
    (
        Sport::Running,
        None,
        &[
            "run",
            "running",
            "streetrunning",
            "streetrun",
            "indoorrunning",
            "ultrarun",
            "ultrarunning",
            "obstaclerun",
            "lauf",
            "laufen",
            "straßenlauf",
            "strassenlauf",
            "courseàpied",
            "carrera",
            "correr",
            "corsa",
            "corrida",
            "hardlopen",
            "hardloopsessie",
        ],
    ),
    (
        Sport::Running,
        Some(Ground::Treadmill),
        &[
            "treadmill",
            "treadmillrunning",
            "treadmillrun",
            "virtualrun",
            "virtualrunning",
            "laufband",
            "laufbandlauf",
            "laufbandtraining",
            "virtuellerlauf",
            "tapisdecourse",
            "courseàpiedsurtapisroulant",
            "courseàpiedvirtuelle",
            "carreravirtual",
            "virtuelehardloopsessie",
        ],
    ),
    (
        Sport::Running,
        Some(Ground::Track),
        &[
            "trackrunning",
            "trackrun",
            "bahnlauf",
            "courseàpiedsurpiste",
        ],
    ),
    (
        Sport::Running,
        Some(Ground::Trail),
        &[
            "trailrunning",
            "trailrun",
            "traillauf",
            "trail",
            "carreradetrail",
            "carreradesenderos",
            "corsatrail",
            "trailloop",
        ],
    ),
    (
        Sport::Walking,
        None,
        &[
            "walk",
            "walking",
            "casualwalking",
            "speedwalking",
            "indoorwalking",
            "hike",
            "hiking",
            "rucking",
            "spaziergang",
            "spazieren",
            "gehen",
            "wanderung",
            "wandern",
            "marche",
            "marcheàpied",
            "randonnée",
            "caminata",
            "caminar",
            "senderismo",
            "camminata",
            "escursione",
            "caminhada",
            "wandeling",
            "wandelen",
            "wandeltocht",
            "hiken",
        ],
    ),
    (
        Sport::Cycling,
        None,
        &[
            "ride",
            "bike",
            "biking",
            "cycling",
            "virtualride",
            "virtualcycling",
            "indoorcycling",
            "roadcycling",
            "roadbiking",
            "mountainbiking",
            "mountainbikeride",
            "gravelride",
            "gravelcycling",
            "gravelunpavedcycling",
            "ebikeride",
            "ebiking",
            "emountainbikeride",
            "handcycle",
            "velomobile",
            "radfahrt",
            "radfahren",
            "virtuelleradfahrt",
            "rennradfahren",
            "indoorradfahren",
            "vélo",
            "cyclisme",
            "sortieàvélo",
            "sortieàvélovirtuelle",
            "bicicleta",
            "ciclismo",
            "vueltaenbicicleta",
            "girobici",
            "giroinbici",
            "pedalada",
            "rit",
            "fietsrit",
            "fietsen",
            "virtuelefietsrit",
        ],
    ),
    (
        Sport::Swimming,
        None,
        &[
            "swim",
            "swimming",
            "poolswim",
            "poolswimming",
            "lapswimming",
            "openwaterswim",
            "openwaterswimming",
            "schwimmen",
            "schwimmbadschwimmen",
            "freiwasserschwimmen",
            "natation",
            "natationenpiscine",
            "natationeneaulibre",
            "natación",
            "nuoto",
            "natação",
            "zwemmen",
            "zwemsessie",
        ],
    ),
    (
        Sport::AquaRunning,
        None,
        &[
            "aquajogging",
            "aquarunning",
            "waterrunning",
            "deepwaterrunning",
            "poolrunning",
        ],
    ),
    (
        Sport::Strength,
        None,
        &[
            "weighttraining",
            "strengthtraining",
            "strength",
            "traditionalstrengthtraining",
            "functionalstrengthtraining",
            "gewichtstraining",
            "krafttraining",
            "entraînementauxpoids",
            "musculation",
            "entrenamientoconpesas",
            "entrenamientodefuerza",
            "allenamentoconipesi",
            "treinamentocompeso",
        ],
    ),
];

/// What a file's word for a sport means; a word that is not known is other training, never a run.
pub(super) fn sport(text: &str) -> (Sport, Option<Ground>) {
    let word: String = text
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect();
    WORDS
        .iter()
        .find(|(_, _, words)| words.contains(&word.as_str()))
        .map_or((Sport::Other, None), |(sport, ground, _)| (*sport, *ground))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, sport};
    use crate::import::{Ground, Sport};

    #[test]
    fn known_words_are_told_apart_and_unknown_ones_are_never_a_run() {
        for (word, expected, ground) in [
            ("Running", Sport::Running, None),
            ("Course à pied", Sport::Running, None),
            ("Lauf", Sport::Running, None),
            ("Hardloopsessie", Sport::Running, None),
            ("trail_running", Sport::Running, Some(Ground::Trail)),
            ("Treadmill Running", Sport::Running, Some(Ground::Treadmill)),
            ("Virtual Run", Sport::Running, Some(Ground::Treadmill)),
            ("Track Running", Sport::Running, Some(Ground::Track)),
            ("Spaziergang", Sport::Walking, None),
            ("Randonnée", Sport::Walking, None),
            ("Virtual Ride", Sport::Cycling, None),
            ("Aqua jogging", Sport::AquaRunning, None),
            ("Weight Training", Sport::Strength, None),
            ("Run club dinner", Sport::Other, None),
            ("", Sport::Other, None),
        ] {
            assert_eq!(sport(word), (expected, ground), "{word}");
        }
    }

    #[test]
    fn each_word_stands_once_and_as_it_is_looked_up() {
        let mut words: Vec<&str> = WORDS
            .iter()
            .flat_map(|(_, _, words)| *words)
            .copied()
            .collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        for word in words {
            assert_ne!(sport(word).0, Sport::Other, "{word}");
        }
    }
}
