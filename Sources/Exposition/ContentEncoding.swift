/// How an answer's body is encoded.
package enum ContentEncoding: String, Sendable, CaseIterable {
    case identity, gzip

    /// What a request's `Accept-Encoding` asks for: gzip where its weight is above 0 and not below that of `identity`.
    package static func negotiated(_ acceptEncoding: String?) -> Self {
        guard let acceptEncoding else { return .identity }
        var weights: [String: Double] = [:]
        for item in acceptEncoding.lowercased().split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            weights[name] = weight
        }
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= (weights["identity"] ?? 0) ? .gzip : .identity
    }
}
