import Synchronization

/// The kept page: each cloud's lines by family, joined at the first answer after a change and kept until the next.
package final class Page: Sendable {
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

    /// One format's whole page.
    private struct Kept: Sendable {
        var version: UInt64?
        var joined: [UInt8] = []
        var deflated: DeflatedPart?
    }

    private let families: [Family]
    /// By the format's position.
    private let headers: [[[UInt8]]]
    private let published = Mutex(Published())
    /// Locked before `published`, never the other way: a poll that publishes does not wait for a page being joined.
    private let kept = Mutex(ExpositionFormat.allCases.map { _ in Kept() })

    /// A page of these families, in this order.
    package init(families: [Family]) {
        self.families = families
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
    package func answer(_ request: ExpositionRequest, tail: [UInt8]) -> [UInt8] {
        guard request.names.isEmpty, request.cloud == nil else {
            // What few ask for is not kept.
            let clouds = published.withLock { $0.clouds }.filter { request.cloud == nil || $0.key == request.cloud }
            let part = join(clouds, request.format) { request.wants($0) }
            return request.encoding == .identity ? part + tail : DeflatedPart(part).member(endingIn: tail)
        }
        return switch request.encoding {
        case .identity: current(request.format) { $0.joined } + tail
        case .gzip: current(request.format, deflated).member(endingIn: tail)
        }
    }

    /// Whether the next answer finds the page joined.
    func isJoined(_ format: ExpositionFormat = .text) -> Bool {
        kept.withLock { kept in kept[format.rawValue].version == published.withLock { $0.version } }
    }

    private func current<Part: Sendable>(_ format: ExpositionFormat, _ part: (inout Kept) -> Part) -> Part {
        kept.withLock { kept in
            let published = published.withLock { $0 }
            if kept[format.rawValue].version != published.version {
                // Given back first: two states of a page are never held at once.
                for place in kept.indices where kept[place].version != published.version { kept[place] = Kept() }
                let page = join(published.clouds, format) { _ in true }
                kept[format.rawValue] = Kept(version: published.version, joined: page)
            }
            return part(&kept[format.rawValue])
        }
    }

    private func deflated(_ kept: inout Kept) -> DeflatedPart {
        if let deflated = kept.deflated { return deflated }
        let part = DeflatedPart(kept.joined)
        kept.deflated = part
        return part
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
