import ArgumentParser

/// Where the host is, and how to be let in.
struct HostOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The host's address, from the invitation.", valueName: "url"))
    var url: String

    @Option(
        help: ArgumentHelp(
            "The code of an invitation; needed once on each machine.", valueName: "code"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            "The fingerprint of the host's certificate, from the invitation.", valueName: "sha256"))
    var fingerprint: String?

    @Flag(help: "Allow ws:// to another machine: anybody on the network can read it.")
    var insecure = false

    @Flag(help: "Replace your device that was idle longest, if you have too many.")
    var replace = false
}
