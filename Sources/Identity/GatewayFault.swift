import FoundationEssentials

/// What the API gateway of the Huawei family answers before a request reaches its service.
package enum GatewayFault: String, Sendable, CaseIterable {
    case noSuchAPI = "APIG.0101"
    case refusedCredentials = "APIG.0301"
    case oldToken = "APIG.0307"
    case tooManyRequests = "APIG.0308"

    /// Bytes of a body that are looked at; the gateway's are some hundred bytes, or some KiB where they repeat the request.
    private static let maximumBody = 64 << 10

    /// The fault that a body names; nil for every other body.
    package init?(body: [UInt8]) {
        guard body.count <= Self.maximumBody, let report = try? JSONDecoder().decode(Report.self, from: Data(body)),
            let code = report.code.value ?? nil
        else { return nil }
        // Both prefixes are in use.
        self.init(rawValue: code.uppercased().replacing("APIGW.", with: "APIG."))
    }

    /// The status that this is, whatever the answer bears.
    package var status: Int {
        switch self {
        case .noSuchAPI: 404
        case .refusedCredentials, .oldToken: 401
        case .tooManyRequests: 429
        }
    }

    /// One line for a log. The gateway's own text is not shown: it repeats what was signed.
    package var message: String {
        let meaning =
            switch self {
            case .noSuchAPI: "the gateway knows no such API; is this the image endpoint?"
            case .refusedCredentials:
                "the gateway refuses the signature or the token; look at the access key, the security token and this "
                    + "machine's clock"
            case .oldToken: "the token must be updated, as after a change of password or rights"
            case .tooManyRequests: "the gateway takes no more requests for now"
            }
        return "\(rawValue): \(meaning)"
    }

    private struct Report: Decodable {
        var code: Lenient<String?>

        enum CodingKeys: String, CodingKey { case code = "error_code" }
    }
}
