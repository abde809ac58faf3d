import ArgumentParser

/// Where the host is, and how to be let in.
struct HostOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The host, as the invitation shows it.", valueName: "url"))
    var url: String

    @Option(
        help: ArgumentHelp(
            "The code of an invitation; once, then this machine is known.", valueName: "code"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            "The host's certificate, as the invitation shows it.", valueName: "sha256"))
    var fingerprint: String?

    @Flag(help: "Speak ws:// to another machine: everybody on the way can read it.")
    var insecure = false

    @Flag(help: "Take the place of your device that was idle longest, if you have too many.")
    var replace = false
}
