/// What will happen to an image that was just queued: decided at its birth, by chance.
struct ImageLife {
    /// A change of status; nil is the image's end.
    struct Step: Equatable {
        /// Seconds since the image was created.
        var after: Int
        var to: DemoImage.Status?
    }

    /// Seconds that an image lives on average, for the number of images to stay the same.
    static let average = 600

    /// In the order of time; the last is the end.
    private(set) var steps: [Step] = []
    private var age = 0

    init(_ chance: inout Chance) {
        switch chance.below(100) {
        // Its data was there already.
        case ..<5: succeed(after: 5...30, &chance)
        case ..<7: kill(after: 10...40, &chance)
        case ..<10: end(after: 10...60, &chance)
        case ..<11: end(after: 1800...14_400, &chance)
        default: transfer(&chance)
        }
    }

    private mutating func step(after seconds: ClosedRange<Int>, to status: DemoImage.Status?, _ chance: inout Chance) {
        age += chance.within(seconds)
        steps.append(Step(after: age, to: status))
    }

    private mutating func transfer(_ chance: inout Chance) {
        step(after: 5...12, to: chance.pick([.saving, .saving, .uploading, .importing]), &chance)
        switch chance.below(100) {
        case ..<74: succeed(after: 6...40, &chance)
        case ..<86: fail(&chance)
        case ..<93: kill(after: 6...60, &chance)
        case ..<98: end(after: 6...40, &chance)
        // It hangs, until someone looks after it.
        case ..<99: kill(after: 1200...7200, &chance)
        default: end(after: 1800...14_400, &chance)
        }
    }

    /// A transfer breaks: the image is queued again, and uploaded anew or given up.
    private mutating func fail(_ chance: inout Chance) {
        step(after: 6...60, to: .queued, &chance)
        if chance.happens(60) {
            step(after: 30...600, to: .saving, &chance)
            succeed(after: 6...40, &chance)
        } else {
            end(after: 60...900, &chance)
        }
    }

    private mutating func kill(after seconds: ClosedRange<Int>, _ chance: inout Chance) {
        step(after: seconds, to: .killed, &chance)
        end(after: 300...900, &chance)
    }

    private mutating func succeed(after seconds: ClosedRange<Int>, _ chance: inout Chance) {
        step(after: seconds, to: .active, &chance)
        if chance.happens(12) {
            step(after: 30...200, to: .deactivated, &chance)
            step(after: 60...120, to: .active, &chance)
        }
        if chance.happens(25) {
            step(after: 120...600, to: .pendingDelete, &chance)
            end(after: 20...60, &chance)
        } else {
            end(after: 120...600, &chance)
        }
    }

    private mutating func end(after seconds: ClosedRange<Int>, _ chance: inout Chance) {
        step(after: seconds, to: nil, &chance)
    }
}
