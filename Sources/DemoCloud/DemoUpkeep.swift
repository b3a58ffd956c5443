/// What SCS-0102 has public images say of their replacement, and how the imports of an image's data stand.
extension PropertyList {
    private static let frequencies = [
        "monthly", "monthly", "monthly", "weekly", "daily", "quarterly", "quarterly", "yearly", "never", "critical_bug",
    ]
    private static let purposes = ["generic", "generic", "minimal", "k8snode", "gpu", "network", "custom"]

    mutating func addUpkeep() {
        let built = CivilTime.text(image.created - chance.below(3 * 86_400))
        let clock = built.dropFirst(11).prefix(chance.pick([0, 0, 5, 8]))
        add("image_build_date", built.prefix(10) + (clock.isEmpty ? "" : " " + clock))
        // One in fifty at a frequency that the standard does not have.
        add("replace_frequency", chance.happens(2) ? "biweekly" : chance.pick(Self.frequencies))
        let last = CivilTime.text(image.created + chance.within(200...1500) * 86_400).prefix(10)
        add("provided_until", chance.pick([String(last), String(last), String(last), "notice", "none"]))
        add("uuid_validity", chance.pick(["none", "notice", "last-3", "forever"]))
        if chance.happens(40) { add("hotfix_hours", chance.pick(["0", "24", "48"])) }
        add("os_purpose", chance.pick(Self.purposes))
        add("image_source", "https://images.example.org/\(traits.system.distro)/\(traits.version).qcow2")
        add("image_original_user", traits.system.distro)
    }

    /// Once an import has begun its two lists stay, empty or not.
    mutating func addImports() {
        let wasImported = chance.happens(40)
        let failed = chance.happens(3) ? "fast" : ""
        let copying = chance.happens(2) ? "archive" : ""
        let running = image.status == .importing ? "ceph" : copying
        guard wasImported || !failed.isEmpty || !running.isEmpty else { return }
        add("os_glance_failed_import", failed)
        add("os_glance_importing_to_stores", running)
    }
}
