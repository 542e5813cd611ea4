//! HTML as deskdoc writes it, and nothing else: read so strictly that markup in a text cannot pass for it.

/// Tags of our pages and of authors. What is not here, runs, loads, sends or hides something.
const TAGS: &str = "a abbr b bdi blockquote body br button caption circle cite code dd defs del desc details div dl dt em \
    fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i img input ins kbd label legend li \
    line link main mark marker meta nav ol optgroup option p path pattern polygon polyline pre q rect s samp script \
    section select small span strong sub summary sup svg table tbody td text textarea tfoot th thead title tr tspan u \
    ul var article aside time dialog output";

/// Attributes with an address in them.
const ADDRESSES: [&str; 4] = ["href", "src", "action", "poster"];

/// Attributes that only hostile texts would add.
const NEVER: [&str; 9] = [
    "style",
    "srcdoc",
    "srcset",
    "formaction",
    "ping",
    "background",
    "xlink:href",
    "http-equiv",
    "contenteditable",
];

/// What would be alive, or is no HTML of ours.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").unwrap_or(html);
    while let Some((_, behind)) = rest.split_once('<') {
        let closed = behind.strip_prefix('/');
        match tag(closed.unwrap_or(behind)) {
            Ok((name, attributes, after)) => {
                faults.extend(live(name, &attributes, closed.is_some()));
                rest = after;
            }
            Err(why) => {
                let place: String = behind.chars().take(60).collect();
                faults.push(format!("{why} at {place:?}"));
                rest = behind;
            }
        }
    }
    faults
}

type Tag<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

/// Reads what stands behind `<`: a name, then attributes with values in double quotes or without any.
fn tag(text: &str) -> Result<Tag<'_>, &'static str> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric()).ok_or("no end of a tag")?;
    let (name, mut rest) = text.split_at(end);
    if name.is_empty() {
        return Err("an odd `<`");
    }
    let mut attributes = Vec::new();
    loop {
        let trimmed = rest.trim_start_matches([' ', '\n']);
        if let Some(after) = trimmed.strip_prefix("/>").or_else(|| trimmed.strip_prefix('>')) {
            return Ok((name, attributes, after));
        }
        if trimmed.len() == rest.len() {
            return Err("no blank before an attribute");
        }
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || "-_:".contains(letter);
        let end = trimmed.find(|letter| !is_of_name(letter)).ok_or("no end of an attribute")?;
        let (key, behind) = trimmed.split_at(end);
        if key.is_empty() {
            return Err("an odd attribute");
        }
        let Some(value) = behind.strip_prefix('=') else {
            attributes.push((key, ""));
            rest = behind;
            continue;
        };
        let quoted = value.strip_prefix('"').and_then(|value| value.split_once('"'));
        let (value, behind) = quoted.ok_or("a value without quotes")?;
        if value.contains(['<', '>']) {
            return Err("a tag in a value");
        }
        attributes.push((key, value));
        rest = behind;
    }
}

fn live(name: &str, attributes: &[(&str, &str)], is_end: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if !TAGS.split_whitespace().any(|known| known == name) {
        faults.push(format!("the tag {name}"));
    }
    let value = |key: &str| attributes.iter().find(|(found, _)| *found == key).map(|(_, value)| *value);
    if name == "script" && !is_end {
        let is_ours = value("src").is_some_and(|src| src.starts_with("/assets/"));
        if !is_ours || value("type") != Some("module") {
            faults.push(format!("a script: {attributes:?}"));
        }
    }
    for (key, value) in attributes {
        let is_handler = key.to_ascii_lowercase().starts_with("on");
        let leads_out = ADDRESSES.contains(key) && !is_dead_address(value);
        if is_handler || NEVER.contains(key) || leads_out {
            faults.push(format!("{key}={value:?} of {name}"));
        }
    }
    faults
}

/// Whether an address leads to a page, ours or another, and runs nothing; read as leniently as any browser did.
fn is_dead_address(value: &str) -> bool {
    let undone = value.replace("&#58;", ":").replace("&colon;", ":").replace("&Tab;", "");
    let kept: String =
        undone.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    let start = kept.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    match start.split_once(':') {
        Some((scheme, _)) => matches!(scheme, "http" | "https" | "mailto"),
        None => !start.contains('&') && !kept.starts_with("//") && !kept.starts_with("/\\"),
    }
}

/// Whether anything in a page leads to where only hostile texts lead.
pub fn leads_to_evil(html: &str) -> bool {
    let hrefs = html.split(" href=\"").chain(html.split(" src=\"")).skip(1);
    hrefs
        .filter_map(|rest| rest.split('"').next())
        .any(|value| value.split(['?', '#']).next().is_some_and(|path| path.contains("evil.example")))
}

#[test]
fn the_watch_finds_what_is_alive_and_passes_what_is_ours() {
    for sound in [
        "<!doctype html><p class=\"a\">&#60;script&#62; a > b</p><br/>",
        "<script type=\"module\" src=\"/assets/a.js\"></script>",
        "<a href=\"https://a.example/?a=javascript:\">x</a><a href=\"/c/1#a:b\">y</a><input required>",
    ] {
        assert_eq!(faults(sound), [""; 0], "{sound}");
    }
    for alive in super::payloads().iter().filter(|payload| payload.starts_with("<script")) {
        assert!(!faults(alive).is_empty(), "{alive}");
    }
    for alive in [
        "<p onclick=\"x\">",
        "<p ONCLICK=\"x\">",
        "<img src=x>",
        "<a href=\"java\tscript:x\">",
        "<a href=\"javascript&#58;x\">",
        "<a href=\"//evil.example\">",
        "<iframe>",
        "<svg/onload=x>",
        "<!-- -->",
        "<p style=\"x\">",
        "<script>x</script>",
        "a < b",
    ] {
        assert!(!faults(alive).is_empty(), "{alive}");
    }
}
