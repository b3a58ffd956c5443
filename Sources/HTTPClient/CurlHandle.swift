import CLibcurl

/// One easy handle, set up for one transfer. libcurl keeps pointers to `transfer` and to the lists: they live until
/// `close`, which the loop calls after it took the handle out of its multi handle.
@safe final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    let transfer: Transfer
    private var fields: UnsafeMutablePointer<curl_slist>?

    /// Nil where memory is lacking or an option is refused; `transfer` is then still to be failed.
    init?(_ transfer: Transfer) {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = unsafe easy
        self.transfer = transfer
        guard setUp() else {
            close()
            return nil
        }
    }

    func close() {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(fields)
        unsafe fields = nil
    }

    var status: Int {
        var code = 0
        _ = unsafe curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    var wireBytes: Int {
        var count: curl_off_t = 0
        _ = unsafe curl_get_offset(easy, CURLINFO_SIZE_DOWNLOAD_T, &count)
        return Int(count)
    }

    /// How far the transfer has come, by the times that libcurl took.
    var phase: TransferPhase {
        if transfer.phase == .receiving { return .receiving }
        if seconds(CURLINFO_NAMELOOKUP_TIME_T) == 0 { return .lookup }
        if seconds(CURLINFO_CONNECT_TIME_T) == 0 { return .connect }
        if transfer.address.isTLS, seconds(CURLINFO_APPCONNECT_TIME_T) == 0 { return .handshake }
        return .waiting
    }

    private func seconds(_ info: CURLINFO) -> curl_off_t {
        var microseconds: curl_off_t = 0
        _ = unsafe curl_get_offset(easy, info, &microseconds)
        return microseconds
    }

    private func setUp() -> Bool {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        return unsafe setUpRequest() && setUpBounds() && setUpTrust()
            && CurlOptions.callbacks(easy, context: context)
    }

    private func setUpRequest() -> Bool {
        let request = transfer.request
        for header in request.headers {
            guard header.name.utf8.allSatisfy(Self.isField), header.value.utf8.allSatisfy(Self.isField) else {
                return false
            }
            guard let longer = unsafe curl_slist_append(fields, "\(header.name): \(header.value)") else { return false }
            unsafe fields = unsafe longer
        }
        let encoding = transfer.address.isNear ? nil : "gzip"
        var options: [Bool] = unsafe [
            CurlOptions.text(easy, CURLOPT_URL, request.url),
            CurlOptions.text(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
            CurlOptions.long(easy, CURLOPT_FOLLOWLOCATION, 0),
            CurlOptions.long(easy, CURLOPT_HTTP_VERSION, CurlOptions.http11),
            CurlOptions.long(easy, CURLOPT_NOSIGNAL, 1),
            CurlOptions.long(easy, CURLOPT_QUICK_EXIT, 1),
            CurlOptions.text(easy, CURLOPT_USERAGENT, "glance-exporter"),
            CurlOptions.text(easy, CURLOPT_ACCEPT_ENCODING, encoding),
        ]
        if request.method != .get {
            options.append(unsafe CurlOptions.text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
            options.append(unsafe CurlOptions.body(easy, request.body ?? []))
            unsafe fields = unsafe curl_slist_append(fields, "Expect:")
        }
        options.append(unsafe curl_set_list(easy, CURLOPT_HTTPHEADER, fields) == CURLE_OK)
        return options.allSatisfy(\.self)
    }

    private func setUpBounds() -> Bool {
        let limits = transfer.request.limits
        return unsafe [
            CurlOptions.long(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connect.inMilliseconds),
            CurlOptions.long(easy, CURLOPT_TIMEOUT_MS, limits.total.inMilliseconds),
            CurlOptions.long(easy, CURLOPT_BUFFERSIZE, 64 << 10),
            CurlOptions.offset(easy, CURLOPT_MAXFILESIZE_LARGE, limits.bodyBytes),
        ].allSatisfy(\.self)
    }

    private func setUpTrust() -> Bool {
        let settings = transfer.settings
        var options: [Bool] = unsafe [
            CurlOptions.long(easy, CURLOPT_SSL_VERIFYPEER, settings.verify ? 1 : 0),
            CurlOptions.long(easy, CURLOPT_SSL_VERIFYHOST, settings.verify ? 2 : 0),
        ]
        if let file = settings.caFile {
            options.append(unsafe CurlOptions.text(easy, CURLOPT_CAINFO, file))
            options.append(unsafe CurlOptions.text(easy, CURLOPT_CAPATH, nil))
        }
        if let file = settings.certificateFile {
            options.append(unsafe CurlOptions.text(easy, CURLOPT_SSLCERT, file))
            options.append(unsafe CurlOptions.text(easy, CURLOPT_SSLKEY, settings.keyFile ?? file))
        }
        switch settings.proxy {
        case .environment: break
        case .none: options.append(unsafe CurlOptions.text(easy, CURLOPT_PROXY, ""))
        case .url(let url):
            options.append(unsafe CurlOptions.text(easy, CURLOPT_PROXY, url))
            options.append(unsafe CurlOptions.text(easy, CURLOPT_NOPROXY, ""))
        }
        return options.allSatisfy(\.self)
    }

    /// No control character may stand in a header field.
    private static func isField(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }
}

extension Duration {
    /// Whole milliseconds, at least 1: libcurl takes 0 for no bound.
    var inMilliseconds: Int {
        let (seconds, attoseconds) = components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        guard !milliseconds.overflow else { return Int(Int32.max) }
        return min(max(1, Int(milliseconds.partialValue + attoseconds / 1_000_000_000_000_000)), Int(Int32.max))
    }
}
