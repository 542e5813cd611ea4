#![no_main]
#[path = "../properties.rs"]
#[allow(dead_code, reason = "each target takes one of them")]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::query(data));
