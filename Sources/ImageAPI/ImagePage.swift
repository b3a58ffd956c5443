import CSimdjson
import HTTPClient

/// The decoder of one page after the other: `open` judges a page whole, `nextImage` then goes from image to image.
///
/// Safe because every slice lies in the body, which is held while the page is open, or is owned by the C side until its
/// next call, which takes a mutating access, and leaves this type within a closure only.
@safe struct ImagePage: ~Copyable {
    /// Nil where memory was lacking; every page is refused then.
    private let page: OpaquePointer?
    /// The open page.
    private var body: Body?
    /// The image at hand.
    private var image: UnsafePointer<image_attributes>?

    /// A decoder for the attributes of these names, which are numbered in this order, and for all that begin with
    /// `prefix`, which is 8 bytes long at least.
    init(names: [String], prefix: String) {
        unsafe page = image_page_create(names.joined(separator: "\n"), prefix)
    }

    deinit {
        if let page = unsafe page { unsafe image_page_destroy(page) }
    }

    /// Judges a page; throws `.malformed` naming the place, or `.transfer` where it is too large or memory is lacking.
    mutating func open(_ body: Body) throws(ImageAPIError) -> PageFacts {
        unsafe image = nil
        guard let page = unsafe page else { throw Self.noMemory }
        self.body = body
        var facts = unsafe image_page_facts()
        let verdict = unsafe body.withBytes { bytes in
            unsafe image_page_open(page, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &facts)
        }
        switch verdict {
        case .sound:
            return unsafe PageFacts(
                images: Int(facts.images), next: Self.string(facts.next), first: Self.string(facts.first),
                hasPageInfo: facts.has_page_info != 0, nextMarker: Self.string(facts.next_marker))
        case .malformed: throw unsafe .malformed(Self.reason(facts))
        case .tooLarge: throw .transfer(TransferError(.tooLarge, "a page of images is over 64 MiB"))
        case .noMemory: throw Self.noMemory
        }
    }

    /// Goes to the next image of the open page; false where there is none left.
    mutating func nextImage() -> Bool {
        guard let page = unsafe page else { return false }
        unsafe image = image_page_next_image(page)
        return unsafe image != nil
    }

    /// Ends the open page; a decoder that has read more than 4 MiB gives its buffers back.
    mutating func close() {
        unsafe image = nil
        if let page = unsafe page { unsafe image_page_close(page) }
        body = nil
    }

    /// Gives all buffers back; the next page takes new ones.
    mutating func releaseBuffers() {
        unsafe image = nil
        if let page = unsafe page { unsafe image_page_release(page) }
        body = nil
    }

    /// What the attribute of this number is in the image at hand.
    func kind(_ name: Int) -> ImageValueKind {
        guard let image = unsafe image else { return .absent }
        return unsafe image.pointee.values[name].kind
    }

    /// The attribute's number where its kind is `integer`.
    func integer(_ name: Int) -> Int64 {
        guard let image = unsafe image else { return 0 }
        return unsafe image.pointee.values[name].integer
    }

    /// The attribute's bytes where its kind is `string`, else none.
    func withText<R>(_ name: Int, _ read: (Span<UInt8>) -> R) -> R {
        guard let image = unsafe image, unsafe image.pointee.values[name].kind == .string else { return read(Span()) }
        let value = unsafe image.pointee.values[name]
        return unsafe read(UnsafeBufferPointer(start: value.bytes, count: Int(value.count)).span)
    }

    /// Attributes with the prefix in the image at hand; at most 256.
    var flagCount: Int {
        guard let image = unsafe image else { return 0 }
        return unsafe Int(image.pointee.flag_count)
    }

    /// Attributes with the prefix beyond those 256.
    var flagsLeftOut: Int {
        guard let image = unsafe image else { return 0 }
        return unsafe Int(image.pointee.flags_left_out)
    }

    /// Calls `read` for each attribute with the prefix: its name without that, its number among the names or nil, its
    /// kind, and its bytes where that is `string`.
    func forEachFlag(_ read: (Span<UInt8>, Int?, ImageValueKind, Span<UInt8>) -> Void) {
        guard let image = unsafe image else { return }
        for index in 0..<flagCount {
            let flag = unsafe image.pointee.flags[index]
            let value = unsafe flag.value
            let count = unsafe value.kind == .string ? Int(value.count) : 0
            unsafe read(
                UnsafeBufferPointer(start: flag.flag, count: Int(flag.count)).span,
                flag.key < 0 ? nil : Int(flag.key), value.kind,
                UnsafeBufferPointer(start: value.bytes, count: count).span)
        }
    }

    private static var noMemory: ImageAPIError {
        .transfer(TransferError(.internal, "no memory to read a page of images"))
    }

    private static func string(_ value: image_value) -> String? {
        guard unsafe value.kind == .string else { return nil }
        return unsafe String(
            decoding: UnsafeBufferPointer(start: value.bytes, count: Int(value.count)), as: UTF8.self)
    }

    private static func reason(_ facts: image_page_facts) -> String {
        let reason = unsafe facts.reason.map { unsafe String(cString: $0) } ?? ""
        return unsafe facts.position < 0 ? reason : "\(reason) (number \(facts.position + 1))"
    }
}
