@testable import DemoCloud

/// What happens between the exporter and the cloud, and to the exporter itself.
extension Scenario {
    private static let fortnight = 14 * 86_400

    static let polls = [
        Scenario(
            incident: "The cloud's API is away", alert: "GlancePollFailing",
            event: { $0.fails(.away) }, promise: .minutes(18), cure: { $0.fails(nil) }, silence: .minutes(3)),
        Scenario(
            incident: "The cloud's API is away for longer", alert: "GlanceCatalogueStale",
            event: { $0.fails(.away) }, promise: .minutes(68, every: 5), cure: { $0.fails(nil) }, silence: .minutes(3),
            beside: ["GlancePollFailing"]),
        Scenario(
            incident: "The password is changed, and the exporter is not told", alert: "GlanceCredentialsRefused",
            event: { $0.fails(.refusesLogins) }, promise: .minutes(8), cure: { $0.fails(nil) },
            // The next login is tried after 15 minutes at the latest.
            silence: .minutes(17)),
        Scenario(
            incident: "Quotas cannot be told", alert: "GlanceOptionalPartFailing",
            prepare: { $0.cloud.change { $0.usage = [("image_count_total", 5, 100)] } },
            event: { $0.fails(.failsOnQuotas) }, promise: .minutes(22), cure: { $0.fails(nil) },
            silence: .minutes(65, every: 5)),
        Scenario(
            incident: "The password ends in a fortnight", alert: "GlancePasswordExpiring",
            prepare: { stage in
                let end = stage.time.unix + fortnight + 7200
                stage.cloud.change { $0.identity.passwordExpiry = end }
            },
            event: { _ in }, promise: .minutes(8),
            cure: { stage in
                let end = stage.time.unix + 10 * fortnight
                stage.cloud.change { $0.identity.passwordExpiry = end }
            },
            // A token of an hour tells of the password that it was asked for with.
            silence: .minutes(62, every: 5)),
        Scenario(
            incident: "The certificate of the cloud's API ends in a fortnight", alert: "GlanceCertificateExpiring",
            source: .exporter, prepare: { $0.endpointsShowCertificates(for: fortnight + 7200) }, event: { _ in },
            promise: .minutes(8),
            cure: { $0.endpointsShowCertificates(for: 10 * fortnight) }, silence: .minutes(3)),
    ]

    static let program = [
        Scenario(
            incident: "The exporter's own certificate ends in a fortnight", alert: "GlanceCertificateExpiring",
            source: .exporter, prepare: { $0.showsCertificate(for: fortnight + 7200) }, event: { _ in },
            promise: .minutes(8),
            cure: { $0.showsCertificate(for: 10 * fortnight) }, silence: .minutes(3)),
        Scenario(
            incident: "A reload finds a broken file", alert: "GlanceReloadFailed", source: .exporter,
            event: { $0.exporter?.condition.reloaded(well: false) }, promise: .minutes(8),
            cure: { $0.exporter?.condition.reloaded(well: true) }, silence: .minutes(3)),
        Scenario(
            incident: "The exporter's process ends", alert: "GlanceExporterDown", source: .scrapes,
            event: { $0.stop() }, promise: .minutes(13), cure: { $0.restart() }, silence: .minutes(3)),
    ]
}
