import Foundation

/// What was waited for did not come.
struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// What is waited for can no longer come.
struct GivenUp: Error, CustomStringConvertible {
    let description: String
}

/// Asks until the answer is not nil; real servers tell of nothing by an event.
///
/// - Throws: `NeverHappened` when the time is over, with the last error that asking came to; `GivenUp` at once.
func eventually<Answer>(
    within limit: Duration = .seconds(120), _ what: String, _ ask: () async throws -> Answer?
) async throws -> Answer {
    let end = ContinuousClock.now + limit
    var lastError: (any Error)?
    repeat {
        do {
            if let answer = try await ask() { return answer }
            lastError = nil
        } catch let error as GivenUp {
            throw error
        } catch {
            lastError = error
        }
        try await Task.sleep(for: .milliseconds(100))
    } while ContinuousClock.now < end
    throw NeverHappened(description: "not within \(limit): \(what)" + (lastError.map { " (\($0))" } ?? ""))
}
