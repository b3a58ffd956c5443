import Catalogue
import Dispatch
import FoundationEssentials
import Glibc
import HTTPClient
import ImageAPI

/// Measures the layers of a poll one by one; see `measure` beside this file.
@main struct LayerBenchmark {
    private static let usage = """
        usage: LayerBenchmark layers URL ROUNDS         lines of JSON: one a round, of seconds and allocations by layer
               LayerBenchmark decode|tally FILE TIMES   reads a page so many times, for a counter of instructions
        """

    /// Not asynchronous: what counts instructions does not bear the end of a main thread that waits for others.
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 4, let count = Int(words[3]), count > 0 else { return end(64, usage) }
        do {
            switch words[1] {
            case "layers":
                Task {
                    do { try await layers(words[2], count) } catch { end(1, "\(error)") }
                    exit(0)
                }
                dispatchMain()
            case "decode": try read(words[2], count, into: NoImages())
            case "tally":
                let catalogue = Catalogue()
                catalogue.beginPoll()
                try read(words[2], count, into: catalogue.beginWalk())
            default: end(64, usage)
            }
        } catch {
            end(1, "\(error)")
        }
    }

    private static func layers(_ url: String, _ rounds: Int) async throws {
        let walk = LayerWalk(try HTTPClient().transport(TransportSettings()), url: url)
        for _ in 0..<rounds { print(try await LayerRound(walk).json) }
    }

    private static func read(_ file: String, _ times: Int, into images: any ImageReceiver) throws {
        let body = Body(Array(try Data(contentsOf: URL(filePath: file))))
        var reader = PageReader()
        for _ in 0..<times { _ = try reader.read(body, into: images, now: LayerWalk.now) }
    }

    private static func end(_ status: Int32, _ text: String) {
        print(text)
        exit(status)
    }
}
