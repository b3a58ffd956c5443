/// What one whole poll found, folded: everything that the families of the catalogue are computed from.
package struct Census: Sendable {
    /// Images alike in status, visibility and every label but the support flags.
    package struct Base: Sendable, Equatable {
        package var status: ImageStatus
        package var visibility: ImageVisibility
        /// Another project owns them.
        package var isForeign: Bool
        package var images: Int
        /// Bytes of the images whose size is known.
        package var size: UInt128
        package var withoutSize: Int
        /// Unix seconds; nil where no image has a usable time.
        package var oldestCreated: UInt32?
        /// Unix seconds; nil where no image has a usable time.
        package var newestCreated: UInt32?
        /// Unix seconds; nil where no image has a usable time.
        package var oldestUpdated: UInt32?
        /// Unix seconds; nil where no image has a usable time.
        package var newestUpdated: UInt32?

        /// Takes in the sums of other images.
        package mutating func add(_ other: Self) {
            images += other.images
            size += other.size
            withoutSize += other.withoutSize
            oldestCreated = Self.chosen(oldestCreated, other.oldestCreated, min)
            newestCreated = Self.chosen(newestCreated, other.newestCreated, max)
            oldestUpdated = Self.chosen(oldestUpdated, other.oldestUpdated, min)
            newestUpdated = Self.chosen(newestUpdated, other.newestUpdated, max)
        }

        private static func chosen(_ one: UInt32?, _ other: UInt32?, _ choose: (UInt32, UInt32) -> UInt32) -> UInt32? {
            guard let one, let other else { return one ?? other }
            return choose(one, other)
        }
    }

    /// Images of one status and visibility that have one support flag with one value.
    package struct Support: Sendable, Equatable {
        package var flag: InternedValue
        package var value: InternedValue
        package var status: ImageStatus
        package var visibility: ImageVisibility
        package var images: Int
    }

    /// How long an image may go unchanged, in seconds: the steps of `unchanged`.
    package static let ages: [UInt32] = [900, 3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400]

    /// What other projects share with this one and it has not accepted; nil where that is not known.
    package var unacceptedShares: UnacceptedShares?
    /// Empty where the cloud tells of none.
    package var quotas: [Quota] = []
    /// By owner and status; empty unless owners are kept.
    package internal(set) var owners: [OwnerTotal] = []
    /// Every image, by id; nil unless details are kept, and where there are more images than that.
    package internal(set) var details: [ImageDetail]?
    /// The oldest first; as many as are kept.
    package internal(set) var stuck: [StuckImage] = []
    /// Images in all.
    package internal(set) var images = 0
    /// Each with an image at least.
    package internal(set) var bases: [Base] = []
    /// Each with an image at least; a pair of texts may come more than once.
    package internal(set) var support: [Support] = []
    package internal(set) var upkeep = UpkeepCensus()
    /// Over the life of the catalogue, up to this poll.
    package internal(set) var transitions = Transitions()
    /// Images by `ages`, for each of `ImageStatus.transitional`.
    var unchanged = [[Int]](
        repeating: Array(repeating: 0, count: ages.count), count: ImageStatus.transitional.count)
    var anomalies = [Int](repeating: 0, count: ImageKey.allCases.count)
    /// For each base its labels' values, in the order of `ImageLabel.allCases`.
    var labels: [InternedValue] = []
    /// The kept properties, and for each base their values in that order.
    var kept: [KeptProperty] = []
    var properties: [InternedValue] = []
    var texts = Interner()

    init() {}

    /// Images of other projects that this one has accepted.
    package var acceptedShares: Int { count { $0.isForeign && $0.visibility == .shared } }

    /// Private images of other projects are among these: the role sees every project's images, so that shares are not
    /// this project's own.
    package var seesPrivateImagesOfOthers: Bool { count { $0.isForeign && $0.visibility == .private } > 0 }

    private func count(where isWanted: (Base) -> Bool) -> Int {
        bases.reduce(0) { isWanted($1) ? $0 + $1.images : $0 }
    }

    /// The value of a label, for the images of `bases[base]`.
    @inline(__always)
    package func label(_ label: ImageLabel, of base: Int) -> InternedValue {
        labels[base * ImageLabel.allCases.count + Self.position(label)]
    }

    /// The value of a kept property, `missing` of one that is not kept, for the images of `bases[base]`.
    package func property(_ property: KeptProperty, of base: Int) -> InternedValue {
        guard let place = kept.firstIndex(of: property) else { return .missing }
        return properties[base * kept.count + place]
    }

    /// Distinct texts of all labels, flags and flags' values.
    package var textCount: Int { texts.count }

    /// The text of a label's value, a flag or a flag's value.
    package func text(_ value: InternedValue) -> String { texts.text(value) }

    /// Images of a transitional status that have not changed for at least `ages[age]`; 0 for other statuses.
    package func unchanged(_ status: ImageStatus, age: Int) -> Int {
        guard let row = ImageStatus.transitional.firstIndex(of: status) else { return 0 }
        return unchanged[row][age]
    }

    /// Attributes of this key that the poll skipped for their type or value.
    package func anomalies(_ key: ImageKey) -> Int { anomalies[key.position] }

    private static func position(_ label: ImageLabel) -> Int {
        switch label {
        case .osType: 0
        case .platform: 1
        case .imageType: 2
        case .diskFormat: 3
        case .architecture: 4
        case .protected: 5
        case .hidden: 6
        }
    }
}

extension ImageKey {
    /// The key's place among all keys.
    var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
