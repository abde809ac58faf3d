import Foundation

/// A QR code in letters, where the program that draws it is installed.
enum QRCode {
    /// On a terminal that can show it.
    static func show(_ link: String) {
        guard isatty(STDOUT_FILENO) == 1, TerminalFacts.current.isUTF8, let drawn = text(link)
        else { return }
        try? Output.write(Data(drawn.utf8))
    }

    static func text(_ link: String) -> String? {
        guard
            let tool = ["/usr/bin/qrencode", "/usr/local/bin/qrencode"].first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return nil }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: tool)
        process.arguments = ["-t", "UTF8", "-m", "2", link]
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(data: data, encoding: .utf8) : nil
    }
}
