@testable import DemoCloud

/// What becomes of the catalogue as a whole.
extension Scenario {
    static let holdings = [
        Scenario(
            incident: "An image is taken out of service", alert: "GlanceImageDeactivated",
            event: { $0.changeOne(of: .active, to: .deactivated) }, promise: .minutes(33),
            cure: { $0.changeOne(of: .deactivated, to: .active) }, silence: .minutes(3)),
        Scenario(
            incident: "Another project offers an image, and nobody answers", alert: "GlanceSharesWaiting",
            prepare: { $0.cloud.change { $0.identity.roles = ["member", "reader"] } },
            event: { stage in
                stage.add("share") { traits in
                    var traits = traits
                    traits.visibility = .shared
                    traits.project = 1
                    return GivenTraits(traits, memberStatus: "pending")
                }
            },
            // Shares are asked for every ten minutes.
            promise: .minutes(1440 + 13, every: 30), cure: { $0.remove("share") }, silence: .minutes(32, every: 30)),
        quota("images", "image_count_total", used: 50, now: 95, limit: 100),
        quota("bytes", "image_size_total", used: 500_000, now: 950_000, limit: 1_000_000),
        Scenario(
            incident: "A project uploads 300 GiB", alert: "GlanceStorageGrowingFast",
            event: { stage in
                for _ in 1...10 {
                    stage.add("growth") { traits in
                        var traits = traits
                        traits.size = 30 << 30
                        return GivenTraits(traits)
                    }
                }
            }, promise: .minutes(33), cure: { $0.remove("growth") }, silence: .minutes(3)),
    ]

    private static func quota(_ what: String, _ kind: String, used: Int, now: Int, limit: Int) -> Scenario {
        let set = { @Sendable (stage: Stage, used: Int) in
            stage.cloud.change { $0.usage = [(kind, used, limit)] }
        }
        return Scenario(
            incident: "A quota of \(what) is nearly used up", alert: "GlanceQuotaNearlyFull",
            prepare: { set($0, used) }, event: { set($0, now) }, promise: .minutes(18), cure: { set($0, used) },
            silence: .minutes(3))
    }

    static let offers = [
        Scenario(
            incident: "The golden image of a platform is built no longer", alert: "GlanceGoldenImageStale",
            daysAgo: 90, past: { $0.buildForTheLastTime() }, promise: .minutes(90 * 1440 + 63),
            cure: { $0.replaceGolden() }, silence: .minutes(3)),
        Scenario(
            incident: "An image is not replaced every month, as it promises", alert: "GlanceImagePromiseBroken",
            daysAgo: 34, past: { $0.buildForTheLastTime() },
            // A tenth more than a month of 31 days is 34 days and 144 minutes.
            promise: .minutes(34 * 1440 + 144 + 1440 + 3, every: 30), cure: { $0.replaceGolden() },
            silence: .minutes(3)),
        Scenario(
            incident: "An image is offered beyond the date that it promises", alert: "GlanceImagePromiseBroken",
            event: { stage in
                stage.addGolden("promise", [DemoProperty(name: "provided_until", value: "2026-05-31")])
            }, promise: .minutes(1440 + 3, every: 30), cure: { $0.remove("promise") }, silence: .minutes(3)),
        Scenario(
            incident: "A public image comes unprotected", alert: "GlancePublicImageUnprotected",
            event: { stage in stage.addGolden("unprotected") { $0.isProtected = false } }, promise: .minutes(63),
            cure: { $0.remove("unprotected") }, silence: .minutes(3)),
        Scenario(
            incident: "An import into one of the stores fails", alert: "GlanceImportFailed",
            event: { stage in
                stage.add("import") {
                    GivenTraits($0, properties: [DemoProperty(name: "os_glance_failed_import", value: "ceph")])
                }
            }, promise: .minutes(18), cure: { $0.remove("import") }, silence: .minutes(3)),
        Scenario(
            incident: "A pipeline uploads a platform of its own each time", alert: "GlanceLabelValuesOverLimit",
            event: { stage in
                for number in 1...120 {
                    stage.add("explosion") {
                        var traits = $0
                        traits.size = 1 << 20
                        return GivenTraits(
                            traits, properties: [DemoProperty(name: "os_distro", value: "build-\(number)")])
                    }
                }
            }, promise: .minutes(63), cure: { $0.remove("explosion") }, silence: .minutes(3)),
        Scenario(
            incident: "A client writes a number where a text belongs", alert: "GlanceAttributeAnomalies",
            event: { stage in
                stage.add("number") {
                    GivenTraits($0, properties: [DemoProperty(name: "os_distro", value: "12", isNumber: true)])
                }
            }, promise: .minutes(63), cure: { $0.remove("number") }, silence: .minutes(3)),
    ]
}
