import FoundationEssentials
import YAML

/// Reads whole configuration files of at most `YAMLLimits.bytes`.
enum CloudsFileReader {
    /// Symbolic links followed to reach the file itself.
    static let maximumLinks = 16

    /// The file's YAML, `.some(nil)` where it is empty, nil where there is no such file.
    ///
    /// - Throws: `CloudsError` where it is there but is no regular file, is too long, unreadable or not YAML.
    static func read(_ path: String) throws(CloudsError) -> YAMLNode?? {
        guard let size = try size(of: path) else { return nil }
        guard size <= YAMLLimits.bytes else { throw tooLong(path) }
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
        guard data.count <= YAMLLimits.bytes else { throw tooLong(path) }
        do throws(YAMLError) {
            let text = path.hasSuffix(".json") ? JSONText.joiningSurrogates([UInt8](data)) : [UInt8](data)
            return .some(try YAMLNode.parse(text, file: path))
        } catch {
            throw CloudsError(error)
        }
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
                target = next.hasPrefix("/") ? next : directory(of: target) + next
            default: throw CloudsError(file: path, message: "is not a regular file")
            }
        }
        throw CloudsError(file: path, message: "more than \(maximumLinks) symbolic links lead on from it")
    }

    /// Up to and with the last `/`.
    private static func directory(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }

    private static func tooLong(_ path: String) -> CloudsError {
        CloudsError(file: path, message: "longer than \(YAMLLimits.bytes) bytes")
    }
}
