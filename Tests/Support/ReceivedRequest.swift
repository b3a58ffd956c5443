/// A request as a `ScriptedServer` got it.
package struct ReceivedRequest: Sendable {
    /// From 1, in the order of arrival.
    package let number: Int
    /// From 1, in the order of their opening.
    package let connection: Int
    /// The request line and the fields, as they came, without the empty line.
    package let head: String
    package let body: [UInt8]

    /// The value of a field, its name in any case.
    package func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingPrefix { $0 == " " }.description
            }
        }
        return nil
    }
}

/// The bytes of a connection, cut into requests.
struct RequestCutter {
    private var buffer: [UInt8] = []

    /// The next whole request: head and body.
    mutating func next() -> (head: String, body: [UInt8])? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).trimmingPrefix { $0 == " " }) } ?? 0
        guard buffer.count - end.upperBound >= length else { return nil }
        let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
        buffer.removeFirst(end.upperBound + length)
        return (head, body)
    }

    mutating func arrived(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }
}
