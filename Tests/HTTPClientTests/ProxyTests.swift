import HTTPClient
import TestSupport
import Testing

@Suite struct ProxyTests {
    @Test func aProxyIsUsedWhereGivenAlone() async throws {
        let proxy = try await ScriptedServer.start(.answer("201 Proxied"))
        let server = try await ScriptedServer.start(.answer("202 Direct"))
        let proxied = try await Client.with {
            $0.proxy = .url(proxy.url)
        } _: {
            try await $0.send(Client.get(server.url + "/a"))
        }
        let direct = try await Client.with { try await $0.send(Client.get(server.url)) }
        #expect(proxied.status == 201)
        #expect(direct.status == 202)
        #expect(proxy.requests.map(\.head).first?.hasPrefix("GET \(server.url)/a HTTP/1.1\r\n") == true)
        #expect(server.connections == 1)
    }

    @Test func aTunnelsHeadIsNotTheAnswers() async throws {
        let proxy = try await ScriptedServer.start(.answer("407 No", headers: ["Proxy-Authenticate: Basic"]))
        let error = try await Client.with {
            $0.proxy = .url(proxy.url)
        } _: {
            await Client.failure($0, Client.get("https://glance.invalid/?hidden"))
        }
        #expect(proxy.requests.first?.head.hasPrefix("CONNECT glance.invalid:443 HTTP/1.1\r\n") == true)
        #expect(error?.description == "glance.invalid:443: connecting: CONNECT tunnel failed, response 407")
    }

    @Test func anUnknownProxyIsDNS() async throws {
        let error = try await Client.with {
            $0.proxy = .url("http://user:word@proxy.invalid:3128")
        } _: {
            await Client.failure($0, Client.get("http://127.0.0.1:1/") { $0.connect = .seconds(1) })
        }
        #expect(error?.kind == .dns)
        #expect(error?.description.contains("word") == false)
    }

    /// libcurl's own words quote the whole address.
    @Test(arguments: [
        "http://user:word@127.0.0.1:999999", "http://user:word", "user:word", "user:wo/word@h:3",
        "http://user:wo@word@127.0.0.1:1", "gopher://user:word@h:1",
    ])
    func anImproperProxyIsNamedWithoutItsCredentials(_ url: String) async throws {
        let error = try await Client.with {
            $0.proxy = .url(url)
        } _: {
            await Client.failure($0, Client.get("http://127.0.0.1:1/"))
        }
        #expect(error != nil)
        #expect(error?.description.contains("word") == false)
    }
}
