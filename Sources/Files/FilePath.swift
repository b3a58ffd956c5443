/// Paths as files name them.
package enum FilePath {
    /// Up to and with the last `/`.
    package static func directory(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }

    /// A path that another file names, a relative one below that file's directory.
    package static func path(_ path: String, namedBy file: String) -> String {
        path.hasPrefix("/") ? path : directory(of: file) + path
    }
}
