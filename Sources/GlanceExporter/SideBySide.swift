import Catalogue
import HTTPClient
import ImageAPI
import Metrics

/// Walks that are read at the same time, each in parts, so that a cloud of many servers answers sooner.
extension Poller {
    /// These walks of the catalogue, with as many requests on their way as the configuration allows.
    func read(_ walks: [Walk], through lane: Lane) async throws(PollFailure) -> WalkOutcome {
        var lane = lane
        guard watched.poll.concurrency > 1 else {
            var outcome = WalkOutcome()
            for walk in walks { outcome = outcome + (try await read(walk, through: &lane)) }
            return outcome
        }
        lane.gate = Turnstile(places: watched.poll.concurrency)
        return try await sideBySide(walks, lane) { poller, walk, lane in await poller.parts(of: walk, through: lane) }
    }

    /// All walks at once; the first failure ends the others.
    private func sideBySide(
        _ walks: [Walk], _ lane: Lane,
        _ read: @escaping @Sendable (Poller, Walk, Lane) async -> Result<WalkOutcome, PollFailure>
    ) async throws(PollFailure) -> WalkOutcome {
        let outcome = await withTaskGroup(of: Result<WalkOutcome, PollFailure>.self) { group in
            for walk in walks { group.addTask { await read(self, walk, lane) } }
            var outcome = WalkOutcome()
            for await part in group {
                switch part {
                case .success(let part): outcome = outcome + part
                case .failure(let failure):
                    group.cancelAll()
                    return Result<WalkOutcome, PollFailure>.failure(failure)
                }
            }
            return .success(outcome)
        }
        return try outcome.get()
    }

    /// One walk: its first page, and where that is not all of it, the rest in parts by the time of creation. An image
    /// belongs to the one part that its creation lies in, and that never changes.
    private func parts(of walk: Walk, through lane: Lane) async -> Result<WalkOutcome, PollFailure> {
        var lane = lane
        do throws(PollFailure) {
            guard splitsWalks, walk.bounds == WalkBounds(), !walk.asksForCreation else {
                return .success(try await read(walk, through: &lane))
            }
            let ordered = lane.dialect.inOrderOfCreation(walk)
            let bounds = ordered.created(from: nil).bounds
            var head = Reading(
                ordered, below: listing.path, pageSize: pageSize, into: catalogue.beginWalk(bounds))
            try await step(&head, through: &lane) { catalogue.beginWalk(bounds) }
            var outcome = WalkOutcome(images: head.images.images, isOutside: head.images.isOutside)
            if !head.isFinished {
                if case .fail(let error) = head.action { throw PollFailure(error) }
                let parts = try await cuts(of: ordered, behind: head.images.lastCreated, through: &lane)
                outcome = outcome + (try await sideBySide(parts, lane) { await $0.part($1, through: $2) })
            }
            guard outcome.isOutside else {
                head.images.finish()
                return .success(outcome)
            }
            splitsWalks = false
            logger.warning("the image API does not list images by their creation: walks are not split any more")
            return .success(try await read(walk, through: &lane))
        } catch {
            return .failure(error)
        }
    }

    private func part(_ walk: Walk, through lane: Lane) async -> Result<WalkOutcome, PollFailure> {
        var lane = lane
        do throws(PollFailure) {
            return .success(try await read(walk, through: &lane))
        } catch {
            return .failure(error)
        }
    }

    /// The rest of a walk behind its first page, in parts of about the same number of images: as the last poll saw them,
    /// else of about the same time.
    private func cuts(
        of walk: Walk, behind last: UInt32, through lane: inout Lane
    ) async throws(PollFailure) -> [Walk] {
        let count = watched.poll.concurrency
        var cuts = catalogue.creationCuts(after: last, parts: count)
        if cuts.isEmpty {
            let newest = try await newestCreation(of: walk, through: &lane)
            let span = newest > last ? UInt64(newest - last) : 0
            for part in 1..<UInt64(count) { cuts.append(last + UInt32(span * part / UInt64(count))) }
        }
        let edges = [last] + cuts.filter { $0 > last }
        return edges.indices.map { index in
            var part = walk.created(from: edges[index])
            part.bounds.createdBefore = index + 1 < edges.count ? edges[index + 1] : nil
            return part
        }
    }

    /// When the image of a walk that was created last was created, in Unix seconds; 0 where that is not known.
    private func newestCreation(of walk: Walk, through lane: inout Lane) async throws(PollFailure) -> UInt32 {
        let response = try await response(lane.dialect.newest(of: walk, path: listing.path), through: &lane)
        guard response.status == 200 else { throw PollFailure(ImageAPIError(response)) }
        let newest = NewestImage()
        do throws(ImageAPIError) {
            _ = try reader.read(response.body, into: newest, now: clocks.wall())
        } catch {
            throw PollFailure(error)
        }
        return newest.created
    }
}

/// When the newest of some images was created.
private final class NewestImage: ImageReceiver {
    /// Unix seconds; 0 where that is not known.
    private(set) var created: UInt32 = 0
    let isOverfull = false

    func intern(_ value: Span<UInt8>) -> InternedValue { .missing }

    func noteAnomaly(_ key: ImageKey) {}

    func observe(_ image: borrowing ObservedImage) { created = max(created, image.created ?? 0) }
}
