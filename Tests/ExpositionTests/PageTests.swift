import Synchronization
import Testing

@testable import Exposition

@Suite struct PageTests {
    private static let families = [
        Family("x_images", .gauge, help: "Images."), Family("x_none", .gauge, help: "None."),
        Family("x_polls_total", .counter, help: "Polls."),
    ]
    private let page = Page(families: families) { $0 }

    private func text(tail: String = "") -> String {
        String(decoding: page.answer(ExpositionRequest(), tail: [UInt8](tail.utf8)).whole, as: UTF8.self)
    }

    private func publish(_ cloud: String, images: Int?, polls: Int) {
        let values = [images, nil, polls]
        let lines = zip(Self.families, values).map { family, value in
            TextFormat.lines(
                family, constant: [Label("cloud", cloud)],
                samples: value.map { [Sample([], .integer(Int128($0)))] } ?? [])
        }
        page.publish(cloud: cloud, lines: lines)
    }

    private static let two = """
        # HELP x_images Images.
        # TYPE x_images gauge
        x_images{cloud="a"} 1
        x_images{cloud="b"} 2
        # HELP x_polls_total Polls.
        # TYPE x_polls_total counter
        x_polls_total{cloud="a"} 3
        x_polls_total{cloud="b"} 4

        """

    /// What only a configuration knows stands behind the rest, each family once.
    @Test func familiesOfACloudsOwnAreJoined() {
        let own = Family("x_own", .gauge, help: "Own.")
        func lines(_ cloud: String, _ value: Int?) -> [FamilyLines] {
            let samples = value.map { [Sample([], .integer(Int128($0)))] } ?? []
            return [FamilyLines(own, TextFormat.lines(own, constant: [Label("cloud", cloud)], samples: samples))]
        }
        page.publish(cloud: "b", lines: [], own: lines("b", 2))
        page.publish(cloud: "a", lines: [], own: lines("a", 1))
        page.publish(cloud: "c", lines: [], own: lines("c", nil))
        #expect(
            text() == """
                # HELP x_own Own.
                # TYPE x_own gauge
                x_own{cloud="a"} 1
                x_own{cloud="b"} 2

                """)
        func answer(_ names: Set<String>) -> String {
            String(decoding: page.answer(ExpositionRequest(names: names), tail: []).whole, as: UTF8.self)
        }
        #expect(answer(["x_own"]) == text())
        #expect(answer(["x_images"]) == "")
        page.publish(cloud: "b", lines: [])
        page.withdraw(cloud: "a")
        #expect(text() == "")
    }

    @Test func cloudsStandInNameOrderWithinAFamilyAndEmptyFamiliesAreLeftOut() {
        #expect(text(tail: "tail\n") == "tail\n")
        publish("b", images: 2, polls: 4)
        publish("a", images: 1, polls: 3)
        #expect(text(tail: "tail\n") == Self.two + "tail\n")
    }

    @Test func theSameStateGivesTheSameBytesWhateverCameBefore() {
        publish("c", images: 9, polls: 9)
        publish("a", images: nil, polls: 0)
        #expect(!text().contains("x_images{cloud=\"a\"}"))
        publish("b", images: 2, polls: 4)
        publish("a", images: 1, polls: 3)
        page.withdraw(cloud: "c")
        #expect(text() == Self.two)
        let compressed = page.answer(ExpositionRequest(encoding: .gzip), tail: [1])
        let other = PageTests()
        other.publish("a", images: 1, polls: 3)
        other.publish("b", images: 2, polls: 4)
        #expect(other.page.answer(ExpositionRequest(encoding: .gzip), tail: [1]) == compressed)
    }

    @Test func joinsAtTheFirstAnswerAfterAChangeOnly() {
        #expect(!page.isJoined())
        for index in 0..<200 {
            publish("cloud-\(index)", images: index, polls: 1)
            #expect(!page.isJoined())
        }
        #expect(text().split(separator: "\n").count == 404)
        #expect(page.isJoined())
        #expect(!page.isJoined(.text, .gzip))
        _ = page.answer(ExpositionRequest(encoding: .gzip), tail: [])
        #expect(page.isJoined() && page.isJoined(.text, .gzip))
        page.withdraw(cloud: "cloud-7")
        #expect(!page.isJoined() && !page.isJoined(.text, .gzip))
        #expect(text().split(separator: "\n").count == 402)
    }

    @Test func onlyTheTailIsMadeAtEachAnswer() {
        let made = Mutex(0)
        let page = Page(families: Self.families) { bytes in
            made.withLock { $0 += 1 }
            return bytes
        }
        page.publish(cloud: "a", lines: [[UInt8]("x_images 1\n".utf8)])
        for encoding in ContentEncoding.allCases {
            let request = ExpositionRequest(encoding: encoding)
            let answers = (0..<3).map { page.answer(request, tail: [UInt8($0)]) }
            #expect(Set(answers.map(\.kept)).count == 1 && answers[0].kept != nil)
            #expect(Set(answers.map(\.fresh)).count == 3)
        }
        #expect(made.withLock { $0 } == 2)
    }

    @Test func openMetricsHasItsOwnMetadataAndTheSameLines() {
        publish("a", images: 1, polls: 3)
        let request = ExpositionRequest(format: .openMetrics)
        let text = String(decoding: page.answer(request, tail: ExpositionFormat.openMetrics.end).whole, as: UTF8.self)
        #expect(
            text == """
                # HELP x_images Images.
                # TYPE x_images gauge
                x_images{cloud="a"} 1
                # HELP x_polls Polls.
                # TYPE x_polls counter
                x_polls_total{cloud="a"} 3
                # EOF

                """)
        #expect(page.isJoined(.openMetrics))
        #expect(!page.isJoined(.text))
    }

    @Test(arguments: [(["x_polls_total"], 3), (["x_polls"], 3), (["x_images", "x_polls_total"], 6), (["x"], 0)])
    func familiesAreChosenByName(names: [String], lines: Int) {
        publish("a", images: 1, polls: 3)
        for format in ExpositionFormat.allCases {
            let request = ExpositionRequest(format: format, names: Set(names))
            let text = String(decoding: page.answer(request, tail: []).whole, as: UTF8.self)
            #expect(text.split(separator: "\n").count == lines)
            #expect(!page.isJoined(format))
        }
    }

    @Test func oneCloudAlone() {
        publish("a", images: 1, polls: 3)
        publish("b", images: 2, polls: 4)
        func text(_ cloud: String) -> String {
            String(decoding: page.answer(ExpositionRequest(cloud: cloud), tail: []).whole, as: UTF8.self)
        }
        #expect(text("b").split(separator: "\n").count == 6)
        #expect(text("b").contains("x_images{cloud=\"b\"} 2") && !text("b").contains("cloud=\"a\""))
        #expect(text("c").isEmpty)
    }

    @Test func aCloudWithFewerLinesLacksTheRest() {
        page.publish(cloud: "a", lines: [[UInt8]("x_images 1\n".utf8)])
        #expect(text() == "# HELP x_images Images.\n# TYPE x_images gauge\nx_images 1\n")
    }

    @Test func publishingAndAnsweringAtOnceGivesWholePages() async {
        let whole = await withTaskGroup(of: Bool.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<200 { publish("cloud-\(worker)", images: round, polls: round) }
                    return true
                }
                group.addTask {
                    (0..<200).allSatisfy { _ in
                        // Both lines of a cloud come from the same publication.
                        let lines = text().split(separator: "\n").filter { !$0.hasPrefix("#") }
                        let values = Dictionary(grouping: lines) { $0.split(separator: "\"")[1] }
                        return values.values.allSatisfy { Set($0.map { $0.split(separator: " ")[1] }).count == 1 }
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(whole)
    }
}
