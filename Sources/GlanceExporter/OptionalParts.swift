import Catalogue
import ImageAPI
import Logging
import Metrics
import Settings

/// What a poll can do without.
extension Poller {
    /// Between two questions for quotas to a cloud that has told of none.
    private static let quotaPause = Duration.seconds(3600)

    /// The shares that are not accepted, asked for at most every ten minutes; their failure fails nothing else.
    func unacceptedShares(
        beside census: Census, until deadline: ContinuousClock.Instant
    ) async -> UnacceptedShares? {
        guard listing.isWhole, let authorization, !authorization.isAdmin, let project = authorization.projectID,
            !census.seesPrivateImagesOfOthers
        else { return nil }
        let now = clocks.monotonic()
        if let kept = shares.usable(of: project, at: now) { return kept.counts }
        // From now on the part's counters are shown.
        if state.optionalFailures[.shares] == nil { state.optionalFailures[.shares] = [:] }
        let dialect = dialect
        switch await within(deadline, { await self.readShares(as: dialect) }) {
        case .success(let counts):
            shares.learned(counts, of: project, at: now)
            return counts
        case .failure(let failure):
            shares = KeptShares()
            failed(failure, in: .shares)
            return nil
        }
    }

    /// The project's quotas, asked for at each poll; every hour where the cloud has none. Their failure fails nothing else.
    func quotas(until deadline: ContinuousClock.Instant) async -> [Quota] {
        let now = clocks.monotonic()
        if let nextQuotas, now < nextQuotas { return [] }
        let dialect = dialect
        switch await within(deadline, { await self.readQuotas(as: dialect) }) {
        case .success(let quotas):
            nextQuotas = quotas.isEmpty ? now + Self.quotaPause : nil
            if !quotas.isEmpty, state.optionalFailures[.quota] == nil { state.optionalFailures[.quota] = [:] }
            return quotas
        case .failure(let failure):
            failed(failure, in: .quota)
            return []
        }
    }

    /// Names for the families by owner, asked for every ten minutes where the role sees other projects' images.
    func learnNames(until deadline: ContinuousClock.Instant) async {
        let now = clocks.monotonic()
        guard watched.kept.owners, let authorization, names.isDue(at: now) else { return }
        if state.optionalFailures[.names] == nil { state.optionalFailures[.names] = [:] }
        var known = [authorization.projectID ?? "": authorization.projectName ?? ""].filter { !$0.value.isEmpty }
        if authorization.isAdmin {
            switch await within(deadline, { await self.readNames() }) {
            case .success(let all): known.merge(all) { $1 }
            case .failure(let failure): return failed(failure, in: .names)
            }
        }
        names.learned(known, at: now)
    }

    private func failed(_ failure: PollFailure, in part: OptionalPart) {
        if failure.reason == .cancelled { return }
        state.optionalFailures[part, default: [:]][failure.reason, default: 0] += 1
        logger.warning(
            "a part of the poll failed",
            metadata: [
                "part": "\(part.rawValue)", "reason": "\(failure.reason.rawValue)", "error": "\(failure.message)",
            ])
    }
}
