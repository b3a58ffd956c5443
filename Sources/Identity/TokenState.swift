/// The kept authorization and when it is to be renewed, as a machine. Times in Unix seconds.
struct TokenState: Sendable {
    /// A token is renewed so long before its end, in seconds.
    static let margin = 120.0

    private var kept: Authorization?
    /// The image API was not found where the login says: a new one may know another address.
    private var isDoubted = false

    /// What may still be used at `now`; nil: a login is due.
    func usable(at now: Double) -> Authorization? {
        isDoubted ? nil : kept(at: now, for: kept?.renewal ?? Self.margin)
    }

    /// What may still be used where a login that was due has failed; nil where it is too near its end.
    func lasting(at now: Double) -> Authorization? { kept(at: now, for: Self.margin) }

    private func kept(at now: Double, for seconds: Double) -> Authorization? {
        guard let kept else { return nil }
        if let expiry = kept.tokenExpiry, expiry - now <= seconds { return nil }
        return kept
    }

    /// A login is tried, once for each doubt: identity may be away as well.
    mutating func loginBegan() { isDoubted = false }

    mutating func loggedIn(_ authorization: Authorization) { kept = authorization }

    /// The image API was not found at an authorization's address; one that is no longer kept changes nothing.
    mutating func missedImageAPI(_ authorization: Authorization) {
        if kept?.headers == authorization.headers, kept?.endpoint == authorization.endpoint { isDoubted = true }
    }

    /// The image API refused a token; one that is no longer kept changes nothing.
    mutating func refused(_ authorization: Authorization) {
        if kept?.headers == authorization.headers, kept?.signer == authorization.signer { kept = nil }
    }
}
