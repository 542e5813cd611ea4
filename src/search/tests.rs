use std::path::Path;

use super::analysis::{Form, tokens};
use super::{Filter, Hit, Place, SearchIndex, facets};
use crate::kb::{KnowledgeBase, PagePath, SourceFile, Sources, assemble};

fn base(pages: &[(&str, &str)]) -> KnowledgeBase {
    let mut sources = Sources::default();
    for (path, text) in pages {
        sources.files.push(SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() });
    }
    assemble(sources, 1).0
}

fn index(pages: &[(&str, &str)]) -> SearchIndex {
    SearchIndex::build(&base(pages), Place::Memory, 1).expect("an index in memory")
}

/// A small base about signing in.
const PAGES: [(&str, &str); 9] = [
    (
        "articles/callback.md",
        "# The Callback URL\n\nThe address that users come back to.\n\n## Allow-list\n\nAsk Adobe to add the address to \
         the allow-list. Otherwise users are redirected to adobe.com after the password.\n",
    ),
    (
        "articles/scopes.md",
        "# Scopes\n\nThe scopes of the technical account. A wrong one gives the error `invalid_scope`.\n\n## The field\n\n\
         The field of nms:extAccount that holds them, see /nl/jsp/logon.jsp on the server.\n",
    ),
    (
        "articles/errors.md",
        "# Error codes\n\nXSV-350013 means that the session has expired. XTK-170006 is raised for any script.\n",
    ),
    ("articles/restart.md", "# Restarting\n\nStop the server, wait for a minute, start the server.\n"),
    ("articles/bare.md", "---\ntitle: Retention of archives\ndescription: How long archives are kept\n---\n"),
    ("articles/draft.md", "---\nstatus: draft\n---\n# Zeppelin\n\nThe zeppelin is not ready.\n"),
    ("articles/japanese.md", "# サインイン\n\nパスワードの後でアドビのページに移動します。\n"),
    (
        "questions/zeppelin.md",
        "---\nkind: question\nask: Is there a zeppelin?\nanswers:\n  - {id: a, label: A}\n---\n# Zeppelin question\n",
    ),
    (
        "out/zeppelin.md",
        "---\nkind: out-of-scope\nsays: [zeppelin]\n---\n# Zeppelin trouble\n\nAsk elsewhere.\n",
    ),
];

fn found(index: &SearchIndex, query: &str) -> Vec<String> {
    let hits = index.find(query, 10).expect("no query is an error");
    hits.into_iter().map(|hit| hit.section.to_string()).collect()
}

fn first(index: &SearchIndex, query: &str) -> String {
    found(index, query).into_iter().next().unwrap_or_default()
}

fn marked(hit: &Hit) -> Vec<&str> {
    hit.excerpt.marks.iter().map(|mark| hit.excerpt.text.get(mark.clone()).unwrap()).collect()
}

#[test]
fn the_section_that_says_it_comes_first() {
    let index = index(&PAGES);
    assert_eq!(first(&index, "after login I was redirected to adobe.com"), "articles/callback.md#allow-list");
    assert_eq!(first(&index, "callback url"), "articles/callback.md#the-callback-url");
    assert_eq!(first(&index, "restart the servers"), "articles/restart.md#restarting");
}

#[test]
fn a_hit_tells_where_it_stands_and_why_it_matches() {
    let index = index(&PAGES);
    let hits = index.find("redirecting", 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].page_title, "The Callback URL");
    assert_eq!(hits[0].headings.last().unwrap(), "Allow-list");
    assert_eq!(marked(&hits[0]), ["redirected"]);
    assert!(hits[0].score > 0.0);
}

#[test]
fn identifiers_are_found_whole_and_in_parts() {
    let index = index(&PAGES);
    for query in ["invalid_scope", "INVALID_SCOPE", "invalid scope", "error=invalid_scope&state=1"] {
        assert_eq!(first(&index, query), "articles/scopes.md#scopes", "{query}");
    }
    for query in ["nms:extAccount", "extaccount", "ext account", "/nl/jsp/logon.jsp", "logon.jsp"] {
        assert_eq!(first(&index, query), "articles/scopes.md#the-field", "{query}");
    }
    for query in ["XSV-350013", "350013", "xsv 350013: session"] {
        assert_eq!(first(&index, query), "articles/errors.md#error-codes", "{query}");
    }
    assert_eq!(first(&index, "www.adobe.com"), "articles/callback.md#allow-list");
}

#[test]
fn drafts_questions_and_what_is_out_of_scope_are_not_found() {
    assert_eq!(found(&index(&PAGES), "zeppelin"), [""; 0]);
}

