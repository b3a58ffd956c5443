import FoundationEssentials

/// What an error's body says, made fit for a log.
enum ErrorMessage {
    /// Bytes of a body that are looked at; error bodies are some hundred bytes.
    static let maximumBody = 64 << 10
    /// Characters of a message that are kept.
    static let maximumLength = 200

    /// One redacted line; empty where the body says nothing.
    static func text(of body: [UInt8]) -> String {
        guard body.count <= maximumBody else { return "" }
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(body)) else {
            return line(String(decoding: body, as: UTF8.self))
        }
        if let code = report.code, code.uppercased().hasPrefix("APIG") {
            // The gateway's text for a refused signature repeats the request that was signed.
            return line(code)
        }
        return line([report.message, report.code.map { "(\($0))" }].compactMap(\.self).joined(separator: " "))
    }

    private static func line(_ text: String) -> String {
        let plain = Redaction.redact(oneLine(withoutTags(text)))
        return plain.count <= maximumLength ? plain : plain.prefix(maximumLength - 1) + "…"
    }

    /// An unclosed tag swallows the rest.
    private static func withoutTags(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        var isInTag = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<":
                isInTag = true
                plain.append(" ")
            case ">" where isInTag: isInTag = false
            default: if !isInTag { plain.append(scalar) }
            }
        }
        return String(plain)
    }

    private static func oneLine(_ text: String) -> String {
        text.unicodeScalars
            .split { $0.properties.isWhitespace || isInvisible($0.properties.generalCategory) }
            .map { String($0) }
            .joined(separator: " ")
    }

    private static func isInvisible(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// An error body of Glance, Keystone, IMS, IAM or the API gateway.
private struct Report: Decodable {
    var message: String?
    var code: String?

    private enum Key: String, CodingKey {
        case error, message, code
        case errorMsg = "error_msg"
        case errorCode = "error_code"
        case camelMessage = "errorMsg"
        case camelCode = "errorCode"
    }

    init(from decoder: any Decoder) throws {
        let top = try decoder.container(keyedBy: Key.self)
        let fields = (try? top.nestedContainer(keyedBy: Key.self, forKey: .error)) ?? top
        func text(_ keys: Key...) -> String? {
            keys.lazy.compactMap { try? fields.decode(String.self, forKey: $0) }.first { !$0.isEmpty }
        }
        message = text(.message, .errorMsg, .camelMessage)
        code = text(.errorCode, .camelCode, .code)
        if code?.first?.isNumber == true { code = nil }
    }
}
