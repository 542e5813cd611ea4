//! Words that steer a conversation, in the languages of the users: all of them stand here.
//!
//! They belong to no subject, so they are part of the program, as denials are (`text::denial`), and not settings of a
//! base. A message is one of them only as a whole, apart from politeness: "back" steers, "I want my rights back" does
//! not. English, German, French, Spanish, Japanese; written in any case, with or without accents.

use crate::text::fold;
use crate::text::words::words;

/// What a message can mean by itself, whatever stands open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Steering {
    Back,
    Skip,
    Restart,
    Why,
    Note,
    Help,
    HandOver,
    Quit,
    Yes,
    No,
    Neither,
    Both,
    Worked,
    Failed,
}

const ALL: [(Steering, &[&str]); 14] = [
    (Steering::Back, &BACK),
    (Steering::Skip, &SKIP),
    (Steering::Restart, &RESTART),
    (Steering::Why, &WHY),
    (Steering::Note, &NOTE),
    (Steering::Help, &HELP),
    (Steering::HandOver, &HAND_OVER),
    (Steering::Quit, &QUIT),
    (Steering::Yes, &YES),
    (Steering::No, &NO),
    (Steering::Neither, &NEITHER),
    (Steering::Both, &BOTH),
    (Steering::Worked, &WORKED),
    (Steering::Failed, &FAILED),
];

const BACK: [&str; 19] = [
    "back",
    "go back",
    "undo",
    "one step back",
    "previous",
    "zurück",
    "einen Schritt zurück",
    "rückgängig",
    "retour",
    "revenir",
    "précédent",
    "annuler",
    "atrás",
    "volver",
    "deshacer",
    "anterior",
    "戻る",
    "戻って",
    "もどる",
];

/// Passing over and not knowing are the same evidence: none.
const SKIP: [&str; 50] = [
    "skip",
    "skip it",
    "skip this",
    "pass",
    "next",
    "i don't know",
    "don't know",
    "dont know",
    "dunno",
    "idk",
    "no idea",
    "no clue",
    "not sure",
    "i'm not sure",
    "unsure",
    "cannot tell",
    "can't tell",
    "i cannot do this now",
    "überspringen",
    "auslassen",
    "keine Ahnung",
    "weiß nicht",
    "weiß ich nicht",
    "ich weiß nicht",
    "ich weiß es nicht",
    "unklar",
    "kann ich nicht sagen",
    "passer",
    "sauter",
    "suivant",
    "je ne sais pas",
    "je sais pas",
    "sais pas",
    "aucune idée",
    "pas sûr",
    "saltar",
    "omitir",
    "siguiente",
    "no sé",
    "no lo sé",
    "ni idea",
    "no tengo ni idea",
    "no estoy seguro",
    "スキップ",
    "わからない",
    "分からない",
    "わかりません",
    "分かりません",
    "不明",
    "不明です",
];

const RESTART: [&str; 14] = [
    "restart",
    "start over",
    "start again",
    "begin again",
    "neu anfangen",
    "von vorn",
    "von vorne",
    "recommencer",
    "tout recommencer",
    "empezar de nuevo",
    "volver a empezar",
    "reiniciar",
    "最初から",
    "やり直し",
];

const WHY: [&str; 12] = [
    "why",
    "why this",
    "why that",
    "how come",
    "warum",
    "wieso",
    "weshalb",
    "pourquoi",
    "por qué",
    "なぜ",
    "なぜですか",
    "どうして",
];

/// "Why not …": what follows names a cause. The Japanese one stands behind the name.
const WHY_NOT: [&str; 7] =
    ["why not", "warum nicht", "wieso nicht", "pourquoi pas", "por qué no", "what about", "porque no"];
const WHY_NOT_BEHIND: [&str; 2] = ["ではないのはなぜ", "じゃないのはなぜ"];

const NOTE: [&str; 12] = [
    "note",
    "case note",
    "summary",
    "Fallnotiz",
    "Notiz",
    "Zusammenfassung",
    "résumé",
    "note de cas",
    "resumen",
    "nota",
    "メモ",
    "要約",
];

