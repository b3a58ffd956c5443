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
    ///
    /// - Returns: false where that would end in the same: the access key is written in the configuration. The refusal then
    ///   counts as one of a login.
    package func imageAPIRefused(_ authorization: Authorization) -> Bool {
        token.refused(authorization)
        guard case .accessKey(.given, _, _) = cloud.authentication else { return true }
        backoff.refused(status: 401, at: now())
        return false
    }

    /// There was no image API at this authorization's address: the next `authorize` asks identity, which may know another one.
    package func missedImageAPI(_ authorization: Authorization) { token.missedImageAPI(authorization) }

    /// The image API took this authorization.
    package func imageAPIAccepted(_ authorization: Authorization) {
        if authorization.signer != nil { backoff.succeeded() }
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
        token.loginBegan()
        do throws(IdentityError) {
            try holdBack()
            let authorization = try await Login(cloud: cloud, sender: sender, now: now).authorization()
            token.loggedIn(authorization)
            // Whether a key that was not asked about is any good, the image API tells.
            if cloud.asksIdentity { backoff.succeeded() }
            return .success(authorization)
        } catch {
            switch error {
            case .refused(let status, _): backoff.refused(status: status, at: now())
            // The login itself was taken.
            case .unscopedToken, .noEndpoint: backoff.succeeded()
            default: break
            }
            // Another login may have succeeded while this one was being ended.
            if !Task.isCancelled, let kept = token.lasting(at: now()) { return .success(kept) }
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
}
