/// An address (`auth_url`, `image_endpoint_override`) with its region filled in.
enum CloudAddress {
    private static let placeholder = "{region_name}"

    /// The address; nil where there is none.
    ///
    /// - Throws: `CloudsError` where it is no http or https URL with a host, or bears a user, or a placeholder that
    ///   cannot be filled.
    static func address(_ setting: CloudSetting?, region: String?) throws(CloudsError) -> String? {
        guard let setting, let given = try setting.line() else { return nil }
        var text = given
        if given.contains(placeholder) {
            guard let region else { throw setting.error("holds {region_name}, but no region_name is given") }
            text = text.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: region)
        }
        guard !text.contains(where: { "{}".contains($0) }) else {
            throw setting.error("holds a placeholder that is not known; allowed is {region_name}")
        }
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix), !text.contains(" ") else {
            throw setting.error("expected a URL that begins with http:// or https://")
        }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw setting.error("a URL with a user or password in it is refused") }
        guard let first = authority.first, first != ":" else { throw setting.error("expected a URL with a host") }
        return text
    }
}
