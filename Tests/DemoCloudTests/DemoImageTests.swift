import Foundation
import Testing

@testable import DemoCloud

/// What a fresh cloud of 500 images shows.
@Suite struct DemoImageTests {
    private let images: [[String: Any]]

    init() throws {
        var asking = try Asking()
        images = try ["false", "true"].flatMap {
            try asking.pages("/v2/images?visibility=all&limit=1000&os_hidden=\($0)").joined()
        }
    }

    private func values(_ key: String) -> Set<String> { Set(images.compactMap { $0[key] as? String }) }

    @Test func everyStatusAndVisibilityOccurs() {
        #expect(
            values("status") == [
                "queued", "saving", "uploading", "importing", "active", "deactivated", "killed", "deleted",
                "pending_delete",
            ])
        #expect(values("visibility") == ["public", "private", "shared", "community"])
        for key in ["protected", "os_hidden"] { #expect(Set(images.compactMap { $0[key] as? Bool }) == [true, false]) }
        #expect(values("owner").count > 4)
    }

    @Test func bothFamiliesOfAttributesOccur() {
        #expect(values("__platform").isSuperset(of: ["Ubuntu", "Windows", "RedHat", "Debian", "EulerOS"]))
        #expect(values("__os_type") == ["Linux", "Windows", "Other"])
        #expect(values("__imagetype") == ["gold", "private", "shared", "market"])
        #expect(values("os_distro").isSuperset(of: ["ubuntu", "windows", "rhel", "debian"]))
        #expect(values("os_type").isSuperset(of: ["linux", "windows"]))
        #expect(values("architecture") == ["x86_64", "aarch64"])
        #expect(values("image_type") == ["snapshot", "backup"])
        #expect(values("disk_format").isSuperset(of: ["zvhd2", "qcow2", "raw", "vmdk", "iso"]))
        #expect(values("hw_firmware_type") == ["bios", "uefi"])
        #expect(images.contains { $0["__whole_image"] != nil })
    }

