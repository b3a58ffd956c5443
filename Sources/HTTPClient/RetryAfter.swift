/// The field `Retry-After`: seconds, or a date as HTTP writes it (RFC 9110, 5.6.7 and 10.2.3).
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The pause asked for, `now` being in Unix seconds; a date in the past asks for none. Nil where the text is neither
    /// form.
    static func parse(_ text: String, now: Double) -> Duration? {
        if let seconds = number(text[...]) { return .seconds(min(seconds, Int(Int32.max))) }
        guard let date = seconds(ofDate: text) else { return nil }
        return .seconds(max(0, Double(date) - now))
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` in Unix seconds.
    private static func seconds(ofDate text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = number(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = number(parts[3]),
            (1970...9999).contains(year), (1...length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false).map(number)
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Days from 1970-01-01; `month` counts from 0.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        let inYear = (0..<month).reduce(0) { $0 + length(ofMonth: $1, year: year) }
        return (year - 1970) * 365 + leapDays + inYear + day - 1
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 1 ? (isLeap ? 29 : 28) : [3, 5, 8, 10].contains(month) ? 30 : 31
    }

    /// Digits alone; too many of them count as `Int32.max`.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? Int(Int32.max)
    }
}
