import CLibcrypt
import Glibc

/// Passwords against bcrypt hashes, by libxcrypt; one comparison takes 60 to 90 ms at cost 10.
enum BcryptHash {
    /// `$2y$10$` and what follows.
    private static let length = 60

    /// Whether a text is a hash that passwords can be compared with.
    static func isSound(_ hash: String) -> Bool {
        let bytes = Array(hash.utf8)
        guard bytes.count == length, hash.hasPrefix("$2"), "aby".utf8.contains(bytes[2]), bytes[3] == bytes[6],
            bytes[3] == UInt8(ascii: "$"), (4...31).contains(cost(hash))
        else { return false }
        return bytes[7...].allSatisfy { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") || (byte >= 0x30 && byte <= 0x39)
                || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
        }
    }

    /// The power of two of a sound hash's rounds.
    static func cost(_ hash: String) -> Int { Int(hash.dropFirst(4).prefix(2)) ?? 0 }

    /// Whether a password is the hash's. Takes long by design, so that no event loop may wait for it.
    static func matches(_ password: String, _ hash: String) -> Bool {
        guard !password.utf8.contains(0) else { return false }
        // 32 KiB: too much for the stack of a thread.
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        unsafe memset(data, 0, MemoryLayout<crypt_data>.size)
        defer {
            unsafe explicit_bzero(data, MemoryLayout<crypt_data>.size)
            unsafe data.deallocate()
        }
        guard let made = unsafe crypt_r(password, hash, data) else { return false }
        return isEqual(Array(hash.utf8), Array(unsafe String(cString: made).utf8))
    }

    /// In a time that tells nothing of where they differ.
    private static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
