/// The first line of a request, read where the parser has given up on it.
struct RequestLine: Equatable {
    /// Of the version of HTTP.
    let majorVersion: Int

    /// Nil where the bytes do not begin with a whole line of method, target and version.
    init?(_ bytes: some Sequence<UInt8>) {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, Self.isMethod(words[0]), !words[1].isEmpty, let version = Self.major(words[2]) else {
            return nil
        }
        majorVersion = version
    }

    private static func isMethod(_ word: some Collection<UInt8>) -> Bool {
        !word.isEmpty && word.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 == UInt8(ascii: "-") }
    }

    /// Of `HTTP/1.1`, a digit for each part of the version, and the line's carriage return.
    private static func major(_ word: some Collection<UInt8>) -> Int? {
        let bytes = Array(word)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard bytes.count == 9, bytes.starts(with: "HTTP/".utf8), digits ~= bytes[5], digits ~= bytes[7],
            bytes[6] == UInt8(ascii: "."), bytes[8] == UInt8(ascii: "\r")
        else { return nil }
        return Int(bytes[5] - digits.lowerBound)
    }
}
