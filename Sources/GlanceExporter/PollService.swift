import ServiceLifecycle

/// Runs the fleet until the program is asked to end.
struct PollService: Service {
    let fleet: Fleet

    func run() async { await cancelWhenGracefulShutdown { await fleet.run() } }
}
