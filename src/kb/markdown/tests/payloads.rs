//! Whatever a page contains, what is rendered is not alive: only known tags, attributes and addresses.

use unicode_normalization::char::is_combining_mark;

use crate::kb::markdown::allow_list::{CLASSES, TAGS};
use crate::kb::markdown::links::{Resolved, resolve};
use crate::kb::markdown::raw_html::{self, Token};
use crate::kb::markdown::{Destination, RenderOptions, parse, render, steps};

/// Leads wherever the page says, as a careless caller would.
fn careless(target: &str, _image: bool) -> Destination {
    if target.contains(':') {
        Destination::Outside(target.to_owned())
    } else {
        Destination::Page(target.to_owned())
    }
}

fn careful(target: &str, _image: bool) -> Destination {
    match resolve("a/b.md", target) {
        Resolved::Outside(url) => Destination::Outside(url),
        Resolved::Page { path, .. } => Destination::Page(format!("/{path}")),
        Resolved::SamePage { anchor } => Destination::Page(format!("#{anchor}")),
        Resolved::Refused(_) => Destination::Missing,
    }
}

/// Panics if anything in `html` could run, load or disguise itself.
pub(super) fn assert_dead(html: &str, payload: &str) {
    for part in html.split('<').skip(1) {
        assert!(
            part.starts_with(|first: char| first == '/' || first.is_ascii_alphabetic()),
            "odd `<` in {html}\nfrom {payload}"
        );
    }
    for token in raw_html::tokens(html) {
        let Token::Open { name, attributes } = token else { continue };
        assert!(TAGS.contains(&name.as_str()), "tag {name} in {html}\nfrom {payload}");
        for (key, value) in attributes {
            assert!(is_dead(&name, &key, &value), "{key}={value} of {name} in {html}\nfrom {payload}");
        }
    }
}

fn is_dead(tag: &str, key: &str, value: &str) -> bool {
    match (tag, key) {
        ("a", "href") | ("img", "src") => is_dead_address(tag, value),
        ("a", "rel") => value == "noopener noreferrer",
        ("img", "alt") => true,
        ("img", "loading") => value == "lazy",
        ("td" | "th", "colspan" | "rowspan") | ("ol", "start") => {
            value.bytes().all(|byte| byte.is_ascii_digit())
        }
        ("th", "scope") => value == "col" || value == "row",
        ("div", "role") => value == "note" || value == "region",
        ("div", "tabindex") => value == "0",
        ("div", "aria-label") => value == "Table",
        (tag, "id") => tag.starts_with('h') && value.chars().all(is_dead_in_anchor),
        (tag, "class") => {
            let ours =
                CLASSES.iter().find(|(carrier, _)| *carrier == tag).map_or(&[][..], |(_, classes)| classes);
            value.split(' ').all(|class| ours.contains(&class))
        }
        _ => false,
    }
}

fn is_dead_in_anchor(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character) || "_.:-".contains(character)
}

/// Reads the scheme as leniently as any browser ever did.
fn is_dead_address(tag: &str, value: &str) -> bool {
    let squeezed: String =
        value.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect();
    let squeezed = squeezed.to_lowercase();
    let scheme = squeezed
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme.to_owned());
    match scheme.as_deref() {
        Some("http" | "https") => true,
        Some("mailto") => tag == "a",
        Some(_) => false,
        None => !squeezed.starts_with("//") && !squeezed.starts_with("/\\"),
    }
}

