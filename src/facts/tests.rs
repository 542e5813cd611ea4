use super::*;

#[test]
fn a_sound_expression_compiles_and_is_kept_as_written() {
    let rule = Rule::compile(r#"account.callback_url.startsWith("https://")"#).unwrap();
    assert_eq!(rule.source(), r#"account.callback_url.startsWith("https://")"#);
}

#[test]
fn a_broken_expression_says_where_it_breaks() {
    assert!(matches!(Rule::compile("account. == 1"), Err(BadRule::Syntax { column, .. }) if column > 1));
}

#[test]
fn hostile_expressions_are_refused_or_read_but_never_end_the_process() {
    for n in [9, 24, 95, 190, 1000] {
        for unit in ["(", "1+", "[", "!", "-", "a.", "a?", "a?b:", "a||", "{1:", "f("] {
            let _ = Rule::compile(&unit.repeat(n));
            let _ = Rule::compile(&(unit.repeat(n) + "1"));
        }
    }
    assert_eq!(Rule::compile(&"1".repeat(2000)).unwrap_err(), BadRule::TooLong(2000));
    assert_eq!(Rule::compile(&"!".repeat(300)).unwrap_err(), BadRule::TooManyMarks(300));
}
