/// The sample lines of a family that only a configuration knows.
package struct FamilyLines: Sendable, Equatable {
    package var family: Family
    /// Empty where absent.
    package var lines: [UInt8]

    package init(_ family: Family, _ lines: [UInt8]) {
        self.family = family
        self.lines = lines
    }

    /// Every family of these clouds once, with the lines of all; families without lines are left out. While a changed
    /// configuration is taken over, two clouds may have a family of one name: the first one's description stands for both.
    package static func joined(_ clouds: [[FamilyLines]]) -> [FamilyLines] {
        var joined: [FamilyLines] = []
        for own in clouds.joined() where !own.lines.isEmpty {
            if let place = joined.firstIndex(where: { $0.family.name == own.family.name }) {
                joined[place].lines += own.lines
            } else {
                joined.append(own)
            }
        }
        return joined
    }
}
