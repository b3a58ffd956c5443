import Testing

@testable import Settings

/// One defect each, with the whole message; the file is `exporter.yml`.
@Suite struct ConfigurationErrorTests {
    private static let ownKeys =
        "name, cloud, region, auth, dialect, path, page_size, market, labels, poll, max_label_values, proxy"

    @Test(arguments: [
        ("pol: {}", ":1: pol: unknown key; allowed are poll, clouds"),
        ("poll: {}\npoll: {}", ":2: the key poll stands twice, first on line 1"),
        ("poll: {every: 1m}", ":1: poll.every: unknown key; allowed are interval, timeout, max_age"),
        ("poll: [1m]", ":1: poll: expected a mapping, found a list"),
        ("poll: {interval: soon}", ":1: poll.interval: expected a duration like 1m30s, 500ms or 2h"),
        ("poll: {interval: 99ms}", ":1: poll.interval: must be 0, or 100ms at least"),
        ("poll: {timeout: 0}", ":1: poll.timeout: must be more than 0"),
        (
            "poll: {interval: 1m, timeout: 1m, max_age: 119s}",
            ":1: poll.max_age: 1m59s is less than interval + timeout, 2m: results would be dropped between two good polls"
        ),
        ("clouds: prod", ":1: clouds: expected a list of clouds"),
        ("clouds: []", ":1: clouds: expected a list of clouds"),
        ("clouds:\n  - prod", ":2: clouds[0]: expected a mapping, found text"),
        ("clouds:\n  - {}", ":2: clouds[0].cloud: missing; or auth: beside a name"),
        (
            "clouds:\n  - {cloud: prod}\n  - {cloud: prod}",
            ":3: clouds[1]: the cloud \"prod\" stands twice, first on line 2"
        ),
        (
            "clouds:\n  - {cloud: both}\n  - {cloud: prod, name: both-B}",
            ":3: clouds[1]: the cloud \"both-B\" stands twice, first on line 2"
        ),
        (
            "clouds:\n  - {cloud: prod, dialect: nova}",
            ":2: clouds[0].dialect: \"nova\" is not known; allowed are auto, glance, ims"
        ),
        (
            "clouds:\n  - {cloud: prod, path: /v3}",
            ":2: clouds[0].path: \"/v3\" is not known; allowed are /v2/images, /v2/cloudimages"
        ),
        (
            "clouds:\n  - {cloud: prod, dialect: glance, path: /v2/cloudimages}",
            ":2: clouds[0].path: /v2/cloudimages does not go with dialect glance"
        ),
        (
            "clouds:\n  - {cloud: prod, dialect: glance, market: true}",
            ":2: clouds[0].market: does not go with dialect glance, which has no market images"
        ),
        ("clouds:\n  - {cloud: prod, market: maybe}", ":2: clouds[0].market: expected true or false"),
        (
            "clouds:\n  - {cloud: prod, page_size: 1001}",
            ":2: clouds[0].page_size: expected a whole number from 1 to 1000"
        ),
        ("clouds:\n  - {cloud: prod, page_size: 0}", ":2: clouds[0].page_size: expected a whole number from 1 to 1000"),
        (
            "clouds:\n  - {cloud: prod, max_label_values: 0}",
            ":2: clouds[0].max_label_values: expected a whole number from 1 to 10000"
        ),
        (
            "clouds:\n  - {cloud: prod, labels: {platform: x}}",
            ":2: clouds[0].labels.platform: clashes with a label of the metrics themselves"
        ),
        (
            "clouds:\n  - {cloud: prod, labels: {cloud: x}}",
            ":2: clouds[0].labels.cloud: clashes with a label of the metrics themselves"
        ),
        (
            "clouds:\n  - {cloud: prod, labels: {__a: x}}",
            ":2: clouds[0].labels.__a: not a label's name; allowed are letters, digits and _, no digit first, no __"
        ),
        (
            "clouds:\n  - {cloud: prod, labels: {a-b: x}}",
            ":2: clouds[0].labels.a-b: not a label's name; allowed are letters, digits and _, no digit first, no __"
        ),
        ("clouds:\n  - {cloud: prod, labels: {a: [x]}}", ":2: clouds[0].labels.a: expected text of 1 to 256 bytes"),
        (
            "clouds:\n  - {cloud: prod, proxy: 'ftp://x'}",
            ":2: clouds[0].proxy: expected a URL that begins with http://, https://, socks5:// or socks5h://"
        ),
        (
            "clouds:\n  - {cloud: prod, proxy: 'http://u:s3cret@x'}",
            ":2: clouds[0].proxy: a user or password in this file is refused; HTTPS_PROXY may hold them"
        ),
        (
            "clouds:\n  - {cloud: prod, verify: false}",
            ":2: clouds[0].verify: does not go with cloud, which names an entry of clouds.yaml"
        ),
        ("clouds:\n  - auth: {username: u}", ":2: clouds[0].name: missing, which a cloud with auth needs"),
        ("clouds:\n  - {cloud: \"pr\\nod\"}", ":2: clouds[0].cloud: holds a line break or another control character"),
    ])
    func aDefectIsNamed(text: String, message: String) throws {
        #expect(try ConfigurationFolder(text + "\n").failure() == "exporter.yml" + message)
    }

