import Catalogue
import Testing

@testable import ImageAPI

@Suite struct ListingFilterTests {
    private func filter(_ items: [(String, String)], _ dialect: Dialect?) throws(ListingFilter.Problem) -> ListingFilter
    {
        try ListingFilter(items.map { QueryItem($0.0, $0.1) }, in: dialect)
    }

    /// A value of each parameter of the documented page of IMS, and one that it may not have.
    private static let ims: [(String, good: [String], bad: [String])] = [
        ("__isregistered", ["true", "false"], ["yes", ""]), ("__imagetype", ["gold", "market"], ["Gold", "image"]),
        ("protected", ["true"], ["1"]), ("visibility", ["public", "shared"], ["all", "community"]),
        ("owner", ["0a1b"], [""]), ("id", ["x"], [""]),
        ("status", ["queued", "active"], ["uploading", "in:queued,active"]),
        ("name", ["a b"], [""]), ("container_format", ["bare"], ["ova"]),
        ("disk_format", ["zvhd2", "qcow2"], ["vmdk"]),
        ("min_ram", ["0", "2147483647"], ["-1", "2147483648", "x", "+1"]), ("min_disk", ["1", "1024"], ["0", "1025"]),
        ("__os_bit", ["32", "64"], ["16"]), ("__platform", ["Oracle Linux", "EulerOS"], ["oracle"]),
        ("__os_type", ["Linux", "Other"], ["linux"]), ("tag", ["x"], [""]),
        ("__support_kvm", ["true"], ["kvm"]), ("__support_xen", ["true"], [""]),
        ("__support_largememory", ["true"], ["x"]), ("__support_diskintensive", ["true"], ["x"]),
        ("__support_highperformance", ["true"], ["x"]), ("__support_xen_gpu_type", ["M60_vGPU"], [""]),
        ("__support_kvm_gpu_type", ["V100"], [""]), ("__support_xen_hana", ["true"], ["x"]),
        ("__support_kvm_infiniband", ["true"], ["x"]),
        ("created_at", ["gt:2026-01-01T00:00:00Z", "neq:2026-01-01 00:00:00"], ["2026-01-01T00:00:00Z", "lt:today"]),
        ("updated_at", ["lte:2026-02-28T23:59:59Z"], ["before:2026-01-01T00:00:00Z", "lt:2026-02-30T00:00:00Z"]),
    ]

    private static let glance: [(String, good: [String], bad: [String])] = [
        ("visibility", ["all", "community"], ["gold"]),
        ("status", ["pending_delete", "in:queued,saving"], ["in:", "x"]),
        ("id", ["in:a,b"], ["in:a,"]), ("name", ["in:a,b", "a,b"], [""]), ("disk_format", ["vmdk"], [""]),
        ("container_format", ["ova"], [""]), ("os_hidden", ["true"], ["True"]), ("min_disk", ["0"], ["-1"]),
        ("size_min", ["9223372036854775807"], ["9223372036854775808"]), ("size_max", ["0"], ["x"]),
        ("created_at", ["gte:2026-01-01T00:00:00Z"], ["gte:2026-01-01 00:00:00", "gte:2026-01-01T00:00:00.5Z"]),
        ("tag", ["x"], [""]), ("owner", ["x"], [""]), ("protected", ["false"], ["no"]), ("min_ram", ["1"], ["1.5"]),
        ("updated_at", ["eq:2026-01-01T00:00:00Z"], [":2026-01-01T00:00:00Z"]),
    ]