#[test]
fn a_page_that_is_all_front_matter_is_found_by_title_and_description() {
    let index = index(&PAGES);
    assert_eq!(first(&index, "retention"), "articles/bare.md");
    let hits = index.find("kept archives", 1).unwrap();
    assert_eq!((hits[0].section.anchor.as_deref(), hits[0].headings.len()), (None, 0));
    assert_eq!(hits[0].excerpt.text, "How long archives are kept");
}

#[test]
fn words_unknown_to_the_base_are_taken_for_typing_errors() {
    let index = index(&PAGES);
    assert_eq!(first(&index, "calback"), "articles/callback.md#the-callback-url");
    assert_eq!(first(&index, "resatrting"), "articles/restart.md#restarting");
    assert_eq!(first(&index, "xestarting"), "articles/restart.md#restarting");
    // Known words are never blurred, nor are short words and numbers.
    assert_eq!(found(&index, "xyz"), [""; 0]);
    assert_eq!(found(&index, "350014"), [""; 0]);
}

#[test]
fn scripts_without_blanks_are_found_by_pairs_of_characters() {
    let index = index(&PAGES);
    let hits = index.find("パスワード", 10).unwrap();
    assert_eq!(hits[0].section.page.as_str(), "articles/japanese.md");
    assert_eq!(marked(&hits[0]), ["パスワード"]);
}

#[test]
fn a_pasted_log_finds_its_error_code() {
    let mut log = String::new();
    for line in 0..1_500 {
        log.push_str(&format!(
            "2026-08-0{} 12:{line} server thread w{line} the field and the minute\n",
            line % 9
        ));
        if line == 700 {
            log.push_str("XSV-350013 the session has expired\n");
        }
    }
    assert_eq!(first(&index(&PAGES), &log), "articles/errors.md#error-codes");
}

#[test]
fn nothing_people_type_is_an_error() {
    let index = index(&PAGES);
    let brackets = "(".repeat(10_000);
    let long = "scopes ".repeat(150_000);
    let one_word = "a".repeat(1_000_000);
    let wide = "日".repeat(300_000);
    let hostile = [
        "",
        " \n\t",
        "?!…()[]{}",
        "\0",
        "a\0b",
        "a AND (",
        "title:x",
        "NOT",
        "\"",
        "scope~9999",
        "*",
        "sco*",
        "[a TO b]",
        "^$.|?*+()[{\\",
        "a^1e999",
        "+scopes -scopes",
        "/re(gex/",
        "\u{202e}\u{feff}",
        "👩‍👩‍👧‍👦",
        "e\u{301}\u{301}\u{301}",
        &brackets,
        &long,
        &one_word,
        &wide,
    ];
    for query in hostile {
        for limit in [0, 1, usize::MAX] {
            let hits = index.find(query, limit).expect("no query is an error");
            assert!(hits.len() <= limit);
        }
    }
    assert_eq!(found(&index, ""), [""; 0]);
    assert_eq!(first(&index, "+scopes -scopes title:(\"scopes"), "articles/scopes.md#scopes");
}

#[test]
fn stop_words_alone_are_looked_for_after_all() {
    assert!(!found(&index(&PAGES), "to the").is_empty());
}

#[test]
fn a_section_is_listed_once() {
    let index = index(&PAGES);
    let mut hits = found(&index, "server field scopes address adobe error");
    let n = hits.len();
    hits.sort();
    hits.dedup();
    assert_eq!(hits.len(), n);
}

#[test]
fn ties_stand_in_the_order_of_paths_and_sections() {
    let text = "# Same\n\n## One\n\nEqual words.\n\n## Two\n\nEqual words.\n";
    let index = index(&[("b.md", text), ("a.md", text)]);
    assert_eq!(found(&index, "equal")[..2], ["a.md#one", "b.md#one"]);
    assert_eq!(found(&index, "equal")[2..], ["a.md#two", "b.md#two"]);
}

#[test]
fn how_an_index_is_built_makes_no_difference() {
    let filler = "Words about servers, scopes and the callback address. ".repeat(10);
    let pages: Vec<(String, String)> = (0..300)
        .map(|n| {
            (
                format!("p{n}.md"),
                format!("# Page {n}\n\n{filler}\n\n## Part {n}\n\nscope {n} error{}\n", n % 7),
            )
        })
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let base = base(&pages);
    let folder = tempfile::tempdir().unwrap();
    let one = SearchIndex::build(&base, Place::Memory, 1).unwrap();
    let many = SearchIndex::build(&base, Place::Folder(folder.path()), 4).unwrap();
    let opened = SearchIndex::open(folder.path()).unwrap();
    for query in ["scope 17", "error3", "callback address", "page 5 part 9 error2 scope"] {
        let expected = one.find(query, 50).unwrap();
        assert!(!expected.is_empty());
        assert_eq!(many.find(query, 50).unwrap(), expected, "{query}");
        assert_eq!(opened.find(query, 50).unwrap(), expected, "{query}");
    }
}

