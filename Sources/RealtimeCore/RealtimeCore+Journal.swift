import RealtimeProtocol
import Wedding

/// The journal's word, and what it is told beside the log.
extension RealtimeCore {
    /// Nothing that was acknowledged is lost, and nothing more is acknowledged.
    mutating func journalFailed(_ words: String) -> [Effect] {
        guard diskTrouble != words else { return [] }
        diskTrouble = words
        return [.send(.disk(words), to: coordinators)]
    }

    /// A commit says that the disk is well again.
    mutating func journalAnswers() -> [Effect] {
        guard diskTrouble != nil else { return [] }
        diskTrouble = nil
        return [.send(.disk(nil), to: coordinators)]
    }

    /// While the disk takes nothing, only danger to people is written, for when it does again.
    func checkDisk(_ change: Change) throws(ProtocolError) {
        guard uncommitted.count < limits.uncommittedMax else { throw .unavailable }
        guard diskTrouble != nil, !isUrgent(change) else { return }
        throw .unavailable
    }

    /// What the journal should keep beside the log since it was last asked.
    package mutating func takeNotes() -> [JournalNote] { letters.takeNotes() }

    /// Whether everything that was decided survives a crash.
    package var isDurable: Bool { uncommitted.isEmpty }

    /// Entries that a crash could still take back.
    package var undurableCount: Int {
        uncommitted.first.map { state.offset - $0.offset + $0.posted.count } ?? 0
    }

    /// Why nothing can be written now; nil while all is well.
    package var trouble: String? { diskTrouble }
}
