extension RealtimeMessageRouter {
    /// A field of anything but an item.
    func fieldRoute(_ entity: Entity, _ edit: FieldEdit, _ event: LogEvent) -> Route? {
        switch (entity, edit.field) {
        case (.guest(let id), .table), (.guest(let id), .diet), (.guest(let id), .meal):
            return guestRoute(event, id, isSeating: edit.field == .table)
        case (.table, .seats):
            return Route(
                topic: .seating, words: [.venue, .catering, .coordinator], priority: .normal)
        case (.payment(let id), _):
            // As it is with the edit, before it is applied and after: it is as urgent both times.
            var status = state.day.payments[id]?.status
            if edit.field == .status, case .text(let word) = edit.value {
                status = Payment.Status(rawValue: word) ?? status
            }
            return status.flatMap { paymentRoute(id, $0) }
        case (.vendor, _):
            return Route(topic: .vendorUpdate, words: [.couple, .coordinator], priority: .normal)
        case (.task(let id), _):
            let owner = state.day.duties[id]?.owner.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: .task, words: owner + [.coordinator], priority: .normal)
        case (.custody(let id), _): return custodyRoute(id)
        case (.person(let id), .callTime):
            return Route(
                topic: .vendorUpdate, words: [.person(id), .coordinator], priority: .high)
        default: return nil
        }
    }
}
