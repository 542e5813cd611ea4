use super::pattern::{Letters, Pattern};
use super::{COMMANDS, Earlier, REMOVED, SHAPES, paired, without_secrets, without_secrets_behind};

fn patterns() -> Vec<&'static Pattern> {
    let shapes = SHAPES.iter().chain(&COMMANDS).map(|shape| &shape.pattern);
    shapes.chain(&paired::PAIRS).chain([&paired::SESSION]).collect()
}

/// At least one for each pattern, in the letters in which it is hardest to see.
const SECRETS: [&str; 86] = [
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    "it says eyJhbGciOiJ.eyJzdWIi.c2ln and stops",
    "BEARER abc-DEF-123",
    "baſic dXNlcjpwdzEyMw==",
    "Proxy-Authorization: Digest 7f3a",
    "SET-COO\u{212a}IE: nlserver=7f3a",
    "ftp://robot:hunter2@files.example.com",
    "xoxb-123456789012-abc",
    "AKIAIOSFODNN7EXAMPLE",
    "SG.abcdefghijkl.mnop",
    "deskdoc_0123456789abcdef",
    "https://acc.example.com/view?CODE=7f3a",
    "%253Faſſertion%253D7f3a",
    "code=7f3a&state=1",
    "nlserver config -SetImsOauth:7f3a/x",
    "{\"NAME\": \"clientSecret\", \"VALUE\": \"7f3a\"}",
    "value='7f3a' name='password'",
    "curl -u admin:7f3a",
    "curl --user=admin:7f3a",
    "log-in as max.mueller / Hunter2!",
    "Sign In with jürgen@acme.example/Hunter2!",
    "Credentials are max Hunter2!",
    "ſeſſion=7f3a9b1c",
    "\"session\": \"7f3a9b1c\"",
    "ya29.a0AfH6SMBx7f3a9b1c",
    "https://7f3a9b1c7f3a9b1c@github.com/acme/campaign",
    "HTTPS://hooks.slack.com/services/T000/B000/7f3a9b1c",
    "https://bucket.example/export.csv?X-Amz-Signature=7f3a9b1c",
    "PHPSESSID=7f3a9b1c",
    "jdbc:oracle:thin:nl/7f3a9b1c@db:1521:ORCL",
    "curl -s https://acc.example.com -uadmin:7f3a",
    "curl -b 'nlsession=7f3a9b1c' https://acc.example.com",
    "mysqldump -h db -p7f3a9b1c campaign",
    "docker login -u robot -p 7f3a9b1c registry.example.com",
    "redis-cli -h cache -a 7f3a9b1c ping",
    "keytool -list -storepass 7f3a",
    "sqlplus nl/7f3a9b1c@ORCL",
    "nlserver config -setdblogin:PostgreSQL:nl:7f3a@db",
    "als Passwort habe ich Hunter2! eingegeben",
    "xtk.session.Logon(\"admin\", \"7f3a\")",
    "var key = decryptString('7f3a9b1c')",
    "CREATE USER nl IDENTIFIED BY '7f3a'",
    "CREATE ROLE nl WITH PASSWORD '7f3a'",
    "requirepass 7f3a",
    "CODE=7f3a9b&grant_type=authorization_code",
    "{\"code\":\"7f3a9b1c\",\"state\":\"1\"}",
    "{\"device_code\":\"7f3a9b1c\"}",
    "{\"title\":\"Password\",\"answer\":\"7f3a9b\"}",
    "I changed it: password was changed from 7f3a9b to 7f3a9c",
    "sftp acc:7f3a9b@files.example.com",
    "u: kim p: Hunter2!",
    "Creds -> kim / Hunter2!",
    "AKIAIOSFODNN7EXAMPLE / 7f3a9b1c7f3a9b1c7f3a9b1c7f3a9b1c7f3a9b1c",
    "{\"auth\":\"7f3a9B1c7f3a9B1c\"}",
    "echo 'root:7f3a' | chpasswd",
    "Zugangsdaten: max / 7f3a9b1c",
    "I gave Hunter2! as the password",
    "I changed the password from Hunter2! to Hunter3!",
    "we log in as admin with Hunter2!",
    "htpasswd -b users.txt admin 7f3a",
    "curl -H \"AUTHORIZATION: Digest 7f3a\" x",
    "curl -H 'Authorization: Digest 7f3a' x",
    "HTTP://robot:7f3a#b/c@files.example.com",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    "MHcCAQEEIGx7f3a9b1c7f3a9b1c7f3a9b1c",
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----",
    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAi4AAAA3aWYtbW9kbg==",
    "Private-Lines: 1\nAAAAgQDFz1oYQ3a9b1c7f3a9b1c",
    "{\"d\": \"X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH\"}",
    "<D>X4cTteJYgn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH</D>",
    "aſſertion=7f3a9b1c",
    "https://acc.example.com/RESET/7f3a9b1c7f3a9b1c",
    "X-Functions-KEY: 7f3a9b1c",
    "xapp-7f3a9b1c7f3a9b1c",
    "key-7f3a9b1c7f3a9b1c7f3a9b1c7f3a9b1c",
    "7f3a9b1c7f3a9b1c7f3a9b1c7f3a9b1c-us14",
    "CHPASSWD <<< max:7f3a",
    "NET USE \\\\files\\acc 7f3a9b",
    "lftp -u max,7f3a9b files.example.com",
    "az keyvault secret set --value 7f3a9b",
    "vault kv put secret/ims value=7f3a9b",
    "AUTH PLAIN 7f3a9b1c",
    "CONNECT nl/7f3a9b@ORCL",
    "max@acme.example / Hunter2!",
    "new CONNECTION(\"max\", \"7f3a9b\")",
];

