/// What a client asks for when it joins a channel. Booleans may come as strings.
public struct JoinConfig: Sendable, Equatable, Decodable {
    public var acknowledges = false
    public var hearsItself = false
    /// Where to begin: an offset when below 10^12, else milliseconds.
    public var replaySince: Int?
    public var replayLimit: Int?
    public var presenceKey = ""
    public var presenceEnabled = false
    public var changes: [ChangeRequest] = []
    public var accessToken: String?

    /// One entry of `postgres_changes`, echoed as it came.
    public struct ChangeRequest: Sendable, Equatable, Codable {
        public var event: String?
        public var schema: String?
        public var table: String?
        public var filter: String?
        public var select: String?
        public var id: Int?
    }

    private enum CodingKeys: CodingKey { case config, accessToken }
    private enum ConfigKeys: CodingKey { case broadcast, presence, postgresChanges }
    private enum BroadcastKeys: String, CodingKey { case ack, me = "self", replay }
    private enum PresenceKeys: CodingKey { case key, enabled }
    private enum ReplayKeys: CodingKey { case since, limit }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        accessToken = try container.decodeIfPresent(String.self, forKey: .accessToken)
        guard container.contains(.config) else { return }
        let config = try container.nestedContainer(keyedBy: ConfigKeys.self, forKey: .config)
        if config.contains(.broadcast) {
            let broadcast = try config.nestedContainer(
                keyedBy: BroadcastKeys.self, forKey: .broadcast)
            acknowledges = try broadcast.decodeIfPresent(Flag.self, forKey: .ack)?.isOn ?? false
            hearsItself = try broadcast.decodeIfPresent(Flag.self, forKey: .me)?.isOn ?? false
            if let replay = try? broadcast.nestedContainer(
                keyedBy: ReplayKeys.self, forKey: .replay)
            {
                let since = try replay.decodeIfPresent(Int.self, forKey: .since)
                let limit = try replay.decodeIfPresent(Int.self, forKey: .limit)
                (replaySince, replayLimit) = (since.map { max(0, $0) }, limit.map { max(0, $0) })
            }
        }
        if config.contains(.presence) {
            let presence = try config.nestedContainer(keyedBy: PresenceKeys.self, forKey: .presence)
            presenceKey = try presence.decodeIfPresent(String.self, forKey: .key) ?? ""
            guard presenceKey.utf8.count <= PhoenixFrame.nameBytesMax else {
                throw PhoenixFrame.Problem.nameTooLong
            }
            presenceEnabled =
                try presence.decodeIfPresent(Flag.self, forKey: .enabled)?.isOn ?? false
        }
        changes = try config.decodeIfPresent([ChangeRequest].self, forKey: .postgresChanges) ?? []
    }

    private struct Flag: Decodable {
        let isOn: Bool
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let word = try? container.decode(String.self) {
                isOn = word == "true"
            } else {
                isOn = try container.decode(Bool.self)
            }
        }
    }
}