const HELP: [&str; 10] = [
    "help",
    "commands",
    "what can i type",
    "Hilfe",
    "Befehle",
    "aide",
    "commandes",
    "ayuda",
    "comandos",
    "ヘルプ",
];

const HAND_OVER: [&str; 17] = [
    "hand over",
    "handover",
    "hand it over",
    "hand the case over",
    "escalate",
    "übergeben",
    "weitergeben",
    "Fall übergeben",
    "eskalieren",
    "transmettre",
    "transférer",
    "escalader",
    "escalar",
    "traspasar",
    "derivar",
    "引き継ぐ",
    "引き継ぎ",
];

const QUIT: [&str; 11] =
    ["quit", "exit", "bye", "goodbye", "beenden", "Ende", "tschüss", "quitter", "au revoir", "salir", "終了"];

const YES: [&str; 24] = [
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "yes it is",
    "yes it does",
    "correct",
    "right",
    "ok",
    "okay",
    "ja",
    "jawohl",
    "genau",
    "stimmt",
    "oui",
    "ouais",
    "si",
    "sí",
    "claro",
    "はい",
    "ええ",
    "うん",
    "そうです",
];

const NO: [&str; 14] = [
    "no",
    "n",
    "nope",
    "nah",
    "no it is not",
    "no it does not",
    "nein",
    "nö",
    "ne",
    "non",
    "いいえ",
    "いえ",
    "違います",
    "ちがいます",
];

const NEITHER: [&str; 22] = [
    "neither",
    "neither of them",
    "none",
    "none of them",
    "none of these",
    "something else",
    "keines",
    "keins",
    "keines davon",
    "keins davon",
    "nichts davon",
    "weder noch",
    "etwas anderes",
    "aucun",
    "aucun des deux",
    "ni l'un ni l'autre",
    "autre chose",
    "ninguno",
    "ninguna",
    "otra cosa",
    "どれでもない",
    "どちらでもない",
];

const BOTH: [&str; 9] =
    ["both", "both are right", "both are true", "beide", "beides", "les deux", "ambas", "ambos", "両方"];

const WORKED: [&str; 49] = [
    "it works again",
    "working again",
    "it is working again",
    "all good now",
    "it worked",
    "worked",
    "it works",
    "works",
    "works now",
    "it works now",
    "works again",
    "that worked",
    "that helped",
    "it helped",
    "helped",
    "fixed",
    "fixed it",
    "solved",
    "resolved",
    "problem solved",
    "that did it",
    "es geht",
    "geht wieder",
    "es geht wieder",
    "geht jetzt",
    "hat geholfen",
    "es hat geholfen",
    "das hat geholfen",
    "funktioniert",
    "es funktioniert",
    "funktioniert wieder",
    "klappt",
    "gelöst",
    "behoben",
    "ça marche",
    "ça fonctionne",
    "ça a marché",
    "résolu",
    "c'est résolu",
    "funciona",
    "ya funciona",
    "funcionó",
    "ha funcionado",
    "resuelto",
    "solucionado",
    "直りました",
    "解決しました",
    "うまくいきました",
    "できました",
];

const FAILED: [&str; 50] = [
    "did not help",
    "didn't help",
    "it did not help",
    "that did not help",
    "it didn't help",
    "no luck",
    "no change",
    "nothing changed",
    "still broken",
    "still the same",
    "still not",
    "same error",
    "same problem",
    "still no",
    "did not work",
    "didn't work",
    "it did not work",
    "does not work",
    "doesn't work",
    "not working",
    "no effect",
    "hat nicht geholfen",
    "hat nichts geholfen",
    "hilft nicht",
    "geht nicht",
    "geht immer noch nicht",
    "immer noch",
    "funktioniert nicht",
    "klappt nicht",
    "nichts gebracht",
    "gleicher Fehler",
    "keine Änderung",
    "n'a pas aidé",
    "ça n'a pas aidé",
    "ne marche pas",
    "ça ne marche pas",
    "toujours pas",
    "toujours pareil",
    "aucun changement",
    "no ayudó",
    "no ha ayudado",
    "no funciona",
    "no funcionó",
    "no ha funcionado",
    "sigue igual",
    "todavía no",
    "直りません",
    "直りませんでした",
    "変わりません",
    "だめでした",
];

