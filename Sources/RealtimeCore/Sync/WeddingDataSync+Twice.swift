import RealtimeProtocol
import Wedding

/// What two people say of one thing before either heard the other.
extension WeddingDataSync {
    /// Whoever spoke within this of somebody else had not heard them.
    private static let blindTime = Duration.seconds(5)

    /// Two of one rank who decide differently at once wait for a person; the safer of the two is
    /// shown meanwhile.
    func meeting(
        decision words: String, on id: ItemID, _ draft: Draft, _ wanted: Wanted
    ) throws(ProtocolError) -> [Draft]? {
        let key = FieldKey(.item(id), .decision)
        let edit = FieldEdit(.decision, .text(words))
        let mine = side(edit, draft, wanted)
        guard let item = state.day.items[id], let standing = state.revisions[key]?.last,
            standing.by != draft.by, standing.value != edit,
            mine.at < standing.at + Self.blindTime
        else { return nil }
        let verdict = judge(standing, mine, key)
        guard verdict.rule == .manual else {
            let (winner, loser) = verdict.incomingWins ? (mine, standing) : (standing, mine)
            let settled = settled(
                winner: winner, loser: loser, key, verdict.rule,
                before: state.revisions[key]?.before)
            return verdict.incomingWins ? [draft, settled] : [settled]
        }
        try checkQueue()
        let isSafer =
            isUnderRoof(words, item) && !isUnderRoof(standing.value.value.text ?? "", item)
        let settled = settled(
            winner: isSafer ? mine : standing, loser: isSafer ? standing : mine, key, .manual,
            before: state.revisions[key]?.before)
        return isSafer ? [draft, settled] : [settled]
    }

    /// Whether a decision brings people under a roof, by the places it names.
    private func isUnderRoof(_ words: String, _ item: TimelineItem) -> Bool {
        let text = words.lowercased()
        let rooms = state.day.zones.filter { $0.isIndoor || $0.id == item.alternativeZone }
        return ["rain plan", "indoor", "inside"].contains { text.contains($0) }
            || rooms.contains { text.contains($0.plainName.lowercased()) }
    }

    /// A payment that two people record counts once, and both are asked.
    func meeting(
        _ status: Payment.Status, of id: PaymentID, _ draft: Draft, _ wanted: Wanted
    ) throws(ProtocolError) -> [Draft]? {
        let key = FieldKey(.payment(id), .status)
        let edit = FieldEdit(.status, .text(status.rawValue))
        guard let payment = state.day.payments[id], let standing = state.revisions[key]?.last,
            standing.by != draft.by
        else { return nil }
        let mine = side(edit, draft, wanted)
        guard standing.value == edit else {
            // Said before the other was heard, and otherwise: a person decides about money.
            guard mine.at < standing.at else { return nil }
            try checkQueue()
            return [
                settled(
                    winner: standing, loser: mine, key, .manual,
                    before: state.revisions[key]?.before)
            ]
        }
        guard status == .paid || status == .received else { return nil }
        let people = [standing.by.person, draft.by.person].compactMap { $0 }
        let names = people.map { state.day.name(of: $0) }.spoken()
        let vendor = state.day.vendors[payment.vendor]?.name ?? payment.vendor.rawValue
        let text =
            "\(vendor), \(payment.kind.spaced) \(payment.amountWords): \(names) both recorded it as "
            + "\(status.rawValue). Callboard counts it once. If it was paid twice, tell the lead."
        let message = Message(
            id: MessageID("n-\(state.offset + 1)-\(id)"), from: .system,
            to: people.map(AudienceWord.person), text: text, priority: .high, sentAt: now,
            recipients: people)
        return [Draft(change: .message(.send(message)), by: .system, text: text, priority: .high)]
    }
}
