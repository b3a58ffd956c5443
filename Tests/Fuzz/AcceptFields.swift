@testable import Exposition

/// `Accept` and `Accept-Encoding`: what is answered was offered, and what means nothing changes nothing.
enum AcceptFields {
    static func run(_ input: [UInt8]) {
        // The two fields, a line each.
        let fields = String(decoding: input, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
        if let field = fields.first { format(field, plain(field)) }
        if fields.count > 1 { encoding(fields[1], plain(fields[1])) }
    }

    private static func plain(_ field: String) -> String { field.lowercased().filter { $0 != " " && $0 != "\t" } }

    private static func format(_ field: String, _ plain: String) {
        let accepted = AcceptedFormat(accept: field)
        if accepted.format == .openMetrics {
            let offers = ["application/openmetrics-text", "application/*", "*/*"]
            demand(offers.contains { plain.contains($0) }, "OpenMetrics was offered")
        }
        if let escaping = accepted.escaping {
            demand(plain.filter { $0 != "\"" }.contains("escaping"), "an escaping was asked for")
            demand(plain.filter { $0 != "\"" }.contains(escaping.rawValue), "\(escaping) was asked for")
        }
        let type = accepted.format.contentType(escaping: accepted.escaping)
        demand(type.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "the answer's type is one line")
        // Of more ranges the last are not looked at, and one of blanks counts where an empty one does not.
        guard field.utf8.count(where: { $0 == UInt8(ascii: ",") }) < AcceptedFormat.mostRanges - 1 else { return }
        for other in same(field) { demand(AcceptedFormat(accept: other) == accepted, "\(other) is the same") }
        demand(AcceptedFormat(accept: field + ",a/b") == accepted, "a type that nobody has changes nothing")
    }

    private static func encoding(_ field: String, _ plain: String) {
        let encoding = ContentEncoding.negotiated(field)
        if encoding == .gzip { demand(plain.contains("gzip") || plain.contains("*"), "gzip was offered") }
        for other in same(field) { demand(ContentEncoding.negotiated(other) == encoding, "\(other) is the same") }
        demand(ContentEncoding.negotiated(field + ",br") == encoding, "a coding that nobody has changes nothing")
        let refused = field + ",gzip;q=0,x-gzip;q=0"
        demand(ContentEncoding.negotiated(refused) == .identity, "who refuses gzip gets none")
    }

    /// In other letters and with other blanks.
    private static func same(_ field: String) -> [String] {
        let upper = field.utf8.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 ? $0 & 0xDF : $0 }
        let spaced = field.replacing(",", with: " ,\t").replacing(";", with: "\t; ")
        return [String(decoding: upper, as: UTF8.self), spaced]
    }
}
