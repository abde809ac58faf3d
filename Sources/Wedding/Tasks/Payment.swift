/// Money owed to a vendor on the day.
public struct Payment: Sendable, Equatable, Identifiable, Codable {
    public enum Status: String, Sendable, CaseIterable, Codable {
        case pending, paid, received, failed, released
    }

    public let id: PaymentID
    public var vendor: VendorID
    /// "final_balance", "gratuity".
    public var kind: String
    /// In the currency's minor unit: cents.
    public var amountMinor: Int
    public var currency: String
    public var due: Timestamp?
    public var method: String
    public var status: Status
    /// Audience words beyond couple, coordinator and payee.
    public var notify: [String]

    public init(
        id: PaymentID, vendor: VendorID, kind: String, amountMinor: Int, currency: String,
        due: Timestamp? = nil, method: String = "", status: Status = .pending,
        notify: [String] = []
    ) {
        self.id = id
        self.vendor = vendor
        self.kind = kind
        self.amountMinor = amountMinor
        self.currency = currency
        self.due = due
        self.method = method
        self.status = status
        self.notify = notify
    }

    public var isEnvelope: Bool { method == "cash_envelope" }

    /// Of the currency; those without are few enough to name.
    public var minorDigits: Int {
        ["JPY", "KRW", "VND", "CLP", "ISK"].contains(currency) ? 0 : 2
    }

    /// `2,840.00 USD`.
    public var amountWords: String {
        let digits = minorDigits
        let unit = digits == 0 ? 1 : 100
        var whole = String(amountMinor.magnitude / UInt(unit))
        var grouped = ""
        while whole.count > 3 {
            grouped = "," + whole.suffix(3) + grouped
            whole.removeLast(3)
        }
        let cents = digits == 0 ? "" : "." + padded(Int(amountMinor.magnitude % UInt(unit)))
        return (amountMinor < 0 ? "-" : "") + whole + grouped + cents + " " + currency
    }
}

/// A thing that must be in somebody's hands: rings, licence, envelopes.
public struct CustodyThing: Sendable, Equatable, Identifiable, Codable {
    public enum Holder: Sendable, Equatable {
        case person(PersonID)
        /// Nobody answered when it was time to ask.
        case unconfirmed(last: PersonID?)
        case missing(last: PersonID?)
    }

    public let id: CustodyID
    public var name: String
    public var holder: Holder
    public var confirmBy: Timestamp?
    /// When the holder was last said, by anyone.
    public var heardAt: Timestamp?

    public init(id: CustodyID, name: String, holder: PersonID?, confirmBy: Timestamp? = nil) {
        self.id = id
        self.name = name
        self.holder = holder.map(Holder.person) ?? .unconfirmed(last: nil)
        self.confirmBy = confirmBy
    }

    public var lastHolder: PersonID? {
        switch holder {
        case .person(let person): person
        case .unconfirmed(let last), .missing(let last): last
        }
    }
}
