import NIOCore
import RealtimeCore
import RealtimeServer
import Testing

@Suite("Snapshots on their way")
struct HandoverTests {
    private func add(
        _ reader: UInt64, _ handover: inout Handover<String>, at offset: Int = 1,
        megabytes: Int = 1
    ) {
        handover.add(
            "\(reader) at \(offset)", to: ConnectionID(reader), at: offset,
            bytes: megabytes << 20)
    }

    private func all(_ handover: inout Handover<String>, at now: NIODeadline) -> [String] {
        var all: [String] = []
        while let parcel = handover.next(at: now) { all.append(parcel) }
        return all
    }

    @Test("two megabytes leave, the next when one has arrived, in order")
    func order() {
        let now = NIODeadline.now()
        var handover = Handover<String>()
        for reader in 1...4 { add(UInt64(reader), &handover, at: 7) }
        #expect(all(&handover, at: now) == ["1 at 7", "2 at 7"])
        handover.arrived(ConnectionID(1), through: 6)
        #expect(all(&handover, at: now) == [])
        handover.arrived(ConnectionID(1), through: 7)
        #expect(all(&handover, at: now) == ["3 at 7"])
        handover.left(ConnectionID(2))
        #expect(all(&handover, at: now) == ["4 at 7"] && handover.isEmpty)
    }

    @Test("whoever never says that theirs has arrived holds nobody up for long")
    func silent() {
        let now = NIODeadline.now()
        var handover = Handover<String>()
        for reader in 1...3 { add(UInt64(reader), &handover, megabytes: 9) }
        #expect(all(&handover, at: now) == ["1 at 1"])
        #expect(all(&handover, at: now + .milliseconds(249)) == [])
        #expect(all(&handover, at: now + .milliseconds(250)) == ["2 at 1"])
        #expect(all(&handover, at: now + .milliseconds(500)) == ["3 at 1"])
    }

    @Test("a newer one takes the place of what waits, and who leaves waits for nothing")
    func newer() {
        let now = NIODeadline.now()
        var handover = Handover<String>()
        for reader in 1...3 { add(UInt64(reader), &handover, megabytes: 9) }
        add(2, &handover, at: 8, megabytes: 9)
        handover.left(ConnectionID(1))
        #expect(all(&handover, at: now) == ["2 at 8"])
        handover.left(ConnectionID(3))
        #expect(handover.isEmpty)
    }
}