/// Said before or after anything, and no part of it.
const POLITE: [&str; 20] = [
    "please",
    "thanks",
    "thank you",
    "bitte",
    "danke",
    "merci",
    "svp",
    "s'il vous plaît",
    "gracias",
    "por favor",
    "sorry",
    "well",
    "ok",
    "hm",
    "hmm",
    "お願いします",
    "ください",
    "ありがとう",
    "ありがとうございます",
    "です",
];

/// Words that correct what was said before; they begin a message or a clause.
const CORRECTIONS: [&str; 27] = [
    "actually",
    "correction",
    "i meant",
    "i mean",
    "rather",
    "sorry",
    "my mistake",
    "i was wrong",
    "no",
    "eigentlich",
    "ich meinte",
    "ich meine",
    "vielmehr",
    "entschuldigung",
    "nein",
    "doch",
    "en fait",
    "je voulais dire",
    "pardon",
    "désolé",
    "plutôt",
    "en realidad",
    "quiero decir",
    "perdón",
    "mejor dicho",
    "実は",
    "すみません",
];

/// Words that add to what was said before.
const ADDITIONS: [&str; 20] = [
    "also",
    "and also",
    "in addition",
    "additionally",
    "besides",
    "too",
    "as well",
    "on top of that",
    "auch",
    "außerdem",
    "zusätzlich",
    "dazu",
    "aussi",
    "en plus",
    "également",
    "también",
    "además",
    "さらに",
    "また",
    "それに",
];

/// A wish to speak with a person. It is answered with the command, never taken for it.
const PERSONS: [&str; 24] = [
    "a human",
    "real person",
    "a person",
    "an agent",
    "agent",
    "someone real",
    "speak to somebody",
    "talk to somebody",
    "speak to someone",
    "talk to someone",
    "einen Menschen",
    "Mitarbeiter",
    "mit jemandem sprechen",
    "un humain",
    "une personne",
    "un conseiller",
    "un agent",
    "parler à quelqu'un",
    "una persona",
    "un agente",
    "hablar con alguien",
    "担当者",
    "オペレーター",
    "人と話",
];

/// A message as it is compared: normal form, nothing but words, one blank between them.
pub(in super::super) fn plain(text: &str) -> String {
    let found: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    found.join(" ")
}

/// What a whole message means by itself. Politeness around it does not count.
pub(super) fn steering(text: &str) -> Option<Steering> {
    // Who types fast leaves the apostrophe out.
    let without_marks = |text: &str| plain(text).replace('\'', "");
    let said = without_marks(text);
    let bare = without_politeness(&said);
    let is_it = |phrase: &&str| {
        let phrase = without_marks(phrase);
        phrase == said || phrase == bare
    };
    ALL.iter().find(|(_, phrases)| phrases.iter().any(|phrase| is_it(&phrase))).map(|(steering, _)| *steering)
}

fn without_politeness(said: &str) -> String {
    let polite: Vec<String> = POLITE.iter().map(|phrase| plain(phrase)).collect();
    let mut rest = said;
    loop {
        let shorter = polite.iter().find_map(|phrase| {
            let before = rest.strip_prefix(phrase.as_str()).filter(|rest| rest.starts_with(' '));
            before.or_else(|| rest.strip_suffix(phrase.as_str()).filter(|rest| rest.ends_with(' ')))
        });
        match shorter {
            Some(shorter) => rest = shorter.trim(),
            None => return rest.to_owned(),
        }
    }
}

/// How many turns "back 3" undoes; 1 without a number.
pub(super) fn back_by(text: &str) -> Option<usize> {
    let said = plain(text);
    let (word, number) = said.rsplit_once(' ')?;
    let n_turns = number.parse().ok()?;
    BACK.iter().any(|phrase| plain(phrase) == word).then_some(n_turns)
}

