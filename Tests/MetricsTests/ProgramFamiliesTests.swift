import Exposition
import Metrics
import Testing

@Suite struct ProgramFamiliesTests {
    private static let files = [
        "/proc/self/stat":
            "42 (a) b) c) S 1 42 42 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 3 0 1000 104857600 2560 99 1",
        "/proc/stat": "cpu  1 2 3\nbtime 1700000000\nprocesses 5\n",
        "/proc/self/limits": """
        Limit                     Soft Limit           Hard Limit           Units
        Max address space         unlimited            unlimited            bytes
        Max open files            1024                 524288               files
        """,
    ]

    private func figures(_ files: [String: String]) -> ProcessFigures? {
        ProcessFigures(
            from: ProcessSource(text: { files[$0] }, entries: { _ in 12 }, pageBytes: 4096, ticksPerSecond: 100))
    }

    private func lines(_ state: ProgramState) -> [String] {
        ProgramFamilies.all.flatMap { family in family.samples(state).map { "\(family.family.name) \($0.line)" } }
    }

    @Test func everyFigureIsShown() {
        var state = ProgramState(version: "1.2.3", revision: "abc", swiftVersion: "6.3", libcurlVersion: "7.88.1")
        state.httpRequests = [.init(handler: "/metrics", code: "200", count: 5)]
        state.httpRequestsInFlight = 1
        state.process = figures(Self.files)
        #expect(
            lines(state) == [
                "glance_exporter_build_info 1.2.3 abc 6.3 7.88.1 1",
                "glance_exporter_http_requests_total /metrics 200 5", "glance_exporter_http_requests_in_flight 1",
                "process_cpu_seconds_total 2.0", "process_open_fds 12", "process_max_fds 1024",
                "process_virtual_memory_bytes 104857600", "process_virtual_memory_max_bytes 18446744073709551615",
                "process_resident_memory_bytes 10485760", "process_start_time_seconds 1700000010.0",
            ])
    }

    @Test func whatTheSystemDoesNotTellIsAbsent() {
        #expect(figures([:]) == nil)
        #expect(figures(["/proc/self/stat": "42 (x) S 1 2"]) == nil)
        let state = ProgramState(version: "", revision: "", swiftVersion: "", libcurlVersion: "")
        #expect(lines(state).allSatisfy { !$0.hasPrefix("process_") })
        var partial = state
        partial.process = figures(["/proc/self/stat": Self.files["/proc/self/stat"] ?? ""])
        #expect(!lines(partial).contains { $0.hasPrefix("process_max_fds") || $0.hasPrefix("process_start") })
        #expect(lines(partial).contains("process_cpu_seconds_total 2.0"))
    }

    @Test func thisProcessHasFigures() throws {
        let figures = try #require(ProcessFigures(from: .system))
        #expect(figures.residentBytes > 1 << 20)
        #expect(figures.virtualBytes >= figures.residentBytes)
        #expect(try #require(figures.openFiles) > 2)
        #expect(try #require(figures.startTime) > 1_600_000_000)
        #expect(try #require(figures.maximumFiles) > 2)
        #expect(figures.maximumVirtualBytes != nil)
    }
}
