import Wedding

/// What `POST /auth/token` answers.
public struct TokenAnswer: Sendable, Codable, Equatable {
    public var accessToken: String
    public var refreshToken: String
    public var tokenType: String
    /// Seconds.
    public var expiresIn: Int
    /// How long it may be used: no host of ours says more than a month.
    public var lifetime: Duration { .seconds(max(0, min(expiresIn, 30 * 86_400))) }
    public var sub: String
    public var role: String
    public var wedding: String

    public init(
        accessToken: String, refreshToken: String, tokenType: String, expiresIn: Int, sub: String,
        role: String, wedding: String
    ) {
        (self.accessToken, self.refreshToken) = (accessToken, refreshToken)
        (self.tokenType, self.expiresIn) = (tokenType, expiresIn)
        (self.sub, self.role, self.wedding) = (sub, role, wedding)
    }
}
