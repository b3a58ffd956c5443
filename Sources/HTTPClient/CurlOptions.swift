import CLibcurl

/// Typed setters of an easy handle's options; false where libcurl refuses.
enum CurlOptions {
    static let http11 = Int(CURL_HTTP_VERSION_1_1)

    static func long(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) -> Bool {
        unsafe curl_set_long(easy, option, value) == CURLE_OK
    }

    static func offset(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) -> Bool {
        unsafe curl_set_offset(easy, option, curl_off_t(value)) == CURLE_OK
    }

    /// libcurl copies the text; nil sets the option back.
    static func text(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String?) -> Bool {
        unsafe curl_set_text(easy, option, value) == CURLE_OK
    }

    /// A request's body, which libcurl copies.
    static func body(_ easy: UnsafeMutableRawPointer, _ bytes: [UInt8]) -> Bool {
        guard unsafe offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, bytes.count) else { return false }
        var copied: [UInt8] = bytes.isEmpty ? [0] : bytes
        return unsafe copied.withUnsafeMutableBytes { bytes in
            unsafe curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress) == CURLE_OK
        }
    }

    /// `context` is the `Transfer`, which outlives the handle.
    static func callbacks(_ easy: UnsafeMutableRawPointer, context: UnsafeMutableRawPointer) -> Bool {
        let onHeader: curl_data_callback = { bytes, size, count, context in
            unsafe receive(bytes, size &* count, context) { unsafe $0.receive(headerLine: $1) }
        }
        let onBody: curl_data_callback = { bytes, size, count, context in
            unsafe receive(bytes, size &* count, context) { unsafe $0.receive(body: $1) }
        }
        return unsafe [
            curl_set_callback(easy, CURLOPT_HEADERFUNCTION, onHeader),
            curl_set_pointer(easy, CURLOPT_HEADERDATA, context),
            curl_set_callback(easy, CURLOPT_WRITEFUNCTION, onBody),
            curl_set_pointer(easy, CURLOPT_WRITEDATA, context),
        ].allSatisfy { $0 == CURLE_OK }
    }
}

/// The count of bytes taken, or 0 to end the transfer.
private func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    return unsafe take(transfer, piece) ? count : 0
}
