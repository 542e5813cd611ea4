//! A real identity provider (`oidc-provider` on Node) of its own, on a free port of this machine.
//!
//! Without Node or the package the tests that need it say aloud that they were left out; with
//! `DESKDOC_TEST_PROVIDER=required`, as `scripts/test` sets it, they fail instead.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

const SCRIPT: &str = include_str!("../../provider/provider.mjs");

/// A running provider. It ends with the value, and with the tests if they are killed.
pub struct Provider {
    process: Child,
    issuer: String,
}

impl Provider {
    /// A provider that sends people back to this address; `None` if it is missing and need not be there.
    ///
    /// # Panics
    /// If it is missing although `DESKDOC_TEST_PROVIDER=required` is set.
    pub fn start(redirect: &str) -> Option<Self> {
        let folder = super::root().join("target/provider");
        let is_there = folder.join("node_modules/oidc-provider").is_dir();
        // Given as text, the script looks for the package in the folder it runs in.
        let mut command = Command::new("node");
        command.args(["--input-type=module", "-e", SCRIPT, "--", redirect]).current_dir(&folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let Some(mut process) = is_there.then(|| command.spawn().ok()).flatten() else {
            let required = std::env::var_os("DESKDOC_TEST_PROVIDER").is_some_and(|value| value == "required");
            assert!(!required, "Node or the package oidc-provider is missing; scripts/test installs it");
            // Written past the capture of the test harness: what was not tested should not go unnoticed.
            let words = b"\nLEFT OUT: a test of sign-in, because Node or oidc-provider is missing; scripts/test installs it\n";
            drop(std::io::stderr().write_all(words));
            return None;
        };
        let mut first = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("http://"), "the provider does not start: {first:?}");
        Some(Self { process, issuer: first.trim_end().to_owned() })
    }

    /// The provider's address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
