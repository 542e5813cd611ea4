//! The sentences that deskdoc was made for.

use deskdoc::recognition::Outcome;

use crate::world::builtin;

#[test]
fn landing_on_adobe_com_is_known_in_five_languages() {
    for text in [
        "after login I land on adobe.com",
        "après la connexion j'atterris sur adobe.com",
        "Nach dem Login lande ich auf adobe.com",
        "después de iniciar sesión acabo en adobe.com",
        "ログイン後に adobe.com に移動してしまいます",
    ] {
        assert_known(text, "redirected-to-adobe-com");
    }
}

#[test]
fn the_missing_right_is_known_whatever_its_quotes_case_and_line_breaks() {
    const ERROR: &str = "Login does not have any right matching the expression";
    for text in [
        ERROR.to_owned(),
        ERROR.to_uppercase(),
        format!("“{ERROR}”"),
        format!("« {} »", ERROR.to_lowercase()),
        ERROR.replace(' ', "\r\n"),
        format!("Bonjour, après la connexion j'ai le message ‘{ERROR}’. Que faire ?"),
        format!("Nach der Anmeldung kommt „{ERROR}“ und sonst nichts."),
        format!("Al entrar aparece “{ERROR}” y no puedo seguir"),
        format!("ログインすると「{ERROR}」と表示されます"),
    ] {
        assert_known(&text, "login-no-right-matching-expression");
    }
}

#[test]
fn the_missing_adobe_page_is_known_in_five_languages() {
    for text in [
        "the Adobe ID login page does not show up",
        "la page de connexion Adobe ID ne s'affiche pas",
        "die Anmeldeseite für die Adobe ID erscheint nicht",
        "no aparece la página de inicio de sesión con Adobe ID",
        "Adobe ID のログインページが表示されない",
    ] {
        assert_known(text, "no-adobe-id-login-page");
    }
}

#[test]
fn what_nobody_wrote_a_page_about_is_unknown() {
    for text in ["how do I bake bread", "", "?", "42"] {
        let recognition = builtin().snapshot().recogniser.recognise(text);
        assert_eq!(recognition.outcome, Outcome::Unknown, "for {text:?}");
    }
}

fn assert_known(text: &str, symptom: &str) {
    let recognition = builtin().snapshot().recogniser.recognise(text);
    let best = recognition.candidates.first().map(|candidate| candidate.symptom.as_str());
    assert_eq!((&recognition.outcome, best), (&Outcome::Known, Some(symptom)), "for {text:?}");
}
