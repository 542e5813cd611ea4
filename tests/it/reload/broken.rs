//! An edit that breaks the base never reaches users.

use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::json;

use super::{Desk, until};

/// A way to break a base, and what is said about it.
struct Break {
    what: &'static str,
    edit: fn(&Path),
    said: &'static str,
}

fn write(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(path), bytes).unwrap();
}

fn aliases() -> String {
    let mut page = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..9 {
        let one = format!("*a{}", n - 1);
        page += &format!("a{n}: &a{n} [{}]\n", [one.as_str(); 10].join(", "));
    }
    page + "---\n# Bomb\n"
}

const BREAKS: [Break; 12] = [
    Break {
        what: "broken YAML",
        edit: |base| write(base, "symptoms/no-coffee.md", "---\nkind: symptom\ntitle: [a\n---\n# No\n"),
        said: "symptoms/no-coffee.md:",
    },
    Break {
        what: "a reference to nothing",
        edit: |base| {
            write(
                base,
                "symptoms/new.md",
                "---\nkind: symptom\nsays: [steam]\ncauses: {nobody: common}\n---\n# New\n",
            );
        },
        said: "symptoms/new.md:4:",
    },
    Break { what: "not UTF-8", edit: |base| write(base, "new.md", b"# New\n\n\xff\xfe\n"), said: "new.md:" },
    Break { what: "an alias bomb", edit: |base| write(base, "new.md", aliases()), said: "new.md:" },
    Break {
        what: "deep nesting",
        edit: |base| {
            write(base, "new.md", format!("---\na: {}{}\n---\n", "[".repeat(9_000), "]".repeat(9_000)))
        },
        said: "new.md:",
    },
    Break {
        what: "too long a page",
        edit: |base| write(base, "new.md", "word ".repeat(500_000)),
        said: "new.md:",
    },
    Break {
        what: "all files gone",
        edit: |base| {
            for (_, file) in crate::world::files_below(base) {
                std::fs::remove_file(file).unwrap();
            }
        },
        said: "there is no Markdown page",
    },
    Break {
        what: "the folder gone",
        edit: |base| std::fs::remove_dir_all(base).unwrap(),
        said: "cannot read",
    },
    Break {
        what: "a link that leads out",
        edit: |base| symlink("/etc/passwd", base.join("new.md")).unwrap(),
        said: "new.md:",
    },
    Break {
        what: "a page replaced by a link that leads nowhere",
        edit: |base| {
            std::fs::remove_file(base.join("symptoms/no-coffee.md")).unwrap();
            symlink("nothing.md", base.join("symptoms/no-coffee.md")).unwrap();
        },
        said: "symptoms/no-coffee.md:",
    },
    Break {
        what: "a pipe",
        edit: |base| {
            let made = std::process::Command::new("mkfifo").arg(base.join("new.md")).status().unwrap();
            assert!(made.success());
        },
        said: "new.md:",
    },
    Break { what: "broken settings", edit: |base| write(base, "kb.yml", "name: [a\n"), said: "kb.yml:" },
];

#[tokio::test]
async fn an_edit_that_breaks_the_base_is_told_and_not_served() {
    for Break { what, edit, said } in BREAKS {
        let desk = Desk::deaf();
        let before = desk.revision().await;
        edit(desk.folder.path());
        let answer = desk.reload().await;
        assert_eq!(answer["outcome"], "refused", "{what}: {answer}");
        assert_eq!((desk.revision().await, desk.symptom().await), (before, json!("no-coffee")), "{what}");
        let degraded = desk.degraded().await;
        assert!(
            degraded.contains(said) && degraded.contains("the last good state is served"),
            "{what}: {degraded}"
        );
        let place = desk.folder.path().to_str().unwrap();
        assert!(!degraded.contains(place), "{what}: everybody may read {degraded}");
    }
}

