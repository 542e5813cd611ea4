//! The words themselves: one list for each meaning, with `|` between the phrases, in the order English, German, French,
//! Spanish, Japanese. They are compared in normal form, without apostrophes: case and accents do not matter.

pub(super) const BACK: &str = "back | go back | undo | one step back | previous | zurück | einen Schritt zurück | rückgängig | \
    retour | revenir | précédent | annuler | atrás | volver | deshacer | anterior | 戻る | 戻って | もどる";

/// Passing over and not knowing are the same evidence: none.
pub(super) const SKIP: &str = "skip | skip it | skip this | pass | next | i don't know | don't know | dont know | dunno | idk | \
    no idea | no clue | not sure | i'm not sure | unsure | cannot tell | can't tell | \
    i cannot do this now | überspringen | auslassen | keine Ahnung | weiß nicht | weiß ich nicht | \
    ich weiß nicht | ich weiß es nicht | unklar | kann ich nicht sagen | passer | sauter | suivant | \
    je ne sais pas | je sais pas | sais pas | aucune idée | pas sûr | saltar | omitir | siguiente | \
    no sé | no lo sé | ni idea | no tengo ni idea | no estoy seguro | スキップ | わからない | 分からない | わかりません | \
    分かりません | 不明 | 不明です";

pub(super) const RESTART: &str = "restart | start over | start again | begin again | neu anfangen | von vorn | von vorne | \
    recommencer | tout recommencer | empezar de nuevo | volver a empezar | reiniciar | 最初から | やり直し";

pub(super) const WHY: &str = "why | why this | why that | how come | warum | wieso | weshalb | pourquoi | por qué | なぜ | なぜですか | \
    どうして";

pub(super) const WHY_NOT_BEHIND: &str = "ではないのはなぜ | じゃないのはなぜ";

pub(super) const NOTE: &str = "note | case note | summary | Fallnotiz | Notiz | Zusammenfassung | résumé | note de cas | resumen | \
    nota | メモ | 要約";

pub(super) const HELP: &str =
    "help | commands | what can i type | Hilfe | Befehle | aide | commandes | ayuda | comandos | ヘルプ";

pub(super) const HAND_OVER: &str = "hand over | handover | hand it over | hand the case over | escalate | übergeben | weitergeben | \
    Fall übergeben | eskalieren | transmettre | transférer | escalader | escalar | traspasar | \
    derivar | 引き継ぐ | 引き継ぎ";

pub(super) const YES: &str = "yes | y | yeah | yep | yup | yes it is | yes it does | ja | jawohl | \
    genau | stimmt | oui | ouais | claro | はい | ええ | うん | そうです";

/// A yes where a question is open; after advice it says no more than that it was read, and "si" may be an "if".
pub(super) const ASSENT: &str = "ok | okay | right | correct | si";

/// The Spanish yes with its accent, in both ways of writing it down: without, it is one of the words above.
pub(super) const ACCENTED_YES: [&str; 2] = ["s\u{ed}", "si\u{301}"];

pub(super) const NO: &str = "no | n | nope | nah | no it is not | no it does not | nein | nö | ne | non | いいえ | いえ | 違います | ちがいます";

pub(super) const NEITHER: &str = "neither | neither of them | none | none of them | none of these | something else | keines | keins | \
    keines davon | keins davon | nichts davon | weder noch | etwas anderes | aucun | aucun des deux | \
    ni l'un ni l'autre | autre chose | ninguno | ninguna | otra cosa | どれでもない | どちらでもない";

pub(super) const WORKED: &str = "it works again | working again | it is working again | all good now | it worked | worked | \
    it works | works | works now | it works now | works again | that worked | that helped | it helped | \
    helped | fixed | fixed it | solved | resolved | problem solved | that did it | es geht | \
    geht wieder | es geht wieder | geht jetzt | hat geholfen | es hat geholfen | das hat geholfen | \
    funktioniert | es funktioniert | funktioniert wieder | klappt | gelöst | behoben | ça marche | \
    ça fonctionne | ça a marché | résolu | c'est résolu | funciona | ya funciona | funcionó | \
    ha funcionado | resuelto | solucionado | 直りました | 解決しました | うまくいきました | できました";

pub(super) const FAILED: &str = "did not help | didn't help | it did not help | that did not help | it didn't help | no luck | \
    no change | nothing changed | still broken | still the same | still not | same error | \
    same problem | still no | still can't | still cannot | still get | still getting | still happens | \
    still there | still fails | still failing | did not work | didn't work | it did not work | does not work | \
    doesn't work | not working | no effect | hat nicht geholfen | hat nichts geholfen | hilft nicht | \
    geht nicht | geht immer noch nicht | immer noch | funktioniert nicht | klappt nicht | \
    nichts gebracht | gleicher Fehler | keine Änderung | n'a pas aidé | ça n'a pas aidé | \
    ne marche pas | ça ne marche pas | toujours pas | toujours pareil | aucun changement | no ayudó | \
    no ha ayudado | no funciona | no funcionó | no ha funcionado | sigue igual | todavía no | 直りません | \
    直りませんでした | 変わりません | だめでした";

