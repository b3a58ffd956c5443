import Identity
import YAML

/// The configuration file (`--config.file`), read and checked key by key.
struct SettingsFile {
    private(set) var poll = PollChoices()
    /// The leader's families are shown too.
    private(set) var isCompatible = false
    private(set) var families = ConfiguredFamilies()
    /// Nil where the file names no clouds and so only gives defaults.
    private(set) var clouds: [CloudSection]?
    /// Where `clouds` stands.
    private(set) var cloudsPlace: SettingPlace?

    /// Nothing is configured.
    init() {}

    /// Each key is declared by the line that reads it.
    ///
    /// - Throws: `CloudsError` naming file, line and key.
    init(path: String) throws(CloudsError) {
        guard let root = try CloudsFileReader.read(path) else {
            throw CloudsError(file: path, message: "there is no such file")
        }
        guard let root else { return }
        var section = try FileSection(root, path: "")
        poll = try PollChoices(section.value("poll"))
        isCompatible = try Self.isCompatible(section.value("compatibility"))
        families = try ConfiguredFamilies(
            aggregates: section.value("aggregates"), requiredProperties: section.value("required_properties"))
        let list = section.value("clouds")
        try section.finish()
        guard let node = root["clouds"] else { return }
        let place = SettingPlace(node, key: "clouds")
        cloudsPlace = place
        clouds = try Self.clouds(list, place)
    }

    private static func isCompatible(_ value: FileValue?) throws(CloudsError) -> Bool {
        guard let value else { return false }
        var section = try value.section()
        let isCompatible = try section.value("openstack_exporter")?.bool() ?? false
        try section.finish()
        return isCompatible
    }

    private static func clouds(_ value: FileValue?, _ place: SettingPlace) throws(CloudsError) -> [CloudSection] {
        guard let value else { throw place.error("expected a list of clouds, found nothing") }
        guard let items = value.node.items else {
            throw place.error("expected a list of clouds, found \(value.node.kind)")
        }
        guard !items.isEmpty else { throw place.error("the list is empty; expected one cloud at least") }
        var sections: [CloudSection] = []
        for (index, item) in items.enumerated() {
            sections.append(try CloudSection(item, path: "clouds[\(index)]"))
        }
        return sections
    }
}
