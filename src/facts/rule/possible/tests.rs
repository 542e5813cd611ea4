//! Which rules can be true, and which cannot.

use crate::facts::Rule;

fn can_be_true(source: &str) -> bool {
    Rule::compile(source).unwrap().can_be_true()
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
