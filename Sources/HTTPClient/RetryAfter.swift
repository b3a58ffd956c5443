/// The field `Retry-After`: seconds, or a date as HTTP writes it (RFC 9110, 5.6.7 and 10.2.3).
enum RetryAfter {
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
            let month = CivilTime.months.firstIndex(of: String(parts[2])), let year = number(parts[3]), year >= 1970
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false).map(number)
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2] else { return nil }
        return CivilTime.seconds(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Digits alone; too many of them count as `Int32.max`.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? Int(Int32.max)
    }
}
