import NIOCore

/// Tells the open connections whose turn it is on one of them, so that they can make room for one another.
struct ConnectionTurn {
    /// Of the answer at hand: whether it is on its way to the system, and whether it waits for the client to read.
    private enum Departure {
        case none, written, untaken
    }

    let connections: Connections
    private var isAnswering = false
    private var departure = Departure.none

    init(_ connections: Connections) { self.connections = connections }

    /// After what has happened: whether an answer is being made, and whether one was.
    mutating func changed(isAnswering: Bool, hasAnswered: Bool, on connection: any Channel) {
        switch (self.isAnswering, isAnswering) {
        case (false, true): connections.answerBegan(on: connection)
        case (true, false): connections.answerEnded(on: connection)
        case (false, false) where hasAnswered: connections.answered(on: connection)
        default: break
        }
        self.isAnswering = isAnswering
    }

    mutating func answerIsWritten() { departure = .written }

    /// The system has taken it, or the connection is gone.
    mutating func answerHasLeft(_ connection: any Channel) {
        if departure == .untaken { connections.answerWasTaken(on: connection) }
        departure = .none
    }

    /// After the writing: an answer that has not left by then waits for the client.
    mutating func writingEnded(on connection: any Channel) {
        guard departure == .written else { return }
        departure = .untaken
        connections.answerIsUntaken(on: connection)
    }
}
