import Files
import YAML

/// Reads whole configuration files of at most `YAMLLimits.bytes`.
package enum CloudsFileReader {
    /// The file's YAML, `.some(nil)` where it is empty, nil where there is no such file.
    ///
    /// - Throws: `CloudsError` where it is there but is no regular file, is too long, unreadable or not YAML.
    package static func read(_ path: String) throws(CloudsError) -> YAMLNode?? {
        let bytes: [UInt8]
        do throws(FileError) {
            guard let read = try RegularFile.read(path, atMost: YAMLLimits.bytes) else { return nil }
            bytes = read
        } catch {
            throw CloudsError(error)
        }
        do throws(YAMLError) {
            let text = path.hasSuffix(".json") ? JSONText.joiningSurrogates(bytes) : bytes
            return .some(try YAMLNode.parse(text, file: path))
        } catch {
            throw CloudsError(error)
        }
    }
}
