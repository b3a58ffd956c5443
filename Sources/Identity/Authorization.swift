import HTTPClient

/// The right to ask one cloud's image API, for as long as it lasts.
package struct Authorization: Sendable, Equatable {
    /// Fields to send with each request to `endpoint`, and to no other host.
    package var headers: [Header]
    /// Signs each of those requests; nil where `headers` say it all.
    package var signer: RequestSigner?
    /// Base address of the image API, without a trailing `/` or `/v2`, with its prefix.
    package var endpoint: String
    package var projectID: String?
    /// As the token tells it; nil where it does not.
    package var projectName: String?
    /// True where the token's roles see other projects' images (role `admin`).
    package var isAdmin: Bool
    /// Unix seconds; nil where unknown.
    package var tokenExpiry: Double?
    /// A login is due so long before `tokenExpiry`, in seconds.
    var renewal = TokenState.margin
    /// Unix seconds; nil where unknown.
    package var passwordExpiry: Double?

    package init(
        headers: [Header], endpoint: String, projectID: String? = nil, isAdmin: Bool = false,
        tokenExpiry: Double? = nil, passwordExpiry: Double? = nil
    ) {
        self.headers = headers
        self.endpoint = endpoint
        self.projectID = projectID
        self.isAdmin = isAdmin
        self.tokenExpiry = tokenExpiry
        self.passwordExpiry = passwordExpiry
    }

    /// A request to `endpoint` with what proves it; `now` is in Unix seconds.
    package func proving(_ request: Request, at now: Double) -> Request {
        var request = request
        request.headers = headers + request.headers
        return signer?.signed(request, at: now) ?? request
    }
}
