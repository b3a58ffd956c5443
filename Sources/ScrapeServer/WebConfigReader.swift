import Files
import NIOSSL
import YAML

/// Reads the web configuration file key by key, as strictly as exporter-toolkit; no message quotes a hash or a key.
struct WebConfigReader {
    /// What may be set, and to which values; empty: to any.
    private static let headers: [String: [String]] = [
        "Strict-Transport-Security": [], "X-Content-Type-Options": ["nosniff"],
        "X-Frame-Options": ["deny", "sameorigin"], "X-XSS-Protection": [], "Content-Security-Policy": [],
    ]
    /// Users of one file.
    static let mostUsers = 10_000
    /// Bytes of one header's value.
    static let longestHeader = 4096
    /// Requests that may come at once.
    static let bursts = 0...1_000_000

    /// Relative paths are below the file's directory.
    let file: String

    /// - Throws: `YAMLError` with line, key and what is allowed.
    static func read(_ text: [UInt8], file: String) throws(YAMLError) -> WebConfig {
        guard let root = try YAMLNode.parse(text, file: file) else { return WebConfig() }
        guard root.entries != nil else { throw root.error("expected a mapping, found \(root.kind)") }
        let reader = WebConfigReader(file: file)
        try root.expectKeys(["tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"])
        var config = WebConfig()
        if let node = try root.mapping("tls_server_config") { config.tls = try reader.tls(node) }
        if let node = try root.mapping("http_server_config") { try reader.http(node, into: &config) }
        if let node = try root.mapping("basic_auth_users") { config.users = try reader.users(node) }
        if let node = try root.mapping("rate_limit") { config.rateLimit = try reader.rateLimit(node) }
        return config
    }

    /// Nil where nothing is said that asks for TLS.
    private func tls(_ node: YAMLNode) throws(YAMLError) -> WebConfig.TLS? {
        try node.expectKeys([
            "cert", "cert_file", "key", "key_file", "client_ca", "client_ca_file", "client_auth_type",
            "client_allowed_sans", "min_version", "max_version", "cipher_suites", "prefer_server_cipher_suites",
            "curve_preferences",
        ])
        let (certificate, key) = (try pem("cert", node), try pem("key", node))
        let clientCA = try pem("client_ca", node)
        let auth = try node.string("client_auth_type") ?? ""
        _ = try node.bool("prefer_server_cipher_suites")
        let rest = (
            names: try names("client_allowed_sans", node), ciphers: try ciphers(node), curves: try curves(node),
            minimum: try version("min_version", node), maximum: try version("max_version", node)
        )
        if certificate == nil, key == nil, clientCA == nil, auth.isEmpty { return nil }
        guard let certificate else { throw node.error("tls_server_config: missing one of cert or cert_file") }
        guard let key else { throw node.error("tls_server_config: missing one of key or key_file") }
        var tls = WebConfig.TLS(certificate: certificate, key: key)
        tls.clientCA = clientCA
        tls.clientAuth = try clientAuth(auth, node)
        if clientCA != nil, tls.clientAuth == .none {
            throw node.error("tls_server_config: client_ca needs a client_auth_type that asks for certificates")
        }
        (tls.allowedNames, tls.ciphers, tls.curves) = (rest.names, rest.ciphers, rest.curves)
        tls.minimum = rest.minimum ?? tls.minimum
        tls.maximum = rest.maximum ?? tls.maximum
        let order = CipherNames.versions.map(\.value)
        guard let first = order.firstIndex(of: tls.maximum), order[first...].contains(tls.minimum) else {
            throw (node["max_version"] ?? node).error("max_version: lower than min_version, which is TLS12 by default")
        }
        return tls
    }

    /// The file is preferred, as exporter-toolkit does.
    private func pem(_ key: String, _ node: YAMLNode) throws(YAMLError) -> WebConfig.PEM? {
        if let path = try node.string("\(key)_file"), !path.isEmpty {
            return .file(FilePath.path(path, namedBy: file))
        }
        guard let text = try node.string(key), !text.isEmpty else { return nil }
        return .text(text)
    }

    private func clientAuth(_ text: String, _ node: YAMLNode) throws(YAMLError) -> WebConfig.ClientAuth {
        if text.isEmpty { return .none }
        guard let auth = WebConfig.ClientAuth(rawValue: text) else {
            throw unknown(text, in: "client_auth_type", WebConfig.ClientAuth.allCases.map(\.rawValue), node)
        }
        return auth
    }

