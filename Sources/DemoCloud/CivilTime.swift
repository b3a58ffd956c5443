/// Unix seconds as the image API writes them: `2026-01-31T00:00:00Z`.
enum CivilTime {
    /// Appends the 20 bytes of a time; one before 1970 or after 9999 is written as the nearest of these.
    static func append(_ seconds: Int, to bytes: inout [UInt8]) {
        let time = min(max(seconds, 0), 253_402_300_799)
        let (year, month, day) = date(time / 86_400)
        let second = time % 86_400
        append(year / 100, then: nil, to: &bytes)
        append(year % 100, then: UInt8(ascii: "-"), to: &bytes)
        append(month, then: UInt8(ascii: "-"), to: &bytes)
        append(day, then: UInt8(ascii: "T"), to: &bytes)
        append(second / 3600, then: UInt8(ascii: ":"), to: &bytes)
        append(second / 60 % 60, then: UInt8(ascii: ":"), to: &bytes)
        append(second % 60, then: UInt8(ascii: "Z"), to: &bytes)
    }

    static func text(_ seconds: Int) -> String {
        var bytes: [UInt8] = []
        append(seconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ number: Int, then end: UInt8?, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
        if let end { bytes.append(end) }
    }

    /// The Gregorian date of a day since 1970, by eras of 400 years that begin on a first of March.
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
