/// How an answer's body is encoded.
package enum ContentEncoding: String, Sendable, CaseIterable {
    case identity, gzip

    /// What a request's `Accept-Encoding` asks for (RFC 9110, 12.5.3): gzip where its weight is above 0 and not below
    /// that of `identity`; nil stands for a request without the field.
    package static func negotiated(_ acceptEncoding: String?) -> Self {
        guard let acceptEncoding else { return .identity }
        var weights: [String: Int] = [:]
        for item in acceptEncoding.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = QualityValue.parts(of: item)
            guard let name = parts.first, !name.isEmpty else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
                .map { QualityValue.thousandths(of: $0.dropFirst(2)) }
            // Of a coding named twice, the stronger refusal holds.
            weights[name] = min(weights[name] ?? 1000, weight ?? 1000)
        }
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= (weights["identity"] ?? 0) ? .gzip : .identity
    }
}
