use serde_json::json;

use super::plain::plain;
use super::*;

const ID: &str = "0123456789abcdef0123456789abcdef";

fn delivery(system: &System, payload: &serde_json::Value) -> Delivery {
    match read(system, None, payload) {
        Ok(Received::Ticket(delivery)) => *delivery,
        other => panic!("{other:?}"),
    }
}

#[test]
fn html_and_documents_become_plain_text_and_error_messages_stay_as_they_are() {
    for (given, expected) in [
        (json!("<div>one<br>two &amp; three</div><script>x()</script>"), "one\ntwo & three"),
        (json!("failed at <urn:x> with a < b"), "failed at <urn:x> with a < b"),
        (json!("  plain\ntext "), "plain\ntext"),
        (
            json!({"type": "doc", "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": "one"}, {"type": "hardBreak"}, {"type": "text", "text": "two"}]},
                {"type": "paragraph", "content": [{"type": "mention", "attrs": {"text": "@kim"}}]}]}),
            "one\ntwo\n@kim",
        ),
        (json!(17), "17"),
        (json!(null), ""),
    ] {
        assert_eq!(plain(&given), expected, "{given}");
    }
}

/// A mebibyte of one sign over and over: whatever looks ahead from each of them would not end in a lifetime.
#[test]
fn texts_of_nothing_but_signs_end() {
    for part in [
        "<",
        "<p ",
        "&",
        "\"",
        " ",
        "{",
        "|",
        ">",
        "<p>",
        "<!--",
        "</",
        "<blockquote>",
        "<dt>",
        "&lt;",
        "\n>",
        "||a",
        "<p>&",
    ] {
        let text = part.repeat((1 << 20) / part.len());
        let payload = json!({"ticket": {"id": 1}, "article": {"body": text}});
        let delivery = delivery(&preset("zammad").unwrap(), &payload);
        assert!(delivery.comments.iter().all(|comment| comment.text.len() <= 64 * 1024), "{part}");
    }
}

fn comment(body: &str) -> Comment {
    let payload = json!({"ticket": {"id": 1}, "article": {"body": body}});
    delivery(&preset("zammad").unwrap(), &payload).comments.remove(0)
}

#[test]
fn what_an_answer_quotes_is_not_said_again_and_notes_in_it_are_no_reason_to_ignore_it() {
    let note = format!("deskdoc triage\nSymptom: x\n\n{MARKER} {ID}");
    let html = format!("<p><strong>deskdoc triage</strong></p><p>Symptom: x</p><p>{MARKER} {ID}</p>");
    for (given, expected) in [
        ("> worked before?\n\nno, never\n>more".to_owned(), "no, never"),
        ("> only a quote".to_owned(), "> only a quote"),
        (format!("never worked\n\nOn Sat, deskdoc wrote:\n{note}"), "never worked"),
        (format!("{note}\n\nthanks, that was it"), "thanks, that was it"),
        (format!("never worked\n\n-----Original Message-----\nFrom: deskdoc\n{note}"), "never worked"),
        (
            format!("never worked\n____________________\nFrom: deskdoc\nSent: Sat\nTo: Kim\n\n{note}"),
            "never worked",
        ),
        (format!("<div>never worked</div><blockquote type=\"cite\">{html}</blockquote>"), "never worked"),
        (format!("<p>never worked</p><div>On Sat, deskdoc wrote:</div>{html}"), "never worked"),
        (
            format!(
                "<div>never worked</div><div class=\"gmail_quote\"><div>On Sat x wrote:</div><blockquote>{html}</blockquote></div>and so"
            ),
            "never worked\nand so",
        ),
        (
            "<div>never worked</div><div><b>From:</b> Kim<br><b>Sent:</b> Sat<br></div><p>old words</p>"
                .to_owned(),
            "never worked",
        ),
        ("<blockquote>passed on</blockquote>".to_owned(), "passed on"),
    ] {
        let comment = comment(&given);
        assert_eq!(comment.text, expected, "{given}");
        assert!(!comment.is_own_note && !comment.whole.contains(MARKER), "{given}");
    }
    let passed_on = comment("see below<blockquote>lands on adobe.com</blockquote>");
    assert_eq!(
        (passed_on.text.as_str(), passed_on.whole.as_str()),
        ("see below", "see below\nlands on adobe.com")
    );
}

