/// What concerns the day as a whole.
public enum DayChange: Sendable, Equatable {
    case weather(WeatherNotice)
    case close
}

extension DayChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case weather = "cap.import"
        case close = "day.close"
    }

    package var kind: Kind {
        switch self {
        case .weather: .weather
        case .close: .close
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .weather: self = try .weather(body.need(.notice))
        case .close: self = .close
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .weather(let notice): try body.put(notice, .notice)
        case .close: break
        }
    }
}
