import ServiceLifecycle
import UnixSignals

/// Reloads at each SIGHUP until the program is asked to end.
struct ReloadService: Service {
    let reloader: Reloader

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals { _ = await reloader.reload() }
        }
    }
}
