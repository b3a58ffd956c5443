import CLibcurl

extension TransferError.Kind {
    /// What a CURLcode means to an operator, by the phase that the transfer had reached; one that the table does not know
    /// is `internal`.
    init(_ code: CURLcode, phase: TransferPhase) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: self = phase.timeout
        // No HTTP version that libcurl knows: the scheme was checked before.
        case CURLE_UNSUPPORTED_PROTOCOL: self = phase == .waiting || phase == .receiving ? .malformed : .internal
        default: self = Self.kinds.first { $0.codes.contains(code) }?.kind ?? .internal
        }
    }

    /// Whether a code has its place below or above.
    static func isKnown(_ code: CURLcode) -> Bool {
        [CURLE_OPERATION_TIMEDOUT, CURLE_UNSUPPORTED_PROTOCOL].contains(code)
            || kinds.contains { $0.codes.contains(code) }
    }

    /// Every code but those that depend on the phase.
    private static let kinds: [(kind: Self, codes: Set<CURLcode>)] = [
        (.dns, [CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST]),
        (
            .connect,
            [
                CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_NO_CONNECTION_AVAILABLE, CURLE_QUIC_CONNECT_ERROR,
                CURLE_PROXY,
            ]
        ),
        (
            .tls,
            [
                CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
            ]
        ),
        (
            .interrupted,
            [
                CURLE_HTTP2, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
                CURLE_SEND_FAIL_REWIND, CURLE_AGAIN, CURLE_HTTP2_STREAM, CURLE_HTTP3,
            ]
        ),
        (.malformed, [CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING]),
        // Callbacks end a transfer for its size alone.
        (.tooLarge, [CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK, CURLE_FILESIZE_EXCEEDED]),
        (.internal, ours.union(otherProtocols).union(unused)),
    ]

    /// Wrong use of libcurl, or lack of means on this machine.
    private static let ours: Set<CURLcode> = [
        CURLE_OK, CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN, CURLE_HTTP_RETURNED_ERROR,
        CURLE_UPLOAD_FAILED, CURLE_READ_ERROR, CURLE_OUT_OF_MEMORY, CURLE_RANGE_ERROR, CURLE_HTTP_POST_ERROR,
        CURLE_BAD_DOWNLOAD_RESUME, CURLE_FUNCTION_NOT_FOUND, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_TOO_MANY_REDIRECTS,
        CURLE_UNKNOWN_OPTION, CURLE_SETOPT_OPTION_SYNTAX, CURLE_LOGIN_DENIED, CURLE_RECURSIVE_API_CALL,
        CURLE_AUTH_ERROR, CURLE_UNRECOVERABLE_POLL,
    ]

    private static let otherProtocols: Set<CURLcode> = [
        CURLE_REMOTE_ACCESS_DENIED, CURLE_FTP_ACCEPT_FAILED, CURLE_FTP_WEIRD_PASS_REPLY, CURLE_FTP_ACCEPT_TIMEOUT,
        CURLE_FTP_WEIRD_PASV_REPLY, CURLE_FTP_WEIRD_227_FORMAT, CURLE_FTP_CANT_GET_HOST, CURLE_FTP_COULDNT_SET_TYPE,
        CURLE_FTP_COULDNT_RETR_FILE, CURLE_QUOTE_ERROR, CURLE_FTP_PORT_FAILED, CURLE_FTP_COULDNT_USE_REST,
        CURLE_FILE_COULDNT_READ_FILE, CURLE_LDAP_CANNOT_BIND, CURLE_LDAP_SEARCH_FAILED, CURLE_TFTP_NOTFOUND,
        CURLE_TFTP_PERM, CURLE_REMOTE_DISK_FULL, CURLE_TFTP_ILLEGAL, CURLE_TFTP_UNKNOWNID, CURLE_REMOTE_FILE_EXISTS,
        CURLE_TFTP_NOSUCHUSER, CURLE_REMOTE_FILE_NOT_FOUND, CURLE_SSH, CURLE_FTP_PRET_FAILED, CURLE_RTSP_CSEQ_ERROR,
        CURLE_RTSP_SESSION_ERROR, CURLE_FTP_BAD_FILE_LIST, CURLE_CHUNK_FAILED,
    ]

    /// Numbers without a meaning in any version that has `CURLOPT_PROTOCOLS_STR`.
    private static let unused: Set<CURLcode> = [
        CURLE_OBSOLETE20, CURLE_OBSOLETE24, CURLE_OBSOLETE29, CURLE_OBSOLETE32, CURLE_OBSOLETE40, CURLE_OBSOLETE44,
        CURLE_OBSOLETE46, CURLE_OBSOLETE50, CURLE_OBSOLETE51, CURLE_OBSOLETE57, CURLE_OBSOLETE62, CURLE_OBSOLETE75,
        CURLE_OBSOLETE76,
    ]
}
