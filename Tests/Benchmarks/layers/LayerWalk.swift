import Catalogue
import HTTPClient
import ImageAPI

/// The pages of the benchmark's image server, each got and dropped before the next.
struct LayerWalk {
    struct Failed: Error {
        var description: String
    }

    /// Unix seconds of every reading: 2026-06-01T00:00:00Z.
    static let now = 1_780_272_000.0

    private let transport: Transport
    private let url: String

    init(_ transport: Transport, url: String) {
        self.transport = transport
        self.url = url
    }

    /// Gets every page and reads none; the images are counted by the pages' number.
    func transfer(pages: Int) async throws {
        for page in 0..<pages { _ = try await body("/v2/images?os_hidden=false&limit=1000&marker=\(page)") }
    }

    /// Reads every page; returns their number and the images'.
    func read(into images: any ImageReceiver) async throws -> (pages: Int, images: Int) {
        var reader = PageReader()
        var pagination = Pagination(walk: Walk(name: "all", query: [QueryItem("os_hidden", "false")]))
        var action = pagination.began()
        var found = (pages: 0, images: 0)
        while case .fetch(let target) = action {
            let facts = try reader.read(try await body(target), into: images, now: Self.now)
            found = (found.pages + 1, found.images + facts.images)
            action = pagination.pageArrived(facts)
        }
        guard action == .finished else { throw Failed(description: "\(action)") }
        return found
    }

    private func body(_ target: String) async throws -> Body {
        let response = try await transport.send(Request(.list, .get, url + target))
        guard response.status == 200 else { throw Failed(description: "\(target): \(response.status)") }
        return response.body
    }
}

/// Takes images in and forgets them.
final class NoImages: ImageReceiver {
    let isOverfull = false

    func intern(_ value: Span<UInt8>) -> InternedValue { .missing }
    func noteAnomaly(_ key: ImageKey) {}
    func observe(_ image: borrowing ObservedImage) {}
}
