import Synchronization

/// The kept page: each cloud's lines by family, joined at the first answer after a change and kept until the next.
package final class Page: Sendable {
    private struct State: Sendable {
        var clouds: [String: [[UInt8]]] = [:]
        var joined: [UInt8]?
        var deflated: DeflatedPart?
    }

    private let headers: [[UInt8]]
    private let state = Mutex(State())

    /// A page of these families, in this order.
    package init(families: [Family]) {
        headers = families.map(TextFormat.header)
    }

    /// Replaces what a cloud shows: `lines` holds the sample lines of each family in their order, empty where absent.
    package func publish(cloud: String, lines: [[UInt8]]) {
        change { $0.clouds[cloud] = lines }
    }

    /// Takes a cloud off the page.
    package func withdraw(cloud: String) {
        change { $0.clouds[cloud] = nil }
    }

    /// The whole page with `tail` behind it.
    package func answer(encoding: ContentEncoding, tail: [UInt8]) -> [UInt8] {
        switch encoding {
        case .identity: state.withLock { join(&$0) } + tail
        case .gzip: state.withLock { deflate(&$0) }.member(endingIn: tail)
        }
    }

    private func change(_ change: (inout sending State) -> Void) {
        state.withLock { state in
            change(&state)
            state.joined = nil
            state.deflated = nil
        }
    }

    private func join(_ state: inout State) -> [UInt8] {
        if let joined = state.joined { return joined }
        let clouds = state.clouds.sorted { $0.key < $1.key }.map(\.value)
        var page: [UInt8] = []
        page.reserveCapacity(clouds.reduce(16 << 10) { $0 + $1.reduce(0) { $0 + $1.count } })
        for (index, header) in headers.enumerated() {
            // A family without samples anywhere is left out.
            guard clouds.contains(where: { !$0[index].isEmpty }) else { continue }
            page += header
            for lines in clouds { page += lines[index] }
        }
        state.joined = page
        return page
    }

    private func deflate(_ state: inout State) -> DeflatedPart {
        if let deflated = state.deflated { return deflated }
        let part = DeflatedPart(join(&state))
        state.deflated = part
        return part
    }
}
