import FoundationEssentials

/// Reads whole regular files of bounded length, so that no pipe or device can hold the program up.
package enum RegularFile {
    /// Symbolic links followed to reach the file itself.
    package static let maximumLinks = 16

    /// The file's bytes; nil where there is no such file.
    ///
    /// - Throws: `FileError` where it is there but is no regular file, is longer than `limit`, or cannot be read.
    package static func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8]? {
        guard let size = try size(of: path) else { return nil }
        guard size <= limit else { throw tooLong(path, limit) }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw FileError(path, "permission to read it is denied")
        } catch {
            throw FileError(path, "cannot be read")
        }
        guard data.count <= limit else { throw tooLong(path, limit) }
        return [UInt8](data)
    }

    /// Bytes of the regular file that `path` leads to; nil where there is none to be seen.
    private static func size(of path: String) throws(FileError) -> Int? {
        var target = path
        for _ in 0...maximumLinks {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else { return nil }
            switch attributes[.type] as? FileAttributeType {
            case .typeRegular?: return (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) } ?? 0
            case .typeSymbolicLink?:
                guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { return nil }
                target = next.hasPrefix("/") ? next : FilePath.directory(of: target) + next
            default: throw FileError(path, "is not a regular file")
            }
        }
        throw FileError(path, "more than \(maximumLinks) symbolic links lead on from it")
    }

    private static func tooLong(_ path: String, _ limit: Int) -> FileError {
        FileError(path, "longer than \(limit) bytes")
    }
}
