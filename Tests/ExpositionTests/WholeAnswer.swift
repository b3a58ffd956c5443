@testable import Exposition

extension AnswerBytes<[UInt8]> {
    /// All of them in a row.
    var whole: [UInt8] { (kept ?? []) + fresh }
}
