use super::*;

fn assembled(files: &[(&str, &str)]) -> (KnowledgeBase, Vec<Problem>) {
    let files = files
        .iter()
        .map(|(path, text)| SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() });
    assemble(Sources { files: files.collect(), ..Sources::default() }, 2)
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

const CAUSE: &str = "---\nkind: cause\n---\n# Broken\n\n## Fix\n\n1. mend it\n";

#[test]
fn a_page_without_front_matter_is_an_article_named_by_its_heading() {
    let (base, problems) = assembled(&[("guides/a.md", "# How to\n\ntext\n")]);
    let page = base.page(&PagePath::new("guides/a.md")).unwrap();
    assert_eq!((page.kind, page.title.as_str(), problems.len()), (Kind::Article, "How to", 0));
}

#[test]
fn likelihoods_are_scaled_to_what_other_leaves() {
    let symptom =
        "---\nkind: symptom\nsays: [a, b, c, d, e, f, g, h]\ncauses: {a: common, b: rare}\nother: 0.1\n---\n";
    let (base, problems) = assembled(&[("s.md", symptom), ("a.md", CAUSE), ("b.md", CAUSE)]);
    assert_eq!(codes(&problems), Vec::<&str>::new());
    let symptom = base.symptom(&SymptomId::parse("s").unwrap()).unwrap();
    let sum: f64 = symptom.causes.iter().map(|(_, chance)| chance.value()).sum();
    assert!((sum - 0.9).abs() < 1e-12);
    assert!((symptom.causes[0].1.value() / symptom.causes[1].1.value() - 8.0).abs() < 1e-9);
}

#[test]
fn words_and_numbers_are_read_alike() {
    let cause = "---\nkind: cause\neffort: long\nworks: 0.5\n---\n## Fix\n1. x\n";
    let (base, _) = assembled(&[("c.md", cause)]);
    let cause = base.cause(&CauseId::parse("c").unwrap()).unwrap();
    assert_eq!((cause.effort.value(), cause.works.value()), (20.0, 0.5));
}

#[test]
fn a_word_of_no_scale_names_the_words_there_are() {
    let (_, problems) = assembled(&[("c.md", "---\nkind: cause\neffort: tiny\n---\n## Fix\n1. x\n")]);
    assert_eq!(codes(&problems), ["number-wrong"]);
    assert_eq!((problems[0].position.line, problems[0].position.column), (3, 9));
    assert!(problems[0].message.contains("`quick`") && problems[0].message.contains("`tiny`"));
}

#[test]
fn references_that_lead_nowhere_are_named_with_the_nearest_name_and_dropped() {
    let symptom =
        "---\nkind: symptom\nsays: [a, b, c, d, e, f, g, h]\ncauses: {brokn: common, broken: rare}\n---\n";
    let (base, problems) = assembled(&[("s.md", symptom), ("broken.md", CAUSE)]);
    assert_eq!(codes(&problems), ["cause-unknown"]);
    assert!(problems[0].help.contains("`broken`"));
    assert_eq!(base.symptom(&SymptomId::parse("s").unwrap()).unwrap().causes.len(), 1);
}

#[test]
fn one_bad_page_takes_no_other_down() {
    let alias = "---\na: &x [1]\nb: *x\n---\n# Still here\n";
    let (base, problems) = assembled(&[("bad.md", alias), ("c.md", CAUSE)]);
    assert_eq!(base.pages().len(), 2);
    assert_eq!(base.causes().count(), 1);
    assert_eq!(codes(&problems), ["front-matter-alias"; 2][..problems.len()]);
}

#[test]
fn a_page_that_is_not_utf_8_is_read_as_far_as_it_can_be() {
    let file = SourceFile { path: "latin.md".to_owned(), bytes: b"# Caf\xe9\n\ntext\n".to_vec() };
    let (base, problems) = assemble(Sources { files: vec![file], ..Sources::default() }, 1);
    assert_eq!((base.pages().len(), codes(&problems)), (1, vec!["page-not-utf-8"]));
    assert_eq!((problems[0].position.line, problems[0].position.column), (1, 6));
}

#[test]
fn ids_are_unique_within_a_kind_but_not_beyond() {
    let again = "---\nkind: cause\nid: c\n---\n## Fix\n1. x\n";
    let symptom = "---\nkind: symptom\nid: c\nsays: [a, b, c, d, e, f, g, h]\n---\n";
    let (base, problems) = assembled(&[("c.md", CAUSE), ("d.md", again), ("s.md", symptom)]);
    assert_eq!(codes(&problems), ["id-duplicate"]);
    assert_eq!((problems[0].file.as_str(), base.causes().count(), base.symptoms().count()), ("d.md", 1, 1));
}

