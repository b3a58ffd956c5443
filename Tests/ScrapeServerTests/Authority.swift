import TestSupport

/// Certificates that openssl makes in a folder.
struct Authority {
    let folder: WebFolder

    init(_ folder: WebFolder) async throws {
        self.folder = folder
        try await make(
            "ca", ["-x509", "-days", "2", "-subj", "/CN=ca", "-addext", "basicConstraints=critical,CA:TRUE"])
    }

    /// A certificate of these alternative names, signed by the folder's authority or (`isStranger`) by itself.
    func issue(_ name: String, _ names: String, isStranger: Bool = false, days: Int = 2) async throws {
        let signed = isStranger ? [] : ["-CA", folder.path("ca.pem"), "-CAkey", folder.path("ca.key")]
        try await make(
            name, ["-x509", "-days", "\(days)", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(names)"] + signed)
    }

    private func make(_ name: String, _ arguments: [String]) async throws {
        let outcome = try await Command.run(
            "/usr/bin/openssl",
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).pem"),
            ] + arguments)
        guard outcome.status == 0 else { throw Failed(output: outcome.complaints) }
    }

    struct Failed: Error { var output: String }
}
