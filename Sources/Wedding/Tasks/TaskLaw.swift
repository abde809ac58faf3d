extension TaskChange {
    func law(_ setting: LawSetting) -> Law {
        let day = setting.day
        switch self {
        case .add(let duty):
            let owner = [duty.owner].compactMap { $0 }
            return law(
                .own(owner, .vendors, doing: "assign tasks to others"), owner.map { .person($0) },
                .work([duty.owner]),
                Route(.task, .normal, owner.map(AudienceWord.person) + [.coordinator]),
                RowKey.added(.duty(duty.id)), adds: .task(duty.id), rest: .duty(duty),
                isShownAtOnce: false)
        case .finish(let id):
            let owner = day.duties[id]?.owner
            return law(
                .holder(owner, .vendors, doing: "close others' tasks"), [.task(id)],
                .work([owner]), Route(.task, .normal, [.coordinator]), RowKey.changed(.duty(id)),
                isShownAtOnce: true)
        case .custody(let id, let holder):
            let next = holder.newPerson.map { [Reference.person($0)] } ?? []
            return law(
                .holder(
                    day.custody[id]?.lastHolder, .vendors,
                    doing: "hand over things that others hold"),
                [.thing(id)] + next, .work([day.custody[id]?.lastHolder, holder.person]),
                Self.custody(id, setting), [],
                resets: holder.newPerson.map {
                    .weak([$0] + setting.former(FieldKey(.custody(id), .holder)), .vendors)
                } ?? .nobody, isShownAtOnce: true)
        case .custodyCheck(let id):
            let holder = day.custody[id]?.lastHolder
            return law(
                .holder(holder, .vendors, doing: "ask others to confirm their things"),
                [.thing(id)],
                .work([holder]), Self.custody(id, setting), [], isShownAtOnce: false)
        case .piece(let id, _):
            let company = day.pieces[id].map { piece in
                day.people.filter { $0.vendor == piece.vendor }.map(\.id)
            }
            return law(
                .own(company ?? [], .vendors, doing: "tick others' equipment"), [.piece(id)],
                .holding(.vendors, .view, and: []),
                Route(.task, .low, [.coordinator]), [], isShownAtOnce: true)
        case .pay(let id, let status):
            return Law(
                right: .own(
                    payees(of: id, saying: status, day), .payments, doing: "record payments"),
                names: [.payment(id)], adds: nil, viewers: .payment(id), isLendable: false,
                station: .asVendors, redaction: .none, resets: .nobody,
                route: Self.payment(id, status, setting),
                bucket: .words, audit: nil, rows: [], isShownAtOnce: true)
        }
    }

    private func law(
        _ right: Right, _ names: [Reference], _ viewers: Viewers, _ route: Route,
        _ rows: [RowKey], adds: Reference? = nil, rest: Redaction.Rest = .whole,
        resets: Resets = .nobody, isShownAtOnce: Bool
    ) -> Law {
        Law(
            right: right, names: names, adds: adds, viewers: viewers, isLendable: true,
            station: .asVendors,
            redaction: Redaction(words: .hiddenAtStations, rest: rest), resets: resets,
            route: route,
            bucket: .words, audit: nil,
            rows: rows, isShownAtOnce: isShownAtOnce)
    }

    /// The payee says that it came, or gives a deposit back; the rest is for those who pay.
    private func payees(
        of id: PaymentID, saying status: Payment.Status, _ day: WeddingDay
    ) -> [PersonID] {
        guard status == .received || status == .released, let payment = day.payments[id] else {
            return []
        }
        return day.people.filter { $0.vendor == payment.vendor }.map(\.id)
    }

    static func custody(_ id: CustodyID, _ setting: LawSetting) -> Route {
        let holder = setting.day.custody[id]?.lastHolder.map { [AudienceWord.person($0)] } ?? []
        return Route(.custody, .high, [.coordinator] + holder)
    }

    static func payment(
        _ id: PaymentID, _ status: Payment.Status, _ setting: LawSetting
    ) -> Route? {
        guard let payment = setting.day.payments[id] else { return nil }
        let context = AudienceContext(payee: payment.vendor)
        guard status != .failed else {
            return Route(.paymentFailed, .normal, [.couple, .payee]).about(context)
        }
        let named = payment.notify.compactMap { AudienceWord($0, in: setting.day) }
        return Route(.paymentReceived, .low, [.coordinator, .couple, .payee] + named)
            .about(context)
    }
}

extension CustodyThing.Holder {
    /// Who has it, or had it last.
    package var person: PersonID? {
        switch self {
        case .person(let person): person
        case .unconfirmed(let last), .missing(let last): last
        }
    }

    fileprivate var newPerson: PersonID? {
        if case .person(let person) = self { person } else { nil }
    }
}
