/// The two services behind one port: a request and the time in, an answer out.
struct DemoServices: Sendable {
    private(set) var catalogue: DemoCatalogue
    private(set) var identity: DemoIdentity
    /// `http://127.0.0.1:PORT`, as the catalog tells it.
    var origin = "http://127.0.0.1"
    private let identifier: DemoIdentifier

    /// About `images` images at `now`, in Unix seconds; tokens live `tokenLife` seconds.
    init(images: Int, seed: UInt64, password: String, tokenLife: Int, now: Int) {
        identifier = DemoIdentifier(seed: seed)
        catalogue = DemoCatalogue(images: images, seed: seed, now: now)
        identity = DemoIdentity(password: password, tokenLife: tokenLife, identifier)
    }

    /// The answer at `now`, in Unix seconds, up to which the cloud has lived.
    mutating func answer(method: String, target: String, token: String?, body: [UInt8], now: Int) -> DemoAnswer {
        catalogue.advance(to: now)
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        switch (method, path) {
        case ("POST", "/identity/v3/auth/tokens"): return login(body, now: now)
        case ("GET", "/image/v2/images"): return list(parts.count > 1 ? parts[1] : "", token, now: now)
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

    private mutating func login(_ body: [UInt8], now: Int) -> DemoAnswer {
        do throws(DemoIdentity.Refused) {
            let login = try identity.login(body, now: now)
            let description = TokenDescription(identity: identity, origin: origin, issued: now, expiry: login.expiry)
            return DemoAnswer(status: 201, subjectToken: login.token, body: description.bytes())
        } catch {
            switch error {
            case .malformed(let message): return .keystone(400, "Bad Request", message)
            case .wrong:
                var answer = DemoAnswer.keystone(
                    401, "Unauthorized", "The request you have made requires authentication.")
                answer.challenge = "Keystone uri=\"\(origin)/identity/v3\""
                return answer
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
        let traits = DemoTraits(seed: identifier.seed, number: number)
        DemoImageWriter(image: image, traits: traits, identifier: identifier).write(to: &json)
        return DemoAnswer(status: 200, body: json.bytes)
    }

    private var unauthorized: DemoAnswer {
        var answer = DemoAnswer.noToken
        answer.challenge = "Keystone uri=\"\(origin)/identity\""
        return answer
    }
}
