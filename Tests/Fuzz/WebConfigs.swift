import YAML

@testable import ScrapeServer

/// The web configuration file: what it sends and asks for is sound, or an error names its place in one line.
enum WebConfigs {
    static func run(_ input: [UInt8]) {
        do throws(YAMLError) {
            let config = try WebConfigReader.read(input, file: "web.yml")
            demand(try WebConfigReader.read(input, file: "web.yml") == config, "a second reading finds the same")
            for header in config.headers {
                demand(header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(header.name) is one line")
            }
            demand(config.users.values.allSatisfy { $0.utf8.count == 60 }, "a password is a bcrypt hash")
            if let limit = config.rateLimit { demand(limit.interval > .zero && limit.burst >= 0, "\(limit)") }
            if let tls = config.tls, tls.clientCA != nil { demand(tls.clientAuth != .none, "a CA asks for something") }
        } catch {
            demand(error.line >= 1 && error.column >= 1, "an error has its place: \(error)")
            demand(error.message.utf8.allSatisfy { $0 >= 0x20 }, "an error is one line: \(error)")
        }
    }
}
