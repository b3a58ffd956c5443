import HTTPClient
import TestSupport
import Testing

/// What the tests of this target share.
enum Client {
    /// A client, one cloud's transport without the environment's proxy, and the end of both after the test.
    static func with<R>(
        environment: [String: String] = [:], _ change: (inout TransportSettings) -> Void = { _ in },
        _ body: (Transport) async throws -> R
    ) async throws -> R {
        let client = try HTTPClient(environment: environment)
        var settings = TransportSettings()
        settings.proxy = .none
        change(&settings)
        let result: Result<R, any Error>
        do { result = .success(try await body(client.transport(settings))) } catch { result = .failure(error) }
        await client.shutdown()
        return try result.get()
    }

    static func get(_ url: String, _ change: (inout TransferLimits) -> Void = { _ in }) -> Request {
        var request = Request(.list, .get, url)
        change(&request.limits)
        return request
    }

    /// The kind of a failure; nil where there was none.
    static func failure(_ transport: Transport, _ request: Request) async -> TransferError? {
        do throws(TransferError) {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error
        }
    }
}
