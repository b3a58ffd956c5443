/// What Keystone says of a new token: whose it is, its end, and the catalog of endpoints.
struct TokenDescription {
    let identity: DemoIdentity
    /// `http://127.0.0.1:PORT`.
    let origin: String
    /// Unix seconds.
    let issued: Int
    /// Unix seconds.
    let expiry: Int

    func bytes() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.object("token") { json in
                json.array("methods") { $0.field(nil, "password") }
                json.object("user") { json in
                    domain(&json)
                    json.field("id", identity.userID)
                    json.field("name", DemoIdentity.username)
                    json.field("password_expires_at", identity.passwordExpiry.map { String(Self.time($0).dropLast()) })
                }
                json.array("audit_ids") { $0.field(nil, "demonstration-cloud-aa") }
                json.field("expires_at", Self.time(expiry))
                json.field("issued_at", Self.time(issued))
                json.object("project") { json in
                    domain(&json)
                    json.field("id", identity.projectID)
                    json.field("name", DemoIdentity.project)
                }
                json.field("is_domain", false)
                json.array("roles") { json in
                    for name in identity.roles { json.object { $0.field("name", name) } }
                }
                catalog(&json)
            }
        }
        return json.bytes
    }

    private func domain(_ json: inout JSONWriter) {
        json.object("domain") { json in
            json.field("id", DemoIdentity.domainID)
            json.field("name", DemoIdentity.domain)
        }
    }

    private func catalog(_ json: inout JSONWriter) {
        json.array("catalog") { json in
            service("identity", "keystone", "\(origin)/identity/v3", &json)
            service("image", "glance", "\(origin)/image", &json)
        }
    }

    private func service(_ type: String, _ name: String, _ url: String, _ json: inout JSONWriter) {
        json.object { json in
            json.array("endpoints") { json in
                for interface in ["public", "internal", "admin"] {
                    json.object { json in
                        json.field("id", "\(type)-\(interface)")
                        json.field("interface", interface)
                        json.field("region_id", DemoIdentity.region)
                        json.field("url", url)
                        json.field("region", DemoIdentity.region)
                    }
                }
            }
            json.field("id", type)
            json.field("type", type)
            json.field("name", name)
        }
    }

    /// Keystone tells microseconds.
    private static func time(_ seconds: Int) -> String { CivilTime.text(seconds).dropLast() + ".000000Z" }
}