#[test]
fn pages_of_other_tools_load_as_they_are() {
    let hugo =
        "---\ntitle: X\ndate: 2024-01-01\ntags: [a, b]\nid: Some/Other Id\nlayout: {kind: wide}\n---\nbody\n";
    let (base, problems) = assembled(&[("content/Ünïcode Name.md", hugo)]);
    assert_eq!((base.pages().len(), codes(&problems)), (1, Vec::new()));
    assert!(base.pages()[0].text().metadata.contains(&("date".to_owned(), "2024-01-01".to_owned())));
}

#[test]
fn answers_are_normalised_for_each_cause() {
    let question = "---\nkind: question\nask: Which?\nanswers:\n  - {id: p, label: P, likelihood: {c: usually, \"*\": seldom}}\n  - {id: q, label: Q, likelihood: {c: seldom}}\n---\n";
    let (base, problems) = assembled(&[("q.md", question), ("c.md", CAUSE)]);
    assert_eq!(codes(&problems), Vec::<&str>::new());
    let question = base.questions().next().unwrap();
    let (p, c) = (AnswerId::parse("p").unwrap(), CauseId::parse("c").unwrap());
    assert!((question.likelihood(&p, Some(&c)) - 0.9).abs() < 1e-12);
    assert!((question.likelihood(&p, None) - 0.1 / 0.6).abs() < 1e-12);
}

#[test]
fn a_wrong_expression_is_found_where_it_stands() {
    let check = "---\nkind: check\npass: 'a =='\nfail: 'false'\non_fail: c\n---\n";
    let (base, problems) = assembled(&[("k.md", check), ("c.md", CAUSE)]);
    assert_eq!((codes(&problems), base.checks().count()), (vec!["rule-invalid"], 0));
    assert_eq!(problems[0].position.line, 3);
}

#[test]
fn the_settings_of_a_base_are_read_and_their_slips_named() {
    let settings =
        "name: \"Desk\"\nescalation:\n  to: second line\n  effort: long\nknown_at: 0.7\ncolour: red\n";
    let (base, problems) = assembled(&[("kb.yml", settings)]);
    assert_eq!(
        (base.settings().name.as_str(), base.settings().escalation.to.as_str()),
        ("Desk", "second line")
    );
    assert_eq!(base.settings().escalation.effort.value(), 20.0);
    assert_eq!((codes(&problems), problems[0].position.line), (vec!["key-unknown"], 6));
}

#[test]
fn drafts_are_loaded_and_not_shown() {
    let (base, _) = assembled(&[("d.md", "---\nstatus: draft\n---\n# D\n")]);
    assert_eq!(base.pages().len(), 1);
    assert!(base.published_page("d.md").is_none());
}

#[test]
fn two_folders_with_one_path_keep_the_first_and_say_so() {
    let (base, problems) = assembled(&[("a.md", "# first\n"), ("a.md", "# second\n")]);
    assert_eq!((base.pages().len(), base.pages()[0].title.as_str()), (1, "first"));
    assert_eq!(codes(&problems), ["path-duplicate"]);
}

#[test]
fn questions_that_a_symptom_answers_must_exist() {
    let symptom = "---\nkind: symptom\nsays: [a, b, c, d, e, f, g, h]\nanswered: [wher, where]\n---\n";
    let question =
        "---\nkind: question\nask: Where?\nanswers:\n  - {id: a, label: A}\n  - {id: b, label: B}\n---\n";
    let (base, problems) = assembled(&[("s.md", symptom), ("where.md", question)]);
    assert_eq!(
        (codes(&problems), problems[0].help.as_str()),
        (vec!["question-unknown"], "did you mean `where`?")
    );
    assert_eq!(base.symptoms().next().unwrap().answered.len(), 1);
}

