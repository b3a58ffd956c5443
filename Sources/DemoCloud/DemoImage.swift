/// What of an image changes; all else follows from the seed and the image's number (`DemoTraits`).
struct DemoImage: Sendable, Equatable {
    enum Status: String, Sendable, CaseIterable {
        case queued, saving, uploading, importing, active, deactivated, killed, deleted
        case pendingDelete = "pending_delete"

        /// Whether its data is all there.
        var hasData: Bool {
            switch self {
            case .active, .deactivated, .deleted, .pendingDelete: true
            case .queued, .saving, .uploading, .importing, .killed: false
            }
        }
    }

    /// Images are numbered as they were created.
    let number: UInt32
    var status: Status
    /// Unix seconds.
    let created: Int
    /// Unix seconds.
    var updated: Int
    /// What a script says of it; nil: the rest follows from the seed.
    var given: GivenTraits?
}
