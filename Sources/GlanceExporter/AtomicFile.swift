import Glibc

/// Replaces a file at once: who reads it sees the old content or the new, never a part.
enum AtomicFile {
    /// Why a file could not be replaced.
    struct Failure: Error, Equatable, CustomStringConvertible {
        var path: String
        var code: Int32

        var description: String { unsafe "cannot write \(path): \(String(cString: strerror(code)))" }
    }

    /// Readable by all, as collectors of other users need it.
    static let mode: mode_t = 0o644

    /// Where the content is written first: beside the file, hidden, and not ending in `.prom`.
    static func temporaryPath(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().map { "\($0)/" }.joined()
        return "\(folder).\(parts.last ?? "").\(getpid()).tmp"
    }

    /// Writes `bytes`; on an error the file is as it was and nothing is left beside it.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = temporaryPath(of: path)
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        // The process's mask does not apply to a mode that is set.
        var isWhole = fchmod(file, mode) == 0 && WholeWrite.bytes(bytes, to: file) && fsync(file) == 0
        var code = errno
        if close(file) != 0, isWhole {
            isWhole = false
            code = errno
        }
        if isWhole, unsafe rename(temporary, path) == 0 { return }
        if isWhole { code = errno }
        unsafe unlink(temporary)
        throw Failure(path: path, code: code)
    }
}
