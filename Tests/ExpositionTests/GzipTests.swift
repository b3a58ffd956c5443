import TestSupport
import Testing

@testable import Exposition

@Suite struct GzipTests {
    static let python = "/usr/bin/python3"
    static let gzip = "/usr/bin/gzip"

    /// Prints `members` and whether anything follows, then the plain bytes.
    private static let reader = """
        import sys, zlib, gzip
        data = sys.stdin.buffer.read()
        one = zlib.decompressobj(31)
        plain = one.decompress(data) + one.flush()
        assert one.eof and not one.unused_data, "more than one member"
        assert plain == gzip.decompress(data)
        sys.stdout.buffer.write(plain)
        """

    private static func noise(_ count: Int, alphabet: UInt64 = 256) -> [UInt8] {
        var state: UInt64 = 88_172_645_463_325_252
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state % alphabet)
        }
    }

    private static func member(_ part: DeflatedPart, _ tail: [UInt8]) -> [UInt8] {
        part.bytes + part.sum.end(with: tail)
    }

    private static let cases: [(page: [UInt8], tail: [UInt8])] = [
        ([], []), ([1], []), ([], [1]), ([UInt8]("page\n".utf8), [UInt8]("tail\n".utf8)),
        ([UInt8](repeating: 65, count: 1_000_000), [UInt8](repeating: 65, count: 5000)),
        (noise(65_536 - 64), noise(65_537)), (noise(300_000), noise(20_000)),
        (noise(1_000_000, alphabet: 4), noise(70_000, alphabet: 3)),
    ]

    @Test(.enabled(if: Command.isInstalled(python) && Command.isInstalled(gzip)), arguments: 0..<cases.count)
    func othersReadOneMember(index: Int) async throws {
        let (page, tail) = Self.cases[index]
        let member = Self.member(DeflatedPart(page), tail)
        let read = try await Command.run(Self.python, ["-c", Self.reader], input: member)
        #expect(read.status == 0)
        #expect(read.bytes == page + tail, "\(read.complaints.prefix(500))")
        #expect(try await Command.run(Self.gzip, ["-t"], input: member).isSilent)
    }

    @Test func aPartServesMoreThanOneTail() {
        let part = DeflatedPart([UInt8](repeating: 66, count: 100_000))
        #expect(part.bytes.count < 1000)
        let one = Self.member(part, [1])
        #expect(one == Self.member(part, [1]))
        #expect(one != Self.member(part, [2]))
        #expect(one.starts(with: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]))
    }
}
