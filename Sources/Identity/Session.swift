import HTTPClient

/// One cloud's login: keeps its token, renews it in time, and holds back after a refusal.
package actor Session {
    private var cloud: Cloud
    private let sender: any RequestSender
    private let now: @Sendable () -> Double
    private let reread: @Sendable () throws(IdentityError) -> Cloud
    private var token = TokenState()
    private var backoff = LoginBackoff()
    /// The login in progress, and how many wait for it.
    private var login: (task: Task<Result<Authorization, IdentityError>, Never>, waiting: Int)?

    /// `now` is in Unix seconds; `reread` gives the cloud's configuration as it is now and is asked before each login
    /// after a refused one.
    package init(
        cloud: Cloud, sender: any RequestSender, now: @escaping @Sendable () -> Double,
        reread: @escaping @Sendable () throws(IdentityError) -> Cloud
    ) {
        self.cloud = cloud
        self.sender = sender
        self.now = now
        self.reread = reread
    }

    /// The kept authorization, or that of a new login, which all who ask meanwhile share.
    package func authorize() async throws(IdentityError) -> Authorization {
        if let kept = token.usable(at: now()) { return kept }
        let task = login?.task ?? Task { await logIn() }
        login = (task, (login?.waiting ?? 0) + 1)
        let outcome = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            Task { await self.waiterLeft(task) }
        }
        if login?.task == task { login = nil }
        return try outcome.get()
    }

    /// The image API answered 401 to this authorization: the next `authorize` logs in afresh, unless that was done since.
    package func imageAPIRefused(_ authorization: Authorization) {
        token.refused(authorization)
    }

    /// Callers that wait for the login in progress.
    var waiting: Int { login?.waiting ?? 0 }

    /// A login that nobody waits for any more is ended; who asks after that begins another.
    private func waiterLeft(_ task: Task<Result<Authorization, IdentityError>, Never>) {
        guard let login, login.task == task else { return }
        self.login?.waiting -= 1
        guard login.waiting <= 1 else { return }
        task.cancel()
        self.login = nil
    }

    private func logIn() async -> Result<Authorization, IdentityError> {
        do throws(IdentityError) {
            try holdBack()
            let authorization = try await authorization()
            token.loggedIn(authorization)
            return .success(authorization)
        } catch {
            if case .refused(let status, _) = error { backoff.refused(status: status, at: now()) }
            return .failure(error)
        }
    }

    /// After a refusal: reads the configuration again, and throws where that changed nothing and it is too early.
    private func holdBack() throws(IdentityError) {
        guard let refusal = backoff.refusal else { return }
        if let read = try? reread(), read != cloud {
            cloud = read
            backoff.credentialsChanged()
            return
        }
        guard backoff.allowsLogin(at: now()) else {
            throw .backingOff(status: refusal.status, until: refusal.until)
        }
    }

    private func authorization() async throws(IdentityError) -> Authorization {
        if cloud.authentication == .none {
            guard let address = cloud.imageEndpointOverride else {
                throw .noEndpoint("auth_type none needs image_endpoint_override")
            }
            return Authorization(headers: [], endpoint: try ImageEndpoint.base(of: address))
        }
        guard let request = KeystoneLogin(cloud: cloud).request() else { throw .configuration("there is no auth_url") }
        let response = try await send(request)
        guard response.status == 200 || response.status == 201 else {
            throw KeystoneRefusal(cloud: cloud).error(of: response)
        }
        backoff.succeeded()
        let token = try KeystoneToken(response.body.bytes())
        guard let text = text(ofToken: response) else { throw .malformed("it has no X-Subject-Token") }
        guard let project = token.projectID else { throw .unscopedToken }
        return Authorization(
            headers: [Header("X-Auth-Token", text)], endpoint: try endpoint(from: token.catalog), projectID: project,
            isAdmin: token.roles.contains { $0.lowercased() == "admin" }, tokenExpiry: token.expiry,
            passwordExpiry: token.passwordExpiry)
    }

    private func send(_ request: Request) async throws(IdentityError) -> Response {
        do throws(TransferError) {
            return try await sender.send(request)
        } catch {
            throw .transfer(error)
        }
    }

    /// A token that was only looked at is not repeated by every server.
    private func text(ofToken response: Response) -> String? {
        if let text = response.header("X-Subject-Token"), !text.isEmpty { return text }
        if case .token(let secret, project: nil) = cloud.authentication { return secret.reveal() }
        return nil
    }

    private func endpoint(from catalog: ServiceCatalog) throws(IdentityError) -> String {
        if let address = cloud.imageEndpointOverride { return try ImageEndpoint.base(of: address) }
        return try catalog.imageEndpoint(interface: cloud.interface, region: cloud.region)
    }
}
