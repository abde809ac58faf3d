import RealtimeProtocol
import Wedding

/// Whether everything that a submission names is there for whoever says it. What they may not see
/// is not there: a refusal tells nothing else.
struct ReferenceCheck {
    let visibility: Visibility
    /// nil for what no person says.
    let subscriber: Subscriber?
    let now: Timestamp

    func check(_ wanted: Wanted) throws(ProtocolError) {
        var added: Set<Reference> = []
        let conditions = wanted.conditions
        for reference in conditions.compactMap({ Reference($0.entity) }) {
            guard holds(reference) else { throw .notFound(reference.words) }
        }
        for part in wanted.parts {
            let law = part.law(in: visibility.state, at: now)
            for reference in law.names where !added.contains(reference) {
                guard holds(reference) else { throw .notFound(reference.words) }
            }
            if let new = law.adds { added.insert(new) }
        }
        guard let subscriber else { return }
        for condition in conditions where !visibility.seesRevisions(of: condition.key, subscriber) {
            throw .notFound(Reference(condition.entity)?.words ?? "wedding")
        }
    }

    private func holds(_ reference: Reference) -> Bool {
        let (state, day) = (visibility.state, visibility.day)
        switch reference {
        case .person(let id): return day.people[id] != nil
        case .zone(let id): return day.zones[id] != nil
        case .vendor(let id): return day.vendors[id] != nil
        case .item(let id):
            return sees(day.items[id] ?? state.deletedItems[id]?.item) { visibility.sees($0, $1) }
        case .alert(let id): return sees(state.alert(id)) { visibility.reads(told: $0, $1) }
        case .guest(let id): return sees(day.guests[id]) { visibility.sees($0, $1) }
        case .table(let id):
            return sees(day.tables[id]) { _, subscriber in
                visibility.level(subscriber, .guests) != .none
            }
        case .task(let id): return sees(day.duties[id]) { visibility.sees($0, $1) }
        case .thing(let id): return sees(day.custody[id]) { visibility.sees($0, $1) }
        case .piece(let id):
            return sees(day.pieces[id]) { _, subscriber in
                visibility.level(subscriber, .vendors) >= .view
            }
        case .payment(let id): return sees(day.payments[id]) { visibility.sees($0, $1) }
        case .message(let id):
            return sees(state.messages.last { $0.id == id }) { visibility.reads($0, $1) }
        case .proposal(let id):
            return sees(state.openProposals.first { $0.id == id }) { visibility.reads($0, $1) }
        case .conflict(let id): return sees(state.conflict(id)) { visibility.reads($0, $1) }
        case .grant(let id):
            return sees(state.grant(id).flatMap { $0.isOpen ? $0 : nil }) {
                visibility.reads($0, $1)
            }
        }
    }

    private func sees<Value>(_ value: Value?, _ may: (Value, Subscriber) -> Bool) -> Bool {
        guard let value else { return false }
        return subscriber.map { may(value, $0) } ?? true
    }
}
