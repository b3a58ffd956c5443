import Catalogue
import FoundationEssentials

/// What a server says of the project's quotas: Glance's `/v2/info/usage`, IMS's `/v1/cloudimages/quota`.
package struct QuotaAnswer: Sendable, Equatable {
    /// Kinds of one answer; more are passed over.
    static let most = 32

    /// In the order of their names; none where the cloud has no quotas.
    package let quotas: [Quota]

    /// Judges a body; throws `.malformed` for one that is no answer of this dialect. A single kind that cannot be read is
    /// passed over.
    package init(_ body: [UInt8], of dialect: Dialect) throws(ImageAPIError) {
        let data = Data(body)
        switch dialect {
        case .glance:
            guard let answer = try? JSONDecoder().decode(GlanceAnswer.self, from: data) else { throw Self.noAnswer }
            quotas = Self.sorted(
                answer.usage.compactMap { kind, usage in usage.value.flatMap { Self.quota(kind, $0) } })
        case .ims:
            guard let answer = try? JSONDecoder().decode(IMSAnswer.self, from: data) else { throw Self.noAnswer }
            quotas = Self.sorted(
                answer.quotas.resources.compactMap(\.value).map { resource in
                    Quota(resource.type, .images, used: resource.used, limit: Self.limit(resource.quota))
                })
        }
    }

    /// Glance tells sizes in MiB.
    private static let bytesPerMebibyte: Int64 = 1 << 20
    private static let noAnswer = ImageAPIError.malformed("it does not tell of quotas")

    private static func quota(_ kind: String, _ usage: GlanceAnswer.Usage) -> Quota? {
        switch kind {
        case "image_count_total", "image_count_uploading":
            return Quota(kind, .images, used: usage.usage, limit: limit(usage.limit))
        case "image_size_total", "image_stage_total":
            guard let used = bytes(usage.usage) else { return nil }
            guard let limit = limit(usage.limit) else { return Quota(kind, .bytes, used: used, limit: nil) }
            return bytes(limit).map { Quota(kind, .bytes, used: used, limit: $0) }
        default: return nil
        }
    }

    /// A limit below 0 is none.
    private static func limit(_ limit: Int64) -> Int64? { limit < 0 ? nil : limit }

    private static func bytes(_ mebibytes: Int64) -> Int64? {
        let (bytes, isOver) = mebibytes.multipliedReportingOverflow(by: bytesPerMebibyte)
        return isOver ? nil : bytes
    }

    private static func sorted(_ quotas: [Quota]) -> [Quota] {
        var seen: Set<String> = []
        let once = quotas.filter { seen.insert($0.kind).inserted }
        return Array(once.sorted { $0.kind < $1.kind }.prefix(most))
    }

    private struct GlanceAnswer: Decodable {
        struct Usage: Decodable {
            var usage: Int64
            var limit: Int64
        }

        var usage: [String: Loose<Usage>]
    }

    private struct IMSAnswer: Decodable {
        struct Quotas: Decodable { var resources: [Loose<Resource>] }
        struct Resource: Decodable {
            var type: String
            var used: Int64
            var quota: Int64
        }

        var quotas: Quotas
    }

    /// A value that may be of another shape than expected: that costs the value alone.
    private struct Loose<Value: Decodable>: Decodable {
        var value: Value?

        init(from decoder: any Decoder) {
            value = try? Value(from: decoder)
        }
    }
}

extension Dialect {
    /// Where the project's quotas are told, below the endpoint.
    package var quotaTarget: String {
        switch self {
        case .glance: "/v2/info/usage"
        case .ims: "/v1/cloudimages/quota"
        }
    }
}
