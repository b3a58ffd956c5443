import Glibc

/// Writes to open files of the system.
enum WholeWrite {
    /// Writes all of `bytes`; false where that fails, with the reason in `errno`: a closed pipe, a full disk.
    static func bytes(_ bytes: [UInt8], to file: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = unsafe write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }

    /// Writes a line to standard error or standard output; one that cannot be written is lost.
    static func line(_ text: String, to file: Int32) { _ = bytes(Array("\(text)\n".utf8), to: file) }
}
