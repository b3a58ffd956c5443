@testable import DemoCloud

/// What happens to images on their way, and what they come to.
extension Scenario {
    static let uploads = [
        Scenario(
            incident: "An upload breaks, and its image is killed", alert: "GlanceImageKilled",
            event: { $0.upload(1, endsAs: .killed) }, promise: .minutes(5),
            cure: { $0.end(.killed) }, silence: .minutes(65, every: 5), beside: ["GlanceUploadFailed"]),
        Scenario(
            incident: "An upload breaks, and its image is queued again", alert: "GlanceUploadFailed",
            event: { $0.upload(1, endsAs: .queued) }, promise: .minutes(5),
            cure: { $0.end(.queued) }, silence: .minutes(65, every: 5)),
        Scenario(
            incident: "Uploads break one after the other", alert: "GlanceUploadsFailing",
            event: { $0.upload(6, minutesApart: 5, endsAs: .queued) }, promise: .minutes(30),
            cure: { $0.end(.queued) }, silence: .minutes(65, every: 5), beside: ["GlanceUploadFailed"]),
        Scenario(
            incident: "Every hour or so an upload breaks, and none succeeds", alert: "GlanceUploadsFailing",
            past: { catalogue in
                catalogue.calm?.golden = []
                catalogue.calm?.uploads = 0
                catalogue.calm?.snapshots = 0
            },
            event: { $0.upload(3, minutesApart: 70, lasting: 20, endsAs: .queued) },
            promise: .minutes(140 + 20 + 3, every: 10),
            cure: { stage in
                stage.end(.queued)
                stage.add("success") { GivenTraits($0) }
            },
            silence: .minutes(65, every: 5), beside: ["GlanceUploadFailed"]),
        Scenario(
            incident: "A client queues images and uploads none", alert: "GlanceQueuedImagesRising",
            lead: .hours(6, every: 30), event: { $0.hang(40, as: .queued) }, promise: .minutes(33),
            cure: { $0.end(.queued) }, silence: .minutes(3)),
    ]

    static let hanging = [
        stuck(.saving), stuck(.uploading), stuck(.importing),
        Scenario(
            incident: "An image hangs as queued", alert: "GlanceImageStuck", daysAgo: 1, past: { $0.add() },
            promise: .minutes(1440 + 18), cure: { $0.end(.queued) }, silence: .minutes(3)),
        Scenario(
            incident: "Another image hangs, beside one that was abandoned long ago", alert: "GlanceImageStuck",
            daysAgo: 2, past: { $0.add(steps: [.init(after: 10, to: .saving)]) },
            event: { $0.hang(1, as: .saving) }, promise: .minutes(360 + 18, every: 15),
            cure: { $0.end(.saving) }, silence: .minutes(3), beside: ["GlanceImagesAbandoned"]),
        Scenario(
            incident: "A deletion hangs", alert: "GlanceImageStuck", daysAgo: 7,
            past: { $0.add(steps: [.init(after: 10, to: .active), .init(after: 60, to: .pendingDelete)]) },
            promise: .minutes(7 * 1440 + 18), cure: { $0.end(.pendingDelete) }, silence: .minutes(3)),
        Scenario(
            incident: "An image is queued and forgotten", alert: "GlanceImagesAbandoned", daysAgo: 7,
            past: { $0.add() }, promise: .minutes(7 * 1440 + 63), cure: { $0.end(.queued) }, silence: .minutes(3)),
    ]

    private static func stuck(_ status: DemoImage.Status) -> Scenario {
        Scenario(
            incident: "An image hangs as \(status.rawValue)", alert: "GlanceImageStuck",
            event: { $0.hang(1, as: status) }, promise: .minutes(360 + 18, every: 15), cure: { $0.end(status) },
            silence: .minutes(3))
    }
}
