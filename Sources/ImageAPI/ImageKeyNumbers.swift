import Catalogue

/// The numbers under which the decoder hands out the attributes.
struct ImageKeyNumbers {
    /// One of `ImageKey.columns`.
    struct Column {
        let key: ImageKey
        let number: Int
        /// True for an attribute that is a JSON boolean, or the word for one.
        let isBoolean: Bool
    }

    /// A kept property.
    struct Property {
        let number: Int
        /// Only whether an image has it.
        let isPresence: Bool
    }

    /// Every attribute with a name of its own, in the order of its number.
    private static let keys = ImageKey.allCases.filter { $0 != .support && $0 != .property }
    /// What the names of `ImageKey.support` begin with.
    static let supportPrefix = "__support_"

    let id = number(.id)
    let owner = number(.owner)
    let name = Self.keys.count
    let status = number(.status)
    let visibility = number(.visibility)
    let size = number(.size)
    let imageSize = number(.imageSize)
    let checksum = number(.checksum)
    let createdAt = number(.createdAt)
    let updatedAt = number(.updatedAt)
    let columns = ImageKey.columns.map { key in
        Column(key: key, number: number(key), isBoolean: key == .protected || key == .hidden)
    }

    /// In the order they were asked for.
    let properties: [Property]
    /// Names of all numbers: after the keys', that of what only single images are known by, then the properties'.
    let names: [String]

    /// Numbers for the program's own keys and for these properties.
    init(_ kept: [KeptProperty] = []) {
        var names = Self.keys.map(\.rawValue) + ["name"]
        properties = kept.map { property in
            let number = names.firstIndex(of: property.name) ?? names.count
            if number == names.count { names.append(property.name) }
            return Property(number: number, isPresence: property.isPresence)
        }
        self.names = names
    }

    /// The number of one of the program's own keys.
    static func number(_ key: ImageKey) -> Int { keys.firstIndex(of: key) ?? 0 }
}
