import Testing

@testable import Identity

@Suite struct KeystoneTokenTests {
    private func token(_ fields: String) throws -> KeystoneToken {
        try KeystoneToken(Array(#"{"token":{\#(fields)}}"#.utf8))
    }

    /// Keystone writes a password's end without the `Z` that a token's end has.
    @Test func aPasswordsEndIsRead() throws {
        let token = try KeystoneToken(KeystoneFixture("pw-expiring").response.body.bytes())
        #expect(token.passwordExpiry == 1_803_229_556)
        #expect(try KeystoneToken(KeystoneFixture("pw-project").response.body.bytes()).passwordExpiry == nil)
    }

    @Test(arguments: [
        ("2027-02-21T17:05:56.000000", 1_803_229_556), ("2027-02-21T17:05:56Z", 1_803_229_556),
        ("2027-02-21T17:05:56.999999Z", 1_803_229_556), ("2024-02-29T23:59:59.000000Z", 1_709_251_199),
        ("1970-01-01T00:00:00Z", 0), ("2000-03-01T00:00:00.5", 951_868_800),
    ])
    func aTimeIsUTC(text: String, seconds: Double) {
        #expect(KeystoneTime.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "Z", ".", "never", "2027-02-21", "17:05:56Z", "2027-02-21T17:05Z", "2027-02-30T17:05:56Z",
        "2027-13-21T17:05:56Z", "2027-02-21T25:05:56Z", "2027-02-21T17:60:56Z", "2027-02-21T17:05:61Z",
        "2027-02-21T17:05:56.Z", "2027-02-21T17:05:56.xZ", "2027-02-21T17:05:56+02:00", "2027-02-21T17:05:56ZZ",
        " 2027-02-21T17:05:56Z", "2027-02-21 17:05:56Z", "99999999999999999999-02-21T17:05:56Z",
        "-027-02-21T17:05:56Z", "2027-02-21T17:05:5\u{0665}Z", "+027-02-21T17:05:56Z", "2027-00-21T17:05:56Z",
        "2027-02-00T17:05:56Z", "2027-02-21T-1:05:56Z",
    ])
    func whatIsNoTimeIsNone(text: String) {
        #expect(KeystoneTime.seconds(text) == nil)
    }

    @Test func anythingOddCostsItselfAlone() throws {
        let token = try token(
            """
            "expires_at":7,"user":"u","roles":[{"name":3},5,{"name":"reader"}],"project":{"id":"p"},
            "catalog":[null,{"type":"image","endpoints":"none"},{"endpoints":[]}]
            """)
        #expect(token.expiry == nil)
        #expect(token.passwordExpiry == nil)
        #expect(token.roles == ["reader"])
        #expect(token.projectID == "p")
        #expect(token.catalog.services.map(\.type) == ["image"])
    }

    @Test func aProjectWithoutAnIDIsNone() throws {
        #expect(try token(#""project":{"id":""}"#).projectID == nil)
        #expect(try token(#""project":{"name":"alpha"}"#).projectID == nil)
    }
}
