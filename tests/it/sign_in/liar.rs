//! An identity provider that says what it is told to say.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData, SigningKey};
use serde_json::{Value, json};

pub struct Liar {
    issuer: String,
    said: Arc<Mutex<Said>>,
}

/// What the provider says.
pub struct Said {
    /// The statement about somebody.
    pub claims: Value,
    /// What it says of itself instead of the truth.
    pub metadata: Option<Value>,
    /// The key that it shows.
    pub shown: (String, KeyPair),
    /// The key that it signs with.
    pub used: (String, KeyPair),
    /// How it says that it signs.
    pub algorithm: &'static str,
    /// What it says of people besides.
    pub user_info: Value,
    /// The challenge that the code belongs to.
    challenge: String,
    /// Answers everything with this status.
    pub status: u16,
    /// How often its keys were fetched.
    pub n_keys: usize,
}

pub fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ED25519).unwrap()
}

fn same(key: &KeyPair) -> KeyPair {
    KeyPair::from_pem(&key.serialize_pem()).unwrap()
}

impl Liar {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = key();
        let said = Arc::new(Mutex::new(Said {
            claims: Value::Null,
            metadata: None,
            shown: ("one".to_owned(), same(&key)),
            used: ("one".to_owned(), key),
            algorithm: "EdDSA",
            user_info: Value::Null,
            challenge: String::new(),
            status: 200,
            n_keys: 0,
        }));
        let (telling, own) = (Arc::clone(&said), issuer.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &own, &telling);
            }
        });
        Self { issuer, said }
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Says the truth about somebody who came with these words.
    pub fn prepare(&self, asked: &BTreeMap<String, String>) {
        assert_eq!(asked["code_challenge_method"], "S256");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        self.say(|said| {
            said.challenge.clone_from(&asked["code_challenge"]);
            said.claims = json!({
                "iss": self.issuer, "aud": "deskdoc", "sub": "17", "name": "Ada", "groups": ["desk"],
                "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            });
        });
    }

    /// Changes what is said.
    pub fn say(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said.lock().unwrap());
    }
}

fn answer(stream: TcpStream, issuer: &str, said: &Mutex<Said>) {
    let mut reader = BufReader::new(&stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap_or_default();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap_or_default();
        if let Some(found) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = found.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut said = said.lock().unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let text = match path {
        "/.well-known/openid-configuration" => {
            said.metadata.clone().unwrap_or_else(|| metadata(issuer)).to_string()
        }
        "/jwks" => {
            said.n_keys += 1;
            keys(&said).to_string()
        }
        "/token" => token(&said, &String::from_utf8(body).unwrap()),
        "/userinfo" => said.user_info.to_string(),
        _ => String::new(),
    };
    let status = if text.contains("invalid_grant") { 400 } else { said.status };
    let head = format!(
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    drop((&stream).write_all((head + &text).as_bytes()));
}

fn metadata(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    })
}

fn keys(said: &Said) -> Value {
    let (name, key) = &said.shown;
    json!({"keys": [{
        "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": name, "x": base64(key.der_bytes()),
    }]})
}

fn token(said: &Said, body: &str) -> String {
    let form = reqwest::Url::parse(&format!("http://form/?{body}")).unwrap();
    let form: BTreeMap<String, String> = form.query_pairs().into_owned().collect();
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    if base64(&sha256(verifier.as_bytes())) != said.challenge || form["code"] != "1" {
        return json!({"error": "invalid_grant"}).to_string();
    }
    let (name, key) = &said.used;
    let head = json!({"alg": said.algorithm, "kid": name}).to_string();
    let signed = format!("{}.{}", base64(head.as_bytes()), base64(said.claims.to_string().as_bytes()));
    let signature =
        if said.algorithm == "none" { String::new() } else { base64(&key.sign(signed.as_bytes()).unwrap()) };
    json!({"access_token": "a", "token_type": "Bearer", "id_token": format!("{signed}.{signature}")})
        .to_string()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

/// Base 64 for addresses, without padding.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let number = group.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for digit in 0..=group.len() {
            text.push(char::from(DIGITS[(number >> (18 - 6 * digit) & 63) as usize]));
        }
    }
    text
}
