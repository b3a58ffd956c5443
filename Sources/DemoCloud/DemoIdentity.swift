import FoundationEssentials

/// The demonstration cloud's identity: one user, an administrator of one project, who logs in with a password.
struct DemoIdentity: Sendable {
    static let username = "demo"
    static let project = "demo"
    static let domain = "Default"
    /// Of the domain.
    static let domainID = "default"
    static let region = "RegionDemo"
    /// Tokens that are known at a time; the oldest is forgotten for one more.
    static let mostTokens = 100

    /// Why a login is refused.
    enum Refused: Error, Equatable {
        /// The body is not a login (400).
        case malformed(String)
        /// What it says is wrong, or not what this identity knows (401).
        case wrong
    }

    let password: String
    let userID: String
    let projectID: String
    /// Seconds that a token lives.
    let tokenLife: Int
    /// What the user may do in the project.
    var roles = ["admin", "reader"]
    /// Unix seconds at which the password ends; nil: never.
    var passwordExpiry: Int?
    private var tokens: [(text: String, expiry: Int)] = []

    init(password: String, tokenLife: Int, _ identifier: DemoIdentifier) {
        self.password = password
        self.tokenLife = tokenLife
        userID = identifier.project(DemoTraits.projects)
        projectID = identifier.project(0)
    }

    func knows(_ token: String, now: Int) -> Bool { tokens.contains { $0.text == token && $0.expiry > now } }

    /// A token for a body of Identity v3 with the method `password` and the scope of the project.
    mutating func login(_ body: [UInt8], now: Int) throws(Refused) -> (token: String, expiry: Int) {
        let auth: LoginBody.Auth
        do {
            auth = try JSONDecoder().decode(LoginBody.self, from: Data(body)).auth
        } catch {
            throw .malformed("The body is not a login")
        }
        guard auth.identity.methods == ["password"], let user = auth.identity.password?.user else { throw .wrong }
        try check(user.id, user.name, user.domain, is: userID, Self.username)
        guard user.password == password, let project = auth.scope?.project else { throw .wrong }
        try check(project.id, project.name, project.domain, is: projectID, Self.project)
        // 128 bits from the system, so that no other user of the machine guesses one.
        let token =
            "gAAAAA-demo-" + String(UInt64.random(in: 0 ... .max), radix: 36)
            + String(UInt64.random(in: 0 ... .max), radix: 36)
        let (end, isOver) = now.addingReportingOverflow(tokenLife)
        let expiry = isOver ? Int.max : end
        tokens.append((token, expiry))
        if tokens.count > Self.mostTokens { tokens.removeFirst() }
        return (token, expiry)
    }

    /// A user or project is told by its id, or by its name and domain.
    private func check(
        _ id: String?, _ name: String?, _ domain: LoginBody.Domain?, is expectedID: String, _ expectedName: String
    ) throws(Refused) {
        if let id {
            guard id == expectedID else { throw .wrong }
            return
        }
        guard name == expectedName else { throw .wrong }
        guard let domain else { throw .malformed("Expecting to find domain in user or project") }
        guard domain.id == Self.domainID || domain.name == Self.domain else { throw .wrong }
    }
}

/// As much of a login's body as is looked at.
private struct LoginBody: Decodable {
    struct Domain: Decodable {
        var id: String?
        var name: String?
    }
    struct User: Decodable {
        var id: String?
        var name: String?
        var domain: Domain?
        var password: String
    }
    struct Password: Decodable { var user: User }
    struct Identity: Decodable {
        var methods: [String]
        var password: Password?
    }
    struct Project: Decodable {
        var id: String?
        var name: String?
        var domain: Domain?
    }
    struct Scope: Decodable { var project: Project? }
    struct Auth: Decodable {
        var identity: Identity
        var scope: Scope?
    }
    var auth: Auth
}
