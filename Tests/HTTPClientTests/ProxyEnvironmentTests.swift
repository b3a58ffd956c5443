import HTTPClient
import TestSupport
import Testing

/// The variables of proxies, given as a process would have them.
@Suite struct ProxyEnvironmentTests {
    /// A proxy, and a server to be reached without it.
    struct Ways {
        let proxy: ScriptedServer
        let server: ScriptedServer

        init() async throws {
            proxy = try await ScriptedServer.start(.answer("403 Proxied"))
            server = try await ScriptedServer.start(.answer("202 Direct"))
        }

        /// Whether a request goes by the proxy.
        func isProxied(_ url: String, _ environment: [String: String]) async throws -> Bool {
            let before = proxy.requests.count
            _ = try await Client.with(environment: environment) {
                $0.proxy = .environment
            } _: {
                await Client.failure($0, Client.get(url))
            }
            return proxy.requests.count > before
        }
    }

    @Test(arguments: [
        ("http_proxy", true, false), ("HTTP_PROXY", false, false), ("https_proxy", false, true),
        ("HTTPS_PROXY", false, true), ("all_proxy", true, true), ("ALL_PROXY", true, true),
    ])
    func eachVariableCountsForItsScheme(_ variable: String, http: Bool, https: Bool) async throws {
        let ways = try await Ways()
        let environment = [variable: ways.proxy.url]
        #expect(try await ways.isProxied(ways.server.url, environment) == http)
        #expect(try await ways.isProxied("https://127.0.0.1:1", environment) == https)
    }

    @Test(arguments: ["no_proxy", "NO_PROXY"]) func itsEntriesAreReachedWithoutAProxy(_ variable: String) async throws {
        let ways = try await Ways()
        let port = ways.server.port
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
        for (entries, host, isProxied) in expected {
            let environment = ["http_proxy": ways.proxy.url, variable: entries]
            #expect(
                try await ways.isProxied("http://\(host):\(port)", environment) == isProxied, "\(entries) \(host)")
        }
    }

    @Test func theLowerCaseComesFirst() async throws {
        let ways = try await Ways()
        var environment = ["http_proxy": ways.proxy.url, "NO_PROXY": "127.0.0.1", "no_proxy": "10.0.0.1"]
        #expect(try await ways.isProxied(ways.server.url, environment))
        environment["no_proxy"] = ""
        #expect(try await !ways.isProxied(ways.server.url, environment))
    }

    @Test func theSettingsComeBeforeThem() async throws {
        let ways = try await Ways()
        let environment = ["http_proxy": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1", "no_proxy": "*"]
        let proxied = try await Client.with(environment: environment) {
            $0.proxy = .url(ways.proxy.url)
        } _: {
            try await $0.send(Client.get(ways.server.url))
        }
        let direct = try await Client.with(environment: environment) { try await $0.send(Client.get(ways.server.url)) }
        #expect(proxied.status == 403)
        #expect(direct.status == 202)
    }

    @Test(arguments: ["127.0.0.1:1", "proxy.invalid:1", "h:999999"]) func itsPasswordIsNotTold(_ proxy: String)
        async throws
    {
        let error = try await Client.with(environment: ["HTTPS_PROXY": "http://user:word@\(proxy)"]) {
            $0.proxy = .environment
        } _: {
            await Client.failure($0, Client.get("https://127.0.0.1:1"))
        }
        #expect(error != nil)
        #expect(error?.description.contains("word") == false)
    }
}
