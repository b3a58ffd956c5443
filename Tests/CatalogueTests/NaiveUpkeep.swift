@testable import Catalogue

/// Builds, promises and imports of the naive catalogue, by rules written apart from the program's.
extension NaiveCatalogue {
    private static let periods: [ReplaceFrequency: Double] = [
        .yearly: 365, .quarterly: 92, .monthly: 31, .weekly: 7, .daily: 25.0 / 24,
    ]

    /// Newest builds by platform, version and visibility.
    func newestBuilds() -> [[String]: UInt32] {
        var builds: [[String]: UInt32] = [:]
        for image in visible {
            guard let built = image.built ?? image.created else { continue }
            let version = [image.imsVersion, image.version, "unknown"].first { !$0.isEmpty } ?? ""
            builds[[image.label(.platform), version, image.visibility.name], default: 0].formMaximum(built)
        }
        return builds
    }

    func replacements(now: UInt32) -> [String: Int] {
        var counts: [String: Int] = [:]
        for image in published.values where image.status == .active {
            guard let frequency = image.upkeep.frequency else { continue }
            counts["\(frequency.name) \(state(image, frequency, now: now))", default: 0] += 1
        }
        return counts
    }

    /// Last days of the dates that are past, and of those to come.
    func dates(now: UInt32) -> (past: [UInt16], next: [UInt16]) {
        let days = visible.compactMap { image in
            if case .day(let day) = image.upkeep.until { day } else { nil }
        }
        return (days.filter { UInt32($0) < now / 86_400 }, days.filter { UInt32($0) >= now / 86_400 })
    }

    private var visible: [PlainImage] {
        published.values.filter { $0.status == .active && $0.label(.hidden) != "true" }
    }

    private func state(_ image: PlainImage, _ frequency: ReplaceFrequency, now: UInt32) -> String {
        guard let period = Self.periods[frequency], let built = image.built ?? image.created else { return "exempt" }
        switch image.upkeep.until {
        case .undated: return "exempt"
        case .day(let day) where UInt32(day) < now / 86_400: return "exempt"
        default: break
        }
        if image.label(.hidden) == "true" || image.upkeep.isSuperseded { return "exempt" }
        return Double(now) > Double(built) + (period * 86_400 * 1.1).rounded() ? "stale" : "fresh"
    }
}

extension UInt32 {
    fileprivate mutating func formMaximum(_ other: Self) { self = Swift.max(self, other) }
}

extension PlainImage {
    /// What it promises, of small sets.
    mutating func drawUpkeep(now: UInt32, _ random: inout Seeded) {
        if Bool.random(using: &random) { built = now - UInt32.random(in: 0...40_000_000, using: &random) }
        if Bool.random(using: &random) { version = ["9", "10"].randomElement(using: &random) ?? "" }
        if UInt8.random(in: 0...3, using: &random) == 0 { imsVersion = "9 64bit" }
        guard Bool.random(using: &random) else { return }
        upkeep.frequency = ReplaceFrequency.allCases.randomElement(using: &random)
        let today = UInt16(now / 86_400)
        let untils: [ProvidedUntil?] = [nil, .undated, .distant, .day(today - 1), .day(today), .day(today + 1)]
        upkeep.until = untils.randomElement(using: &random) ?? nil
        upkeep.isSuperseded = UInt8.random(in: 0...5, using: &random) == 0
        upkeep.hasFailedImport = UInt8.random(in: 0...5, using: &random) == 0
        upkeep.hasRunningImport = UInt8.random(in: 0...5, using: &random) == 0
    }
}
