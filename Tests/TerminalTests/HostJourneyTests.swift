import Foundation
import TestSupport
import Testing

/// A host, consoles and vendors in terminals of their own.
@Suite("Journeys over the wire", .serialized)
struct HostJourneyTests {
    /// A host without a screen, and the way to its folder.
    private final class Host {
        let folder: String
        private let process: HostProcess

        var url: String { process.url }

        /// A client that knocks meanwhile may hold the port for a moment: it is tried again.
        init(listen: String = "127.0.0.1:0", folder: String? = nil) throws {
            let folder = folder ?? NSTemporaryDirectory() + "callboard-host-\(UUID().uuidString)"
            let arguments = [
                "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
                listen, "--data", folder,
            ]
            let started = try Self.start(arguments)
            process = try #require(started, "the host never said that it listens")
            self.folder = folder
        }

        private static func start(_ arguments: [String]) throws -> HostProcess? {
            for _ in 0..<20 {
                if let process = try HostProcess(arguments) { return process }
            }
            return nil
        }

        deinit {
            process.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// The line that an invitation says to type.
        func invitation(_ who: String) throws -> String {
            let (status, text) = try call("invite", who, "--data", folder)
            try #require(status == 0, "\(text)")
            let line = text.split(separator: "\n").last { $0.hasPrefix("callboard ") }
            return Terminal.program + (line?.dropFirst("callboard".count) ?? "")
        }

        func call(_ arguments: String...) throws -> (Int32, String) {
            let result = try Program.run(
                arguments, environment: ["XDG_STATE_HOME": folder + "/client"])
            return (result.status, result.text)
        }
    }

    private func open(_ line: String, _ first: String) throws -> Terminal {
        let terminal = try Terminal(columns: 120, rows: 36)
        try terminal.run(line)
        try terminal.wait(first)
        return terminal
    }

    @Test("who checks in at the gate is on both boards; a vendor's emergency takes both over")
    func wholeVenue() throws {
        let host = try Host()
        let rosa = try open(host.invitation("p-rosa"), "Needs you")
        let ben = try open(host.invitation("p-ben"), "Needs you")
        let desk = try open(host.invitation("--desk"), "Who are you?")
        try desk.type("ember")
        try desk.wait("1 match")
        try desk.keys("Enter", "Enter")
        try desk.wait("Welcome, Anselm.")
        for console in [rosa, ben] { try console.wait("● here 3") }

        let (status, words) = try host.call(
            "checkin", host.url, "--code",
            String(host.invitation("p-noor").split(separator: " ").last!),
            "--zone", "z-suite")
        #expect(status == 0 && words.contains("Saved by the host"), "\(words)")
        for console in [rosa, ben] { try console.wait("● here 4") }

        let wren = try open(host.invitation("p-wren"), "My next")
        try wren.keys("!")
        try wren.wait("What has happened?")
        try wren.keys("Down", "Enter")
        try wren.wait("Where")
        try wren.keys("Enter")
        try wren.type("smoke in the kitchen")
        try wren.keys("Enter")
        for console in [rosa, ben, wren] { try console.wait("SMOKE IN THE KITCHEN") }
        try rosa.wait("DO NOW")
        try ben.wait("DO NOW")
    }

    @Test("a console says that its host is gone, and is live again when it is back")
    func hostGone() throws {
        var host: Host? = try Host(listen: "127.0.0.1:\(HostProcess.lastingPort)")
        let listen = String(host!.url.dropFirst("ws://".count))
        let (folder, url) = (host!.folder, host!.url)
        let rosa = try open(host!.invitation("p-rosa"), "● live")
        let late = try open(host!.invitation("p-ben"), "● live")
        try late.keys("C-c", "C-c")
        try late.wait("ready$")
        // Keys and logins stay; the log is another one.
        try FileManager.default.copyItem(atPath: folder, toPath: folder + "-kept")
        host = nil
        try rosa.wait("OFFLINE")
        // Whoever comes now is told why there is nothing to see.
        try late.run("\(Terminal.program) join \(url)")
        try late.wait("No answer from")
        let again = try Host(listen: listen, folder: folder + "-kept")
        #expect(again.url.hasSuffix(listen))
        for console in [rosa, late] { try console.wait("● live") }
    }

