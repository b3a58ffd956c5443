/// Ids of images and projects: they follow from the seed, and an image's tells its number.
struct DemoIdentifier: Sendable {
    let seed: UInt64
    private let projects: [String]

    init(seed: UInt64) {
        self.seed = seed
        projects = (0...DemoTraits.projects).map { Self.project($0, seed: seed) }
    }

    /// An image's id: a UUID that begins with the image's number, so that ids sort as images were created.
    func image(_ number: UInt32) -> [UInt8] {
        let noise = Chance.noise(seed: seed, number: UInt64(number))
        let dash = UInt8(ascii: "-")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        Hexadecimal.append(UInt64(number), digits: 8, to: &bytes)
        bytes.append(dash)
        Hexadecimal.append(noise.0, digits: 4, to: &bytes)
        bytes.append(dash)
        Hexadecimal.append(0x4000 | noise.0 >> 16 & 0xfff, digits: 4, to: &bytes)
        bytes.append(dash)
        Hexadecimal.append(0x8000 | noise.0 >> 32 & 0x3fff, digits: 4, to: &bytes)
        bytes.append(dash)
        Hexadecimal.append(noise.1, digits: 12, to: &bytes)
        return bytes
    }

    /// The number in an image's id; nil where no image could have this id.
    func number(of id: some StringProtocol) -> UInt32? {
        let lower = Array(id.lowercased().utf8)
        guard lower.count == 36, let number = UInt32(String(decoding: lower.prefix(8), as: UTF8.self), radix: 16) else {
            return nil
        }
        return image(number) == lower ? number : nil
    }

    /// The id of one of `DemoTraits.projects`; the next number is the user's. 32 hexadecimal digits.
    func project(_ number: Int) -> String { projects[number] }

    private static func project(_ number: Int, seed: UInt64) -> String {
        let noise = Chance.noise(seed: ~seed, number: UInt64(number) | 1 << 48)
        var bytes: [UInt8] = []
        Hexadecimal.append(noise.0, digits: 16, to: &bytes)
        Hexadecimal.append(noise.1, digits: 16, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Chance {
    /// Two numbers apart from those that `init(seed:number:)` begins with.
    fileprivate static func noise(seed: UInt64, number: UInt64) -> (UInt64, UInt64) {
        var chance = Chance(seed: seed ^ 0x1DE4_71F1_E5, number: number)
        return (chance.next(), chance.next())
    }
}
