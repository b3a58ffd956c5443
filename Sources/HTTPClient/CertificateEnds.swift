/// When the certificates of the servers end, by the last handshake with each: a connection that is used again tells
/// nothing, and one connection may serve several clouds.
struct CertificateEnds {
    /// Servers remembered; the one whose handshake is the longest ago goes for a new one.
    static let capacity = 4096

    private var ends: [Address: Double] = [:]
    /// By their last handshake, oldest first.
    private var order: [Address] = []

    /// A handshake showed a certificate that ends then, in Unix seconds.
    mutating func handshakeEnded(_ server: Address, _ end: Double) {
        if ends.updateValue(end, forKey: server) != nil {
            order.removeAll { $0 == server }
        } else if order.count == Self.capacity {
            ends[order.removeFirst()] = nil
        }
        order.append(server)
    }

    /// Unix seconds; nil for http, or where no handshake is known.
    subscript(server: Address) -> Double? { ends[server] }
}
