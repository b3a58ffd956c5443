import Glibc
import Testing

@testable import ScrapeServer

@Suite struct PassedSocketsTests {
    private func descriptors(_ count: String?, for process: String? = "\(getpid())") -> [CInt] {
        var environment: [String: String] = [:]
        environment["LISTEN_FDS"] = count
        environment["LISTEN_PID"] = process
        return PassedSockets.descriptors(environment)
    }

    @Test func theyFollowOneAnotherFromThree() {
        #expect(descriptors("1") == [3])
        #expect(descriptors("2") == [3, 4])
        #expect(descriptors("64") == Array(3...66))
    }

    @Test(arguments: [nil, "0", "65", "-1", "", " 1", "1 ", "1x", "x", "0x1", "2147483647", "99999999999999999999"])
    func aCountThatIsNoneIsPassedOver(count: String?) {
        #expect(descriptors(count) == [])
    }

    @Test(arguments: [nil, "1", "0", "", "x", "-1", "99999999999999999999"])
    func thoseOfAnotherProcessArePassedOver(process: String?) {
        #expect(descriptors("1", for: process) == [])
        #expect(descriptors("1", for: "\(getpid()) ") == [])
        #expect(descriptors("1", for: "\(getppid())") == [])
    }
}