    @Test(arguments: [
        ("password", "password_file"), ("token", "token_file"), ("auth_token", "token_file"), ("sk", "sk_file"),
        ("application_credential_secret", "application_credential_secret_file"), ("secret_key", "sk_file"),
    ])
    func aSecretInTheFileIsRefusedAndNotShown(key: String, named: String) throws {
        for item in ["auth: {\(key): hunter2}", "auth: {username: u}, \(key): hunter2"] {
            let failure = try #require(try ConfigurationFolder("clouds:\n  - {name: c, \(item)}\n").failure())
            #expect(failure.hasPrefix("exporter.yml:2: clouds[0]."))
            #expect(failure.hasSuffix(".\(key): a secret in this file is refused; use \(named)"))
            #expect(!failure.contains("hunter2"))
        }
    }

    @Test func anUnknownKeyOfACloudIsNamed() throws {
        let failure = try #require(try ConfigurationFolder("clouds:\n  - {cloud: prod, colour: red}\n").failure())
        #expect(failure.hasPrefix("exporter.yml:2: clouds[0].colour: unknown key; allowed are \(Self.ownKeys), "))
    }

    @Test(
        arguments: [
            (nil, "there is no such file"), ("", "it is empty"), ("\n", "it is empty"),
            ("a\nb\n", "holds a line break or another control character"),
            (String(repeating: "x", count: (64 << 10) + 1), "longer than 65536 bytes"),
        ] as [(String?, String)])
    func aSecretsFileThatCannotBeUsedIsNamed(content: String?, problem: String) throws {
        let folder = try ConfigurationFolder(
            "clouds:\n  - name: c\n    auth: {auth_url: 'http://k', username: u, project_id: x, password_file: pw}\n")
        if let content { try folder.write("pw", content) }
        let failure = try #require(folder.failure())
        #expect(failure == "exporter.yml:3: clouds[0].auth.password_file: pw: \(problem)")
    }

    @Test func aSecretOfTheGreatestLengthIsRead() throws {
        let folder = try ConfigurationFolder(
            """
            clouds:
              - name: c
                auth: {auth_url: 'http://k', username: u, user_domain_id: d, project_id: x, password_file: pw}

            """)
        try folder.write("pw", String(repeating: "x", count: 64 << 10))
        #expect(folder.failure() == nil)
    }

    @Test func cloudsDoNotGoWithASingleOne() throws {
        let folder = try ConfigurationFolder("clouds: [{cloud: prod}]\n")
        let failure = folder.failure([.osCloud: ["prod"]])
        #expect(failure == "exporter.yml:1: clouds: does not go with --os-cloud, which names a single cloud")
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let folder = try ConfigurationFolder("")
        let settings = try Settings(flags: [.configFile: ["/no/such.yml"]], environment: [:])
        let clouds = WatchedClouds(settings: settings, environment: [:], workingDirectory: folder.url.path)
        #expect(throws: SettingsError("/no/such.yml: there is no such file")) { try clouds.read() }
    }

    @Test func theirNumberIsBounded() throws {
        func file(_ count: Int) -> String {
            "clouds:\n" + (0..<count).map { "  - {cloud: prod, name: c\($0)}\n" }.joined()
        }
        #expect(try ConfigurationFolder(file(1000)).failure() == nil)
        #expect(try ConfigurationFolder(file(1001)).failure() == "exporter.yml:2: clouds: more than 1000 clouds")
    }
}
