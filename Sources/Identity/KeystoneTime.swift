/// Times as Identity writes them: `2026-11-23T11:32:39.000000Z` for a token's end, the same without `Z` for a
/// password's; both are UTC.
enum KeystoneTime {
    /// Unix seconds, without the fraction; nil where the text is no time.
    static func seconds(_ text: String) -> Double? {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
        guard bytes.count >= shape.count, isFraction(bytes[shape.count...]) else { return nil }
        for (expected, byte) in zip(shape, bytes) {
            guard expected == UInt8(ascii: "0") ? isDigit(byte) : byte == expected else { return nil }
        }
        let fields = bytes[..<shape.count].split { !isDigit($0) }
        return seconds(fields.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } })
    }

    private static let shape = Array("0000-00-00T00:00:00".utf8)

    /// Year, month, day, hour, minute, second.
    private static func seconds(_ fields: [Int]) -> Double? {
        let (year, month, day) = (fields[0], fields[1], fields[2])
        guard (1...12).contains(month), (1...daysOf(month, in: year)).contains(day) else { return nil }
        guard fields[3] < 24, fields[4] < 60, fields[5] < 60 else { return nil }
        let time = fields[3] * 3600 + fields[4] * 60 + fields[5]
        return Double(days(year, month, day) * 86400 + time)
    }

    /// Days since 1970-01-01; a year is counted from March, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let leapDays = year / 4 - year / 100 + year / 400
        return year * 365 + leapDays + (153 * ((month + 9) % 12) + 2) / 5 + day - 719_469
    }

    private static func daysOf(_ month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isFraction(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.isEmpty || (bytes.count > 1 && bytes.first == UInt8(ascii: ".") && bytes.dropFirst().allSatisfy(isDigit))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
