import Files
import Synchronization
import YAML

/// Why the web configuration cannot be used; shows no hash and no key.
package struct WebConfigError: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

/// The web configuration as its file says at this moment.
final class WebConfigSource: Sendable {
    private typealias Known = (content: [UInt8], outcome: Result<WebConfig, WebConfigError>)

    private let path: String?
    private let known = Mutex<Known?>(nil)

    /// Of a file, or with nil the one that says nothing.
    init(path: String?) { self.path = path }

    /// Reads the file again; what it holds is read anew only where it has changed.
    func current() throws(WebConfigError) -> WebConfig {
        guard let path else { return WebConfig() }
        let content = try Self.content(of: path, atMost: YAMLLimits.bytes)
        if let known = known.withLock({ $0 }), known.content == content { return try known.outcome.get() }
        let outcome = Self.outcome(content, path)
        known.withLock { $0 = (content, outcome) }
        return try outcome.get()
    }

    /// The bytes of a file that has to be there.
    static func content(of path: String, atMost limit: Int) throws(WebConfigError) -> [UInt8] {
        do throws(FileError) {
            guard let content = try RegularFile.read(path, atMost: limit) else {
                throw FileError(path, "there is no such file")
            }
            return content
        } catch {
            throw WebConfigError(error.description)
        }
    }

    private static func outcome(_ content: [UInt8], _ path: String) -> Result<WebConfig, WebConfigError> {
        do throws(YAMLError) {
            return .success(try WebConfigReader.read(content, file: path))
        } catch {
            return .failure(WebConfigError("\(error.file):\(error.line): \(error.message)"))
        }
    }
}
