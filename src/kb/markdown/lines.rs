//! Line numbers of a body, counted in one walk however many are asked for.

/// Line numbers for places asked for in rising order.
pub(super) struct Lines<'a> {
    body: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(body: &'a str) -> Self {
        Self { body, at: 0, line: 1 }
    }

    /// The line of a place, from 1.
    pub(super) fn line_at(&mut self, place: usize) -> usize {
        let between = self.body.as_bytes().get(self.at..place).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(place);
        self.line
    }
}
