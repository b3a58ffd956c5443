/// Until when images of a name are provided: `provided_until` of SCS-0102.
package enum ProvidedUntil: Sendable, Equatable {
    /// `none` or `notice`: no date is promised.
    case undated
    /// A date after 2106-02-06, which nothing here lives to see.
    case distant
    /// Days since 1970; that day is the last one.
    case day(UInt16)

    /// The first second, in Unix seconds, that is past the date; nil where there is none to come.
    package var end: UInt32? {
        guard case .day(let day) = self else { return nil }
        return (UInt32(day) + 1) * 86_400
    }

    /// Days since 1970 whose end is within Unix seconds of 32 bits.
    package static let lastDay: UInt16 = 49_709

    /// The value of a date so many days after 1970-01-01; one before that is as past as that day.
    package init(days: Int) {
        self = days > Int(Self.lastDay) ? .distant : .day(UInt16(max(days, 0)))
    }

    /// The date is past.
    package func isPast(at now: UInt32) -> Bool { end.map { now >= $0 } ?? false }

    /// A word that tells the values apart; none is 0.
    var word: UInt16 {
        switch self {
        case .undated: 1
        case .distant: 2
        case .day(let day): day + 3
        }
    }

    /// The value that a word stands for; nil for 0.
    init?(word: UInt16) {
        switch word {
        case 0: return nil
        case 1: self = .undated
        case 2: self = .distant
        default: self = .day(word - 3)
        }
    }
}
