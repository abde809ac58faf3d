import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Editing")
struct EditingTests {
    private func state() -> ConsoleState { Screens.state(12, 40) }

    private func submitted(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap { if case .send(.submit(let wish)) = $0 { wish } else { nil } }
    }

    /// As somebody else's console, with the same day.
    private func state(as person: PersonID) -> ConsoleState {
        var state = state()
        state.me = person
        return state
    }

    private func openForm(_ id: String, _ state: inout ConsoleState) {
        state.view = .timeline
        state.selection[.timeline] = id
        _ = Screens.press(&state, .char("e"))
    }

    @Test("a form, a list and a note are as their files")
    func golden() {
        var state = state()
        openForm("i-34", &state)
        #expect(Golden.difference("form-item-120x36", view(state).text) == nil)
        #expect(
            Golden.difference("form-item-80x24", view(Screens.sized(state, 80, 24)).text) == nil)
        var list = self.state()
        _ = Screens.press(&list, .char(":"))
        Screens.type(&list, "guests")
        _ = Screens.press(&list, .enter)
        Screens.type(&list, "win")
        #expect(Golden.difference("picker-guests-120x36", view(list).text) == nil)
        var note = self.state()
        note.view = .timeline
        note.selection[.timeline] = "i-34"
        _ = Screens.press(&note, .char("N"))
        Screens.type(
            &note,
            "Doors at five. Ask Marlo for the walk-in song, twice if he is on the radio already; then line up by the terrace."
        )
        _ = Screens.press(&note, .enter)
        Screens.type(&note, "Rings stay with Elias.")
        #expect(Golden.difference("note-120x36", view(note).text) == nil)
        #expect(Golden.difference("note-50x14", view(Screens.sized(note, 50, 14)).text) == nil)
    }

    @Test("a field is sent by itself, with the revision that was seen, and shown at once")
    func editsField() {
        var state = state()
        openForm("i-34", &state)
        _ = Screens.press(&state, .down, .enter, .ctrl("u"))
        Screens.type(&state, "17:10")
        // Others must follow: that is shown before anything is sent.
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        #expect(view(state).text.contains("First dance"))
        let sent = submitted(Screens.press(&state, .enter))
        let key = FieldKey(.item("i-34"), .start)
        guard case .unit(let parts, _)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(
            parts.first == .edit(.field(.item("i-34"), .start(Sample.moment(17, 10)), base: 1)))
        #expect(parts.last?.kind == "message.send")
        #expect(state.day?.value(key) == .moment(Sample.moment(17, 10)))
    }

    @Test(
        "what does not fit is refused in words, and nothing is sent",
        arguments: [
            ("half five", "Type a time like 15:30 or 3:30 pm."),
            ("25:00", "“25:00” at character 1 is not a time. Hours go up to 23."),
            ("15:30 sharp", "“sharp” is not part of a time, at character 7."),
            ("", "Start cannot be empty."),
        ])
    func refused(typed: String, words: String) {
        var state = state()
        openForm("i-34", &state)
        _ = Screens.press(&state, .down, .enter, .ctrl("u"))
        Screens.type(&state, typed)
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        #expect(view(state).text.contains(words))
    }

    @Test("who may not change a field is told why; who takes part proposes")
    func rights() {
        var guest = state(as: "p-evelyn")
        openForm("i-34", &guest)
        _ = Screens.press(&guest, .down, .enter)
        #expect(
            view(guest).text.contains("cannot change Grand entrance: needs the Timeline right."))
        var trio = state(as: "p-evelyn")
        openForm("i-27", &trio)
        _ = Screens.press(&trio, .down, .enter, .ctrl("u"))
        Screens.type(&trio, "14:45")
        let before = trio.day
        #expect(submitted(Screens.press(&trio, .enter)).count == 1)
        #expect(trio.toast?.text == "Proposed. A coordinator will decide")
        #expect(trio.day?.day == before?.day)
    }

    @Test("a guest's table, answer and diet are changed from the list of guests")
    func guests() throws {
        var state = state()
        let guest = try #require(state.day?.day.guests.first { $0.lastName == "Winters" })
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "guests")
        _ = Screens.press(&state, .enter)
        Screens.type(&state, guest.lastName)
        _ = Screens.press(&state, .enter)
        func change(_ field: Field, _ typed: String) -> [Request] {
            guard case .form(let form)? = state.layers.last else { return [] }
            _ = form
            for _ in 0..<20 { _ = Screens.press(&state, .up) }
            while !view(state).text.contains(
                "▌ \(field.words.prefix(1).uppercased())\(field.words.dropFirst())")
            {
                _ = Screens.press(&state, .down)
            }
            _ = Screens.press(&state, .enter, .ctrl("u"))
            Screens.type(&state, typed)
            return submitted(Screens.press(&state, .enter)).map(\.request)
        }
        #expect(change(.rsvp, "declined") == [.guest(.rsvp(guest.id, .declined))])
        #expect(
            change(.diet, "+no nuts") == [
                .edit(.field(.guest(guest.id), FieldEdit(.diet, .adding("no nuts")), base: 1))
            ])
        let full = try #require(
            state.day?.day.tables.first { table in
                state.day!.day.seated(at: table.id).filter { $0.id != guest.id }.count
                    >= table.seats
            })
        #expect(change(.table, "\(full.number)").isEmpty)
        #expect(view(state).text.contains("is full"))
    }

    @Test(
        "a time is of the night that is meant",
        arguments: [
            (Field.end, 22, 0, 23, 0, "00:30", 24, 30), (.end, 23, 30, 24, 30, "23:50", 23, 50),
            (.end, 22, 0, 23, 0, "22:00", 22, 0), (.end, 14, 0, 15, 0, "13:00", 13, 0),
            (.start, 23, 30, 24, 30, "00:00", 24, 0),
            (.start, 24, 30, 25, 0, "23:45", 23, 45), (.start, 22, 0, 23, 0, "21:15", 21, 15),
            (.start, 8, 0, 9, 0, "05:30", 5, 30), (.start, 12, 45, 13, 0, "20:00", 20, 0),
        ])
    func nights(
        _ field: Field, _ startHour: Int, _ startMinute: Int, _ endHour: Int, _ endMinute: Int,
        _ typed: String, _ hour: Int, _ minute: Int
    ) throws {
        func moment(_ hour: Int, _ minute: Int) -> Timestamp {
            Sample.moment(0, 0) + .hours(hour) + .minutes(minute)
        }
        var day = try #require(state().day)
        day.day.items.update("i-34") {
            $0.start = moment(startHour, startMinute)
            $0.end = moment(endHour, endMinute)
        }
        let read = FieldInput(day, at: moment(1, 0)).read(typed, FieldKey(.item("i-34"), field))
        #expect(read == .success(.moment(moment(hour, minute))))
    }

    @Test("a start that could be of two nights is asked for, until one of them is over")
    func whichNight() throws {
        var day = try #require(state().day)
        let midnight = Sample.moment(0, 0)
        day.day.items.update("i-34") {
            ($0.start, $0.end) = (midnight + .hours(22), midnight + .hours(23))
        }
        let key = FieldKey(.item("i-34"), .start)
        guard case .failure(let problem) = FieldInput(day).read("01:00", key) else {
            Issue.record("01:00 was taken")
            return
        }
        #expect(
            problem.words
                == "01:00 on Saturday morning or on Sunday morning? Type Sat 01:00 or Sun 01:00."
        )
        let (sat, sun) = (midnight + .hours(1), midnight + .hours(25))
        #expect(FieldInput(day).read("sat 01:00", key) == .success(.moment(sat)))
        #expect(FieldInput(day).read("sun 1 am", key) == .success(.moment(sun)))
        #expect(
            FieldInput(day, at: midnight + .hours(20)).read("01:00", key) == .success(.moment(sun)))
    }

    @Test("of the second day of a weekend a time is typed on that day")
    func secondDay() throws {
        var day = try #require(state().day)
        let noon = Sample.moment(12, 0) + .hours(24)
        day.day.endDate = day.day.date.adding(days: 1)
        day.day.items.update("i-34") { ($0.start, $0.end) = (noon, noon + .hours(1)) }
        let read = FieldInput(day).read("12:45", FieldKey(.item("i-34"), .start))
        #expect(read == .success(.moment(noon + .minutes(45))))
        let item = try NewItem("3 pm Brunch is cleared", day.day, at: noon)
        #expect(item.item.start == noon + .hours(3))
        // Before it begins, the first day is meant.
        let early = try NewItem("3 pm Toast", day.day, at: noon - .hours(24 * 30))
        #expect(early.item.start == Sample.moment(15, 0))
    }

    @Test(
        "a new item begins and ends as it is typed",
        arguments: [
            ("3:30 PM Toast", "15:30", "15:45", "Toast"),
            ("3.30pm-4pm Toast", "15:30", "16:00", "Toast"),
            ("16:00–16:20 Toast", "16:00", "16:20", "Toast"),
            ("16:00 - 16:20 Toast", "16:00", "16:20", "Toast"),
            ("4-5 pm Toast", "16:00", "17:00", "Toast"),
            ("11-1pm Set-up", "11:00", "13:00", "Set-up"),
            ("noon Toast", "12:00", "12:15", "Toast"), ("1530 Toast", "15:30", "15:45", "Toast"),
            ("16:00 to 16:20 Toast to all", "16:00", "16:20", "Toast to all"),
            ("16:00 - Toast", "16:00", "16:15", "Toast"),
            ("12 a.m. Last bus", "00:00", "00:15", "Last bus"),
            ("23:30-00:30 Dancing", "23:30", "00:30", "Dancing"),
            ("16:00 3 toasts", "16:00", "16:15", "3 toasts"),
        ])
    func newItems(line: String, start: String, end: String, title: String) throws {
        let item = try NewItem(line, Sample.wedding, at: Sample.moment(12, 0)).item
        let clock = Sample.wedding.clock
        #expect(clock.local(item.start).hourMinute == start)
        #expect(clock.local(item.end).hourMinute == end && item.end > item.start)
        #expect(item.title == title)
        let day = clock.local(item.start - .hours(6)).date
        #expect(day == Sample.wedding.date)
    }

    @Test(
        "a line whose time is not understood whole is refused with its place",
        arguments: [
            ("25:10 Toast", "“25:10” at character 1 is not a time. Hours go up to 23."),
            ("16:75 Toast", "“16:75” at character 1 is not a time. Minutes go up to 59."),
            ("16:00-25:00 Toast", "“25:00” at character 7 is not a time. Hours go up to 23."),
            (
                "14 pm Toast",
                "“14” at character 1 is not a time. With am or pm, hours go from 1 to 12."
            ),
            ("16:00x Toast", "“16:00x” at character 1 is not a time. Put a space after the time."),
            ("3:30 Toast", "3:30 in the night or in the afternoon? Type 03:30 or 15:30."),
            ("16:00", "Type a time and a title: 16:00 Toast in the barn"),
            ("Toast", "Type a time and a title: 16:00 Toast in the barn"),
            ("16:00-15:00 Toast", "The item ends before it starts."),
            ("16:00-17 Toast", "The end time needs minutes, at character 7."),
        ])
    func badItems(line: String, words: String) {
        #expect(throws: TypedTime.Problem.self) {
            do { _ = try NewItem(line, Sample.wedding, at: Sample.moment(12, 0)) } catch {
                #expect("\(error)".hasPrefix(words), "\(error)")
                throw error
            }
        }
    }

    @Test("an amount is typed with its cents")
    func payment() throws {
        var state = state()
        let payment = try #require(state.day?.day.payments.first)
        let key = FieldKey(.payment(payment.id), .amount)
        let input = FieldInput(try #require(state.day))
        #expect(input.read("2,840.50", key) == .success(.number(284_050)))
        #expect(input.read("2840", key) == .success(.number(284_000)))
        for wrong in ["-3", "3.5", "a lot", "99999999999", "1.2.3"] {
            guard case .failure = input.read(wrong, key) else {
                Issue.record("\(wrong) was taken")
                continue
            }
        }
        state.me = "p-tess"
        state.layers = [.form(EntityForm(.payment(payment.id)))]
        _ = Screens.press(&state, .enter)
        #expect(view(state).text.contains("cannot change this field: needs the Payments right."))
    }

    @Test("a line makes an item, and what is no line does not")
    func newItem() {
        var state = state()
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "new-item")
        _ = Screens.press(&state, .enter)
        Screens.type(&state, "16:00-16:20 Toast in the barn")
        let sent = submitted(Screens.press(&state, .enter))
        guard case .edit(.add(let item))? = sent.first?.request.change else {
            Issue.record("\(sent)")
            return
        }
        #expect(item.title == "Toast in the barn")
        #expect(item.end - item.start == .minutes(20))
        #expect(state.day?.day.items[item.id] != nil)
        for wrong in ["toast", "16 toast", "16:00", "17:00-16:00 x", "26:00 x"] {
            #expect(throws: TypedTime.Problem.self, "\(wrong)") {
                try NewItem(wrong, state.day!.day, at: state.now)
            }
        }
    }

    @Test("an item is taken out only by typing the word")
    func takeOut() {
        var state = state()
        openForm("i-42", &state)
        _ = Screens.press(&state, .char("X"))
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        Screens.type(&state, "remove")
        #expect(submitted(Screens.press(&state, .enter)).map(\.request) == [.edit(.delete("i-42"))])
    }

    @Test("a dead letter is handled by another way, with a note that says which")
    func otherWay() throws {
        var state = Screens.critical
        Screens.loseLetters(&state)
        state.view = .dead
        let letter = try #require(state.deadLetters.first)
        state.selection[.dead] = letter.rowID
        _ = Screens.press(&state, .char("c"))
        #expect(view(state).text.contains("told by"))
        let effects = Screens.press(&state, .enter)
        guard case .send(.handleDeadLetter(letter.id, .discard(let note)))? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(note.hasPrefix("told by"))
    }
}

