/// How one cloud's hosts are reached: trust, client certificate, proxy.
package struct TransportSettings: Sendable, Hashable {
    /// Which proxy stands between.
    package enum Proxy: Sendable, Hashable {
        /// HTTPS_PROXY, ALL_PROXY, NO_PROXY and `http_proxy` decide; libcurl takes the last in lower case alone.
        case environment
        case none
        case url(String)
    }

    /// False switches off verification of certificate and host name.
    package var verify = true
    /// PEM file of the authorities to trust instead of the system's.
    package var caFile: String?
    /// PEM file of the client certificate.
    package var certificateFile: String?
    /// PEM file of its key; nil: in the same file.
    package var keyFile: String?
    package var proxy = Proxy.environment
    /// A socket of the file system that takes the place of every host and port.
    package var socketPath: String?

    package init() {}
}
