//! What spreadsheets read.

use super::export::written;

#[test]
fn what_a_spreadsheet_would_run_is_made_a_text() {
    let row =
        ["=HYPERLINK(\"x\")", "plain", "a, \"b\"", "two\nlines", "-1+2", " @a", "＝1", "\n+1", "a=b", ""]
            .map(str::to_owned)
            .to_vec();
    assert_eq!(
        written(&[row]),
        "\"'=HYPERLINK(\"\"x\"\")\",plain,\"a, \"\"b\"\"\",\"two\nlines\",\"'-1+2\",\"' @a\",\"'＝1\",\"'\n+1\",a=b,\r\n"
    );
}
