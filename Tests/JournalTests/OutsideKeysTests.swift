import Foundation
import TestSupport
import Testing
import Wedding
import callboard

/// Certificates and keys come from files of others: each is good, or told about in a sentence.
@Suite("Keys from outside")
struct OutsideKeysTests {
    private let folder: Folder
    private let home: HostFolder
    private let fingerprint: String
    private let files: [String]
    private let good: [[UInt8]]

    init() throws {
        folder = try Folder()
        home = try HostFolder(folder.path, wedding: Sample.wedding.id)
        fingerprint = try VenueCertificate.own(in: home, venue: "a barn").fingerprint
        files = ["venue-cert.pem", "venue-key.pem"].map { [path = folder.path] in path + "/" + $0 }
        good = try files.map { Array(try Data(contentsOf: URL(filePath: $0))) }
    }

    /// - Returns: the fingerprint, or nil when it was told what is wrong.
    private func loaded(_ texts: [[UInt8]], _ words: Comment) throws -> String? {
        for (file, text) in zip(files, texts) { try Data(text).write(to: URL(filePath: file)) }
        return load(words)
    }

    private func load(_ words: Comment) -> String? {
        do { return try VenueCertificate.own(in: home, venue: "a barn").fingerprint } catch {
            #expect(
                "\(error)".hasSuffix(
                    "are not a certificate and its key in PEM. Restore them, or remove both: everybody then needs a new invitation."
                ), words)
            return nil
        }
    }

    @Test("what is no certificate with its key is told about")
    func wrong() throws {
        let (certificate, key) = (good[0] + [0x0A], good[1] + [0x0A])
        let opening = Array("-----BEGIN CERTIFICATE-----\n".utf8)
        let noise = [UInt8](repeating: 0, count: 4_096)
        let padded = certificate + [UInt8](repeating: 0x0A, count: 300_000)
        let wrong: [[[UInt8]]] = [
            [[], key], [certificate, []], [key, certificate], [certificate, certificate],
            [key, key], [noise, key], [certificate, noise], [opening, key],
            [opening + noise, key], [certificate + opening, key], [padded, key],
            [certificate, opening + key.dropLast(40)],
        ]
        for (place, texts) in wrong.enumerated() {
            #expect(try loaded(texts, "\(place)") == nil, "\(place)")
        }
        // More than one block is a chain, and the first key counts.
        #expect(try loaded([certificate + certificate, key + key], "twice") == fingerprint)
    }

    @Test("a file without an end, or a folder in its place, is told about")
    func endless() throws {
        try FileManager.default.removeItem(atPath: files[0])
        try FileManager.default.createSymbolicLink(
            atPath: files[0], withDestinationPath: "/dev/zero")
        #expect(load("endless") == nil)
        try FileManager.default.removeItem(atPath: files[0])
        try FileManager.default.createDirectory(
            atPath: files[0], withIntermediateDirectories: false)
        #expect(load("a folder") == nil)
    }

    /// The same block with other bytes inside: whole PEM around a DER that is not.
    private func spoiltInside(_ pem: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let lines = String(decoding: pem, as: UTF8.self).split(separator: "\n")
        let inside = Data(base64Encoded: lines.dropFirst().dropLast().joined()) ?? Data()
        let text = Data(Array(inside).spoilt(&random)).base64EncodedString(
            options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("\(lines.first ?? "")\n\(text)\n\(lines.last ?? "")\n".utf8)
    }

    @Test(
        "any bytes of a certificate or its key are good, or told about",
        arguments: [1, 2, 3] as [UInt64])
    func spoilt(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<200 {
            var texts = good
            let place = Int.random(in: texts.indices, using: &random)
            texts[place] =
                Bool.random(using: &random)
                ? texts[place].spoilt(&random) : spoiltInside(texts[place], &random)
            _ = try loaded(texts, "seed \(seed), round \(round)")
        }
        #expect(try loaded(good, "as it was") == fingerprint)
    }
}
