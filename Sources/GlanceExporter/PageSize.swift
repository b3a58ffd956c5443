/// How many images a page is asked for, as a machine: how polls went goes in. Where a page was too much for the image API
/// the next poll asks for less, and after a while for more again.
struct PageSize: Sendable {
    /// The least that a size is lowered to.
    static let least = 100
    /// Whole polls in a row after which more is asked for; twice as many each time that this was too much again.
    static let polls = 10...160

    private let configured: Int
    private(set) var current: Int
    /// Whole polls since the size last changed.
    private var wholePolls = 0
    private var patience = Self.polls.lowerBound
    /// The size was raised, and that has not yet been too much.
    private var isTried = false

    init(_ configured: Int) {
        self.configured = configured
        current = configured
    }

    /// The poll failed at a page that took too long or was too large; true where the next one asks for less.
    mutating func pageWasTooMuch() -> Bool {
        if isTried { patience = min(patience * 2, Self.polls.upperBound) }
        (isTried, wholePolls) = (false, 0)
        let before = current
        current = min(current, max(Self.least, current / 2))
        return current < before
    }

    /// The poll was whole; true where the next one asks for more.
    mutating func pollWasWhole() -> Bool {
        guard current < configured else {
            // What was tried has proved itself.
            wholePolls += isTried ? 1 : 0
            if wholePolls == patience { (isTried, wholePolls, patience) = (false, 0, Self.polls.lowerBound) }
            return false
        }
        wholePolls += 1
        guard wholePolls == patience else { return false }
        (isTried, wholePolls) = (true, 0)
        current = min(configured, current * 2)
        return true
    }
}