    @Test(arguments: [(Dialect.ims, ims), (.glance, glance)])
    func eachParameterIsCheckedByItsKind(dialect: Dialect, table: [(String, good: [String], bad: [String])]) {
        for (name, good, bad) in table {
            for value in good {
                #expect(throws: Never.self, "\(name)=\(value)") { try filter([(name, value)], dialect) }
            }
            for value in bad {
                let error = #expect(throws: ListingFilter.Problem.self, "\(name)=\(value)") {
                    try filter([(name, value)], dialect)
                }
                #expect(error?.name == name)
            }
        }
        let named = Set(table.map(\.0) + ["member_status"])
        #expect(named == Set(ListingParameter.names(in: dialect)))
    }

    @Test func memberStatusNeedsShared() throws {
        #expect(throws: ListingFilter.Problem.self) { try filter([("member_status", "pending")], .ims) }
        #expect(throws: Never.self) {
            try filter([("member_status", "pending"), ("visibility", "shared")], .ims)
        }
    }

    @Test(arguments: ["limit", "marker", "sort", "sort_key", "sort_dir"], Dialect.allCases)
    func whatTheWalksSendIsReserved(name: String, dialect: Dialect) {
        let error = #expect(throws: ListingFilter.Problem.self) { try filter([(name, "1")], dialect) }
        #expect(error?.description.hasPrefix("cannot be set: ") == true)
    }

    /// Glance would answer 200 with no images.
    @Test(arguments: [
        (Dialect.glance, "__imagetype"), (.glance, "os_distro"), (.ims, "os_hidden"), (.ims, "size_min"), (.ims, "x"),
    ])
    func aParameterOfAnotherDialectIsAnError(dialect: Dialect, name: String) {
        let error = #expect(throws: ListingFilter.Problem.self) { try filter([(name, "true")], dialect) }
        #expect(error?.description.hasPrefix("no parameter of the dialect \(dialect.rawValue), which has ") == true)
    }

    @Test func withoutADialectAParameterMustMeanTheSameInBoth() {
        #expect(throws: Never.self) { try filter([("visibility", "public"), ("status", "active")], nil) }
        for (name, value) in [("visibility", "community"), ("__os_bit", "64"), ("os_hidden", "true")] {
            #expect(throws: ListingFilter.Problem.self) { try filter([(name, value)], nil) }
        }
    }

    @Test func lengthsAreBounded() throws {
        func name(_ count: Int) -> [(String, String)] { [("name", String(repeating: "n", count: count))] }
        #expect(throws: Never.self) { try filter(name(4096), .glance) }
        #expect(throws: ListingFilter.Problem.self) { try filter(name(4097), .glance) }
        let many = (0..<33).map { _ in ("tag", "x") }
        #expect(throws: Never.self) { try filter(Array(many.prefix(32)), .glance) }
        #expect(throws: ListingFilter.Problem.self) { try filter(many, .glance) }
    }

    private func targets(_ settings: ListingSettings, _ dialect: Dialect) -> [String] {
        settings.walks(dialect, project: "p").map { walk in
            walk.query.filter { $0.name != "sort" }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        }
    }

    @Test(arguments: [
        ([("visibility", "public")], ["visibility=public&os_hidden=false", "visibility=public&os_hidden=true"]),
        ([("os_hidden", "true")], ["visibility=all&os_hidden=true"]),
        (
            [("os_hidden", "false"), ("status", "in:queued,saving")],
            ["visibility=all&os_hidden=false&status=in:queued,saving"]
        ),
        ([], ["visibility=all&os_hidden=false", "visibility=all&os_hidden=true"]),
    ])
    func onGlanceItReplacesWhatTheWalksSay(items: [(String, String)], expected: [String]) throws {
        var settings = ListingSettings()
        settings.filter = try filter(items, .glance)
        #expect(targets(settings, .glance) == expected)
    }

    @Test func onIMSAWalkThatItContradictsIsSkippedAndNothingIsSentTwice() throws {
        var settings = ListingSettings()
        settings.filter = try filter([("visibility", "public"), ("__os_type", "Linux")], .ims)
        #expect(
            targets(settings, .ims) == [
                "owner=p&__os_type=Linux&visibility=public", "__imagetype=gold&visibility=public&__os_type=Linux",
            ])
        settings.filter = try filter([("owner", "q")], .ims)
        #expect(
            targets(settings, .ims) == [
                "__imagetype=gold&visibility=public&owner=q",
                "visibility=shared&member_status=accepted&__imagetype=shared&owner=q",
            ])
    }

    @Test func listingsReplaceTheWalks() throws {
        var settings = ListingSettings()
        settings.listings = [
            NamedListing(name: "gold", query: try filter([("__imagetype", "gold")], .ims)),
            NamedListing(name: "own", query: try filter([("owner", "p")], .ims)),
        ]
        #expect(targets(settings, .ims) == ["__imagetype=gold", "owner=p"])
        settings.filter = try filter([("__imagetype", "private")], .ims)
        #expect(targets(settings, .ims) == ["owner=p&__imagetype=private"])
        #expect(!settings.isWhole)
    }

    @Test func whatItLetsThroughIsKnown() throws {
        let some = try filter([("status", "in:queued,pending_delete"), ("visibility", "all")], .glance)
        #expect(some.statuses == [.queued, .pendingDelete])
        #expect(some.visibilities == nil)
        let one = try filter([("status", "active"), ("visibility", "public")], .ims)
        #expect(one.statuses == [.active])
        #expect(one.visibilities == [.public])
        #expect(one.text == "status=active visibility=public")
        #expect(ListingFilter().statuses == nil)
    }
}
