import Catalogue

/// What images are read into: a catalogue, or a list in a test.
protocol ImageReceiver: AnyObject {
    func intern(_ value: Span<UInt8>) -> InternedValue
    func noteAnomaly(_ key: ImageKey)
    func observe(_ image: borrowing ObservedImage)
}

extension Catalogue: ImageReceiver {}
