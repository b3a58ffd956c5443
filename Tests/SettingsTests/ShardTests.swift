import Testing

@testable import Settings

@Suite struct ShardTests {
    @Test(arguments: ["", "1", "0/1", "2/1", "1/0", "1/1001", "-1/2", "1/2/3", "a/b", "1/ 2", "+1/2", "١/٢"])
    func whatIsNoShareIsRefused(text: String) {
        #expect(Shard(text) == nil)
        #expect(
            throws: SettingsError("--shard: \"\(text)\" is not i/n with n up to 1000 and i from 1 to n"),
            performing: { try Settings(flags: [.shard: [text]], environment: [:]) })
    }

    @Test func everyCloudIsInExactlyOneShare() throws {
        for count in [1, 2, 3, 10, 1000] {
            let shards = (1...count).compactMap { Shard("\($0)/\(count)") }
            #expect(shards.count == count)
            for number in 0..<200 {
                #expect(shards.filter { $0.contains("cloud-\(number)") }.count == 1)
            }
        }
    }

    /// FNV-1a's published test values: "" and "a" and "foobar".
    @Test(
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ] as [(String, UInt64)])
    func theHashIsTheSameEverywhere(text: String, hash: UInt64) {
        #expect(CloudHash.of(text) == hash)
        #expect((0.0..<1.0).contains(CloudHash.fraction(of: text)))
    }
}
