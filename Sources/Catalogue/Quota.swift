/// What a cloud lets the project have of one kind, and what of it is used.
package struct Quota: Sendable, Equatable {
    /// What a limit counts.
    package enum Unit: Sendable {
        case images, bytes
    }

    /// As the server names it, such as `image_count_total`.
    package var kind: String
    package var unit: Unit
    package var used: Int64
    /// Nil: unlimited.
    package var limit: Int64?

    /// A quota of this kind.
    package init(_ kind: String, _ unit: Unit, used: Int64, limit: Int64?) {
        self.kind = kind
        self.unit = unit
        self.used = used
        self.limit = limit
    }
}
