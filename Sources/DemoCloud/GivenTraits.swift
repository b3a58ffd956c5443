/// What a script makes of one image, where the seed would not.
final class GivenTraits: Sendable, Equatable {
    let traits: DemoTraits
    /// How the token's project answered to an image that another shares with it; nil for every other image.
    let memberStatus: String?
    /// Written instead of the image's own of these names, or beside them.
    let properties: [DemoProperty]

    init(_ traits: DemoTraits, memberStatus: String? = nil, properties: [DemoProperty] = []) {
        self.traits = traits
        self.memberStatus = memberStatus
        self.properties = properties
    }

    static func == (one: GivenTraits, other: GivenTraits) -> Bool {
        one.traits == other.traits && one.memberStatus == other.memberStatus && one.properties == other.properties
    }

    /// What an image promises, and what became of its import: by chance none of it is in order.
    private static let promises: Set<String> = [
        "image_build_date", "replace_frequency", "provided_until", "os_glance_failed_import",
        "os_glance_importing_to_stores",
    ]

    /// The given properties in the places of their names, others at the end; promises are the given ones alone.
    func apply(to all: inout [DemoProperty]) {
        all.removeAll { Self.promises.contains($0.name) }
        for property in properties {
            if let place = all.firstIndex(where: { $0.name == property.name }) {
                all[place] = property
            } else {
                all.append(property)
            }
        }
    }
}

extension DemoImage {
    /// What of the image never changes.
    func traits(seed: UInt64) -> DemoTraits { given?.traits ?? DemoTraits(seed: seed, number: number) }
}

extension DemoTraits {
    /// An image as a careful owner makes them: private to the token's project, of stock Glance, of 1 to 8 GiB, with every
    /// attribute in order; `change` says what of that is to be different.
    static func careful(seed: UInt64, number: UInt32, _ change: (inout DemoTraits) -> Void = { _ in }) -> DemoTraits {
        var traits = DemoTraits(seed: seed, number: number)
        var chance = Chance(seed: seed ^ 0xCA1E, number: UInt64(number))
        traits.isHidden = false
        traits.visibility = .private
        traits.style = .stock
        traits.isProtected = false
        traits.project = 0
        traits.size = (1 << 30) + chance.below(7) << 30
        traits.diskFormat = chance.pick(["qcow2", "qcow2", "raw"])
        // No size is written as a text.
        while Self.isOdd(traits.chance) { _ = traits.chance.next() }
        change(&traits)
        return traits
    }

    private static func isOdd(_ chance: Chance) -> Bool {
        var chance = chance
        return chance.happens(1)
    }
}
