import Catalogue
import Exposition

/// Images by a label (or by support flag and value), status and visibility, with what is over the limits folded.
struct LabelFold {
    private let values: [LabelCap.Value]
    private let tables: [StatusTable]
    private let cap: LabelCap

    /// Values that were folded into `_other`.
    var folded: Int { cap.folded }

    /// Folds the images by a label that each has one value of.
    init(_ census: Census, by label: ImageLabel, _ limits: FamilyLimits) {
        // The last row is that of `_other`, whose number is above all others.
        var rows = [Int?](repeating: nil, count: census.textCount + 1)
        var names: [String] = []
        var tables: [StatusTable] = []
        for base in census.bases.indices {
            let value = census.label(label, of: base)
            let place = min(value.number, census.textCount)
            let row = rows[place] ?? tables.count
            if row == tables.count {
                rows[place] = row
                names.append(census.text(value))
                tables.append(StatusTable())
            }
            tables[row][census.bases[base].status, census.bases[base].visibility] += census.bases[base].images
        }
        self.init(names.map { [$0] }, tables, limits)
    }

    /// Folds the images by the support flags they have; one image may count under several.
    init(supportOf census: Census, _ limits: FamilyLimits) {
        var rows: [[InternedValue]: Int] = [:]
        var names: [[String]] = []
        var tables: [StatusTable] = []
        for support in census.support {
            let pair = [support.flag, support.value]
            let row = rows[pair] ?? tables.count
            if row == tables.count {
                rows[pair] = row
                names.append(pair.map(census.text))
                tables.append(StatusTable())
            }
            tables[row][support.status, support.visibility] += support.images
        }
        self.init(names, tables, limits)
    }

    private init(_ names: [[String]], _ tables: [StatusTable], _ limits: FamilyLimits) {
        values = zip(names, tables).map { LabelCap.Value(names: $0, images: $1.total, series: $1.series) }
        self.tables = tables
        cap = LabelCap(values, limits: limits)
    }

    /// The samples, in the order of the names, then statuses, then visibilities; `_other` comes last.
    var samples: [Sample] {
        var rest = StatusTable()
        let kept = Set(cap.kept)
        for row in tables.indices where !kept.contains(row) { rest.add(tables[row]) }
        let width = values.first?.names.count ?? 0
        return cap.kept.flatMap { tables[$0].samples(values[$0].names) }
            + rest.samples(Array(repeating: PortableMapping.other, count: width))
    }
}
