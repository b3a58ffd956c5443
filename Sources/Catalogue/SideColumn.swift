/// One more number of each record, by the record's position; parts without any number but 0 take no room.
struct SideColumn<Number: FixedWidthInteger & Sendable>: Sendable {
    private static var partBits: Int { 12 }
    /// Numbers a part.
    private static var partSize: Int { 1 << partBits }

    private var parts: [[Number]] = []

    /// The number at a position; 0 where none was set.
    @inline(__always)
    subscript(position: Int) -> Number {
        get {
            let part = position >> Self.partBits
            let offset = position & (Self.partSize &- 1)
            return part < parts.count && offset < parts[part].count ? parts[part][offset] : 0
        }
        set {
            let part = position >> Self.partBits
            let offset = position & (Self.partSize &- 1)
            if part < parts.count, offset < parts[part].count {
                parts[part][offset] = newValue
            } else if newValue != 0 {
                append(newValue, part, offset)
            }
        }
    }

    /// Forgets the numbers from a position on.
    mutating func truncate(_ count: Int) {
        let whole = (count + Self.partSize - 1) >> Self.partBits
        if whole < parts.count { parts.removeLast(parts.count - whole) }
        let rest = count & (Self.partSize - 1)
        if rest > 0, whole == parts.count, parts[whole - 1].count > rest {
            parts[whole - 1].removeLast(parts[whole - 1].count - rest)
        }
    }

    private mutating func append(_ number: Number, _ part: Int, _ offset: Int) {
        while parts.count <= part { parts.append([]) }
        while parts[part].count < offset { parts[part].append(0) }
        parts[part].append(number)
    }
}
