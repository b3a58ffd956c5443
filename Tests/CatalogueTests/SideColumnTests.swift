import Testing

@testable import Catalogue

@Suite struct SideColumnTests {
    /// Positions at both sides of the parts' ends, in any order.
    @Test func numbersStayAtTheirPositions() {
        var random = Seeded(state: 7)
        var column = SideColumn<UInt32>()
        var naive: [Int: UInt32] = [:]
        let positions = [0, 1, 4094, 4095, 4096, 4097, 8191, 8192, 20_000]
        for _ in 0..<500 {
            let position = positions.randomElement(using: &random) ?? 0
            let number = UInt32.random(in: 0...2, using: &random)
            column[position] = number
            naive[position] = number
            #expect(positions.allSatisfy { column[$0] == naive[$0] ?? 0 })
        }
        #expect(column[1_000_000] == 0)
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 9000]) func whatIsCutOffIsForgotten(count: Int) {
        var column = SideColumn<UInt16>()
        for position in 0..<9000 { column[position] = 5 }
        column.truncate(count)
        for position in 0..<9001 where column[position] != (position < count ? 5 : 0) {
            Issue.record("\(position)")
            return
        }
        column[8999] = 6
        #expect(column[8998] == (count > 8998 ? 5 : 0))
        #expect(column[8999] == 6)
    }
}
