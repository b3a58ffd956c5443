import CLibcurl
import Glibc

/// One easy handle, set up for one transfer. libcurl keeps pointers to `transfer`, to the list of fields and to the text
/// of the error: all three live until `close`, which the loop calls after it took the handle out of its multi handle.
@safe final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    let transfer: Transfer
    let begun = ContinuousClock.now
    /// Bytes of the body that libcurl reads at a time; a quarter of that costs 15 % more.
    private static let bufferBytes = 64 << 10
    /// A connection is used again up to this age: a server's new certificate, or address, is seen at the latest then.
    private static let connectionSeconds = 3600

    private var fields: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    /// Throws `.internal` where memory is lacking or libcurl refuses an option.
    /// `looksUpAnew`: the name's address that libcurl keeps is not to be trusted.
    init(_ transfer: Transfer, looksUpAnew: Bool = false) throws(TransferError) {
        guard let easy = unsafe curl_easy_init() else {
            throw transfer.order.error(.internal, "no handle for a transfer")
        }
        unsafe self.easy = unsafe easy
        self.transfer = transfer
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        if let refusal = setUp(looksUpAnew: looksUpAnew) {
            close()
            throw transfer.order.error(.internal, "the request could not be set up: \(refusal)")
        }
    }

    func close() {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(fields)
        unsafe fields = nil
        unsafe errorText.deallocate()
    }

    var status: Int { long(CURLINFO_RESPONSE_CODE) }

    /// Bytes of the body as they came.
    var wireBytes: Int { Int(offset(CURLINFO_SIZE_DOWNLOAD_T)) }

    /// When the server's certificate ends, in Unix seconds; nil where this transfer made no handshake with the server: the
    /// one behind a proxy is the later one, and replaces the proxy's.
    var certificateEnd: Double? {
        guard transfer.order.address.isTLS else { return nil }
        var end: UnsafePointer<CChar>?
        guard unsafe curl_get_certificate_end(easy, &end) == CURLE_OK, let end = unsafe end else { return nil }
        return unsafe CertificateTime.seconds(String(cString: end))
    }

    /// How far the transfer has come, by the times that libcurl took: microseconds from its start, 0 for not yet.
    var phase: TransferPhase {
        if transfer.hasAnswer { return .receiving }
        if offset(CURLINFO_PRETRANSFER_TIME_T) > 0 { return .waiting }
        return offset(CURLINFO_NAMELOOKUP_TIME_T) > 0 ? .connect : .lookup
    }

    var progress: TransferWatch.Progress {
        let sent = offset(CURLINFO_PRETRANSFER_TIME_T)
        return TransferWatch.Progress(
            phase: phase, sent: sent > 0 ? begun + .microseconds(sent) : nil, lastActivity: transfer.lastActivity,
            received: wireBytes)
    }

    /// What a code means, in libcurl's words; in its general ones where the others quote an address, which may hold a
    /// password.
    func error(_ code: CURLcode) -> TransferError {
        if let refusal = proxyRefusal { return refusal }
        let phase = phase
        let own = unsafe String(cString: errorText)
        let isPlain = code != CURLE_COULDNT_RESOLVE_PROXY && !own.contains("://") && !own.contains("@") && !own.isEmpty
        let text = unsafe isPlain ? own : String(cString: curl_easy_strerror(code))
        let shown = String(text.prefix(200).map { $0.isASCII && $0 >= " " ? $0 : "?" })
        if isRefusedHandshake(code, phase, own) {
            let hint = transfer.order.settings.certificateFile == nil ? ", it may ask for a client's certificate" : ""
            return transfer.order.error(.tls, "the server ended the new TLS connection\(hint): \(shown)")
        }
        if let refusal = refusedHead(code, own) { return refusal }
        let isProxys = code == CURLE_PEER_FAILED_VERIFICATION && long(CURLINFO_PROXY_SSL_VERIFYRESULT) != 0
        let place = phase.text + (isProxys ? ": the proxy" : "")
        return transfer.order.error(TransferError.Kind(code, phase: phase), "\(place): \(shown)")
    }

    /// What libcurl gives codes of its own machine's for, though the answer is what is wrong: a line of the head that is over
    /// its bound of 100 KB, and chunks that are none.
    private func refusedHead(_ code: CURLcode, _ own: String) -> TransferError? {
        let isAsked = phase == .waiting || phase == .receiving
        if code == CURLE_OUT_OF_MEMORY, isAsked, !transfer.hasWholeHead {
            return transfer.order.error(.tooLarge, "a line of the answer's head is over 100 KB")
        }
        guard code == CURLE_RECV_ERROR, own.contains("chunked-encoding") else { return nil }
        return transfer.order.error(.malformed, "receiving the answer: \(own)")
    }

    /// With TLS 1.3 a server refuses a client's certificate, or its lack, when the client takes the handshake for done: its
    /// alert comes in the answer's place, or is lost where the request could not be sent any more.
    private func isRefusedHandshake(_ code: CURLcode, _ phase: TransferPhase, _ own: String) -> Bool {
        guard code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR else { return false }
        if own.contains("SSL") && own.contains(" alert ") { return true }
        let isNew = long(CURLINFO_NUM_CONNECTS) > 0 && offset(CURLINFO_APPCONNECT_TIME_T) > 0
        return code == CURLE_SEND_ERROR && phase == .connect && isNew
    }

    /// What a proxy said instead of leading on; nil where it did, or where there is none. Only proxies answer 407.
    var proxyRefusal: TransferError? {
        let tunnel = long(CURLINFO_HTTP_CONNECTCODE)
        guard tunnel >= 300 || status == 407 else { return nil }
        let answer = tunnel >= 300 ? tunnel : status
        let reason = answer == 407 ? ", it asks for a user and a password" : ""
        var error = transfer.order.error(.connect, "the proxy answered \(answer)\(reason)")
        error.isLasting = (400..<500).contains(answer)
        return error
    }

    /// Lets a lookup that nobody waits for run to its end: its thread cannot be stopped, only counted.
    func outlastLookup() {
        var options = unsafe CurlOptions(easy)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe curl_get_long(easy, info, &value)
        return value
    }

    private func offset(_ info: CURLINFO) -> curl_off_t {
        var value: curl_off_t = 0
        _ = unsafe curl_get_offset(easy, info, &value)
        return value
    }

    /// Why it failed, or nil.
    private func setUp(looksUpAnew: Bool) -> String? {
        var options = unsafe CurlOptions(easy)
        if looksUpAnew { options.set(CURLOPT_DNS_CACHE_TIMEOUT, 0) }
        unsafe options.setCallbacks(context: Unmanaged.passUnretained(transfer).toOpaque())
        unsafe options.set(CURLOPT_PRIVATE, pointer: UnsafeMutableRawPointer(bitPattern: UInt(transfer.order.id)))
        unsafe options.set(CURLOPT_ERRORBUFFER, pointer: UnsafeMutableRawPointer(errorText))
        setUpBounds(&options)
        setUpRequest(&options)
        options.setUpTrust(transfer.order.settings)
        options.setUpProxy(transfer.order)
        return setUpFields(&options) ?? options.refusal
    }

    private func setUpBounds(_ options: inout CurlOptions) {
        let limits = transfer.order.request.limits
        // The loop keeps the time; libcurl's own bound, a little later, divides it among the addresses of a host.
        options.set(CURLOPT_CONNECTTIMEOUT_MS, (limits.connect + limits.connect / 8).inMilliseconds)
        options.set(CURLOPT_BUFFERSIZE, Self.bufferBytes)
        options.set(CURLOPT_MAXFILESIZE_LARGE, bytes: limits.bodyBytes)
        options.set(CURLOPT_MAXLIFETIME_CONN, Self.connectionSeconds)
        options.set(CURLOPT_NOSIGNAL, 1)
        // Without it a handle in a lookup blocks the loop until the lookup's thread has ended.
        options.set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setUpRequest(_ options: inout CurlOptions) {
        let request = transfer.order.request
        options.set(CURLOPT_URL, request.url)
        options.set(CURLOPT_PROTOCOLS_STR, "http,https")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        options.set(CURLOPT_USERAGENT, "glance-exporter")
        options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if !transfer.order.address.isNear { options.set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        if request.method != .get {
            options.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            options.set(body: request.body ?? [])
        }
    }

    /// Why a field is refused, or nil; names no value.
    private func setUpFields(_ options: inout CurlOptions) -> String? {
        let request = transfer.order.request
        var lines: [String] = []
        for header in request.headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }) else {
                return "a header field has no proper name"
            }
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return "the header field \(header.name) holds a control character"
            }
            lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        if request.method != .get {
            lines.append("Expect:")
            if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                lines.append("Content-Type:")
            }
        }
        for line in lines {
            guard let longer = unsafe curl_slist_append(fields, line) else { return "no memory for the header" }
            unsafe fields = unsafe longer
        }
        unsafe options.set(fields: fields)
        return nil
    }
}