#[test]
fn a_note_of_ours_is_known_though_it_comes_back_in_another_shape() {
    for given in [
        format!("triage\n\n{MARKER} {ID}\n"),
        format!("deskdoc triage\nx\n{MARKER} {ID}"),
        format!("<p>deskdoc triage</p><p>x</p><p>{MARKER} {ID}</p>"),
        format!("<blockquote><p>deskdoc triage</p><p>{MARKER} {ID}</p></blockquote>"),
    ] {
        assert!(comment(&given).is_own_note, "{given}");
    }
    assert!(!comment(&format!("{MARKER} short")).is_own_note);
}

#[test]
fn a_value_stays_beside_its_name_and_signs_are_as_they_were_meant() {
    for (given, expected) in [
        ("<dl><dt>Client secret</dt> <dd>X</dd><dt>b</dt><dd>c</dd></dl>", "Client secret: X\nb: c"),
        ("<table><tr><th>Password:</th><td>X</td></tr></table>", "Password: X"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        ("&lt;clientSecret&gt;X&lt;/clientSecret&gt;\n&amp;", "<clientSecret>X</clientSecret>\n&"),
        ("<account label=\"a &amp; b\"/>", "<account label=\"a &amp; b\"/>"),
    ] {
        assert_eq!(plain(&json!(given)), expected);
    }
}

#[test]
fn what_systems_write_by_themselves_is_nobodys_words() {
    let rt = |content: &str| {
        let payload = json!({"ticket": {"id": 1}, "transaction": {"id": 2, "content": content}});
        delivery(&preset("request-tracker").unwrap(), &payload).comments
    };
    assert!(rt("This transaction appears to have no content").is_empty());
    assert_eq!(rt("still the same").len(), 1);
    for (name, payload) in [
        (
            "servicenow",
            json!({"sys_id": "1", "comment": {"text": "2026-11-21 14:00:00 - Abel Tuter (Additional comments)\nnever worked\n\n"}}),
        ),
        (
            "zendesk",
            json!({"ticket": {"id": 1, "comment": {"body": "----------------------\n\nBob, Nov 21, 2026, 22:00\n\nnever worked"}}}),
        ),
    ] {
        assert_eq!(delivery(&preset(name).unwrap(), &payload).comments[0].text, "never worked", "{name}");
    }
}

#[test]
fn every_preset_is_there_and_its_call_is_sound() {
    for name in PRESETS {
        let system = preset(name).unwrap_or_else(|| panic!("{name}"));
        assert!(!system.signing.is_empty(), "{name}");
        assert!(system.note.as_ref().is_none_or(NoteTemplate::is_sound), "{name}");
    }
    assert_eq!(preset("other"), None);
}

#[test]
fn what_a_payload_says_never_leads_a_call_elsewhere() {
    let system = preset("freshdesk").unwrap();
    for (id, path) in [("1/../../admin", "1%2F..%2F..%2Fadmin"), ("a?b#c", "a%3Fb%23c"), ("%2e", "%252e")] {
        let delivery = delivery(&system, &json!({"ticket_id": id, "ticket_subject": "x"}));
        let triage = Triage::nothing();
        let call = system.call(&delivery, &triage, ID, false).unwrap();
        assert_eq!(call.path, format!("/api/v2/tickets/{path}/notes"));
    }
    for id in ["..", ".", "a\nb"] {
        assert!(read(&system, None, &json!({"ticket_id": id})).is_err(), "{id:?}");
    }
}

#[test]
fn notes_are_internal_unless_they_are_meant_to_be_public() {
    for (name, payload) in [
        ("zammad", json!({"ticket": {"id": 1}})),
        ("django-helpdesk", json!({"ticket": {"id": 1}})),
        ("gitlab", json!({"object_kind": "issue", "project": {"id": 1}, "object_attributes": {"iid": 2}})),
        ("zendesk", json!({"ticket": {"id": 1}})),
    ] {
        let system = preset(name).unwrap();
        let delivery = delivery(&system, &payload);
        let body = |is_public| system.call(&delivery, &Triage::nothing(), ID, is_public).unwrap().body;
        assert_ne!(body(false), body(true), "{name}");
        let internal: serde_json::Value = serde_json::from_str(&body(false)).unwrap();
        let says = |pointer: &str| internal.pointer(pointer).and_then(serde_json::Value::as_bool);
        let is_internal = says("/internal").or(says("/public").map(|public| !public));
        assert_eq!(
            is_internal.or(says("/ticket/comment/public").map(|public| !public)),
            Some(true),
            "{name}"
        );
    }
    let github = preset("github").unwrap();
    let payload = json!({"action": "opened", "issue": {"number": 1}, "repository": {"name": "r", "owner": {"login": "o"}}});
    let delivery = match read(&github, Some("issues"), &payload) {
        Ok(Received::Ticket(delivery)) => *delivery,
        other => panic!("{other:?}"),
    };
    assert_eq!(github.call(&delivery, &Triage::nothing(), ID, false), Err(NoCall::PublicOnly));
    assert!(github.call(&delivery, &Triage::nothing(), ID, true).is_ok());
}

#[test]
fn a_time_is_read_as_seconds_or_as_a_date() {
    for (text, seconds) in [
        ("1614265330", Some(1_614_265_330)),
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2021-03-25T05:09:27Z", Some(1_616_648_967)),
        ("2024-02-29T23:59:59.123Z", Some(1_709_251_199)),
        ("2021-03-25", None),
        ("2021-03-25T05:09:27+02:00", None),
        ("-5", None),
        ("", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(super::stamp::seconds(text), seconds, "{text}");
    }
}

#[test]
fn the_example_of_standard_webhooks_is_proved() {
    // The specification's own example: secret, id, time, body and signature belong together.
    let header = |name: &str| match name {
        "webhook-id" => Some("msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned()),
        "webhook-timestamp" => Some("1614265330".to_owned()),
        "webhook-signature" => Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned()),
        _ => None,
    };
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let proved = |body: &[u8], now| {
        let presented = Presented { header: &header, body, path_secret: None, now };
        verify(&[Signing::Standard], &[secret], &presented)
    };
    assert!(proved(br#"{"test": 2432232314}"#, 1_614_265_330).is_ok());
    assert_eq!(proved(br#"{"test": 2432232315}"#, 1_614_265_330), Err(Unproved::Wrong));
    assert_eq!(proved(br#"{"test": 2432232314}"#, 1_614_265_631), Err(Unproved::Stale));
}

#[test]
fn a_secret_of_standard_webhooks_is_a_text_or_stands_for_bytes_in_base64() {
    // HMAC-SHA256 over `id.1614265330.{}` with the bytes and with each text, made by another program.
    let bare = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let prefixed = format!("whsec_{bare}");
    let by_bytes = "v1,oX9TiDZbsmUsJtKEdbk56qTl6j4hlPyhwGjpGGUHDCc=";
    let by_text = "v1,3JAe0S3Q4vzqHDml9tISda2gdExJ+Ub+Z+2hSZKZQ5A=";
    let by_prefixed_text = "v1,uohNhnoEAMHOgM3XG+weoNhrc/tZ6UWa3kWUl2P0j1w=";
    for (secret, signature, is_ours) in [
        (bare, by_bytes, true),
        (bare, by_text, true),
        (bare, by_prefixed_text, false),
        (prefixed.as_str(), by_bytes, true),
        (prefixed.as_str(), by_prefixed_text, true),
        ("no base64 at all", by_text, false),
    ] {
        let header = |name: &str| match name {
            "webhook-id" => Some("id".to_owned()),
            "webhook-timestamp" => Some("1614265330".to_owned()),
            "webhook-signature" => Some(signature.to_owned()),
            _ => None,
        };
        let presented = Presented { header: &header, body: b"{}", path_secret: None, now: 1_614_265_330 };
        let proved = verify(&[Signing::Standard], &[secret], &presented);
        assert_eq!(proved.is_ok(), is_ours, "{secret} {signature}");
    }
}

#[test]
fn a_link_to_another_place_is_named_by_its_host() {
    for (address, host) in [
        ("https://docs.example.com/a?b#c", "docs.example.com"),
        ("http://wiki:8080", "wiki:8080"),
        ("mailto:x", "mailto:x"),
    ] {
        assert_eq!(super::triage::host(address), host);
    }
}
