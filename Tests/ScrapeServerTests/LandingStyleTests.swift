import Glibc
import Testing

@testable import ScrapeServer

/// The colours of the landing page, by the formula of WCAG 2 (contrast ratio of relative luminances).
@Suite struct LandingStyleTests {
    /// Colours by name in the order of the sheet: light ones first.
    private static func schemes() throws -> [[String: String]] {
        let parts = LandingStyle.sheet.components(of: "@media (prefers-color-scheme:dark)")
        let colour = try Regex("--([a-z]+):(#[0-9a-f]{6})\\b")
        return parts.map { part in
            part.matches(of: colour).reduce(into: [:]) { colours, match in
                if let name = match[1].substring, let value = match[2].substring {
                    colours[String(name)] = String(value)
                }
            }
        }
    }

    private static func luminance(_ colour: String) throws -> Double {
        let value = try #require(UInt32(colour.dropFirst(), radix: 16))
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double((value >> UInt32(shift)) & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ one: String, _ other: String) throws -> Double {
        let (first, second) = (try luminance(one), try luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    @Test func theFormulaGivesTheStandardsOwnFigures() throws {
        #expect(try Self.contrast("#000000", "#ffffff").rounded() == 21)
        // The well-known pair on either side of 4.5 on white.
        #expect(try Self.contrast("#767676", "#ffffff") >= 4.5)
        #expect(try Self.contrast("#777777", "#ffffff") < 4.5)
    }

    @Test(arguments: [0, 1])
    func everyTextStandsOutFromEveryGround(scheme: Int) throws {
        let colours = try Self.schemes()[scheme]
        for ground in ["paper", "band"] {
            for text in ["ink", "soft", "link", "good", "bad", "wait"] {
                let contrast = try Self.contrast(try #require(colours[text]), try #require(colours[ground]))
                #expect(contrast >= 4.5, "\(text) on \(ground)")
            }
            let line = try Self.contrast(try #require(colours["line"]), try #require(colours[ground]))
            #expect(line >= 3, "line on \(ground)")
        }
    }

    @Test func noColourStandsOutsideTheTwoBlocks() throws {
        #expect(try Self.schemes().map(\.count) == [9, 9])
        #expect(LandingStyle.sheet.matches(of: try Regex("#[0-9a-f]{3}")).count == 18)
        #expect(LandingStyle.sheet.matches(of: try Regex("(rgb|hsl)a?\\(|color:(?!var|scheme)[a-z]")).isEmpty)
    }
}
