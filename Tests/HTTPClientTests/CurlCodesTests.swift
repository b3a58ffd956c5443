import CLibcurl
import Testing

@testable import HTTPClient

@Suite struct CurlCodesTests {
    @Test func everyCodeHasAPlaceInTheTable() {
        let missing = (0..<CURL_LAST.rawValue).filter { !TransferError.Kind.isKnown(CURLcode(rawValue: $0)) }
        #expect(missing == [])
        #expect(!TransferError.Kind.isKnown(CURL_LAST))
    }

    @Test(arguments: TransferPhase.allCases) func anUnknownCodeIsInternal(_ phase: TransferPhase) {
        #expect(TransferError.Kind(CURL_LAST, phase: phase) == .internal)
        #expect(TransferError.Kind(CURLcode(rawValue: .max), phase: phase) == .internal)
    }

    /// By number, as libcurl-errors(3) has them.
    @Test(
        arguments: [
            (3, .internal), (5, .dns), (6, .dns), (7, .connect), (8, .malformed), (16, .interrupted),
            (18, .interrupted),
            (23, .tooLarge), (27, .internal), (35, .tls), (42, .tooLarge), (47, .internal), (51, .internal),
            (52, .interrupted), (55, .interrupted), (56, .interrupted), (58, .tls), (60, .tls), (61, .malformed),
            (63, .tooLarge), (77, .tls), (89, .connect), (91, .tls), (92, .interrupted), (97, .connect), (98, .tls),
        ] as [(UInt32, TransferError.Kind)])
    func aCodeHasItsKindInEveryPhase(_ number: UInt32, _ kind: TransferError.Kind) {
        for phase in TransferPhase.allCases {
            #expect(TransferError.Kind(CURLcode(rawValue: number), phase: phase) == kind)
        }
    }

    @Test func aTimeOutHasTheKindOfItsPhase() {
        let kinds = TransferPhase.allCases.map { TransferError.Kind(CURLE_OPERATION_TIMEDOUT, phase: $0) }
        #expect(kinds == [.dns, .connect, .timeout, .timeout])
    }

    @Test func anUnknownVersionOfHTTPIsMalformed() {
        let kinds = TransferPhase.allCases.map { TransferError.Kind(CURLE_UNSUPPORTED_PROTOCOL, phase: $0) }
        #expect(kinds == [.internal, .internal, .malformed, .malformed])
    }
}
