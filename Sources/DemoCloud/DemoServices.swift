/// The two services behind one port: a request and the time in, an answer out.
struct DemoServices: Sendable {
    /// What a script makes go wrong.
    enum Fault: Sendable {
        /// Nothing stands behind the load balancer.
        case away
        /// No login is taken, and no token that was given before.
        case refusesLogins
        /// Quotas cannot be told.
        case failsOnQuotas
    }

    var catalogue: DemoCatalogue
    var identity: DemoIdentity
    var fault: Fault?
    /// What counts towards each of the project's quotas, and the quota, as Glance tells them (sizes in MiB); nil: none.
    var usage: [(kind: String, used: Int, limit: Int)]?
    /// `http://127.0.0.1:PORT`, as the catalog tells it.
    var origin = "http://127.0.0.1"
    private let identifier: DemoIdentifier
    private static let usagePath = "/image/v2/info/usage"

    /// Tokens live `tokenLife` seconds.
    init(_ catalogue: DemoCatalogue, password: String, tokenLife: Int) {
        identifier = DemoIdentifier(seed: catalogue.seed)
        self.catalogue = catalogue
        identity = DemoIdentity(password: password, tokenLife: tokenLife, identifier)
    }

    /// The answer at `now`, in Unix seconds, up to which the cloud has lived.
    mutating func answer(method: String, target: String, token: String?, body: [UInt8], now: Int) -> DemoAnswer {
        catalogue.advance(to: now)
        if let refusal = refusal(of: method, target) { return refusal }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        switch (method, path) {
        case ("POST", "/identity/v3/auth/tokens"): return login(body, now: now)
        case ("GET", "/image/v2/images"): return list(parts.count > 1 ? parts[1] : "", token, now: now)
        case ("GET", Self.usagePath): return quotas(token, now: now)
        case ("GET", "/identity"), ("GET", "/identity/"):
            return DemoAnswer(status: 300, body: DemoVersions.identities(origin))
        case ("GET", "/identity/v3"), ("GET", "/identity/v3/"):
            return DemoAnswer(status: 200, body: DemoVersions.identity(origin))
        case ("GET", "/image"), ("GET", "/image/"): return DemoAnswer(status: 300, body: DemoVersions.images(origin))
        case ("GET", "/image/versions"): return DemoAnswer(status: 200, body: DemoVersions.images(origin))
        case ("GET", _) where path.hasPrefix("/image/v2/images/"):
            return show(path.dropFirst("/image/v2/images/".count), token, now: now)
        default: return path.hasPrefix("/identity") ? .unknownToKeystone : .unknownToGlance
        }
    }

    /// What a fault makes of a request.
    private func refusal(of method: String, _ target: String) -> DemoAnswer? {
        switch fault {
        case nil: nil
        case .away: .unavailable
        case .failsOnQuotas: target == Self.usagePath ? .glance(500, "Internal Server Error", "It went wrong.") : nil
        case .refusesLogins: method == "POST" ? unknownUser : target.hasPrefix("/image/v2/") ? unauthorized : nil
        }
    }

    private mutating func login(_ body: [UInt8], now: Int) -> DemoAnswer {
        do throws(DemoIdentity.Refused) {
            let login = try identity.login(body, now: now)
            let description = TokenDescription(identity: identity, origin: origin, issued: now, expiry: login.expiry)
            return DemoAnswer(status: 201, subjectToken: login.token, body: description.bytes())
        } catch {
            switch error {
            case .malformed(let message): return .keystone(400, "Bad Request", message)
            case .wrong: return unknownUser
            }
        }
    }

    private func list(_ query: Substring, _ token: String?, now: Int) -> DemoAnswer {
        guard let token, identity.knows(token, now: now) else { return unauthorized }
        do throws(DemoListing.Refused) {
            let listing = try DemoListing(query: DemoQuery(query))
            return DemoAnswer(status: 200, body: try listing.page(of: catalogue, identifier))
        } catch {
            return .glance(400, "Bad Request", error.message)
        }
    }

    private func show(_ id: Substring, _ token: String?, now: Int) -> DemoAnswer {
        guard let token, identity.knows(token, now: now) else { return unauthorized }
        guard let number = identifier.number(of: id), let image = catalogue.image(number) else {
            return .glance(404, "Not Found", "No image found with ID \(id.prefix(64))")
        }
        var json = JSONWriter(capacity: 2048)
        DemoImageWriter(image: image, traits: image.traits(seed: identifier.seed), identifier: identifier).write(
            to: &json)
        return DemoAnswer(status: 200, body: json.bytes)
    }

    private func quotas(_ token: String?, now: Int) -> DemoAnswer {
        guard let usage else { return .unknownToGlance }
        guard let token, identity.knows(token, now: now) else { return unauthorized }
        var json = JSONWriter()
        json.object { json in
            json.object("usage") { json in
                for one in usage {
                    json.object(one.kind) { json in
                        json.field("usage", one.used)
                        json.field("limit", one.limit)
                    }
                }
            }
        }
        return DemoAnswer(status: 200, body: json.bytes)
    }

    private var unknownUser: DemoAnswer {
        var answer = DemoAnswer.keystone(401, "Unauthorized", "The request you have made requires authentication.")
        answer.challenge = "Keystone uri=\"\(origin)/identity/v3\""
        return answer
    }

    private var unauthorized: DemoAnswer {
        var answer = DemoAnswer.noToken
        answer.challenge = "Keystone uri=\"\(origin)/identity\""
        return answer
    }
}