#[test]
fn endings_are_those_of_the_language_of_the_page() {
    let german = "Die Anmeldung ist nicht möglich, und der Benutzer wird auf eine andere Seite mit der Adresse von Adobe \
                  umgeleitet. Das ist der Fall, wenn die Adresse nicht auf der Liste steht und sich der Server nicht \
                  mit dem Konto verbindet.";
    let index = index(&[
        ("told.md", &format!("# Anmeldungen\n\n{german} Häuser.\n")),
        ("said.md", "---\nlang: de-AT\n---\n# Katzen\n\nWohnungen und Gärten.\n"),
        ("english.md", "# Cats\n\nThe users are redirected to the houses.\n"),
    ]);
    assert_eq!(found(&index, "haus"), ["told.md#anmeldungen"]);
    assert_eq!(found(&index, "anmeldung"), ["told.md#anmeldungen"]);
    assert_eq!(found(&index, "wohnung"), ["said.md#katzen"]);
    assert_eq!(found(&index, "redirecting"), ["english.md#cats"]);
}

#[test]
fn pages_are_chosen_by_their_front_matter() {
    let page = |product: &str, feature: &str| {
        format!("---\nproduct: {product}\nfeature: {feature}\n---\n# Scopes\n\nscopes\n")
    };
    let base = base(&[
        ("a.md", &page("Campaign", "Configuration, Über uns")),
        ("b.md", &page("Campaign", "Configuration")),
        ("c.md", &page("Other", "Configuration")),
    ]);
    let index = SearchIndex::build(&base, Place::Memory, 1).unwrap();
    let found = |filters: &[(&str, &str)]| -> Vec<String> {
        let filter =
            |(key, value): &(&str, &str)| Filter { key: (*key).to_owned(), value: (*value).to_owned() };
        let filters: Vec<Filter> = filters.iter().map(filter).collect();
        let hits = index.search("scopes", &filters, 10).unwrap().hits;
        hits.into_iter().map(|hit| hit.section.page.to_string()).collect()
    };
    assert_eq!(found(&[]), ["a.md", "b.md", "c.md"]);
    assert_eq!(found(&[("Product", "campaign")]), ["a.md", "b.md"]);
    assert_eq!(found(&[("feature", "uber uns")]), ["a.md"]);
    assert_eq!(found(&[("feature", "Configuration, Über uns")]), ["a.md"]);
    assert_eq!(
        found(&[("product", "Other"), ("product", "campaign"), ("feature", "Configuration")]).len(),
        3
    );
    assert_eq!(found(&[("product", "Other"), ("feature", "Über uns")]), [""; 0]);
    assert_eq!(found(&[("nothing", "x")]), [""; 0]);
    let offered: Vec<String> = facets(&base, 1).into_iter().map(|facet| facet.key).collect();
    assert_eq!(offered, ["feature", "product"]);
}

#[test]
fn a_search_says_how_it_took_the_words() {
    let index = index(&PAGES);
    let taken = |query: &str| {
        let found = index.search(query, &[], 10).unwrap();
        let replaced = found.replaced.into_iter().map(|word| (word.typed, word.meant)).collect::<Vec<_>>();
        (replaced, found.unknown, found.is_relaxed)
    };
    let word = |typed: &str, meant: &str| vec![(typed.to_owned(), meant.to_owned())];
    assert_eq!(taken("callback address"), (vec![], vec![], false));
    assert_eq!(taken("calback address"), (word("calback", "callback"), vec![], false));
    assert_eq!(taken("the scopes of the techn"), (word("techn", "technical"), vec![], false));
    assert_eq!(taken("scopes qqqqxxxx"), (vec![], vec!["qqqqxxxx".to_owned()], false));
    assert_eq!(taken("scopes archives"), (vec![], vec![], true));
}

#[test]
fn a_table_of_contents_stands_below_what_it_lists() {
    let index = index(&[
        (
            "a-toc.md",
            "# Contents\n\n* [Sending a message](m.md)\n* [Reading a message](r.md)\n* [Message types](t.md)\n",
        ),
        (
            "m.md",
            "# How to send\n\nSending a message is done with the button. It goes to the one who is named.\n",
        ),
        ("r.md", "# Reading\n\nRead it.\n"),
        ("t.md", "# Types\n\nThere are two.\n"),
    ]);
    assert_eq!(first(&index, "sending a message"), "m.md#how-to-send");
}

