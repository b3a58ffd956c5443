@testable import DemoCloud
@testable import ScrapeServer

/// What incidents are made of.
extension Stage {
    /// Uploads that come so far apart, the first at once, and end after more than a minute.
    func upload(_ count: Int, minutesApart pause: Int = 1, endsAs end: DemoImage.Status?) {
        cloud.change { services in
            for number in 0..<count {
                let begin = number * pause * 60
                services.catalogue.add(steps: [
                    .init(after: begin + 20, to: .saving), .init(after: begin + 80, to: end),
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
    /// The images of this status.
    func numbers(of status: DemoImage.Status) -> [UInt32] {
        (0..<endNumber).filter { image($0)?.status == status }
    }
}
