/// How far a transfer has come.
enum TransferPhase: Sendable, CaseIterable {
    /// `connect` is TCP and TLS together: libcurl takes one time for both.
    case lookup, connect, waiting, receiving

    /// For logs.
    var text: String {
        switch self {
        case .lookup: "name lookup"
        case .connect: "connecting"
        case .waiting: "waiting for the answer"
        case .receiving: "receiving the answer"
        }
    }

    /// What a time-out in this phase is.
    var timeout: TransferError.Kind {
        switch self {
        case .lookup: .dns
        case .connect: .connect
        case .waiting, .receiving: .timeout
        }
    }
}
