import ServiceLifecycle
import UnixSignals

/// Reloads at each SIGHUP until the program is asked to end.
struct ReloadService: Service {
    let reloader: Reloader
    let manager: ServiceNotification

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals { await manager.whileReloading { _ = await reloader.reload() } }
        }
    }
}
