#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| qapi_fuzz::json::check(input));
