import Wedding

extension WeddingFile {
    /// - Parameter currency: Of payments that do not say theirs.
    static func readPlan(_ source: TOMLSource, _ day: inout WeddingDay, currency: String) {
        for reader in source.tables("item") {
            guard let id = id(of: reader), isNew(day.items[ItemID(id)] == nil, id, reader) else {
                continue
            }
            day.items.insert(item(ItemID(id), reader))
            reader.finish()
        }
        for reader in source.tables("task") {
            guard let id = id(of: reader), isNew(day.duties[DutyID(id)] == nil, id, reader) else {
                continue
            }
            reader.unused("notes", because: "the title says what to do")
            day.duties.insert(
                Duty(
                    id: DutyID(id), title: reader.text("title") ?? "",
                    owner: reader.text("owner").map { PersonID($0) }, due: reader.moment("due"),
                    item: reader.text("item").map { ItemID($0) },
                    isDone: reader.word("status", DutyStatus.self) == .done))
            reader.finish()
        }
        for reader in source.tables("custody") {
            guard let id = id(of: reader), isNew(day.custody[CustodyID(id)] == nil, id, reader)
            else { continue }
            reader.unused("notes", because: "the name says what it is")
            day.custody.insert(
                CustodyThing(
                    id: CustodyID(id), name: reader.text("name") ?? id,
                    holder: reader.text("holder").map { PersonID($0) },
                    confirmBy: reader.moment("confirm_by")))
            reader.finish()
        }
        readEquipment(source, &day)
        readPayments(source, &day, currency: currency)
        readCeremony(source, &day)
    }

    private static func readEquipment(_ source: TOMLSource, _ day: inout WeddingDay) {
        for reader in source.tables("equipment") {
            guard let id = id(of: reader), isNew(day.pieces[PieceID(id)] == nil, id, reader)
            else { continue }
            let vendor = reader.required("vendor", reader.text("vendor"), like: "\"v-dj\"")
            day.pieces.insert(
                Piece(
                    id: PieceID(id), name: reader.text("name") ?? id,
                    vendor: VendorID(vendor ?? ""), zone: reader.text("zone").map { ZoneID($0) },
                    item: reader.text("item").map { ItemID($0) },
                    stage: reader.word("stage", Piece.Stage.self) ?? .expected))
            reader.finish()
        }
    }

    private enum DutyStatus: String, CaseIterable { case open, done }

    private static func item(_ id: ItemID, _ reader: TableReader) -> TimelineItem {
        let example = "2027-06-12T15:00:00-04:00"
        let start = reader.required("start", reader.moment("start"), like: example)
        let end = reader.required("end", reader.moment("end"), like: example)
        let kind = reader.required(
            "kind", reader.word("kind", TimelineItem.Kind.self), like: "\"reception\"")
        let title = reader.required("title", reader.text("title"), like: "\"First dance\"")
        var item = TimelineItem(
            id: id, title: title ?? "", titleLatin: reader.text("title_latin"),
            publicTitle: reader.text("public_title"), kind: kind ?? .admin, start: start ?? .zero,
            end: end ?? .zero, anchor: reader.word("anchor", TimelineItem.Anchor.self) ?? .soft,
            minimum: .minutes(reader.int("min_minutes", 0...1440) ?? 0),
            owner: reader.text("owner").map { PersonID($0) },
            people: reader.texts("people").map { PersonID($0) },
            zone: reader.text("zone").map { ZoneID($0) },
            alternativeZone: reader.text("alt_zone").map { ZoneID($0) },
            dependsOn: reader.texts("depends_on").map { ItemID($0) },
            after: reader.word("after", TimelineItem.DependencyEdge.self),
            visibility: reader.word("visibility", TimelineItem.Visibility.self) ?? .crew,
            cue: reader.text("cue"), tags: reader.texts("tags"), notes: reader.text("notes"))
        item.order = (reader.int("order", -1000...1000) ?? 0) * TimelineItem.orderStep
        item.delayMinutes = reader.int("delay_minutes", 0...1440) ?? 0
        reader.unused("venue", because: "a day has only one venue, set in [wedding]")
        item.status = reader.word("status", TimelineItem.Status.self) ?? .planned
        guard start != nil, end != nil else { return item }
        if item.end < item.start {
            reader.problem(
                "end", "\(reader.title) ends before it starts. Correct its end or its date.")
        }
        if item.minimum > item.duration, item.end >= item.start {
            reader.problem(
                "min_minutes",
                "min_minutes of \(reader.title) is longer than the item. Make it shorter.")
        }
        return item
    }

    private static func readPayments(
        _ source: TOMLSource, _ day: inout WeddingDay, currency: String
    ) {
        for reader in source.tables("payment") {
            guard let id = id(of: reader), isNew(day.payments[PaymentID(id)] == nil, id, reader)
            else { continue }
            reader.unused("notes", because: "kind and method say what it is")
            let amount = reader.required(
                "amount_minor", reader.int("amount_minor", -1_000_000_000_000...1_000_000_000_000),
                like: "284000")
            day.payments.insert(
                Payment(
                    id: PaymentID(id),
                    vendor: VendorID(
                        reader.required("vendor", reader.text("vendor"), like: "\"v-floral\"")
                            ?? ""),
                    kind: reader.text("kind") ?? "", amountMinor: amount ?? 0,
                    currency: reader.text("currency") ?? currency, due: reader.moment("due"),
                    method: reader.text("method") ?? "",
                    status: reader.word("status", Payment.Status.self) ?? .pending,
                    notify: reader.texts("notify")))
            reader.finish()
        }
    }

    private static func readCeremony(_ source: TOMLSource, _ day: inout WeddingDay) {
        guard let reader = source.table("ceremony") else { return }
        day.ceremonyDetails.processional = reader.texts("processional")
        day.ceremonyDetails.music = reader.text("music") ?? ""
        day.ceremonyDetails.readings = reader.texts("readings")
        day.ceremonyDetails.vows = reader.text("vows") ?? ""
        day.ceremonyDetails.notes = reader.text("notes")
        reader.finish()
    }
}
