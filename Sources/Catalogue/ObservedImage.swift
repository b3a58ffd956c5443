/// One image as a page showed it; one value is filled again and again, so that no image costs an allocation.
package struct ObservedImage: ~Copyable {
    package var id: ImageIdentifier
    package var status: ImageStatus
    package var visibility: ImageVisibility
    /// Each at most 256 bytes; empty unless details are kept.
    package var texts = (name: "", owner: "")
    /// Another project than the one that asks owns it.
    package var isForeign = false
    /// Bytes, up to 2^63-1; nil where unknown.
    package var size: UInt64?
    /// Unix seconds; nil (or 0) where unknown.
    package var created: UInt32?
    /// Unix seconds; nil (or 0) where unknown.
    package var updated: UInt32?
    /// Unix seconds of the build; nil (or 0) where the image does not say.
    package var built: UInt32?
    /// The raw versions of the operating system: `__os_version` and `os_version`.
    package var versions = (ims: InternedValue.missing, stock: InternedValue.missing)
    package var upkeep = Upkeep()
    /// The raw values, each at its key's position in `ImageKey.columns`, and behind them those of the kept properties;
    /// always as many as those.
    package var columns: [InternedValue]
    /// Each `__support_*` attribute without its prefix, a comma list as one pair a model, in any order; pairs whose
    /// value is missing or `false` count nothing.
    package var support: [(flag: InternedValue, value: InternedValue)]

    /// Nothing known, of so many kept properties.
    package init(properties: Int = 0) {
        id = ImageIdentifier(high: 0, low: 0)
        status = .other
        visibility = .other
        columns = Array(repeating: .missing, count: ImageKey.columns.count + properties)
        support = []
    }

    /// Forgets the last image and keeps the storage.
    package mutating func reset() {
        id = ImageIdentifier(high: 0, low: 0)
        status = .other
        visibility = .other
        isForeign = false
        size = nil
        created = nil
        updated = nil
        built = nil
        versions = (.missing, .missing)
        upkeep = Upkeep()
        for index in columns.indices { columns[index] = .missing }
        support.removeAll(keepingCapacity: true)
    }
}
