/// The images of one cloud, kept from poll to poll; owned by one poller.
package final class Catalogue {
    private let limits: CatalogueLimits
    private var tables: ImageTables
    private var values: Interner
    /// Of the running poll; nil where nothing is kept.
    private var details: DetailTable?
    /// What properties brought alone, of the values held.
    private var propertyValues = (count: 0, bytes: 0)
    private var generations = Generations()
    private var transitions = Transitions()
    /// Skipped attributes of the poll's finished walks.
    private var anomalies = noAnomalies
    /// What is kept of each image from the next poll on.
    package var kept = KeptDetails()
    /// A poll was published; only from then on an image can be new.
    private var isPublished = false
    /// Nil between two polls.
    private var poll: PollKind?
    /// The values and cohorts are those of the published images, so that a poll of changes can go on with them.
    private var hasTables = false

    private static let noValues = Interner()
    /// Images that cuts are chosen by.
    private static let mostSamples = 8192
    static let noAnomalies = [Int](repeating: 0, count: ImageKey.allCases.count)

    /// An image was left out of this poll because 50,000,000 are held: the poll is not whole and is to be abandoned.
    package private(set) var isOverfull = false

    /// An empty catalogue: nothing published, no transition counted.
    package convenience init() { self.init(limits: CatalogueLimits()) }

    init(limits: CatalogueLimits) {
        self.limits = limits
        values = Interner(limits: limits)
        tables = ImageTables(limits)
    }

    /// What was changed can be asked for alone, since what was published last is still all there.
    package var takesChanges: Bool { hasTables }
    /// Unix seconds of the latest change among the published images; nil where none is known.
    package private(set) var newestUpdate: UInt32?

    /// Starts a poll, one of everything with fresh values; a poll that was neither finished nor abandoned is abandoned
    /// first.
    package func beginPoll(_ kind: PollKind = .everything) {
        if poll != nil { abandonPoll() }
        poll = kind
        isOverfull = false
        if kind == .changes { return }
        forgetTables()
        details = kept.readsTexts ? DetailTable(kept) : nil
    }

    /// Starts one try of a walk; a broken one's successor starts anew, and what it saw is void.
    package func beginWalk(_ bounds: WalkBounds = WalkBounds()) -> CatalogueWalk {
        let generation = generations.walkBegan()
        if generation == nil { isOverfull = true }
        return CatalogueWalk(self, generation: generation ?? Generations.none, bounds: bounds)
    }

    /// A walk is whole: what it saw counts if the poll is finished.
    func finished(_ generation: UInt16, _ walkAnomalies: [Int]) {
        generations.walkFinished(generation)
        for key in anomalies.indices { anomalies[key] += walkAnomalies[key] }
    }

    /// Moments that cut the published images created after `time` into so many parts of about the same number, in Unix
    /// seconds; fewer where many were created at once, none where no image is published.
    package func creationCuts(after time: UInt32, parts: Int) -> [UInt32] {
        let step = max(1, tables.records.count / Self.mostSamples)
        var sample: [UInt32] = []
        var position = 0
        tables.records.visit { record in
            if record.published != nil, record.created > time, position % step == 0 { sample.append(record.created) }
            position += 1
        }
        guard !sample.isEmpty else { return [] }
        sample.sort()
        let cuts = (1..<max(parts, 1)).map { sample[$0 * sample.count / parts] }
        return cuts.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// The number of a value in this poll; `missing` for an empty one, `other` once 65,534 values or 4 MiB are held;
    /// a value over 256 bytes is cut at a character and ends in an ellipsis.
    package func intern(_ value: Span<UInt8>) -> InternedValue {
        if let found = values.find(value) { return found }
        // Accesses this short need no check at run time that no other overlaps them.
        var values = values
        self.values = Self.noValues
        let added = values.add(value)
        self.values = values
        return added
    }

    /// The same for a property's value; `other` also once 32,768 values or 2 MiB are held that only properties have.
    package func internProperty(_ value: Span<UInt8>) -> InternedValue {
        if let found = values.find(value) { return found }
        guard propertyValues.count < limits.propertyValues, propertyValues.bytes < limits.propertyBytes else {
            return .other
        }
        let (count, bytes) = (values.count, values.byteCount)
        let added = intern(value)
        propertyValues.count += values.count - count
        propertyValues.bytes += values.byteCount - bytes
        return added
    }

    /// Takes in one image of a walk; of two observations of one id the later counts.
    func observe(_ image: borrowing ObservedImage, _ generation: UInt16) {
        if !tables.observe(image, generation, limit: limits.images) { isOverfull = true }
        if details != nil { details?.observe(image) }
    }

    /// Images that were on their way from one status to another when they were last published and that no whole walk of
    /// this poll has shown, `most` at most; in a poll of changes, all that it should have listed whole.
    package func missingInTransition(most: Int) -> [ImageIdentifier] {
        let statuses = poll == .changes ? ImageStatus.listedWhole : ImageStatus.transitional
        var missing: [ImageIdentifier] = []
        tables.records.visit { record in
            guard let published = record.published, statuses.contains(published),
                missing.count < most, !generations.isWhole(record.generation)
            else { return }
            missing.append(record.id)
        }
        return missing
    }

    /// Publishes the images of the finished walks; `now` in Unix seconds. To be called after whole walks only.
    package func finishPoll(at now: UInt32) -> Census {
        let cohorts = tables.cohorts
        var tally = CensusTally(now: now, cohorts: cohorts, editions: tables.editions, anomalies: anomalies)
        let generations = generations
        var transitions = transitions
        let countsNew = isPublished
        let isOfChanges = poll == .changes
        let latest = CensusTally.latest(at: now)
        var newest: UInt32 = 0
        tables.records.sweep { record, edition, built in
            let isSeen = generations.isWhole(record.generation)
            let status = isSeen ? record.status : isOfChanges ? Self.unseen(record) : nil
            if record.published != status, countsNew || record.published != nil {
                transitions.note(from: record.published, to: status)
            }
            guard let status else { return false }
            record.generation = Generations.none
            record.status = status
            record.published = status
            if record.updated > newest, record.updated <= latest { newest = record.updated }
            tally.add(record, edition: edition, built: built)
            if details != nil { addDetails(of: record, cohorts) }
            return true
        }
        self.transitions = transitions
        isPublished = true
        newestUpdate = newest > 0 ? newest : nil
        var census = tally.finish(values: values, transitions: transitions, properties: kept.properties)
        details?.finish(&census)
        census.stuck = stuck()
        forgetPoll()
        hasTables = kept.tables
        if !hasTables { forgetTables() }
        return census
    }

    /// What an image that a poll of changes did not show still is: as last seen, unless it should have been listed.
    private static func unseen(_ record: Record) -> ImageStatus? {
        let isListed = [record.status, record.published].contains { $0.map(ImageStatus.listedWhole.contains) ?? false }
        return isListed ? nil : record.status
    }

    /// Drops what the poll saw; the published state stays as it was.
    package func abandonPoll() {
        tables.records.sweep { record, _, _ in
            record.generation = Generations.none
            return record.published != nil
        }
        if poll != .changes { forgetTables() }
        forgetPoll()
    }

    /// Of the records that were just published.
    private func stuck() -> [StuckImage] {
        guard kept.stuck > 0 else { return [] }
        var found: [Record] = []
        tables.records.visit { record in
            if record.updated > 0, ImageStatus.transitional.contains(record.status) { found.append(record) }
        }
        found.sort { ($0.updated, $0.id.high, $0.id.low) < ($1.updated, $1.id.high, $1.id.low) }
        return found.prefix(kept.stuck).map {
            StuckImage(id: $0.id.description, status: $0.status, updated: $0.updated)
        }
    }

    private func addDetails(of record: Record, _ cohorts: CohortTable) {
        let base = cohorts.base(Int(record.cohort))
        details?.add(
            record, cohorts.bases.visibility(base), isHidden: cohorts.bases.isHidden(base),
            isForeign: cohorts.bases.isForeign(base))
    }

    private func forgetPoll() {
        poll = nil
        generations.pollEnded()
        anomalies = Self.noAnomalies
    }

    private func forgetTables() {
        hasTables = false
        values = Interner(limits: limits)
        propertyValues = (0, 0)
        details = nil
        tables.forgetLabels(limits, properties: kept.properties.count)
    }
}

/// What a poll shows of the images.
package enum PollKind: Sendable {
    /// Every image: what it does not show is gone.
    case everything
    /// Images changed since the last poll, and all of `ImageStatus.listedWhole`.
    case changes
}
