import Crypto
import Foundation
import NIOSSL
import RealtimeServer
import X509

/// The certificate by which a venue's host is known: one's own, or one made on the first start.
package struct VenueCertificate {
    let context: NIOSSLContext
    /// SHA-256 of the certificate, as an invitation shows it.
    package let fingerprint: String
    /// Bytes of a file that holds a chain or a key; none is as long.
    private static let bytesMax = 256 * 1024

    /// - Returns: nil on loopback, where nothing leaves the machine.
    static func context(
        _ options: HostServer.Options, in folder: HostFolder, venue: String
    ) throws -> VenueCertificate? {
        if let certificate = options.certificate, let key = options.key {
            return try load(
                certificate, key, in: folder,
                remedy: "Give both with --tls-cert and --tls-key.")
        }
        return options.listen.isLoopback ? nil : try own(in: folder, venue: venue)
    }

    /// The one in the folder; made where there is none.
    package static func own(in folder: HostFolder, venue: String) throws -> VenueCertificate {
        let (certificate, key) = (folder.file("venue-cert.pem"), folder.file("venue-key.pem"))
        if !FileManager.default.fileExists(atPath: certificate) {
            try make(venue: venue, in: folder)
        }
        return try load(
            certificate, key, in: folder,
            remedy: "Restore them, or remove both: everybody then needs a new invitation.")
    }

    private static func load(
        _ certificate: String, _ key: String, in folder: HostFolder, remedy: String
    ) throws -> VenueCertificate {
        try folder.checkPrivate(key)
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(bytes(certificate))
            guard let first = chain.first else { throw NIOSSLError.failedToLoadCertificate }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: bytes(key), format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            let digest = SHA256.hash(data: try first.toDERBytes())
            return VenueCertificate(
                context: try NIOSSLContext(configuration: configuration),
                fingerprint: digest.map { String(format: "%02x", $0) }.joined())
        } catch {
            throw HostProblem(
                "\(certificate) and \(key) are not a certificate and its key in PEM. \(remedy)")
        }
    }

    /// Never nothing, which the parser does not expect, and never without an end.
    private static func bytes(_ path: String) throws -> [UInt8] {
        let file = FileHandle(forReadingAtPath: path)
        guard let data = try file?.read(upToCount: bytesMax + 1), !data.isEmpty,
            data.count <= bytesMax
        else { throw NIOSSLError.failedToLoadCertificate }
        return Array(data)
    }

    private static func make(venue: String, in folder: HostFolder) throws {
        let key = P256.Signing.PrivateKey()
        let now = WallClock.now().seconds
        let name = try DistinguishedName { CommonName("Callboard at \(venue)") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: now - 86_400),
            notValidAfter: Date(timeIntervalSince1970: now + 2 * 365 * 86_400), issuer: name,
            subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames([.dnsName("localhost")])
            }, issuerPrivateKey: .init(key))
        try folder.write(Data(key.pemRepresentation.utf8), to: "venue-key.pem")
        try folder.write(
            Data(try certificate.serializeAsPEM().pemString.utf8), to: "venue-cert.pem")
    }
}
