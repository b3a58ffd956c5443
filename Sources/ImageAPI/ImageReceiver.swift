import Catalogue

/// What images are read into: a catalogue, the images shared with a project, or a list in a test.
package protocol ImageReceiver: AnyObject {
    /// The number that stands for a value in `observe`.
    func intern(_ value: Span<UInt8>) -> InternedValue
    /// The same for the value of a kept property.
    func internProperty(_ value: Span<UInt8>) -> InternedValue
    /// An attribute was skipped for its type or value.
    func noteAnomaly(_ key: ImageKey)
    /// The next image of the page.
    func observe(_ image: borrowing ObservedImage)
    /// What follows is not this walk's.
    var hasPassed: Bool { get }
    /// More images came than there is room for: what was read is not whole.
    var isOverfull: Bool { get }
}

extension ImageReceiver {
    package var hasPassed: Bool { false }
    /// As any other value.
    package func internProperty(_ value: Span<UInt8>) -> InternedValue { intern(value) }
}

extension CatalogueWalk: ImageReceiver {}
extension SharedImages: ImageReceiver {}
