/// How long no login is tried after identity refused one, so that no account is locked, as a machine. Times in Unix
/// seconds.
struct LoginBackoff: Sendable {
    /// Pauses after the first, second ... refusal in a row, in seconds; the last one holds for all further ones.
    static let pauses: [Double] = [60, 120, 240, 480, 900]

    /// The last refusal: its status, when it came and the time before which no login is tried.
    private(set) var refusal: (status: Int, at: Double, until: Double)?
    private var refusals = 0

    /// True where a login may be tried; also where the clock was set back, else one that was years ahead would hold it
    /// for years.
    func allowsLogin(at now: Double) -> Bool { refusal.map { now >= $0.until || now < $0.at } ?? true }

    mutating func refused(status: Int, at now: Double) {
        refusal = (status, now, now + Self.pauses[min(refusals, Self.pauses.count - 1)])
        refusals += 1
    }

    mutating func succeeded() { self = LoginBackoff() }

    mutating func credentialsChanged() { self = LoginBackoff() }
}
