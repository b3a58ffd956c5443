import Files
import Logging
import Settings

/// Tells of files with secrets that every user of the machine may read.
enum Exposure {
    /// Those that were not told of yet; clients' keys are looked at now, all others were when they were read.
    static func news(of clouds: [WatchedCloud]) -> [ExposedFiles.File] {
        for transport in clouds.map(\.cloud.transport) {
            if let key = transport.keyFile ?? transport.certificateFile { ExposedFiles.seen.look(at: key) }
        }
        return ExposedFiles.seen.news()
    }

    /// A warning for each of `news`.
    static func warn(of clouds: [WatchedCloud], _ logger: Logger) {
        for file in news(of: clouds) {
            logger.warning(
                "every user may read a file with secrets", metadata: ["file": "\(file.path)", "mode": "\(file.mode)"])
        }
    }
}
