/// An operating system as the two families of attributes spell it.
struct DemoSystem: Sendable, Equatable {
    /// `__platform`, in every spelling that occurs.
    var platforms: [String]
    /// `os_distro`.
    var distro: String
    /// `__os_type`; `os_type` in lower case.
    var type = "Linux"
    var versions: [String]

    static let all = [
        DemoSystem(platforms: ["Ubuntu"], distro: "ubuntu", versions: ["20.04", "22.04", "24.04"]),
        DemoSystem(platforms: ["Ubuntu"], distro: "ubuntu", versions: ["22.04", "24.04"]),
        DemoSystem(platforms: ["Windows"], distro: "windows", type: "Windows", versions: ["2016", "2019", "2022"]),
        DemoSystem(platforms: ["RedHat", "Red Hat"], distro: "rhel", versions: ["8.10", "9.4"]),
        DemoSystem(platforms: ["Debian"], distro: "debian", versions: ["11", "12", "13"]),
        DemoSystem(platforms: ["CentOS"], distro: "centos", versions: ["7.9", "9"]),
        DemoSystem(platforms: ["EulerOS"], distro: "euleros", versions: ["2.5", "2.10"]),
        DemoSystem(platforms: ["openEuler"], distro: "openeuler", versions: ["20.03", "22.03"]),
        DemoSystem(platforms: ["SUSE", "Suse"], distro: "sles", versions: ["12.5", "15.6"]),
        DemoSystem(platforms: ["OpenSUSE", "openSUSE"], distro: "opensuse", versions: ["15.6"]),
        DemoSystem(platforms: ["Oracle Linux", "OracleLinux"], distro: "oraclelinux", versions: ["8.9", "9.3"]),
        DemoSystem(platforms: ["Fedora"], distro: "fedora", versions: ["41", "42"]),
        DemoSystem(platforms: ["CoreOS"], distro: "coreos", versions: ["39"]),
        DemoSystem(platforms: ["Rocky Linux"], distro: "rocky", versions: ["8.10", "9.5"]),
        DemoSystem(platforms: ["Other"], distro: "freebsd", type: "Other", versions: ["14.1"]),
    ]
}
