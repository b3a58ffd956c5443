import FoundationEssentials
import Synchronization

/// A user's name and password as a request gives them.
struct BasicCredentials: Sendable, Hashable {
    var user: String
    var password: String

    init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// The value of an `Authorization` field; nil for another scheme or what cannot be read.
    init?(_ field: String?) {
        guard let field else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1].drop { $0 == " " })),
            let text = String(validating: data, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        user = String(text[..<colon])
        password = String(text[text.index(after: colon)...])
    }
}

/// The verdicts on passwords so far, so that a scraper costs one comparison and not one a scrape.
final class BasicAuth: Sendable {
    /// A comparison: user, hash and password stay apart, so that no two of them can be taken for another two.
    struct Comparison: Sendable, Hashable {
        var credentials: BasicCredentials
        var hash: String
        /// An unknown user costs one comparison like any other, and is refused whatever it gives.
        var isKnown: Bool
    }

    /// Verdicts kept; the oldest goes first.
    static let mostKept = 100

    private struct State {
        var verdicts: [Comparison: Bool] = [:]
        var order: [Comparison] = []
    }

    private let state = Mutex(State())
    private let matches: @Sendable (String, String) -> Bool

    /// `matches` compares a password with a hash, which takes long.
    init(matches: @escaping @Sendable (String, String) -> Bool = BcryptHash.matches) {
        self.matches = matches
    }

    /// What is to be compared for these credentials; nil where there are no users.
    static func comparison(_ credentials: BasicCredentials, among users: [String: String]) -> Comparison? {
        if let hash = users[credentials.user] {
            return Comparison(credentials: credentials, hash: hash, isKnown: true)
        }
        // The dearest hash, so that the time does not tell who is known; among equals the choice is fixed.
        let dearest = users.values.max { (BcryptHash.cost($0), $0) < (BcryptHash.cost($1), $1) }
        return dearest.map { Comparison(credentials: credentials, hash: $0, isKnown: false) }
    }

    /// The kept verdict; nil where there is none yet.
    func verdict(_ comparison: Comparison) -> Bool? { state.withLock { $0.verdicts[comparison] } }

    /// Compares, and keeps the verdict. Not to be called on an event loop, and by one caller at a time.
    func judge(_ comparison: Comparison) -> Bool {
        if let known = verdict(comparison) { return known }
        let isEqual = matches(comparison.credentials.password, comparison.hash)
        let verdict = isEqual && comparison.isKnown
        state.withLock { state in
            if state.verdicts.updateValue(verdict, forKey: comparison) == nil { state.order.append(comparison) }
            if state.order.count > Self.mostKept { state.verdicts[state.order.removeFirst()] = nil }
        }
        return verdict
    }
}
