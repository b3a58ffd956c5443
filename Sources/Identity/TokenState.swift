/// The kept authorization and when it is to be renewed, as a machine. Times in Unix seconds.
struct TokenState: Sendable {
    /// A token is renewed this long before its end, in seconds.
    static let margin = 120.0

    private var kept: Authorization?

    /// What may still be used at `now`; nil: a login is due.
    func usable(at now: Double) -> Authorization? {
        guard let kept else { return nil }
        if let expiry = kept.tokenExpiry, expiry - now <= Self.margin { return nil }
        return kept
    }

    mutating func loggedIn(_ authorization: Authorization) { kept = authorization }

    /// The image API refused a token; one that is no longer kept changes nothing.
    mutating func refused(_ authorization: Authorization) {
        if kept?.headers == authorization.headers { kept = nil }
    }
}
