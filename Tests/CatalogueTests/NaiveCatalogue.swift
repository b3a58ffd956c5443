@testable import Catalogue

/// The catalogue's promises, kept in the plainest way: whole images in dictionaries.
struct NaiveCatalogue {
    struct Cell: Hashable {
        var status: ImageStatus
        var visibility: ImageVisibility
    }

    struct Change: Hashable {
        var from: ImageStatus?
        var to: ImageStatus?
    }

    var published: [UInt64: PlainImage] = [:]
    var changes: [Change: UInt64] = [:]
    var hasPublished = false
    private var finished: [UInt64: PlainImage] = [:]
    private var walking: [UInt64: PlainImage] = [:]

    mutating func beginPoll() {
        finished = [:]
        walking = [:]
    }

    mutating func beginWalk() { walking = [:] }

    mutating func observe(_ image: PlainImage) { walking[image.number] = image }

    mutating func finishWalk() {
        finished.merge(walking) { _, later in later }
        walking = [:]
    }

    mutating func finishPoll() {
        for number in Set(published.keys).union(finished.keys) {
            let change = Change(from: published[number]?.status, to: finished[number]?.status)
            if change.from != change.to, hasPublished || change.from != nil { changes[change, default: 0] += 1 }
        }
        published = finished
        hasPublished = true
    }

    func counts(_ key: (PlainImage) -> String) -> [String: Int] {
        Dictionary(grouping: published.values, by: key).mapValues(\.count)
    }

    func cells<Value>(_ fold: ([PlainImage]) -> Value) -> [Cell: Value] {
        Dictionary(grouping: published.values) { Cell(status: $0.status, visibility: $0.visibility) }.mapValues(fold)
    }

    var supportCounts: [[String]: Int] {
        var counts: [[String]: Int] = [:]
        for image in published.values {
            for pair in Set(image.support) where pair[1] != "false" && pair[1] != "" { counts[pair, default: 0] += 1 }
        }
        return counts
    }

    func unchanged(_ status: ImageStatus, seconds: UInt32, now: UInt32) -> Int {
        published.values.count { image in
            guard image.status == status, let updated = image.updated, updated > 0, updated <= now else { return false }
            return now - updated >= seconds
        }
    }
}

extension PlainImage {
    /// The labels, by rules written apart from the program's.
    func label(_ label: ImageLabel) -> String {
        func text(_ key: ImageKey) -> String? { columns[key].flatMap { $0.isEmpty ? nil : $0 } }
        let aliases = ["redhat": "rhel", "rockylinux": "rocky", "archlinux": "arch"]
        let squeezed = (text(.imsPlatform) ?? text(.osDistro) ?? "unknown").lowercased().split(separator: " ").joined()
        let platform = aliases[squeezed] ?? squeezed
        switch label {
        case .platform: return platform
        case .osType:
            return (text(.imsOSType) ?? text(.osType))?.lowercased() ?? (platform == "windows" ? platform : "unknown")
        case .imageType: return text(.imsImageType) ?? text(.imageType) ?? "image"
        case .diskFormat: return text(.diskFormat) ?? "unknown"
        case .architecture:
            if let named = text(.architecture) { return ["x86": "x86_64", "arm": "aarch64"][named] ?? named }
            if text(.supportARM) == "true" { return "aarch64" }
            return text(.imsOSBit).flatMap { ["64": "x86_64", "32": "i686"][$0] } ?? "unknown"
        case .protected: return text(.protected) ?? "false"
        case .hidden: return text(.hidden) ?? "false"
        }
    }

    /// An image with attributes drawn from small sets, as clouds have them.
    static func random(_ number: UInt64, now: UInt32, _ random: inout Seeded) -> Self {
        var image = PlainImage(number: number)
        image.status = ImageStatus.allCases.randomElement(using: &random) ?? .active
        image.visibility = ImageVisibility.allCases.randomElement(using: &random) ?? .public
        image.size = Bool.random(using: &random) ? UInt64.random(in: 0...UInt64(Int64.max), using: &random) : nil
        let past = UInt32.random(in: 0...4_000_000, using: &random)
        image.created = Bool.random(using: &random) ? now - past : nil
        image.updated = UInt8.random(in: 0...9, using: &random) > 0 ? now - past / 2 : nil
        let values: [ImageKey: [String]] = [
            .imsPlatform: ["Ubuntu", "Red Hat", "Windows", "", "Rocky Linux"],
            .osDistro: ["debian", "arch", "windows"],
            .imsOSType: ["Linux", "Windows"], .osType: ["linux"], .architecture: ["x86_64", "arm"],
            .imsOSBit: ["32", "64"], .supportARM: ["true", "false"], .imsImageType: ["gold", "private"],
            .imageType: ["snapshot"], .diskFormat: ["qcow2", "raw", "iso"], .protected: ["true", "false"],
            .hidden: ["true", "false"],
        ]
        for key in ImageKey.columns where Bool.random(using: &random) {
            image.columns[key] = values[key]?.randomElement(using: &random)
        }
        let flags = ["kvm", "xen", "gpu", "amd"]
        for _ in 0..<UInt8.random(in: 0...8, using: &random) {
            let flag = flags.randomElement(using: &random) ?? ""
            image.support.append([flag, ["true", "false", "V100", "", "M60"].randomElement(using: &random) ?? ""])
        }
        image.drawUpkeep(now: now, &random)
        return image
    }
}
