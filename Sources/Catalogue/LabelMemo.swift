/// The value of one label, worked out once for each distinct set of values of its sources.
struct LabelMemo {
    private let label: ImageLabel
    /// Positions of the label's sources in `ImageKey.columns`, four at most.
    private let sources: [Int]
    private let mixer = Mixer()
    private var keys: [UInt64] = []
    private var results: [InternedValue] = []
    private var index = IndexTable()

    init(_ label: ImageLabel) {
        self.label = label
        sources = PortableMapping.sources(of: label).compactMap { ImageKey.columns.firstIndex(of: $0) }
    }

    /// The label's value for a base tuple: raw texts are those of `values`, the answer is one of `texts`.
    mutating func value(of columns: [UInt16], values: Interner, texts: inout Interner) -> InternedValue {
        var key: UInt64 = 0
        for source in sources { key = key << 16 | UInt64(columns[source]) }
        let hash = mixer.mix(0, key)
        if let found = index.position(hash, where: { keys[$0] == key }) { return results[found] }
        var raw = RawAttributes()
        for source in sources where columns[source] != InternedValue.missing.id {
            raw.set(ImageKey.columns[source], values.text(InternedValue(id: columns[source])))
        }
        let result = texts.intern(PortableMapping.value(of: label, from: raw))
        keys.append(key)
        results.append(result)
        addToIndex(hash)
        return result
    }

    private mutating func addToIndex(_ hash: UInt64) {
        let (keys, mixer) = (keys, mixer)
        index.insert(hash, at: keys.count - 1) { mixer.mix(0, keys[$0]) }
    }
}
