/// A share of all clouds, by their names' hashes, which are the same in every process and release.
package struct Shard: Sendable, Equatable {
    /// Shares that the clouds are divided into.
    package static let most = 1000

    /// From 1 to `count`.
    package var number: Int
    package var count: Int

    /// Reads `i/n`; nil where that is no share.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let number = Int(parts[0]), let count = Int(parts[1]), (1...Self.most).contains(count),
            (1...count).contains(number)
        else { return nil }
        self.number = number
        self.count = count
    }

    /// Whether the cloud of this name is in this share; it is in exactly one.
    package func contains(_ cloud: String) -> Bool {
        Int(CloudHash.of(cloud) % UInt64(count)) + 1 == number
    }
}

/// Numbers made of a cloud's name: FNV-1a of 64 bits.
package enum CloudHash {
    /// The whole hash.
    package static func of(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// From 0 to below 1.
    package static func fraction(of name: String) -> Double { Double(of(name) >> 11) / Double(UInt64(1) << 53) }
}
