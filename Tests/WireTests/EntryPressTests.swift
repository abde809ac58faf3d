import RealtimeProtocol
import RealtimeServer
import TestSupport
import Testing
import Wedding

@Suite("Texts of entries")
struct EntryPressTests {
    private func entry(_ offset: Int, _ text: String) -> LogEvent {
        LogEvent(
            offset: offset, id: "e-\(offset)", at: .zero, saidAt: .zero, by: .system, via: .system,
            change: .message(.note(subject: "")), text: text, priority: .normal)
    }

    @Test("what is read alike is made once, what is read otherwise is another text")
    func once() throws {
        var press = EntryPress()
        func make(_ entry: LogEvent, early: Bool = false) throws -> (event: WireEvent, isNew: Bool)
        {
            let (text, isNew) = try press.text(of: entry, epoch: "e", isEarly: early)
            let payload = text.event(in: "coordinator", after: 3).payload
            return (try JSONText.decode(WireEvent.self, from: payload), isNew)
        }
        let whole = try make(entry(4, "whole"))
        #expect(whole.isNew && whole.event.text == "whole")
        #expect(whole.event.s == "coordinator" && whole.event.po == 3 && whole.event.o == 4)
        #expect(try make(entry(4, "whole")).isNew == false)
        let hidden = try make(entry(4, ""))
        #expect(hidden.isNew && hidden.event.text == "")
        let early = try make(entry(4, "whole"), early: true)
        #expect(early.isNew && early.event.early == true)
        #expect(try make(entry(4, "whole")).event.early == nil)
    }

    @Test("it keeps the newest few thousand")
    func bounded() throws {
        var press = EntryPress()
        for offset in 1...4_097 {
            #expect(try press.text(of: entry(offset, ""), epoch: "e", isEarly: false).isNew)
        }
        #expect(try press.text(of: entry(2, ""), epoch: "e", isEarly: false).isNew == false)
        #expect(try press.text(of: entry(1, ""), epoch: "e", isEarly: false).isNew)
    }
}
