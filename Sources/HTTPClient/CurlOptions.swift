import CLibcurl
import Files
import Glibc

/// The typed setters of an easy handle's options; the first refusal is kept, for `CurlHandle` to look at in the end.
@safe struct CurlOptions {
    private let easy: UnsafeMutableRawPointer
    /// What libcurl says of the first option that it refused.
    private(set) var refusal: String?

    init(_ easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    mutating func set(_ option: CURLoption, _ value: Int) {
        check(option, unsafe curl_set_long(easy, option, value))
    }

    mutating func set(_ option: CURLoption, bytes: Int) {
        check(option, unsafe curl_set_offset(easy, option, curl_off_t(bytes)))
    }

    /// libcurl copies the text; nil sets the option back.
    mutating func set(_ option: CURLoption, _ text: String?) {
        check(option, unsafe curl_set_text(easy, option, text))
    }

    /// libcurl keeps the pointer.
    mutating func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        check(option, unsafe curl_set_pointer(easy, option, pointer))
    }

    /// libcurl keeps the list.
    mutating func set(fields: UnsafeMutablePointer<curl_slist>?) {
        check(CURLOPT_HTTPHEADER, unsafe curl_set_list(easy, CURLOPT_HTTPHEADER, fields))
    }

    /// A request's body, which libcurl copies.
    mutating func set(body: [UInt8]) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, bytes: body.count)
        var copied: [UInt8] = body.isEmpty ? [0] : body
        unsafe copied.withUnsafeMutableBytes { unsafe set(CURLOPT_COPYPOSTFIELDS, pointer: $0.baseAddress) }
    }

    /// `context` points to the `Transfer`, which outlives the handle.
    mutating func setCallbacks(context: UnsafeMutableRawPointer) {
        let onHeader: curl_data_callback = { bytes, size, count, context in
            unsafe take(bytes, size &* count, context) { unsafe $0.headerLineArrived(Array($1)) }
        }
        let onBody: curl_data_callback = { bytes, size, count, context in
            unsafe take(bytes, size &* count, context) { unsafe $0.bodyArrived($1.bytes) }
        }
        let onSocket: curl_opensocket_callback = { context, _, address in
            guard let context = unsafe context, let address = unsafe address?.pointee else { return CURL_SOCKET_BAD }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            if transfer.isOver { return CURL_SOCKET_BAD }
            let made = socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
            if made < 0 { transfer.socketWasRefused(errno) }
            guard SpareDescriptors.areAllThatIsLeft(beside: made, reserves: 1) else { return made }
            close(made)
            transfer.socketWasRefused(EMFILE)
            return CURL_SOCKET_BAD
        }
        check(CURLOPT_HEADERFUNCTION, unsafe curl_set_callback(easy, CURLOPT_HEADERFUNCTION, onHeader))
        unsafe set(CURLOPT_HEADERDATA, pointer: context)
        check(CURLOPT_WRITEFUNCTION, unsafe curl_set_callback(easy, CURLOPT_WRITEFUNCTION, onBody))
        unsafe set(CURLOPT_WRITEDATA, pointer: context)
        check(CURLOPT_OPENSOCKETFUNCTION, unsafe curl_set_open_socket(easy, onSocket))
        unsafe set(CURLOPT_OPENSOCKETDATA, pointer: context)
    }

    private mutating func check(_ option: CURLoption, _ code: CURLcode) {
        guard code != CURLE_OK, refusal == nil else { return }
        refusal = unsafe "option \(option.rawValue): \(String(cString: curl_easy_strerror(code)))"
    }
}

/// The count of bytes taken, or 0 to end the transfer.
private func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ handOn: (Transfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    return unsafe handOn(transfer, piece) ? count : 0
}
