@testable import Catalogue

/// An image as a test writes it.
struct PlainImage: Equatable {
    var number: UInt64
    var status = ImageStatus.active
    var visibility = ImageVisibility.public
    var isForeign = false
    var size: UInt64?
    var created: UInt32?
    var updated: UInt32?
    var built: UInt32?
    var imsVersion = ""
    var version = ""
    var upkeep = Upkeep()
    var columns: [ImageKey: String] = [:]
    var support: [[String]] = []
}

extension CatalogueWalk {
    func value(_ text: String) -> InternedValue {
        let bytes = Array(text.utf8)
        return intern(bytes.span)
    }

    func observe(_ plain: PlainImage) {
        var image = ObservedImage()
        image.id = ImageIdentifier(high: plain.number &* 0x9e37_79b9_7f4a_7c15, low: plain.number)
        image.status = plain.status
        image.visibility = plain.visibility
        image.isForeign = plain.isForeign
        image.size = plain.size
        image.created = plain.created
        image.updated = plain.updated
        image.built = plain.built
        image.versions = (value(plain.imsVersion), value(plain.version))
        image.upkeep = plain.upkeep
        for (position, key) in ImageKey.columns.enumerated() {
            if let text = plain.columns[key] { image.columns[position] = value(text) }
        }
        for pair in plain.support { image.support.append((value(pair[0]), value(pair[1]))) }
        observe(image)
    }
}

extension Catalogue {
    func walk(_ images: [PlainImage]) {
        let walk = beginWalk()
        for image in images { walk.observe(image) }
        walk.finish()
    }

    /// One whole poll of one walk.
    func poll(_ images: [PlainImage], at now: UInt32 = 2_000_000_000) -> Census {
        beginPoll()
        walk(images)
        return finishPoll(at: now)
    }
}

extension Census {
    /// Images by a label's text.
    func counts(_ label: ImageLabel) -> [String: Int] {
        var counts: [String: Int] = [:]
        for base in bases.indices { counts[text(self.label(label, of: base)), default: 0] += bases[base].images }
        return counts
    }

    /// Images by flag and value.
    var supportCounts: [[String]: Int] {
        var counts: [[String]: Int] = [:]
        for support in support { counts[[text(support.flag), text(support.value)], default: 0] += support.images }
        return counts
    }
}

/// A seeded generator, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
