import Wedding

extension WeddingFile {
    static func readPeople(_ source: TOMLSource, _ day: inout WeddingDay) {
        var ways: [VendorID: (phone: String?, email: String?)] = [:]
        for reader in source.tables("vendor") {
            guard let id = id(of: reader), isNew(day.vendors[VendorID(id)] == nil, id, reader)
            else { continue }
            reader.unused("notes", because: "a note of one of its people is shown")
            ways[VendorID(id)] = (reader.text("phone"), reader.text("email"))
            day.vendors.insert(
                Vendor(
                    id: VendorID(id),
                    name: reader.required("name", reader.text("name"), like: "\"Ember & Rye\"")
                        ?? "",
                    trade: reader.text("trade") ?? ""))
            reader.finish()
        }
        var namesKeys = false
        for reader in source.tables("person") {
            namesKeys = namesKeys || reader.has("key")
            guard let id = id(of: reader), isNew(day.people[PersonID(id)] == nil, id, reader)
            else { continue }
            day.people.insert(person(PersonID(id), reader))
            reader.finish()
        }
        if !namesKeys { markKeyPeople(&day) }
        // A company is reached by whoever leads it.
        for (vendor, way) in ways {
            guard let lead = day.lead(of: vendor) else { continue }
            day.people.update(lead.id) {
                ($0.phone, $0.email) = ($0.phone ?? way.phone, $0.email ?? way.email)
            }
        }
        for reader in source.tables("emergency_contact") {
            let contact = WeddingDay.EmergencyContact(
                order: reader.required("order", reader.int("order", 0...1000), like: "1") ?? 0,
                label: reader.text("label") ?? "",
                person: reader.text("person").map { PersonID($0) },
                name: reader.text("name") ?? "", phone: reader.text("phone") ?? "")
            reader.remember(contact.label)
            if contact.person == nil, contact.phone.isEmpty {
                reader.problem(
                    nil,
                    "emergency_contact \(contact.order) cannot be reached. Add person or phone.")
            }
            day.emergencyContacts.append(contact)
            reader.finish()
        }
        day.emergencyContacts.sort { $0.order < $1.order }
    }

    /// Whom the ceremony cannot do without, where the file does not say: the couple, the officiant,
    /// and the leads of coordination, venue and photography.
    private static func markKeyPeople(_ day: inout WeddingDay) {
        let leads = [Role.coordinator, .venueManager, .photographer, .officiant].compactMap {
            day.lead(of: $0)?.id
        }
        for person in day.people where person.role == .couple || leads.contains(person.id) {
            day.people.update(person.id) { $0.isKey = true }
        }
    }

    private static func person(_ id: PersonID, _ reader: TableReader) -> Person {
        let role = reader.required(
            "role", reader.word("role", Role.self), like: "\"coordinator\"")
        return Person(
            id: id,
            name: reader.required("name", reader.text("name"), like: "\"Anna Holm\"")
                ?? id.rawValue,
            nameLatin: reader.text("name_latin"), role: role ?? .guest,
            title: reader.text("title") ?? "", isLead: reader.bool("lead") ?? false,
            isKey: reader.bool("key") ?? false,
            vendor: reader.text("vendor").map { VendorID($0) },
            callTime: reader.moment("call_time"), phone: reader.text("phone"),
            email: reader.text("email"), radioChannel: reader.int("radio_channel", 0...1000),
            backup: reader.text("backup").map { PersonID($0) },
            helper: reader.text("helper").map { PersonID($0) }, notes: reader.text("notes"))
    }
}
