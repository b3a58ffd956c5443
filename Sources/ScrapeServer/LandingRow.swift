/// One cloud on the landing page.
package struct LandingRow: Sendable, Equatable {
    /// What became of the cloud's last poll.
    package enum State: Sendable, Equatable {
        case waiting, scraped, up
        /// The last poll was not whole; why, in words, where that is known.
        case down(String?)
    }

    /// What is told of the last whole result.
    package struct Figures: Sendable, Equatable {
        package var images: Int
        /// Nil where the filter excludes them.
        package var queued: Int?
        /// Nil where the filter excludes them.
        package var killed: Int?
        /// Nil where they are not asked for.
        package var stuck: Stuck?

        package init(images: Int, queued: Int? = nil, killed: Int? = nil, stuck: Stuck? = nil) {
            self.images = images
            self.queued = queued
            self.killed = killed
            self.stuck = stuck
        }
    }

    /// The images that have been on their way to another status for longest, the oldest first; `most` at most.
    package struct Stuck: Sendable, Equatable {
        /// An image that has been on its way to another status for long.
        package struct Image: Sendable, Equatable {
            package var id: String
            package var status: String
            /// Unix seconds of its last change.
            package var updated: Double

            package init(id: String, status: String, updated: Double) {
                self.id = id
                self.status = status
                self.updated = updated
            }
        }

        /// Images of one cloud on the page.
        package static let most = 20

        package let images: [Image]
        /// Those beyond `most`.
        package let others: Int

        package init(_ images: some Collection<Image>) {
            self.images = Array(images.prefix(Self.most))
            others = images.count - self.images.count
        }
    }

    package var cloud: String
    package var state: State
    /// Unix seconds; nil before the first whole poll.
    package var lastSuccess: Double?
    /// Nil where there is no result, or where it is too old to show.
    package var figures: Figures?
    /// Unix seconds; a time that has passed: now. Nil: when scraped.
    package var nextPoll: Double?
    /// What narrows the catalogue; empty: nothing.
    package var filter: String

    package init(
        cloud: String, state: State, lastSuccess: Double? = nil, figures: Figures? = nil, nextPoll: Double? = nil,
        filter: String = ""
    ) {
        self.cloud = cloud
        self.state = state
        self.lastSuccess = lastSuccess
        self.figures = figures
        self.nextPoll = nextPoll
        self.filter = filter
    }
}
