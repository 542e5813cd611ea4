//! Which rules can be true, and which cannot.

use crate::facts::{Field, FieldKind, Rule, Schema};

fn can_be_true(source: &str) -> bool {
    Rule::compile(source).unwrap().can_be_true(&Schema::default())
}

#[test]
fn what_excludes_itself_cannot_be_true() {
    for source in [
        "false",
        "1 > 2",
        "a.b == \"x\" && a.b == \"y\"",
        "a.b == \"x\" && a.b != \"x\"",
        "a.n > 5 && a.n < 3",
        "5 < a.n && 5 > a.n",
        "a.n >= 3 && a.n < 3",
        "a.b in [\"x\", \"y\"] && a.b == \"z\"",
        "a.flag && !a.flag",
        "a.flag == true && a.flag == false",
        "size(a.list) > 2 && size(a.list) == 1",
        "lower(a.b) == \"x\" && lower(a.b) == \"y\"",
        "a.b.startsWith(\"http://\") && a.b.startsWith(\"https://\")",
        "a.b.startsWith(\"https://\") && !a.b.startsWith(\"http\")",
        "a.b.startsWith(\"x\") && a.b == \"y\"",
        "!(a.b == \"x\" || a.b != \"x\")",
        "a.b == 1 && a.b == \"1\"",
        "a.list.exists(x, x == \"a\") && !a.list.exists(x, x == \"a\")",
    ] {
        assert!(!can_be_true(source), "{source}");
    }
}

#[test]
fn everything_else_may_be() {
    for source in [
        "true",
        "a.b == \"x\" || a.b == \"y\"",
        "a.b != \"x\" && a.b != \"y\"",
        "a.b == \"x\" && a.c == \"y\"",
        "a.n > 3 && a.n < 4",
        "a.n >= 3 && a.n <= 3",
        "a.flag ? a.b == \"x\" : a.b == \"y\"",
        "a.b.startsWith(\"http\") && a.b.startsWith(\"https\")",
        "a.b.startsWith(\"http\") && !a.b.startsWith(\"https\")",
        "a.list.exists(x, x == \"a\") && !a.list.exists(x, x == \"b\")",
        "a.b in a.list && !(a.c in a.list)",
        "has(a.b) && a.b.matches(\"x+\")",
        "a.b == a.c && a.b == \"x\"",
    ] {
        assert!(can_be_true(source), "{source}");
    }
}

#[test]
fn what_holds_in_every_case_cannot_be_false() {
    let can_be_false = |source: &str| Rule::compile(source).unwrap().can_be_false(&Schema::default());
    for source in [
        "true",
        "a.n < 1 || true",
        "a.flag || !a.flag",
        "a.n > 5 || a.n <= 5",
        "a.b != \"x\" || a.b != \"y\"",
    ] {
        assert!(!can_be_false(source), "{source}");
    }
    for source in ["false", "a.flag", "a.n > 5 || a.n < 5", "a.b == \"x\" || a.b == \"y\"", "a.b == a.c"] {
        assert!(can_be_false(source), "{source}");
    }
}

#[test]
fn a_fact_is_never_of_another_sort_than_is_declared() {
    let field = |path: &str, kind| Field {
        path: path.to_owned(),
        kind,
        labels: Vec::new(),
        weak_labels: Vec::new(),
        by_chance: false,
    };
    let kinds = [("a.n", FieldKind::Number), ("a.b", FieldKind::Text), ("a.flag", FieldKind::Flag)];
    let schema = Schema::new(kinds.map(|(path, kind)| field(path, kind)).to_vec(), Vec::new());
    let can_be_true = |source: &str| Rule::compile(source).unwrap().can_be_true(&schema);
    for source in ["a.n == \"0\"", "a.b > 3", "a.b == 3", "a.flag == \"yes\"", "a.n in [\"1\", \"2\"]"] {
        assert!(!can_be_true(source), "{source}");
    }
    for source in
        ["a.n == 0", "a.n != \"0\"", "a.b == \"3\"", "a.b != 3", "a.flag == true", "a.n in [1, \"2\"]"]
    {
        assert!(can_be_true(source), "{source}");
    }
}