#[test]
fn of_many_problems_of_one_kind_the_first_are_listed_and_the_rest_counted() {
    let cause =
        format!("---\nkind: cause\ndocs: [gone.md]\n---\n## Fix\n1. x\n{}", "[a](gone.md)\n".repeat(120));
    let (_, problems) = assembled(&[("c.md", &cause), ("d.md", "[b](gone.md)\n")]);
    let own: Vec<&Problem> = problems.iter().filter(|problem| problem.file.as_str() == "c.md").collect();
    assert_eq!((own.len(), problems.len()), (51, 52), "another page counts for itself");
    assert!(own[1..50].iter().all(|problem| problem.excerpt.contains("[a](gone.md)")));
    let last = own[50];
    assert_eq!(
        (last.code, last.message.as_str()),
        ("link-page-missing", "… and 71 more of this kind on this page")
    );
    assert_eq!((last.position.line, last.excerpt.as_str()), (56, ""));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test measures time, the core does not")]
fn a_page_of_the_same_slip_eighty_thousand_times_loads_in_no_time() {
    let started = std::time::Instant::now();
    for slip in ["# a {#x}\n", "![a](b.png) ", "[a](b.md#c) "] {
        let (base, problems) = assembled(&[("page.md", &slip.repeat(80_000))]);
        assert_eq!((base.pages().len(), problems.len()), (1, 51), "{slip}");
    }
    // Far above what it takes unoptimised, far below the minutes that looking through the page for each takes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn what_could_not_be_read_is_a_problem_and_the_rest_is_there() {
    let page = SourceFile { path: "a.md".to_owned(), bytes: b"# A\n".to_vec() };
    let unread = |path: &str, reason| Unread { path: path.to_owned(), reason };
    let unread = vec![
        unread("sub", UnreadReason::Unreadable("the permission is missing".to_owned())),
        unread("link.md", UnreadReason::NotFollowed("that leads nowhere".to_owned())),
    ];
    let (base, problems) = assemble(Sources { files: vec![page], unread, ..Sources::default() }, 1);
    assert_eq!((base.pages().len(), codes(&problems)), (1, vec!["page-not-followed", "page-unreadable"]));
    assert_eq!(problems[0].severity, Severity::Warning);
    assert_eq!(
        (problems[1].file.as_str(), problems[1].message.as_str()),
        ("sub", "it cannot be read: the permission is missing")
    );
}

#[test]
fn pages_that_are_not_in_the_base_are_at_the_publisher_if_the_base_says_where() {
    let address = |base_url: &str| {
        let settings = format!("base_url: \"{base_url}\"\n");
        let (base, problems) = assembled(&[("kb.yml", &settings), ("a.md", "[x](b/c.md)\n")]);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        (base.settings().base_url.as_ref().map(|publisher| publisher.address("b/c.md", Some("d"))), codes)
    };
    assert_eq!(address("https://x.example/docs/"), (Some("https://x.example/docs/b/c#d".to_owned()), vec![]));
    assert_eq!(
        address("https://x.example/{path}.html"),
        (Some("https://x.example/b/c.html#d".to_owned()), vec![])
    );
    assert_eq!(address("javascript:alert(1)//"), (None, vec!["link-page-missing", "address-wrong"]));
}

/// A page with every key of a kind, each as its example has it.
fn page_with_every_key(kind: Kind) -> String {
    let keys = Key::common().iter().filter(|key| key.name != "kind").chain(Key::of(kind));
    // Examples of what a list or a map holds are comments in a new page.
    let written = keys.map(|key| {
        format!("{}\n", key.example.replace("# ", "").replace("\"\"", "\"what\"").replace("''", "'true'"))
    });
    format!("---\nkind: {kind}\n{}---\n# Title\n\nText.\n\n## Fix\n\n1. Step.\n", written.collect::<String>())
}

#[test]
fn every_key_that_is_read_is_explained_and_every_other_is_not() {
    for kind in Kind::ALL {
        super::fields::ASKED.take();
        let text = page_with_every_key(kind);
        let file = SourceFile { path: "page.md".to_owned(), bytes: text.clone().into_bytes() };
        // Read on this thread, which is the one that remembers what was asked for.
        let leaves = Leaves { pages: vec![Leaf::read(file)], ..Leaves::default() };
        let (_, problems) = bind(leaves, 1);
        let asked = super::fields::ASKED.take();
        let explained: std::collections::BTreeSet<String> =
            Key::common().iter().chain(Key::of(kind)).map(|key| key.name.to_owned()).collect();
        // Articles can have no id that anything names, so theirs is not read.
        let read: Vec<&String> = asked.iter().filter(|key| *key != "id" || kind != Kind::Article).collect();
        let wanted: Vec<&String> =
            explained.iter().filter(|key| *key != "id" || kind != Kind::Article).collect();
        assert_eq!(read, wanted, "{kind}: left what is read, right what `keys` explains");
        let allowed = ["cause-unknown", "question-unknown", "shared-step-unknown", "few-phrases"];
        let unexpected: Vec<String> = problems
            .iter()
            .filter(|problem| !allowed.contains(&problem.code))
            .map(ToString::to_string)
            .collect();
        assert!(unexpected.is_empty(), "{text}\n{unexpected:#?}");
    }
}
