import Catalogue
import Metrics
import Testing

@Suite struct MemberStatusTests {
    private func lines(_ images: [PlainImage], _ shares: UnacceptedShares?) -> [String] {
        var census = Catalogue().poll(images)
        census.unacceptedShares = shares
        return CatalogueFamilies.lines("glance_images_by_member_status", census)
    }

    private let none = UnacceptedShares(pending: [], rejected: [])

    @Test func allThreeAreThereFromZero() {
        #expect(lines([], none) == ["pending 0", "accepted 0", "rejected 0"])
        let accepted = [
            PlainImage(number: 1, visibility: .shared, isForeign: true), PlainImage(number: 2, visibility: .shared),
        ]
        #expect(lines(accepted, none) == ["pending 0", "accepted 1", "rejected 0"])
    }

    @Test func theFamilyIsAbsentWhereNothingIsKnownOrTheRoleSeesAll() {
        #expect(lines([], nil).isEmpty)
        #expect(lines([PlainImage(number: 1, visibility: .private, isForeign: true)], none).isEmpty)
    }
}
