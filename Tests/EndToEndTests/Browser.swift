import Foundation
import TestSupport

/// Headless Chromium, as `Tests/real/browser.py` drives it.
enum Browser {
    /// What became of a page in one width and colour scheme.
    struct Look: Decodable, Sendable {
        let width: Int
        let scheme: String
        let title: String
        /// As rendered.
        let text: String
        let contentWidth: Double
        /// The right edge of what reaches furthest.
        let widest: Double
        /// The width of the narrowest caption of a table.
        let caption: Double
        let background: String
        /// Roles and names of the accessibility tree, in its order.
        let tree: [String]
        /// Every URL that was asked for.
        let requests: [String]
        let complaints: [String]
    }

    /// The page on a phone and on a desk, in light and dark each.
    static func looks(at url: String) async throws -> [Look] {
        let text = try await Command.output("/usr/bin/python3", ["\(Stand.tools)/browser.py", url])
        return try JSONDecoder().decode([Look].self, from: Data(text.utf8))
    }
}
