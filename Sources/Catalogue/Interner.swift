/// Distinct texts of one poll, numbered in the order they came; bounded, and fresh at each poll.
struct Interner: Sendable {
    /// What tells values apart: up to 16 bytes by themselves, longer ones with the bytes that lie at `start`.
    private struct Entry: Sendable {
        var first: UInt64
        var last: UInt64
        var length: UInt16
        var start: UInt32

        /// The value's first and last bytes, which overlap where it is short.
        @inline(__always)
        init(_ value: Span<UInt8>) {
            let count = value.count
            if count >= 8 {
                first = value.word(at: 0)
                last = value.word(at: count &- 8)
            } else if count >= 4 {
                first = UInt64(value.half(at: 0))
                last = UInt64(value.half(at: count &- 4))
            } else if count > 0 {
                first = UInt64(value[0]) | UInt64(value[count &>> 1]) &<< 8
                last = UInt64(value[count &- 1])
            } else {
                first = 0
                last = 0
            }
            length = UInt16(truncatingIfNeeded: count)
            start = 0
        }
    }

    /// Bytes that an entry holds by itself.
    private static let shortLength = 16

    private let limits: CatalogueLimits
    private let mixer: Mixer
    private var bytes: [UInt8] = []
    /// Value 0 is the empty one.
    private var entries: [Entry] = []
    private var index = IndexTable()

    init(limits: CatalogueLimits = CatalogueLimits(), mixer: Mixer = Mixer()) {
        self.limits = limits
        self.mixer = mixer
        let empty: [UInt8] = []
        entries.append(Entry(empty.span))
        _ = intern("true")
        _ = intern("false")
    }

    /// Bytes of the values held.
    var byteCount: Int { bytes.count }

    /// Values held, the empty one among them: every id but `other` is below.
    var count: Int { entries.count }

    /// The number of a value; see `Catalogue.intern(_:)`.
    mutating func intern(_ value: Span<UInt8>) -> InternedValue { find(value) ?? add(value) }

    /// The number of a value that is held; nil for one that is not.
    @inline(__always)
    func find(_ value: Span<UInt8>) -> InternedValue? {
        if value.isEmpty { return .missing }
        if value.count > CatalogueLimits.valueLength { return nil }
        let wanted = Entry(value)
        let found = index.position(Self.hash(wanted, value, mixer)) { position in
            let entry = entries[position]
            guard entry.first == wanted.first, entry.last == wanted.last, entry.length == wanted.length else {
                return false
            }
            return value.count <= Self.shortLength || hasBytes(entry, value)
        }
        return found.map { InternedValue(id: UInt16(truncatingIfNeeded: $0)) }
    }

    /// Takes in a value that `find` has not found.
    mutating func add(_ value: Span<UInt8>) -> InternedValue {
        if value.count > CatalogueLimits.valueLength { return intern(LabelText.cut(value).span) }
        guard entries.count <= limits.values, bytes.count + value.count <= limits.valueBytes else { return .other }
        let id = entries.count
        var entry = Entry(value)
        entry.start = UInt32(truncatingIfNeeded: bytes.count)
        entries.append(entry)
        for position in value.indices { bytes.append(value[position]) }
        let (bytes, entries, mixer) = (bytes, entries, mixer)
        index.insert(Self.hash(entry, value, mixer), at: id) { position in
            let entry = entries[position]
            let start = Int(entry.start)
            return Self.hash(entry, bytes.span.extracting(start..<start + Int(entry.length)), mixer)
        }
        return InternedValue(id: UInt16(truncatingIfNeeded: id))
    }

    /// The number of a text.
    mutating func intern(_ text: String) -> InternedValue {
        let bytes = Array(text.utf8)
        return intern(bytes.span)
    }

    /// The text of a value of this interner: empty for `missing`, `_other` for `other`.
    func text(_ value: InternedValue) -> String {
        if value == .other || Int(value.id) >= entries.count { return "_other" }
        let entry = entries[Int(value.id)]
        let start = Int(entry.start)
        return String(decoding: bytes[start..<start + Int(entry.length)], as: UTF8.self)
    }

    private func hasBytes(_ entry: Entry, _ value: Span<UInt8>) -> Bool {
        for position in value.indices where bytes[Int(entry.start) &+ position] != value[position] { return false }
        return true
    }

    @inline(__always)
    private static func hash(_ entry: Entry, _ value: Span<UInt8>, _ mixer: Mixer) -> UInt64 {
        var state = mixer.mix(mixer.mix(mixer.start(value.count), entry.first), entry.last)
        if value.count > shortLength {
            var start = 8
            while start &+ 8 <= value.count {
                state = mixer.mix(state, value.word(at: start))
                start &+= 8
            }
        }
        return state
    }
}
