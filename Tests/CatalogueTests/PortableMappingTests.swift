import Testing

@testable import Catalogue

@Suite struct PortableMappingTests {
    private func value(_ label: ImageLabel, _ attributes: [ImageKey: String]) -> String {
        var raw = RawAttributes()
        for (key, text) in attributes { raw.set(key, text) }
        return PortableMapping.value(of: label, from: raw)
    }

    @Test(
        arguments: [
            ([:], "unknown"),
            ([.imsPlatform: "Ubuntu"], "ubuntu"),
            ([.osDistro: "debian"], "debian"),
            ([.imsPlatform: "CentOS", .osDistro: "debian"], "centos"),
            ([.imsPlatform: "", .osDistro: "fedora"], "fedora"),
            ([.imsPlatform: "  ", .osDistro: "fedora"], "fedora"),
            ([.imsPlatform: "RedHat"], "rhel"), ([.imsPlatform: "Red Hat"], "rhel"), ([.osDistro: "rhel"], "rhel"),
            ([.osDistro: "rockylinux"], "rocky"), ([.osDistro: "Rocky Linux"], "rocky"),
            ([.osDistro: "rocky"], "rocky"),
            ([.osDistro: "archlinux"], "arch"), ([.osDistro: "arch"], "arch"),
            ([.imsPlatform: "Oracle Linux"], "oraclelinux"), ([.imsPlatform: "OracleLinux"], "oraclelinux"),
            ([.imsPlatform: "OpenSUSE"], "opensuse"), ([.imsPlatform: "openSUSE"], "opensuse"),
            ([.imsPlatform: "SUSE"], "suse"), ([.imsPlatform: "Suse"], "suse"),
            ([.imsPlatform: "EulerOS"], "euleros"), ([.imsPlatform: "openEuler"], "openeuler"),
            ([.imsPlatform: "CoreOS"], "coreos"), ([.imsPlatform: "Other"], "other"),
            ([.imsPlatform: "_other"], "_other"),
            ([.imsPlatform: "ÄÖ"], "äö"),
        ] as [([ImageKey: String], String)])
    func platform(attributes: [ImageKey: String], expected: String) {
        #expect(value(.platform, attributes) == expected)
    }

    @Test(
        arguments: [
            ([:], "unknown"),
            ([.imsOSType: "Linux"], "linux"), ([.imsOSType: "Windows"], "windows"), ([.imsOSType: "Other"], "other"),
            ([.osType: "Linux"], "linux"), ([.imsOSType: "Linux", .osType: "windows"], "linux"),
            ([.imsPlatform: "Windows"], "windows"), ([.osDistro: "windows"], "windows"),
            ([.imsPlatform: "Windows", .imsOSType: "Linux"], "linux"), ([.imsPlatform: "Ubuntu"], "unknown"),
        ] as [([ImageKey: String], String)])
    func osType(attributes: [ImageKey: String], expected: String) {
        #expect(value(.osType, attributes) == expected)
    }

    @Test(
        arguments: [
            ([:], "unknown"),
            ([.architecture: "x86_64"], "x86_64"), ([.architecture: "x86"], "x86_64"),
            ([.architecture: "arm"], "aarch64"),
            ([.architecture: "aarch64"], "aarch64"), ([.architecture: "ppc64le"], "ppc64le"),
            ([.architecture: "x86", .supportARM: "true"], "x86_64"),
            ([.supportARM: "true"], "aarch64"), ([.supportARM: "true", .imsOSBit: "64"], "aarch64"),
            ([.supportARM: "false", .imsOSBit: "64"], "x86_64"), ([.imsOSBit: "64"], "x86_64"),
            ([.imsOSBit: "32"], "i686"),
            ([.imsOSBit: "16"], "unknown"),
        ] as [([ImageKey: String], String)])
    func architecture(attributes: [ImageKey: String], expected: String) {
        #expect(value(.architecture, attributes) == expected)
    }

    @Test(
        arguments: [
            ([:], "image"), ([.imsImageType: "gold"], "gold"), ([.imageType: "snapshot"], "snapshot"),
            ([.imageType: "backup"], "backup"), ([.imsImageType: "private", .imageType: "snapshot"], "private"),
            ([.imsImageType: "", .imageType: "image"], "image"),
        ] as [([ImageKey: String], String)])
    func imageType(attributes: [ImageKey: String], expected: String) {
        #expect(value(.imageType, attributes) == expected)
    }

    @Test(arguments: [("", "unknown"), ("qcow2", "qcow2"), ("zvhd2", "zvhd2"), ("_other", "_other")])
    func diskFormat(given: String, expected: String) {
        #expect(value(.diskFormat, [.diskFormat: given]) == expected)
    }

    @Test(arguments: [
        ("", "false"), ("true", "true"), ("false", "false"), ("True", "true"), ("FALSE", "false"), ("yes", "_other"),
    ])
    func booleans(given: String, expected: String) {
        #expect(value(.protected, [.protected: given]) == expected)
        #expect(value(.hidden, [.hidden: given]) == expected)
    }

    @Test(arguments: [
        ("", nil), ("false", nil), ("False", nil), ("true", "true"), ("TRUE", "true"), ("V100", "V100"),
        ("_other", "_other"),
    ])
    func supportValues(given: String, expected: String?) {
        #expect(PortableMapping.supportValue(given) == expected)
    }

    /// The memo of a label looks at its sources alone.
    @Test func noLabelDependsOnAnythingButItsSources() {
        let texts = ["true", "64", "x86", "windows", "Red Hat", "gold"]
        for label in ImageLabel.allCases {
            let sources = PortableMapping.sources(of: label)
            #expect(sources.count <= 4)
            for key in ImageKey.columns where !sources.contains(key) {
                for text in texts { #expect(value(label, [key: text]) == value(label, [:]), "\(label) \(key)") }
            }
            for key in sources {
                #expect(texts.contains { value(label, [key: $0]) != value(label, [:]) }, "\(label) \(key)")
            }
        }
    }
}
