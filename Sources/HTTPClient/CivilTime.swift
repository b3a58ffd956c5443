/// Times of day and date in UTC, as the texts of servers give them.
enum CivilTime {
    /// As HTTP and OpenSSL write them.
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Unix seconds; `month` counts from 0. Nil where there is no such time; a leap second is the one after it.
    static func seconds(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    ) -> Int? {
        guard (1...9999).contains(year), (0..<12).contains(month), hour < 24, minute < 60, second <= 60,
            (1...length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        return days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Days from 1970-01-01.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        let inYear = (0..<month).reduce(0) { $0 + length(ofMonth: $1, year: year) }
        return (year - 1970) * 365 + leapDays + inYear + day - 1
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 1 ? (isLeap ? 29 : 28) : [3, 5, 8, 10].contains(month) ? 30 : 31
    }
}