    @Test("beyond loopback the host shows a certificate, and a wrong one is not trusted")
    func certificate() throws {
        let host = try Host(listen: "0.0.0.0:0")
        #expect(host.url.hasPrefix("wss://"))
        let port = host.url.split(separator: ":").last ?? ""
        let url = "wss://127.0.0.1:\(port)"
        let line = try host.invitation("p-wren").split(separator: " ").map(String.init)
        let code = line[line.firstIndex(of: "--code")! + 1]
        let pin = line[line.firstIndex(of: "--fingerprint")! + 1]
        let wrong = String(pin.reversed())
        let (refused, why) = try host.call("checkin", url, "--code", code, "--fingerprint", wrong)
        #expect(refused == 1 && why.contains("does not match the invitation"), "\(why)")
        let clear = "ws://127.0.0.1:\(port)"
        let (inClear, what) = try host.call("checkin", clear, "--code", code, "--fingerprint", pin)
        #expect(inClear == 1 && what.contains("tied to the host's certificate"), "\(what)")
        let (status, words) = try host.call("checkin", url, "--code", code, "--fingerprint", pin)
        #expect(status == 0, "\(words)")
    }

    @Test("a login goes in the clear beyond this machine only where somebody says that it may")
    func inTheClear() throws {
        let host = try Host()
        // Nobody is there: it is refused before anyone is asked.
        let far = "ws://192.0.2.1:7450"
        let (status, words) = try host.call("checkin", far, "--code", "K7PM-2QXD")
        #expect(status == 1 && words.contains("where others can read it"), "\(words)")
    }

    @Test("what a host cannot do it says in one sentence, with 1")
    func problems() throws {
        let host = try Host()
        let wedding = Sample.root + "Samples/alder-mill/wedding.toml"
        let listen = String(host.url.dropFirst("ws://".count))
        let other = host.folder + "/other"
        let (busy, words) = try host.call(
            "host", wedding, "--headless", "--listen", listen, "--data", other)
        #expect(busy == 1 && words.contains("is in use"), "\(words)")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: other + "/signing.key")
        let (open, why) = try host.call(
            "host", wedding, "--headless", "--listen", ":0", "--data", other)
        #expect(open == 1 && why.contains("chmod 600"), "\(why)")
        let (missing, what) = try host.call("host", "/nowhere.toml", "--headless")
        #expect(missing == 1 && what.contains("there is no such file"), "\(what)")
        let (unset, which) = try host.call(
            "host", wedding, "--headless", "--listen", ":0", "--jwt-secret-env", "NOT_SET_ANYWHERE")
        #expect(unset == 1 && which.contains("NOT_SET_ANYWHERE"), "\(which)")
    }

    @Test("an audit log is whole, until somebody touches it")
    func audit() throws {
        let host = try Host()
        let code = String(try host.invitation("p-noor").split(separator: " ").last!)
        _ = try host.call("checkin", host.url, "--code", code)
        let path = host.folder + "/audit.jsonl"
        let (whole, words) = try host.call("audit", "verify", path)
        #expect(whole == 0 && words.contains("all intact"), "\(words)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacingOccurrences(of: "p-noor", with: "p-iris")
            .write(toFile: path + ".changed", atomically: true, encoding: .utf8)
        let (changed, why) = try host.call("audit", "verify", path + ".changed")
        #expect(changed == 1 && why.contains("was changed"), "\(why)")
        let rows = text.split(separator: "\n")
        try rows.dropFirst().joined(separator: "\n")
            .write(toFile: path + ".cut", atomically: true, encoding: .utf8)
        let (cut, what) = try host.call("audit", "verify", path + ".cut")
        #expect(cut == 1 && what.contains("missing"), "\(what)")
    }
}
