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

    /// Every attribute with a name of its own, in the order of its number.
    static let keys = ImageKey.allCases.filter { $0 != .support }
    /// Names of all numbers: after the keys', that of what only single images are known by.
    static let names = keys.map(\.rawValue) + ["name"]
    /// What the names of `ImageKey.support` begin with.
    static let supportPrefix = "__support_"

    let id = number(.id)
    let owner = number(.owner)
    let name = keys.count
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

    private static func number(_ key: ImageKey) -> Int { keys.firstIndex(of: key) ?? 0 }
}
