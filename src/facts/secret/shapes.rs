//! Secrets that their shape betrays, wherever they stand.

use super::Secret;
use super::shape::{Must, Shape};

/// What is looked for in a text as it was typed.
pub(super) static SHAPES: [Shape; 32] = [
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
        r"(?i)(?-u:\b)(?:bearer|basic)[ \t]+(?P<s>[A-Za-z0-9._~+/-]{6,}={0,2})",
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["authorization"],
        r#"(?i)(?:^|[^"'\w-])(?:proxy-)?authorization[\t\p{Zs}]*[:=：][\t\p{Zs}]*(?P<s>[^\r\n]+)"#,
        Secret::Token,
        Must::BeNoRemark,
    ),
    // As one word of a command it ends with the word.
    Shape::new(
        &["authorization"],
        r#"(?i)"(?:proxy-)?authorization[ \t]*[:=][ \t]*(?P<s>(?:[^"\\\r\n]|\\.)+)"#,
        Secret::Token,
        Must::BeNoRemark,
    ),
    Shape::new(
        &["authorization"],
        r#"(?i)'(?:proxy-)?authorization[ \t]*[:=][ \t]*(?P<s>[^'\r\n]+)"#,
        Secret::Token,
        Must::BeNoRemark,
    ),
    Shape::new(
        &["cookie"],
        r"(?i)(?-u:\b)(?:set-)?cookie[\t\p{Zs}]*[:：][\t\p{Zs}]*(?P<s>[^\r\n]+)",
        Secret::Token,
        Must::BeNoRemark,
    ),
    Shape::new(&["://"], r"://[^\s/@:]*:(?P<s>[^\s/?#]+)@", Secret::Password, Must::Stand),
    // With signs in it that belong encoded; before the first of them stands no port.
    Shape::new(
        &["://"],
        r#"://[^\s/@:?#]*:(?P<s>(?:[^\s/?#@]*[^\s/?#@0-9][^\s/?#@]*)?[/?#][^\s@"'<>?&=]*)@[A-Za-z0-9]"#,
        Secret::Password,
        Must::Stand,
    ),
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
    Shape::new(
        &["code="],
        r#"(?i)(?:^|[\s"'?&])(?:device_)?code=(?P<s>[^&\s"'<>]{6,})&(?:amp;)?(?:grant_type|client_id|redirect_uri|scope|session_state|iss)="#,
        Secret::Token,
        Must::Stand,
    ),
    Shape::new(
        &["device_code", "authorization_code"],
        r#"(?i)(?:\bdevice_code=|["'](?:device_|authorization_)code["'][ \t]*:[ \t]*["'])(?P<s>[^&\s"'<>]{8,})"#,
        Secret::Token,
        Must::LookTyped,
    ),
    Shape::new(
        &["\"code\""],
        r#"(?i)"code"[ \t]*:[ \t]*"(?P<s>[^&\s"'<>]{8,})"\s*,\s*"(?:state|grant_type|client_id|redirect_uri|iss)""#,
        Secret::Token,
        Must::LookTyped,
    ),
    Shape::new(
        &["akia"],
        r"(?-u:\b)AKIA[A-Z0-9]{12,}[\s/:,;|]+(?P<s>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+]|$)",
        Secret::Key,
        Must::LookSecret,
    ),
    Shape::new(
        &["\"auth\""],
        r#""auth"[ \t]*:[ \t]*"(?P<s>[A-Za-z0-9+/=_-]{12,})""#,
        Secret::Password,
        Must::LookMadeUp,
    ),
    // A form as an answer of a program tells it.
    Shape::new(
        &["answer", "\"data\"", "\"val"],
        r#"(?i)"(?:title|question|label|name|id|key)"[ \t]*:[ \t]*"[^"\r\n]{0,30}(?:pass(?:word|wort|phrase)|kennwort|pwd|secret|token)"\s*,\s*"(?:answer|data|val|value)"[ \t]*:[ \t]*"(?P<s>[^"\r\n]{5,})""#,
        Secret::Password,
        Must::LookTyped,
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
        &["sid=", "sessid=", ".aspxauth=", ".aspnetcore.", "arraffinity="],
        r#"(?i)(?:^|[\s;,'(])(?:(?:connect\.)?sid|[a-z]{2,10}sessid|\.aspxauth|\.aspnetcore\.[a-z.]{1,30}|arraffinity)=(?P<s>[^;\s&'"]{6,})"#,
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["jdbc:oracle:"],
        r"(?i)jdbc:oracle:[a-z]+:[^\s/:@]+/(?P<s>[^\s@]+)@",
        Secret::Password,
        Must::Stand,
    ),
    // Keys whose armour is gone, by how their numbers begin (PKCS #8 and #1, elliptic curves).
    Shape::new(
        &["ibad", "ibaa", "mhccaqee", "ageamb"],
        r"(?P<s>(?-u:\b)(?:MI[A-Z][A-Za-z0-9+/]{3}IBA[AD]|MHcCAQEE|MIG[A-Za-z0-9+/]AgEAMB)[A-Za-z0-9+/=]{16,}(?:[\s>]+[A-Za-z0-9+/=]{16,})*)",
        Secret::Key,
        Must::Stand,
    ),
    Shape::new(
        &["private key"],
        r"(?P<s>(?:[A-Za-z0-9+/=]{30,}[\s>]+){1,200}(?:[A-Za-z0-9+/=]+[\s>]+)?-{3,5} ?END [A-Z0-9 ]*PRIVATE KEY)",
        Secret::Key,
        Must::Stand,
    ),
    Shape::new(
        &["private key", "private-lines"],
        r"(?P<s>(?:-{3,4} ?BEGIN [A-Z0-9 ]*PRIVATE KEY ?-{0,5}|Private-Lines: *[0-9]+)(?:[\s>]+[A-Za-z0-9+/=]{16,})+(?:[\s>]+[A-Za-z0-9+/=]+\b)?)",
        Secret::Key,
        Must::Stand,
    ),
    // The private numbers of a key in JSON or XML.
    Shape::new(
        &["\"d\"", "\"dp\"", "\"qi\"", "<d>", "<dp>"],
        r#"(?:"(?:d|k|dp|dq|qi)"[ \t]*:[ \t]*"|<(?:D|P|Q|DP|DQ|InverseQ)>)(?P<s>[A-Za-z0-9+/=_-]{30,})["<]"#,
        Secret::Key,
        Must::LookSecret,
    ),
    Shape::new(
        &["assertion=", "code_verifier=", "samlresponse=", "refresh_token=", "samlart="],
        r#"(?i)(?:^|[\s"'])(?:client_assertion|assertion|code_verifier|samlresponse|samlart|refresh_token)=(?P<s>[^&\s"'<>]{6,})"#,
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["/reset", "/password-reset", "/magic", "/activate", "/invite", "/verify"],
        r#"(?i)/(?:(?:password-)?reset(?:-password)?|magic(?:-link)?|activate|invite|verify)/(?P<s>[A-Za-z0-9_.-]{16,})"#,
        Secret::Token,
        Must::LookTyped,
    ),
    Shape::new(
        &["x-"],
        r"(?i)(?-u:\b)x-[a-z-]{0,30}(?:key|signature|ticket)[ \t]*:[ \t]*(?P<s>[^\s,;]{8,})",
        Secret::Token,
        Must::LookSecret,
    ),
    Shape::new(
        &["xapp-", "nrak-", "ltai", "xkeysib-", "pmak-", "lin_api_", "1//0", ":aa", "key-", "-us1", "-us2"],
        r"(?-u:\b)(?P<s>(?:xapp-|NRAK-|LTAI|xkeysib-|PMAK-|lin_api_|1//0)[A-Za-z0-9_-]{16,}|[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us[0-9]{1,2})",
        Secret::Key,
        Must::LookSecret,
    ),
];
