import NIOCore

/// One deadline that moves: putting it off costs nothing, as the task that runs too early schedules itself again.
final class DeadlineTimer {
    private let eventLoop: any EventLoop
    private let passed: () -> Void
    private var deadline: NIODeadline?
    private var task: (scheduled: Scheduled<Void>, at: NIODeadline)?

    /// `passed` is called on the event loop, once for every deadline that is reached.
    init(on eventLoop: any EventLoop, passed: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.passed = passed
    }

    /// Replaces the deadline.
    func arm(_ time: TimeAmount) {
        let deadline = eventLoop.now + time
        self.deadline = deadline
        if let task {
            guard deadline < task.at else { return }
            task.scheduled.cancel()
        }
        schedule(deadline)
    }

    func stop() {
        deadline = nil
        task?.scheduled.cancel()
        task = nil
    }

    private func schedule(_ deadline: NIODeadline) {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let scheduled = eventLoop.scheduleTask(deadline: deadline) { bound.value.fired() }
        task = (scheduled, deadline)
    }

    private func fired() {
        task = nil
        guard let deadline else { return }
        if deadline > eventLoop.now {
            schedule(deadline)
        } else {
            self.deadline = nil
            passed()
        }
    }
}
