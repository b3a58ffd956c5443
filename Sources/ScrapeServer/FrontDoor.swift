import NIOPosix
import Synchronization

/// Decides who may ask, before any route: reads the web configuration at each request, so that a change needs no restart.
final class FrontDoor: Sendable {
    /// What becomes of a request; `headers` go with the answer whatever it is.
    enum Verdict: Sendable {
        case admitted(headers: [WebConfig.Header])
        case refused(HTTPAnswer, headers: [WebConfig.Header])
        /// The password is to be compared first.
        case undecided(BasicAuth.Comparison, headers: [WebConfig.Header])
    }

    private let source: WebConfigSource
    private let auth: BasicAuth
    private let now: @Sendable () -> ContinuousClock.Instant
    private let report: @Sendable (String) -> Void
    private let rate = Mutex(RequestRate())
    /// The fault that was reported last; nil: none since the last good reading.
    private let fault = Mutex<String?>(nil)
    /// Comparisons under way or waiting for one another; more requests with passwords that are not known are refused, and
    /// those with known ones are not held up.
    static let mostComparisons = 32
    private let comparisons = Mutex(0)
    /// One thread: comparisons are made one at a time.
    private let pool = NIOThreadPool(numberOfThreads: 1)

    /// `report` is told of a configuration that cannot be used, once for each fault.
    init(
        _ source: WebConfigSource, auth: BasicAuth = BasicAuth(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.source = source
        self.auth = auth
        self.now = now
        self.report = report
    }

    /// Before the first comparison.
    func open() { pool.start() }

    /// After the last one.
    func close() async { try? await pool.shutdownGracefully() }

    func verdict(on request: ScrapeRequest) -> Verdict {
        let config: WebConfig
        do throws(WebConfigError) {
            config = try source.current()
            fault.withLock { $0 = nil }
        } catch {
            tell(error.description)
            return .refused(.internalError, headers: [])
        }
        let headers = config.headers
        guard rate.withLock({ $0.admits(config.rateLimit, at: now()) }) else {
            return .refused(.tooOften, headers: headers)
        }
        guard !config.users.isEmpty else { return .admitted(headers: headers) }
        guard let credentials = BasicCredentials(request.authorization),
            let comparison = BasicAuth.comparison(credentials, among: config.users)
        else { return .refused(.unauthorized, headers: headers) }
        return switch auth.verdict(comparison) {
        case nil: .undecided(comparison, headers: headers)
        case true?: .admitted(headers: headers)
        case false?: .refused(.unauthorized, headers: headers)
        }
    }

    /// Takes a place among the comparisons, to be given back by `judge`; false where there is none.
    func begin() -> Bool {
        comparisons.withLock { count in
            guard count < Self.mostComparisons else { return false }
            count += 1
            return true
        }
    }

    /// Whether the password is the user's; false also once the door is closed.
    func judge(_ comparison: BasicAuth.Comparison) async -> Bool {
        defer { comparisons.withLock { $0 -= 1 } }
        let auth = auth
        return (try? await pool.runIfActive { auth.judge(comparison) }) ?? false
    }

    private func tell(_ description: String) {
        let isNew = fault.withLock { fault in
            defer { fault = description }
            return fault != description
        }
        if isNew { report(description) }
    }
}
