import Testing

@testable import HTTPClient

@Suite struct TransferWatchTests {
    private let start = ContinuousClock.now
    private let limits: TransferLimits = {
        var limits = TransferLimits()
        limits.connect = .seconds(10)
        limits.firstByte = .seconds(60)
        limits.stall = .seconds(30)
        limits.total = .seconds(600)
        return limits
    }()

    /// Times in seconds from the start.
    private func look(
        _ watch: inout TransferWatch, _ phase: TransferPhase, at now: Double, sent: Double? = nil, active: Double = 0,
        received: Int = 0
    ) -> TransferWatch.Action {
        watch.progressed(
            .init(
                phase: phase, sent: sent.map { start + .seconds($0) }, lastActivity: start + .seconds(active),
                received: received), at: start + .seconds(now))
    }

    private func expect(
        _ wanted: TransferWatch.Action, _ action: TransferWatch.Action, at place: SourceLocation = #_sourceLocation
    ) {
        #expect(action == wanted, sourceLocation: place)
    }

    private func watch(begun: Double = 0) -> TransferWatch {
        TransferWatch(limits, asked: start, begun: start + .seconds(begun))
    }

    private func at(_ seconds: Double) -> TransferWatch.Action { .look(at: start + .seconds(seconds)) }

    @Test(arguments: [TransferPhase.lookup, .connect]) func connectingIsBounded(_ phase: TransferPhase) {
        var watch = watch(begun: 2)
        expect(at(12), look(&watch, phase, at: 2))
        expect(at(12), look(&watch, phase, at: 11.999))
        expect(.giveUp(.connect), look(&watch, phase, at: 12))
    }

    @Test func theFirstByteIsBoundedFromTheRequestsEnd() {
        var watch = watch()
        expect(at(40), look(&watch, .waiting, at: 10, sent: 4))
        expect(at(64), look(&watch, .waiting, at: 63.999, sent: 4))
        expect(.giveUp(.firstByte), look(&watch, .waiting, at: 64, sent: 4))
    }

    @Test func aPhaseThatBeginsBetweenTwoLooksIsSeenInTime() {
        var limits = limits
        limits.connect = .seconds(100)
        limits.firstByte = .seconds(1)
        var watch = TransferWatch(limits, asked: start, begun: start)
        expect(at(1), look(&watch, .connect, at: 0))
        expect(at(1.5), look(&watch, .waiting, at: 1, sent: 0.5))
        expect(.giveUp(.firstByte), look(&watch, .waiting, at: 1.5, sent: 0.5))
    }

    @Test func silenceIsBoundedFromTheLastByte() {
        var watch = watch()
        expect(at(35), look(&watch, .receiving, at: 5, active: 5, received: 100))
        expect(at(64), look(&watch, .receiving, at: 35, active: 34, received: 90_000))
        expect(at(64), look(&watch, .receiving, at: 63.999, active: 34, received: 90_000))
        expect(.giveUp(.stall), look(&watch, .receiving, at: 64, active: 34, received: 90_000))
    }

    @Test(arguments: [(29, true), (30, false)]) func aTrickleIsBounded(_ bytes: Int, _ isTooSlow: Bool) {
        var watch = watch()
        expect(at(35), look(&watch, .receiving, at: 5, active: 5, received: 100))
        let action = look(&watch, .receiving, at: 35, active: 35, received: 100 + bytes)
        #expect(action == (isTooSlow ? .giveUp(.stall) : at(65)))
    }

    @Test func theWholeIsBoundedFromTheRequest() {
        var watch = watch(begun: 100)
        expect(at(600), look(&watch, .receiving, at: 599, active: 599, received: 10))
        expect(.giveUp(.total), look(&watch, .receiving, at: 600, active: 600, received: 10_000))
    }
}
