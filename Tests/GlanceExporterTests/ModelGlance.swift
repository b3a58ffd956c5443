import Foundation
import Synchronization

@testable import GlanceExporter

/// A Glance in memory that heeds what parallel walks and polls of changes ask for, and the faults that a test sets.
final class ModelGlance: Sendable {
    struct Image: Sendable {
        var status = "active"
        var isHidden = false
        /// Unix seconds, both.
        var created: Int
        var updated: Int
    }

    struct World: Sendable {
        var images: [Int: Image] = [:]
        /// Parameters that the server takes no notice of.
        var ignored: Set<String> = []
        /// Parameters that no image has, so that nothing is listed.
        var unknown: Set<String> = []
        /// Called before each answer.
        var live: @Sendable (inout World) -> Void = { _ in }
    }

    static let start = 1_779_000_000

    private let world = Mutex(World())
    private let flight = Mutex((now: 0, most: 0))

    func change(_ change: @Sendable (inout World) -> Void) { world.withLock { change(&$0) } }

    var images: [Int: Image] { world.withLock { $0.images } }

    /// Requests that were on their way at the same time, at most.
    var mostAtOnce: Int { flight.withLock { $0.most } }

    /// Answers the list requests of a bench.
    func serve(_ bench: Bench) {
        bench.cloud.script { state in
            state.gate = {
                self.flight.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                for _ in 0..<20 { await Task.yield() }
                self.flight.withLock { $0.now -= 1 }
            }
            state.list = { target, _ in
                self.world.withLock { world in
                    world.live(&world)
                    return Self.answer(target, world)
                }
            }
        }
    }

    private static func answer(_ target: String, _ world: World) -> ScriptedCloud.Answer {
        let query = URLComponents(string: target)?.queryItems ?? []
        let given = Dictionary(uniqueKeysWithValues: query.map { ($0.name, $0.value ?? "") })
        if !world.unknown.isDisjoint(with: given.keys) { return ScriptedCloud.page(of: []) }
        let values = given.filter { !world.ignored.contains($0.key) }
        var found = world.images.filter { isWanted($0.key, $0.value, values) }
            .sorted { ($0.value.created, $0.key) < ($1.value.created, $1.key) }
        if world.ignored.contains("sort") { found.sort { $0.key % 7 < $1.key % 7 } }
        if values["sort"]?.contains("desc") == true { found.reverse() }
        if let marker = values["marker"] {
            guard let place = found.firstIndex(where: { ScriptedCloud.id($0.key) == marker }) else {
                return ScriptedCloud.refusal(400)
            }
            found.removeFirst(place + 1)
        }
        let limit = values["limit"].flatMap { Int($0) } ?? 25
        let page = found.prefix(limit)
        let bodies = page.map { number, image in json(number, image) }.joined(separator: ",")
        let next = page.count == limit ? page.last.map { link(target, $0.key) } ?? "" : ""
        return ScriptedCloud.text(#"{"images":[\#(bodies)]\#(next)}"#)
    }

    private static func link(_ target: String, _ number: Int) -> String {
        let kept = target.split(separator: "&").filter { !$0.hasPrefix("marker=") }.joined(separator: "&")
        return #","next":"\#(kept)&marker=\#(ScriptedCloud.id(number))""#
    }

    private static func isWanted(_ number: Int, _ image: Image, _ values: [String: String]) -> Bool {
        func isFrom(_ name: String, _ time: Int) -> Bool {
            guard let value = values[name] else { return true }
            let from = try? Date(String(value.dropFirst("gte:".count)), strategy: .iso8601)
            return time >= Int(from?.timeIntervalSince1970 ?? .infinity)
        }
        func isAmong(_ name: String, _ text: String) -> Bool {
            guard let value = values[name] else { return true }
            return value.replacing("in:", with: "").split(separator: ",").contains(Substring(text))
        }
        return values["os_hidden"] == "\(image.isHidden)" && isFrom("created_at", image.created)
            && isFrom("updated_at", image.updated) && isAmong("status", image.status)
            && isAmong("id", ScriptedCloud.id(number))
    }

    private static func json(_ number: Int, _ image: Image) -> String {
        func time(_ seconds: Int) -> String {
            Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        }
        return """
            {"id":"\(ScriptedCloud.id(number))","status":"\(image.status)","visibility":"public","size":1,"owner":"p1",
            "name":"i","os_hidden":\(image.isHidden),"created_at":"\(time(image.created))",
            "updated_at":"\(time(image.updated))"}
            """
    }
}
