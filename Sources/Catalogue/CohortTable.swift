/// Images alike in every label: a base tuple and the set of support pairs; all cohorts lie in one flat array.
struct CohortTable: Sendable {
    private let limits: CatalogueLimits
    private let mixer = Mixer()
    private(set) var bases: BaseTable
    private(set) var pairs: PairTable
    /// For each cohort the base's number in two words, then its pairs in ascending order.
    private var words: [UInt16] = []
    /// Where each cohort ends in `words`.
    private var ends: [UInt32] = []
    private var index = IndexTable()
    /// The cohort that is being looked for.
    private var wanted: [UInt16] = []

    private static let header = 2
    /// Up to here insertion sort is the fastest.
    private static let fewPairs = 24

    /// - Parameter properties: kept beside `ImageKey.columns`.
    init(limits: CatalogueLimits = CatalogueLimits(), properties: Int = 0) {
        self.limits = limits
        bases = BaseTable(limit: limits.bases, columns: ImageKey.columns.count + properties)
        pairs = PairTable(limit: limits.pairs)
    }

    var count: Int { ends.count }

    /// The number of the base tuple of a cohort.
    func base(_ cohort: Int) -> Int {
        let start = start(cohort)
        return Int(words[start]) << 16 | Int(words[start &+ 1])
    }

    /// The pairs of a cohort; `PairTable.other` may be among them.
    func pairs(_ cohort: Int) -> ArraySlice<UInt16> {
        words[(start(cohort) + Self.header)..<Int(ends[cohort])]
    }

    /// The number of an image's cohort.
    mutating func intern(_ image: borrowing ObservedImage) -> UInt32 {
        let base = bases.intern(image)
        wanted.removeAll(keepingCapacity: true)
        wanted.append(UInt16(truncatingIfNeeded: base >> 16))
        wanted.append(UInt16(truncatingIfNeeded: base))
        for place in 0..<image.support.count {
            let pair = image.support[place]
            if pair.flag == .missing || pair.value == .missing || pair.value == .false { continue }
            wanted.append(pairs.intern(pair.flag, pair.value))
        }
        sortPairs()
        return find() ?? append()
    }

    @inline(__always)
    private func start(_ cohort: Int) -> Int { cohort == 0 ? 0 : Int(ends[cohort &- 1]) }

    /// Sorts the wanted pairs and drops repeated ones.
    private mutating func sortPairs() {
        if wanted.count > Self.fewPairs { wanted[Self.header...].sort() }
        let kept = Self.sortAndDrop(wanted.mutableSpan)
        wanted.removeLast(wanted.count - kept)
    }

    /// By insertion; the number of words that remain.
    @inline(__always)
    private static func sortAndDrop(_ given: consuming MutableSpan<UInt16>) -> Int {
        var words = given
        var kept = header
        for position in header..<words.count {
            let pair = words[position]
            var place = kept
            while place > header, words[place &- 1] > pair { place &-= 1 }
            if place > header, words[place &- 1] == pair { continue }
            var move = kept
            while move > place {
                words[move] = words[move &- 1]
                move &-= 1
            }
            words[place] = pair
            kept &+= 1
        }
        return kept
    }

    private func find() -> UInt32? {
        let found = index.position(Self.hash(wanted.span, mixer)) { cohort in
            let start = start(cohort)
            guard Int(ends[cohort]) &- start == wanted.count else { return false }
            for position in wanted.indices where words[start &+ position] != wanted[position] { return false }
            return true
        }
        return found.map { UInt32(truncatingIfNeeded: $0) }
    }

    private mutating func append() -> UInt32 {
        if words.count + wanted.count > limits.cohortWords, wanted.count > Self.header {
            wanted.removeLast(wanted.count - Self.header)
            wanted.append(PairTable.other)
            if let found = find() { return found }
        }
        words.append(contentsOf: wanted)
        ends.append(UInt32(truncatingIfNeeded: words.count))
        let words = words
        let ends = ends
        let mixer = mixer
        index.insert(Self.hash(wanted.span, mixer), at: ends.count - 1) { cohort in
            let start = cohort == 0 ? 0 : Int(ends[cohort - 1])
            return Self.hash(words.span.extracting(start..<Int(ends[cohort])), mixer)
        }
        return UInt32(truncatingIfNeeded: ends.count - 1)
    }

    @inline(__always)
    private static func hash(_ words: Span<UInt16>, _ mixer: Mixer) -> UInt64 {
        var state = mixer.start(words.count)
        var word: UInt64 = 0
        for position in words.indices {
            word = word << 16 | UInt64(words[position])
            if position & 3 == 3 {
                state = mixer.mix(state, word)
                word = 0
            }
        }
        return mixer.mix(state, word)
    }
}
