import Foundation
import HTTPClient
import TestSupport
import Testing

/// The variables of proxies, which belong to a process: each test is one of its own.
@Suite struct ProxyEnvironmentTests {
    /// A proxy, and a server to be reached without it.
    struct Ways {
        let proxy: ScriptedServer
        let server: ScriptedServer

        init() async throws {
            proxy = try await ScriptedServer.start(.answer("403 Proxied"))
            server = try await ScriptedServer.start(.answer("202 Direct"))
            for name in ["http", "https", "all", "no"] {
                for variable in [name + "_proxy", name.uppercased() + "_PROXY"] { set(variable, nil) }
            }
        }

        func set(_ variable: String, _ value: String?) {
            if let value {
                _ = unsafe setenv(variable, value, 1)
            } else {
                _ = unsafe unsetenv(variable)
            }
        }

        /// Whether a request goes by the proxy.
        func isProxied(_ url: String) async throws -> Bool {
            let before = proxy.requests.count
            _ = try await Client.with {
                $0.proxy = .environment
            } _: {
                await Client.failure($0, Client.get(url) { $0.connect = .seconds(5) })
            }
            return proxy.requests.count > before
        }
    }

    @Test func eachVariableCountsForItsScheme() async {
        await #expect(processExitsWith: .success) {
            let ways = try await Ways()
            let (http, https) = (ways.server.url, "https://127.0.0.1:\(ways.server.port)")
            let expected: [(variable: String, http: Bool, https: Bool)] = [
                ("http_proxy", true, false), ("HTTP_PROXY", false, false), ("https_proxy", false, true),
                ("HTTPS_PROXY", false, true), ("all_proxy", true, true), ("ALL_PROXY", true, true),
            ]
            for (variable, isHTTP, isHTTPS) in expected {
                ways.set(variable, ways.proxy.url)
                #expect(try await ways.isProxied(http) == isHTTP, "\(variable)")
                #expect(try await ways.isProxied(https) == isHTTPS, "\(variable)")
                ways.set(variable, nil)
            }
        }
    }

    @Test func thoseOfNoProxyAreReachedWithoutIt() async {
        await #expect(processExitsWith: .success) {
            let ways = try await Ways()
            let port = ways.server.port
            ways.set("http_proxy", ways.proxy.url)
            let expected: [(entries: String, host: String, isProxied: Bool)] = [
                ("*", "127.0.0.1", false), ("127.0.0.1", "127.0.0.1", false), ("127.0.0.2", "127.0.0.1", true),
                ("localhost", "localhost", false), ("localhost", "glance.localhost", false),
                (".localhost", "glance.localhost", false), ("glance.localhost", "localhost", true),
                ("ance.localhost", "glance.localhost", true), ("127.0.0.0/8", "127.0.0.1", false),
                ("10.0.0.0/8", "127.0.0.1", true), ("127.0.0.0/30", "127.0.0.5", true),
                ("a.example, 127.0.0.1", "127.0.0.1", false), ("127.0.0.1:\(port)", "127.0.0.1", false),
                ("127.0.0.1:\(port - 1)", "127.0.0.1", true), ("a.example,.localhost:\(port)", "b.localhost", false),
                ("", "127.0.0.1", true),
            ]
            for variable in ["no_proxy", "NO_PROXY"] {
                for (entries, host, isProxied) in expected {
                    ways.set(variable, entries)
                    #expect(
                        try await ways.isProxied("http://\(host):\(port)") == isProxied,
                        "\(variable)=\(entries) \(host)")
                }
                ways.set(variable, nil)
            }
        }
    }

    @Test func theLowerCaseComesFirst() async {
        await #expect(processExitsWith: .success) {
            let ways = try await Ways()
            ways.set("http_proxy", ways.proxy.url)
            ways.set("NO_PROXY", "127.0.0.1")
            ways.set("no_proxy", "10.0.0.1")
            #expect(try await ways.isProxied(ways.server.url))
            ways.set("no_proxy", "")
            #expect(try await !ways.isProxied(ways.server.url))
        }
    }

    @Test func theSettingsComeBeforeThem() async {
        await #expect(processExitsWith: .success) {
            let ways = try await Ways()
            for variable in ["http_proxy", "https_proxy", "all_proxy"] { ways.set(variable, "http://127.0.0.1:1") }
            ways.set("no_proxy", "*")
            let proxied = try await Client.with {
                $0.proxy = .url(ways.proxy.url)
            } _: {
                try await $0.send(Client.get(ways.server.url))
            }
            let direct = try await Client.with { try await $0.send(Client.get(ways.server.url)) }
            #expect(proxied.status == 403)
            #expect(direct.status == 202)
        }
    }

    @Test func itsPasswordIsNotTold() async {
        await #expect(processExitsWith: .success) {
            let ways = try await Ways()
            for proxy in [
                "http://user:word@127.0.0.1:1", "http://user:word@proxy.invalid:1", "http://user:word@h:999999",
            ] {
                ways.set("https_proxy", proxy)
                let error = try await Client.with {
                    $0.proxy = .environment
                } _: {
                    await Client.failure($0, Client.get("https://127.0.0.1:\(ways.server.port)"))
                }
                #expect(error != nil)
                #expect(error?.description.contains("word") == false)
            }
        }
    }
}
