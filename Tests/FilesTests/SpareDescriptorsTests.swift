import Testing

@testable import Files

@Suite struct SpareDescriptorsTests {
    @Test(arguments: [
        (959, 1, 1024, false), (960, 1, 1024, true), (895, 2, 1024, false), (896, 2, 1024, true),
        (13, 1, 16, false), (14, 1, 16, true), (11, 2, 16, false), (12, 2, 16, true), (1_000_000, 2, .max, false),
    ]) func areWhatIsLeftOfTheLimit(descriptor: Int32, reserves: Int, limit: Int, isReached: Bool) {
        #expect(
            SpareDescriptors.areAllThatIsLeft(beside: descriptor, reserves: reserves, limit: limit) == isReached)
    }

    /// The tests' own process has many left.
    @Test func areNotTouchedHere() {
        #expect(!SpareDescriptors.areAllThatIsLeft(reserves: 1))
    }
}
