/// The images of one cloud, kept from poll to poll; owned by one poller.
package final class Catalogue {
    private let limits: CatalogueLimits
    private var records = RecordTable()
    private var values: Interner
    private var cohorts: CohortTable
    /// What properties brought alone, of the values held.
    private var propertyValues = (count: 0, bytes: 0)
    private var generations = Generations()
    private var transitions = Transitions()
    /// Skipped attributes of the poll's finished walks, and of the walk in progress.
    private var anomalies = noAnomalies
    private var walkAnomalies = noAnomalies
    /// What is kept of each image from the next poll on.
    package var kept = KeptDetails()
    /// Of the running poll; nil where nothing is kept.
    private var details: DetailTable?
    /// A poll was published; only from then on an image can be new.
    private var isPublished = false

    private static let hiddenPlace = ImageKey.columns.firstIndex(of: .hidden)
    private static let noValues = Interner()
    private static let noAnomalies = [Int](repeating: 0, count: ImageKey.allCases.count)

    /// An image was left out of this poll because 50,000,000 are held: the poll is not whole and is to be abandoned.
    package private(set) var isOverfull = false

    /// An empty catalogue: nothing published, no transition counted.
    package convenience init() { self.init(limits: CatalogueLimits()) }

    init(limits: CatalogueLimits) {
        self.limits = limits
        values = Interner(limits: limits)
        cohorts = CohortTable(limits: limits)
    }

    /// Starts a poll with fresh values; a poll that was neither finished nor abandoned is abandoned first.
    package func beginPoll() {
        if generations.current != Generations.none { abandonPoll() }
        isOverfull = false
        cohorts = CohortTable(limits: limits, properties: kept.properties.count)
        details = kept.readsTexts ? DetailTable(kept) : nil
    }

    /// Starts a walk, or starts the walk in progress again: what its broken try saw is void.
    package func beginWalk() {
        if generations.isExhausted {
            let renumbered = generations.renumber()
            records.sweep { record in
                record.generation = renumbered(record.generation)
                return true
            }
        }
        generations.walkBegan()
        walkAnomalies = Self.noAnomalies
    }

    /// The walk in progress is whole: what it saw counts if the poll is finished.
    package func finishWalk() {
        generations.walkFinished()
        for key in anomalies.indices { anomalies[key] += walkAnomalies[key] }
        walkAnomalies = Self.noAnomalies
    }

    /// The walk in progress ends without being whole: what it saw is void, the poll goes on.
    package func abandonWalk() {
        generations.walkAbandoned()
        walkAnomalies = Self.noAnomalies
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

    /// Takes in one image of the walk in progress; of two observations of one id the later counts.
    package func observe(_ image: borrowing ObservedImage) {
        let record = Record(
            id: image.id, size: image.size ?? Record.noSize, created: image.created ?? 0, updated: image.updated ?? 0,
            cohort: cohorts.intern(image), generation: generations.current, status: image.status,
            published: nil)
        if !records.observe(record, limit: limits.images) { isOverfull = true }
        details?.observe(image)
    }

    /// Counts one attribute of the walk in progress that was skipped for its type or value.
    package func noteAnomaly(_ key: ImageKey) { walkAnomalies[key.position] += 1 }

    /// Images that were on their way from one status to another when they were last published and that no whole walk of
    /// this poll has shown, `most` at most.
    package func missingInTransition(most: Int) -> [ImageIdentifier] {
        var missing: [ImageIdentifier] = []
        records.visit { record in
            guard let published = record.published, ImageStatus.transitional.contains(published),
                missing.count < most, !generations.isWhole(record.generation)
            else { return }
            missing.append(record.id)
        }
        return missing
    }

    /// Publishes the images of the finished walks; `now` in Unix seconds. To be called after whole walks only.
    package func finishPoll(at now: UInt32) -> Census {
        assert(!generations.isWalking, "a poll is whole only after its walks")
        var tally = CensusTally(now: now, cohorts: cohorts, anomalies: anomalies)
        let generations = generations
        var transitions = transitions
        let countsNew = isPublished
        records.sweep { record in
            let isKept = generations.isWhole(record.generation)
            let status = isKept ? record.status : nil
            if record.published != status, countsNew || record.published != nil {
                transitions.note(from: record.published, to: status)
            }
            guard isKept else { return false }
            record.generation = Generations.none
            record.published = status
            tally.add(record)
            if details != nil { addDetails(of: record) }
            return true
        }
        self.transitions = transitions
        isPublished = true
        var census = tally.finish(values: values, transitions: transitions, properties: kept.properties)
        details?.finish(&census)
        census.stuck = stuck()
        forgetPoll()
        return census
    }

    /// Drops what the poll saw; the published state stays as it was.
    package func abandonPoll() {
        records.sweep { record in
            record.generation = Generations.none
            return record.published != nil
        }
        forgetPoll()
    }

    /// Of the records that were just published.
    private func stuck() -> [StuckImage] {
        guard kept.stuck > 0 else { return [] }
        var found: [Record] = []
        records.visit { record in
            if record.updated > 0, ImageStatus.transitional.contains(record.status) { found.append(record) }
        }
        found.sort { ($0.updated, $0.id.high, $0.id.low) < ($1.updated, $1.id.high, $1.id.low) }
        return found.prefix(kept.stuck).map {
            StuckImage(id: $0.id.description, status: $0.status, updated: $0.updated)
        }
    }

    private func addDetails(of record: Record) {
        let base = cohorts.base(Int(record.cohort))
        let hidden = Self.hiddenPlace.map { cohorts.bases.column($0, of: base) }
        details?.add(
            record, cohorts.bases.visibility(base), isHidden: hidden == InternedValue.true.id,
            isForeign: cohorts.bases.isForeign(base))
    }

    private func forgetPoll() {
        details = nil
        values = Interner(limits: limits)
        propertyValues = (0, 0)
        cohorts = CohortTable(limits: limits)
        generations.pollEnded()
        anomalies = Self.noAnomalies
        walkAnomalies = Self.noAnomalies
    }
}
