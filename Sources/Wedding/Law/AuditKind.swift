/// What a row of the audit log tells of.
public enum AuditKind: String, Sendable, Codable {
    case refused, override, ceremonyEdited, ceremonyRefused, rateLimited, deadLetterRetried
    case deadLetterDiscarded, joined, left, emergency, allClear, export, suppressed, drill
    case login, loginFailed, lockedOut, tokenIssued, tokenRefreshed, tokenReused, tokenRevoked
    case deviceAdded, deviceReplaced, accessGranted, accessExtended, accessEnded
    case repaired, ceremonyRead, unlocked, clockStepped

    public var words: String {
        switch self {
        case .refused: "refused"
        case .override: "override"
        case .ceremonyEdited: "ceremony edited"
        case .ceremonyRefused: "ceremony refused"
        case .rateLimited: "rate limited"
        case .deadLetterRetried: "dead letter retried"
        case .deadLetterDiscarded: "dead letter discarded"
        case .joined: "joined"
        case .left: "left"
        case .emergency: "emergency"
        case .allClear: "all clear"
        case .export: "export"
        case .suppressed: "suppressed by rule"
        case .drill: "drill"
        case .login: "login"
        case .loginFailed: "login failed"
        case .lockedOut: "locked out"
        case .tokenIssued: "token issued"
        case .tokenRefreshed: "token refreshed"
        case .tokenReused: "old token used again"
        case .tokenRevoked: "token revoked"
        case .deviceAdded: "device added"
        case .deviceReplaced: "device replaced"
        case .accessGranted: "emergency access granted"
        case .accessExtended: "emergency access extended"
        case .accessEnded: "emergency access ended"
        case .repaired: "repaired"
        case .ceremonyRead: "ceremony read"
        case .unlocked: "lock-outs lifted"
        case .clockStepped: "clock stepped"
        }
    }
}
