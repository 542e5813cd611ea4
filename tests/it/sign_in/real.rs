//! Everything together: a real provider, a real browser.
