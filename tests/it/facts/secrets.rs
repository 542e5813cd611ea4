//! Secrets that were pasted by mistake: the marker in them is in nothing that comes out.

use std::fmt::Write;

use deskdoc::facts::{Format, read_document, without_secrets};

use super::good;
use crate::world::{Deskdoc, Folder, builtin, cases, expect_file, no_complaints};

/// Stands in every secret of the cases.
const MARK: &str = "ZZ9marker";

#[test]
fn secrets_are_taken_out_of_texts_and_nothing_else_is() {
    let file = cases("facts").join("secrets.txt");
    let written = std::fs::read_to_string(&file).unwrap();
    let mut rewritten = String::new();
    let mut complaints = Vec::new();
    for line in written.lines() {
        let text = line.split(" => ").next().unwrap();
        if line.is_empty() || line.starts_with('#') {
            writeln!(rewritten, "{line}").unwrap();
            continue;
        }
        let cleaned = without_secrets(text);
        if cleaned.text.contains(MARK) {
            complaints.push(format!("still there: {text}"));
        }
        writeln!(
            rewritten,
            "{text} => {}",
            if cleaned.removed.is_empty() { "as it is" } else { &cleaned.text }
        )
        .unwrap();
    }
    complaints.extend(expect_file(&file, &rewritten).err());
    no_complaints(complaints);
}

#[test]
fn a_secret_in_the_next_line_is_taken_out() {
    for text in [
        "client_secret:\n  ZZ9marker\nb",
        "client_secret: |\n  correct horse ZZ9marker\nb",
        "password:\n  correct horse ZZ9marker\nb",
        "Mot de passe\u{a0}: ZZ9marker\nb",
        "Client secret\nZZ9marker\nb",
        "password:\r\nZZ9marker\r\nb",
        "client secret:\n\nZZ9marker\nb",
        "client secret:\r\n\r\nZZ9marker\r\nb",
        "password: |\n  horse\n  ZZ9marker\nb",
        "password: a\\\nZZ9marker\nb",
        "password\rZZ9marker\rb",
        "password\u{2028}ZZ9marker\u{2028}b",
    ] {
        let cleaned = without_secrets(text);
        assert!(!cleaned.text.contains(MARK) && cleaned.text.ends_with('b'), "{}", cleaned.text);
    }
    assert_eq!(
        without_secrets("IMS client secret:\nCallback server: x").text,
        "IMS client secret:\nCallback server: x"
    );
}

#[test]
fn a_secret_below_a_heading_or_in_a_column_is_taken_out() {
    for text in [
        "### Client secret\n\nZZ9marker\n\nb",
        "### Client secret (IMS)\r\n\r\n`ZZ9marker`\r\n\r\nb",
        "## Password:\n```\nZZmarkerZZ9marker\n```\nb",
        "h3. Password\nZZ9marker\nb",
        "||Client secret||\n|ZZ9marker|\nb",
        "||User||Client secret||\n|kim|ZZ9marker|\n|jo|ZZ9marker|\nb",
        "| User | Password |\n|---|:--|\n| kim | ZZ9marker |\nb",
        "User | Password\nkim | ZZ9marker1\nb",
        "anna: can you send me the password for ops\ntom: sure\ntom: ZZ9marker\nb",
        "PASSWORD\n========\nZZ9marker\nb",
        "> what password did you use?\nZZ9marker\nb",
        "Agent: Which password do you enter?\nCustomer: ZZ9marker\nb",
        "anna: can you send me the password?\ntom: sure\ntom: ZZ9marker\nb",
    ] {
        let cleaned = without_secrets(text);
        assert!(!cleaned.text.contains(MARK) && cleaned.text.ends_with('b'), "{}", cleaned.text);
        assert!(!cleaned.text.contains("kim") || text.contains("kim"), "{}", cleaned.text);
    }
    for text in [
        "### Password\n\n_No response_",
        "### Password reset\n\nfails",
        "## Client secret\n\nexpired",
        "||Token||\n|unknown|",
        "Password | rejected\nScope | openid",
        "| Setting | Value |\n|---|---|\n| Client secret | set |\n| Server | ims-na1 |\n",
        "do you need the password?\nXTK170006 is what I see",
        "Can you send the token error?\nAADSTS50105",
        "What happens to the password field?\nChrome122 shows it red",
    ] {
        assert_eq!(without_secrets(text).text, text);
    }
}

