import CZlib

/// The beginning of a gzip member (RFC 1952), compressed once and ending at a byte's edge, so that a tail can follow in
/// the same member: a second one is dropped by some clients.
struct DeflatedPart: Sendable {
    let bytes: [UInt8]
    let sum: GzipSum

    /// Compresses `plain`, which is not the end of its member.
    init(_ plain: [UInt8]) {
        // No name, no time, an unknown system: the same page gives the same bytes.
        bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + Deflate.run(plain, flush: Z_FULL_FLUSH, .page)
        sum = GzipSum(crc: Deflate.crc(plain), count: plain.count)
    }
}

/// What the end of a gzip member says of its plain bytes, so far.
struct GzipSum: Sendable {
    let crc: UInt
    let count: Int

    /// The rest of the member: `tail`, and the sum of all.
    func end(with tail: [UInt8]) -> [UInt8] {
        var end = Deflate.run(tail, flush: Z_FINISH, .tail)
        let crc = crc32_combine(crc, Deflate.crc(tail), tail.count)
        for word in [UInt32(truncatingIfNeeded: crc), UInt32(truncatingIfNeeded: count + tail.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] { end.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return end
    }
}

private enum Deflate {
    /// What a compressor costs: `windowBits` and `memLevel` of zlib's `deflateInit2`.
    struct Size {
        var windowBits: Int32
        var memory: Int32

        /// 256 KiB; made once a change.
        static let page = Size(windowBits: 15, memory: 8)
        /// 26 KiB for the 2 KiB or so that are compressed at every scrape.
        static let tail = Size(windowBits: 12, memory: 5)
    }

    /// zlib's default.
    static let level: Int32 = 6
    /// Bytes handed to zlib at once, whose counters have 32 bits.
    static let inputStep = 1 << 30
    /// Bytes of output made at once.
    static let outputStep = 64 << 10

    static func crc(_ plain: [UInt8]) -> UInt {
        unsafe plain.withUnsafeBufferPointer { unsafe crc32_z(0, $0.baseAddress, $0.count) }
    }

    /// Raw deflate of all of `plain`.
    static func run(_ plain: [UInt8], flush: Int32, _ size: Size) -> [UInt8] {
        var stream = unsafe z_stream()
        let status = unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, -size.windowBits, size.memory, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory for a compressor")
        defer { unsafe deflateEnd(&stream) }
        var out: [UInt8] = []
        unsafe plain.withUnsafeBufferPointer { input in
            // zlib reads through this pointer only.
            unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            var left = input.count
            repeat {
                let count = min(left, inputStep)
                left -= count
                unsafe stream.avail_in = UInt32(count)
                unsafe drain(&stream, flush: left == 0 ? flush : Z_NO_FLUSH, into: &out)
            } while left > 0
        }
        return out
    }

    /// Runs until zlib leaves room in its output: all of the input is then taken.
    private static func drain(_ stream: inout z_stream, flush: Int32, into out: inout [UInt8]) {
        // deflateBound is for a stream that ends here; a flush adds a few bytes.
        let room = min(outputStep, Int(unsafe deflateBound(&stream, UInt(unsafe stream.avail_in))) + 64)
        repeat {
            out += unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(room)
                _ = unsafe deflate(&stream, flush)
                count = room - Int(unsafe stream.avail_out)
            }
        } while unsafe stream.avail_out == 0
    }
}
