/// The images that were there before the cloud began to live: years of them, most of them well, some left behind in
/// every status for hours, days and weeks. Nothing is stored; an image follows from its number.
struct SettledImages: Sendable {
    /// Seconds that they are spread over, the more the later.
    static let past = 3 * 365 * 86_400
    /// Images that hang are at most so old, in seconds.
    private static let longestHang = 60 * 86_400
    /// Every twelfth recent image hangs, in a large cloud fewer.
    private static let nearestTroubles = 12

    let seed: UInt64
    let count: Int
    /// All are older than this, in Unix seconds.
    let end: Int

    /// The image of a number below `count`.
    func image(_ number: UInt32) -> DemoImage {
        let back = count - Int(number)
        let share = Double(back) / Double(count)
        let age = Int(Double(Self.past) * share * share * share)
        let created = end - 1 - age
        let status = status(back, age: age)
        var chance = Chance(seed: seed ^ 0x5E77_1ED, number: UInt64(number))
        let busy =
            switch status {
            case .queued, .saving, .uploading, .importing: chance.below(20)
            case .killed: chance.within(30...900)
            case .active: chance.within(20...7200)
            case .deactivated, .deleted, .pendingDelete: chance.below(max(1, age))
            }
        return DemoImage(number: number, status: status, created: created, updated: min(end - 1, created + busy))
    }

    /// The `back`th image before the end; by turns, so that no status is missing by chance.
    private func status(_ back: Int, age: Int) -> DemoImage.Status {
        let spacing = max(Self.nearestTroubles, count / 2000)
        let hanging: [DemoImage.Status] = [.queued, .saving, .uploading, .importing, .pendingDelete]
        if back % spacing == 0, age < Self.longestHang { return hanging[back / spacing % hanging.count] }
        if back % (2 * spacing) == 7 { return .killed }
        if back % (3 * spacing) == 3 { return .deactivated }
        if back % (5 * spacing) == 11 { return .deleted }
        return .active
    }
}
