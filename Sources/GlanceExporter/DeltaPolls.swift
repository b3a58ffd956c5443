import Identity

/// Decides whether a poll asks for changes alone (`poll.full_every`): what happened goes in, where the next one begins
/// comes out.
struct DeltaPolls: Sendable {
    /// Who looks: another project or role sees other images.
    struct Viewer: Sendable, Equatable {
        var project: String?
        var isAdmin: Bool

        init(_ authorization: Authorization) {
            project = authorization.projectID
            isAdmin = authorization.isAdmin
        }

        init(project: String?, isAdmin: Bool) {
            self.project = project
            self.isAdmin = isAdmin
        }
    }

    /// Seconds before the latest change seen from which the next poll asks: a change is dated before it can be seen.
    static let overlap: UInt32 = 60
    /// Polls of changes in a row that showed nothing, although the next one of everything shows a change: from then on
    /// the server is taken not to know the question.
    static let mostDoubts = 2

    private let every: Duration?
    private let interval: Duration
    private var full: (started: ContinuousClock.Instant, viewer: Viewer)?
    private var isHeeded = true
    private var doubts = 0
    /// Unix seconds from which the last poll of changes showed nothing.
    private var doubted: UInt32?

    /// - Parameters:
    ///   - every: from one poll of everything to the next; nil: always.
    ///   - interval: of the polls; what is due before half of it has passed is due now.
    init(every: Duration?, interval: Duration) {
        self.every = every
        self.interval = interval
    }

    /// Unix seconds from which to ask for changes, `newest` being the latest one seen; nil: everything is to be asked for.
    mutating func start(at now: ContinuousClock.Instant, newest: UInt32, _ viewer: Viewer) -> UInt32? {
        doubted = nil
        guard let every, let full, isHeeded, full.viewer == viewer, now - full.started + interval / 2 < every else {
            return nil
        }
        let since = newest - min(newest, Self.overlap)
        doubted = since
        return since
    }

    /// The poll of changes showed some.
    mutating func wasShown() { doubts = 0 }

    /// The poll of changes showed none, or (`isProven`) images that were not asked for.
    mutating func wasNotShown(isProven: Bool) {
        if isProven { isHeeded = false }
    }

    /// A poll of everything that started then was whole; `newest` is the latest change it saw, in Unix seconds.
    mutating func sawEverything(started: ContinuousClock.Instant, newest: UInt32?, _ viewer: Viewer) {
        full = (started, viewer)
        guard let doubted, let newest else { return }
        self.doubted = nil
        doubts = newest >= doubted ? doubts + 1 : 0
        if doubts >= Self.mostDoubts { isHeeded = false }
    }
}
