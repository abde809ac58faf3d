import RealtimeProtocol
import Wedding

/// A text that several people write at, as one of them sees it.
///
/// One operation is with the host at a time; what is written meanwhile waits and is brought along
/// with whatever others write. Positions count Unicode scalars.
package struct NoteEditor: Sendable, Equatable {
    package let key: FieldKey
    /// What is shown: the host's text with ours on it.
    package private(set) var text: TextOperation.Scalars
    package private(set) var cursor: Int
    /// The revision that `confirmed` is.
    private(set) var revision: Int
    private var confirmed: TextOperation.Scalars
    private var sent: (id: String, operation: TextOperation)?
    private var unsent = TextOperation()
    /// What is with the host has not left this machine: it may still grow.
    private var isHeld = false
    /// Who wrote last, other than us, and when.
    private(set) var other: (person: PersonID, at: Timestamp)?
    private(set) var complaint: String?

    package init(_ key: FieldKey, _ day: DayState) {
        self.key = key
        text = Array(day.text(key).unicodeScalars)
        confirmed = text
        revision = day.revision(key)
        cursor = text.count
    }

    package static func == (a: Self, b: Self) -> Bool {
        a.key == b.key && a.text == b.text && a.cursor == b.cursor && a.revision == b.revision
            && a.sent?.id == b.sent?.id && a.unsent == b.unsent
    }

    /// Whether everything written here is at the host.
    package var isSaved: Bool { sent == nil && unsent.isEmpty }

    package mutating func insert(_ written: String) {
        let scalars = Array(written.unicodeScalars)
        guard !scalars.isEmpty else { return }
        guard text.count + scalars.count <= DayState.Limits.textCharactersMax else {
            complaint = "A text can have at most \(DayState.Limits.textCharactersMax) characters."
            return
        }
        edit(TextOperation([.keep(cursor), .insert(scalars)]))
        cursor += scalars.count
    }

    /// Deletes between the cursor and another place.
    package mutating func delete(to place: Int) {
        let (low, high) = (max(0, min(place, cursor)), min(text.count, max(place, cursor)))
        guard low < high else { return }
        edit(TextOperation([.keep(low), .deleteText(Array(text[low..<high]))]))
        cursor = low
    }

    package mutating func move(to place: Int) { cursor = max(0, min(place, text.count)) }

    private mutating func edit(_ operation: TextOperation) {
        guard let next = try? operation.apply(to: text) else { return }
        complaint = nil
        text = next
        unsent = unsent.composed(with: operation)
    }

    /// What may leave now, under `id`; nil while something is with the host, or nothing waits.
    ///
    /// - Parameter isLive: Without the host what waits is one operation that grows, under a new id
    ///   each time, so that all of it is on the disk.
    package mutating func takeSend(id: String, isLive: Bool = true) -> Change? {
        guard !unsent.isEmpty else { return nil }
        if let held = sent {
            guard isHeld, !isLive else { return nil }
            unsent = held.operation.composed(with: unsent)
        }
        sent = (id, unsent)
        (unsent, isHeld) = (TextOperation(), !isLive)
        return .edit(
            .text(key.entity, key.field, sent?.operation ?? TextOperation(), base: revision))
    }

    /// An entry of the log for this text.
    package mutating func hear(_ event: LogEvent) {
        guard case .edit(.text(key.entity, key.field, let operation, let base)) = event.change
        else {
            return
        }
        guard base == revision, let next = try? operation.apply(to: confirmed) else { return }
        confirmed = next
        revision += 1
        if event.id == sent?.id {
            sent = nil
            return
        }
        if case .person(let person) = event.by { other = (person, event.at) }
        bringAlong(operation)
    }

    /// Others' words under ours.
    private mutating func bringAlong(_ operation: TextOperation) {
        var theirs = operation
        if let (id, mine) = sent {
            sent = (id, mine.transformed(over: theirs, .right))
            theirs = theirs.transformed(over: mine, .left)
        }
        let waiting = unsent
        unsent = waiting.transformed(over: theirs, .right)
        theirs = theirs.transformed(over: waiting, .left)
        if let next = try? theirs.apply(to: text) { text = next }
        cursor = min(text.count, theirs.moved(cursor))
    }

    /// The day began anew here, or the host refused: ours goes on on what stands there.
    package mutating func restart(_ day: DayState, refused id: String? = nil) {
        let standing = Array(day.text(key).unicodeScalars)
        let isStored = sent.map { sent in day.recent.contains { $0.id == sent.id } } ?? false
        if isStored, let mine = sent?.operation, let with = try? mine.apply(to: confirmed) {
            confirmed = with
            sent = nil
        }
        if let mine = sent, mine.id == id {
            unsent = mine.operation.composed(with: unsent)
            sent = nil
        }
        let theirs = TextOperation(from: confirmed, to: standing)
        (confirmed, revision) = (standing, day.revision(key))
        bringAlong(theirs)
    }

    package mutating func say(_ words: String) { complaint = words }

    /// The host is there: what was held has left.
    package mutating func release() { isHeld = false }

    /// The id under which something is with the host.
    package var sentID: String? { sent?.id }
}

extension NoteEditor {
    /// The text as characters with the scalar each begins at.
    private var characters: [(place: Int, character: Character)] {
        var place = 0
        return String(text).map { character in
            defer { place += character.unicodeScalars.count }
            return (place, character)
        }
    }

    /// One character to the left or right of the cursor.
    package func step(_ forward: Bool) -> Int {
        let starts = characters.map(\.place) + [text.count]
        return forward
            ? starts.first { $0 > cursor } ?? text.count : starts.last { $0 < cursor } ?? 0
    }

    /// The lines as they are drawn, each with the scalar it begins at.
    package func lines(_ columns: Int) -> [(place: Int, text: String)] {
        var lines: [(Int, String)] = []
        var (start, line, width) = (0, "", 0)
        for (place, character) in characters {
            if character == "\n" {
                lines.append((start, line))
                (start, line, width) = (place + 1, "", 0)
                continue
            }
            let cells = String(character).cellWidth
            if width + cells > max(1, columns) {
                // A word stays whole where it can.
                if character != " ", let space = line.lastIndex(of: " ") {
                    let rest = String(line[line.index(after: space)...])
                    let kept = String(line[...space])
                    lines.append((start, kept))
                    start += kept.unicodeScalars.count
                    (line, width) = (rest, rest.cellWidth)
                } else {
                    lines.append((start, line))
                    (start, line, width) = (place, "", 0)
                }
            }
            line.append(character)
            width += cells
        }
        lines.append((start, line))
        return lines
    }

    /// The same column a line up or down.
    package func row(_ delta: Int, _ columns: Int) -> Int {
        let lines = lines(columns)
        let here = lines.lastIndex { $0.place <= cursor } ?? 0
        let target = here + delta
        guard lines.indices.contains(target) else { return delta < 0 ? 0 : text.count }
        let column = cursor - lines[here].place
        return lines[target].place
            + min(column, lines[target].text.unicodeScalars.count)
    }
}
