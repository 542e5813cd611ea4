//! Secrets that people type behind a command, into a call or behind a user's name: `mysql -p…`, `Logon("admin", "…")`,
//! `login with admin/…`.

use super::Secret;
use super::shape::{Must, Shape};

/// Other words of a command, before the option that matters.
macro_rules! words {
    () => {
        r"(?:[ \t]+[^\s|;&]+){0,30}?[ \t]"
    };
}

/// The value of an option, behind it or glued to it.
macro_rules! value {
    () => {
        r#"[ =]?(?P<s>"[^"\r\n]+"|'[^'\r\n]+'|[^\s"'-][^\s"']{2,})"#
    };
}

/// What is looked for in a text as it is seen.
// A user's name is told by what cannot stand in one: a list of all letters that can, forty times over, takes longer to
// compile than the rest of the program takes to start.
pub(super) static COMMANDS: [Shape; 35] = [
    Shape::new(
        &["-u ", "-u=", "--user", "--proxy-user"],
        r#"(?:^|\s)(?:-[uU][ =]|--user[ =]|--proxy-user[ =])["']?[^\s:"'/]+:(?P<s>[^\s"']+)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["curl", "http"],
        r#"(?i)\b(?:curl|https?)\b[^\r\n|]{0,200}?\s-[uUaA][ =]?["']?[^\s:"'/-][^\s:"'/]*:(?P<s>[^\s"']+)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["curl", "wget"],
        r#"(?i)\b(?:curl|wget)\b[^\r\n|]{0,200}?\s(?:-b|--cookie|-H|--header)[ =]?["'](?:X-Auth[a-z-]*:[ ]?)?(?P<s>[^"'\r\n:]{6,})["']"#,
        Secret::Token,
        Must::LookSecret,
    ),
    // The letter of an option counts as it is written: `-P` of `mysql` is a port.
    Shape::new(
        &["mysql", "mariadb", "sshpass", "7z", "mongo"],
        concat!(r"\b(?:mysql[a-z]*|mariadb[a-z-]*|sshpass|7za?|mongo[a-z]*)\b", words!(), r"-p", value!()),
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["docker login", "podman login", "az login", "unzip", "psexec", "cqlsh"],
        concat!(
            r"\b(?:docker[ \t]+login|podman[ \t]+login|az[ \t]+login|unzip|psexec|cqlsh)\b",
            words!(),
            r"-[pP]",
            value!()
        ),
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["sqlcmd", "bcp", "isql", "tsql", "redis-cli", "ldap", "ssh-keygen"],
        concat!(
            r"\b(?:(?:sqlcmd|bcp|isql|tsql)\b",
            words!(),
            r"-P|redis-cli\b",
            words!(),
            r"-a|ldap[a-z]+\b",
            words!(),
            r"-w|ssh-keygen\b",
            words!(),
            r"-[NP])",
            value!()
        ),
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["-storepass", "-keypass", "-srcstorepass", "-deststorepass", "-passin", "-passout"],
        r#"(?i)-(?:storepass|keypass|srcstorepass|deststorepass|passin|passout)[ =:](?:pass:)?["']?(?P<s>[^\s"']+)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["sqlplus", "impdp", "expdp", "sqlldr"],
        r"(?i)\b(?:sqlplus|impdp|expdp|sqlldr)\b[^\r\n|]{0,60}?\s[^\s/:@=-]+/(?P<s>[^\s@/]+)(?:@|\s|$)",
        Secret::Password,
        Must::LookSecret,
    ),
    // The commands of nlserver: organization, id, user and secret in one word, or user, address and password.
    Shape::new(
        &["-setims", "-setdblogin", "-setproxy"],
        r"(?i)-set(?:ims[a-z]*|dblogin|proxy)(?:[:=][ \t]*|[ \t]+[^\s/:]*[/:])(?P<s>\S+)",
        Secret::ClientSecret,
        Must::Stand,
    ),
    Shape::new(
        &["("],
        r#"(?i)\b(?:logon|login|signin|[a-z]{0,20}credential|(?:credentials?\.)?basic|basicauth|auth|authenticate|connect)[ \t]*=?[ \t]*\([ \t]*u?(?:"[^"\r\n]{1,60}"|'[^'\r\n]{1,60}')[ \t]*,[ \t]*(?P<s>"[^"\r\n]{3,}"|'[^'\r\n]{3,}')"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["cryptstring", "securestring", "hmac", "jwt."],
        r#"(?i)\b(?:(?:de|en)?cryptString[ \t]*\(|ConvertTo-SecureString(?:[ \t]+-String)?|hmac\.new[ \t]*\(|jwt\.(?:sign|encode|decode|verify)[ \t]*\([^,\r\n]{1,80},)[ \t]*b?(?P<s>"[^"\r\n]{3,}"|'[^'\r\n]{3,}')"#,
        Secret::Key,
        Must::Stand,
    ),
    Shape::new(
        &["identified"],
        r#"(?i)\b(?:create|alter|grant)\b[^;]{0,200}?\bidentified[ \t]+by[ \t]+(?P<s><[^>\r\n]{1,40}>|"[^"\r\n]+"|'[^'\r\n]+'|[^\s"';]+)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["identified", "password"],
        r#"(?i)\b(?:identified[ \t]+by|(?:with|set|encrypted|(?:user|role|login)[ \t]+[^\s]{1,80})[ \t]+password)[ \t]+(?P<s>"[^"\r\n]+"|'[^'\r\n]+')"#,
        Secret::Password,
        Must::BeNoRemark,
    ),
    Shape::new(
        &["requirepass", "masterauth"],
        r#"(?i)\b(?:requirepass|masterauth)[ \t]+(?P<s>"[^"\r\n]+"|'[^'\r\n]+'|[^\s"';]+)"#,
        Secret::Password,
        Must::BeNoRemark,
    ),
    Shape::new(
        &["sudo", "passwd", "--password-stdin"],
        r#"(?i)\becho[ \t]+(?:-n[ \t]+)?["']?(?:[^\s:"']{1,40}:)?(?P<s>[^\s"'|]+)["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?(?:-S|chpasswd|passwd[ \t]+--stdin|sudo[ \t]+-S|[^|\r\n]{0,80}?--password-stdin)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["/"],
        r#"(?i)\b(?:(?:log(?:ged)?[ -]?in|logon|logged[ -]on|sign(?:ed)?[ -]?in)[ \t]+|u/p:[ \t]*|login=|(?:login|access|account|zugang|anmeldung|connexion|acceso)[ \t]*:[ \t]*|anmeldung[ \t]+)(?:(?:with|as|using|are|is|mit)[ \t]+)?[^\s/,;:()<>\[\]{}"'=?!&%#+*|]{1,40}[ \t]?/[ \t]?(?P<s>[^\s/"']{6,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["cred", "crédenciales", "zugangsdaten", "identifiant", "anmeldedaten"],
        r#"(?i)\b(?:credentials?|creds|zugangsdaten|anmeldedaten|identifiants?|cr[eé]denciales)(?:[ \t]+(?:for|of|to|für)(?:[ \t]+[^\s:/]{1,20}){1,4}?)?(?:[ \t]+(?:are|is|with|sind|sont|son))?[ \t]*:?[ \t]*[^\s/,;:()<>\[\]{}"'=?!&%#+*|]{1,40}(?:[ \t]*[/:,][ \t]*|[ \t]+(?:(?:and|und|et|y)[ \t]+)?)(?P<s>[^\s/"']{6,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    // Changed from one to the other.
    Shape::new(
        &["password", "passwort", "passphrase", "kennwort", "secret", "token", "pwd"],
        r#"(?i)(?:pass(?:word|wort|phrase)|kennwort|pwd|secret|token)[ \t]+(?:from|von)[ \t]+["'„“]?(?P<s>[^\s"'“”]{5,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["password", "passwort", "passphrase", "kennwort", "secret", "token", "pwd"],
        r#"(?i)(?:pass(?:word|wort|phrase)|kennwort|pwd|secret|token)[ \t]+(?:(?:from|von)[ \t]+[^\s]{1,60}[ \t]+)?(?:to|auf|zu)[ \t]+["'„“]?(?P<s>[^\s"'“”]{5,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["from", "von"],
        r#"(?i)(?:pass(?:word|wort|phrase)|kennwort|pwd|secret|token)[ \t]+(?:(?:was|is|has[ \t]+been|wurde)[ \t]+)?(?:changed|reset|updated|rotated|switched)[ \t]+(?:from|von)[ \t]+["'„“]?(?P<s>[^\s"'“”]{5,})["'“”]?[ \t]+(?:to|auf|zu)\b"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &[" as ", "\tas ", " as\t", "\tas\t"],
        r#"(?i)\b(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|log(?:ged)?[ -]on)[ \t]+as[ \t]+[^\s/,;:]{1,40}[ \t]+(?:with|using)[ \t]+["'„“]?(?P<s>[^\s"'“”]{5,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["htpasswd", "usermod", "xfreerdp", "mstsc"],
        r#"(?i)\b(?:htpasswd[ \t]+-\w*b\w*[ \t]+\S+[ \t]+\S+[ \t]+|usermod[ \t]+-p[ \t]+|(?:xfreerdp|mstsc)\b[^\r\n|]{0,200}?\s/p:)["']?(?P<s>[^\s"']{3,})"#,
        Secret::Password,
        Must::Stand,
    ),
    // The value before its name: `use … as the password`.
    Shape::new(
        &[
            "password",
            "passwort",
            "passphrase",
            "kennwort",
            "secret",
            "token",
            "contrase",
            "mot de passe",
            "pwd",
        ],
        r#"(?i)[\s"'“«(](?P<s>[^\s"'”»()]{5,})["'”»]?[ \t]+(?:as|als|comme|como|for)[ \t]+(?:(?:the|my|our|a|new|mon|le|la|mi|el|das|mein|neues)[ \t]+){0,2}(?:[a-z]{3,10}[ \t]+)?(?:pass(?:word|wort|phrase)|kennwort|pwd|secret|token|contraseña|mot de passe)"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["password", "passwort", "kennwort"],
        r#"(?i)\b(?:passwor[dt]|kennwort)[ \t]+(?:habe?[ \t]+ich|verwende[ \t]+ich|nutze[ \t]+ich|i[ \t]+(?:use|enter|type|typed|entered))[ \t]+["'„“]?(?P<s>[^\s"'“”]{5,})"#,
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["<<<"],
        r#"(?i)(?:chpasswd|\bkinit\b[^\r\n|]{0,60}?|\bpasswd\b[^\r\n|]{0,60}?|--with-token|--password-stdin)[ \t]*<<<[ \t]*["']?(?:[^\s:"']{1,40}:)?(?P<s>[^\s"']+)"#,
        Secret::Password,
        Must::Stand,
    ),
    Shape::new(
        &["net use"],
        r"(?i)\bnet[ \t]+(?:use\b[^\r\n|]{0,120}?(?:\\\\\S+|/user:\S+)|user[ \t]+\S+)[ \t]+(?P<s>[^\s/]\S{3,})",
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["lftp", "smbclient", "schtasks", "openssl"],
        r"\b(?:(?:lftp|smbclient)\b[^\r\n|]{0,160}?-[uU][ \t]*[^\s,%]+[,%]|schtasks\b[^\r\n|]{0,300}?/[rR][pP][ \t]+|openssl\b[^\r\n|]{0,200}?[ \t]-[kK][ \t]+)(?P<s>\S{6,})",
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["--value", "--body", "--secret-string", "vault kv"],
        r#"\b(?:(?:az|aws|gh|gcloud)\b[^\r\n|]{0,240}?--(?:value|body|secret-string)[ =]|vault[ \t]+kv[ \t]+put\b[^\r\n|]{0,120}?[ \t][\w-]{1,40}=)["']?(?P<s>[^\s"']{6,})"#,
        Secret::ClientSecret,
        Must::LookSecret,
    ),
    Shape::new(
        &["auth plain", "auth login"],
        r"(?i)\bauth[ \t]+(?:plain|login)[ \t]+(?P<s>[A-Za-z0-9+/=]{8,})",
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["connect ", "sp_addlogin", "sp_password"],
        r"(?i)\b(?:connect[ \t]+[^\s/@]{1,40}/|sp_(?:addlogin|password)[ \t]+N?'[^'\r\n]*'[ \t]*,[ \t]*N?')(?P<s>[^\s@/']{3,})['@]",
        Secret::Password,
        Must::LookSecret,
    ),
    Shape::new(
        &["sftp", "scp ", "ssh ", "rsync", "ftp "],
        r"(?i)\b(?:sftp|scp|ssh|rsync|ftp)\b[^\r\n]{0,120}?\s[^\s:@/]+:(?P<s>[^\s@/]{5,})@[a-z0-9]",
        Secret::Password,
        Must::LookTyped,
    ),
    // Short forms, and a name and a password with a stroke between them near a word for signing in.
    Shape::new(
        &["p:", "p=", "pw:", "pw="],
        r"(?i)\b(?:u|usr|user|login)[ \t]*[:=][ \t]*\S{1,60}[ \t,;/]+(?:p|pw)[ \t]*[:=][ \t]*(?P<s>\S{5,})",
        Secret::Password,
        Must::LookMadeUp,
    ),
    Shape::new(
        &[" / ", " // "],
        r#"(?i)(?:log[ -]?ins?|sign[ -]?in|credentials?|creds|(?:access|accès|acceso|account)[ \t]*:|zugang|ログイン|\brdp|\btry)[^\r\n/]{0,40}?[\s(:][^\s/,;:()<>]{1,40}[ \t]+/{1,2}[ \t]+(?P<s>[^\s/"')]{6,})"#,
        Secret::Password,
        Must::LookMadeUp,
    ),
    // An address of a mail, and behind a stroke the password.
    Shape::new(
        &["@"],
        r"[^\s@/]@[^\s@/]{1,80}\.[a-z]{2,12}[ \t]+/[ \t]+(?P<s>\S{6,})",
        Secret::Password,
        Must::LookTyped,
    ),
    Shape::new(
        &["connection(", "credentials(", "authentication(", "auth(", "pdo(", "userandpassword("],
        r#"(?i)(?:connection|credentials|authentication|basic_?auth|pdo|userandpassword)[ \t]*\([^()\r\n]{1,160},[ \t]*(?:some\()?[ \t]*(?P<s>"[^"\r\n]{3,}"|'[^'\r\n]{3,}')(?:\.[a-z]+\(\))?[ \t]*\)"#,
        Secret::Password,
        Must::LookSecret,
    ),
];
