import Identity
import YAML

/// Where a setting was given: a flag, a variable or a key of a file.
struct SettingPlace: Sendable, Equatable {
    /// Nil for a flag or variable.
    var file: String?
    var line: Int?
    /// The key from the file's root, or the flag or variable.
    var key: String

    /// A value of a file.
    init(_ node: YAMLNode, key: String) {
        self.file = node.file
        self.line = node.line
        self.key = key
    }

    /// A flag as it is written, or a variable.
    init(given: String) {
        key = given
    }

    func error(_ message: String) -> CloudsError {
        CloudsError(file: file, line: line, key: key.isEmpty ? nil : key, message: message)
    }
}

/// A value and where it was given.
struct Placed<Value: Sendable & Equatable>: Sendable, Equatable {
    var value: Value
    var place: SettingPlace
}
