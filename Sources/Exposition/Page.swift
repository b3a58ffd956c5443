import Synchronization

/// The kept page: each cloud's lines by family, joined at the first answer after a change and kept until the next.
package final class Page: Sendable {
    private struct Published: Sendable {
        var clouds: [String: [[UInt8]]] = [:]
        /// Goes up at every change.
        var version: UInt64 = 0
    }

    private struct Kept: Sendable {
        var version: UInt64?
        var joined: [UInt8] = []
        var deflated: DeflatedPart?
    }

    private let headers: [[UInt8]]
    private let published = Mutex(Published())
    /// Locked before `published`, never the other way: a poll that publishes does not wait for a page being joined.
    private let kept = Mutex(Kept())

    /// A page of these families, in this order.
    package init(families: [Family]) {
        headers = families.map(TextFormat.header)
    }

    /// Replaces what a cloud shows: `lines` holds the sample lines of each family in the families' order, empty where
    /// absent.
    package func publish(cloud: String, lines: [[UInt8]]) {
        published.withLock { published in
            published.clouds[cloud] = lines
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

    /// The whole page with `tail` behind it; the clouds of a family stand in the order of their names.
    package func answer(encoding: ContentEncoding, tail: [UInt8]) -> [UInt8] {
        switch encoding {
        case .identity: current { $0.joined } + tail
        case .gzip: current(deflated).member(endingIn: tail)
        }
    }

    /// Whether the next answer finds the page joined.
    var isJoined: Bool {
        kept.withLock { kept in kept.version == published.withLock { $0.version } }
    }

    private func current<Part: Sendable>(_ part: (inout Kept) -> Part) -> Part {
        kept.withLock { kept in
            let published = published.withLock { $0 }
            if kept.version != published.version {
                // Given back first: two pages are never held at once.
                kept = Kept()
                kept = Kept(version: published.version, joined: join(published.clouds))
            }
            return part(&kept)
        }
    }

    private func deflated(_ kept: inout Kept) -> DeflatedPart {
        if let deflated = kept.deflated { return deflated }
        let part = DeflatedPart(kept.joined)
        kept.deflated = part
        return part
    }

    private func join(_ lines: [String: [[UInt8]]]) -> [UInt8] {
        let clouds = lines.sorted { $0.key < $1.key }.map(\.value)
        let size = clouds.reduce(headers.reduce(0) { $0 + $1.count }) { $1.reduce($0) { $0 + $1.count } }
        var page: [UInt8] = []
        page.reserveCapacity(size)
        for (index, header) in headers.enumerated() {
            // A family without samples anywhere is left out.
            let present = clouds.filter { index < $0.count && !$0[index].isEmpty }
            guard !present.isEmpty else { continue }
            page += header
            for cloud in present { page += cloud[index] }
        }
        return page
    }
}
