import RealtimeCore
import RealtimeProtocol
import Wedding

/// What an entry changed, on its way to those who follow rows: in order, a few readers a turn.
struct RowParcel {
    let entry: WireLog.Entry
    let changed: [ChangedRow]
    /// Those who are still to be told.
    var members: ArraySlice<Membership>
    /// The rows as each of them may read them, with what filters compare.
    var views: [Reader: [Row]] = [:]
}

extension Hub {
    func planRows(of entry: WireLog.Entry) {
        guard !rowFollowers.isEmpty else { return }
        let changed = ask { $0.rowsChanged(by: entry.event) }
        guard !changed.isEmpty else { return }
        rowParcels.append(
            RowParcel(entry: entry, changed: changed, members: Array(rowFollowers.values)[...]))
        guard rowParcels.count == 1 else { return }
        take(on: "rows") { hub in
            let before = hub.meter.units
            while hub.meter.units - before < Chores.unitsPerTurn, !hub.rowParcels.isEmpty {
                hub.tellSomeRows()
            }
            let units = hub.meter.units - before
            return hub.rowParcels.isEmpty ? .done(units: units) : .more(units: units)
        }
    }

    /// To the next reader of the first parcel.
    private func tellSomeRows() {
        guard let member = rowParcels[0].members.popFirst() else {
            rowParcels.removeFirst()
            return meter.count(1)
        }
        let parcel = rowParcels[0]
        let changed = parcel.changed
        let reader = member.socket.reader
        guard rowFollowers[ObjectIdentifier(member)] != nil,
            parcel.entry.stream(for: reader) != nil
        else { return meter.count(1) }
        let rows =
            parcel.views[reader]
            ?? ask { $0.redacted(changed, for: reader) }.map { $0.row(of: wedding) }
        rowParcels[0].views[reader] = rows
        var units = 1
        for row in rows {
            units += 1 + member.conditions / 50
            let ids = member.rows.filter { $0.matches(row) }.map(\.id)
            guard !ids.isEmpty else { continue }
            // Not in the log's lane, which a reader who is behind gets again: rows come once.
            push(
                "postgres_changes", row.change(ids: ids, at: parcel.entry.event.at), to: member,
                .ephemeral)
        }
        member.socket.purse.spend(units)
        meter.count(units)
    }
}
