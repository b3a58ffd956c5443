import Testing

@testable import GlanceExporter

@Suite struct TurnstileTests {
    @Test func soManyGoThroughAtTheSameTime() async {
        let turnstile = Turnstile(places: 2)
        #expect(await turnstile.enter())
        #expect(await turnstile.enter())
        let third = Task { await turnstile.enter() }
        while await turnstile.waitingCount == 0 { await Task.yield() }
        await turnstile.leave()
        #expect(await third.value)
    }

    @Test func whoIsCancelledHasNoPlaceAndTakesNone() async {
        let turnstile = Turnstile(places: 1)
        #expect(await turnstile.enter())
        let impatient = Task { await turnstile.enter() }
        while await turnstile.waitingCount == 0 { await Task.yield() }
        impatient.cancel()
        #expect(await impatient.value == false)
        await turnstile.leave()
        #expect(await turnstile.enter())
    }
}
