/// What a `ScriptedServer` does with a request, step by step; after the last one it is silent.
package enum ScriptedServerStep: Sendable {
    /// Sends exactly these bytes.
    case send([UInt8])
    /// Goes on when the test opens the gate.
    case wait(Gate)
    /// Sends these bytes over and over, one write after the other has left, until the client hangs up.
    case sendForever([UInt8])
    /// Sends these bytes one by one, each after a pause, and begins again.
    case trickle([UInt8], milliseconds: Int64)
    /// Ends the connection in good order.
    case close
    /// Ends the connection by a reset.
    case reset

    package static func send(_ text: String) -> Self { .send(Array(text.utf8)) }

    /// A whole answer with its Content-Length; `headers` are whole lines without line ends.
    package static func answer(_ status: String = "200 OK", headers: [String] = [], body: [UInt8] = []) -> Self {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers + ["", ""]
        return .send(Array(lines.joined(separator: "\r\n").utf8) + body)
    }
}
