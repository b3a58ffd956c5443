/// The end of a certificate as libcurl gives it, which is OpenSSL's own text: `Nov  3 18:00:00 2026 GMT`.
enum CertificateTime {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// `Mmm dd hh:mm:ss yyyy GMT`.
    private static let length = 24

    /// Unix seconds; nil where the text is anything else than a time of that very form.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count == length, bytes[20...].elementsEqual(" GMT".utf8),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(bytes[..<3]) }), bytes[3] == 0x20,
            let day = number(bytes[4] == 0x20 ? bytes[5..<6] : bytes[4..<6]), bytes[6] == 0x20,
            let hour = number(bytes[7..<9]), bytes[9] == 0x3A, let minute = number(bytes[10..<12]), bytes[12] == 0x3A,
            let second = number(bytes[13..<15]), bytes[15] == 0x20, let year = number(bytes[16..<20])
        else { return nil }
        guard hour < 24, minute < 60, second < 60, (1...days(month + 1, year)).contains(day) else { return nil }
        let days = daysSinceEpoch(year, month + 1, day)
        return Double(days * 86400 + hour * 3600 + minute * 60 + second)
    }

    /// Of digits alone; at most four are given.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }

    /// By the Gregorian calendar, counted in years that begin in March.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = year + 400 - (month < 3 ? 1 : 0)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 146_097 - 719_468
    }
}
