/// What a walk was asked to show: an image outside proves that the server heeded a part of the question not at all.
package struct WalkBounds: Sendable, Equatable {
    /// Unix seconds, with the images created then; images come in the order of their creation.
    package var createdFrom: UInt32?
    /// Unix seconds, without the images created then: they are another walk's, and so are all that follow.
    package var createdBefore: UInt32?
    /// Unix seconds, with the images changed then.
    package var updatedFrom: UInt32?
    /// Nil: any.
    package var statuses: Set<ImageStatus>?

    /// No bounds.
    package init() {}
}

/// One try of a walk of the running poll; several may be on their way at the same time. What it saw counts once it is
/// finished, and if the poll is.
package final class CatalogueWalk {
    package var bounds: WalkBounds
    /// Images within the bounds so far.
    package private(set) var images = 0
    /// An image came that is not this walk's to show: it is at its end.
    package private(set) var hasPassed = false
    /// An image came that was not asked for, or not in order: what follows is not to be relied on.
    package private(set) var isOutside = false {
        didSet { hasPassed = true }
    }
    /// Unix seconds; 0 where no image with a known time came yet.
    package private(set) var lastCreated: UInt32 = 0

    private let catalogue: Catalogue
    private let generation: UInt16
    private let isBound: Bool
    private var anomalies = Catalogue.noAnomalies
    /// Of the image that comes next, which may turn out to be another walk's.
    private var pending: [ImageKey] = []

    init(_ catalogue: Catalogue, generation: UInt16, bounds: WalkBounds) {
        self.catalogue = catalogue
        self.generation = generation
        self.bounds = bounds
        isBound = bounds != WalkBounds()
    }

    /// More images than a catalogue holds, or more walks than a poll may have.
    package var isOverfull: Bool { catalogue.isOverfull }

    /// The walk is whole.
    package func finish() { catalogue.finished(generation, anomalies) }

    /// See `Catalogue.intern(_:)`.
    package func intern(_ value: Span<UInt8>) -> InternedValue { catalogue.intern(value) }

    /// See `Catalogue.internProperty(_:)`.
    package func internProperty(_ value: Span<UInt8>) -> InternedValue { catalogue.internProperty(value) }

    /// Counts one attribute that was skipped for its type or value, of the image that comes next if it is this walk's;
    /// without a usable id there comes none.
    package func noteAnomaly(_ key: ImageKey) {
        if isBound, key != .id { pending.append(key) } else { anomalies[key.position] += 1 }
    }

    /// Takes in one image; of two observations of one id the later counts.
    package func observe(_ image: borrowing ObservedImage) {
        if isBound {
            defer { pending.removeAll(keepingCapacity: true) }
            guard isWithin(image) else { return }
            for key in pending { anomalies[key.position] += 1 }
        }
        images += 1
        catalogue.observe(image, generation)
    }

    private func isWithin(_ image: borrowing ObservedImage) -> Bool {
        if let from = bounds.updatedFrom, let updated = image.updated, updated < from { isOutside = true }
        if let statuses = bounds.statuses, !statuses.contains(image.status) { isOutside = true }
        // Without a time that can be read it is where its neighbours are.
        guard bounds.createdFrom != nil, let created = image.created else { return !hasPassed }
        if created < max(lastCreated, bounds.createdFrom ?? 0) { isOutside = true }
        lastCreated = created
        guard let edge = bounds.createdBefore, created >= edge else { return true }
        hasPassed = true
        return false
    }
}
