/// An image as a fake cloud holds it.
package struct FakeImage: Sendable {
    package var id: String
    package var status = "active"
    package var visibility = "public"
    package var owner = FakeCloud.project
    package var isHidden = false
    /// The answers of the projects that it is shared with.
    package var members: [String: String] = [:]
    /// Further attributes, each a name and its value as JSON.
    package var attributes: [(name: String, json: String)] = []

    /// An image of stock Glance, by a number that becomes its id.
    package static func glance(_ number: Int, _ change: (inout Self) -> Void = { _ in }) -> Self {
        var image = Self(id: id(number))
        image.attributes = [
            ("name", "\"image \(number)\""), ("size", "10"), ("created_at", "\"2026-01-01T00:00:00Z\""),
            ("updated_at", "\"2026-01-01T00:00:00Z\""), ("protected", "false"), ("min_ram", "0"),
            ("os_hash_algo", "null"), ("disk_format", "\"raw\""),
        ]
        change(&image)
        return image
    }

    /// An image of IMS, by a number that becomes its id, with the attributes of a real one.
    package static func ims(_ number: Int, _ kind: String, _ change: (inout Self) -> Void = { _ in }) -> Self {
        var image = Self(id: id(number))
        let isPublic = kind == "gold" || kind == "market"
        image.visibility = isPublic ? "public" : kind
        image.owner = isPublic ? "provider" : FakeCloud.project
        image.attributes = [
            ("__imagetype", "\"\(kind)\""), ("__isregistered", "\"true\""), ("__image_source_type", "\"uds\""),
            ("name", "\"image \(number)\""), ("size", "2"), ("checksum", "\"99914b932bd37a50b983c5e7c90ae93b\""),
            ("__image_size", "\"1848573952\""), ("__os_type", "\"Linux\""), ("__os_bit", "\"64\""),
            ("__platform", "\"openEuler\""), ("__support_kvm", "\"true\""),
            ("__support_kvm_gpu_type", "\"V100,P2v\""), ("virtual_env_type", "\"FusionCompute\""),
            ("disk_format", "\"zvhd2\""), ("container_format", "\"bare\""), ("min_disk", "40"),
            ("protected", isPublic ? "true" : "false"), ("created_at", "\"2022-04-28T10:47:20Z\""),
            ("updated_at", "\"2022-04-28T11:25:17Z\""),
        ]
        change(&image)
        return image
    }

    /// The id that a number becomes.
    package static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// Sets an attribute, or takes it away with nil.
    package mutating func set(_ name: String, _ json: String?) {
        attributes.removeAll { $0.name == name }
        if let json { attributes.append((name, json)) }
    }

    /// The value of an attribute that is text.
    func text(_ name: String) -> String? {
        attributes.first { $0.name == name }.map { String($0.json.dropFirst().dropLast()) }
    }

    /// As a listing shows it; only stock Glance tells whether an image is hidden.
    func json(_ shape: FakeCloud.Shape) -> String {
        var members = [
            ("id", "\"\(id)\""), ("status", "\"\(status)\""), ("visibility", "\"\(visibility)\""),
            ("owner", "\"\(owner)\""),
        ]
        if shape == .glance { members.append(("os_hidden", "\(isHidden)")) }
        // Of a name given twice the later one holds for readers.
        let given = Set(attributes.map(\.name))
        members = members.filter { !given.contains($0.0) } + attributes.map { ($0.name, $0.json) }
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