extension CurlOptions {
    fileprivate mutating func setUpTrust(_ settings: TransportSettings) {
        set(CURLOPT_SSL_VERIFYPEER, settings.verify ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, settings.verify ? 2 : 0)
        set(CURLOPT_CERTINFO, 1)
        if let file = settings.caFile {
            set(CURLOPT_CAINFO, file)
            set(CURLOPT_CAPATH, nil)
        }
        if let file = settings.certificateFile {
            set(CURLOPT_SSLCERT, file)
            set(CURLOPT_SSLKEY, settings.keyFile ?? file)
        }
    }

    /// Without a proxy given, libcurl would look for one by itself.
    fileprivate mutating func setUpProxy(_ order: TransferOrder) {
        let way = order.request.isDirect ? .none : order.settings.proxy
        let proxy =
            switch way {
            case .environment: order.variables.proxy(for: order.address)
            case .none: String?.none
            case .url(let url): url
            }
        set(CURLOPT_PROXY, proxy ?? "")
        set(CURLOPT_NOPROXY, way == .environment ? order.variables.exceptions(for: order.address) : "")
        if let path = order.settings.socketPath { set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, from 1 to `Int32.max`: libcurl takes 0 for no bound.
    var inMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        guard seconds >= 0 else { return 1 }
        return max(1, Int(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
