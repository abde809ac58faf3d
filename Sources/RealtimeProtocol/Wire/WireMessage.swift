import Wedding

extension BroadcastPayload {
    /// One of our own events.
    public init(_ name: WireName, _ body: some Encodable) throws {
        self.init(event: name.rawValue, payload: try JSONText.encode(body))
    }

    /// - Returns: nil for what does not cross by itself: entries of the log and the welcome.
    public init?(_ message: ServerMessage, head: Int) throws {
        switch message {
        case .welcome, .event: return nil
        case .accepted(let id, let offset):
            try self.init(.accepted, WireAccepted(id: id, o: offset))
        case .rejected(let id, let error):
            try self.init(.reject, WireReject(id: id, error, head: head))
        case .presence(let updates): try self.init(.presence, WirePresence(people: updates))
        case .contact(let person, let words):
            try self.init(.contact, WireContact(person: person, words: words))
        case .delivered(let message, let person):
            try self.init(.delivered, WireDelivered(message: message, person: person))
        case .deadLetter(let letter): try self.init(.dead, letter)
        case .deadLetterGone(let id): try self.init(.deadGone, WireDeadLetter(id))
        case .audit(let entry): try self.init(.audit, entry)
        case .stats(let stats): try self.init(.stats, stats)
        case .mode(let mode, let isCeremony):
            try self.init(.mode, WireMode(mode: mode, isCeremony: isCeremony))
        case .disk(let trouble): try self.init(.disk, WireDisk(trouble: trouble))
        }
    }

    /// What a console sends.
    public init(_ message: ClientMessage, epoch: String) throws {
        switch message {
        case .submit(let submission): try self.init(.submit, WireSubmit(submission))
        case .received(let offsets):
            try self.init(.ack, WireCursor(e: epoch, o: offsets.max() ?? 0))
        case .receivedThrough(let offset): try self.init(.ack, WireCursor(e: epoch, o: offset))
        case .confirmed(let id): try self.init(.confirm, WireConfirm(id: id))
        case .busy(let isBusy): try self.init(.busy, WireBusy(busy: isBusy))
        case .code(let code): try self.init(.code, WireCode(code: code))
        case .handleDeadLetter(let id, .retry): try self.init(.replay, WireDeadLetter(id))
        case .handleDeadLetter(let id, .discard(let note)):
            try self.init(.discard, WireDeadLetter(id, note: note))
        }
    }

    /// What the server said, but for the log and the snapshot, which a replica puts in order.
    ///
    /// - Returns: nil for what is none of these.
    public func serverMessage() throws -> ServerMessage? {
        func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONText.decode(type, from: payload)
        }
        switch WireName(rawValue: event) {
        case .accepted:
            let accepted = try read(WireAccepted.self)
            return .accepted(id: accepted.id, offset: accepted.o)
        case .reject:
            let reject = try read(WireReject.self)
            return .rejected(
                id: reject.id, .said(code: reject.code, reject.reason, isRetryable: reject.retry))
        case .presence: return .presence(try read(WirePresence.self).people)
        case .contact:
            let contact = try read(WireContact.self)
            return .contact(contact.person, contact.words)
        case .delivered:
            let delivered = try read(WireDelivered.self)
            return .delivered(delivered.message, to: delivered.person)
        case .dead: return .deadLetter(try read(DeadLetter.self))
        case .deadGone: return .deadLetterGone(try read(WireDeadLetter.self).id)
        case .audit: return .audit(try read(AuditEntry.self))
        case .stats: return .stats(try read(CoreStats.self))
        case .mode:
            let mode = try read(WireMode.self)
            return .mode(mode.mode, isCeremony: mode.isCeremony)
        case .disk: return .disk(try read(WireDisk.self).trouble)
        case .submit, .ack, .confirm, .resume, .busy, .code, .replay, .discard, .event, .live,
            .reset, .snapshot, .time, nil:
            return nil
        }
    }
}
