import Catalogue
import HTTPClient
import Identity
import ImageAPI
import Settings

/// Logs in to a cloud, fetches one image, and finds the images that have been on their way for longest.
struct LiveCheck: Sendable {
    let watched: WatchedCloud
    let access: CloudAccess

    /// Lines about the cloud, each fit for a terminal.
    func lines() async throws(PollFailure) -> [String] {
        var source = try await ImageSource(access)
        let shown = try await source.dialect(path: watched.listing.path)
        guard let dialect = watched.listing.dialect(shown: shown) else { throw .wrongDialect }
        let scope = source.authorization.isAdmin ? "admin" : "project"
        let project = source.authorization.projectID.map { " of project \($0)" } ?? ""
        var lines = [
            "logged in with \(access.cloud.authentication.label), scope \(scope)\(project)",
            "image API \(source.authorization.endpoint)\(watched.listing.path.rawValue) answers as \(dialect.rawValue)",
        ]
        for status in ImageStatus.transitional {
            var oldest = OldestImages(status)
            for target in oldest.targets(
                dialect, path: watched.listing.path, project: source.authorization.projectID)
            {
                let body = try await source.body(target)
                do throws(ImageAPIError) { try oldest.add(body.bytes()) } catch { throw PollFailure(error) }
            }
            lines += oldest.entries.map { "\(status.name) \($0.id) unchanged since \($0.updatedAt)" }
        }
        return lines
    }
}
