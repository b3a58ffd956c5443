import Synchronization

/// The kept page: each cloud's lines by family, joined at the first answer after a change and kept until the next, each
/// format and encoding apart, in whatever form a server writes without copying it.
package final class Page<Kept: Sendable>: Sendable {
    /// What one cloud shows.
    private struct Cloud: Sendable {
        var lines: [[UInt8]]
        var own: [FamilyLines]
    }

    private struct Published: Sendable {
        var clouds: [String: Cloud] = [:]
        /// Goes up at every change.
        var version: UInt64 = 0
    }

    /// How a page is written.
    private struct Form: Hashable {
        var format: ExpositionFormat
        var encoding: ContentEncoding
    }

    /// The clouds' part of an answer; of a gzip member its sum so far.
    private struct Part: Sendable {
        var bytes: Kept
        var sum: GzipSum?
    }

    private struct Shelf: Sendable {
        /// The state that `parts` show.
        var version: UInt64 = 0
        var parts: [Form: Part] = [:]
    }

    private let families: [Family]
    /// By the format's position.
    private let headers: [[[UInt8]]]
    private let published = Mutex(Published())
    private let keep: @Sendable ([UInt8]) -> Kept
    /// Locked before `published`, never the other way: a poll that publishes does not wait for a page being joined.
    private let shelf = Mutex(Shelf())

    /// A page of these families, in this order; `keep` makes of bytes what is kept.
    package init(families: [Family], keep: @escaping @Sendable ([UInt8]) -> Kept) {
        self.families = families
        self.keep = keep
        headers = ExpositionFormat.allCases.map { families.map($0.header) }
    }

    /// Replaces what a cloud shows: `lines` holds the sample lines of each family in the families' order, empty where
    /// absent; `own` are families that the page does not have by itself, behind those.
    package func publish(cloud: String, lines: [[UInt8]], own: [FamilyLines] = []) {
        published.withLock { published in
            published.clouds[cloud] = Cloud(lines: lines, own: own)
            published.version += 1
        }
    }

    /// Takes a cloud off the page.
    package func withdraw(cloud: String) {
        published.withLock { published in
            published.clouds[cloud] = nil
            published.version += 1
        }
    }

    /// What is asked for of the page, with `tail` behind it; the clouds of a family stand in the order of their names.
    package func answer(_ request: ExpositionRequest, tail: [UInt8]) -> AnswerBytes<Kept> {
        guard request.names.isEmpty, request.cloud == nil else {
            // What few ask for is not kept.
            let clouds = published.withLock { $0.clouds }.filter { request.cloud == nil || $0.key == request.cloud }
            let part = join(clouds, request.format) { request.wants($0) }
            guard request.encoding == .gzip else { return AnswerBytes(part + tail) }
            let deflated = DeflatedPart(part)
            return AnswerBytes(deflated.bytes + deflated.sum.end(with: tail))
        }
        let part = current(Form(format: request.format, encoding: request.encoding))
        return AnswerBytes(kept: part.bytes, part.sum.map { $0.end(with: tail) } ?? tail)
    }

    /// Whether the next answer finds the page joined.
    func isJoined(_ format: ExpositionFormat = .text, _ encoding: ContentEncoding = .identity) -> Bool {
        shelf.withLock { shelf in
            shelf.parts[Form(format: format, encoding: encoding)] != nil
                && shelf.version == published.withLock { $0.version }
        }
    }

    private func current(_ form: Form) -> Part {
        shelf.withLock { shelf in
            let published = published.withLock { $0 }
            if shelf.version != published.version {
                // Given back first: two states of a page are never held at once.
                shelf = Shelf(version: published.version)
            }
            if let part = shelf.parts[form] { return part }
            let part = made(form, of: published.clouds)
            shelf.parts[form] = part
            return part
        }
    }

    private func made(_ form: Form, of clouds: [String: Cloud]) -> Part {
        let page = join(clouds, form.format) { _ in true }
        switch form.encoding {
        case .identity: return Part(bytes: keep(page))
        case .gzip:
            let deflated = DeflatedPart(page)
            return Part(bytes: keep(deflated.bytes), sum: deflated.sum)
        }
    }

    private func join(
        _ shown: [String: Cloud], _ format: ExpositionFormat, where isWanted: (Family) -> Bool
    ) -> [UInt8] {
        let clouds = shown.sorted { $0.key < $1.key }.map(\.value)
        let headers = headers[format.rawValue]
        var page: [UInt8] = []
        page.reserveCapacity(
            clouds.reduce(headers.reduce(0) { $0 + $1.count }) { $1.lines.reduce($0) { $0 + $1.count } })
        for (index, header) in headers.enumerated() where isWanted(families[index]) {
            // A family without samples anywhere is left out.
            let present = clouds.filter { index < $0.lines.count && !$0.lines[index].isEmpty }
            guard !present.isEmpty else { continue }
            page += header
            for cloud in present { page += cloud.lines[index] }
        }
        for joined in FamilyLines.joined(clouds.map(\.own)) where isWanted(joined.family) {
            page += format.header(joined.family) + joined.lines
        }
        return page
    }
}
