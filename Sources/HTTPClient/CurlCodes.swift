import CLibcurl

extension TransferError.Kind {
    /// What a CURLcode means to an operator, by the phase that the transfer had reached; every code has a kind, and one
    /// that this table does not know is `internal`.
    init(_ code: CURLcode, phase: TransferPhase) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .dns
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY, CURLE_NO_CONNECTION_AVAILABLE:
            self = .connect
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            self = .tls
        case CURLE_OPERATION_TIMEDOUT: self = phase.timeout
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_QUIC_CONNECT_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_AGAIN:
            self = .interrupted
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_CHUNK_FAILED, CURLE_RANGE_ERROR:
            self = .malformed
        case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR: self = .tooLarge
        case CURLE_ABORTED_BY_CALLBACK: self = .cancelled
        default: self = .internal
        }
    }
}

/// How far a transfer has come.
enum TransferPhase: Sendable {
    case lookup, connect, handshake, waiting, receiving

    /// What a time-out in this phase is.
    var timeout: TransferError.Kind {
        switch self {
        case .lookup: .dns
        case .connect: .connect
        case .handshake: .tls
        case .waiting, .receiving: .timeout
        }
    }
}
