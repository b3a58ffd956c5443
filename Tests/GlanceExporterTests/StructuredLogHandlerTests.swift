import Foundation
import Logging
import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct StructuredLogHandlerTests {
    @Test func logfmtQuotesWhatNeedsIt() {
        let line = StructuredLogHandler.line(
            [("level", "warn"), ("msg", "poll failed"), ("error", "a\"b\nlevel=info"), ("none", ""), ("a", "b=c")],
            as: .logfmt)
        #expect(line == #"level=warn msg="poll failed" error="a\"b\nlevel=info" none="" a="b=c""# + "\n")
    }

    @Test func jsonIsReadByAnotherReader() throws {
        let value = "quote \" slash \\ tab \t nul \0 del \u{7F} bell \u{7} \u{1F427}"
        let line = StructuredLogHandler.line([("msg", value), ("level", "info")], as: .json)
        #expect(line.hasSuffix("}\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(object == ["msg": value, "level": "info"])
    }

    @Test func eventsBelowTheLevelAreLeftOut() {
        let written = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in
            StructuredLogHandler(format: .logfmt, level: .warn) { line in
                written.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
        logger.info("quiet")
        logger.error("loud", metadata: ["cloud": "a"])
        let lines = written.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.hasSuffix("level=error msg=loud cloud=a\n") == true)
    }
}
