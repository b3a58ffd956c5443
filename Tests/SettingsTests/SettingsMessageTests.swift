import Foundation
import Testing

/// What holds for every message.
@Suite struct SettingsMessageTests {
    private let messages =
        SettingsFileErrorTests.messages + CloudSectionErrorTests.messages + InlineCloudErrorTests.messages
        + FilterErrorTests.messages + AggregateErrorTests.messages

    @Test func everyFixtureHasItsMessage() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: SettingsFixtures.directory + "/wrong")
        #expect(files.sorted() == messages.map { $0.fixture + ".yaml" }.sorted())
    }

    @Test func noneShowsASecret() {
        let shown = messages.filter { SettingsFixtures.failure(fixture: $0.fixture).contains("hush") }
        #expect(shown.isEmpty)
    }

    @Test func aFileThatIsNotThereIsNamed() {
        #expect(SettingsFixtures.failure("nowhere.yaml") == "nowhere.yaml: there is no such file")
        #expect(SettingsFixtures.failure("good") == "good: is not a regular file")
    }
}
