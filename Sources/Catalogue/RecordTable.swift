/// What is kept of an image from poll to poll; 40 bytes.
struct Record: Sendable {
    /// The size of an image whose size is not known.
    static let noSize = UInt64.max

    var id: ImageIdentifier
    /// Bytes, or `noSize`.
    var size: UInt64
    /// Unix seconds; 0 where unknown.
    var created: UInt32
    /// Unix seconds; 0 where unknown.
    var updated: UInt32
    /// Number of the image's cohort in the poll that saw it last.
    var cohort: UInt32
    /// The walk that saw it last; 0: none of the running poll.
    var generation: UInt16
    /// Seen last.
    var status: ImageStatus
    /// Last published; nil: no poll has published the image yet.
    var published: ImageStatus?
}

/// Every known image, in dense chunks, found by its id.
struct RecordTable: Sendable {
    private static let chunkBits = 12
    /// Records a chunk: small enough that growing never copies or doubles much.
    private static let chunkSize = 1 << chunkBits

    private let mixer = Mixer()
    private var chunks: [[Record]] = []
    private var index = IndexTable()
    /// What records would be 48 bytes with.
    private var editions = SideColumn<UInt16>()
    private var builds = SideColumn<UInt32>()
    private(set) var count = 0

    /// Takes in what an image shows now, and keeps the status that was published before; false: there is no room for
    /// one image more than `limit`. `built` in Unix seconds, 0 where unknown.
    mutating func observe(_ record: Record, edition: UInt16, built: UInt32, limit: Int) -> Bool {
        let id = record.id
        let hash = hash(id)
        let found = index.position(hash) { position in
            chunks[position >> Self.chunkBits][position & (Self.chunkSize &- 1)].id == id
        }
        guard let found else {
            guard count < limit else { return false }
            editions[count] = edition
            builds[count] = built
            append(record, hash)
            return true
        }
        editions[found] = edition
        builds[found] = built
        let offset = found & (Self.chunkSize &- 1)
        var record = record
        record.published = chunks[found >> Self.chunkBits][offset].published
        chunks[found >> Self.chunkBits][offset] = record
        return true
    }

    /// Visits every record once, in order.
    func visit(_ visitor: (Record) -> Void) {
        for chunk in chunks {
            for record in chunk { visitor(record) }
        }
    }

    /// Visits every record once, in order, with its edition and the time of its build; those for which `keep` is false
    /// are removed.
    @inline(__always)
    mutating func sweep(keep: (inout Record, UInt16, UInt32) -> Bool) {
        var kept = 0
        var position = -1
        for chunk in chunks.indices {
            for offset in chunks[chunk].indices {
                var record = chunks[chunk][offset]
                position &+= 1
                let (edition, built) = (editions[position], builds[position])
                guard keep(&record, edition, built) else { continue }
                if kept != position {
                    editions[kept] = edition
                    builds[kept] = built
                }
                chunks[kept >> Self.chunkBits][kept & (Self.chunkSize &- 1)] = record
                kept &+= 1
            }
        }
        if kept < count { truncate(kept) }
    }

    private mutating func truncate(_ kept: Int) {
        count = kept
        editions.truncate(kept)
        builds.truncate(kept)
        let full = (kept + Self.chunkSize - 1) >> Self.chunkBits
        chunks.removeLast(chunks.count - full)
        if full > 0 {
            let last = chunks[full - 1].count
            chunks[full - 1].removeLast(last - (kept - (full - 1) << Self.chunkBits))
        }
        reindex(nil)
    }

    private mutating func append(_ record: Record, _ hash: UInt64) {
        if count >> Self.chunkBits == chunks.count {
            chunks.append([])
            // The first chunk grows as arrays do, so that a small cloud stays small.
            if chunks.count > 1 { chunks[chunks.count - 1].reserveCapacity(Self.chunkSize) }
        }
        chunks[chunks.count - 1].append(record)
        count += 1
        reindex(hash)
    }

    /// Adds the last record, or with nil all of them anew, to the index.
    private mutating func reindex(_ hash: UInt64?) {
        let chunks = chunks
        let mixer = mixer
        func hashOf(_ position: Int) -> UInt64 {
            Self.hash(chunks[position >> Self.chunkBits][position & (Self.chunkSize - 1)].id, mixer)
        }
        if let hash {
            index.insert(hash, at: count - 1, hashOf: hashOf)
        } else {
            index.rebuild(count: count, hashOf: hashOf)
        }
    }

    @inline(__always)
    private func hash(_ id: ImageIdentifier) -> UInt64 { Self.hash(id, mixer) }

    @inline(__always)
    private static func hash(_ id: ImageIdentifier, _ mixer: Mixer) -> UInt64 {
        mixer.mix(mixer.mix(mixer.start(2), id.high), id.low)
    }
}
