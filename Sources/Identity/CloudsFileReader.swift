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
            let node = try YAMLNode.parse(text, file: path)
            if let node, holdsSecret(node) { ExposedFiles.seen.look(at: path) }
            return .some(node)
        } catch {
            throw CloudsError(error)
        }
    }

    /// Keys of clouds.yaml whose values are secrets.
    private static let secrets: Set<String> = [
        "password", "token", "application_credential_secret", "sk", "secret_key", "security_token",
    ]

    private static func holdsSecret(_ node: YAMLNode) -> Bool {
        switch node.value {
        case .scalar: false
        case .sequence(let nodes): nodes.contains(where: holdsSecret)
        case .mapping(let entries):
            entries.contains { entry in
                secrets.contains(entry.key.text ?? "") && !entry.value.isNull || holdsSecret(entry.value)
            }
        }
    }
}
