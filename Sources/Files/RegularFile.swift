import Glibc

/// Reads whole regular files of bounded length, so that no pipe or device can hold the program up.
///
/// By the system's calls: Foundation's `Data(contentsOf:)` loses 4 KiB of memory at each reading of an empty file.
package enum RegularFile {
    /// Bytes asked for at once beyond those that a file says it has.
    private static let step = 4 << 10

    /// The file's bytes; nil where there is no such file.
    ///
    /// - Throws: `FileError` where it is there but is no regular file, is longer than `limit`, or cannot be read.
    package static func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8]? {
        guard let size = try size(of: path) else { return nil }
        guard size <= limit else { throw tooLong(path, limit) }
        // What has become a pipe since then is not waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw refusal(path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        // The kernel's own files say 0 and hold more.
        while let more = next(of: descriptor, atMost: max(size - bytes.count, step)) {
            if more.isEmpty { return bytes }
            bytes += more
            guard bytes.count <= limit else { throw tooLong(path, limit) }
        }
        throw refusal(path)
    }

    /// Permissions of what `path` leads to, as `chmod` has them; nil where there is nothing to be seen.
    package static func permissions(of path: String) -> Int? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_mode & 0o7777) : nil
    }

    /// Bytes of the regular file that `path` leads to; nil where there is none.
    private static func size(of path: String) throws(FileError) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw refusal(path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(path, "is not a regular file") }
        return Int(status.st_size)
    }

    /// What follows, empty at the end; nil where it cannot be read.
    private static func next(of descriptor: Int32, atMost count: Int) -> [UInt8]? {
        var result = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            repeat {
                result = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
            } while result < 0 && errno == EINTR
            filled = max(0, result)
        }
        return result < 0 ? nil : bytes
    }

    /// Why the last call failed.
    private static func refusal(_ path: String) -> FileError {
        switch errno {
        case EACCES: FileError(path, "permission to read it is denied")
        case ELOOP: FileError(path, "too many symbolic links lead on from it")
        default: FileError(path, "cannot be read")
        }
    }

    private static func tooLong(_ path: String, _ limit: Int) -> FileError {
        FileError(path, "longer than \(limit) bytes")
    }
}
