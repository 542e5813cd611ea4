use super::*;

#[test]
fn an_ordinary_word_is_its_own_only_token() {
    for piece in
        ["word", "Word,", "(word)", "“word”", "7.4.1", "2024.", "don't", "extAccount", "_word", "été", "--"]
    {
        let Some(word) = plain_word(piece) else { continue };
        let found: Vec<String> = tokens(piece).into_iter().map(|token| token.text).collect();
        assert_eq!(found, [lowered(word)], "{piece}");
    }
    assert_eq!(plain_word("Word,"), Some("Word"));
    assert_eq!(plain_word("extAccount"), None);
}
