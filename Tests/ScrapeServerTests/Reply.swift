/// One HTTP answer, read by a parser of the tests' own.
struct Reply: Equatable {
    var version: String
    var status: Int
    /// Names in lower case.
    var fields: [String: String]
    var body: String

    /// The first answer in `bytes` and how many bytes it takes; nil while it is not whole. An answer to HEAD has no body.
    static func first(in bytes: [UInt8], toHead: Bool = false) -> (reply: Reply, count: Int)? {
        guard let end = headEnd(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(by: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count == 3, let status = Int(words[1]) else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let name = line.prefix { $0 != ":" }
            let value = line.dropFirst(name.count + 1).drop { $0 == " " }
            // Of a field that must not be there twice, nothing is right.
            fields[name.lowercased()] = fields[name.lowercased()] == nil ? String(value) : "twice"
        }
        let length = toHead ? 0 : fields["content-length"].flatMap { Int($0) } ?? -1
        let count = end + 4 + length
        guard length >= 0, bytes.count >= count else { return nil }
        let body = String(decoding: bytes[(end + 4)..<count], as: UTF8.self)
        return (Reply(version: String(words[0]), status: status, fields: fields, body: body), count)
    }

    /// Every answer in `bytes`, and what is left behind the last.
    static func all(in bytes: [UInt8]) -> (replies: [Reply], rest: [UInt8]) {
        var (replies, rest) = ([Reply](), bytes)
        while let (reply, count) = first(in: rest) {
            replies.append(reply)
            rest.removeFirst(count)
        }
        return (replies, rest)
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { bytes[$0..<($0 + 4)].elementsEqual("\r\n\r\n".utf8) }
    }
}

extension String {
    fileprivate func components(by separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
