/// What is known of each image, and what records refer to: together, as each image goes through all of them.
struct ImageTables {
    var records = RecordTable()
    private(set) var cohorts: CohortTable
    private(set) var editions: EditionTable

    init(_ limits: CatalogueLimits) {
        cohorts = CohortTable(limits: limits)
        editions = EditionTable(limit: limits.editions)
    }

    /// Takes in one image; false where `limit` of them are held and this is none of those.
    mutating func observe(_ image: borrowing ObservedImage, _ generation: UInt16, limit: Int) -> Bool {
        let record = Record(
            id: image.id, size: image.size ?? Record.noSize, created: image.created ?? 0, updated: image.updated ?? 0,
            cohort: cohorts.intern(image), generation: generation, status: image.status,
            published: nil)
        let edition = editions.intern(image)
        return records.observe(record, edition: edition, built: image.built ?? 0, limit: limit)
    }

    /// Drops all but the records.
    mutating func forgetLabels(_ limits: CatalogueLimits, properties: Int) {
        cohorts = CohortTable(limits: limits, properties: properties)
        editions = EditionTable(limit: limits.editions)
    }
}
