/// What the two services say of themselves to anyone.
enum DemoVersions {
    /// `/identity/v3`.
    static func identity(_ origin: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in json.object("version") { identity(origin, &$0) } }
        return json.bytes
    }

    /// `/identity`.
    static func identities(_ origin: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.object("versions") { json in
                json.array("values") { json in json.object { identity(origin, &$0) } }
            }
        }
        return json.bytes
    }

    /// `/image` and `/image/versions`.
    static func images(_ origin: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.array("versions") { json in
                for (id, status) in [("v2.15", "CURRENT"), ("v2.0", "SUPPORTED")] {
                    json.object { json in
                        json.field("id", id)
                        json.field("status", status)
                        link("\(origin)/image/v2/", &json)
                    }
                }
            }
        }
        return json.bytes
    }

    private static func identity(_ origin: String, _ json: inout JSONWriter) {
        json.field("id", "v3.14")
        json.field("status", "stable")
        json.field("updated", "2020-04-07T00:00:00Z")
        link("\(origin)/identity/v3/", &json)
        json.array("media-types") { json in
            json.object { json in
                json.field("base", "application/json")
                json.field("type", "application/vnd.openstack.identity-v3+json")
            }
        }
    }

    private static func link(_ address: String, _ json: inout JSONWriter) {
        json.array("links") { json in
            json.object { json in
                json.field("rel", "self")
                json.field("href", address)
            }
        }
    }
}
