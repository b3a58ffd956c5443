/// Adds up the records of one whole poll in one pass, then folds them into a census.
struct CensusTally {
    /// Seconds by which a server's clock may be ahead before a time is an anomaly.
    static let clockTolerance: UInt32 = 300

    private let now: UInt32
    private let latest: UInt32
    private let cohorts: CohortTable
    private var cohortImages: [UInt32]
    private var bases: [BaseTally]
    private var upkeep: UpkeepTally
    private var census = Census()

    init(now: UInt32, cohorts: CohortTable, editions: EditionTable, anomalies: [Int]) {
        self.now = now
        latest = Self.latest(at: now)
        self.cohorts = cohorts
        cohortImages = Array(repeating: 0, count: cohorts.count)
        bases = Array(repeating: BaseTally(), count: cohorts.bases.count)
        upkeep = UpkeepTally(now: now, editions.editions)
        census.anomalies = anomalies
    }

    /// The latest time that is none of the future, in Unix seconds.
    static func latest(at now: UInt32) -> UInt32 {
        let (sum, isOver) = now.addingReportingOverflow(clockTolerance)
        return isOver ? .max : sum
    }

    /// Counts one image; `built` in Unix seconds, 0 where its creation stands for that.
    @inline(__always)
    mutating func add(_ record: Record, edition: UInt16, built: UInt32) {
        let cohort = Int(record.cohort)
        let base = cohorts.base(cohort)
        cohortImages[cohort] &+= 1
        let created = usable(record.created, .createdAt)
        let updated = usable(record.updated, .updatedAt)
        bases[base].add(size: record.size, created: created, updated: updated)
        let build = built == 0 ? 0 : usable(built, .imageBuildDate)
        upkeep.add(
            record.status, cohorts.bases.visibility(base), isHidden: cohorts.bases.isHidden(base), edition: edition,
            built: build == 0 ? created : build)
        switch record.status {
        case .active, .deactivated, .killed, .deleted, .other: break
        case .queued, .saving, .uploading, .importing, .pendingDelete: addAge(of: record.status, updated)
        }
    }

    /// A time that is known and not in the future, or 0.
    @inline(__always)
    private mutating func usable(_ time: UInt32, _ key: ImageKey) -> UInt32 {
        if time <= latest { return time }
        census.anomalies[key.position] += 1
        return 0
    }

    private mutating func addAge(of status: ImageStatus, _ updated: UInt32) {
        guard let row = ImageStatus.transitional.firstIndex(of: status), updated != 0, updated <= now else { return }
        for age in Census.ages.indices where now - updated >= Census.ages[age] { census.unchanged[row][age] += 1 }
    }

    /// The census of all that was added; `values` are the texts of the poll.
    consuming func finish(
        values: Interner, transitions: Transitions, properties: [KeptProperty] = []
    ) -> Census {
        census.transitions = transitions
        census.kept = properties
        addBases(values)
        addSupport(values)
        census.upkeep = upkeep.finish(values)
        return census
    }

    /// Bases without an image are those that only a broken try of a walk saw.
    private mutating func addBases(_ values: Interner) {
        var memos = ImageLabel.allCases.map { LabelMemo($0) }
        var known: [UInt16: InternedValue] = [:]
        census.bases.reserveCapacity(bases.count)
        census.labels.reserveCapacity(bases.count * memos.count)
        for number in bases.indices where bases[number].images > 0 {
            let base = bases[number].base(
                cohorts.bases.status(number), cohorts.bases.visibility(number),
                isForeign: cohorts.bases.isForeign(number))
            census.images += base.images
            census.bases.append(base)
            let columns = cohorts.bases.columns(number)
            for label in memos.indices {
                census.labels.append(memos[label].value(of: columns, values: values, texts: &census.texts))
            }
            for id in columns[ImageKey.columns.count...] {
                let value = known[id] ?? census.texts.intern(values.text(InternedValue(id: id)))
                known[id] = value
                census.properties.append(value)
            }
        }
    }

    /// Counts by pair, status and visibility, through a table of all their combinations.
    private mutating func addSupport(_ values: Interner) {
        let visibilities = ImageVisibility.allCases.count
        let cells = ImageStatus.allCases.count * visibilities
        let pairs = cohorts.pairs
        var counts = [UInt32](repeating: 0, count: (pairs.count + 1) * cells)
        for cohort in 0..<cohorts.count where cohortImages[cohort] > 0 {
            let base = cohorts.base(cohort)
            let cell =
                Int(cohorts.bases.status(base).rawValue) * visibilities
                + Int(cohorts.bases.visibility(base).rawValue)
            for pair in cohorts.pairs(cohort) {
                // The pair that stands for all that found no room comes last.
                counts[min(Int(pair), pairs.count) * cells + cell] += cohortImages[cohort]
            }
        }
        for pair in 0...pairs.count {
            guard let (flag, value) = texts(pair, values) else { continue }
            for (row, status) in ImageStatus.allCases.enumerated() {
                for (column, visibility) in ImageVisibility.allCases.enumerated() {
                    let images = Int(counts[pair * cells + row * visibilities + column])
                    if images == 0 { continue }
                    census.support.append(
                        Census.Support(
                            flag: flag, value: value, status: status, visibility: visibility, images: images))
                }
            }
        }
    }

    /// The texts of a pair, numbered as the census numbers them; nil where the pair counts nothing.
    private mutating func texts(_ pair: Int, _ values: Interner) -> (InternedValue, InternedValue)? {
        if pair == cohorts.pairs.count { return (.other, .other) }
        guard let value = PortableMapping.supportValue(values.text(cohorts.pairs.value(pair))) else { return nil }
        return (
            census.texts.intern(values.text(cohorts.pairs.flag(pair))), census.texts.intern(value)
        )
    }
}