    private func version(_ key: String, _ node: YAMLNode) throws(YAMLError) -> TLSVersion? {
        guard let text = try node.string(key) else { return nil }
        guard let version = CipherNames.versions.first(where: { $0.name == text }) else {
            throw unknown(text, in: key, CipherNames.versions.map(\.name), node)
        }
        return version.value
    }

    /// TLS 1.3's own have no effect; with those alone, what TLS 1.2 has by default stays.
    private func ciphers(_ node: YAMLNode) throws(YAMLError) -> [NIOTLSCipher]? {
        guard let names = try names("cipher_suites", node), !names.isEmpty else { return nil }
        var ciphers: [NIOTLSCipher] = []
        for name in names {
            guard let cipher = CipherNames.ciphers.first(where: { $0.name == name }) else {
                throw unknown(name, in: "cipher_suites", CipherNames.ciphers.map(\.name), node)
            }
            if let value = cipher.value { ciphers.append(value) }
        }
        return ciphers.isEmpty ? nil : ciphers
    }

    private func curves(_ node: YAMLNode) throws(YAMLError) -> [NIOTLSCurve]? {
        guard let names = try names("curve_preferences", node), !names.isEmpty else { return nil }
        var curves: [NIOTLSCurve] = []
        for name in names {
            guard let curve = CipherNames.curves.first(where: { $0.name == name }) else {
                throw unknown(name, in: "curve_preferences", CipherNames.curves.map(\.name), node)
            }
            curves.append(curve.value)
        }
        return curves
    }

    private func names(_ key: String, _ node: YAMLNode) throws(YAMLError) -> [String]? {
        guard let items = try node.list(key) else { return nil }
        var names: [String] = []
        for item in items {
            guard let name = item.text else { throw item.error("\(key): expected text, found \(item.kind)") }
            names.append(name)
        }
        return names
    }

    private func unknown(_ text: String, in key: String, _ allowed: [String], _ node: YAMLNode) -> YAMLError {
        (node[key] ?? node).error(
            "\(key): \"\(YAMLError.shown(key: text))\" is not one of \(allowed.joined(separator: ", "))")
    }

    private func http(_ node: YAMLNode, into config: inout WebConfig) throws(YAMLError) {
        try node.expectKeys(["http2", "headers"])
        config.http2 = try node.bool("http2") ?? config.http2
        for entry in try node.mapping("headers")?.entries ?? [] {
            let name = entry.key.text ?? ""
            guard let allowed = Self.headers[name] else {
                let names = Self.headers.keys.sorted().joined(separator: ", ")
                throw entry.key.error("headers: \(YAMLError.shown(key: name)) cannot be set; allowed are \(names)")
            }
            let value = try entry.value.asString(named: "headers.\(name)") ?? ""
            guard allowed.isEmpty || allowed.contains(value) else {
                throw entry.value.error(
                    "headers.\(name): \"\(YAMLError.shown(key: value))\" is not one of "
                        + allowed.joined(separator: ", "))
            }
            guard value.utf8.count <= Self.longestHeader, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw entry.value.error(
                    "headers.\(name): longer than \(Self.longestHeader) bytes, or with a control character")
            }
            config.headers.append(WebConfig.Header(name: name, value: value))
        }
    }

    private func users(_ node: YAMLNode) throws(YAMLError) -> [String: String] {
        let entries = node.entries ?? []
        guard entries.count <= Self.mostUsers else {
            throw node.error("basic_auth_users: \(entries.count) users; allowed are \(Self.mostUsers)")
        }
        var users: [String: String] = [:]
        for entry in entries {
            guard case .scalar(let user, _) = entry.key.value else { continue }
            guard let hash = entry.value.text, BcryptHash.isSound(hash) else {
                throw entry.value.error(
                    "basic_auth_users.\(YAMLError.shown(key: user)): is no bcrypt hash; expected $2a$, $2b$ or $2y$, the cost "
                        + "from 04 to 31, $, and 53 characters")
            }
            users[user] = hash
        }
        return users
    }

    private func rateLimit(_ node: YAMLNode) throws(YAMLError) -> WebConfig.RateLimit? {
        try node.expectKeys(["interval", "burst"])
        let burst = try node.integer("burst") ?? 0
        guard Self.bursts.contains(burst) else {
            throw (node["burst"] ?? node).error("rate_limit.burst: expected from 0 to \(Self.bursts.upperBound)")
        }
        guard let text = try node.string("interval") else { return nil }
        guard let interval = GoDuration.parse(text) else {
            throw (node["interval"] ?? node).error(
                "rate_limit.interval: expected a time like 100ms, 1s or 1m30s")
        }
        return interval > .zero ? WebConfig.RateLimit(interval: interval, burst: burst) : nil
    }
}
