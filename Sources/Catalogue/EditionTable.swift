/// What an image is an edition of: the raw values of its platform and version, and its upkeep.
struct Edition: Sendable, Equatable {
    var imsPlatform = InternedValue.missing
    var distribution = InternedValue.missing
    var imsVersion = InternedValue.missing
    var version = InternedValue.missing
    /// See `Upkeep`.
    var marks: UInt16 = 0
    /// See `ProvidedUntil`.
    var until: UInt16 = 0

    var upkeep: Upkeep { Upkeep(marks: marks, until: until) }
}

/// Distinct editions of one poll, numbered in the order they came; number 0 is that of which nothing is known.
struct EditionTable: Sendable {
    private static let platformPlace = ImageKey.columns.firstIndex(of: .imsPlatform) ?? 0
    private static let distributionPlace = ImageKey.columns.firstIndex(of: .osDistro) ?? 0

    private let limit: Int
    private let mixer = Mixer()
    private(set) var editions = [Edition()]
    private var index = IndexTable()

    /// - Parameter limit: editions; further ones keep their marks alone, of which there are 72.
    init(limit: Int) {
        self.limit = limit
        index.insert(Self.hash(editions[0], mixer), at: 0) { _ in 0 }
    }

    /// The number of an image's edition.
    @inline(__always)
    mutating func intern(_ image: borrowing ObservedImage) -> UInt16 {
        let edition = Edition(
            imsPlatform: image.columns[Self.platformPlace], distribution: image.columns[Self.distributionPlace],
            imsVersion: image.versions.ims, version: image.versions.stock, marks: image.upkeep.marks,
            until: image.upkeep.until?.word ?? 0)
        return find(edition) ?? append(edition)
    }

    @inline(__always)
    private func find(_ edition: Edition) -> UInt16? {
        index.position(Self.hash(edition, mixer)) { editions[$0] == edition }.map { UInt16(truncatingIfNeeded: $0) }
    }

    private mutating func append(_ edition: Edition) -> UInt16 {
        var edition = edition
        if editions.count >= limit {
            edition = Edition(
                imsPlatform: .other, distribution: .other, imsVersion: .other, version: .other, marks: edition.marks)
            if let found = find(edition) { return found }
        }
        editions.append(edition)
        let (editions, mixer) = (editions, mixer)
        index.insert(Self.hash(edition, mixer), at: editions.count - 1) { Self.hash(editions[$0], mixer) }
        return UInt16(truncatingIfNeeded: editions.count - 1)
    }

    @inline(__always)
    private static func hash(_ edition: Edition, _ mixer: Mixer) -> UInt64 {
        let platform = UInt64(edition.imsPlatform.id) << 16 | UInt64(edition.distribution.id)
        let version = UInt64(edition.imsVersion.id) << 16 | UInt64(edition.version.id)
        let upkeep = UInt64(edition.marks) << 16 | UInt64(edition.until)
        return mixer.mix(mixer.mix(mixer.start(2), platform << 32 | version), upkeep)
    }
}
