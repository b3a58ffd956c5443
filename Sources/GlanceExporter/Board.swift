import Exposition
import Metrics
import ScrapeServer
import Synchronization

/// What every cloud shows: the last published lines, and the moment from which a cloud's catalogue is too old to show.
final class Board: Sendable {
    /// What one cloud's last poll came to.
    struct Notice: Sendable {
        /// Lines of `CatalogueFamilies.all`, in that order; nil: none to show.
        var catalogue: [[UInt8]]?
        /// The families that the configuration asks for; dropped with `catalogue`.
        var own: [FamilyLines] = []
        /// Lines of `PollFamilies.all`, in that order.
        var polling: [[UInt8]]
        /// Moment from which `catalogue` is dropped.
        var expiry: ContinuousClock.Instant?
        var row: LandingRow
    }

    private struct State: Sendable {
        var notices: [String: Notice] = [:]
        /// The earliest expiry of all notices.
        var nextExpiry: ContinuousClock.Instant?
        /// Every cloud was polled once, well or not; stays so whatever a reload adds.
        var isReady = false
    }

    static let families = CatalogueFamilies.all.map(\.family) + PollFamilies.all.map(\.family)
    private static let noCatalogue = [[UInt8]](repeating: [], count: CatalogueFamilies.all.count)

    private let page = MetricsPage(families: Board.families)
    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }) {
        self.now = now
    }

    /// Replaces what a cloud shows.
    func publish(_ cloud: String, _ notice: Notice) {
        state.withLock { state in
            state.notices[cloud] = notice
            page.publish(
                cloud: cloud, lines: (notice.catalogue ?? Self.noCatalogue) + notice.polling, own: notice.own)
            state.nextExpiry = state.notices.values.compactMap(\.expiry).min()
        }
    }

    /// A cloud's next poll is to start at this time, in Unix seconds.
    func schedule(_ cloud: String, nextPoll: Double) {
        state.withLock { $0.notices[cloud]?.row.nextPoll = nextPoll }
    }

    /// A cloud is watched no longer.
    func withdraw(_ cloud: String) {
        state.withLock { state in
            state.notices[cloud] = nil
            page.withdraw(cloud: cloud)
            state.nextExpiry = state.notices.values.compactMap(\.expiry).min()
        }
    }

    /// What is asked for of the exposition, with `tail` behind the clouds' families.
    func answer(_ request: ExpositionRequest, tail: [UInt8]) -> MetricsBytes {
        dropExpired()
        return page.answer(request, tail: tail)
    }

    /// Every cloud's lines of the families that are wanted, once, for a file.
    func text(where isWanted: (Family) -> Bool) -> [UInt8] {
        let notices = state.withLock { $0.notices }.sorted { $0.key < $1.key }.map(\.value)
        var text: [UInt8] = []
        for family in Self.families.enumerated() where isWanted(family.element) {
            let lines = notices.map { notice in
                let catalogue = notice.catalogue ?? Self.noCatalogue
                return (catalogue + notice.polling)[family.offset]
            }
            guard lines.contains(where: { !$0.isEmpty }) else { continue }
            text += TextFormat.header(family.element)
            for line in lines { text += line }
        }
        for own in FamilyLines.joined(notices.map(\.own)) where isWanted(own.family) {
            text += TextFormat.header(own.family) + own.lines
        }
        return text
    }

    /// Every cloud was polled once, or is polled when scraped; once true, always true.
    var isReady: Bool {
        state.withLock { state in
            state.isReady = state.isReady || state.notices.values.allSatisfy { $0.row.state != .waiting }
            return state.isReady
        }
    }

    /// The clouds' rows of the landing page, in the order of their names.
    func rows() -> [LandingRow] {
        dropExpired()
        return state.withLock { state in
            state.notices.sorted { $0.key < $1.key }.map { name, notice in
                var row = notice.row
                if notice.catalogue == nil { row.figures = nil }
                return row
            }
        }
    }

    private func dropExpired() {
        let moment = now()
        state.withLock { state in
            guard let expiry = state.nextExpiry, expiry <= moment else { return }
            for (cloud, notice) in state.notices {
                guard let expiry = notice.expiry, expiry <= moment else { continue }
                state.notices[cloud]?.expiry = nil
                state.notices[cloud]?.catalogue = nil
                state.notices[cloud]?.own = []
                page.publish(cloud: cloud, lines: Self.noCatalogue + notice.polling)
            }
            state.nextExpiry = state.notices.values.compactMap(\.expiry).min()
        }
    }
}
