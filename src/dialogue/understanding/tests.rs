use super::*;
use crate::dialogue::tests::{dark, heard, lamp, nothing_heard};
use crate::dialogue::{Event, advance};

/// What a text means, in a word, where the question about other lamps is open.
fn meant(text: &str) -> String {
    meant_with(text, nothing_heard())
}

fn meant_with(text: &str, recognition: Recognition) -> String {
    let base = lamp();
    let state = State::of(&base, &dark(&base));
    assert!(
        matches!(&state.phase, Phase::Asking(question) if question.as_str() == "others"),
        "{:?}",
        state.phase
    );
    in_a_word(&understand(&base, &state, text, recognition))
}

fn in_a_word(understood: &Understood) -> String {
    match understood {
        Understood::Turn(Turn::Answer { question, answer }) => format!("{question}: {answer}"),
        Understood::Turn(Turn::Say(said)) if !said.near.is_empty() => "which?".to_owned(),
        Understood::Turn(Turn::Say(said)) if !said.told.is_empty() => format!("told {}", said.told[0].answer),
        Understood::Turn(Turn::Say(_)) => "said".to_owned(),
        Understood::Turn(Turn::Back { n_turns }) => format!("back {n_turns}"),
        Understood::Turn(Turn::HandOver { reason }) => format!("hand over {reason:?}"),
        Understood::Turn(Turn::Tried { helped, .. }) => format!("helped {helped}"),
        Understood::Turn(turn) => format!("{turn:?}"),
        Understood::NoSuchNumber { n_choices } => format!("1 to {n_choices}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn numbers_choose() {
    for text in ["2", "2.", "(2)", "#2", " 2 ", "２", "2)"] {
        assert_eq!(meant(text), "others: only-this", "{text}");
    }
    assert_eq!(meant("3"), "Skip");
    assert_eq!((meant("0"), meant("17")), ("1 to 3".to_owned(), "1 to 3".to_owned()));
}

#[test]
fn answers_are_known_by_their_wording() {
    for text in [
        "yes",
        "Yes!",
        "ja",
        "oui",
        "sí",
        "はい",
        "all of them",
        "yes, all of them are",
        "all off them",
        "alle",
        "the whole house is dark",
    ] {
        assert_eq!(meant(text), "others: all-dark", "{text}");
    }
    for text in [
        "no",
        "Nein.",
        "non",
        "いいえ",
        "only this one",
        "just this one, no others",
        "nur diese",
        "not all of them",
    ] {
        assert_eq!(meant(text), "others: only-this", "{text}");
    }
}

#[test]
fn not_knowing_is_known_in_five_languages() {
    for text in [
        "I don't know",
        "i dont know",
        "no idea",
        "skip",
        "keine Ahnung",
        "Weiß nicht",
        "je ne sais pas",
        "aucune idée",
        "ni idea",
        "no sé",
        "わからない",
        "分かりません",
        "sorry, no idea, thanks",
    ] {
        assert_eq!(meant(text), "Skip", "{text}");
    }
}

#[test]
fn words_steer_only_as_a_whole() {
    assert_eq!(
        (meant("back"), meant("zurück, bitte"), meant("back 3")),
        ("back 1".into(), "back 1".into(), "back 3".into())
    );
    assert_eq!(meant("the light comes back sometimes"), "said");
    assert_eq!(meant("hand over: no time"), "hand over Some(\"no time\")");
    assert_eq!(meant("I do not want to hand over this lamp to anybody"), "said");
    assert_eq!((meant("why"), meant("warum?")), ("Why".into(), "Why".into()));
    assert!(meant("why not the fuse").contains("WhyNot") && meant("why not the fuse").contains("fuse"));
    assert_eq!((meant("note"), meant("help"), meant("")), ("Note".into(), "Help".into(), "Nothing".into()));
    assert_eq!(meant("it works again"), "helped true");
}

#[test]
fn a_no_before_something_new_is_news_and_no_answer() {
    assert_eq!(meant_with("no, it hums all the time now", heard("hum", 0.97)), "said");
    assert_eq!(meant("qwertz"), "said");
}

#[test]
fn answers_to_other_questions_are_taken_where_they_stand_word_for_word() {
    let base = lamp();
    let conversation = dark(&base);
    let conversation = advance(&base, &conversation, Turn::Skip).unwrap().0;
    let state = State::of(&base, &conversation);
    assert!(matches!(&state.phase, Phase::Asking(question) if question.as_str() == "wobble"));
    let understood = understand(&base, &state, "hm, by the way the whole house is dark", nothing_heard());
    assert_eq!(in_a_word(&understood), "told all-dark");
    let Understood::Turn(turn) = understood else { panic!() };
    let (after, reply) = advance(&base, &conversation, turn).unwrap();
    assert!(matches!(after.ledger().last(), Some(Event::Said(_))));
    assert_eq!(reply.known.answers.len(), 1);
    assert!(
        reply.messages.iter().any(|message| message.text.contains("“the whole house is dark”")),
        "{:?}",
        reply.messages
    );
    let denied = understand(&base, &state, "it is not that the whole house is dark, no", nothing_heard());
    assert_ne!(in_a_word(&denied), "wobble: stays");
}

#[test]
fn a_new_text_corrects_or_adds_by_its_first_words() {
    assert_eq!(relation("sorry, actually it hums"), Relation::Correction);
    assert_eq!(relation("no, it hums"), Relation::Correction);
    assert_eq!(relation("Nein, es brummt"), Relation::Correction);
    assert_eq!(relation("実は音がします"), Relation::Correction);
    assert_eq!(relation("it hums too"), Relation::Addition);
    assert_eq!(relation("außerdem brummt es"), Relation::Addition);
    assert_eq!(relation("it hums"), Relation::None);
    assert_eq!(relation("nothing hums"), Relation::None);
}
