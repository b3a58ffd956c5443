import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct ProgressBarTests {
    private final class Terminal: Sendable {
        let text = Mutex("")
    }

    @Test func itTellsCloudsAndImages() {
        let terminal = Terminal()
        let bar = ProgressBar(clouds: 2) { text in terminal.text.withLock { $0 += text } }
        bar.advanced("a", images: 1000)
        bar.advanced("b", images: 10)
        bar.advanced("a", images: 1500)
        bar.ended()
        bar.ended()
        bar.close()
        let lines = terminal.text.withLock { $0 }.split(separator: "\r").map { $0.replacing("\u{1B}[K", with: "") }
        #expect(
            lines == [
                "[........................] 0 of 2 clouds, 1000 images",
                "[........................] 0 of 2 clouds, 1010 images",
                "[........................] 0 of 2 clouds, 1510 images",
                "[############............] 1 of 2 clouds, 1510 images",
                "[########################] 2 of 2 clouds, 1510 images", "",
            ])
        #expect(terminal.text.withLock { $0 }.hasSuffix("\r\u{1B}[K"))
    }

    @Test func oneCloudIsACloud() {
        #expect(ProgressBar.line(done: 1, of: 1, images: 0).hasSuffix("] 1 of 1 cloud, 0 images"))
    }
}
