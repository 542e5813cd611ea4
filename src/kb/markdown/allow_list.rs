//! Which HTML may be shown at all: tags, attributes and our own classes.
//!
//! Both walls read these tables, the one that copies hand-written tags and the one that cleans the whole output.

/// Tags authors may write themselves; their attributes are dropped but for those named in `attributes`.
pub(super) const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
];

/// Our own classes, by the tag that carries them.
pub(super) const CLASSES: &[(&str, &[&str])] = &[
    (
        "div",
        &[
            "table-scroll",
            "note",
            "note-note",
            "note-info",
            "note-tip",
            "note-important",
            "note-caution",
            "note-warning",
            "note-admin",
            "note-availability",
            "note-prerequisites",
            "note-more",
            "note-video",
            "note-other",
        ],
    ),
    ("p", &["note-label", "tab-label", "cut-off"]),
    ("span", &["ui", "badge", "missing-image", "missing-link"]),
];

/// The widest cell an author may ask for.
const WIDEST_CELL: u32 = 100;

/// Whether a tag has no content and no end.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img")
}

/// Whether a tag belongs into a line of text and may not hold blocks.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "var"
    )
}

/// Whether an attribute of a hand-written tag is kept; links and images are handled apart.
pub(super) fn keeps(tag: &str, attribute: &str, value: &str) -> bool {
    let is_span = || value.parse::<u32>().is_ok_and(|number| (1..=WIDEST_CELL).contains(&number));
    match (tag, attribute) {
        ("td" | "th", "colspan" | "rowspan") => is_span(),
        ("th", "scope") => matches!(value, "col" | "row"),
        ("ol", "start") => value.parse::<u32>().is_ok(),
        _ => false,
    }
}

/// Whether the opening of one hand-written tag ends another: `<li>` needs no `</li>` before it.
pub(super) fn ends(opening: &str, open: &str) -> bool {
    match opening {
        "li" => open == "li",
        "dt" | "dd" => matches!(open, "dt" | "dd"),
        "td" | "th" => matches!(open, "td" | "th"),
        "tr" => matches!(open, "td" | "th" | "tr"),
        "thead" | "tbody" | "tfoot" => matches!(open, "td" | "th" | "tr" | "thead" | "tbody" | "tfoot"),
        "p" | "ul" | "ol" | "table" | "div" | "blockquote" | "pre" | "hr" | "dl" => open == "p",
        _ => false,
    }
}
