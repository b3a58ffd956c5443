import Catalogue
import HTTPClient
import Identity
import ImageAPI
import Metrics

/// What one poll read so far.
struct PollFigures: Sendable {
    var pages = 0
    /// As they came over the wire.
    var receivedBytes = 0
}

extension Poller {
    /// Walks the whole catalogue; the published state in `catalogue` moves only when every walk was whole.
    func enumerate() async -> Result<Census, PollFailure> {
        do throws(PollFailure) {
            var authorization = try await authorize()
            state.learned(authorization, of: cloud, dialect: dialect)
            catalogue.beginPoll()
            for walk in dialect.walks {
                try await enumerate(walk, with: &authorization)
            }
            return .success(catalogue.finishPoll(at: UInt32(clamping: Int64(clocks.wall()))))
        } catch {
            catalogue.abandonPoll()
            return .failure(error)
        }
    }

    /// One walk from its first page to its last, begun again where its marker was lost.
    private func enumerate(_ walk: Walk, with authorization: inout Authorization) async throws(PollFailure) {
        var pagination = Pagination(walk: walk)
        var action = pagination.began()
        catalogue.beginWalk()
        while true {
            switch action {
            case .fetch(let target):
                action = try await page(target, of: &pagination, with: &authorization)
            case .restart(let target):
                catalogue.beginWalk()
                action = try await page(target, of: &pagination, with: &authorization)
            case .finished:
                catalogue.finishWalk()
                return
            case .fail(let error):
                throw PollFailure(error)
            }
        }
    }

    /// Fetches and reads one page; a 401 costs one fresh login, and the walk goes on from the same page.
    private func page(
        _ target: String, of pagination: inout Pagination, with authorization: inout Authorization
    ) async throws(PollFailure) -> Pagination.Action {
        var response = try await fetch(target, with: authorization)
        if response.status == 401 {
            await session.imageAPIRefused(authorization)
            authorization = try await authorize()
            state.learned(authorization, of: cloud, dialect: dialect)
            response = try await fetch(target, with: authorization)
        }
        figures.pages += 1
        figures.receivedBytes += response.wireBytes
        guard response.status == 200 else {
            return pagination.pageRefused(status: response.status, ImageAPIError(response))
        }
        do throws(ImageAPIError) {
            let facts = try reader.read(response.body, into: catalogue, now: clocks.wall())
            guard !catalogue.isOverfull else { throw ImageAPIError.loop("more images than a catalogue holds") }
            return pagination.pageArrived(facts)
        } catch {
            throw PollFailure(error)
        }
    }

    private func fetch(_ target: String, with authorization: Authorization) async throws(PollFailure) -> Response {
        let request = Request(
            .list, .get, authorization.endpoint + target,
            headers: authorization.headers + [Header("Accept", "application/json")])
        do throws(TransferError) {
            return try await sender.send(request)
        } catch {
            throw PollFailure(error)
        }
    }

    private func authorize() async throws(PollFailure) -> Authorization {
        do throws(IdentityError) {
            return try await session.authorize()
        } catch {
            throw PollFailure(error)
        }
    }
}
