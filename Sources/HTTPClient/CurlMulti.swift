import CLibcurl
import Glibc

/// One multi handle. The loop's thread alone uses it, but for `wake`, which libcurl allows from any thread.
///
/// Sendable: a pointer that never changes; the loop calls `close` once, last, after it made sure that no `wake` follows.
@safe struct CurlMulti: @unchecked Sendable {
    /// Connections kept open for reuse.
    static let idleConnections = 256
    /// libcurl's own set-up, once a process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let multi: UnsafeMutableRawPointer

    init() throws(TransferError) {
        guard Self.isReady, let multi = unsafe curl_multi_init() else {
            throw TransferError(.internal, "libcurl could not be set up")
        }
        unsafe self.multi = unsafe multi
        _ = unsafe curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
    }

    func wake() { _ = unsafe curl_multi_wakeup(multi) }

    /// False where libcurl refuses.
    func add(_ handle: CurlHandle) -> Bool { unsafe curl_multi_add_handle(multi, handle.easy) == CURLM_OK }

    func remove(_ handle: CurlHandle) { _ = unsafe curl_multi_remove_handle(multi, handle.easy) }

    /// Moves every transfer on; nil where all is well, else libcurl's words.
    func perform() -> String? {
        var running: Int32 = 0
        return Self.text(unsafe curl_multi_perform(multi, &running))
    }

    /// Sleeps until a socket is ready, libcurl has something due, `wake` is called or the time is up.
    func sleep(milliseconds: Int) -> String? {
        Self.text(unsafe curl_multi_poll(multi, nil, 0, Int32(clamping: milliseconds), nil))
    }

    /// The next transfer that has ended: its order's id and what it came to.
    func nextEnded() -> (id: UInt64, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let code = unsafe curl_message_result(message)
            var id: UnsafeMutableRawPointer?
            _ = unsafe curl_get_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &id)
            return (UInt64(UInt(bitPattern: id)), code)
        }
        return nil
    }

    func close() { _ = unsafe curl_multi_cleanup(multi) }

    /// The version of libcurl in use.
    static var version: String { unsafe String(cString: curl_version_info(CURLVERSION_TENTH).pointee.version) }

    private static func text(_ code: CURLMcode) -> String? {
        code == CURLM_OK ? nil : unsafe String(cString: curl_multi_strerror(code))
    }
}
