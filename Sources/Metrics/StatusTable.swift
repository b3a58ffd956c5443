import Catalogue
import Exposition

/// A count for each status and visibility.
struct StatusTable: Equatable {
    /// Combinations of a status and a visibility.
    static let cells = ImageStatus.allCases.count * ImageVisibility.allCases.count

    private var counts = [Int](repeating: 0, count: cells)

    subscript(status: ImageStatus, visibility: ImageVisibility) -> Int {
        get { counts[Self.cell(status, visibility)] }
        set { counts[Self.cell(status, visibility)] = newValue }
    }

    var total: Int { counts.reduce(0, +) }

    /// Cells with a count.
    var series: Int { counts.count { $0 > 0 } }

    /// Adds every cell of another table.
    mutating func add(_ other: Self) {
        for cell in counts.indices { counts[cell] += other.counts[cell] }
    }

    /// A sample for each cell with a count, in the order of the statuses and visibilities, `_other` last.
    func samples(_ names: [String]) -> [Sample] {
        Self.samples { status, visibility in
            let count = self[status, visibility]
            return count == 0 ? nil : Sample(names + [status.name, visibility.name], .integer(Int128(count)))
        }
    }

    /// What `make` makes of each status and visibility, in their order, `_other` last.
    static func samples(_ make: (ImageStatus, ImageVisibility) -> Sample?) -> [Sample] {
        ImageStatus.allCases.flatMap { status in ImageVisibility.allCases.compactMap { make(status, $0) } }
    }

    static func cell(_ status: ImageStatus, _ visibility: ImageVisibility) -> Int {
        Int(status.rawValue) * ImageVisibility.allCases.count + Int(visibility.rawValue)
    }
}
