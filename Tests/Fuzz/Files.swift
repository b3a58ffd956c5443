import Glibc
import YAML

@testable import Identity
@testable import ScrapeServer
@testable import Settings

/// What an operator writes.
extension FuzzTarget {
    /// YAML is read or refused, both times alike.
    static let yaml = FuzzTarget(name: "yaml") { input in
        let outcomes = (0..<2).map { _ in
            Result { () throws(YAMLError) in try YAMLNode.parse(input, file: "f").map { "\($0)" } }
        }
        precondition(outcomes[0] == outcomes[1], "it is read in two ways")
    }

    /// A clouds.yaml that is read has a cloud, and one that is refused says why.
    static let clouds = FuzzTarget(name: "clouds") { input in
        write(input)
        let source = CloudsSource(environment: [:], home: "/nowhere", workingDirectory: "/nowhere", clientConfig: file)
        do throws(CloudsError) {
            let clouds = try source.clouds(named: nil)
            precondition(!clouds.isEmpty, "no cloud and no reason")
        } catch {
            precondition(!error.description.isEmpty, "refused without a reason")
        }
    }

    static let configuration = FuzzTarget(name: "configuration") { input in
        write(input)
        do throws(CloudsError) { _ = try SettingsFile(path: file) } catch {
            precondition(!error.description.isEmpty, "refused without a reason")
        }
    }

    static let webConfiguration = FuzzTarget(name: "web") { input in
        do throws(YAMLError) { _ = try WebConfigReader.read(input, file: "f") } catch {
            precondition(!error.message.isEmpty, "refused without a reason")
        }
    }

    /// In memory, and of this process.
    private static let file = "/dev/shm/glance-exporter-fuzz-\(getpid())"

    private static func write(_ input: [UInt8]) {
        let stream = unsafe fopen(file, "w")
        guard let stream = unsafe stream else { preconditionFailure("\(file) cannot be written") }
        _ = unsafe input.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, stream) }
        unsafe fclose(stream)
    }
}
