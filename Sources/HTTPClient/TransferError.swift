/// Why a transfer gave no whole answer.
package struct TransferError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The closed set that every CURLcode is mapped to; names are those of the metric label `reason`.
    package enum Kind: String, CaseIterable, Sendable {
        case dns, connect, tls, timeout, interrupted, malformed
        case tooLarge = "too_large"
        case cancelled, `internal`
    }

    package var kind: Kind
    /// One line for a log: what happened and to which host; holds no secret, no query and no credentials.
    package var description: String
    /// Another attempt would come to the same.
    package var isLasting: Bool

    package init(_ kind: Kind, _ description: String, isLasting: Bool = false) {
        self.kind = kind
        self.description = description
        self.isLasting = isLasting
    }
}
