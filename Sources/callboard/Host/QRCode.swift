import Foundation

/// A QR code, where the terminal can show one and the program that draws it is installed.
enum QRCode {
    static func show(_ text: String) {
        guard isatty(STDOUT_FILENO) == 1, TerminalFacts.current.isUTF8,
            let tool = ["/usr/bin/qrencode", "/usr/local/bin/qrencode"].first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return }
        let process = Process()
        process.executableURL = URL(filePath: tool)
        process.arguments = ["-t", "UTF8", "-m", "2", text]
        try? process.run()
        process.waitUntilExit()
    }
}
