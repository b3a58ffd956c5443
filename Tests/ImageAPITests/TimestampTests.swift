import Foundation
import Testing

@testable import ImageAPI

@Suite struct TimestampTests {
    private static func seconds(_ text: [UInt8]) -> UInt32? { Timestamp.seconds(text.span) }

    @Test func everyDayIsWhatFoundationSays() {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: 0, through: 49_709, by: 1) {
            let seconds = day * 86_400 + day % 86_400
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            guard Self.seconds(Array(text.utf8)) == UInt32(seconds) else {
                Issue.record("\(text)")
                return
            }
        }
        #expect(Self.seconds(Array("2106-02-07T06:28:15Z".utf8)) == .max)
    }

    @Test func everySecondOfADayIsRead() {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        for second in 0..<86_400 {
            let clock = "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
            guard Self.seconds(Array("1970-01-01T\(clock)Z".utf8)) == UInt32(second) else {
                Issue.record("\(clock)")
                return
            }
        }
        for clock in ["24:00:00", "23:60:00", "23:59:60", "99:99:99"] {
            #expect(Self.seconds(Array("1970-01-01T\(clock)Z".utf8)) == nil, "\(clock)")
        }
    }

    @Test func noOtherByteStandsForADigitOrASeparator() {
        let text = Array("2024-02-29T10:00:00Z".utf8)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        for position in text.indices {
            for byte in UInt8.min...UInt8.max where byte != text[position] {
                if digits.contains(byte), digits.contains(text[position]) { continue }
                var changed = text
                changed[position] = byte
                #expect(Self.seconds(changed) == nil, "\(byte) at \(position)")
            }
        }
    }
}