    /// Attributes of SCS-0102 on some public images, and imports that run or have failed.
    @Test func promisesAndImportsOccur() {
        #expect(
            values("replace_frequency").isSuperset(of: [
                "yearly", "quarterly", "monthly", "weekly", "daily", "never", "critical_bug",
            ]))
        #expect(values("provided_until").isSuperset(of: ["none", "notice"]))
        let dates = values("provided_until").subtracting(["none", "notice"]).sorted()
        #expect(dates.count > 10 && dates.allSatisfy { $0.count == 10 })
        // 2026-11-18 is the day of the cloud's start.
        #expect(dates.first ?? "" < "2026-11-18" && dates.last ?? "" > "2026-11-18")
        #expect(Set(values("image_build_date").map(\.count)) == [10, 16, 19])
        #expect(values("os_purpose").isSuperset(of: ["generic", "minimal", "k8snode", "gpu", "network", "custom"]))
        let promising = images.filter { $0["replace_frequency"] != nil }
        #expect(promising.allSatisfy { $0["visibility"] as? String == "public" && $0["provided_until"] != nil })
        for image in promising {
            let built = image["image_build_date"] as? String ?? ""
            let created = image["created_at"] as? String ?? ""
            #expect(!built.isEmpty && built.prefix(10) <= created.prefix(10))
        }
        #expect(values("os_glance_failed_import") == ["", "fast"])
        #expect(values("os_glance_importing_to_stores").contains("ceph"))
        #expect(values("name").contains { $0.hasSuffix("old") } && values("name").contains { $0.hasSuffix("-prev") })
    }

    @Test func flagsAreTrueOrModels() {
        let flags = Set(images.flatMap(\.keys).filter { $0.hasPrefix("__support_") })
        #expect(
            flags.isSuperset(of: [
                "__support_kvm", "__support_xen", "__support_arm", "__support_largememory", "__support_fc_inject",
                "__support_kvm_fpga_type", "__support_xen_gpu_type", "__support_agent_list",
            ]))
        #expect(values("__support_kvm").isSuperset(of: ["true", "false"]))
        #expect(values("__support_kvm_gpu_type").contains { $0.contains(",") })
        let pairs = Set(
            flags.flatMap { flag in values(flag).flatMap { $0.split(separator: ",").map { "\(flag)=\($0)" } } })
        // More than the 100 that a label's families keep.
        #expect(pairs.count > 110)
    }

    @Test func sizesAreToldAsEachFamilyDoes() {
        let service = images.filter { $0["__isregistered"] != nil }
        let placeholders: Set<String> = ["d41d8cd98f00b204e9800998ecf8427e", "99914b932bd37a50b983c5e7c90ae93b"]
        #expect(Set(service.compactMap { $0["checksum"] as? String }) == placeholders)
        #expect(Set(service.compactMap { $0["size"] as? Int }) == [0, 2])
        let sizes = service.compactMap { $0["__image_size"] as? String }.compactMap(Int.init)
        #expect(sizes.count > 100 && sizes.allSatisfy { $0 >= 64 << 20 })
        #expect(service.contains { $0["status"] as? String == "active" && $0["__image_size"] == nil })
        let stock = images.filter { $0["__isregistered"] == nil }
        #expect(stock.contains { $0["size"] is NSNull } && stock.contains { $0["size"] is Int })
    }

    @Test func oddOnesOccur() {
        #expect(images.contains { $0["name"] is NSNull })
        #expect(values("name").contains { $0.contains("\"") && $0.contains("\\") })
        #expect(values("name").contains { $0.contains("\n") })
        #expect(values("name").contains { $0.contains("образ") })
        #expect(images.contains { $0["__os_bit"] is Int || $0["size"] is String })
    }

    /// The keys that a real Glance 25.1 gives for every image.
    @Test func everyImageHasWhatGlanceGivesEach() {
        let keys = [
            "name", "disk_format", "container_format", "visibility", "size", "virtual_size", "status", "checksum",
            "protected", "min_ram", "min_disk", "owner", "os_hidden", "id", "created_at", "updated_at", "tags", "self",
            "file", "schema",
        ]
        for image in images { #expect(keys.filter { image[$0] == nil } == []) }
        #expect(images.filter { $0["__isregistered"] == nil }.allSatisfy { $0["os_hash_value"] != nil })
        for image in images {
            let id = image["id"] as? String ?? ""
            #expect(UUID(uuidString: id) != nil && image["self"] as? String == "/v2/images/\(id)")
        }
    }

    @Test func attributesStayWhenTheStatusChanges() throws {
        let identifier = DemoIdentifier(seed: 1)
        for number in 0..<200 as Range<UInt32> {
            let traits = DemoTraits(seed: 1, number: number)
            let queued = DemoImage(number: number, status: .queued, created: 0, updated: 0)
            let active = DemoImage(number: number, status: .active, created: 0, updated: 0)
            let before = DemoProperty.all(of: queued, traits, identifier).map { "\($0.name)=\($0.value)" }
            let after = DemoProperty.all(of: active, traits, identifier).map { "\($0.name)=\($0.value)" }
            let changing = ["__image_size=", "image_state="]
            func lasting(_ list: [String]) -> [String] {
                list.filter { item in !changing.contains { item.hasPrefix($0) } }
            }
            #expect(lasting(before) == lasting(after))
        }
    }

    @Test func idsAreMadeBackIntoNumbers() {
        let identifier = DemoIdentifier(seed: 7)
        for number in [0, 1, 499, 0xdead_beef, UInt32.max] {
            let id = String(decoding: identifier.image(number), as: UTF8.self)
            #expect(identifier.number(of: id) == number)
            #expect(identifier.number(of: id.uppercased()) == number)
            #expect(identifier.number(of: id.dropLast() + "g") == nil)
            #expect(DemoIdentifier(seed: 8).number(of: id) == nil)
        }
    }

    @Test func textIsEscaped() throws {
        let text = "\"\\/\u{0}\u{1f}\u{7f}\n\r\t\u{2028}é🪐"
        var json = JSONWriter()
        json.object { json in
            json.field(text, text)
            json.array("a") { json in
                json.field(nil, 1)
                json.field(nil, false)
                json.field(nil, nil as String?)
                json.object { _ in }
            }
        }
        let object = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? NSDictionary
        #expect(object == [text: text, "a": [1, false, NSNull(), [:] as NSDictionary] as [Any]] as NSDictionary)
    }
}
