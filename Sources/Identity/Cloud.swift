import HTTPClient

/// Text that no description, dump or interpolation shows.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) { self.text = text }

    /// The secret itself; for request bodies and headers only.
    package func reveal() -> String { text }

    package var description: String { "<redacted>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A domain by id or by name.
package enum DomainReference: Sendable, Equatable {
    case id(String)
    case name(String)
}

/// A user or a project: by id, or by name within a domain.
package enum ScopedReference: Sendable, Equatable {
    case id(String)
    case name(String, domain: DomainReference?)
}

/// Which of a service's endpoints is used.
package enum EndpointInterface: String, Sendable, CaseIterable {
    case `public`, `internal`, admin
}

/// One cloud as clouds.yaml or the `OS_*` variables describe it, checked and complete.
package struct Cloud: Sendable, Equatable {
    /// The label `cloud`.
    package var name: String
    /// Identity's address with or without `/v3`; nil where no request goes there.
    package var authURL: String?
    package var authentication: Authentication
    /// Region of the image endpoint; nil: the catalog's first.
    package var region: String?
    package var interface = EndpointInterface.public
    /// Used instead of the catalog's endpoint.
    package var imageEndpointOverride: String?
    package var transport = TransportSettings()

    package init(name: String, authURL: String?, authentication: Authentication) {
        self.name = name
        self.authURL = authURL
        self.authentication = authentication
    }

    /// False where the image API alone is asked: signed requests to a known endpoint, for a project known by its id.
    var asksIdentity: Bool {
        switch authentication {
        case .none: false
        case .accessKey(_, _, project: .id): imageEndpointOverride == nil
        default: true
        }
    }
}
