//! Numbers and texts in a row of bytes, for what is kept of a base from one start to the next.
//!
//! Whatever the bytes are, reading ends with a value or with `None`, and takes no more room than they did.

/// Writes one after the other.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    /// A number: seven bits a byte, so that small ones take one.
    pub(crate) fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.bytes.push(u8::from(flag));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn maybe_text(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        text.into_iter().for_each(|text| self.text(text));
    }

    /// Bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// A list: its length, then its items.
    pub(crate) fn list<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.number(items.len());
        items.iter().for_each(|item| put(self, item));
    }
}

/// Reads one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        self.byte().map(|byte| byte != 0)
    }

    pub(crate) fn exactly(&mut self, n_bytes: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(n_bytes)?;
        self.rest = rest;
        Some(bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.block()?).ok()
    }

    pub(crate) fn string(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(crate) fn maybe_text(&mut self) -> Option<Option<&'b str>> {
        if self.flag()? { self.text().map(Some) } else { Some(None) }
    }

    pub(crate) fn maybe_string(&mut self) -> Option<Option<String>> {
        Some(self.maybe_text()?.map(str::to_owned))
    }

    pub(crate) fn list<T>(&mut self, mut take: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n_items = self.number()?;
        // Every item takes a byte at least: a length that the bytes cannot bear out makes no room.
        let mut items = Vec::with_capacity(n_items.min(self.rest.len()));
        for _ in 0..n_items {
            items.push(take(self)?);
        }
        Some(items)
    }

    /// Bytes of which the number stands in front.
    pub(crate) fn block(&mut self) -> Option<&'b [u8]> {
        let n_bytes = self.number()?;
        self.exactly(n_bytes)
    }
}
