/// One listing of images from its first page to its last: what is asked for beside the page size.
package struct Walk: Sendable, Equatable {
    /// For logs.
    package var name: String
    /// What is asked for, in the order it is sent; `limit` comes before it.
    package var query: [QueryItem]

    /// A walk that asks for `query`.
    package init(name: String, query: [QueryItem]) {
        self.name = name
        self.query = query
    }
}
