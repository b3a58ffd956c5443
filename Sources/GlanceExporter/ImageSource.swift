import HTTPClient
import Identity
import ImageAPI

/// One cloud's image API as an authorized client sees it: a refused token costs one fresh login.
struct ImageSource: Sendable {
    private let access: CloudAccess
    private(set) var authorization: Authorization
    private var isAccepted = false

    /// Logs in, or takes the login that still holds.
    init(_ access: CloudAccess) async throws(PollFailure) {
        self.access = access
        authorization = try await Self.authorize(access)
    }

    /// Gets what lies at a path and query below the endpoint; any status but 401 is an answer.
    mutating func get(
        _ target: String, for operation: Operation = .list
    ) async throws(PollFailure) -> Response {
        let response = try await send(target, for: operation)
        if operation == .list, response.status == 404 || (300..<400).contains(response.status) {
            await access.session.missedImageAPI(authorization)
        }
        guard response.status == 401 else {
            if !isAccepted { await access.session.imageAPIAccepted(authorization) }
            isAccepted = true
            return response
        }
        guard await access.session.imageAPIRefused(authorization) else { return response }
        authorization = try await Self.authorize(access)
        return try await send(target, for: operation)
    }

    /// Gets a body; any status but 200 is an error.
    mutating func body(_ target: String) async throws(PollFailure) -> Body {
        let response = try await get(target)
        guard response.status == 200 else { throw PollFailure(ImageAPIError(response)) }
        return response.body
    }

    /// The names of all projects; none where the cloud does not tell them.
    func projectNames() async throws(PollFailure) -> [String: String] {
        guard let request = ProjectNames.request(access.cloud) else { return [:] }
        let response = try await send(request)
        do throws(IdentityError) {
            return try ProjectNames(response, of: access.cloud).names
        } catch {
            throw PollFailure(error)
        }
    }

    private func send(
        _ target: String, for operation: Operation
    ) async throws(PollFailure) -> Response {
        try await send(
            Request(
                operation, .get, authorization.endpoint + target, headers: [Header("Accept", "application/json")]))
    }

    private func send(_ request: Request) async throws(PollFailure) -> Response {
        do throws(TransferError) {
            return try await access.sender.send(authorization.proving(request, at: access.now()))
        } catch {
            if request.operation == .list, [.dns, .connect, .tls, .timeout, .cancelled].contains(error.kind) {
                await access.session.missedImageAPI(authorization)
            }
            throw PollFailure(error)
        }
    }

    private static func authorize(_ access: CloudAccess) async throws(PollFailure) -> Authorization {
        do throws(IdentityError) {
            return try await access.session.authorize()
        } catch {
            throw PollFailure(error)
        }
    }
}

extension ImageSource {
    /// The family of the server, found out by asking for one image; nil where that shows nothing to judge by.
    mutating func dialect(path: ListPath) async throws(PollFailure) -> Dialect? {
        let body = try await body(DialectEvidence.target(path: path))
        do throws(ImageAPIError) {
            return try DialectEvidence(body).dialect
        } catch {
            throw PollFailure(error)
        }
    }
}
