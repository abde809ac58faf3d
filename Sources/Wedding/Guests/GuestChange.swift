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

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .rsvp: self = try .rsvp(body.need(.guest), body.need(.rsvp))
        case .add: self = try .add(body.need(.added))
        case .arrive: self = try .arrive(body.list(.guests), zone: body.get(.zone))
        case .leave: self = try .leave(body.list(.guests))
        case .seat: self = try .seat(body.need(.guest), body.need(.table))
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .rsvp(let guest, let answer):
            try body.put(guest, .guest)
            try body.put(answer, .rsvp)
        case .add(let guest): try body.put(guest, .added)
        case .arrive(let guests, let zone):
            try body.put(guests, .guests)
            try body.put(zone, .zone)
        case .leave(let guests): try body.put(guests, .guests)
        case .seat(let guest, let table):
            try body.put(guest, .guest)
            try body.put(table, .table)
        }
    }
}
