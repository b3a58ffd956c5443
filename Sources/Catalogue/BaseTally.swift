/// The running sums of one base tuple.
struct BaseTally {
    private(set) var images = 0
    private var size: UInt128 = 0
    private var withoutSize = 0
    private var oldestCreated = UInt32.max
    private var newestCreated: UInt32 = 0
    private var oldestUpdated = UInt32.max
    private var newestUpdated: UInt32 = 0

    /// Counts one image; times are usable ones, or 0.
    @inline(__always)
    mutating func add(size: UInt64, created: UInt32, updated: UInt32) {
        images &+= 1
        if size == Record.noSize {
            withoutSize &+= 1
        } else {
            self.size &+= UInt128(size)
        }
        if created != 0 {
            oldestCreated = min(oldestCreated, created)
            newestCreated = max(newestCreated, created)
        }
        if updated != 0 {
            oldestUpdated = min(oldestUpdated, updated)
            newestUpdated = max(newestUpdated, updated)
        }
    }

    /// The sums as the census shows them.
    func base(_ status: ImageStatus, _ visibility: ImageVisibility, isForeign: Bool) -> Census.Base {
        let hasCreated = newestCreated != 0
        return Census.Base(
            status: status, visibility: visibility, isForeign: isForeign, images: images, size: size,
            withoutSize: withoutSize,
            oldestCreated: hasCreated ? oldestCreated : nil, newestCreated: hasCreated ? newestCreated : nil,
            oldestUpdated: newestUpdated == 0 ? nil : oldestUpdated,
            newestUpdated: newestUpdated == 0 ? nil : newestUpdated)
    }
}
