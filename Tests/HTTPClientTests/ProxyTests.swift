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
        let text = "glance.invalid:443: the proxy answered 407, it asks for a user and a password"
        #expect(error == TransferError(.connect, text, isLasting: true))
    }

    @Test(arguments: [("403 Forbidden", true), ("502 Bad Gateway", false), ("503 Busy", false), ("302 Found", false)])
    func aTunnelThatIsRefusedIsConnect(_ status: String, isLasting: Bool) async throws {
        let proxy = try await ScriptedServer.start(.answer(status, headers: ["Location: https://glance.invalid/login"]))
        let error = try await Client.with {
            $0.proxy = .url(proxy.url)
        } _: {
            await Client.failure($0, Client.get("https://glance.invalid/"))
        }
        let text = "glance.invalid:443: the proxy answered \(status.prefix(3))"
        #expect(error == TransferError(.connect, text, isLasting: isLasting))
        #expect(proxy.requests.count == 1)
    }

    /// Without a tunnel a proxy's answer comes where the cloud's would.
    @Test func aProxyThatWantsAPasswordIsNoRefusalOfTheClouds() async throws {
        let proxy = try await ScriptedServer.start(.answer("407 No", headers: ["Proxy-Authenticate: Basic"]))
        let error = try await Client.with {
            $0.proxy = .url(proxy.url.replacing("http://", with: "http://user:word@"))
        } _: {
            await Client.failure($0, Client.get("http://keystone.invalid:5000/v3/auth/tokens"))
        }
        let text = "keystone.invalid:5000: the proxy answered 407, it asks for a user and a password"
        #expect(error == TransferError(.connect, text, isLasting: true))
    }

    /// `user:wo rd` in base64.
    @Test(arguments: ["http://glance.invalid/", "https://glance.invalid/"])
    func theProxyAloneGetsItsCredentials(_ url: String) async throws {
        let proxy = try await ScriptedServer.start(.answer("403 No"))
        _ = try await Client.with {
            $0.proxy = .url(proxy.url.replacing("http://", with: "http://user:wo%20rd@"))
        } _: {
            await Client.failure($0, Client.get(url))
        }
        #expect(
            proxy.requests.map { $0.head.contains("\r\nProxy-Authorization: Basic dXNlcjp3byByZA==\r\n") } == [true])
    }

    @Test func aProxyThatIsAwayIsConnect() async throws {
        for target in ["http://glance.invalid/", "https://glance.invalid/"] {
            let error = try await Client.with {
                $0.proxy = .url("http://127.0.0.1:1")
            } _: {
                await Client.failure($0, Client.get(target))
            }
            #expect(error?.kind == .connect)
            #expect(error?.description.contains("127.0.0.1 port 1 ") == true)
        }
    }

    @Test func aProxyThatEndsInTheTunnelsHeadIsNotTheClouds() async throws {
        let proxy = try await ScriptedServer.start(.close)
        let error = try await Client.with {
            $0.proxy = .url(proxy.url)
        } _: {
            await Client.failure($0, Client.get("https://glance.invalid/"))
        }
        #expect(error?.description.hasPrefix("glance.invalid:443: connecting: Proxy CONNECT aborted") == true)
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
