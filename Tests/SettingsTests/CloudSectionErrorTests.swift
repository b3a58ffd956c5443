import Testing

/// What is wrong with one cloud's own keys: one fixture a defect, with the whole message.
@Suite struct CloudSectionErrorTests {
    @Test(arguments: messages)
    func saysWhatIsWrong(fixture: String, expected: String) {
        #expect(SettingsFixtures.failure(fixture: fixture) == expected)
    }

    static let messages: [(fixture: String, expected: String)] = [
        ("dialect", ":3: clouds[0].dialect: \"nova\" is not one of auto, glance, ims"),
        ("label-cloud", ":3: clouds[0].labels.cloud: clashes with the label of every family of a cloud"),
        ("label-empty", ":3: clouds[0].labels.team: expected text, found nothing"),
        ("label-le", ":3: clouds[0].labels.le: clashes with the label of histograms"),
        ("label-long", ":3: clouds[0].labels.team: longer than 256 bytes"),
        ("label-mapping", ":3: clouds[0].labels.team: expected text, found a mapping"),
        (
            "label-name",
            ":4: clouds[0].labels.team-name: is not a label's name; expected letters, digits and _, not a digit "
                + "first"
        ),
        (
            "label-name-digit",
            ":3: clouds[0].labels.2nd: is not a label's name; expected letters, digits and _, not a digit first"
        ),
        (
            "label-name-empty",
            ":3: clouds[0].labels.: is not a label's name; expected letters, digits and _, not a digit first"
        ),
        (
            "label-name-long",
            ":3: clouds[0].labels.\(String(repeating: "L", count: 64))…: is a name longer than 256 bytes"
        ),
        ("label-null", ":3: clouds[0].labels.team: expected text, found nothing"),
        ("label-reason", ":3: clouds[0].labels.reason: clashes with the label of glance_poll_failures_total"),
        ("label-reserved", ":3: clouds[0].labels.__name__: begins with __, as only Prometheus's own names do"),
        ("label-status", ":5: clouds[0].labels.status: clashes with the label of glance_images"),
        ("per-image-alone", ":3: clouds[0].per_image: true needs compatibility: {openstack_exporter: true}"),
        ("per-image-limit-alone", ":3: clouds[0].per_image_limit: is given, and per_image is not true"),
        (
            "per-image-limit-large",
            ":5: clouds[0].per_image_limit: \"100001\" is not a whole number from 1 to 100000"
        ),
        ("per-image-limit-zero", ":5: clouds[0].per_image_limit: \"0\" is not a whole number from 1 to 100000"),
        ("label-values-large", ":3: clouds[0].max_label_values: \"10001\" is not a whole number from 1 to 10000"),
        ("label-values-zero", ":3: clouds[0].max_label_values: \"0\" is not a whole number from 1 to 10000"),
        ("labels-a-list", ":3: clouds[0].labels: expected a mapping, found a list"),
        ("labels-many", ":3: clouds[0].labels: 33 labels; allowed are 32"),
        ("market", ":3: clouds[0].market: \"perhaps\" is neither true nor false"),
        (
            "market-of-glance",
            ":4: clouds[0].market: true needs the dialect ims or auto, and clouds[0].dialect says glance"
        ),
        ("page-size-large", ":3: clouds[0].page_size: \"1001\" is not a whole number from 1 to 1000"),
        ("page-size-text", ":3: clouds[0].page_size: \"many\" is not a whole number from 1 to 1000"),
        ("page-size-zero", ":3: clouds[0].page_size: \"0\" is not a whole number from 1 to 1000"),
        ("path", ":3: clouds[0].path: \"/v1/images\" is not one of /v2/images, /v2/cloudimages"),
        (
            "path-of-glance",
            ":4: clouds[0].path: /v2/cloudimages needs the dialect ims or auto, and clouds[0].dialect says glance"
        ),
        (
            "proxy",
            ":3: clouds[0].proxy: \"proxy:3128\" is not the address of a proxy; expected one that begins with "
                + "http://, https://, socks5://, socks5h://"
        ),
        (
            "proxy-path",
            ":3: clouds[0].proxy: \"http://proxy:3128/way\" is not the address of a proxy; expected one like "
                + "http://proxy:3128"
        ),
        (
            "proxy-port",
            ":3: clouds[0].proxy: \"http://proxy:99999\" is not the address of a proxy; expected one like "
                + "http://proxy:3128"
        ),
        (
            "proxy-scheme",
            ":3: clouds[0].proxy: \"ftp://proxy:3128\" is not the address of a proxy; expected one that begins "
                + "with http://, https://, socks5://, socks5h://"
        ),
        ("proxy-user", ":3: clouds[0].proxy: a user or password in it is refused here; HTTPS_PROXY may hold them"),
    ]
}
