import FoundationEssentials

/// The demonstration cloud's identity: one user, tokens that end after an hour.
struct DemoIdentity: Sendable {
    static let username = "demo"
    static let project = "demo"
    static let domain = "Default"
    static let region = "RegionDemo"
    /// Seconds that a token lives.
    static let tokenLife = 3600
    /// Tokens that are known at a time; the oldest is forgotten for one more.
    static let mostTokens = 100

    let password: String
    private var tokens: [(text: String, expiry: Int)] = []
    private var issued = 0

    init(password: String) { self.password = password }

    func knows(_ token: String, now: Int) -> Bool {
        tokens.contains { $0.text == token && $0.expiry > now }
    }

    /// A token and its description where the body (Identity v3, method password) holds the right user and password.
    mutating func login(_ body: [UInt8], imageURL: String, now: Int) -> (token: String, body: [UInt8])? {
        guard let login = try? JSONDecoder().decode(Login.self, from: Data(body)) else { return nil }
        let user = login.auth.identity.password.user
        guard user.name == Self.username, user.password == password else { return nil }
        issued += 1
        let token = "demo-token-\(issued)-\(password)"
        let expiry = now + Self.tokenLife
        tokens.append((token, expiry))
        if tokens.count > Self.mostTokens { tokens.removeFirst() }
        return (token, Self.description(expiry: expiry, now: now, imageURL: imageURL))
    }

    /// Keystone's answer to a wrong login.
    static let refusal = [UInt8](
        #"{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}"#
            .utf8)

    private static func description(expiry: Int, now: Int, imageURL: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.object("token") { json in
                json.array("methods") { $0.field("password") }
                json.field("expires_at", CivilTime.text(expiry))
                json.field("issued_at", CivilTime.text(now))
                json.object("user") { json in
                    json.field("name", username)
                    json.field("password_expires_at", nil)
                }
                json.object("project") { json in
                    json.field("id", DemoIdentifier.project(0))
                    json.field("name", project)
                }
                json.array("roles") { json in json.object { $0.field("name", "admin") } }
                json.array("catalog") { json in
                    json.object { json in
                        json.field("type", "image")
                        json.field("name", "glance")
                        json.array("endpoints") { json in
                            json.object { json in
                                json.field("interface", "public")
                                json.field("region_id", region)
                                json.field("region", region)
                                json.field("url", imageURL)
                            }
                        }
                    }
                }
            }
        }
        return json.bytes
    }

    private struct Login: Decodable {
        struct User: Decodable {
            var name: String?
            var password: String
        }
        struct Password: Decodable { var user: User }
        struct Identity: Decodable { var password: Password }
        struct Auth: Decodable { var identity: Identity }
        var auth: Auth
    }
}

extension JSONWriter {
    fileprivate mutating func field(_ value: String) { field(nil, value) }
}
