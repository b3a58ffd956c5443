import Foundation

/// README's examples, as they stand there.
enum Readme {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md")

    /// The one example in YAML that begins so.
    ///
    /// - Throws: `NeverHappened` where there is none, or more than one.
    static func block(of beginning: String) throws -> String {
        let text = try String(contentsOf: file, encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        let found = blocks.filter { $0.hasPrefix(beginning) }
        guard found.count == 1, let block = found.first else {
            throw NeverHappened(description: "\(found.count) examples in README begin with \(beginning)")
        }
        return block
    }
}
