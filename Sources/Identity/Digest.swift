import CLibcrypto

/// SHA-256 and its HMAC (RFC 2104), by OpenSSL's libcrypto.
enum Digest {
    private static let size = 32

    /// 32 bytes.
    static func sha256(_ message: [UInt8]) -> [UInt8] {
        unsafe filled { unsafe EVP_Digest(message, message.count, $0, nil, EVP_sha256(), nil) == 1 }
    }

    /// 32 bytes.
    static func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        unsafe filled { unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, $0, nil) != nil }
    }

    /// Lower-case hexadecimal digits, two a byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func filled(_ fill: (UnsafeMutablePointer<UInt8>?) -> Bool) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        let isFilled = unsafe digest.withUnsafeMutableBufferPointer { unsafe fill($0.baseAddress) }
        precondition(isFilled, "libcrypto has no SHA-256")
        return digest
    }
}
