import FoundationEssentials

/// Reads whole files of a bounded length.
package enum BoundedFile {
    /// Why a file that is there was not read; says nothing of its content.
    package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Symbolic links followed to reach the file itself.
    static let maximumLinks = 16

    /// The content, of `most` bytes at most; nil where there is no such file.
    package static func read(_ path: String, most: Int) throws(Problem) -> [UInt8]? {
        guard let size = try size(of: path) else { return nil }
        let tooLong = Problem(description: "longer than \(most) bytes")
        guard size <= most else { throw tooLong }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw Problem(description: "permission to read it is denied")
        } catch {
            throw Problem(description: "cannot be read")
        }
        guard data.count <= most else { throw tooLong }
        return [UInt8](data)
    }

    /// Bytes of the regular file that `path` leads to; nil where there is none to be seen.
    private static func size(of path: String) throws(Problem) -> Int? {
        var target = path
        for _ in 0...maximumLinks {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else { return nil }
            switch attributes[.type] as? FileAttributeType {
            case .typeRegular?: return (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) } ?? 0
            case .typeSymbolicLink?:
                guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { return nil }
                target = next.hasPrefix("/") ? next : directory(of: target) + next
            default: throw Problem(description: "is not a regular file")
            }
        }
        throw Problem(description: "more than \(maximumLinks) symbolic links lead on from it")
    }

    /// Up to and with the last `/`.
    private static func directory(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }
}
