/// The parameters that the image API's list call takes, by dialect, and what each may be.
package enum ListingParameter {
    /// What a value has to be.
    enum Kind: Sendable, Equatable {
        case text
        case boolean
        /// In decimal digits.
        case integer(ClosedRange<Int>)
        case choice([String])
        /// One of these, or with stock Glance several of them behind `in:`.
        case list([String]?)
        /// `OP:TIME`.
        case time
    }

    /// Parameters that the walks themselves send, and what sets them instead.
    package static let reserved = [
        "limit": "page_size sets it", "marker": "the walks follow it by themselves",
        "sort": "the walks sort by themselves", "sort_key": "the walks sort by themselves",
        "sort_dir": "the walks sort by themselves",
    ]

    /// What a parameter's value has to be; nil where the dialect has no such parameter: stock Glance would take it for an
    /// image's property, and list nothing.
    static func kind(of name: String, in dialect: Dialect) -> Kind? {
        common[name] ?? (dialect == .glance ? glance[name] : ims[name])
    }

    /// Every parameter of a dialect, in order.
    package static func names(in dialect: Dialect) -> [String] {
        (Array(common.keys) + Array((dialect == .glance ? glance : ims).keys)).sorted()
    }

    private static let common: [String: Kind] = [
        "owner": .text, "tag": .text, "protected": .boolean, "min_ram": .integer(0...Int(Int32.max)),
        "created_at": .time, "updated_at": .time,
    ]

    private static let glance: [String: Kind] = [
        "visibility": .choice(["public", "private", "shared", "community", "all"]),
        "status": .list([
            "queued", "saving", "uploading", "importing", "active", "deactivated", "killed", "deleted",
            "pending_delete",
        ]),
        "id": .list(nil), "name": .list(nil), "container_format": .list(nil), "disk_format": .list(nil),
        "os_hidden": .boolean, "min_disk": .integer(0...Int(Int32.max)), "size_min": .integer(0...Int.max),
        "size_max": .integer(0...Int.max), "member_status": .choice(["accepted", "pending", "rejected", "all"]),
    ]

    /// As the native OpenStack image list page of IMS documents them.
    private static let ims: [String: Kind] = [
        "visibility": .choice(["public", "private", "shared"]),
        "status": .choice(["queued", "saving", "deleted", "killed", "active"]),
        "id": .text, "name": .text, "container_format": .choice(["bare"]),
        "disk_format": .choice(["vhd", "raw", "zvhd", "zvhd2", "qcow2", "iso"]), "min_disk": .integer(1...1024),
        "member_status": .choice(["accepted", "rejected", "pending"]), "__isregistered": .boolean,
        "__imagetype": .choice(["gold", "private", "shared", "market"]), "__os_bit": .choice(["32", "64"]),
        "__platform": .choice([
            "Windows", "Ubuntu", "RedHat", "SUSE", "CentOS", "Debian", "OpenSUSE", "Oracle Linux", "Fedora", "Other",
            "CoreOS", "EulerOS", "openEuler",
        ]),
        "__os_type": .choice(["Linux", "Windows", "Other"]), "__support_kvm": .boolean, "__support_xen": .boolean,
        "__support_largememory": .boolean, "__support_diskintensive": .boolean,
        "__support_highperformance": .boolean, "__support_xen_gpu_type": .text, "__support_kvm_gpu_type": .text,
        "__support_xen_hana": .boolean, "__support_kvm_infiniband": .boolean,
    ]
}

extension ListingParameter.Kind {
    private static let operators = ["gt", "gte", "lt", "lte", "eq", "neq"]

    /// Why a value cannot be sent; nil where it can.
    func problem(with value: String, in dialect: Dialect) -> String? {
        switch self {
        case .text: value.isEmpty ? "expected text" : nil
        case .boolean: ["true", "false"].contains(value) ? nil : "expected true or false"
        case .integer(let range):
            value.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int(value).map(range.contains) ?? false
                ? nil : "expected a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let allowed):
            allowed.contains(value) ? nil : "expected one of \(allowed.joined(separator: ", "))"
        case .list(let allowed): Self.problem(withList: value, allowed)
        case .time: Self.problem(withTime: value, in: dialect)
        }
    }

    private static func problem(withList value: String, _ allowed: [String]?) -> String? {
        let isList = value.hasPrefix("in:")
        let items = (isList ? value.dropFirst("in:".count) : value[...])
            .split(separator: ",", maxSplits: isList ? .max : 0, omittingEmptySubsequences: false).map(String.init)
        guard items.allSatisfy({ !$0.isEmpty }) else { return "expected text, or in: and texts with commas between" }
        guard let allowed else { return nil }
        return items.allSatisfy(allowed.contains)
            ? nil : "expected one of \(allowed.joined(separator: ", ")), or in: and several with commas between"
    }

    private static func problem(withTime value: String, in dialect: Dialect) -> String? {
        let expected =
            "expected an operator (\(operators.joined(separator: ", "))), a colon and a time like 2026-01-01T00:00:00Z"
        guard let colon = value.firstIndex(of: ":"), operators.contains(String(value[..<colon])) else {
            return expected
        }
        var time = String(value[value.index(after: colon)...])
        // IMS takes a time with a blank as well.
        if dialect == .ims, time.count == 19, let blank = time.firstIndex(of: " ") {
            time.replaceSubrange(blank...blank, with: "T")
            time += "Z"
        }
        return time.count == 20 && Timestamp.seconds(Array(time.utf8).span) != nil ? nil : expected
    }
}
