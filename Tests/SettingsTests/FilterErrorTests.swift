import Testing

/// What is wrong with a filter or a listing: one fixture a defect, with the whole message.
@Suite struct FilterErrorTests {
    @Test(arguments: messages)
    func saysWhatIsWrong(fixture: String, expected: String) {
        #expect(SettingsFixtures.failure(fixture: fixture) == expected)
    }

    private static let glance =
        "container_format, created_at, disk_format, id, member_status, min_disk, min_ram, name, os_hidden, owner, "
        + "protected, size_max, size_min, status, tag, updated_at, visibility"
    private static let ims =
        "__imagetype, __isregistered, __os_bit, __os_type, __platform, __support_diskintensive, "
        + "__support_highperformance, __support_kvm, __support_kvm_gpu_type, __support_kvm_infiniband, "
        + "__support_largememory, __support_xen, __support_xen_gpu_type, __support_xen_hana, container_format, "
        + "created_at, disk_format, id, member_status, min_disk, min_ram, name, owner, protected, status, tag, "
        + "updated_at, visibility"
    private static let statuses =
        "queued, saving, uploading, importing, active, deactivated, killed, deleted, pending_delete"

    static let messages: [(fixture: String, expected: String)] = [
        ("filter-a-list", ":3: clouds[0].filter: expected a mapping of parameters and values, found a list"),
        (
            "filter-unknown",
            ":4: clouds[0].filter.os_distro: no parameter of the dialect glance, which has \(glance)"
        ),
        ("filter-of-ims", ":4: clouds[0].filter.__imagetype: no parameter of the dialect glance, which has \(glance)"),
        ("filter-of-glance", ":4: clouds[0].filter.os_hidden: no parameter of the dialect ims, which has \(ims)"),
        (
            "filter-without-dialect",
            ":3: clouds[0].filter.visibility: expected one of public, private, shared with the dialect ims"
        ),
        (
            "filter-time",
            ":4: clouds[0].filter.created_at: expected an operator (gt, gte, lt, lte, eq, neq), a colon and a time like "
                + "2026-01-01T00:00:00Z with the dialect ims"
        ),
        (
            "filter-number",
            ":4: clouds[0].filter.min_disk: expected a whole number from 1 to 1024 with the dialect ims"
        ),
        ("filter-reserved", ":3: clouds[0].filter.limit: cannot be set: page_size sets it"),
        ("filter-member-status", ":4: clouds[0].filter.member_status: needs visibility: shared beside it"),
        ("filter-twice", ":3: the key owner stands twice, first on line 3"),
        ("listings-mapping", ":3: clouds[0].listings: expected a list of mappings of name and query"),
        ("listing-no-name", ":4: clouds[0].listings[0]: name is missing"),
        ("listing-no-query", ":4: clouds[0].listings[0]: query is missing"),
        ("listing-key", ":4: clouds[0].listings[0].colour: is not known; allowed are name, query"),
        ("listing-twice", ":5: clouds[0].listings[1].name: stands twice"),
        (
            "listing-query",
            ":5: clouds[0].listings[0].query.status: expected one of \(statuses), or in: and several with commas between "
                + "with the dialect glance"
        ),
        ("listings-and-market", ":4: clouds[0].market: true clashes with listings, which replace the walks"),
    ]
}
