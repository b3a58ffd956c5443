import HTTPClient
import Testing

@testable import Identity

@Suite struct LoginMachinesTests {
    private func authorization(_ token: String, expiry: Double?) -> Authorization {
        Authorization(headers: [Header("X-Auth-Token", token)], endpoint: "http://g", tokenExpiry: expiry)
    }

    @Test func aTokenIsRenewed120SecondsBeforeItsEnd() {
        var state = TokenState()
        #expect(state.usable(at: 0) == nil)
        let authorization = authorization("a", expiry: 1000)
        state.loggedIn(authorization)
        #expect(state.usable(at: 879) == authorization)
        #expect(state.usable(at: 880) == nil)
    }

    @Test func aTokenWithoutAnEndIsKept() {
        var state = TokenState()
        state.loggedIn(authorization("a", expiry: nil))
        #expect(state.usable(at: 1e12) != nil)
    }

    @Test func onlyTheKeptTokensRefusalCounts() {
        var state = TokenState()
        let old = authorization("old", expiry: nil)
        let new = authorization("new", expiry: nil)
        state.loggedIn(old)
        state.loggedIn(new)
        state.refused(old)
        #expect(state.usable(at: 0) == new)
        state.refused(new)
        #expect(state.usable(at: 0) == nil)
    }

    @Test func aMissedImageAPICostsOneLoginAndNotTheToken() {
        var state = TokenState()
        let old = authorization("old", expiry: 1000)
        let new = authorization("new", expiry: 1000)
        state.loggedIn(new)
        state.missedImageAPI(old)
        #expect(state.usable(at: 0) == new)
        state.missedImageAPI(new)
        #expect(state.usable(at: 0) == nil)
        #expect(state.lasting(at: 0) == new)
        state.loginBegan()
        #expect(state.usable(at: 0) == new)
    }

    @Test func refusalsBackOffTo15Minutes() {
        var backoff = LoginBackoff()
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<7 {
            backoff.refused(status: 401, at: now)
            let until = backoff.refusal?.until ?? 0
            pauses.append((until - now) / 60)
            #expect(!backoff.allowsLogin(at: until - 1))
            #expect(backoff.allowsLogin(at: until))
            now = until
        }
        #expect(pauses == [1, 2, 4, 8, 15, 15, 15])
        backoff.credentialsChanged()
        #expect(backoff.allowsLogin(at: now))
    }

    /// Else a refusal under a clock that was years ahead would hold for years.
    @Test func aClockThatWasSetBackHoldsNoLogin() {
        var backoff = LoginBackoff()
        backoff.refused(status: 401, at: 1_000_000)
        #expect(!backoff.allowsLogin(at: 1_000_000))
        #expect(backoff.allowsLogin(at: 999_999))
        backoff.refused(status: 401, at: 999_999)
        #expect(!backoff.allowsLogin(at: 999_999 + 119))
        #expect(backoff.allowsLogin(at: 999_999 + 120))
    }
}
