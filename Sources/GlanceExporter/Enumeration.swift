import Catalogue
import HTTPClient
import Identity
import ImageAPI
import Metrics

/// What one poll read so far.
struct PollFigures: Sendable {
    var pages = 0
    /// In the pages of every walk; an image may be among them more than once.
    var images = 0
    /// As they came over the wire.
    var receivedBytes = 0
    /// A page took too long, or was larger than a page may be.
    var isPageTooMuch = false
    /// What the poll asks for.
    var kind = PollKind.everything
}

extension Poller {
    /// Images on their way that are asked for by id when a poll has not shown them; what is beyond counts as gone.
    static let mostMissing = 1000

    /// Walks the catalogue; the published state in it moves only when every walk was whole.
    func enumerate() async -> Result<Census, PollFailure> {
        do throws(PollFailure) {
            let started = clocks.monotonic()
            var source = try await ImageSource(access)
            let dialect = try await dialect(of: &source)
            learned(source, dialect)
            let viewer = DeltaPolls.Viewer(source.authorization)
            let walks = listing.walks(dialect, project: viewer.project)
            var lane = Lane(source: source, dialect: dialect)
            if catalogue.takesChanges, let newest = catalogue.newestUpdate,
                let since = deltas.start(at: started, newest: newest, viewer)
            {
                if let census = try await changes(since: since, in: walks, through: &lane) { return .success(census) }
            }
            figures.kind = .everything
            catalogue.beginPoll()
            _ = try await read(walks, through: lane)
            try await readMissing(through: &lane)
            let census = finishPoll()
            deltas.sawEverything(started: started, newest: catalogue.newestUpdate, viewer)
            return .success(census)
        } catch {
            catalogue.abandonPoll()
            return .failure(error)
        }
    }

    /// What has changed since the last poll; nil where the server does not keep to that question.
    private func changes(
        since: UInt32, in walks: [Walk], through lane: inout Lane
    ) async throws(PollFailure) -> Census? {
        figures.kind = .changes
        catalogue.beginPoll(.changes)
        // An image that leaves these statuses meanwhile was changed, and so is among those that are asked for next.
        let dialect = lane.dialect
        let listed = try await read(walks.flatMap { dialect.walks(ofListedWhole: $0) }, through: lane)
        let changed = try await read(walks.map { $0.changed(from: since) }, through: lane)
        // The image that was changed last should be among them, unless it is gone.
        guard !listed.isOutside, !changed.isOutside, changed.images > 0 else {
            catalogue.abandonPoll()
            let isProven = listed.isOutside || changed.isOutside
            deltas.wasNotShown(isProven: isProven)
            if isProven {
                logger.warning("the image API lists images that were not asked for: every poll is of all of them")
            }
            return nil
        }
        try await readMissing(through: &lane)
        deltas.wasShown()
        return finishPoll()
    }

    private func finishPoll() -> Census { catalogue.finishPoll(at: UInt32(clamping: Int64(clocks.wall()))) }

    /// What the walks of shares show that the project has not accepted; nil where the server tells them apart no better
    /// than by none.
    func readShares(as dialect: Dialect) async -> Result<UnacceptedShares?, PollFailure> {
        do throws(PollFailure) {
            var lane = Lane(source: try await ImageSource(access), dialect: dialect)
            var found: [Dialect.UnacceptedStatus: [SharedImages]] = [:]
            for status in Dialect.UnacceptedStatus.allCases {
                for walk in dialect.walks(ofShares: status) {
                    let images = try await images(of: walk, through: &lane) { SharedImages() }
                    found[status, default: []].append(images)
                }
            }
            return .success(UnacceptedShares(pending: found[.pending] ?? [], rejected: found[.rejected] ?? []))
        } catch {
            return .failure(error)
        }
    }

    /// The project's quotas; none where the cloud has none or does not let the project ask.
    func readQuotas(as dialect: Dialect) async -> Result<[Quota], PollFailure> {
        do throws(PollFailure) {
            var source = try await ImageSource(access)
            let response = try await source.get(dialect.quotaTarget, for: .quota)
            switch response.status {
            case 200: break
            case 300, 403, 404, 405, 410, 501: return .success([])
            default: throw PollFailure(ImageAPIError(response))
            }
            do throws(ImageAPIError) {
                return .success(try QuotaAnswer(response.body.bytes(), of: dialect).quotas)
            } catch {
                throw PollFailure(error)
            }
        } catch {
            return .failure(error)
        }
    }

    /// The names of all projects.
    func readNames() async -> Result<[String: String], PollFailure> {
        do throws(PollFailure) {
            return .success(try await ImageSource(access).projectNames())
        } catch {
            return .failure(error)
        }
    }

    /// The configured dialect, or what the server shows, which is kept; `ims` is checked once as well.
    private func dialect(of source: inout ImageSource) async throws(PollFailure) -> Dialect {
        if let knownDialect { return knownDialect }
        if listing.dialect == .glance { return .glance }
        let shown = try await source.dialect(path: listing.path)
        guard let dialect = listing.dialect(shown: shown) else { throw .wrongDialect }
        // Without an image to judge by the next poll asks again.
        if shown != nil { found(dialect) }
        return dialect
    }

    /// Images may be between two lists while these are walked, or lost from one: those that were on their way to
    /// another status are asked for before they count as gone. A server that refuses the question has answered it.
    private func readMissing(through lane: inout Lane) async throws(PollFailure) {
        var missing = catalogue.missingInTransition(most: Self.mostMissing)[...]
        while !missing.isEmpty {
            for walk in listing.walks(of: Array(missing.prefix(Dialect.idsAtOnce)), lane.dialect) {
                do throws(PollFailure) {
                    _ = try await read(walk, through: &lane)
                } catch {
                    guard [.badRequest, .forbidden, .notFound].contains(error.reason) else { throw error }
                }
            }
            missing = missing.dropFirst(Dialect.idsAtOnce)
        }
    }
}
