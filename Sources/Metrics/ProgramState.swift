/// What the program says about itself: the source of the program's families.
package struct ProgramState: Sendable, Equatable {
    /// Requests that were answered, by route and HTTP status.
    package struct HTTPCount: Sendable, Equatable {
        package var handler: String
        package var code: String
        package var count: UInt64

        package init(handler: String, code: String, count: UInt64) {
            self.handler = handler
            self.code = code
            self.count = count
        }
    }

    /// How the last reload of the configuration went.
    package struct Reload: Sendable, Equatable {
        package var isGood: Bool
        /// Of the last good one, in Unix seconds.
        package var succeeded: Double

        package init(isGood: Bool, succeeded: Double) {
            self.isGood = isGood
            self.succeeded = succeeded
        }
    }

    package var version: String
    package var revision: String
    package var swiftVersion: String
    package var libcurlVersion: String
    /// Nil in a program that does not reload.
    package var reload: Reload?
    /// End of the endpoint's own certificate, in Unix seconds; nil without TLS.
    package var webCertificateExpiry: Double?
    /// In output order.
    package var httpRequests: [HTTPCount] = []
    package var httpRequestsInFlight = 0
    /// nil where the system does not tell.
    package var process: ProcessFigures?

    /// What was built, before the first request.
    package init(version: String, revision: String, swiftVersion: String, libcurlVersion: String) {
        self.version = version
        self.revision = revision
        self.swiftVersion = swiftVersion
        self.libcurlVersion = libcurlVersion
    }
}
