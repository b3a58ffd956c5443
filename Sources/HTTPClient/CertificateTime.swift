/// The end of a certificate as libcurl gives it, which is OpenSSL's own text: `Nov  3 18:00:00 2026 GMT`.
enum CertificateTime {
    /// `Mmm dd hh:mm:ss yyyy GMT`.
    private static let length = 24

    /// Unix seconds; nil where the text is anything else than a time of that very form.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count == length, bytes[20...].elementsEqual(" GMT".utf8),
            let month = CivilTime.months.firstIndex(where: { $0.utf8.elementsEqual(bytes[..<3]) }), bytes[3] == 0x20,
            let day = number(bytes[4] == 0x20 ? bytes[5..<6] : bytes[4..<6]), bytes[6] == 0x20,
            let hour = number(bytes[7..<9]), bytes[9] == 0x3A, let minute = number(bytes[10..<12]), bytes[12] == 0x3A,
            let second = number(bytes[13..<15]), second < 60, bytes[15] == 0x20, let year = number(bytes[16..<20])
        else { return nil }
        return CivilTime.seconds(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
            .map(Double.init)
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
}