/// Said before or after anything, and no part of it.
pub(super) const POLITE: &str = "please | thanks | thank you | bitte | danke | merci | svp | s'il vous plaît | gracias | por favor | \
    sorry | well | ok | hm | hmm | お願いします | ください | ありがとう | ありがとうございます | です";

/// Said around how a fix turned out, and no part of it: time words and joy.
pub(super) const AROUND_OUTCOMES: &str = "now | again | finally | at last | great | perfect | super | wonderful | excellent | and | \
    jetzt | nun | wieder | endlich | prima | maintenant | enfin | parfait | ahora | por fin | perfecto";

/// Said of an error that is there once more.
pub(super) const REPEATED: &str = "still | again | same | immer noch | noch immer | wieder | gleiche | gleicher | toujours | encore | \
    même | otra vez | todavía | sigue | mismo | まだ | また | 同じ";

/// Said of what was mended and is not any more.
pub(super) const CAME_BACK: &str = "it came back | it's back | it is back | came back | is back again | back again | happens again | \
    ist wieder da | wieder da | kommt wieder | c'est revenu | est revenu | ha vuelto | volvió | また出ました | 再発しました";

/// Who says this cannot carry out what is proposed.
pub(super) const CANNOT: &str = "i can't do | i cannot do | can't do that | can't do this | cannot do that | cannot do this | no access | \
    don't have access | no permission | no rights | not allowed | not permitted | no idea how | don't know how | \
    kein Zugriff | keinen Zugriff | keine Rechte | keine Berechtigung | darf nicht | darf ich nicht | darf das nicht | \
    kann ich nicht | kann das nicht | weiß nicht wie | keine Ahnung wie | pas accès | pas le droit | ne sais pas comment | \
    no tengo acceso | no tengo permiso | no sé cómo | 権限がない | 権限がありません | やり方がわかりません";

/// The same where nothing else is said.
pub(super) const CANNOT_AT_ALL: &str = "i can't | i cannot | i can not | can't | ich kann nicht | kann nicht | geht hier nicht | \
    je ne peux pas | no puedo";

/// What may follow a "no" that answers a question.
pub(super) const AFTER_NO: &str = "not yet | never | not at all | it is not | it isn't | it does not | it doesn't | it did not | it didn't | \
    it was not | it wasn't | we do not | we don't | we did not | we didn't | we have not | we haven't | i do not | i don't | \
    i did not | i didn't | i have not | i haven't | there is not | there isn't | they do not | they don't | not that i know | \
    noch nicht | nie | gar nicht | pas encore | jamais | pas du tout | todavía no | aún no | nunca";

/// Words that correct what was said before; they begin a message or a clause.
pub(super) const CORRECTIONS: &str = "actually | correction | no wait | wait | hold on | i meant | i mean | rather | sorry | my mistake | i was wrong | no | \
    eigentlich | moment | nein moment | ich meinte | ich meine | vielmehr | entschuldigung | nein | doch | en fait | \
    je voulais dire | pardon | désolé | plutôt | en realidad | quiero decir | perdón | mejor dicho | \
    実は | すみません";

/// Words that add to what was said before.
pub(super) const ADDITIONS: &str = "also | and also | in addition | additionally | besides | too | as well | on top of that | auch | \
    außerdem | zusätzlich | dazu | aussi | en plus | également | también | además | さらに | また | それに";

/// A wish to speak with a person. It is answered with the command, never taken for it.
pub(super) const PERSONS: &str = "talk to a | speak to a | speak with a | talk with a | with a person | with a human | a real person | \
    real person | real human | need a person | want a person | need a human | want a human | need an agent | want an agent | \
    to an agent | with an agent | live agent | someone real | speak to somebody | talk to somebody | speak to someone | \
    talk to someone | speak with someone | mit einem Menschen | einen Menschen sprechen | mit einem Mitarbeiter | \
    mit jemandem sprechen | mit jemand sprechen | parler à un | parler à une | parler avec | parler à quelqu'un | \
    hablar con una | hablar con un | hablar con alguien | 担当者と | 担当者に | オペレーターと | オペレーターに | 人と話";

/// "Why not …": what follows names a cause. The Japanese one stands behind the name.
pub(super) const WHY_NOT: &str =
    "why not | warum nicht | wieso nicht | pourquoi pas | por qué no | what about | porque no";

pub(super) const QUIT: &str =
    "quit | exit | bye | goodbye | beenden | Ende | tschüss | quitter | au revoir | salir | 終了";

pub(super) const BOTH: &str =
    "both | both are right | both are true | beide | beides | les deux | ambas | ambos | 両方";
