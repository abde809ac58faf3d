import Testing

/// An enum of ours as its file declares it.
private struct OwnEnum {
    let name: String
    var cases: Set<String> = []
}

/// A switch that ends with `default`, and the cases it names.
private struct OpenSwitch {
    let place: String
    let cases: Set<String>
}

@Suite("Switches")
struct SwitchTests {
    /// A person can press any key: what is not meant is meant for nobody.
    static let open: Set<String> = ["Key"]

    @Test("no switch over an enum of ours has a default: a new case is asked for everywhere")
    func defaults() throws {
        let files = try swiftFiles(in: "Sources").map { ($0, try lines($0)) }
        let enums = files.flatMap { ownEnums(in: $0.1) }.filter { !Self.open.contains($0.name) }
        #expect(enums.count > 150)
        for (file, lines) in files {
            for found in openSwitches(in: lines, file) {
                let known = enums.filter { found.cases.isSubset(of: $0.cases) }.map(\.name)
                let isKeys = found.cases.isSubset(of: Self.keys)
                #expect(known.isEmpty || isKeys, "\(found.place): name the cases of \(known)")
            }
        }
    }

    /// Files in which whole families are passed over together, and why a new kind there does no
    /// harm: it does nothing, or is refused.
    private static let passed: [String: String] = [
        "PendingQueue.swift": "nothing of it is worth more than another wish",
        "AlertEngine.swift": "what is so stands in the day",
        "RealtimeCore+Peers.swift": "a station may not say it",
        "RealtimeCore+Submissions.swift": "it is no slip that is taken back",
        "RealtimeCore+Stamps.swift": "the core adds nothing to it",
        "Facts.swift": "it is no line of that table",
        "Facts+Team.swift": "it is no line of that table",
        "ToTell.swift": "the route alone decides",
        "ConsoleState+Pending.swift": "it cannot be taken back, and says so",
        "Reduce+Server.swift": "the console has nothing to do",
        "Tour.swift": "no step asks for it",
        "PersonDetail.swift": "it is no line about somebody",
    ]

    @Test("whole families are passed over together only where a new kind does no harm")
    func families() throws {
        let names = ["presence", "timeline", "edit", "guest", "task", "message", "access", "day"]
        for file in try swiftFiles(in: "Sources") {
            for (number, line) in try lines(file).enumerated() {
                let listed = names.count { line.contains(".\($0),") || line.contains(".\($0):") }
                guard line.contains("case ."), listed >= 4, !line.contains("(") else { continue }
                let name = file.split(separator: "/").last.map(String.init) ?? file
                #expect(Self.passed[name] != nil, "\(file):\(number + 1): name the kinds")
            }
        }
    }

    private static let keys: Set<String> = [
        "char", "ctrl", "enter", "escape", "tab", "backTab", "backspace", "up", "down", "left",
        "right", "home", "end", "pageUp", "pageDown", "function",
    ]

    private func ownEnums(in lines: [Substring]) -> [OwnEnum] {
        var found: [OwnEnum] = []
        for (number, line) in lines.enumerated() {
            guard line.contains("enum "),
                let match = line.firstMatch(of: #/^( *)[a-z ]*enum (\w+)/#)
            else { continue }
            var own = OwnEnum(name: String(match.2))
            for next in lines[(number + 1)...] {
                if next.hasPrefix(match.1 + "}") { break }
                guard next.hasPrefix(match.1 + "    case ") else { continue }
                own.cases.formUnion(names(next.dropFirst(match.1.count + 9)))
            }
            found.append(own)
        }
        return found
    }

    /// `a(Int, String), b = "c"` names a and b.
    private func names(_ text: Substring) -> [String] {
        var depth = 0
        let flat = text.filter { character in
            if character == "(" { depth += 1 }
            defer { if character == ")" { depth -= 1 } }
            return depth == 0
        }
        return flat.split(separator: ",").compactMap { part in
            part.firstMatch(of: #/^ *`?(\w+)/#).map { String($0.1) }
        }
    }

    /// Those of which every case begins with a dot, so that it may be an enum's.
    private func openSwitches(in lines: [Substring], _ file: String) -> [OpenSwitch] {
        lines.indices.compactMap { number in
            guard lines[number].contains("default:"),
                let match = lines[number].firstMatch(of: #/^( *)default:/#)
            else { return nil }
            var cases: Set<String> = []
            for line in lines[..<number].reversed() {
                if line.hasPrefix(match.1 + "case ") {
                    let pattern = line.dropFirst(match.1.count + 5)
                    guard let name = pattern.firstMatch(of: #/^(let )?\.(\w+)/#) else { return nil }
                    cases.insert(String(name.2))
                } else if !line.hasPrefix(match.1 + " "), !line.hasPrefix(match.1 + "}"),
                    !line.isEmpty
                {
                    break
                }
            }
            return cases.isEmpty ? nil : OpenSwitch(place: "\(file):\(number + 1)", cases: cases)
        }
    }
}
