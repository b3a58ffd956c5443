/// The values of the flags as given, from the command line or the environment, with errors that name the place.
struct GivenValues {
    var flags: [FlagName: [String]]
    var environment: [String: String]

    /// The last value given; an empty environment variable counts as absent.
    func last(_ flag: FlagName) -> String? {
        if let value = flags[flag]?.last { return value }
        guard let value = environment[flag.environmentName], !value.isEmpty else { return nil }
        return value
    }

    /// Every value given; in an environment variable they are separated by commas.
    func list(_ flag: FlagName) -> [String]? {
        if let values = flags[flag], !values.isEmpty { return values }
        return last(flag)?.split(separator: ",").map(String.init)
    }

    func duration(_ flag: FlagName) throws(SettingsError) -> Duration? {
        guard let text = last(flag) else { return nil }
        guard let duration = PrometheusDuration.parse(text) else {
            throw error(flag, "\"\(text)\" is not a duration; expected one like 1m30s, 500ms or 2h")
        }
        return duration
    }

    func positive(_ flag: FlagName, atMost most: Int) throws(SettingsError) -> Int? {
        guard let text = last(flag) else { return nil }
        guard let number = Int(text), (1...most).contains(number) else {
            throw error(flag, "\"\(text)\" is not a whole number from 1 to \(most)")
        }
        return number
    }

    func bool(_ flag: FlagName) throws(SettingsError) -> Bool {
        switch last(flag)?.lowercased() {
        case nil, "false", "0", "no": return false
        case "true", "1", "yes": return true
        case let other?: throw error(flag, "\"\(other)\" is neither true nor false")
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ flag: FlagName) throws(SettingsError) -> Choice?
    where Choice.RawValue == String {
        guard let text = last(flag) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(flag, "\"\(text)\" is not one of \(allowed)")
        }
        return choice
    }

    func placed(_ flag: FlagName) throws(SettingsError) -> Placed<Duration>? {
        guard let duration = try duration(flag) else { return nil }
        return Placed(value: duration, place: place(flag))
    }

    /// The flag, or the variable where the value came from there.
    func place(_ flag: FlagName) -> SettingPlace {
        let fromFlag = flags[flag]?.last != nil || environment[flag.environmentName] == nil
        return SettingPlace(given: fromFlag ? "--\(flag.rawValue)" : flag.environmentName)
    }

    func error(_ flag: FlagName, _ problem: String) -> SettingsError {
        SettingsError(place(flag).error(problem).description)
    }
}
