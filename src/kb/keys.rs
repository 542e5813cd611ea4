//! Every key that a page can have, in the words of the guide, with an example.
//!
//! One list for all who explain keys: pages that are begun for an author, and the guide. A test compares it with what
//! the reader asks for, so that no key can be forgotten here.

use super::page::Kind;

/// A key of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it is for: one line, or two.
    pub meaning: &'static str,
    /// How it is written, the key included; further lines are indented as YAML wants them.
    pub example: &'static str,
    /// Whether a new page begins with it. The others are there as comments.
    pub begins: bool,
}

const fn key(name: &'static str, meaning: &'static str, example: &'static str) -> Key {
    Key { name, meaning, example, begins: false }
}

/// A key that a new page has from the start.
const fn first(name: &'static str, meaning: &'static str, example: &'static str) -> Key {
    Key { begins: true, ..key(name, meaning, example) }
}

const STATUS: Key = first(
    "status",
    "A draft is checked, and neither shown, found nor learnt from. Take this line out when the page is ready",
    "status: draft",
);

/// The keys of all kinds.
const COMMON: [Key; 10] = [
    key("kind", "What the page is", "kind: article"),
    STATUS,
    key("title", "By default the first heading", "title: \"One line\""),
    key("description", "One sentence", "description: \"What the page is about.\""),
    key("id", "The name that other pages use; by default the name of the file", "id: short-name"),
    key("owner", "Who answers for the page", "owner: team-name"),
    key("review_by", "Until when somebody should read it again", "review_by: 2027-06-30"),
    key("lang", "The language of the page; without it the commonest words tell", "lang: en"),
    key("refs", "What the page rests on, in any form", "refs: [ticket-1041]"),
    key("suggest", "`false`: found by search, never offered as reading beside an answer", "suggest: false"),
];

const SAYS: Key = first(
    "says",
    "How people put it, one phrase a line, as they type: short, long, with slips, in every language you\nsupport. Eight are a start, thirty are better. Take them from tickets",
    "says:\n  # - \"the words of somebody who called\"",
);
const ENDS_WITH: Key = key(
    "ends_with",
    "The step that this fix ends with, if `kb.yml` has it under `shared_steps`",
    "ends_with: restart",
);
const FIX_EFFORT: Key = first(
    "effort",
    "Minutes that the fix takes: instant (1), quick (3), medium (8), long (20), very-long (60), or a number",
    "effort: medium",
);
const TESTS: Key = key(
    "tests",
    "What somebody says, and what must follow; `deskdoc eval` plays it. Not a phrase from `says`",
    "tests:\n  - \"words that stand on no page\"",
);

const SYMPTOM: [Key; 7] = [
    key(
        "errors",
        "Texts that the product shows, letter by letter; `*` stands for anything. Only such as belong to this\nsymptom alone: a text that holds one is recognised almost surely",
        "errors: [\"Error 691*access denied\"]",
    ),
    SAYS,
    key("not", "What sounds alike and is something else", "not: [\"words for another trouble\"]"),
    first(
        "causes",
        "What may be behind it, and how likely: common (.40), occasional (.16), rare (.05), or a number. Only\ntheir relation counts. Each has a page: `deskdoc new cause ID`",
        "causes:\n  # cause-id: common",
    ),
    key("other", "The chance that it is none of them", "other: 0.05"),
    key(
        "answered",
        "Questions that the symptom answers by itself, so that they are not asked",
        "answered: [question-id]",
    ),
    TESTS,
];

const CAUSE: [Key; 6] = [
    FIX_EFFORT,
    first(
        "works",
        "The chance that the fix cures when this is the cause: usually (.9), sometimes (.5), seldom (.15)",
        "works: usually",
    ),
    key("escalate", "`true`: the fix is to hand the case over; no `## Fix` is needed then", "escalate: true"),
    key(
        "docs",
        "What the advice rests on: sections of the base, counted from its root, or web addresses",
        "docs: [\"https://example.com/handbook\"]",
    ),
    ENDS_WITH,
    TESTS,
];

const FIX: [Key; 4] = [
    first(
        "cures",
        "The causes that it helps with, and how surely: usually (.9), sometimes (.5), seldom (.15)",
        "cures:\n  # cause-id: usually",
    ),
    FIX_EFFORT,
    ENDS_WITH,
    TESTS,
];

const QUESTION: [Key; 4] = [
    first("ask", "The question, as it is put to the user", "ask: \"\""),
    first(
        "effort",
        "Minutes that an answer takes: instant (.5), quick (1), medium (3), long (8), or a number",
        "effort: quick",
    ),
    first(
        "answers",
        "At least two. `likelihood`: how often this answer is given when that cause is the true one: always\n(.98), usually (.9), even (.5), seldom (.1), never (.02); \"*\" is every cause that is not named. `says`:\nother ways to put it, two words or more. \"I don't know\" is always there and need not be listed",
        "answers:\n  - id: \"yes\"\n    label: \"Yes\"\n    # says: [\"other words for it\"]\n    likelihood: {\"*\": even}\n  - id: \"no\"\n    label: \"No\"\n    likelihood: {\"*\": even}",
    ),
    TESTS,
];

const CHECK: [Key; 10] = [
    key("subject", "Which record of many the rule is about, by its name in `kb.yml`", "subject: account"),
    first(
        "pass",
        "A rule in CEL over facts of `kb.yml`: true = it holds, such as 'screen.power == \"on\"'",
        "pass: ''",
    ),
    first(
        "fail",
        "Another rule: true = it is broken. Where neither is decided, the verdict is `unknown`",
        "fail: ''",
    ),
    key("expected", "A rule that gives text: what should be there", "expected: '\"on\"'"),
    key("actual", "A rule that gives text: what is there", "actual: '\"off\"'"),
    key(
        "compared",
        "The value that is compared character by character; `actual` without it",
        "compared: '\"off\"'",
    ),
    key("against", "The text, or list of texts, that it should be like", "against: '\"on\"'"),
    key(
        "same",
        "A text that must be the same in all configurations that are looked at together",
        "same: '\"on\"'",
    ),
    first(
        "on_fail",
        "The cause that a failure speaks for, or a list of {when: rule, cause: id}",
        "on_fail:\n  # - cause-id",
    ),
    key(
        "tests",
        "Configuration as somebody pastes it, and what the check must find; `deskdoc eval` plays it",
        "tests:\n  - {said: \"Power: on\", verdict: check-id = pass}",
    ),
];

const OUT_OF_SCOPE: [Key; 2] = [SAYS, TESTS];

impl Key {
    /// The keys that pages of all kinds can have.
    pub fn common() -> &'static [Self] {
        &COMMON
    }

    /// The keys of one kind, beside those of all.
    pub fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Article => &[],
            Kind::Symptom => &SYMPTOM,
            Kind::Cause => &CAUSE,
            Kind::Fix => &FIX,
            Kind::Question => &QUESTION,
            Kind::Check => &CHECK,
            Kind::OutOfScope => &OUT_OF_SCOPE,
        }
    }
}
