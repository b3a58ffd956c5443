/// Distinct base tuples of one poll: status, visibility, whether another project owns the image, and the raw value of
/// every column.
struct BaseTable: Sendable {
    /// In the first word, beside the visibility.
    private static let foreign: UInt16 = 0x80
    private static let hiddenPlace = ImageKey.columns.firstIndex(of: .hidden) ?? 0

    /// Words a tuple: status, ownership and visibility share the first.
    private let width: Int
    private let limit: Int
    private let mixer = Mixer()
    private var words: [UInt16] = []
    private var index = IndexTable()

    /// - Parameter columns: values of an image beside its status, ownership and visibility.
    init(limit: Int, columns: Int = ImageKey.columns.count) {
        self.limit = limit
        width = columns + 1
    }

    private(set) var count = 0

    func status(_ base: Int) -> ImageStatus {
        ImageStatus(rawValue: UInt8(truncatingIfNeeded: words[base * width] >> 8)) ?? .other
    }

    func visibility(_ base: Int) -> ImageVisibility {
        ImageVisibility(rawValue: UInt8(truncatingIfNeeded: words[base * width] & ~Self.foreign)) ?? .other
    }

    func isForeign(_ base: Int) -> Bool { words[base * width] & Self.foreign != 0 }

    func isHidden(_ base: Int) -> Bool { words[base * width + 1 + Self.hiddenPlace] == InternedValue.true.id }

    /// The ids of a base's raw values: those of `ImageKey.columns`, then those of the kept properties.
    func columns(_ base: Int) -> [UInt16] { Array(words[(base * width + 1)..<(base + 1) * width]) }

    /// The number of an image's base tuple; once the table is full, that of its status, ownership and visibility alone.
    @inline(__always)
    mutating func intern(_ image: borrowing ObservedImage) -> UInt32 {
        let ownership = image.isForeign ? Self.foreign : 0
        let first = UInt16(image.status.rawValue) << 8 | ownership | UInt16(image.visibility.rawValue)
        let hash = Self.hash(first, image.columns.span, mixer)
        let found = index.position(hash) { base in
            let start = base &* width
            guard words[start] == first else { return false }
            for column in 0..<(width &- 1) where words[start &+ 1 &+ column] != image.columns[column].id {
                return false
            }
            return true
        }
        if let found { return UInt32(truncatingIfNeeded: found) }
        return append(first, image.columns, hash)
    }

    private mutating func append(_ first: UInt16, _ columns: [InternedValue], _ hash: UInt64) -> UInt32 {
        var columns = columns
        var hash = hash
        if count >= limit {
            columns = Array(repeating: .other, count: width - 1)
            hash = Self.hash(first, columns.span, mixer)
            let ids = columns.map(\.id)
            let found = index.position(hash) { words[$0 * width] == first && self.columns($0) == ids }
            if let found { return UInt32(truncatingIfNeeded: found) }
        }
        words.append(first)
        for column in columns { words.append(column.id) }
        count += 1
        addToIndex(hash)
        return UInt32(truncatingIfNeeded: count - 1)
    }

    private mutating func addToIndex(_ hash: UInt64) {
        let (words, mixer, width) = (words, mixer, width)
        index.insert(hash, at: count - 1) { base in
            let start = base * width
            let columns = words[(start + 1)..<(start + width)].map { InternedValue(id: $0) }
            return Self.hash(words[start], columns.span, mixer)
        }
    }

    @inline(__always)
    private static func hash(_ first: UInt16, _ columns: Span<InternedValue>, _ mixer: Mixer) -> UInt64 {
        var state = mixer.start(Int(first))
        var word: UInt64 = 0
        for column in columns.indices {
            word = word << 16 | UInt64(columns[column].id)
            if column & 3 == 3 {
                state = mixer.mix(state, word)
                word = 0
            }
        }
        return mixer.mix(state, word)
    }
}
