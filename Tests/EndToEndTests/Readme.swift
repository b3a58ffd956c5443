import Foundation
import Testing

/// README's examples, which tests run as they stand there.
enum Readme {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The one fenced block that begins so, with places of the documentation put for those of the test; each occurs in it.
    static func block(starting start: String, _ places: [String: String] = [:]) throws -> String {
        let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element.drop { $0 != "\n" }.dropFirst()) }
        let found = blocks.filter { $0.hasPrefix(start) }
        try #require(found.count == 1, "README's block \(start)")
        return try places.reduce(found[0] + "\n") { block, place in
            try #require(block.contains(place.key), "\(place.key) in README's block \(start)")
            return block.replacingOccurrences(of: place.key, with: place.value)
        }
    }
}