#[tokio::test]
async fn once_mended_an_edit_is_served_and_nothing_is_degraded() {
    let desk = Desk::deaf();
    desk.folder.write("new.md", "---\ntitle: [a\n---\n");
    assert_eq!(desk.reload().await["outcome"], "refused");
    assert_eq!(desk.status("/articles/new.md").await, 404);
    desk.folder.write("new.md", "---\ntitle: A\n---\n");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    assert_eq!((desk.status("/articles/new.md").await, desk.degraded().await), (200, "[]".to_owned()));
    desk.folder.write("new.md", "---\ntitle: [a\n---\n");
    desk.reload().await;
    desk.remove("new.md");
    desk.reload().await;
    assert_eq!((desk.status("/articles/new.md").await, desk.degraded().await), (404, "[]".to_owned()));
}

#[tokio::test]
async fn an_edit_that_is_taken_back_is_no_reason_for_anything() {
    let desk = Desk::deaf();
    let before = desk.revision().await;
    desk.folder.write("new.md", "---\ntitle: [a\n---\n");
    desk.reload().await;
    desk.remove("new.md");
    assert_eq!(desk.reload().await["outcome"], "unchanged");
    assert_eq!((desk.revision().await, desk.degraded().await), (before, "[]".to_owned()));
}

#[tokio::test]
async fn a_base_that_was_served_with_errors_may_be_edited_elsewhere_and_gets_no_worse() {
    let desk = Desk::deaf();
    // As if the server had been started with this page.
    let broken = "---\nkind: cause\nid: lost\neffort: never\n---\n# Lost\n";
    desk.folder.write("broken.md", broken);
    let server = crate::world::Server::over(desk.folder.path(), &[], &["--watch", "off"]);
    let desk = Desk { server, ..desk };
    assert!(desk.degraded().await.contains("broken.md:4"));
    desk.folder.write("new.md", "# New\n");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    desk.folder.write("broken.md", broken.replace("effort", "owner: us\neffort"));
    assert_eq!(desk.reload().await["outcome"], "replaced", "the same error a line further down");
    desk.folder.write("broken.md", broken.replace("effort: never", "effort: never\nworks: never"));
    let answer = desk.reload().await;
    assert_eq!(answer["outcome"], "refused");
    assert_eq!(answer["problems"].as_array().map(Vec::len), Some(1), "{answer}");
}

#[tokio::test]
async fn a_draft_may_be_half_done() {
    let desk = Desk::deaf();
    let draft = "---\nkind: cause\nid: new\nstatus: draft\neffort: never\n---\n# New\n";
    desk.folder.write("draft.md", draft);
    desk.folder.write("other.md", "# Other\n");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    assert_eq!(desk.status("/articles/other.md").await, 200);
    desk.folder.write("draft.md", draft.replace("status: draft\n", ""));
    assert_eq!(desk.reload().await["outcome"], "refused", "published, it counts");
}

#[tokio::test]
async fn a_folder_that_comes_back_is_served_again() {
    let desk = Desk::new(&[]);
    let aside = desk.folder.path().with_extension("aside");
    std::fs::rename(desk.folder.path(), &aside).unwrap();
    until("the lost folder is told", async || desk.degraded().await.contains("cannot read")).await;
    std::fs::write(aside.join("new.md"), "# New\n").unwrap();
    std::fs::rename(&aside, desk.folder.path()).unwrap();
    until("the new page", async || desk.status("/articles/new.md").await == 200).await;
    desk.folder.write("newer.md", "# Newer\n");
    until("the next one", async || desk.status("/articles/newer.md").await == 200).await;
}

