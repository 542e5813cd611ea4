//! The second wall: the finished HTML goes through a cleaner that knows only the allow-list.
//!
//! It parses as browsers do, so tags that were spread over several pieces come out well formed.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::allow_list::{CLASSES, TAGS};

/// The schemes that may stand in a link.
pub(super) const SCHEMES: &[&str] = &["http", "https", "mailto"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

/// Cleans finished HTML.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

fn cleaner() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(["script", "style"].into())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("img", ["src", "alt"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("th", ["colspan", "rowspan"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attribute_values("th", "scope", ["col", "row"])
        .add_tag_attribute_values("a", "rel", ["noopener noreferrer"])
        .add_tag_attribute_values("img", "loading", ["lazy"])
        .add_tag_attribute_values("div", "role", ["note", "region"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .add_tag_attribute_values("div", "aria-label", ["Table"]);
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    for (tag, classes) in CLASSES {
        builder.add_allowed_classes(*tag, classes.iter().copied().collect::<HashSet<_>>());
    }
    builder
}
