import FoundationEssentials

/// Reads whole regular files of bounded length, so that no pipe or device can hold the program up.
package enum RegularFile {
    /// Symbolic links followed to reach the file itself.
    static let maximumLinks = 16

    /// The file's bytes; nil where there is no such file.
    ///
    /// - Throws: `CloudsError` where it is there but is no regular file, is longer than `limit`, or cannot be read.
    package static func read(_ path: String, atMost limit: Int) throws(CloudsError) -> [UInt8]? {
        guard let size = try size(of: path) else { return nil }
        guard size <= limit else { throw tooLong(path, limit) }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw CloudsError(file: path, message: "permission to read it is denied")
        } catch {
            throw CloudsError(file: path, message: "cannot be read")
        }
        guard data.count <= limit else { throw tooLong(path, limit) }
        return [UInt8](data)
    }

    /// Bytes of the regular file that `path` leads to; nil where there is none to be seen.
    private static func size(of path: String) throws(CloudsError) -> Int? {
        var target = path
        for _ in 0...maximumLinks {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else { return nil }
            switch attributes[.type] as? FileAttributeType {
            case .typeRegular?: return (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) } ?? 0
            case .typeSymbolicLink?:
                guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { return nil }
                target = next.hasPrefix("/") ? next : FilePath.directory(of: target) + next
            default: throw CloudsError(file: path, message: "is not a regular file")
            }
        }
        throw CloudsError(file: path, message: "more than \(maximumLinks) symbolic links lead on from it")
    }

    private static func tooLong(_ path: String, _ limit: Int) -> CloudsError {
        CloudsError(file: path, message: "longer than \(limit) bytes")
    }
}

/// Paths as files name them.
enum FilePath {
    /// Up to and with the last `/`.
    static func directory(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }

    /// A path that another file names, a relative one below that file's directory.
    static func path(_ path: String, namedBy file: String) -> String {
        path.hasPrefix("/") ? path : directory(of: file) + path
    }
}
