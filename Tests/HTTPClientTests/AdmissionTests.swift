import Testing

@testable import HTTPClient

@Suite struct AdmissionTests {
    private let start = ContinuousClock.now

    private func request(_ id: UInt64, cloud: UInt64, after: Duration = .seconds(10)) -> Admission<UInt64>.Waiting {
        .init(id: id, cloud: cloud, deadline: start + after, order: id)
    }

    private func arrive(_ request: Admission<UInt64>.Waiting, in admission: inout Admission<UInt64>) {
        let isTaken = admission.arrived(request)
        #expect(isTaken)
    }

    private func admitted(_ admission: inout Admission<UInt64>) -> [UInt64] {
        var all: [UInt64] = []
        while let next = admission.admit() { all.append(next) }
        return all
    }

    private func expect(
        _ admission: inout Admission<UInt64>, admits ids: [UInt64], at place: SourceLocation = #_sourceLocation
    ) {
        let all = admitted(&admission)
        #expect(all == ids, sourceLocation: place)
    }

    @Test func aCloudHasFourLookupsAndAnotherIsNotHeldUp() {
        var admission = Admission<UInt64>()
        for id in 1...5 as ClosedRange<UInt64> { arrive(request(id, cloud: 1), in: &admission) }
        arrive(request(6, cloud: 2), in: &admission)
        #expect(Admission<UInt64>.lookups == 4)
        expect(&admission, admits: [1, 2, 3, 4, 6])
        admission.lookupEnded(2)
        expect(&admission, admits: [])
        admission.lookupEnded(1)
        expect(&admission, admits: [5])
    }

    @Test func transfersAreBounded() {
        var admission = Admission<UInt64>()
        let most = UInt64(Admission<UInt64>.transfers)
        for id in 1...(most + 1) { arrive(request(id, cloud: id), in: &admission) }
        expect(&admission, admits: Array(1...most))
        admission.transferEnded()
        expect(&admission, admits: [most + 1])
    }

    @Test func placesAreBounded() {
        var admission = Admission<UInt64>()
        let most = UInt64(Admission<UInt64>.places)
        for id in 1...most { arrive(request(id, cloud: 1), in: &admission) }
        let isTaken = admission.arrived(request(most + 1, cloud: 1))
        #expect(!isTaken)
        let closed = admission.closed()
        #expect(closed == Array(1...most))
        expect(&admission, admits: [])
    }

    @Test func whoWaitsTooLongIsToldWhy() {
        var admission = Admission<UInt64>()
        for id in 1...4 as ClosedRange<UInt64> { arrive(request(id, cloud: 1), in: &admission) }
        _ = admitted(&admission)
        #expect(admission.soonest == nil)
        arrive(request(5, cloud: 1, after: .seconds(3)), in: &admission)
        arrive(request(6, cloud: 1, after: .seconds(2)), in: &admission)
        #expect(admission.soonest == start + .seconds(2))
        let early = admission.waitedTooLong(at: start + .milliseconds(1999))
        #expect(early == nil)
        let late = admission.waitedTooLong(at: start + .seconds(2))
        #expect(late?.order == 6)
        #expect(late?.isLookup == true)
        let another = admission.waitedTooLong(at: start + .seconds(2))
        #expect(another == nil)
        #expect(admission.soonest == start + .seconds(3))
        let withdrawn = admission.withdrew(5)
        #expect(withdrawn == 5)
        #expect(admission.soonest == nil)
    }
}
