import Testing

/// What is wrong with an aggregate or a required property: one fixture a defect, with the whole message.
@Suite struct AggregateErrorTests {
    @Test(arguments: messages)
    func saysWhatIsWrong(fixture: String, expected: String) {
        #expect(SettingsFixtures.failure(fixture: fixture) == expected)
    }

    private static let attributes =
        "status, visibility, os_type, platform, image_type, disk_format, architecture, protected, hidden, os_version, "
        + "owner, container_format, min_disk, min_ram, member_status, or property: and the name of a property that "
        + "several images share"

    static let messages: [(fixture: String, expected: String)] = [
        ("aggregates-mapping", ":1: aggregates: expected a list of aggregates, found a mapping"),
        ("aggregates-many", ":2: aggregates: 33 aggregates; allowed are 32"),
        ("aggregate-text", ":2: aggregates[0]: expected a mapping, found text"),
        ("aggregate-key", ":4: aggregates[0].label: is not known; allowed are name, help, value, labels, where"),
        ("aggregate-no-name", ":2: aggregates[0]: name is missing"),
        ("aggregate-no-help", ":2: aggregates[0]: help is missing: one sentence on what is shown"),
        (
            "aggregate-name",
            ":2: aggregates[0].name: \"1st\" is not a metric's name; expected letters, digits and _, not a digit first"
        ),
        (
            "aggregate-name-colon",
            ":2: aggregates[0].name: \"level:images\" is not a metric's name; expected letters, digits and _, not a digit first"
        ),
        (
            "aggregate-name-long",
            ":2: aggregates[0].name: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\" is longer than 128 bytes"
        ),
        ("aggregate-name-taken", ":2: aggregates[0].name: \"glance_images\" is a family of the program's own"),
        ("aggregate-name-counter", ":2: aggregates[0].name: \"glance_polls\" is a family of the program's own"),
        (
            "aggregate-name-total",
            ":2: aggregates[0].name: \"images_total\" ends in _total, as only counters and histograms may"
        ),
        (
            "aggregate-name-bytes",
            ":2: aggregates[0].name: \"image_sizes\" does not end in _bytes, as the value size_bytes asks"
        ),
        (
            "aggregate-name-time",
            ":2: aggregates[0].name: \"image_seconds\" does not end in _timestamp_seconds, as the value oldest_updated asks"
        ),
        (
            "aggregate-name-unit",
            ":2: aggregates[0].name: \"image_bytes\" ends in _bytes, and the value count has no unit"
        ),
        ("aggregate-twice", ":3: aggregates[1].name: stands twice"),
        (
            "aggregate-value",
            ":4: aggregates[0].value: \"sum\" is not one of count, size_bytes, oldest_created, newest_created, oldest_updated, newest_updated"
        ),
        ("aggregate-labels-text", ":4: aggregates[0].labels: expected a list of attributes, found text"),
        ("aggregate-labels-many", ":4: aggregates[0].labels: 9 labels; allowed are 8"),
        (
            "aggregate-label-unknown",
            ":4: aggregates[0].labels[0]: \"os_purpose\" is nothing to count images by; expected one of \(attributes)"
        ),
        (
            "aggregate-label-id",
            ":4: aggregates[0].labels[1]: \"property:id\" is nothing to count images by; expected one of \(attributes)"
        ),
        (
            "aggregate-label-location",
            ":4: aggregates[0].labels[0].attribute: \"property:direct_url\" is nothing to count images by; expected one of \(attributes)"
        ),
        ("aggregate-label-twice", ":4: aggregates[0].labels[1]: the label status stands twice"),
        (
            "aggregate-label-word",
            ":4: aggregates[0].labels[0]: \"hw:boot\" is not a label's name; expected letters, digits and _, not a digit first; expected {attribute: ..., as: LABEL}"
        ),
        (
            "aggregate-label-as",
            ":4: aggregates[0].labels[0].as: \"__x\" begins with __, as only Prometheus's own names do"
        ),
        ("aggregate-label-cloud", ":4: aggregates[0].labels[0].as: \"cloud\" is a label of the program's own"),
        ("aggregate-label-no-attribute", ":4: aggregates[0].labels[0]: attribute is missing"),
        ("aggregate-label-constant", ":6: clouds[0]: the label team clashes with that of the aggregate a"),
        ("aggregate-where-text", ":4: aggregates[0].where: expected a mapping, found text"),
        (
            "aggregate-where-unknown",
            ":4: aggregates[0].where: \"state\" is nothing to count images by; expected one of \(attributes)"
        ),
        (
            "aggregate-where-value",
            ":4: aggregates[0].where.status: \"runnning\" is not one of queued, saving, uploading, importing, active, deactivated, killed, deleted, pending_delete, _other"
        ),
        ("aggregate-where-empty", ":4: aggregates[0].where.status: 0 values; expected from 1 to 100"),
        ("aggregate-where-boolean", ":4: aggregates[0].where.protected: \"yes\" is not one of true, false, _other"),
        (
            "aggregate-properties-many",
            ":2: aggregates: 33 properties are named, with required_properties; allowed are 32"
        ),
        ("required-empty", ":1: required_properties: neither preset nor names is given"),
        ("required-both", ":1: required_properties.names: clashes with preset; expected one of the two"),
        ("required-preset", ":1: required_properties.preset: \"sovereign\" is not one of scs"),
        ("required-names", ":1: required_properties.names: expected a list of names of properties"),
        ("required-name-twice", ":2: required_properties.names[2]: stands twice"),
        ("required-name-long", ":2: required_properties.names[0]: longer than 256 bytes"),
        ("required-key", ":1: required_properties.name: is not known; allowed are preset, names"),
    ]
}
