use super::line;

#[test]
fn the_line_says_how_far_it_is() {
    let half = "deskdoc: reading into the search index [###############...............] 500 of 1000 pages";
    assert_eq!(line(500, 1000), half);
    assert_eq!(line(0, 0), "deskdoc: putting the search index together");
}