const PAYLOADS: &[&str] = &[
    "<script>boom()</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script\n>boom()</script\n>",
    "text <script>boom()</script> text",
    "<script/x>boom()</script>",
    "<<script>boom()//<</script>",
    "<scr<script>ipt>boom()</scr</script>ipt>",
    "<img src=x onerror=boom()>",
    "<img src=x OnErRoR = 'boom()'>",
    "<img/src=x/onerror=boom()>",
    "<img src=\"x\"onerror=\"boom()\">",
    "<img \"\"\"><script>boom()</script>\">",
    "<img src='javascript:boom()'>",
    "<img src=`javascript:boom()`>",
    "<img src=data:image/svg+xml;base64,PHN2Zy8+>",
    "<img srcset='x 1x, javascript:boom() 2x'>",
    "<svg onload=boom()>",
    "<svg><script>boom()</script></svg>",
    "<svg><a xlink:href='javascript:boom()'><text>x</text></a></svg>",
    "<svg><animate onbegin=boom() attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=boom()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=boom()></style></mglyph></table></mtext></math>",
    "<math href='javascript:boom()'>x</math>",
    "<iframe src='javascript:boom()'></iframe>",
    "<iframe srcdoc='<script>boom()</script>'></iframe>",
    "<object data='data:text/html,<script>boom()</script>'></object>",
    "<embed src='javascript:boom()'>",
    "<a href='javascript:boom()'>x</a>",
    "<a href='java&#x09;script:boom()'>x</a>",
    "<a href='java\nscript:boom()'>x</a>",
    "<a href='&#106avascript:boom()'>x</a>",
    "<a href=' &#1; javascript:boom()'>x</a>",
    "<a href='javascript&colon;boom()'>x</a>",
    "<a href='vbscript:boom'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href=x style='background:url(javascript:boom())'>x</a>",
    "<a href=x target=_blank rel=opener ping=//evil.example>x</a>",
    "<a id=x name=y class=note href=z>x</a>",
    "<form action='javascript:boom()'><input type=submit></form>",
    "<button formaction='javascript:boom()'>x</button>",
    "<input autofocus onfocus=boom()>",
    "<details open ontoggle=boom()><summary>x</summary></details>",
    "<body onload=boom()>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<meta http-equiv=refresh content='0;url=javascript:boom()'>",
    "<base href='//evil.example/'>",
    "<template><script>boom()</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=boom()>\">",
    "<textarea><img title='</textarea><img src=x onerror=boom()>'></textarea>",
    "<title><img title='</title><img src=x onerror=boom()>'></title>",
    "<xmp><img title='</xmp><img src=x onerror=boom()>'></xmp>",
    "<!--><script>boom()</script>-->",
    "<!-- --!><img src=x onerror=boom()> -->",
    "<![CDATA[<script>boom()</script>]]>",
    "<?xml ?><script>boom()</script>",
    "<p title='<img src=x onerror=boom()>' onmouseover=boom()>x</p>",
    "<td onclick=boom() colspan='1\" onclick=boom()'>x",
    "<table background='javascript:boom()'><tr><td>x</table>",
    "<h1 id='location' onclick=boom()>x</h1>",
    "<div role=alert tabindex=5 class='note evil' contenteditable>x</div>",
    "<marquee onstart=boom()>x</marquee>",
    "<video><source onerror=boom()></video>",
    "<custom-tag onclick=boom()>x</custom-tag>",
    "[x](javascript:boom())",
    "[x](JaVaScRiPt&colon;boom())",
    "[x](<java\tscript:boom()>)",
    "[x](&#x6a;avascript:boom())",
    "[x](data:text/html,boom)",
    "[x](https://evil.example \"\\\" onclick=\\\"boom()\")",
    "[x](https://evil.example/\"onclick=\"boom())",
    "[x](//evil.example)",
    "[x]: javascript:boom()\n\n[x]",
    "<javascript:boom()>",
    "<vbscript:boom>",
    "![x](javascript:boom())",
    "![\" onerror=\"boom()](https://evil.example/a.png)",
    "![x](data:image/svg+xml,boom)",
    "![x](x\"onerror=\"boom())",
    "## h {#x onclick=boom()}",
    "## h {#x\"onclick=\"boom() .note}",
    "## h {onclick=\"boom()\"}",
    "## <img src=x onerror=boom()> {#y}",
    "**<script>boom()</script>**\n\nx",
    ">[!NOTE<script>]\n>\n>x",
    ">[!NOTE]\n>\n><script>boom()</script>",
    ">[!VIDEO](javascript:boom())",
    ">[!TAB <img src=x onerror=boom()>]",
    "+++ <img src=x onerror=boom()>\n\nx\n\n+++",
    "[!UICONTROL <img src=x onerror=boom()>]",
    "[!BADGE <b onclick=boom()>x</b>]{type=Positive url=\"javascript:boom()\"}",
    "[x](y){onclick=\"boom()\"}",
    "| <img src=x onerror=boom()> |\n|---|\n| <script>boom()</script> |",
    "`<script>boom()</script>`",
    "```\" onclick=\"boom()\n</code></pre><script>boom()</script>\n```",
    "<div>\n\n</div><script>boom()</script>\n\n<div onclick=boom()>",
    "<b <script>boom()</script>",
    "<a href=\"x\n\n\" onclick=\"boom()\">y</a>",
    "&lt;script&gt;boom()&lt;/script&gt;",
    "\\<script>boom()\\</script>",
    "\u{fdd0}lt;script\u{fdd0}gt;boom()",
    "<a href='x\u{fdd0}quot; onclick=boom()'>y</a>",
    "<i\u{0}mg src=x onerror=boom()>",
    "<a\u{c}href='javascript:boom()'>x</a>",
];

#[test]
fn no_payload_is_alive() {
    assert!(PAYLOADS.len() >= 60);
    for payload in PAYLOADS {
        for body in [
            (*payload).to_owned(),
            format!("a\n\n- {payload}\n\n> {payload}"),
            format!("<table><tr><td>\n{payload}\n</td></tr></table>"),
        ] {
            for links in [&careless as &dyn Fn(&str, bool) -> Destination, &careful] {
                let options = RenderOptions { shift_headings: 1, links };
                assert_dead(&render(&body, 0..body.len(), &options), payload);
                for step in steps(&body, 0..body.len()) {
                    assert_dead(&render(&body, step.span, &options), payload);
                }
            }
        }
    }
}

#[test]
fn anchors_of_payloads_are_dead_too() {
    for payload in PAYLOADS {
        for section in parse(&format!("# {payload}\n")).sections {
            assert!(!section.anchor.contains(['"', '\'', '<', '>', '&', ' ']), "{}", section.anchor);
        }
    }
}
