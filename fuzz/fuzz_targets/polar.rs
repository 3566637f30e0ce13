#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| return_to_run_fuzz::read(
    "Polar Flow training-session.json",
    bytes
));
