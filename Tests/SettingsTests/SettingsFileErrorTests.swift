import Testing

/// What is wrong with a file as a whole, with its polls and with how it names its clouds: one fixture a defect, with the
/// whole message.
@Suite struct SettingsFileErrorTests {
    @Test(arguments: messages)
    func saysWhatIsWrong(fixture: String, expected: String) {
        #expect(SettingsFixtures.failure(fixture: fixture) == expected)
    }

    static let messages: [(fixture: String, expected: String)] = [
        ("cloud-a-list", ":2: clouds[0].cloud: expected text, found a list"),
        ("cloud-and-auth", ":3: clouds[0].auth: clashes with cloud on line 2, whose entry of clouds.yaml says it"),
        ("cloud-and-key", ":3: clouds[0].interface: clashes with cloud on line 2, whose entry of clouds.yaml says it"),
        (
            "cloud-key",
            ":3: clouds[0].pagesize: is not known; allowed are name, cloud, region, dialect, path, page_size, "
                + "market, filter, listings, labels, poll, max_label_values, proxy, "
                + "stuck_images, by_owner, per_image, per_image_limit, and those of an entry of clouds.yaml"
        ),
        (
            "cloud-key-later",
            ":3: clouds[0].concurrency: is not known; allowed are name, cloud, region, dialect, path, page_size, "
                + "market, filter, listings, labels, poll, max_label_values, proxy, "
                + "stuck_images, by_owner, per_image, per_image_limit, and those of an entry of clouds.yaml"
        ),
        ("cloud-key-twice", ":4: the key market stands twice, first on line 3"),
        ("cloud-null", ":3: clouds[1]: expected a mapping, found nothing"),
        (
            "cloud-poll-key",
            ":3: clouds[0].poll.full: is not known; allowed are interval, timeout, max_age, concurrency, "
                + "full_every, max_requests_per_second"
        ),
        ("cloud-text", ":2: clouds[0]: expected a mapping, found text"),
        ("cloud-twice", ":3: clouds[1]: the name \"prod\" stands twice, first on line 2"),
        ("clouds-empty", ":1: clouds: the list is empty; expected one cloud at least"),
        ("clouds-mapping", ":2: clouds: expected a list of clouds, found a mapping"),
        ("clouds-null", ":2: clouds: expected a list of clouds, found nothing"),
        (
            "entry-unknown",
            ":3: clouds[0].cloud: clouds/clouds.yaml:2: clouds: no entry \"prdo\"; its entries are prod, test, wide"
        ),
        ("interval-list", ":2: poll.interval: expected text, found a list"),
        ("interval-number", ":2: poll.interval: \"60\" is not a duration; expected one like 1m30s, 500ms or 2h"),
        ("interval-short", ":1: poll.interval: 99ms is too short; expected 0, or 100ms at least"),
        (
            "max-age",
            ":1: poll.max_age: 1m59s is less than interval + timeout, 2m: results would be dropped between two "
                + "good polls"
        ),
        (
            "max-age-of-cloud",
            ":1: poll.max_age: 15m is less than interval + timeout of clouds[1], 16m: results would be dropped "
                + "between two good polls"
        ),
        ("name-control", ":3: clouds[0].name: holds a line break or another control character"),
        ("name-empty", ":3: clouds[0].name: expected text, found nothing"),
        ("name-long", ":3: clouds[0].name: longer than 256 bytes"),
        ("name-twice", ":4: clouds[1].name: the name \"prod\" stands twice, first on line 2"),
        ("name-twice-by-region", ":4: clouds[1]: the name \"wide-One\" stands twice, first on line 3"),
        ("no-name", ":2: clouds[0]: name is missing, which is needed where no entry of clouds.yaml gives it"),
        ("not-yaml", ":3: not valid YAML: did not find expected '-' indicator"),
        ("nothing-given", ":2: clouds[0]: neither cloud, the name of an entry of clouds.yaml, nor auth is given"),
        (
            "poll-key",
            ":2: poll.intervall: is not known; allowed are interval, timeout, max_age, concurrency, "
                + "full_every, max_requests_per_second"
        ),
        ("poll-concurrency", ":1: poll.concurrency: \"9\" is not a whole number from 1 to 8"),
        ("poll-concurrency-zero", ":1: poll.concurrency: \"0\" is not a whole number from 1 to 8"),
        ("poll-full-every", ":1: poll.full_every: \"daily\" is not a duration; expected one like 1m30s, 500ms or 2h"),
        (
            "poll-full-every-short",
            ":3: clouds[0].poll.full_every: 4m is less than the interval of clouds[0], 5m; expected 0, or more"
        ),
        (
            "full-every-by-status",
            ":3: clouds[0]: full_every does not go with a filter or a listing by status: an image that leaves it would be "
                + "missed"
        ),
        (
            "full-every-by-update",
            ":3: clouds[0]: full_every does not go with a filter or a listing by updated_at: an image that leaves it "
                + "would be missed"
        ),
        ("poll-text", ":1: poll: expected a mapping, found text"),
        ("region-twice", ":3: clouds[0].region: clashes with region_name on line 4; expected one of the two"),
        (
            "region-unknown",
            ":2: clouds[0].cloud: clouds/clouds.yaml:8: clouds.wide.regions: there is no region \"Three\"; its "
                + "regions are One, Two"
        ),
        ("root-a-list", ":1: expected a mapping, found a list"),
        ("compatibility-key", ":1: compatibility.openstack: is not known; allowed are openstack_exporter"),
        ("compatibility-text", ":1: compatibility.openstack_exporter: \"sometimes\" is neither true nor false"),
        (
            "requests-per-second",
            ":1: poll.max_requests_per_second: \"-1\" is not 0, or a number from 0.01 to 10000.0"
        ),
        (
            "requests-per-second-small",
            ":1: poll.max_requests_per_second: \"0.001\" is not 0, or a number from 0.01 to 10000.0"
        ),
        ("stuck-images-large", ":3: clouds[0].stuck_images: \"1001\" is not a whole number from 0 to 1000"),
        (
            "root-key",
            ":4: aggregate: is not known; allowed are poll, compatibility, aggregates, required_properties, clouds"
        ),
        ("root-key-twice", ":2: the key poll stands twice, first on line 1"),
        ("root-text", ":1: expected a mapping, found text"),
        ("timeout-zero", ":1: poll.timeout: 0 is no time at all; expected more"),
    ]
}
