import Catalogue
import HTTPClient
import ImageAPI
import Metrics

/// The way that a walk's requests take.
struct Lane: Sendable {
    var source: ImageSource
    let dialect: Dialect
    /// Where requests wait for their turn; nil: they follow one another by themselves.
    var gate: Turnstile?
}

/// What walks came to.
struct WalkOutcome: Sendable {
    /// One that several walks show counts several times.
    var images = 0
    /// The server has shown what it was not asked for.
    var isOutside = false

    static func + (one: Self, other: Self) -> Self {
        Self(images: one.images + other.images, isOutside: one.isOutside || other.isOutside)
    }
}

/// One walk on its way from its first page to its last.
struct Reading<Images: ImageReceiver> {
    /// What the pages so far have shown; begun again where the marker was lost.
    var images: Images
    var action: Pagination.Action
    fileprivate var pagination: Pagination

    init(_ walk: Walk, below path: ListPath, pageSize: PageSize, into images: Images) {
        pagination = Pagination(walk: walk, path: path, pageSize: pageSize.current)
        action = pagination.began()
        self.images = images
    }

    /// Nothing more is to be got.
    var isFinished: Bool { action == .finished || images.hasPassed }
}

extension Poller {
    /// One walk of the catalogue.
    func read(_ walk: Walk, through lane: inout Lane) async throws(PollFailure) -> WalkOutcome {
        let images = try await images(of: walk, through: &lane) { catalogue.beginWalk(walk.bounds) }
        images.finish()
        return WalkOutcome(images: images.images, isOutside: images.isOutside)
    }

    /// All that one walk shows.
    func images<Images: ImageReceiver>(
        of walk: Walk, through lane: inout Lane, begin: () -> Images
    ) async throws(PollFailure) -> Images {
        var reading = Reading(walk, below: listing.path, pageSize: pageSize, into: begin())
        while !reading.isFinished { try await step(&reading, through: &lane, begin: begin) }
        return reading.images
    }

    /// Gets and reads the next page.
    func step<Images: ImageReceiver>(
        _ reading: inout Reading<Images>, through lane: inout Lane, begin: () -> Images
    ) async throws(PollFailure) {
        switch reading.action {
        case .fetch(let target): try await page(target, of: &reading, through: &lane)
        case .restart(let target):
            reading.images = begin()
            try await page(target, of: &reading, through: &lane)
        case .finished: return
        case .fail(let error): throw PollFailure(error)
        }
    }

    private func page<Images: ImageReceiver>(
        _ target: String, of reading: inout Reading<Images>, through lane: inout Lane
    ) async throws(PollFailure) {
        let response: Response
        do throws(PollFailure) {
            response = try await self.response(target, through: &lane)
        } catch {
            figures.isPageTooMuch = figures.isPageTooMuch || [.timeout, .tooLarge].contains(error.reason)
            throw error
        }
        figures.pages += 1
        figures.receivedBytes += response.wireBytes
        guard response.status == 200 else {
            // A gateway has waited for long enough.
            if response.status == 504 { figures.isPageTooMuch = true }
            reading.action = reading.pagination.pageRefused(status: response.status, ImageAPIError(response))
            return
        }
        do throws(ImageAPIError) {
            let facts = try reader.read(response.body, into: reading.images, now: clocks.wall())
            figures.images += facts.images
            progress?(figures)
            guard !reading.images.isOverfull else {
                throw ImageAPIError.loop("more images than a catalogue holds")
            }
            reading.action = reading.pagination.pageArrived(facts)
        } catch {
            throw PollFailure(error)
        }
    }

    /// The answer to one request, in its turn.
    func response(_ target: String, through lane: inout Lane) async throws(PollFailure) -> Response {
        guard let gate = lane.gate else { return try await answer(target, through: &lane) }
        guard await gate.enter() else { throw PollFailure(.cancelled, "the poll was cancelled") }
        let outcome: Result<Response, PollFailure>
        do throws(PollFailure) {
            outcome = .success(try await answer(target, through: &lane))
        } catch {
            outcome = .failure(error)
        }
        await gate.leave()
        return try outcome.get()
    }

    private func answer(_ target: String, through lane: inout Lane) async throws(PollFailure) -> Response {
        let before = lane.source.authorization
        let response = try await lane.source.get(target)
        if lane.source.authorization != before { learned(lane.source, lane.dialect) }
        return response
    }
}
