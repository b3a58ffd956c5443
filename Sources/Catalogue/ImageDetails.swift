/// An attribute that is kept because a configuration names it.
package struct KeptProperty: Sendable, Hashable {
    /// As a page has it.
    package var name: String
    /// Only whether an image has it: its value is `true` or missing.
    package var isPresence: Bool

    package init(_ name: String, isPresence: Bool = false) {
        self.name = name
        self.isPresence = isPresence
    }
}

/// What is kept of each image beside the catalogue; nothing unless a family asks for it.
package struct KeptDetails: Sendable, Equatable {
    /// Which project owns each image.
    package var owners = false
    /// Id, name and owner of each image, while there are no more images than this; 0: of none.
    package var images = 0
    /// The ids of so many images that have been on their way to another status for longest.
    package var stuck = 0
    /// What a poll of changes goes on with.
    package var tables = false
    /// Each name once.
    package var properties: [KeptProperty] = []

    package init(owners: Bool = false, images: Int = 0, stuck: Int = 0) {
        self.owners = owners
        self.images = images
        self.stuck = stuck
    }

    /// Whether pages are to be read for more than the catalogue.
    package var readsTexts: Bool { owners || images > 0 }
}

/// One image with its texts; name and owner each at most 256 bytes, a longer one cut and marked.
package struct ImageDetail: Sendable, Equatable {
    package var id: String
    package var name: String
    /// A project's id; empty where the image has none.
    package var owner: String
    package var status: ImageStatus
    package var visibility: ImageVisibility
    package var isHidden: Bool
    package var isForeign: Bool
    /// Bytes; nil where unknown.
    package var size: UInt64?
    /// Unix seconds; nil where unknown.
    package var created: UInt32?
}

/// An image that has been on its way to another status for long.
package struct StuckImage: Sendable, Equatable {
    package var id: String
    package var status: ImageStatus
    /// Unix seconds.
    package var updated: UInt32
}

/// The images of one project and status.
package struct OwnerTotal: Sendable, Equatable {
    /// The project's id; empty for images without one, nil for the projects that found no room.
    package var owner: String?
    package var status: ImageStatus
    package var images: Int
    /// Bytes of those whose size is known.
    package var size: UInt128

    package init(owner: String?, status: ImageStatus, images: Int, size: UInt128) {
        self.owner = owner
        self.status = status
        self.images = images
        self.size = size
    }
}

/// The texts of a poll's images by id, and in the end what they add up to.
struct DetailTable {
    /// Distinct owners; images of further ones count together.
    static let mostOwners = 65_536

    private struct Texts {
        var name: String
        /// Number among `owners`; that of their limit for those without room.
        var owner: Int
    }

    private let kept: KeptDetails
    private var texts: [ImageIdentifier: Texts] = [:]
    private var owners: [String] = []
    private var numbers: [String: Int] = [:]
    private var totals: [Int: OwnerTotal] = [:]
    private var details: [ImageDetail] = []
    /// Ids that were published by the running poll.
    private var published: Set<ImageIdentifier> = []

    /// A poll that saw more images than may have series of their own has not kept every name.
    private var showsEach: Bool { kept.images > 0 && texts.count <= kept.images }

    init(_ kept: KeptDetails) { self.kept = kept }

    mutating func observe(_ image: borrowing ObservedImage) {
        // Where there are too many images for each one's own series, what stays is the owner.
        let isRoomy = texts.count < kept.images || texts[image.id] != nil
        texts[image.id] = Texts(name: isRoomy ? image.texts.name : "", owner: number(image.texts.owner))
    }

    /// Counts an image that is published.
    mutating func add(_ record: Record, _ visibility: ImageVisibility, isHidden: Bool, isForeign: Bool) {
        guard let texts = texts[record.id] else { return }
        if kept.tables { published.insert(record.id) }
        let size = record.size == Record.noSize ? nil : record.size
        let owner = texts.owner < owners.count ? owners[texts.owner] : nil
        if kept.owners {
            let key = texts.owner * ImageStatus.allCases.count + Int(record.status.rawValue)
            totals[key, default: OwnerTotal(owner: owner, status: record.status, images: 0, size: 0)].images += 1
            totals[key]?.size += UInt128(size ?? 0)
        }
        guard showsEach else { return }
        details.append(
            ImageDetail(
                id: record.id.description, name: texts.name, owner: owner ?? PortableMapping.other,
                status: record.status, visibility: visibility, isHidden: isHidden, isForeign: isForeign, size: size,
                created: record.created == 0 ? nil : record.created))
    }

    /// Puts into the census what was added, in an order that is the data's own; what was not is forgotten.
    mutating func finish(_ census: inout Census) {
        census.owners = totals.values.sorted {
            ($0.owner ?? "", $0.status.rawValue) < ($1.owner ?? "", $1.status.rawValue)
        }
        if showsEach { census.details = details.sorted { $0.id < $1.id } }
        totals = [:]
        details = []
        texts = texts.filter { published.contains($0.key) }
        published = []
    }

    private mutating func number(_ owner: String) -> Int {
        if let number = numbers[owner] { return number }
        guard owners.count < Self.mostOwners else { return Self.mostOwners }
        owners.append(owner)
        numbers[owner] = owners.count - 1
        return owners.count - 1
    }
}
