import CProcess

/// What others may see of this process's memory, which holds passwords and tokens.
enum ProcessMemory {
    /// No core dump is written, whatever the limits and the system's handler of dumps are, and processes of the same user can
    /// neither trace this one nor read its memory and environment. A limit of 0 on dumps would leave the handler its pipe. The
    /// process still reads its own /proc entries.
    static func keepToItself() { _ = process_forbid_dumps() }
}