@Suite("Note editor")
struct NoteEditorTests {
    let key = FieldKey(.wedding, .brief)
    var day = DayState(day: Sample.wedding)

    private func event(_ change: Change, _ id: String, by: PersonID = "p-ben") -> LogEvent {
        LogEvent(
            offset: 1, id: id, at: .zero, saidAt: .zero, by: .person(by), via: .console,
            change: change, text: "", priority: .normal)
    }

    @Test("one operation is with the host at a time; the rest waits and goes together")
    func oneAtATime() throws {
        var editor = NoteEditor(key, day)
        editor.insert("rain")
        let change = editor.takeSend(id: "1")
        let first = try #require(change)
        editor.insert(" plan")
        editor.insert(" at two")
        #expect(editor.takeSend(id: "2") == nil)
        editor.hear(event(first, "1"))
        guard case .edit(.text(_, _, let operation, 2))? = editor.takeSend(id: "2") else {
            Issue.record("nothing to send")
            return
        }
        #expect(
            operation == TextOperation([.keep(4), .insert(Array(" plan at two".unicodeScalars))]))
        #expect(!editor.isSaved)
    }

    @Test("a character of several scalars is one step and one deletion")
    func graphemes() {
        var editor = NoteEditor(key, day)
        editor.insert("a👨‍👩‍👧e\u{301}")
        editor.delete(to: editor.step(false))
        #expect(String(editor.text) == "a👨‍👩‍👧")
        editor.delete(to: editor.step(false))
        #expect(String(editor.text) == "a")
    }

    /// Two editors and a host: whatever is typed and however the answers are late, all three agree.
    @Test("editors converge with the host", arguments: 1...30 as ClosedRange<UInt64>)
    func converge(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var server = day
        var editors = [NoteEditor(key, day), NoteEditor(key, day)]
        var inbox: [[LogEvent]] = [[], []]
        var ids = 0
        func submit(_ index: Int) throws {
            ids += 1
            guard
                case .edit(.text(_, _, let operation, let base))? =
                    editors[index].takeSend(id: "w-\(ids)")
            else { return }
            let placed = try server.rebased(operation, key, from: base)
            let entry = LogEvent(
                offset: server.offset + 1, id: "w-\(ids)", at: .zero, saidAt: .zero,
                by: .person(index == 0 ? "p-rosa" : "p-ben"), via: .console,
                change: .edit(.text(.wedding, .brief, placed, base: server.revision(key))),
                text: "",
                priority: .normal)
            server.apply(entry)
            for other in 0..<2 { inbox[other].append(entry) }
        }
        for _ in 0..<150 {
            let index = Int.random(in: 0..<2, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0, 1:
                editors[index].move(
                    to: Int.random(in: 0...editors[index].text.count, using: &chance))
                editors[index].insert(["ab", "日", "👻", " "].randomElement(using: &chance)!)
            case 2: editors[index].delete(to: editors[index].step(false))
            case 3: try submit(index)
            default: if !inbox[index].isEmpty { editors[index].hear(inbox[index].removeFirst()) }
            }
        }
        for _ in 0..<4 {
            for index in 0..<2 {
                while !inbox[index].isEmpty { editors[index].hear(inbox[index].removeFirst()) }
                try submit(index)
            }
        }
        for index in 0..<2 {
            while !inbox[index].isEmpty { editors[index].hear(inbox[index].removeFirst()) }
            #expect(editors[index].isSaved, "seed \(seed)")
            #expect(String(editors[index].text) == server.text(key), "seed \(seed)")
        }
    }

    @Test("after a new beginning what was written goes on on what stands there, once")
    mutating func restart() throws {
        var editor = NoteEditor(key, day)
        editor.insert("ours ")
        let change = editor.takeSend(id: "1")
        let sent = try #require(change)
        editor.insert("more ")
        // The host had taken the first before the link broke, and somebody wrote after it.
        var server = day
        server.apply(event(sent, "1", by: "p-rosa"))
        let theirs = TextOperation([.keep(5), .insert(Array("theirs ".unicodeScalars))])
        server.apply(event(.edit(.text(.wedding, .brief, theirs, base: 2)), "2"))
        editor.restart(server)
        #expect(String(editor.text).contains("ours "))
        #expect(String(editor.text).contains("theirs "))
        #expect(String(editor.text).contains("more "))
        #expect(String(editor.text).count == "ours theirs more ".count)
        guard case .edit(.text(_, _, let rest, 3))? = editor.takeSend(id: "3") else {
            Issue.record("nothing more to send")
            return
        }
        #expect(try rest.apply(to: server.text(key)) == String(editor.text))
    }

    @Test("lines are whole words, and the cursor walks them")
    func lines() {
        var editor = NoteEditor(key, day)
        editor.insert("one two three\nfour")
        #expect(editor.lines(8).map(\.text) == ["one two ", "three", "four"])
        editor.move(to: 1)
        #expect(editor.row(1, 8) == 9)
        #expect(editor.row(-1, 8) == 0)
    }
}
