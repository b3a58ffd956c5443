/// Dates and times as SCS-0102 writes them, in UTC.
enum BuildDate {
    /// Unix seconds of `2024-02-29`, `2024-02-29 10:00` or `2024-02-29 10:00:00`, or of a time as the image API writes
    /// it; nil for any other shape, a day that does not exist, or a time outside 1970 to 2106.
    static func seconds(_ text: Span<UInt8>) -> UInt32? {
        let date = 10
        guard text.count == date || text.count == date + 6 || text.count == date + 9 else {
            return Timestamp.seconds(text)
        }
        guard let days = days(text.extracting(0..<date)) else { return nil }
        if text.count == date { return UInt32(exactly: days * 86_400) }
        guard text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":"),
            let hour = Timestamp.number(text, 11..<13), let minute = Timestamp.number(text, 14..<16),
            hour < 24, minute < 60
        else { return nil }
        let time = (days * 24 + hour) * 3600 + minute * 60
        if text.count == date + 6 { return UInt32(exactly: time) }
        guard text[16] == UInt8(ascii: ":"), let second = Timestamp.number(text, 17..<19), second < 60 else {
            return nil
        }
        return UInt32(exactly: time + second)
    }

    /// Days from 1970-01-01 to `2024-02-29`, below 0 for one before; nil for any other shape or a day that does not
    /// exist.
    static func days(_ text: Span<UInt8>) -> Int? {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = Timestamp.number(text, 0..<4), let month = Timestamp.number(text, 5..<7),
            let day = Timestamp.number(text, 8..<10)
        else { return nil }
        return Timestamp.days(year, month, day)
    }
}
