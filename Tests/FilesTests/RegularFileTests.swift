import Foundation
import Testing

@testable import Files

@Suite struct RegularFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    /// Reads a file of these bytes.
    private func read(_ bytes: [UInt8], atMost limit: Int) throws -> [UInt8]? {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/file"))
        return try RegularFile.read("\(folder)/file", atMost: limit)
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 1_000_000]) func everyByteIsRead(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try read(bytes, atMost: count) == bytes)
        #expect(try read(bytes, atMost: count + 1) == bytes)
    }

    @Test(arguments: [1, 4096, 100_000]) func oneByteTooManyIsRefused(limit: Int) {
        let error = #expect(throws: FileError.self) { try read([UInt8](repeating: 7, count: limit + 1), atMost: limit) }
        #expect(error?.description == "\(folder)/file: longer than \(limit) bytes")
    }

    @Test func aFileWhoseLengthIsNotSaidIsReadAndBounded() throws {
        let name = "/proc/self/status"
        let bytes = try #require(try RegularFile.read(name, atMost: 100_000))
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("Name:"))
        let error = #expect(throws: FileError.self) { try RegularFile.read(name, atMost: 100) }
        #expect(error?.description == "\(name): longer than 100 bytes")
    }

    @Test(arguments: ["/nowhere/at/all", "/proc/self/status/below"]) func whatIsNotThereIsNil(path: String) throws {
        #expect(try RegularFile.read(path, atMost: 1) == nil)
    }

    @Test(arguments: ["/", "/dev/zero", "/dev/null"]) func whatIsNoFileIsRefused(path: String) {
        let error = #expect(throws: FileError.self) { try RegularFile.read(path, atMost: 1) }
        #expect(error?.description == "\(path): is not a regular file")
    }

    @Test func aPipeHoldsNobodyUp() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(unsafe mkfifo("\(folder)/pipe", 0o600) == 0)
        #expect(throws: FileError.self) { try RegularFile.read("\(folder)/pipe", atMost: 1) }
    }
}