/// The reason in "hand over: they are in a hurry".
pub(super) fn hand_over_reason(text: &str) -> Option<String> {
    let (command, reason) = text.split_once(':').or_else(|| text.split_once('：'))?;
    let said = plain(command);
    let is_command = HAND_OVER.iter().any(|phrase| plain(phrase) == said);
    (is_command && !reason.trim().is_empty()).then(|| reason.trim().to_owned())
}

/// What follows "why not".
pub(super) fn why_not(text: &str) -> Option<String> {
    let said = plain(text);
    let before = WHY_NOT.iter().find_map(|phrase| said.strip_prefix(&plain(phrase)));
    let named =
        before.or_else(|| WHY_NOT_BEHIND.iter().find_map(|phrase| said.strip_suffix(&plain(phrase))))?;
    Some(named.trim().to_owned())
}

/// Whether a message begins with "yes" or with "no", and what follows.
pub(super) fn yes_or_no(text: &str) -> Option<(bool, String)> {
    let said = plain(text);
    let begins = |phrases: &[&str]| {
        phrases.iter().find_map(|phrase| {
            let rest = said.strip_prefix(&plain(phrase))?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim().to_owned())
        })
    };
    begins(&NO).map(|rest| (false, rest)).or_else(|| begins(&YES).map(|rest| (true, rest)))
}

/// How a new text stands to what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Relation {
    /// It says nothing about that.
    None,
    /// It corrects it.
    Correction,
    /// It adds to it.
    Addition,
}

/// How a new text stands to what was said before.
pub(in super::super) fn relation(text: &str) -> Relation {
    let said = plain(text);
    let begins = |phrase: &&str| {
        let phrase = plain(phrase);
        said.strip_prefix(&phrase)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || is_unspaced(&phrase))
    };
    if CORRECTIONS.iter().any(|phrase| begins(&phrase)) {
        return Relation::Correction;
    }
    if ADDITIONS.iter().any(|phrase| begins(&phrase) || holds(&said, &plain(phrase))) {
        return Relation::Addition;
    }
    Relation::None
}

/// How a short message says a fix turned out, if it does, whatever else it says.
pub(super) fn outcome(text: &str) -> Option<bool> {
    const SHORT: usize = 12;
    if words(text).len() > SHORT {
        return None;
    }
    let said = plain(text);
    let says = |phrases: &[&str]| {
        phrases
            .iter()
            .map(|phrase| plain(phrase))
            .filter(|phrase| phrase.contains(' ') || is_unspaced(phrase))
            .any(|phrase| holds(&said, &phrase))
    };
    match (says(&WORKED), says(&FAILED)) {
        (_, true) => Some(false),
        (true, false) => Some(true),
        (false, false) => None,
    }
}

/// Whether a short message wishes for a person.
pub(in super::super) fn wishes_for_a_person(text: &str) -> bool {
    const SHORT: usize = 10;
    let said = plain(text);
    words(text).len() <= SHORT && PERSONS.iter().any(|phrase| holds(&said, &plain(phrase)))
}

/// Whether words hold a phrase as whole words; scripts without blanks know no whole words.
pub(super) fn holds(said: &str, phrase: &str) -> bool {
    if is_unspaced(phrase) {
        return said.contains(phrase);
    }
    format!(" {said} ").contains(&format!(" {phrase} "))
}

pub(super) fn is_unspaced(text: &str) -> bool {
    text.chars().any(crate::text::is_unspaced_script)
}

/// Whether a text is a number by itself, as one types it to choose: `2`, `2.`, `(2)`, `#2`, `２`.
pub(super) fn number(text: &str) -> Option<usize> {
    let bare = fold(text);
    let bare =
        bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ')' | '(' | '#' | ':' | '。'));
    let is_number = !bare.is_empty() && bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit());
    if is_number { bare.parse().ok() } else { None }
}
