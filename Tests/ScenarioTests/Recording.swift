import Foundation

/// What Prometheus would have stored of a target that it scrapes every minute, as the input of `promtool test rules`.
struct Recording: Sendable {
    static let target = #"job="glance-exporter", instance="exporter:19292""#

    /// A value that holds from a minute on; nil: the series is absent.
    private struct Change: Sendable {
        var minute: Int
        var value: String?
    }

    private var series: [String: [Change]] = [:]
    /// Of the last answer.
    private var lines: [String] = []

    /// The answer to the scrape of a minute, which also holds for the minutes after it until the next; nil: there was none.
    mutating func scraped(_ page: [UInt8]?, at minute: Int) {
        let new = page.map { String(decoding: $0, as: UTF8.self).components(separatedBy: "\n") } ?? []
        let old = lines
        lines = new
        // Mostly the same series come again, few of them with other values: the rest is not looked at.
        if new.count == old.count, !new.isEmpty {
            let pairs = zip(old, new).filter { $0 != $1 }.map { (Self.sample($0), Self.sample($1)) }
            if pairs.allSatisfy({ $0.0?.name == $0.1?.name }) {
                for (_, sample) in pairs { note(sample, at: minute) }
                return
            }
        }
        let samples = [(name: "up{\(Self.target)}", value: page == nil ? "0" : "1")] + new.compactMap(Self.sample)
        let names = Set(samples.map(\.name))
        for (name, changes) in series where !names.contains(name) && changes.last?.value != nil {
            series[name]?.append(Change(minute: minute, value: nil))
        }
        for sample in samples { note(sample, at: minute) }
    }

    private mutating func note(_ sample: (name: String, value: String)?, at minute: Int) {
        guard let sample, series[sample.name]?.last?.value != sample.value else { return }
        series[sample.name, default: [Change(minute: 0, value: nil)]].append(
            Change(minute: minute, value: sample.value))
    }

    /// The series of a line, with the labels of the target in it, and its value; nil of a comment.
    private static func sample(_ line: String) -> (name: String, value: String)? {
        guard !line.hasPrefix("#"), let space = line.utf8.lastIndex(of: UInt8(ascii: " ")) else { return nil }
        let name = series(String(line[..<space]))
        return (name, value(String(line[line.index(after: space)...]), of: name))
    }

    /// The `input_series` of a rule test that ends at a minute, scraped every `interval` minutes.
    func inputSeries(until end: Int, every interval: Int) -> String {
        series.sorted { $0.key < $1.key }.map { name, changes in
            let quoted = name.replacing("'", with: "''")
            return
                "      - series: '\(quoted)'\n        values: '\(Self.values(changes, until: end, every: interval))'\n"
        }.joined()
    }

    /// With the labels of the target in it.
    private static func series(_ name: String) -> String {
        guard let brace = name.firstIndex(of: "{") else { return "\(name){\(target)}" }
        return "\(name[...brace])\(target),\(name[name.index(after: brace)...])"
    }

    /// A rule test begins at second 0.
    private static func value(_ text: String, of series: String) -> String {
        guard series.prefix(while: { $0 != "{" }).hasSuffix("_timestamp_seconds"), let seconds = Double(text) else {
            return text
        }
        return String(format: "%.0f", seconds - Double(SimulatedTime.start))
    }

    /// In promtool's notation, where `VxN` stands for 1 + N values and `_xN` for N of none.
    private static func values(_ changes: [Change], until end: Int, every interval: Int) -> String {
        var parts: [String] = []
        var wasThere = false
        for (change, next) in zip(changes, changes.dropFirst().map(\.minute) + [end + 1]) {
            // What was there for less than an interval may never have been scraped.
            var count = (next + interval - 1) / interval - (change.minute + interval - 1) / interval
            guard count > 0 else { continue }
            if let value = change.value {
                parts.append("\(value)x\(count - 1)")
            } else {
                // What Prometheus writes at once when a series is missed.
                if wasThere {
                    parts.append("stale")
                    count -= 1
                }
                if count > 0 { parts.append("_x\(count)") }
            }
            wasThere = change.value != nil
        }
        return parts.joined(separator: " ")
    }
}
