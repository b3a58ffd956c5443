/// Times as the image API writes them: `2024-02-29T10:00:00Z`, with or without a fraction of a second.
enum Timestamp {
    /// Unix seconds, the fraction dropped; nil for any other shape, a day that does not exist, no `Z`, or a time
    /// outside 1970 to 2106.
    static func seconds(_ text: Span<UInt8>) -> UInt32? {
        guard text.count >= shortest, text.count <= longest, hasShape(text),
            let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
            let hour = number(text, 11..<13), let minute = number(text, 14..<16), let second = number(text, 17..<19),
            year >= 1970, hour < 24, minute < 60, second < 60, let days = days(year, month, day)
        else { return nil }
        return UInt32(exactly: ((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    /// Unix seconds as `seconds` reads them.
    static func text(_ seconds: UInt32) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var day = Int(seconds) / 86_400
        var year = 1970
        while day >= (isLeap(year) ? 366 : 365) {
            day -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        while day >= days(in: month, of: year) {
            day -= days(in: month, of: year)
            month += 1
        }
        let time = Int(seconds) % 86_400
        let clock = [time / 3600, time / 60 % 60, time % 60].map(padded).joined(separator: ":")
        return "\(year)-\(padded(month))-\(padded(day + 1))T\(clock)Z"
    }

    private static let shortest = 20
    /// With nine digits of a fraction.
    private static let longest = 30

    private static func hasShape(_ text: Span<UInt8>) -> Bool {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[text.count - 1] == UInt8(ascii: "Z")
        else { return false }
        if text.count == shortest { return true }
        return text[19] == UInt8(ascii: ".") && text.count > shortest + 1 && number(text, 20..<text.count - 1) != nil
    }

    /// Days from 1970-01-01 to a day, below 0 for one before; nil for one that does not exist.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        guard year >= 1, month >= 1, month <= 12, day >= 1, day <= days(in: month, of: year) else { return nil }
        return days(before: year, month) + day - 1
    }

    /// The number that digits stand for, 18 at most; nil where something else is among them.
    static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// Days from 1970-01-01 to the first of the month.
    private static func days(before year: Int, _ month: Int) -> Int {
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400 - 477
        // Days of the months before, with February counted as 30 and put right afterwards.
        let months = (367 * month - 362) / 12
        let february = month <= 2 ? 0 : isLeap(year) ? 1 : 2
        return (year - 1970) * 365 + leapDays + months - february
    }
}
