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
}

extension Poller {
    /// Images on their way that are asked for by id when a poll has not shown them; what is beyond counts as gone.
    static let mostMissing = 1000

    /// Walks the whole catalogue; the published state in `catalogue` moves only when every walk was whole.
    func enumerate() async -> Result<Census, PollFailure> {
        do throws(PollFailure) {
            var source = try await ImageSource(access)
            let dialect = try await dialect(of: &source)
            learned(source, dialect)
            catalogue.beginPoll()
            for walk in listing.walks(dialect, project: source.authorization.projectID) {
                try await read(walk, from: &source, as: dialect)
            }
            try await readMissing(from: &source, as: dialect)
            return .success(catalogue.finishPoll(at: UInt32(clamping: Int64(clocks.wall()))))
        } catch {
            catalogue.abandonPoll()
            return .failure(error)
        }
    }

    /// What the walks of shares show that the project has not accepted; nil where the server tells them apart no better
    /// than by none.
    func readShares(as dialect: Dialect) async -> Result<UnacceptedShares?, PollFailure> {
        do throws(PollFailure) {
            var source = try await ImageSource(access)
            var found: [Dialect.UnacceptedStatus: [SharedImages]] = [:]
            for status in Dialect.UnacceptedStatus.allCases {
                for walk in dialect.walks(ofShares: status) {
                    let images = SharedImages()
                    try await read(walk, into: images, from: &source, as: dialect) { images.beginWalk() }
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
    private func readMissing(from source: inout ImageSource, as dialect: Dialect) async throws(PollFailure) {
        var missing = catalogue.missingInTransition(most: Self.mostMissing)[...]
        while !missing.isEmpty {
            for walk in listing.walks(of: Array(missing.prefix(Dialect.idsAtOnce)), dialect) {
                do throws(PollFailure) {
                    try await read(walk, from: &source, as: dialect)
                } catch {
                    guard [.badRequest, .forbidden, .notFound].contains(error.reason) else { throw error }
                    catalogue.abandonWalk()
                }
            }
            missing = missing.dropFirst(Dialect.idsAtOnce)
        }
    }

    /// One walk of the catalogue.
    private func read(
        _ walk: Walk, from source: inout ImageSource, as dialect: Dialect
    ) async throws(PollFailure) {
        try await read(walk, into: catalogue, from: &source, as: dialect) { catalogue.beginWalk() }
        catalogue.finishWalk()
    }

    /// One walk from its first page to its last, begun again where its marker was lost.
    private func read(
        _ walk: Walk, into receiver: some ImageReceiver, from source: inout ImageSource, as dialect: Dialect,
        began: () -> Void
    ) async throws(PollFailure) {
        var pagination = Pagination(walk: walk, path: listing.path, pageSize: listing.pageSize)
        var action = pagination.began()
        began()
        while true {
            switch action {
            case .fetch(let target):
                action = try await page(target, of: &pagination, into: receiver, from: &source, as: dialect)
            case .restart(let target):
                began()
                action = try await page(target, of: &pagination, into: receiver, from: &source, as: dialect)
            case .finished: return
            case .fail(let error): throw PollFailure(error)
            }
        }
    }

    /// Fetches and reads one page.
    private func page(
        _ target: String, of pagination: inout Pagination, into receiver: some ImageReceiver,
        from source: inout ImageSource, as dialect: Dialect
    ) async throws(PollFailure) -> Pagination.Action {
        let before = source.authorization
        let response = try await source.get(target)
        if source.authorization != before { learned(source, dialect) }
        figures.pages += 1
        figures.receivedBytes += response.wireBytes
        guard response.status == 200 else {
            return pagination.pageRefused(status: response.status, ImageAPIError(response))
        }
        do throws(ImageAPIError) {
            let facts = try reader.read(response.body, into: receiver, now: clocks.wall())
            figures.images += facts.images
            progress?(figures)
            guard !receiver.isOverfull else { throw ImageAPIError.loop("more images than a catalogue holds") }
            return pagination.pageArrived(facts)
        } catch {
            throw PollFailure(error)
        }
    }
}
