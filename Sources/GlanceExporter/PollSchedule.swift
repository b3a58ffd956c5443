/// When a cloud's next poll starts: on a grid of `interval`, skipping the ticks that a poll overran, and leaving the
/// cloud alone for at least half as long as the last poll took. Times are since any one origin.
struct PollSchedule {
    let interval: Duration
    /// The grid's point that the running poll belongs to.
    private var tick: Duration

    init(interval: Duration, firstPoll: Duration) {
        self.interval = interval
        tick = firstPoll
    }

    /// A poll ended; the time at which the next one starts.
    mutating func pollEnded(started: Duration, ended: Duration) -> Duration {
        let earliest = ended + (ended - started) / 2
        let overdue = (earliest - tick).attoseconds
        let step = interval.attoseconds
        let ticks = max(1, (overdue + step - 1) / step)
        tick += Duration(attoseconds: ticks * step)
        return tick
    }
}
