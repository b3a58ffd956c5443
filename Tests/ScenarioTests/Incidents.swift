/// The table of all incidents: what a rule waits for, its window and two scrapes make the promises.
extension Scenario {
    static let all = uploads + hanging + holdings + offers + polls + program
}
