import Wedding

/// What a person types into a field, read as the field's value or refused in words.
package struct FieldInput {
    package struct Problem: Error, Equatable { package let words: String }

    let day: DayState
    let now: Timestamp?

    /// - Parameter now: What is over by then is not meant; nil where nothing is over.
    package init(_ day: DayState, at now: Timestamp? = nil) { (self.day, self.now) = (day, now) }

    package func read(_ text: String, _ key: FieldKey) -> Result<FieldValue, Problem> {
        let typed = text.sanitised.trimmedSpaces
        guard let rule = FieldRule.of(key) else { return refused("There is no such field.") }
        if typed.isEmpty || typed == "-" {
            return rule.mayBeEmpty
                ? .success(.nothing)
                : refused("\(key.field.words.capitalizedFirst) cannot be empty.")
        }
        switch rule.value {
        case .moment: return moment(typed, key)
        case .number(let range): return number(typed, range)
        case .money: return amount(typed, key)
        case .one(let subject): return one(typed, subject)
        case .set(let subject): return element(typed, subject)
        case .word(let choices): return word(typed, choices)
        case .line, .prose: return .success(.text(String(typed.prefix(120))))
        }
    }

    private func refused(_ words: String) -> Result<FieldValue, Problem> {
        .failure(Problem(words: words))
    }

    private func moment(_ text: String, _ key: FieldKey) -> Result<FieldValue, Problem> {
        do {
            let typed = try TypedTime.read(text)
            return .success(.moment(try moment(typed, key)))
        } catch let problem as TypedTime.Problem { return refused(problem.words) } catch {
            return refused("\(error)")
        }
    }

    /// On the day it was planned for. An end comes after its start, what is planned for a night
    /// stays in that night, and a start that could be of two nights is asked for.
    private func moment(_ typed: TypedTime, _ key: FieldKey) throws -> Timestamp {
        let clock = day.day.clock
        func moment(_ date: CivilDate) throws -> Timestamp { try clock.moment(typed, on: date) }
        guard let planned = day.value(key)?.moment else { return try moment(day.day.date) }
        let local = clock.local(planned)
        guard typed.day == nil else { return try moment(local.date) }
        if key.field == .end, let start = day.value(FieldKey(key.entity, .start))?.moment {
            let date = clock.local(start).date
            let same = try moment(date)
            guard same < start else { return same }
            let next = try moment(date.adding(days: 1))
            // Half a day later nobody means the next one: that it ends too early is said.
            return next - start <= .hours(12) ? next : same
        }
        if typed.hour < 6, local.hour >= 12 {
            return try night(of: local.date, typed)
        }
        let isEvening = local.hour < 6 && typed.hour >= 18
        return try moment(isEvening ? local.date.adding(days: -1) : local.date)
    }

    /// The hours before six of `date` and of the day after it, as far as they are not over.
    private func night(of date: CivilDate, _ typed: TypedTime) throws -> Timestamp {
        let clock = day.day.clock
        let next = date.adding(days: 1)
        let morning = try clock.moment(typed, on: date)
        guard now.map({ morning > $0 }) ?? true else { return try clock.moment(typed, on: next) }
        func short(_ date: CivilDate) -> String { String(date.weekdayName.prefix(3)) }
        throw TypedTime.Problem(
            "\(typed.hourMinute) on \(date.weekdayName) morning or on "
                + "\(next.weekdayName) morning? Type \(short(date)) \(typed.hourMinute) or "
                + "\(short(next)) \(typed.hourMinute).")
    }

    private func amount(_ text: String, _ key: FieldKey) -> Result<FieldValue, Problem> {
        guard case .payment(let id) = key.entity, let payment = day.day.payments[id] else {
            return refused("There is no such payment.")
        }
        let digits = payment.minorDigits
        let parts = text.replacing(",", with: "").split(
            separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]), whole >= 0, whole <= 1_000_000_000
        else { return refused("Type an amount like 2840.00.") }
        var minor = whole * (digits == 0 ? 1 : 100)
        if parts.count == 2 {
            guard digits == 2, parts[1].count == 2, let cents = Int(parts[1]) else {
                return refused("Type an amount like 2840.00.")
            }
            minor += cents
        }
        return .success(.number(minor))
    }

    private func number(
        _ text: String, _ range: ClosedRange<Int>
    ) -> Result<FieldValue, Problem> {
        guard let number = Int(text), range.contains(number) else {
            return refused(
                "Type a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return .success(.number(number))
    }

    private func one(
        _ text: String, _ subject: FieldKind.Subject
    ) -> Result<FieldValue, Problem> {
        switch subject {
        case .zone: find(text, day.day.zones.map { ($0.id.rawValue, $0.plainName) }, "place")
        case .person: find(text, day.day.people.map { ($0.id.rawValue, $0.name) }, "person")
        case .item: find(text, day.day.items.map { ($0.id.rawValue, $0.title) }, "item")
        case .table: table(text)
        case .word: .success(.text(text))
        }
    }

    private func table(_ text: String) -> Result<FieldValue, Problem> {
        let number = Int(text.lowercased().replacing("table", with: "").trimmedSpaces)
        guard let table = day.day.tables.first(where: { $0.number == number }) else {
            return find(text, day.day.tables.map { ($0.id.rawValue, $0.name) }, "table")
        }
        let others = day.day.seated(at: table.id).count
        guard others < table.seats else {
            return refused("Table \(table.number) is full (\(others) of \(table.seats)).")
        }
        return .success(.text(table.id.rawValue))
    }

    /// `+word` adds, `-word` takes away; a word alone adds.
    private func element(
        _ text: String, _ subject: FieldKind.Subject
    ) -> Result<FieldValue, Problem> {
        let isRemoval = text.hasPrefix("-")
        let word =
            (text.hasPrefix("+") || isRemoval ? String(text.dropFirst()) : text).trimmedSpaces
        guard !word.isEmpty, !word.contains(",") else {
            return refused("Type one name at a time: +name adds, -name removes.")
        }
        return one(word, subject).map { value in
            let element = value.text ?? word
            return isRemoval ? .removing(element) : .adding(element)
        }
    }

    private func word(_ text: String, _ choices: [String]) -> Result<FieldValue, Problem> {
        let plain = text.lowercased().replacing(" ", with: "_")
        guard let choice = choices.first(where: { $0.hasPrefix(plain) }) else {
            return refused("Type one of: \(choices.joined(separator: ", ")).")
        }
        return .success(.text(choice))
    }

    /// By the beginning of a name or any word of it; by id too.
    private func find(
        _ text: String, _ candidates: [(id: String, name: String)], _ what: String
    ) -> Result<FieldValue, Problem> {
        let needle = text.lowercased()
        if let exact = candidates.first(where: {
            $0.id == text || $0.name.lowercased() == needle
        }) {
            return .success(.text(exact.id))
        }
        let found = candidates.filter { candidate in
            let name = candidate.name.lowercased()
            return name.hasPrefix(needle) || name.contains(" " + needle)
        }
        switch found.count {
        case 0: return refused("There is no \(what) called “\(text.prefix(40))”.")
        case 1: return .success(.text(found[0].id))
        default:
            return refused(
                "“\(text.prefix(40))” matches \(found.map(\.name).spoken(limit: 3)). Which one?")
        }
    }
}

extension FieldKey {
    /// How a value is typed.
    var hint: String { FieldRule.of(self)?.value.hint ?? "" }
}

extension FieldKind {
    fileprivate var hint: String {
        switch self {
        case .moment: "A time like 15:30 or 3:30 pm."
        case .set: "+name adds, -name removes."
        case .money: "An amount like 2840.00."
        case .one(.table): "A table's number."
        case .one(.zone): "A place, or the beginning of its name."
        case .one(.person): "A person, or the beginning of their name."
        case .one(.item): "An item, or the beginning of its title."
        case .number: "A whole number."
        case .word(let choices):
            choices.map { $0.replacing("_", with: " ") }.joined(separator: ", ")
        case .line, .prose, .one(.word): ""
        }
    }
}
