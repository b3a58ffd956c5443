/// The parts that the landing page is made of.
extension LandingPage {
    struct Column {
        let name: String
        let isNumber: Bool

        init(_ name: String, isNumber: Bool = false) {
            self.name = name
            self.isNumber = isNumber
        }
    }

    /// A table whose first cell in each row is the row's header. The roles say again what the elements are, as a browser
    /// forgets that of a table which is shown as cards.
    static func table(_ columns: [Column], caption: String, _ rows: [[String]]) -> String {
        let head = columns.map { column in
            "<th scope=\"col\" role=\"columnheader\"\(column.attribute)>\(column.name)</th>"
        }
        let lines = rows.map { cells in
            let cells = zip(columns, cells).enumerated().map { place, cell in
                place == 0
                    ? "<th scope=\"row\" role=\"rowheader\">\(cell.1)</th>"
                    : "<td role=\"cell\"\(cell.0.attribute) data-label=\"\(cell.0.name)\">\(cell.1)</td>"
            }
            return "<tr role=\"row\">\(cells.joined())</tr>"
        }
        return """
            <table role="table"><caption>\(caption)</caption>
            <thead role="rowgroup"><tr role="row">\(head.joined())</tr></thead>
            <tbody role="rowgroup">\(lines.joined(separator: "\n"))</tbody></table>
            """
    }

    static func number(_ value: Int?) -> String { value.map(String.init) ?? "<span class=\"none\">unknown</span>" }

    /// A length of time in one unit, rounded down; nil where it is none. One that is negative is 0.
    func span(_ seconds: Double) -> String? {
        guard seconds.isFinite else { return nil }
        let seconds = Int(min(max(0, seconds), 1e11))
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }

    /// Text of any origin that does not turn round what stands beside it.
    static func isolated(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }

    /// Text of any origin, for content and attributes in double quotes.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            // HTML has no way to write these.
            case _ where scalar.properties.generalCategory == .control: out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Text of any origin, for the value of a query.
    static func percentEncoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                out.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return out
    }
}

extension LandingPage.Column {
    var attribute: String { isNumber ? " class=\"number\"" : "" }
}