#[tokio::test]
async fn a_reload_takes_no_body_or_an_empty_object_and_refuses_fields() {
    let desk = Desk::deaf();
    let json = ("content-type", "application/json");
    for (body, status) in [("", 200), ("{}", 200), (r#"{"a":1}"#, 422), ("[]", 422), ("{", 400)] {
        let asked = desk.client.post(desk.server.url("/api/v1/reload")).header(json.0, json.1).body(body);
        assert_eq!(asked.send().await.unwrap().status(), status, "{body:?}");
    }
    let form = desk.client.post(desk.server.url("/api/v1/reload"));
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.header("content-length", "0").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_file_that_a_cut_off_save_left_empty_is_refused_and_named_until_it_is_whole_or_gone() {
    let desk = Desk::deaf();
    desk.folder.write("case.case.md", "# Case\n\n> E-17 no flow\n\n- symptom: no-coffee\n");
    desk.folder.write("article.md", "# Article\n");
    desk.folder.write("draft.md", "---\nstatus: draft\n---\n# Draft\n");
    desk.reload().await;
    let before = (desk.revision().await, desk.degraded().await);
    assert_eq!(before.1, "[]");
    let page = std::fs::read(desk.folder.path().join("symptoms/no-coffee.md")).unwrap();
    for path in ["symptoms/no-coffee.md", "article.md", "draft.md", "kb.yml"] {
        let whole = std::fs::read(desk.folder.path().join(path)).unwrap();
        for left in ["", "\n", " \t\r\n\u{feff}", "\0\0\0"] {
            desk.folder.write(path, left);
            let answer = desk.reload().await;
            assert_eq!(answer["outcome"], "refused", "{path} {left:?}: {answer}");
            assert_eq!(desk.reload().await["outcome"], "refused", "{path} {left:?}: nothing has changed");
            let said = answer["reason"].as_str().unwrap();
            assert!(said.contains(path) && said.contains("it had content a moment ago"), "{said}");
            let degraded = desk.degraded().await;
            assert!(degraded.contains(path) && degraded.contains("delete the file"), "{degraded}");
            let authors = desk.client.get(desk.server.url("/insights")).send().await.unwrap();
            let authors = authors.text().await.unwrap();
            assert!(authors.contains(path) && authors.contains("it had content a moment ago"), "{authors}");
            assert_eq!(desk.revision().await, before.0, "{path} {left:?}");
            assert_eq!(desk.symptom().await, json!("no-coffee"), "{path} {left:?}");
        }
        desk.folder.write(path, &whole);
        assert_eq!(desk.reload().await["outcome"], "unchanged", "{path}");
        assert_eq!((desk.revision().await, desk.degraded().await), before, "{path}");
    }
    for path in ["article.md", "draft.md", "kb.yml", "case.case.md"] {
        desk.folder.write(path, "");
        assert_eq!(desk.reload().await["outcome"], "refused", "{path}");
        desk.remove(path);
        assert_ne!(desk.reload().await["outcome"], "refused", "{path} may go");
        assert_eq!(desk.degraded().await, "[]", "{path}");
    }
    // Several at once.
    desk.folder.write("symptoms/no-coffee.md", "");
    desk.folder.write("questions/lamp-colour.md", "");
    let answer = desk.reload().await;
    let said = answer["reason"].as_str().unwrap();
    assert!(said.contains("symptoms/no-coffee.md") && said.contains("questions/lamp-colour.md"), "{said}");
    desk.folder.write("symptoms/no-coffee.md", page);
}

#[tokio::test]
async fn a_base_with_an_empty_page_is_served_at_the_start_and_may_be_edited_elsewhere() {
    let desk = Desk::deaf();
    desk.folder.write("empty.md", "");
    let server = crate::world::Server::over(desk.folder.path(), &[], &["--watch", "off"]);
    let desk = Desk { server, ..desk };
    assert!(desk.degraded().await.contains("[page-empty]"));
    desk.folder.write("new.md", "# New\n");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    desk.folder.write("empty.md", " \n");
    assert_ne!(desk.reload().await["outcome"], "refused", "it is as empty as before");
    desk.folder.write("empty.md", "# Filled\n");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    assert_eq!(desk.degraded().await, "[]");
    desk.folder.write("empty.md", "");
    assert_eq!(desk.reload().await["outcome"], "refused");
}
