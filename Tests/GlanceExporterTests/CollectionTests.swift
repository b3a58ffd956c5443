import Testing

@testable import GlanceExporter

@Suite struct CollectionTests {
    private func text(_ collection: Collection) -> [String] {
        String(decoding: collection.text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func aWholePollIsWrittenWithoutWhatLivesLonger() async {
        let bench = Bench()
        bench.cloud.script { $0.list = { target, _ in ScriptedCloud.page([(1, "active")]) } }
        await bench.poller.poll()
        let collection = Collection(bench.board)
        #expect(collection.isWhole)
        let lines = text(collection)
        #expect(lines.contains(#"glance_images{cloud="c",status="active",visibility="public"} 1"#))
        #expect(lines.contains(#"glance_up{cloud="c"} 1"#))
        #expect(lines.filter { $0.hasPrefix("glance_exporter_") }.count == 1)
        #expect(lines.contains { $0.hasPrefix("glance_exporter_build_info{version=") })
        let kinds = Set(lines.filter { $0.hasPrefix("# TYPE ") }.compactMap { $0.split(separator: " ").last })
        #expect(kinds == ["gauge"])
        let names = lines.filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != "{" && $0 != " " } }
        #expect(!names.contains { $0.hasPrefix("process_") || $0.hasSuffix("_total") })
    }

    @Test func whatIsKnownIsWrittenWhereACloudDidNotAnswer() async {
        let bench = Bench()
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(500) } }
        await bench.poller.poll()
        let collection = Collection(bench.board)
        #expect(!collection.isWhole)
        #expect(text(collection).contains(#"glance_up{cloud="c"} 0"#))
        #expect(!text(collection).contains { $0.hasPrefix("glance_images") })
    }
}
