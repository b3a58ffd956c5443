import Files
import YAML

/// A secret that is a file of its own, named by a `*_file` key.
enum SecretFile {
    /// Length of the file in bytes.
    static let limit = 64 << 10

    /// The file's text less one newline at its end.
    ///
    /// - Throws: `CloudsError` that names the key and the path, never the content, where the file cannot be read, is
    ///   longer than `limit`, empty, not UTF-8, or holds control characters.
    static func read(_ path: String, for setting: CloudSetting) throws(CloudsError) -> String {
        let bytes: [UInt8]
        do throws(FileError) {
            guard let read = try RegularFile.read(path, atMost: limit) else {
                throw FileError(path, "there is no such file")
            }
            bytes = read
            ExposedFiles.seen.look(at: path)
        } catch {
            throw setting.error(error.description)
        }
        guard let text = String(validating: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self) else {
            throw setting.error("\(path): is not UTF-8")
        }
        guard !text.isEmpty else { throw setting.error("\(path): is empty") }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw setting.error(
                "\(path): holds a line break before its end, or another control character")
        }
        return text
    }
}
