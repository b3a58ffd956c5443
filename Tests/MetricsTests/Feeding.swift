import Catalogue
import Exposition
import Metrics

/// An image as a test writes it.
struct PlainImage {
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
    private func value(_ text: String) -> InternedValue {
        let bytes = Array(text.utf8)
        return intern(bytes.span)
    }

    fileprivate func observe(_ plain: PlainImage) {
        var image = ObservedImage()
        let digits = String(plain.number, radix: 16)
        let id = Array((String(repeating: "0", count: 32 - digits.count) + digits).utf8)
        if let id = ImageIdentifier(id.span) { image.id = id }
        image.texts = ("image \(digits)", "project \(plain.number % 7)")
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
    /// One whole poll of one walk.
    func poll(_ images: [PlainImage], at now: UInt32 = 2_000_000_000) -> Census {
        beginPoll()
        let walk = beginWalk()
        for image in images { walk.observe(image) }
        walk.finish()
        return finishPoll(at: now)
    }
}

extension CatalogueFamilies {
    /// The samples of a family as lines: label values, then the value.
    static func lines(_ name: String, _ census: Census, _ limits: FamilyLimits = FamilyLimits()) -> [String] {
        all.filter { $0.family.name == name }.flatMap { $0.samples(census, limits) }.map(\.line)
    }
}

extension Sample {
    /// Suffix, label values and value, each behind a space.
    var line: String {
        let value =
            switch value {
            case .integer(let number): "\(number)"
            case .real(let number): "\(number)"
            }
        return ((suffix.isEmpty ? [] : [suffix]) + labels + [value]).joined(separator: " ")
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
