/// Guests who answer, come, sit and go.
public enum GuestChange: Sendable, Equatable {
    case rsvp(GuestID, Guest.Answer)
    case add(Guest)
    case arrive([GuestID], zone: ZoneID?)
    case leave([GuestID])
    case seat(GuestID, TableID)
}

extension GuestChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case rsvp = "rsvp.change"
        case add = "guest.add"
        case arrive = "guest.arrive"
        case leave = "guest.leave"
        case seat = "seating.change"
    }

    package var kind: Kind {
        switch self {
        case .rsvp: .rsvp
        case .add: .add
        case .arrive: .arrive
        case .leave: .leave
        case .seat: .seat
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .rsvp: self = .rsvp(try body.need(\.guest, "guest"), try body.need(\.rsvp, "rsvp"))
        case .add: self = .add(try body.need(\.added, "added"))
        case .arrive: self = .arrive(try body.need(\.guests, "guests"), zone: body.zone)
        case .leave: self = .leave(try body.need(\.guests, "guests"))
        case .seat: self = .seat(try body.need(\.guest, "guest"), try body.need(\.table, "table"))
        }
    }

    package func write(to body: inout ChangeBody) {
        switch self {
        case .rsvp(let guest, let answer): (body.guest, body.rsvp) = (guest, answer)
        case .add(let guest): body.added = guest
        case .arrive(let guests, let zone): (body.guests, body.zone) = (guests, zone)
        case .leave(let guests): body.guests = guests
        case .seat(let guest, let table): (body.guest, body.table) = (guest, table)
        }
    }
}
