import NIOHTTP1
import Testing

@testable import ScrapeServer

@Suite struct ConnectionStateTests {
    private var state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)

    private static func request(_ target: String = "/", _ fields: [(String, String)] = []) -> ScrapeRequest {
        ScrapeRequest(HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: HTTPHeaders(fields)))
    }

    private let first = request("/1")
    private let second = request("/2")
    private let last = request("/last", [("Connection", "close")])

    /// A head without a body, in one piece.
    private mutating func arrived(_ request: ScrapeRequest) -> [ConnectionState.Action] {
        state.bytesArrived(80) + state.headEnded(request) + state.requestEnded() + state.bytesParsed()
    }

    @Test mutating func answersOneRequestAfterTheOther() {
        #expect(state.opened() == [.arm(.head)])
        #expect(arrived(first) == [.arm(.answer), .answer(first, isLast: false)])
        #expect(!state.isReading)
        #expect(state.answerWritten() == [.arm(.idle)])
        #expect(state.isReading)
        #expect(arrived(second) == [.arm(.answer), .answer(second, isLast: false)])
        #expect(state.answerWritten() == [.arm(.idle)])
        #expect(state.deadlinePassed() == [.close])
    }

    @Test mutating func pipelinedRequestsWaitForTheAnswerBefore() {
        #expect(arrived(first) == [.arm(.answer), .answer(first, isLast: false)])
        #expect(arrived(second) == [])
        #expect(arrived(last) == [])
        #expect(arrived(first) == [], "behind the last one")
        #expect(state.answerWritten() == [.arm(.answer), .answer(second, isLast: false)])
        #expect(state.answerWritten() == [.arm(.answer), .answer(last, isLast: true)])
        #expect(state.answerWritten() == [.close])
    }

    @Test mutating func aRefusalComesBehindTheAnswersBeforeIt() {
        _ = arrived(first)
        #expect(state.refused(.badRequest) == [])
        #expect(!state.isParsing)
        #expect(state.refused(.badRequest) == [], "once")
        #expect(state.answerWritten() == [.arm(.answer), .refuse(.badRequest)])
        #expect(state.answerWritten() == [.endOutput, .arm(.linger)])
        #expect(state.deadlinePassed() == [.close])
    }

    @Test mutating func whatFollowsARefusalIsReadInBounds() {
        #expect(state.refused(.badRequest) == [.arm(.answer), .refuse(.badRequest)])
        #expect(state.answerWritten() == [.endOutput, .arm(.linger)])
        #expect(state.bytesArrived(ConnectionState.maxIgnoredBytes) == [])
        #expect(state.bytesArrived(1) == [.close])
    }

    @Test mutating func aHeadHasABound() {
        _ = state.opened()
        #expect(state.bytesArrived(100) + state.bytesParsed() == [])
        #expect(state.bytesArrived(1) + state.bytesParsed() == [.arm(.answer), .refuse(.headTooLarge)])
    }

    @Test mutating func aBodyWithItsFramingHasABound() {
        _ = state.opened() + state.bytesArrived(10) + state.headEnded(first)
        #expect(state.bytesArrived(100) + state.bytesParsed() == [.arm(.body)])
        #expect(state.bytesArrived(1) + state.bytesParsed() == [.arm(.answer), .refuse(.contentTooLarge)])
    }

    @Test mutating func aBodyHasABound() {
        _ = state.opened() + state.headEnded(first)
        #expect(state.contentArrived(50) == [])
        #expect(state.contentArrived(1) == [.arm(.answer), .refuse(.contentTooLarge)])
        #expect(state.contentArrived(1) == [])
    }

    @Test mutating func waitingRequestsHaveABound() {
        _ = arrived(first)
        for _ in 0..<ConnectionState.maxWaiting { #expect(arrived(second) == []) }
        #expect(state.isParsing)
        #expect(arrived(second) == [])
        #expect(!state.isParsing)
        for _ in 0..<ConnectionState.maxWaiting {
            #expect(state.answerWritten() == [.arm(.answer), .answer(second, isLast: false)])
        }
        #expect(state.answerWritten() == [.arm(.answer), .refuse(.tooManyWaiting)])
    }

    @Test mutating func timeOutsAreThoseOfWhatIsMissing() {
        _ = state.opened()
        #expect(state.bytesArrived(10) + state.bytesParsed() == [], "the head's time runs from the start")
        #expect(state.deadlinePassed() == [.arm(.answer), .refuse(.requestTimeout)])

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = state.opened()
        #expect(state.deadlinePassed() == [.close], "nothing was asked")

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = arrived(first) + state.answerWritten()
        #expect(state.bytesArrived(1) + state.bytesParsed() == [.arm(.head)])
        #expect(state.bytesArrived(1) + state.bytesParsed() == [], "not put off by more bytes")
        #expect(state.headEnded(second) + state.bytesParsed() == [.arm(.body)])
        #expect(state.bytesArrived(1) + state.bytesParsed() == [])
        #expect(state.deadlinePassed() == [.arm(.answer), .refuse(.requestTimeout)])
        #expect(state.deadlinePassed() == [.close], "an answer that nobody takes")
    }

    @Test mutating func aClientThatSendsNoMoreGetsItsAnswers() {
        _ = arrived(first) + arrived(second)
        #expect(state.inputClosed() == [])
        #expect(state.answerWritten() == [.arm(.answer), .answer(second, isLast: false)])
        #expect(state.answerWritten() == [.close])

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = state.opened()
        #expect(state.inputClosed() == [.close])
    }

    @Test mutating func anExpectedWordIsTheAnswerItself() {
        let waiting = Self.request("/", [("Expect", "100-continue"), ("Content-Length", "5")])
        _ = state.opened() + state.bytesArrived(80)
        #expect(state.headEnded(waiting) == [.arm(.answer), .answer(waiting, isLast: true)])
        #expect(state.requestEnded() == [])
        #expect(state.answerWritten() == [.endOutput, .arm(.linger)])
    }

    @Test mutating func theServersEndClosesWhatIsIdleAndAnswersTheRest() {
        _ = state.opened() + state.bytesArrived(10)
        #expect(state.serverEnded() == [.close])

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = arrived(first) + arrived(second)
        #expect(state.serverEnded() == [])
        #expect(state.answerWritten() == [.arm(.answer), .answer(second, isLast: true)])
        #expect(state.answerWritten() == [.close])

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = state.opened() + state.bytesArrived(80) + state.headEnded(first)
        #expect(state.serverEnded() == [])
        #expect(state.requestEnded() == [.arm(.answer), .answer(first, isLast: true)])
        #expect(state.answerWritten() == [.close])

        state = ConnectionState(maxHeadBytes: 100, maxBodyBytes: 50)
        _ = arrived(first)
        #expect(state.serverEnded() == [])
        #expect(state.answerWritten() == [.close])
    }
}
