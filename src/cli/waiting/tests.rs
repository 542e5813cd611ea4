use super::line;

#[test]
fn the_line_says_how_far_it_is() {
    assert_eq!(line(500, 1000), "deskdoc: indexing [##########..........] 500 of 1000 pages");
    assert_eq!(line(0, 0), "deskdoc: putting the search index together");
}

#[test]
fn the_line_of_a_large_base_fits_a_terminal() {
    let widest = (0..=1_000_000).step_by(9_999).map(|n_done| line(n_done, 1_000_000).len()).max();
    assert!(widest.is_some_and(|widest| widest < 80), "{widest:?}");
}