#[test]
fn every_row_of_a_long_table_is_looked_at() {
    type Table = (&'static str, fn(usize) -> String);
    let tables: [Table; 2] = [
        ("| User | Password |\n|---|---|\n", |n| format!("| kim{n} | {MARK}{n}x |\n")),
        ("user;password;role\n", |n| format!("kim{n};{MARK}{n}x;reader\n")),
    ];
    for (head, row) in tables {
        let rows: String = (0..500).map(row).collect();
        let table = format!("{head}{rows}");
        let cleaned = without_secrets(&table).text;
        assert_eq!((cleaned.matches(MARK).count(), cleaned.matches("kim").count()), (0, 500));
    }
}

#[test]
fn of_thousands_of_secrets_the_first_are_told_by_their_lines_and_the_rest_by_their_number() {
    let folder = Folder::new();
    let file = folder.write("paste.txt", "pwd=ZZ9marker\n".repeat(5000));
    let told = Deskdoc::new().args(["check", "--json"]).args([file]).run().json();
    let findings = told["findings"].as_array().unwrap();
    let removed: Vec<&str> = findings
        .iter()
        .filter(|finding| finding["kind"] == "removed-secret")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert_eq!(removed.len(), 21, "{removed:?}");
    assert!(removed[20].starts_with("4980 more secrets were dropped."), "{}", removed[20]);
}

#[test]
fn a_secret_in_a_configuration_is_in_no_reading() {
    let base = &builtin().snapshot().base;
    let schema = &base.settings().facts;
    let mut snapshot = good();
    let account = snapshot.pointer_mut("/campaign/external_accounts/0").unwrap().as_object_mut().unwrap();
    for key in ["client_secret", "password", "imsClientSecret", "accessToken", "apiKey", "privateKey"] {
        account.insert(key.to_owned(), MARK.into());
    }
    account.insert(
        "callback_url".to_owned(),
        format!("https://jane:{MARK}@acme-prod.campaign.example/?code={MARK}").into(),
    );
    account.insert("tenant".to_owned(), format!("Bearer {MARK}-12345678901234567890").into());
    snapshot["campaign"]["client_secret"] = serde_json::json!({"value": MARK, "more": [MARK]});
    let xml = format!(
        "<package><extAccount name=\"Adobe_Marketing_Cloud\" password=\"@{MARK}==\" clientSecret=\"{MARK}\" imsServer=\"https://u:{MARK}@ims-na1.adobelogin.com\"><password>{MARK}</password></extAccount></package>"
    );
    let form = format!(
        "Association mask: Campaign - acme - (.*)\nIMS client secret: {MARK}\nCallback server: https://acme.example/?access_token={MARK}\n"
    );
    let address = format!("https://acme.example/?code={MARK}&error=invalid_scope&state=1#id_token={MARK}");
    for (text, format) in [
        (snapshot.to_string(), Format::Json),
        (snapshot.to_string(), Format::Text),
        (xml.clone(), Format::Xml),
        (format!("see this:\n{xml}"), Format::Text),
        (form, Format::Text),
        (address, Format::Text),
    ] {
        let reading = read_document(schema, &text, format, Some("a.json")).unwrap();
        assert!(!format!("{reading:?}").contains(MARK), "{text}\n{reading:?}");
        assert!(!reading.removed.is_empty(), "it is told that something was dropped: {text}");
    }
}

#[test]
fn a_secret_in_a_file_or_question_is_in_no_output_and_in_no_file() {
    let folder = Folder::new();
    let mut snapshot = good();
    snapshot["campaign"]["external_accounts"][0]["client_secret"] = MARK.into();
    snapshot["ims"]["client_secret"] = MARK.into();
    let file = folder.write("snapshot.json", snapshot.to_string());
    let broken = folder.write("broken.json", format!("{{\"client_secret\": \"{MARK}\", {MARK}"));
    let data = folder.path().join("data");
    let question = format!("after login I land on adobe.com, my client secret is {MARK}");
    let runs: [Vec<&std::ffi::OsStr>; 5] = [
        vec!["check".as_ref(), file.as_os_str()],
        vec!["check".as_ref(), "--json".as_ref(), file.as_os_str()],
        vec!["check".as_ref(), broken.as_os_str()],
        vec!["ask".as_ref(), "--json".as_ref(), "--facts".as_ref(), file.as_os_str(), question.as_ref()],
        vec!["ask".as_ref(), question.as_ref()],
    ];
    for arguments in runs {
        let run = Deskdoc::new()
            .args(["--data".as_ref(), data.as_os_str(), "--log".as_ref(), "debug".as_ref()])
            .args(arguments.clone())
            .run();
        assert!(
            !run.out.contains(MARK) && !run.err.contains(MARK),
            "{arguments:?}\n{}\n{}",
            run.out,
            run.err
        );
    }
    for (path, file) in crate::world::files_below(&data) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()), "{path}");
    }
}
