import Catalogue
import Testing

@testable import ImageAPI

@Suite struct SupportFlagsTests {
    @Test(arguments: [
        (#""__support_kvm": "true""#, ["kvm=true"]), (#""__support_kvm": "TRUE""#, ["kvm=true"]),
        (#""__support_kvm": true"#, ["kvm=true"]), (#""__support_kvm": false"#, []),
        (#""__support_kvm": "False""#, []), (#""__support_kvm": """#, []), (#""__support_kvm": null"#, []),
        (#""__support_kvm": " , ,""#, []), (#""__support_x": "M60""#, ["x=M60"]),
        (#""__support_x": " M60 ,V100,, M60""#, ["x=M60", "x=V100"]),
        (#""__support_x": "true,V100,false""#, ["x=V100", "x=true"]),
        (#""__support_arm": "true", "__support_amd": "true""#, ["amd=true", "arm=true"]),
        (#""__Support_x": "true", "__support": "true", "support_x": "true", "__supporting": "true""#, []),
    ])
    func pairs(_ attributes: String, _ expected: [String]) throws {
        let (image, anomalies) = try readOne(attributes)
        #expect(image.support == expected)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: ["1", "[]", "{}", "1.5", "1e400", #""\udc00""#])
    func aWrongTypeIsAnAnomaly(_ value: String) throws {
        let (image, anomalies) = try readOne(#""__support_kvm": \#(value), "__support_xen": "true""#)
        #expect(image.support == ["xen=true"])
        #expect(anomalies == [.support])
    }

    @Test func aFlagWithoutNameIsAnAnomaly() throws {
        let (image, anomalies) = try readOne(#""__support_": "true""#)
        #expect(image.support.isEmpty)
        #expect(anomalies == [.support])
    }

    @Test(arguments: [(255, 0), (256, 0), (257, 1), (300, 44)])
    func flagsAreBounded(_ count: Int, _ anomalies: Int) throws {
        let flags = (0..<count).map { #""__support_f\#($0)": "true""# }.joined(separator: ",")
        let (image, noted) = try readOne(flags)
        #expect(image.support.count == min(count, SupportFlags.maximumPairs))
        #expect(noted.count == anomalies)
        #expect(noted.allSatisfy { $0 == .support })
    }

    @Test(arguments: [(255, 0), (256, 0), (257, 1), (300, 1)])
    func modelsAreBounded(_ count: Int, _ anomalies: Int) throws {
        let models = (0..<count).map { "m\($0)" }.joined(separator: ",")
        let (image, noted) = try readOne(#""__support_gpu": "\#(models)""#)
        #expect(image.support.count == min(count, SupportFlags.maximumPairs))
        #expect(noted.count == anomalies)
    }
}
