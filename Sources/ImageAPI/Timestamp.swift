import Catalogue

/// Times as the image API writes them: `2024-02-29T10:00:00Z`, with or without a fraction of a second.
enum Timestamp {
    /// Unix seconds, the fraction dropped; nil for any other shape, a day that does not exist, no `Z`, or a time
    /// outside 1970 to 2106.
    static func seconds(_ text: Span<UInt8>) -> UInt32? {
        guard text.count >= shortest, text.count <= longest,
            let date = Form.date.digits(text.word(at: 0)), let clock = Form.clock.digits(text.word(at: 8)),
            let end = (text.count == shortest ? Form.end : Form.point).digits(UInt64(text.half(at: 16))),
            text.count == shortest || isFraction(text)
        else { return nil }
        let year = pair(date, 0) * 100 + pair(date, 2)
        let (hour, minute, second) = (pair(clock, 3), pair(clock, 6), pair(end, 1))
        guard year >= 1970, hour < 24, minute < 60, second < 60, let days = days(year, pair(date, 5), pair(clock, 0))
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

    /// Digits and the `Z` behind a second's point.
    private static func isFraction(_ text: Span<UInt8>) -> Bool {
        text.count > shortest + 1 && text[text.count - 1] == UInt8(ascii: "Z")
            && number(text, shortest..<text.count - 1) != nil
    }

    /// What the digits at `place` and behind it stand for together.
    @inline(__always)
    private static func pair(_ digits: UInt64, _ place: UInt64) -> Int {
        let tens = digits &>> (place &* 8)
        return Int(tens & 0xff) &* 10 &+ Int(tens &>> 8 & 0xff)
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

/// Up to eight bytes of a time, the first lowest, with `0` where a digit stands.
private struct Form {
    let bytes: UInt64
    /// 9 at each digit, 0 elsewhere.
    let greatest: UInt64

    /// `0000-00-`
    static let date = Form(bytes: 0x2d30_302d_3030_3030, greatest: 0x0009_0900_0909_0909)
    /// `00T00:00`
    static let clock = Form(bytes: 0x3030_3a30_3054_3030, greatest: 0x0909_0009_0900_0909)
    /// `:00Z`
    static let end = Form(bytes: 0x5a30_303a, greatest: 0x0009_0900)
    /// `:00.`
    static let point = Form(bytes: 0x2e30_303a, greatest: 0x0009_0900)

    /// The digits' values in their bytes; nil where the text has another byte than the form, or no digit. All bytes are
    /// looked at together.
    @inline(__always)
    func digits(_ text: UInt64) -> UInt64? {
        let values = text ^ bytes
        let highBits: UInt64 = 0x8080_8080_8080_8080
        // A byte over its greatest value runs into its high bit, or has that already and might pass it on.
        return (values | (values &+ (~highBits &- greatest))) & highBits == 0 ? values : nil
    }
}
