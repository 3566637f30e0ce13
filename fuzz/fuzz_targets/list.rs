#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| return_to_run_fuzz::read(
    "a list of runs kept by hand",
    bytes
));
