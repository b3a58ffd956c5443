import Files
import YAML

/// Why no cloud came out of clouds.yaml or the `OS_*` variables: where, what is wrong and what is allowed.
///
/// Shows no secret's value, nor a part of one.
package struct CloudsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Path of the file; nil for the environment.
    package var file: String?
    /// From 1; nil for the file as a whole.
    package var line: Int?
    /// The key from the file's root, such as `clouds.prod.auth.password`, or the variable's name.
    package var key: String?
    package var message: String

    package init(file: String? = nil, line: Int? = nil, key: String? = nil, message: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }

    init(_ error: FileError) {
        self.init(file: error.path, message: error.message)
    }

    init(_ error: YAMLError) {
        self.init(file: error.file, line: error.line, message: error.message)
    }

    package var description: String {
        let place = file.map { file in line.map { "\(file):\($0)" } ?? file }
        return [place, key, message].compactMap(\.self).joined(separator: ": ")
    }

    /// Names listed in one message; the rest is counted.
    static let shownNames = 20

    /// A list of names (of entries or regions) for a message.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(shownNames).map(YAMLError.shown).joined(separator: ", ")
        return names.count > shownNames ? shown + " and \(names.count - shownNames) more" : shown
    }
}
