/// A time that the house or the weather sets: hard, though it is no item of the run of show.
public struct HouseTime: Sendable, Equatable {
    /// By its key in a wedding file.
    public enum Kind: String, Sendable, CaseIterable {
        case rainCall = "rain_call_deadline"
        case musicOff = "amplified_music_off"
        case clearBy = "premises_clear_by"

        public var words: String {
            switch self {
            case .rainCall: "Rain call"
            case .musicOff: "Music off"
            case .clearBy: "Clear by"
            }
        }

        /// Whether `item` must be over by then.
        public func ends(_ item: TimelineItem, of day: WeddingDay) -> Bool {
            switch self {
            case .rainCall: false
            case .musicOff: item.kind == .reception || item.kind == .cake
            case .clearBy:
                item.kind != .transport
                    && item.zone.flatMap { day.zones[$0] }?.kind != .offSite
            }
        }
    }

    public let kind: Kind
    public let at: Timestamp
}

extension WeddingDay {
    /// The times of the house that the file names, the earliest first.
    public var houseTimes: [HouseTime] {
        [
            rainCallBy.map { HouseTime(kind: .rainCall, at: $0) },
            amplifiedMusicOff.map { HouseTime(kind: .musicOff, at: $0) },
            premisesClearBy.map { HouseTime(kind: .clearBy, at: $0) },
        ].compactMap { $0 }.sorted { $0.at < $1.at }
    }
}

extension Forecast {
    /// When the last of what must be over by then is over, as things stand.
    public func end(before time: HouseTime, of day: WeddingDay) -> Timestamp? {
        day.items.filter { time.kind.ends($0, of: day) }.compactMap { ends[$0.id] }.max()
    }

    /// By how much a time of the house would be missed; nil when it would be kept.
    public func overrun(of time: HouseTime, _ day: WeddingDay) -> Duration? {
        end(before: time, of: day).flatMap { $0 > time.at ? $0 - time.at : nil }
    }
}
