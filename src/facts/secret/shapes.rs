//! Secrets that their shape betrays, wherever they stand.

use super::Secret;
use super::shape::{Must, Shape};

/// What is looked for in a text as it was typed.
pub(super) static SHAPES: [Shape; 15] = [
    Shape::new(
        &["private key"],
        r"(?s)(?P<s>-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z))",
        Secret::Key,
        Must::Stand,
    ),
    Shape::new(
        &["eyj"],
        r"(?P<s>(?-u:\b)eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?|(?-u:\b)eyJ[A-Za-z0-9_-]{20,})",
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(
        &["bearer", "basic"],
        r"(?i)(?-u:\b)(?:bearer|basic)[ \t]+(?P<s>[A-Za-z0-9._~+/=-]{6,})",
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["authorization"],
        r"(?i)(?-u:\b)(?:proxy-)?authorization[\t\p{Zs}]*[:=：][\t\p{Zs}]*(?P<s>[^\r\n]+)",
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(
        &["cookie"],
        r"(?i)(?-u:\b)(?:set-)?cookie[\t\p{Zs}]*[:：][\t\p{Zs}]*(?P<s>[^\r\n]+)",
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(&["://"], r"://[^\s/@:]*:(?P<s>[^\s/?#]+)@", Secret::Password, Must::Stand),
    Shape::new(
        &[
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xox",
            "sk_",
            "rk_",
            "aiza",
            "p8e-",
            "s8e-",
            "npm_",
            "dop_v1_",
            "shpat_",
            "sg.",
            "hvs.",
            "akia",
            "asia",
            "deskdoc_",
        ],
        r"(?-u:\b)(?P<s>(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_(?:live|test)_|AIza|p8e-|s8e-|npm_|dop_v1_|shpat_|SG\.|hvs\.)[A-Za-z0-9_.-]{12,}|(?-u:\b)(?:AKIA[A-Za-z0-9]{8,}|ASIA[A-Z0-9]{16})|deskdoc_[0-9a-f]{16,})",
        Secret::Key,
        Must::Stand,
    ),
    Shape::new(
        &["code", "token", "assertion", "secret", "password", "pwd", "sig"],
        r#"(?i)(?:[?&#;]|%(?:25)*(?:3F|26|23))(?:code|access_token|id_token|refresh_token|token|assertion|client_secret|client_assertion|jwt_token|password|pwd|sig|signature|code_verifier)(?:=|%(?:25)*3D)(?P<s>(?:[^&\s#"'<>%]|%[013-9a-f][0-9a-f]|%2[0-57-9a-f])+)"#,
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(
        &["code="],
        r#"(?i)(?-u:\b)code=(?P<s>[^&\s"'<>]+)&(?:amp;)?state="#,
        Secret::Token,
        Must::Stand,
    ),
    // What only its beginning betrays, and what an ordinary word may begin with, too.
    Shape::new(
        &["ya29.", "gocspx-", "whsec_", "sk-", "pypi-", "hf_", "eaac", "dapi", "atatt3x", "age-secret-key-"],
        r"(?-u:\b)(?P<s>(?:ya29\.|GOCSPX-|whsec_|sk-|pypi-|hf_|EAAC|dapi|ATATT3x|AGE-SECRET-KEY-)[A-Za-z0-9_=-]{14,})",
        Secret::Key,
        Must::LookSecret,
    ),
    Shape::new(&["://"], r"://(?P<s>[^\s/@:]{12,})@", Secret::Token, Must::LookSecret),
    Shape::new(
        &["hooks.slack.com/", "webhook.office.com/"],
        r#"(?:hooks\.slack\.com/services|webhook\.office\.com)/(?P<s>[^\s"'<>]{8,})"#,
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(
        &["key=", "sid=", "sessid=", "samlresponse=", "x-amz-", "auth="],
        r#"(?i)[?&](?:key|sid|auth|phpsessid|SAMLResponse|SAMLRequest|X-Amz-(?:Signature|Credential|Security-Token))=(?P<s>[^&\s"'<>#]{6,})"#,
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["sid=", "sessid=", ".aspxauth="],
        r#"(?i)(?:^|[\s;,'(])(?:(?:connect\.)?sid|[a-z]{2,10}sessid|\.aspxauth)=(?P<s>[^;\s&'"]{6,})"#,
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["jdbc:oracle:"],
        r"(?i)jdbc:oracle:[a-z]+:[^\s/:@]+/(?P<s>[^\s@]+)@",
        Secret::Password,
        Must::Stand,
    ),
];
