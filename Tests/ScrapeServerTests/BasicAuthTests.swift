import Synchronization
import Testing

@testable import ScrapeServer

/// Passwords, hashes and what is kept of their comparison.
@Suite struct BasicAuthTests {
    /// Known answers of the algorithm's author (Openwall), and one of Apache's htpasswd.
    private static let known = [
        ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
        ("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
        (
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
            "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
        ),
        ("secret", "$2y$10$SBwmtfUWmAlZ3fawpY1fi.PNWHD8NvTVbtpeckqqymeidHhKjGyUC"),
    ]

    @Test func knownAnswersMatch() {
        for (password, hash) in Self.known {
            #expect(BcryptHash.isSound(hash))
            #expect(BcryptHash.matches(password, hash))
            #expect(BcryptHash.matches(password, hash.replacing("$2a", with: "$2b").replacing("$2y", with: "$2b")))
            #expect(!BcryptHash.matches("x" + password, hash))
            #expect(!BcryptHash.matches(password + "\0", hash))
        }
    }

    @Test(arguments: [
        "", "secret", "$1$abc$def", "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
        "$2a$05$CCCCCCCCCCCCCCCCCCCC*.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ])
    func otherTextsAreNoHashes(text: String) { #expect(!BcryptHash.isSound(text)) }

    @Test(arguments: [
        ("Basic YWxpY2U6c2VjcmV0", "alice", "secret"), ("basic YWxpY2U6c2VjcmV0", "alice", "secret"),
        ("BASIC  YWxpY2U6YTpi", "alice", "a:b"), ("Basic Og==", "", ""), ("Basic YTo=", "a", ""),
    ])
    func credentialsAreRead(field: String, user: String, password: String) {
        #expect(BasicCredentials(field) == BasicCredentials(user: user, password: password))
    }

    @Test(arguments: [
        "", "Basic", "Basic ", "Bearer YWxpY2U6c2VjcmV0", "Basic YWxpY2U", "Basic YWxpY2U=", "Basic !!!!", "Basic /w==",
        "Basic YWxpY2U6c2VjcmV0 x",
    ])
    func otherFieldsAreNot(field: String) { #expect(BasicCredentials(field) == nil) }

    private static let cheap = "$2a$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let dear = "$2a$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    /// A comparison takes as long for a user that nobody knows, and never succeeds.
    @Test func anUnknownUserCostsTheDearestComparison() throws {
        let users = ["a": Self.cheap, "b": Self.dear]
        let comparison = try #require(
            BasicAuth.comparison(BasicCredentials(user: "c", password: "p"), among: users))
        #expect(comparison.hash == Self.dear)
        let auth = BasicAuth { _, _ in true }
        #expect(!auth.judge(comparison))
        #expect(auth.verdict(comparison) == false)
        let known = try #require(BasicAuth.comparison(BasicCredentials(user: "a", password: "p"), among: users))
        #expect(known.hash == Self.cheap)
        #expect(auth.judge(known))
    }

    private func comparison(_ number: Int) -> BasicAuth.Comparison {
        BasicAuth.Comparison(
            credentials: BasicCredentials(user: "u", password: "\(number)"), hash: Self.cheap, isKnown: true)
    }

    @Test func eachIsComparedOnceWhileItIsKept() {
        let calls = Mutex(0)
        let auth = BasicAuth { _, _ in
            calls.withLock { $0 += 1 }
            return true
        }
        for number in 0..<100 { _ = auth.judge(comparison(number)) }
        for number in 0..<100 { _ = auth.judge(comparison(number)) }
        #expect(calls.withLock { $0 } == 100)
        // One more takes the oldest one's place.
        _ = auth.judge(comparison(100))
        #expect(auth.verdict(comparison(0)) == nil)
        #expect(auth.verdict(comparison(1)) == true)
        #expect(auth.verdict(comparison(100)) == true)
    }

    /// Joined plainly, these would be one.
    @Test func userHashAndPasswordStayApart() {
        let auth = BasicAuth { password, _ in password == "b:c" }
        let one = BasicAuth.Comparison(
            credentials: BasicCredentials(user: "a", password: "b:c"), hash: Self.cheap, isKnown: true)
        let other = BasicAuth.Comparison(
            credentials: BasicCredentials(user: "a:b", password: "c"), hash: Self.cheap, isKnown: true)
        #expect(auth.judge(one))
        #expect(auth.verdict(other) == nil)
    }

    @Test func tokensComeBackOneAnInterval() {
        let start = ContinuousClock.now
        let limit = WebConfig.RateLimit(interval: .seconds(2), burst: 3)
        var rate = RequestRate()
        func admits(_ seconds: Double) -> Bool { rate.admits(limit, at: start + .seconds(seconds)) }
        #expect([0, 0, 0, 0].map(admits) == [true, true, true, false])
        #expect([1.9, 2.1, 2.2, 4.2].map(admits) == [false, true, false, true])
        #expect([100, 100, 100, 100].map(admits) == [true, true, true, false])
        // The clock never runs back.
        #expect(!admits(50))
    }

    @Test func aChangedRateBeginsAnew() {
        let start = ContinuousClock.now
        var rate = RequestRate()
        func admits(burst: Int?) -> Bool {
            rate.admits(burst.map { WebConfig.RateLimit(interval: .seconds(1), burst: $0) }, at: start)
        }
        #expect([0, 1, 1, nil].map(admits) == [false, true, false, true])
    }
}
