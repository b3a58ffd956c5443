@testable import DemoCloud
@testable import ScrapeServer

/// What incidents are made of.
extension Stage {
    /// Uploads that come so far apart, the first at once, and that last so many minutes.
    func upload(_ count: Int, minutesApart pause: Int = 1, lasting duration: Int = 1, endsAs end: DemoImage.Status?) {
        cloud.change { services in
            for number in 0..<count {
                let begin = number * pause * 60
                services.catalogue.add(steps: [
                    .init(after: begin + 20, to: .saving), .init(after: begin + 20 + duration * 60, to: end),
                ])
            }
        }
    }

    /// Images that come to this status and stay there.
    func hang(_ count: Int, as status: DemoImage.Status) {
        cloud.change { services in
            for _ in 0..<count {
                services.catalogue.add(steps: status == .queued ? [] : [.init(after: 10, to: status)])
            }
        }
    }

    /// The images of this status are deleted.
    func end(_ status: DemoImage.Status) {
        cloud.change { services in
            for number in services.catalogue.numbers(of: status) { services.catalogue.change(number, to: nil) }
        }
    }

    /// Adds a public image of the platform that comes first among the golden ones.
    mutating func addGolden(
        _ name: String, _ properties: [DemoProperty] = [],
        _ change: @escaping @Sendable (inout DemoTraits) -> Void = { _ in }
    ) {
        let time = time.unix
        add(name) { CalmLife.traits(of: CalmLife(start: 0).golden[0], built: time, properties, change)($0) }
    }

    /// A new golden image comes, and the old ones go.
    mutating func replaceGolden() {
        let distro = CalmLife(start: 0).golden[0].system.distro
        cloud.change { services in
            for number in 0..<services.catalogue.endNumber {
                guard let traits = services.catalogue.image(number)?.given?.traits else { continue }
                guard traits.visibility == .public, traits.system.distro == distro else { continue }
                services.catalogue.change(number, to: nil)
            }
        }
        addGolden("replacement")
    }

    /// The oldest image of a status comes to another.
    func changeOne(of status: DemoImage.Status, to other: DemoImage.Status) {
        cloud.change { services in
            if let first = services.catalogue.numbers(of: status).first { services.catalogue.change(first, to: other) }
        }
    }

    func fails(_ fault: DemoServices.Fault?) { cloud.change { $0.fault = fault } }

    func endpointsShowCertificates(for seconds: Int) {
        exporter?.condition.endpointsShow(certificateUntil: Double(time.unix + seconds))
    }

    func showsCertificate(for seconds: Int) {
        exporter?.statistics.presents(certificateUntil: Double(time.unix + seconds))
    }
}

extension DemoCatalogue {
    /// The golden image of a platform is built now, and never again.
    mutating func buildForTheLastTime() {
        guard let one = calm?.golden.removeFirst() else { return }
        add(
            steps: [.init(after: 20, to: .saving), .init(after: 320, to: .active)],
            as: CalmLife.traits(of: one, built: now))
    }

    /// The images of this status.
    func numbers(of status: DemoImage.Status) -> [UInt32] {
        (0..<endNumber).filter { image($0)?.status == status }
    }
}
