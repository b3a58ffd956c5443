import Glibc
import Synchronization

/// One line on a terminal that tells how far a collection is.
final class ProgressBar: Sendable {
    /// Characters between the brackets.
    static let width = 24

    private struct State {
        var done = 0
        var images: [String: Int] = [:]
    }

    private let clouds: Int
    private let state = Mutex(State())
    private let write: (@Sendable (String) -> Void)?

    /// A bar over so many clouds; without `write` it draws nothing.
    init(clouds: Int, write: (@Sendable (String) -> Void)?) {
        self.clouds = clouds
        self.write = write
    }

    /// A bar on standard error where that is a terminal.
    static func onTerminal(clouds: Int) -> ProgressBar {
        guard isatty(STDERR_FILENO) == 1 else { return ProgressBar(clouds: clouds, write: nil) }
        return ProgressBar(clouds: clouds) { _ = WholeWrite.bytes(Array($0.utf8), to: STDERR_FILENO) }
    }

    /// A cloud has shown so many images until now.
    func advanced(_ cloud: String, images: Int) { draw { $0.images[cloud] = images } }

    /// A cloud's poll has ended.
    func ended() { draw { $0.done += 1 } }

    /// Takes the line away.
    func close() { write?("\r\u{1B}[K") }

    private func draw(_ change: (inout State) -> Void) {
        let line = state.withLock { state in
            change(&state)
            return Self.line(done: state.done, of: clouds, images: state.images.values.reduce(0, +))
        }
        write?("\r\(line)\u{1B}[K")
    }

    static func line(done: Int, of clouds: Int, images: Int) -> String {
        let filled = clouds == 0 ? width : min(width, width * done / clouds)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "[\(bar)] \(done) of \(clouds) \(clouds == 1 ? "cloud" : "clouds"), \(images) images"
    }
}
