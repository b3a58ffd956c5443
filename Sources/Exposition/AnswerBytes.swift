/// The bytes of an answer: what every answer of its kind shares until the next change, and what is made for this one.
package struct AnswerBytes<Kept: Sendable>: Sendable {
    package let kept: Kept?
    /// Behind `kept`.
    package let fresh: [UInt8]

    package init(kept: Kept? = nil, _ fresh: [UInt8]) {
        self.kept = kept
        self.fresh = fresh
    }
}

extension AnswerBytes: Equatable where Kept: Equatable {}
