//! Trees as one HTML file that needs nothing else: no server, no network, no script.

use super::body::body;
use super::markup::{Written, escaped};
use super::outline::Outline;

/// The sheets that pages share with this file, so that a tree looks the same in both.
const STYLES: [&str; 3] = [
    include_str!("../../templates/assets/tokens.css"),
    include_str!("../../templates/assets/tree.css"),
    include_str!("document.css"),
];

/// One file about all these trees, with a table of contents if there are several. `site` names the base.
pub fn document(outlines: &[Outline], site: &str) -> String {
    let site = escaped(site);
    let heading = match outlines {
        [only] => escaped(&only.title),
        _ => "Decision trees".to_owned(),
    };
    let mut html = Written(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{heading} – {site}</title>\n<style>\n"
    ));
    STYLES.iter().for_each(|style| html.push_str(style));
    writeln!(html, "</style>\n</head>\n<body>\n<main>\n<p class=\"kicker\">{site}</p>\n<h1>{heading}</h1>");
    if outlines.len() > 1 {
        html.push_str("<nav aria-label=\"Symptoms\"><ul class=\"tree-contents\">\n");
        for outline in outlines {
            writeln!(html, "<li><a href=\"#tree-{}\">{}</a></li>", outline.symptom, escaped(&outline.title));
        }
        html.push_str("</ul></nav>\n");
    }
    match outlines {
        [only] => html.push_str(&body(only, 2, &|_| None)),
        several => several.iter().for_each(|outline| {
            let (id, title) = (&outline.symptom, escaped(&outline.title));
            writeln!(html, "<article aria-labelledby=\"tree-{id}\">\n<h2 id=\"tree-{id}\">{title}</h2>");
            html.push_str(&body(outline, 3, &|_| None));
            html.push_str("</article>\n");
        }),
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html.0
}
