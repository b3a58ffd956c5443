import FoundationEssentials
import Glibc
import Logging
import Settings

/// Writes each event as one line of logfmt or JSON to standard error.
struct StructuredLogHandler: LogHandler {
    let format: LogSettings.Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let write: @Sendable ([UInt8]) -> Void

    init(
        format: LogSettings.Format, level: LogSettings.Level,
        write: @escaping @Sendable ([UInt8]) -> Void = StructuredLogHandler.toStandardError
    ) {
        self.format = format
        self.write = write
        logLevel =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warn: .warning
            case .error: .error
            }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { $1 }
        var fields = [
            ("ts", Date.now.formatted(.iso8601WithMilliseconds)), ("level", Self.name(of: event.level)),
            ("msg", event.message.description),
        ]
        fields += merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
        write(Array(Self.line(fields, as: format).utf8))
    }

    /// One line, with its end.
    static func line(_ fields: [(String, String)], as format: LogSettings.Format) -> String {
        switch format {
        case .logfmt: fields.map { "\($0)=\(needsQuotes($1) ? quoted($1) : $1)" }.joined(separator: " ") + "\n"
        case .json: "{" + fields.map { "\(quoted($0)):\(quoted($1))" }.joined(separator: ",") + "}\n"
        }
    }

    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warn"
        case .error, .critical: "error"
        }
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty || text.utf8.contains { $0 <= 0x20 || $0 == 0x7F || "\"=\\".utf8.contains($0) }
    }

    /// A JSON string: control characters are escaped, so that no value can forge a line.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private static func toStandardError(_ line: [UInt8]) {
        // A line that cannot be written (a closed pipe) is lost; the program goes on.
        _ = WholeWrite.bytes(line, to: STDERR_FILENO)
    }
}

extension FormatStyle where Self == Date.ISO8601FormatStyle {
    fileprivate static var iso8601WithMilliseconds: Self { .init(includingFractionalSeconds: true) }
}
