import Foundation
import ImageAPI
import TestSupport
import Testing

@testable import GlanceExporter

/// Each parameter of the image list page, as it leaves the machine.
@Suite struct FilterWireTests {
    static let ims = [
        ("__isregistered", "true"), ("__imagetype", "gold"), ("protected", "true"), ("visibility", "public"),
        ("owner", "0a1b"), ("id", "x"), ("status", "queued"), ("name", "a b+c&d=e"), ("container_format", "bare"),
        ("disk_format", "zvhd2"), ("min_ram", "1024"), ("min_disk", "40"), ("__os_bit", "64"),
        ("__platform", "Oracle Linux"), ("__os_type", "Linux"), ("tag", "a.b"), ("__support_kvm", "true"),
        ("__support_xen", "true"), ("__support_largememory", "true"), ("__support_diskintensive", "true"),
        ("__support_highperformance", "true"), ("__support_xen_gpu_type", "M60_vGPU"),
        ("__support_kvm_gpu_type", "V100_vGPU"), ("__support_xen_hana", "true"),
        ("__support_kvm_infiniband", "true"), ("created_at", "gt:2026-01-01T00:00:00Z"),
        ("updated_at", "lte:2026-02-28T23:59:59Z"),
    ]

    static let glance = [
        ("visibility", "community"), ("status", "in:queued,saving"), ("id", "in:a,b"), ("name", "a b+c&d=e"),
        ("disk_format", "vmdk"), ("container_format", "ova"), ("os_hidden", "true"), ("min_disk", "0"),
        ("size_min", "9223372036854775807"), ("size_max", "0"), ("created_at", "gte:2026-01-01T00:00:00Z"),
        ("tag", "x"), ("owner", "p2"), ("protected", "false"), ("min_ram", "1"),
        ("updated_at", "eq:2026-01-01T00:00:00Z"),
    ]

    /// Every request of the walks says it once, and nothing else of that name.
    private func expectOnTheWire(_ name: String, _ value: String, _ shape: FakeCloud.Shape) async throws {
        var listing = ListingSettings.with(shape == .glance ? .glance : .ims)
        listing.filter = try ListingFilter([QueryItem(name, value)], in: shape == .glance ? .glance : .ims)
        let image = shape == .glance ? FakeImage.glance(1) : .ims(1, "gold")
        try await PolledCloud.with(shape, [image], listing) { polled in
            // What the fake makes of a parameter is not the matter; an ims is looked at first, without a filter.
            let looked = polled.cloud.listing("/v2/images?limit=1")
            polled.cloud.fault { ask in
                guard ask.isList else { return nil }
                return [ask.target.contains(name + "=") ? .json(#"{"images":[]}"#) : .json(looked.status, looked.body)]
            }
            await polled.poller.poll()
            #expect(polled.isUp, "\(name)")
            let items = polled.cloud.targets.map { target in
                URLComponents(string: target)?.queryItems?.filter { $0.name == name }.map(\.value) ?? []
            }
            let walks = shape == .glance ? items : Array(items.dropFirst())
            #expect(!walks.isEmpty && walks.allSatisfy { $0 == [value] }, "\(name): \(polled.cloud.targets)")
        }
    }

    @Test(arguments: ims) func aParameterOfIMSIsSentAsWritten(name: String, value: String) async throws {
        try await expectOnTheWire(name, value, .ims)
    }

    @Test(arguments: glance) func aParameterOfGlanceIsSentAsWritten(name: String, value: String) async throws {
        try await expectOnTheWire(name, value, .glance)
    }
}
