import Synchronization

/// Files that hold secrets and that every user of the machine may read, as they were seen.
package final class ExposedFiles: Sendable {
    /// One of them.
    package struct File: Sendable, Equatable {
        package var path: String
        /// As `chmod` has it, in octal: `0644`.
        package var mode: String
    }

    /// The program's own.
    package static let seen = ExposedFiles()

    private struct State {
        /// Modes by path.
        var exposed: [String: Int] = [:]
        var told: [String: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Looks at a file that holds secrets; one that is not there is no matter.
    package func look(at path: String) {
        let mode = RegularFile.permissions(of: path) ?? 0
        state.withLock { $0.exposed[path] = mode & 0o004 == 0 ? nil : mode }
    }

    /// Those that are exposed and were not told of yet, by path; a file is told of again when its mode has changed.
    package func news() -> [File] {
        state.withLock { state in
            let new = state.exposed.filter { state.told[$0.key] != $0.value }
            state.told = state.exposed
            return new.sorted { $0.key < $1.key }.map { File(path: $0.key, mode: Self.octal($0.value)) }
        }
    }

    private static func octal(_ mode: Int) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
