//! Wider pipes: with the 64 KiB that Linux gives, a batch between two programs waits for them half of its time.

/// Asks for pipes of 1 MiB where standard input and output are pipes; anything else, and a refusal, changes nothing.
pub(super) fn widen() {
    #[cfg(target_os = "linux")]
    {
        use rustix::pipe::fcntl_setpipe_size;
        const WIDTH: usize = 1024 * 1024;
        for result in [
            fcntl_setpipe_size(std::io::stdin(), WIDTH),
            fcntl_setpipe_size(std::io::stdout(), WIDTH),
        ] {
            // A file or a terminal is no pipe, and a user may have used up what the system allows: the run is as right without.
            let _ = result;
        }
    }
}
