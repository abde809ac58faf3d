import DequeModule
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What entries change, on its way to those who follow rows: in order, a few readers a turn.
final class RowFeed {
    private let host: HostLoop
    private let channels: ChannelTable
    private var followers: [ObjectIdentifier: Membership] = [:]
    private var parcels: Deque<Parcel> = []

    private struct Parcel {
        let entry: WireLog.Entry
        let changed: [ChangedRow]
        /// Those who are still to be told.
        var members: ArraySlice<Membership>
        /// The rows as each of them may read them, with what filters compare.
        var views: [Subscriber: [Row]] = [:]
    }

    init(_ host: HostLoop, _ channels: ChannelTable) {
        (self.host, self.channels) = (host, channels)
    }

    var count: Int { followers.count }

    func follow(_ member: Membership) { followers[ObjectIdentifier(member)] = member }

    func left(_ member: Membership) { followers[ObjectIdentifier(member)] = nil }

    func add(_ entry: WireLog.Entry) {
        guard !followers.isEmpty else { return }
        let changed = host.ask { $0.rowsChanged(by: entry.event) }
        guard !changed.isEmpty else { return }
        parcels.append(
            Parcel(entry: entry, changed: changed, members: Array(followers.values)[...]))
        guard parcels.count == 1 else { return }
        host.plan("rows") { [self] in
            let before = host.meter.units
            while host.meter.units - before < Chores.unitsPerTurn, !parcels.isEmpty { tellNext() }
            let units = host.meter.units - before
            return parcels.isEmpty ? .done(units: units) : .more(units: units)
        }
    }

    /// To the next reader of the first parcel.
    private func tellNext() {
        guard let member = parcels[0].members.popFirst() else {
            parcels.removeFirst()
            return host.meter.count(1)
        }
        let parcel = parcels[0]
        let changed = parcel.changed
        let subscriber = member.socket.subscriber
        guard followers[ObjectIdentifier(member)] != nil,
            parcel.entry.stream(for: subscriber) != nil
        else { return host.meter.count(1) }
        let rows =
            parcel.views[subscriber]
            ?? host.ask { $0.redacted(changed, for: subscriber) }.map {
                $0.row(of: host.day.id)
            }
        parcels[0].views[subscriber] = rows
        var units = 1
        for row in rows {
            units += 1 + member.conditions / 50
            let ids = member.rows.filter { $0.matches(row) }.map(\.id)
            guard !ids.isEmpty else { continue }
            // Not in the log's lane, which a reader who is behind gets again: rows come once.
            channels.push(
                "postgres_changes", row.change(ids: ids, at: parcel.entry.event.at), to: member,
                .ephemeral)
        }
        member.socket.purse.spend(units)
        host.meter.count(units)
    }
}
