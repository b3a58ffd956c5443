@testable import ImageAPI

/// Times of the image API and dates of SCS-0102: what is accepted is what a slow reading accepts, as the same second.
enum Timestamps {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        let seconds = Timestamp.seconds(input.span)
        demand(seconds == time(input), "\(text) is \(seconds as Any)")
        if let seconds {
            demand(Timestamp.seconds(Array(Timestamp.text(seconds).utf8).span) == seconds, "\(text) is written back")
        }
        let built = BuildDate.seconds(input.span)
        demand(built == (time(input) ?? date(input)), "as a date, \(text) is \(built as Any)")
    }

    /// `2024-02-29T10:00:00Z`, with up to nine digits of a fraction.
    private static func time(_ input: [UInt8]) -> UInt32? {
        guard input.last == UInt8(ascii: "Z"), input.count >= 20 else { return nil }
        let fraction = input[19..<input.count - 1]
        guard fraction.isEmpty || (2...10).contains(fraction.count) && fraction.first == UInt8(ascii: ".") else {
            return nil
        }
        guard fraction.dropFirst().allSatisfy(isDigit) else { return nil }
        return seconds(input[..<19], like: "0000-00-00T00:00:00")
    }

    private static func date(_ input: [UInt8]) -> UInt32? {
        let forms = ["0000-00-00", "0000-00-00 00:00", "0000-00-00 00:00:00"]
        return forms.lazy.compactMap { seconds(input[...], like: $0) }.first
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// The seconds since 1970, counted year by year and month by month.
    private static func seconds(_ text: ArraySlice<UInt8>, like form: String) -> UInt32? {
        guard text.count == form.utf8.count else { return nil }
        for (byte, model) in zip(text, form.utf8) where model == UInt8(ascii: "0") ? !isDigit(byte) : byte != model {
            return nil
        }
        let numbers = text.split { !isDigit($0) }.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let given = numbers + Array(repeating: 0, count: 6 - numbers.count)
        let (year, month, day) = (given[0], given[1], given[2])
        guard year >= 1970, (1...12).contains(month), given[3] < 24, given[4] < 60, given[5] < 60 else { return nil }
        let months = lengths(of: year)
        guard day >= 1, day <= months[month - 1] else { return nil }
        let past = (1970..<year).reduce(0) { $0 + lengths(of: $1).reduce(0, +) }
        let days = past + months[..<(month - 1)].reduce(0, +) + day - 1
        return UInt32(exactly: ((days * 24 + given[3]) * 60 + given[4]) * 60 + given[5])
    }

    private static func lengths(of year: Int) -> [Int] {
        let isLeap = year.isMultiple(of: 400) || year.isMultiple(of: 4) && !year.isMultiple(of: 100)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
}
