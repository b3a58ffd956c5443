import Exposition
import NIOCore

/// A page that is kept as the server writes it: no scrape copies it.
package typealias MetricsPage = Page<ByteBuffer>
/// What a server writes of one.
package typealias MetricsBytes = AnswerBytes<ByteBuffer>

extension MetricsPage {
    /// A page of these families, in this order.
    package convenience init(families: [Family]) {
        self.init(families: families) { ByteBuffer(bytes: $0) }
    }
}

extension MetricsBytes {
    var count: Int { (kept?.readableBytes ?? 0) + fresh.count }

    /// All of them in a row.
    package var whole: [UInt8] { (kept.map { [UInt8]($0.readableBytesView) } ?? []) + fresh }

    /// What is to be written, in order.
    var buffers: [ByteBuffer] {
        [kept, ByteBuffer(bytes: fresh)].compactMap { $0 }.filter { $0.readableBytes > 0 }
    }
}