#[test]
fn an_index_that_is_rewritten_answers_like_one_that_is_built() {
    let filler = "Words about servers, scopes and the callback address. ".repeat(10);
    let mut pages: Vec<(String, String)> = (0..60)
        .map(|n| {
            let link = format!("See [the way of {n}](p{}.md#part).", (n + 7) % 60);
            (format!("p{n}.md"), format!("# Page {n}\n\n{filler}\n\n## Part\n\nscope{n} common {link}\n"))
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let base_of = |pages: &[(String, String)]| {
        let pages: Vec<(&str, &str)> =
            pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        base(&pages)
    };
    drop(SearchIndex::build(&base_of(&pages), Place::Folder(folder.path()), 1).unwrap());
    // A page changes, one goes, one comes, again and again.
    for round in 0..3 {
        pages[round].1 = format!("# Page {round}\n\nNow about zeppelins, round {round}.\n\n[new](p9.md)\n");
        pages.remove(20);
        pages
            .push((format!("q{round}.md"), "# Quite new\n\nNothing common here but zeppelins.\n".to_owned()));
        let now = base_of(&pages);
        let rewritten = SearchIndex::rewrite(&now, folder.path(), 1).unwrap().expect("little has changed");
        let built = SearchIndex::build(&now, Place::Memory, 1).unwrap();
        let opened = SearchIndex::open(folder.path()).unwrap();
        for query in
            ["zeppelins", "common", "the way of 13", "quite new", "scope20", "scope33", "zepelins", "page"]
        {
            let expected = built.find(query, 50).unwrap();
            assert_eq!(rewritten.find(query, 50).unwrap(), expected, "{query} in round {round}");
            assert_eq!(opened.find(query, 50).unwrap(), expected, "{query} in round {round}");
        }
    }
    pages.truncate(30);
    assert!(SearchIndex::rewrite(&base_of(&pages), folder.path(), 1).unwrap().is_none());
    std::fs::remove_file(folder.path().join("deskdoc-pages")).unwrap();
    assert!(SearchIndex::rewrite(&base_of(&pages), folder.path(), 1).is_err());
}

#[test]
fn an_empty_base_has_an_index() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(found(&index(&[]), "anything"), [""; 0]);
    drop(SearchIndex::build(&base(&[]), Place::Folder(folder.path()), 4).unwrap());
    assert_eq!(found(&SearchIndex::open(folder.path()).unwrap(), "anything"), [""; 0]);
}

#[test]
fn what_is_no_index_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    assert!(SearchIndex::open(folder.path()).is_err());
    assert!(SearchIndex::open(&folder.path().join("missing")).is_err());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test damages files")]
fn a_damaged_index_is_not_opened() {
    type Damage = fn(&Path, &[u8]);
    let damages: [Damage; 6] = [
        |file, _| std::fs::remove_file(file).unwrap(),
        |file, _| std::fs::write(file, []).unwrap(),
        |file, bytes| std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap(),
        |file, bytes| std::fs::write(file, vec![0; bytes.len()]).unwrap(),
        |file, bytes| {
            let mut flipped = bytes.to_vec();
            flipped[bytes.len() / 2] ^= 1;
            std::fs::write(file, flipped).unwrap();
        },
        |file, bytes| std::fs::write(file, [bytes, b"more"].concat()).unwrap(),
    ];
    let folder = tempfile::tempdir().unwrap();
    drop(SearchIndex::build(&base(&PAGES), Place::Folder(folder.path()), 1).unwrap());
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut n_files = 0;
    for file in files {
        let sound = std::fs::read(&file).unwrap();
        if sound.is_empty() {
            continue; // A lock.
        }
        n_files += 1;
        for damage in damages {
            damage(&file, &sound);
            let error = SearchIndex::open(folder.path()).expect_err("a damaged file is noticed").to_string();
            assert!(error.contains("build the index again"), "{}: {error}", file.display());
        }
        std::fs::write(&file, &sound).unwrap();
    }
    assert!(n_files >= 8, "an index has more files than {n_files}");
    assert_eq!(first(&SearchIndex::open(folder.path()).unwrap(), "scopes"), "articles/scopes.md#scopes");
}

#[test]
fn an_excerpt_is_short_and_cut_where_words_end() {
    let filler = "Nothing of interest stands in this sentence at all. ".repeat(40);
    let endless = "word ".repeat(500);
    let text = format!(
        "# Long\n\n{filler}The needle lies here. {filler}\n\n## Endless\n\n{endless} haystack {endless}\n"
    );
    let index = index(&[("long.md", &text)]);
    let needle = &index.find("needle", 1).unwrap()[0].excerpt;
    assert!(needle.text.contains("The needle lies here.") && needle.text.chars().count() <= 240);
    assert!(needle.text.starts_with("Nothing") || needle.text.starts_with("The"), "{}", needle.text);
    assert!(needle.text.ends_with('.'), "{}", needle.text);
    let haystack = &index.find("haystack", 1).unwrap()[0];
    assert!(haystack.excerpt.text.chars().count() <= 240);
    assert!(haystack.excerpt.text.starts_with("…word ") && haystack.excerpt.text.ends_with(" word…"));
    assert_eq!(marked(haystack), ["haystack"]);
}

#[test]
fn an_excerpt_of_a_script_without_blanks_keeps_its_limit() {
    let filler = "長い文章がここに続いています".repeat(60);
    let index = index(&[("a.md", &format!("# 頁\n\n{filler}認証{filler}\n"))]);
    let hit = &index.find("認証", 1).unwrap()[0];
    assert!(hit.excerpt.text.chars().count() <= 240);
    assert_eq!(marked(hit), ["認証"]);
}

#[test]
fn words_that_other_pages_use_for_a_page_find_it() {
    let index = index(&[
        ("a.md", "# Get started with permissions {#permissions}\n\nWho may do what.\n"),
        ("b.md", "# Other\n\nSee [operator rights](a.md) for more.\n"),
        ("old-name.md", "# A polished title\n\nText.\n"),
    ]);
    if base(&[("b.md", "[x](a.md)")]).pages()[0].text().document.links.is_empty() {
        return; // The Markdown of this build finds no links.
    }
    assert_eq!(first(&index, "operator rights"), "a.md#permissions");
    assert!(first(&index, "old name").starts_with("old-name.md"));
}

#[test]
fn identifiers_are_followed_by_their_parts() {
    let shown = |text: &str| -> Vec<(String, usize)> {
        tokens(text).into_iter().map(|token| (token.text, token.position)).collect()
    };
    let expected = [("the", 0), ("invalid_scope", 1), ("invalid", 1), ("scope", 2), ("error", 3)];
    assert_eq!(shown("The invalid_scope error"), expected.map(|(word, at)| (word.to_owned(), at)));
    let humps = [("extaccount", 0), ("ext", 0), ("account", 1), ("xmlparser", 2), ("xml", 2), ("parser", 3)];
    assert_eq!(shown("extAccount XMLParser"), humps.map(|(word, at)| (word.to_owned(), at)));
    let plain = [("don't", 0), ("7.4.1", 1), ("page's", 2), ("l'acces", 3), ("acces", 3)];
    assert_eq!(shown("don't 7.4.1 page’s l’accès"), plain.map(|(word, at)| (word.to_owned(), at)));
}

#[test]
fn tokens_point_into_the_text() {
    let text = "L’Été nms:extAccount のページ ﾊﾟｽ";
    for token in tokens(text) {
        assert!(text.get(token.span.clone()).is_some_and(|piece| !piece.is_empty()), "{token:?}");
    }
    let pairs: Vec<_> = tokens("のページ").into_iter().map(|token| (token.text, token.form)).collect();
    assert_eq!(pairs, ["のペ", "ペー", "ージ"].map(|pair| (pair.to_owned(), Form::Characters)));
}

#[test]
fn a_text_of_strange_words_suggests_nothing_where_a_query_would_take_them_for_slips() {
    let index = index(&PAGES);
    assert!(!found(&index, "servr").is_empty());
    assert_eq!(index.suggest("servr pasword", 5).unwrap(), Vec::new());
    assert!(!index.suggest("the server stops after the password", 5).unwrap().is_empty());
}

#[test]
fn of_what_is_suggested_only_what_was_chosen_is_shown() {
    let index = index(&PAGES);
    let text = "the server stops after the password";
    let all = index.suggest(text, 20).unwrap();
    assert!(all.len() > 1);
    let told = all.iter().map(|hit| hit.section.page.clone()).collect::<Vec<_>>();
    let choose = |pages: &[&PagePath]| {
        assert!(pages.iter().copied().eq(&told));
        vec![all.len() - 1, 0, all.len()]
    };
    let expected = [all.last(), all.first()].map(|hit| hit.unwrap().clone());
    assert_eq!(index.suggest_some(text, 20, choose).unwrap(), expected);
}
