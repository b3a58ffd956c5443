import Foundation
import HTTPClient
import Testing

@testable import GlanceExporter

@Suite struct FileCheckTests {
    private func problem(_ content: Data?, asKey: Bool = false) throws -> String? {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID()).pem")
        defer { try? FileManager.default.removeItem(at: file) }
        try content?.write(to: file)
        var settings = TransportSettings()
        if asKey { settings.keyFile = file.path } else { settings.caFile = file.path }
        let problems = FileCheck.problems(of: settings)
        #expect(problems.count < 2)
        return problems.first?.replacing(file.path, with: "FILE")
    }

    private let certificate = Data("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n".utf8)
    private let key = Data("-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n".utf8)

    @Test func soundFilesAreNoProblem() throws {
        #expect(try problem(certificate) == nil)
        #expect(try problem(key, asKey: true) == nil)
        #expect(FileCheck.problems(of: TransportSettings()).isEmpty)
    }

    @Test func whatIsWrongIsNamed() throws {
        #expect(try problem(nil) == "cacert: FILE: there is no such file")
        #expect(try problem(key) == "cacert: FILE: it holds no CERTIFICATE in PEM form")
        #expect(try problem(certificate, asKey: true) == "key: FILE: it holds no PRIVATE KEY in PEM form")
        let large = certificate + Data(repeating: 10, count: FileCheck.most - certificate.count)
        #expect(try problem(large) == nil)
        #expect(try problem(large + [10]) == "cacert: FILE: it is larger than 8 MiB; expected a PEM file")
        var settings = TransportSettings()
        settings.certificateFile = "/"
        #expect(
            FileCheck.problems(of: settings) == [
                "cert: /: it is a folder; expected a PEM file", "key: /: it is a folder; expected a PEM file",
            ])
    }
}
