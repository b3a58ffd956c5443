import CZlib

/// Bytes compressed once, ending at a byte's edge, so that a tail can follow in the same gzip member: a second member
/// is dropped by some clients.
struct DeflatedPart: Sendable {
    let bytes: [UInt8]
    let crc: UInt
    let count: Int

    /// Compresses `plain`, which is not the end of its member.
    init(_ plain: [UInt8]) {
        bytes = Deflate.run(plain, flush: Z_FULL_FLUSH)
        crc = Deflate.crc(plain)
        count = plain.count
    }

    /// One whole gzip member (RFC 1952): this part, then `tail`.
    func member(endingIn tail: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        let end = Deflate.run(tail, flush: Z_FINISH)
        out.reserveCapacity(out.count + bytes.count + end.count + 8)
        out += bytes
        out += end
        let crc = crc32_combine(crc, Deflate.crc(tail), tail.count)
        for word in [UInt32(truncatingIfNeeded: crc), UInt32(truncatingIfNeeded: count + tail.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] { out.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return out
    }
}

private enum Deflate {
    /// zlib's default is 6; a page is compressed once a poll.
    static let level: Int32 = 6

    static func crc(_ plain: [UInt8]) -> UInt {
        unsafe plain.withUnsafeBufferPointer { unsafe crc32_z(0, $0.baseAddress, $0.count) }
    }

    /// Raw deflate of all of `plain`.
    static func run(_ plain: [UInt8], flush: Int32) -> [UInt8] {
        var stream = unsafe z_stream()
        let status = unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory for a compressor of 256 KiB")
        defer { unsafe deflateEnd(&stream) }
        // deflateBound covers one finished stream; a flush adds a few bytes.
        let bound = Int(unsafe deflateBound(&stream, UInt(plain.count))) + 64
        var input = plain
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(bound)
                _ = unsafe deflate(&stream, flush)
            }
            count = bound - Int(unsafe stream.avail_out)
        }
    }
}