#[test]
fn no_pattern_is_spared_a_text_in_which_it_finds_something() {
    for pattern in patterns() {
        let compiled = pattern.compiled().expect("a regular expression");
        let found = |text: &str| compiled.is_match(text) || compiled.is_match(&super::seen::seen(text).text);
        let found: Vec<&str> = SECRETS.into_iter().filter(|text| found(text)).collect();
        assert!(!found.is_empty(), "none of the texts has a secret for {compiled}");
        for text in found {
            let letters = Letters::of(text, &super::seen::seen(text).text);
            assert!(pattern.for_text(&letters).is_some(), "{text:?} is not looked at by {compiled}");
        }
    }
}

#[test]
fn a_text_full_of_tables_is_read_once() {
    for lines in ["||password||\n|a1b2c3d4|\n", "password|\n---|\n", "password,password\na1b2c3d4,a1b2c3d4\n"]
    {
        let text = lines.repeat(2000);
        let n_lines = text.lines().count();
        assert!(super::found(&text).len() <= 4 * n_lines, "{lines:?}");
    }
}

#[test]
fn each_of_these_secrets_is_taken_out() {
    for text in SECRETS {
        assert!(!without_secrets(text).removed.is_empty(), "{text:?}");
    }
}

#[test]
fn where_nothing_is_secret_no_pattern_is_made_ready() {
    let text = "after login I land on adobe.com, and the log says XTK-170006";
    let letters = Letters::of(text, text);
    assert!(patterns().into_iter().all(|pattern| pattern.for_text(&letters).is_none()));
}

#[test]
fn a_secret_whose_name_was_said_before_is_taken_out() {
    for earlier in ["my client secret is", "do you need the password?", "Client secret", "the token is:"] {
        let cleaned = without_secrets_behind(earlier, "p8Qx7Lm2vRt9");
        assert_eq!(cleaned.text, REMOVED, "{earlier}");
        assert_eq!(cleaned.removed[0].line, 1);
    }
    let harmless = without_secrets_behind("the password is fine", "after login I land on adobe.com");
    assert_eq!(harmless.text, "after login I land on adobe.com");
}

#[test]
fn a_secret_that_was_announced_is_taken_out_of_a_sentence() {
    for (earlier, text, clean) in [
        ("password:", "it is Tr0mbone77x", "it is [removed]"),
        ("the client secret is", "Tr0mbone77x and it never worked", "[removed] and it never worked"),
        ("パスワードは", "Tr0mbone77xです", "[removed]"),
        ("Passwort:", "das ist Tr0mbone77x.", "das ist [removed]."),
        ("Password for mmiller", "Tr0mbone77x", "[removed]"),
        ("my password is", "\n\nTr0mbone77x", "\n\n[removed]"),
    ] {
        assert_eq!(without_secrets_behind(earlier, text).text, clean, "{earlier} | {text}");
    }
    for (earlier, text) in [
        ("my password:", "after login I land on adobe.com"),
        ("I reset the password", "it is error XTK-170006 now"),
        ("password:", "I never got one"),
        ("the client secret is", "expired"),
    ] {
        assert_eq!(without_secrets_behind(earlier, text).text, text, "{earlier}");
    }
}

#[test]
fn a_name_and_its_value_may_have_empty_lines_between_them() {
    for text in ["My password is\n\nTr0mbone77x", "the client secret is\r\n \r\nTr0mbone77x"] {
        assert!(!without_secrets(text).text.contains("Tr0mbone77x"), "{text:?}");
    }
    let harmless = "My password is\n\nafter login I land on adobe.com";
    assert_eq!(without_secrets(harmless).text, harmless);
}

#[test]
fn a_key_that_comes_line_by_line_is_taken_out_to_its_end() {
    let mut earlier = Earlier::default();
    for plain in ["here is the key", "-----BEGIN RSA PRIVATE KEY-----"] {
        assert_eq!(earlier.clean(plain).text, plain);
    }
    for _ in 0..60 {
        assert_eq!(earlier.clean("MIIEpAIBAAKCAQEA0h9nVtR2").text, REMOVED);
        assert_eq!(earlier.clean("").text, "");
    }
    let end = earlier.clean("q8w/Zg==\n-----END RSA PRIVATE KEY-----\nnow you have it").text.into_owned();
    assert_eq!(end, "[removed]\n-----END RSA PRIVATE KEY-----\nnow you have it");
    assert_eq!(earlier.clean("afterlogintheresanerror").text, "afterlogintheresanerror");
    let cut =
        without_secrets("key = -----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0h9nVtR2").text.into_owned();
    assert!(cut.contains("-----BEGIN PRIVATE KEY-----") && !cut.contains("MII"), "{cut}");
    assert_eq!(without_secrets(&cut).text, cut);
    assert_eq!(without_secrets_behind(&cut, "q8w/Zg7u+Kd=").text, REMOVED);
    assert_eq!(without_secrets_behind(&cut, "after login I land there").text, "after login I land there");
}
