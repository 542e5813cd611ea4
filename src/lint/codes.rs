//! All codes: what each means and what to do about it. `docs/deskdoc/lint.md` has the same table.

use crate::kb::{Severity, nearest};

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its stable name.
    pub name: &'static str,
    /// How bad it is, unless the guide says otherwise for a sort of base.
    pub severity: Severity,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// The code of a name.
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}

/// The code whose name is most like one that is none, if one is like enough.
pub fn nearest_code(name: &str) -> Option<&'static str> {
    nearest(name, CODES.iter().map(|code| code.name))
}

const fn error(name: &'static str, meaning: &'static str, remedy: &'static str) -> Code {
    Code { name, severity: Severity::Error, meaning, remedy }
}

const fn warning(name: &'static str, meaning: &'static str, remedy: &'static str) -> Code {
    Code { name, severity: Severity::Warning, meaning, remedy }
}

const fn note(name: &'static str, meaning: &'static str, remedy: &'static str) -> Code {
    Code { name, severity: Severity::Note, meaning, remedy }
}

/// All codes, in the order of the guide.
pub const CODES: &[Code] = &[
    // Front matter.
    error(
        "front-matter-unclosed",
        "the `---` line that ends the block is missing; the whole file counts as text",
        "add the line `---` below the last key",
    ),
    error("front-matter-too-large", "the block has more than 64 KiB", "move text into the body"),
    error("front-matter-too-deep", "lists and maps stand inside each other too often", "write it flatter"),
    error(
        "front-matter-too-many-values",
        "the block has more keys and values than are read",
        "split the page",
    ),
    error(
        "front-matter-alias",
        "`&name` and `*name` are YAML's way to repeat values; a few lines of them can fill all memory, so they are not read",
        "write the value again, or put the text in quotes",
    ),
    error(
        "front-matter-tag",
        "a value begins with `!`; YAML takes that for a type",
        "put the text in quotes",
    ),
    error("front-matter-second-document", "a second YAML document begins inside the block", "keep one block"),
    error(
        "front-matter-separator",
        "an indented `---` stands inside the block and closes nothing",
        "move it to the beginning of the line, or take it out",
    ),
    error(
        "front-matter-misplaced",
        "a block with a `kind` does not begin on the first line, or not with `---`; it counts as text",
        "make `---` the first line of the file",
    ),
    error("front-matter-tab", "a tab is used for indenting", "indent with blanks"),
    error("front-matter-control-character", "an invisible character stands in the block", "take it out"),
    warning(
        "front-matter-escape",
        "a back-slash in double quotes makes an invisible character",
        "use single quotes",
    ),
    error("front-matter-duplicate-key", "a key stands there twice", "keep one of the two"),
    error("front-matter-key-not-text", "a key is missing, or is a list or a map", "write `key: value`"),
    error("front-matter-not-a-map", "the block holds no `key: value` lines", "write `key: value` lines"),
    error(
        "front-matter-invalid",
        "anything else that YAML cannot read, for example a quote that is never closed",
        "put texts with `: `, `#` or brackets in quotes",
    ),
    // Files.
    error("page-too-large", "the file has more than 1 MiB and is left out", "split the page"),
    error(
        "page-empty",
        "nothing stands in the file, as after a save that was cut off; a server that had the page goes on with what it had",
        "write it, or delete the file",
    ),
    error(
        "settings-empty",
        "nothing stands in `kb.yml`; a server that had settings goes on with what it had",
        "write what the base says about itself, or delete the file",
    ),
    error(
        "page-not-utf-8",
        "the file is in another encoding; unreadable bytes show as `\u{fffd}`",
        "save the file as UTF-8",
    ),
    error(
        "page-unreadable",
        "the file or folder could not be read, for example for lack of permission, or is a pipe; it is left out",
        "make it readable, or take it out of the folder",
    ),
    warning(
        "page-not-followed",
        "a symbolic link leads out of the base, to a folder or nowhere; what it leads to is left out",
        "put the file itself into the base",
    ),
    error(
        "path-duplicate",
        "two folders hold a page of the same path; the first counts",
        "rename one of the two",
    ),
    // Values.
    warning(
        "kind-unknown",
        "`kind` is none of the seven; the page is taken as an article",
        "use one of the seven words",
    ),
    error("key-missing", "the page lacks what its kind needs", "add the key"),
    warning(
        "key-unknown",
        "`kb.yml` holds a key that means nothing there; an error where it stands in an answer or an item of `on_fail`",
        "correct the key, or take it out",
    ),
    error(
        "key-mistyped",
        "a page holds a key that means nothing and is nearly one that does; a warning where the page and its tests can do without that one. Keys of other tools do no harm",
        "correct the key",
    ),
    error(
        "status-mistyped",
        "`status` of a page with knowledge, or of a case, is nearly `draft` and is not, so users see the page",
        "write `status: draft`, or take the line out",
    ),
    error(
        "value-wrong-shape",
        "a list where one value belongs, or the other way round",
        "write it in the shape that is named",
    ),
    warning("value-empty", "an item of a list is blank", "fill it in, or take it out"),
    error(
        "number-wrong",
        "neither one of the words nor a number in range",
        "use one of the words, or a number in the range",
    ),
    error("address-wrong", "`base_url` in `kb.yml` is no web address", "write it with `https://`"),
    error("date-wrong", "`review_by` is no date, or no day of the calendar", "write it as `2027-06-30`"),
    error(
        "id-invalid",
        "a name with other signs than small letters, digits, `-` and `_`",
        "rename it, here and wherever it is used",
    ),
    error(
        "id-duplicate",
        "two pages of a kind, or two answers of a question, have the same name; the first counts",
        "give one of the two another name",
    ),
    error(
        "rule-invalid",
        "a rule of a check is no CEL, is too long, or calls a function that is not there",
        "correct the rule",
    ),
    error(
        "fact-unknown",
        "a rule or a table names a fact that [`facts`](authoring.md#facts) does not declare; such a rule is not used",
        "correct the name, or declare the fact",
    ),
    error(
        "fact-invalid",
        "a fact has a name or a kind that it cannot have",
        "use small letters, digits and `_`, and one of the kinds",
    ),
    error("fact-secret", "a fact is called like a secret", "take it out: a check must not look at a secret"),
    note(
        "fact-not-read",
        "checks name a fact that no label, export or address of `kb.yml` gives, while others have some: only a snapshot in JSON can",
        "add what forms or exports call it",
    ),
    error(
        "subject-unknown",
        "`subject` of a check names none of the subjects in `kb.yml`",
        "correct the name, or declare the subject",
    ),
    // Pages as a whole.
    warning(
        "title-empty",
        "`title` is blank, or a page with knowledge has neither a title nor a heading",
        "write what the page is about",
    ),
    warning(
        "title-duplicate",
        "two pages of a kind and a language have the same title; not in a base of articles alone",
        "say what tells the two apart",
    ),
    warning(
        "owner-missing",
        "the page names no `owner`, while most pages of the base do",
        "name who answers for it",
    ),
    warning("review-overdue", "the day in `review_by` is over", "read the page again, and set the next day"),
    note(
        "text-copied",
        "sixty words in a row stand on another page too; not in a base of articles alone, and not where more than three pages have them",
        "keep them on one page and link to it",
    ),
    // Words of users.
    warning(
        "says-missing",
        "a symptom without `says` and `errors`, or an out-of-scope page without `says`, is hardly ever recognised",
        "add phrases",
    ),
    warning(
        "few-phrases",
        "a symptom has fewer than 8 phrases in `says`: what is recognised is not to be trusted, and with fewer than 5 hardly anything is; `deskdoc eval` tells what comes of it",
        "add phrases; thirty are better",
    ),
    warning(
        "phrase-repeated",
        "a phrase stands twice in `says` of a page",
        "put one of the two as another user would",
    ),
    warning("phrase-shared", "two pages have the same phrase in `says`", "leave it where it belongs"),
    warning(
        "phrase-contradicted",
        "a phrase stands in `says` and in `not` of one page",
        "take it out of one of the two",
    ),
    warning(
        "error-text-shared",
        "two symptoms, or one of them twice, have the same text in `errors`",
        "leave it where it belongs",
    ),
    warning(
        "symptom-confused",
        "half of a symptom's phrases and more are taken for another symptom when they are held back from learning, as `eval` does it",
        "say in the phrases what tells the two apart, or make one symptom of them",
    ),
    // Causes, fixes and questions.
    warning("causes-missing", "a symptom names no cause", "add `causes`"),
    note(
        "causes-alike",
        "no question has different answers for two causes of a symptom, and no check blames one of them alone",
        "add a question or a check that tells them apart",
    ),
    error(
        "cause-without-fix",
        "a cause neither has steps under `## Fix` nor hands over",
        "add the steps, or set `escalate: true`",
    ),
    warning(
        "cause-without-verify",
        "a cause has a `## Fix` and nothing under `## Verify`",
        "say what is seen when it is mended",
    ),
    warning("cause-unreachable", "no symptom names the cause", "name it under `causes` of a symptom"),
    warning("fix-without-steps", "a fix has nothing under `## Fix`", "add the steps"),
    warning(
        "fix-unreachable",
        "no symptom names a cause that the fix helps with",
        "name the causes in symptoms",
    ),
    note(
        "fix-never-tried",
        "no decision tree comes to the fix: others, or handing over, are always cheaper",
        "lower its `effort`, raise the chance, or take it out",
    ),
    warning(
        "shared-step-too-long",
        "a fix takes less time than the step that it ends with; `effort` is that of the whole fix",
        "raise `effort`",
    ),
    error("answers-missing", "a question has fewer than two answers and is not asked", "add answers"),
    warning(
        "question-tells-nothing",
        "the answers make no cause of any symptom likelier than another, so it is never put",
        "give causes different values under `likelihood`",
    ),
    note(
        "question-never-pays",
        "no decision tree puts the question: it costs more than its answers save",
        "make it quicker to answer, or its answers clearer",
    ),
    warning(
        "check-never-passes",
        "`pass` can be true of no configuration or is the same as `fail`, or `fail` is false of none",
        "correct the rule",
    ),
    warning("check-never-fails", "`fail` can be true of no configuration", "correct the rule"),
    note("check-without-cause", "a failure of the check speaks for no cause", "add `on_fail`"),
    // Content tests.
    error(
        "test-empty",
        "nothing is said in a content test, or it expects nothing; it is not run",
        "add what is said and what must come of it",
    ),
    error(
        "test-key-unknown",
        "a content test expects something that cannot be expected",
        "take one of the keys of the guide",
    ),
    error("test-value-wrong", "what a content test expects has another form", "write it as the guide shows"),
    error(
        "test-name-unknown",
        "a content test names a page or an answer that is not there",
        "correct the name",
    ),
    error(
        "test-duplicate",
        "two content tests have the same name; the second is not run",
        "give one of them another name",
    ),
    // References.
    error(
        "cause-unknown",
        "no page describes this cause; the reference is dropped",
        "correct the name, or write the page",
    ),
    error(
        "shared-step-unknown",
        "`kb.yml` names no such step in `shared_steps`; the reference is dropped",
        "correct the name, or add the step",
    ),
    error("question-unknown", "no page puts this question; the reference is dropped", "correct the name"),
    error("link-page-missing", "the page that a link names is not there", "correct the path"),
    error(
        "link-anchor-missing",
        "the page is there, the section is not",
        "link to a section that is there, or give the heading its anchor back",
    ),
    warning(
        "link-anchor-ambiguous",
        "`docs` of a cause names a section by words that two headings of the page have",
        "give the heading an anchor of its own",
    ),
    error(
        "link-refused",
        "the link leads out of the base, or uses a scheme that is not shown; in text a warning",
        "link to a page of the base, or to a web address",
    ),
    warning(
        "target-draft",
        "a published page refers to a draft, to which nobody comes",
        "publish the draft, or take the reference out",
    ),
    warning("image-missing", "the picture is not in the folder", "add the file"),
    note(
        "images-left-out",
        "pages show twenty pictures and more, and there is not one in the folder",
        "copy the pictures beside the pages",
    ),
    warning(
        "anchor-changed",
        "two headings want the same anchor, or an anchor has signs that do not belong in a link",
        "give each heading an anchor of its own",
    ),
    // Suppressing.
    error("allow-without-reason", "a code is allowed without a reason; it is not", "add `reason`"),
    error("allow-unknown", "what is allowed is no code, or one of these four", "correct the code"),
    error("allow-unreadable", "`lint` is not what it should be", "write it as [below](#suppress)"),
    warning("allow-unused", "what is allowed does not occur", "take the line out"),
];
