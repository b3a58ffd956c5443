import HTTPClient

/// Takes out of a server's text what must not reach a log.
enum Redaction {
    /// Runs of token characters from this length on; a UUID has 36.
    static let tokenLength = 40

    /// `line` without tokens, addresses and what was signed.
    static func redact(_ line: String) -> String {
        let lowered = line.lowercased()
        if let echo = echoes.first(where: { lowered.contains($0) }) {
            return "[redacted: it repeats \(echo)]"
        }
        return line.split(separator: " ").map { redact(word: $0) }.joined(separator: " ")
    }

    /// What gateways and proxies repeat from the request.
    private static let echoes = [
        "canonicalrequest", "canonical request", "x-auth-token", "authorization:", "signature=",
    ]

    /// Beginnings of a Fernet token, and of what a form may hold.
    private static let secretMarks = ["gaaaa", "token=", "password=", "secret="]

    private static func redact(word: Substring) -> Substring {
        if word.contains("://") { return "[address]" }
        if secretMarks.contains(where: { word.lowercased().contains($0) }) { return "[redacted]" }
        var run = 0
        for byte in word.utf8 {
            run = isTokenCharacter(byte) ? run + 1 : 0
            if run == tokenLength { return "[redacted]" }
        }
        return word
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        Percent.isUnreserved(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "=")
    }
}
