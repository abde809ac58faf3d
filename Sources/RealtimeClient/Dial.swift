import Crypto
import NIOCore
import NIOPosix
import NIOSSL

/// Opens a connection to a host: plain, or TLS with the certificate that an invitation named.
struct Dial: Sendable {
    let url: HostURL
    /// SHA-256 of the host's certificate, in hexadecimal; nil to trust what the system trusts.
    let fingerprint: String?

    func connect(
        on loop: any EventLoop,
        _ configure: @escaping @Sendable (any NIOCore.Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any NIOCore.Channel> {
        guard fingerprint == nil || url.isSecure else {
            // A pin says that nothing may go in the clear, whatever the address says.
            return loop.makeFailedFuture(
                ClientProblem.refused(
                    "This login is tied to the host's certificate, and \(url) is not encrypted. Use wss://."
                ))
        }
        return ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                do {
                    if url.isSecure {
                        try channel.pipeline.syncOperations.addHandler(tls())
                    }
                } catch { return channel.eventLoop.makeFailedFuture(error) }
                return configure(channel)
            }
            .connect(host: url.host, port: url.port)
    }

    private func tls() throws -> NIOSSLClientHandler {
        let isName = url.host.contains { $0.isLetter } && !url.host.contains(":")
        let name = isName ? url.host : nil
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        guard let fingerprint else {
            return try NIOSSLClientHandler(
                context: NIOSSLContext(configuration: configuration), serverHostname: name)
        }
        // Whoever holds the key of the pinned certificate is the host, whatever its name is.
        configuration.certificateVerification = .noHostnameVerification
        let wanted = fingerprint.lowercased().filter { $0.isHexDigit }
        return try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration), serverHostname: name,
            customVerificationCallback: { certificates, promise in
                let leaf = certificates.first.flatMap { try? $0.toDERBytes() } ?? []
                let found = SHA256.hash(data: leaf).map { byte in
                    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
                }.joined()
                promise.succeed(found == wanted ? .certificateVerified : .failed)
            })
    }
}
