import Foundation

/// A Grafana dashboard, as far as these tests look into it.
struct Dashboard: Decodable, Sendable {
    struct Source: Decodable, Sendable {
        let type: String
        let uid: String
    }

    struct Link: Decodable, Sendable {
        let title: String
        let url: String
        let type: String?
        let tags: [String]?
        let includeVars: Bool?
        let keepTime: Bool?
    }

    struct Place: Decodable, Sendable {
        let x: Int
        let y: Int
        let w: Int
        let h: Int
    }

    struct Target: Decodable, Sendable {
        let refId: String
        let datasource: Source
        let expr: String
    }

    struct Defaults: Decodable, Sendable {
        struct Thresholds: Decodable, Sendable {
            struct Step: Decodable, Sendable { let color: String }

            let steps: [Step]
        }

        let unit: String
        let thresholds: Thresholds
        let noValue: String?
    }

    struct FieldConfig: Decodable, Sendable { let defaults: Defaults }

    struct Panel: Decodable, Sendable {
        let id: Int
        let type: String
        let title: String
        let description: String?
        let datasource: Source?
        let gridPos: Place
        let links: [Link]?
        let fieldConfig: FieldConfig?
        let targets: [Target]?
    }

    struct Query: Decodable, Sendable { let query: String }

    struct Variable: Decodable, Sendable {
        let name: String
        let label: String
        let type: String
        let multi: Bool
        let includeAll: Bool
        let allValue: String?
        let refresh: Int
        /// A data source's is its type, a query's is in an object.
        let query: String

        enum CodingKeys: CodingKey {
            case name, label, type, multi, includeAll, allValue, refresh, query
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decode(String.self, forKey: .name)
            label = try values.decode(String.self, forKey: .label)
            type = try values.decode(String.self, forKey: .type)
            multi = try values.decode(Bool.self, forKey: .multi)
            includeAll = try values.decode(Bool.self, forKey: .includeAll)
            allValue = try values.decodeIfPresent(String.self, forKey: .allValue)
            refresh = try values.decode(Int.self, forKey: .refresh)
            query =
                type == "query"
                ? try values.decode(Query.self, forKey: .query).query : try values.decode(String.self, forKey: .query)
        }
    }

    struct Templating: Decodable, Sendable { let list: [Variable] }

    /// Grafana numbers a dashboard itself.
    let id: Int?
    let uid: String
    let title: String
    let tags: [String]
    let schemaVersion: Int
    let editable: Bool
    let links: [Link]
    let templating: Templating
    let panels: [Panel]

    static let files = ["dashboards/catalogue.json", "dashboards/exporter.json"]

    static func read(_ file: String) throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(try CheckoutFiles.text(file).utf8))
    }

    /// Those that show something.
    var shown: [Panel] { panels.filter { $0.type != "row" } }
}
