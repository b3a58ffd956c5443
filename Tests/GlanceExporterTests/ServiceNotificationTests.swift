import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct ServiceNotificationTests {
    private final class Manager: Sendable {
        let heard = Mutex<[String]>([])
    }

    private let manager = Manager()
    private let notification: ServiceNotification

    init() {
        let manager = manager
        notification = ServiceNotification { text in
            let words = text.split(separator: "=").dropLast(text.contains("USEC") ? 1 : 0).joined(separator: "=")
            manager.heard.withLock { $0.append(words) }
        }
    }

    private var heard: [String] { manager.heard.withLock { $0 } }

    @Test func eachStateIsToldOnce() {
        notification.ready()
        notification.ready()
        notification.stopping()
        notification.stopping()
        notification.ready()
        #expect(heard == ["READY=1", "STOPPING=1"])
    }

    @Test func aReloadIsToldWhileTheProgramServes() async {
        notification.ready()
        await notification.whileReloading { #expect(heard.last == "RELOADING=1\nMONOTONIC_USEC") }
        #expect(heard == ["READY=1", "RELOADING=1\nMONOTONIC_USEC", "READY=1"])
    }

    @Test func aReloadBeforeTheProgramServesDoesNotSayThatItDoes() async {
        await notification.whileReloading { notification.ready() }
        #expect(heard == ["READY=1"])
    }

    @Test func aReloadThatTheEndOvertakesIsNotTheLastWord() async {
        notification.ready()
        await notification.whileReloading { notification.stopping() }
        await notification.whileReloading {}
        #expect(heard == ["READY=1", "RELOADING=1\nMONOTONIC_USEC", "STOPPING=1"])
    }

    @Test(
        arguments: [
            (nil, false), ("", false), ("/", false), ("@", false), ("relative", false), ("vsock:2:1234", false),
            ("/run/x", true), ("@x", true), ("/" + String(repeating: "x", count: 106), true),
            ("/" + String(repeating: "x", count: 107), false),
        ] as [(String?, Bool)])
    func anAddressIsAPathOrAnAbstractName(path: String?, isOne: Bool) {
        var environment: [String: String] = [:]
        environment["NOTIFY_SOCKET"] = path
        #expect((NotifySocket(environment) != nil) == isOne)
    }

    @Test func aManagerThatIsNotThereIsNoConcern() {
        NotifySocket(["NOTIFY_SOCKET": "/nonexistent/socket"])?.send("READY=1")
    }
}
