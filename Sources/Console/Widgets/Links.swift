extension String {
    /// `tel:+18455550106`; nil for what has no digits.
    var telephoneLink: String? {
        let dialled = filter { $0.isASCII && ($0.isNumber || $0 == "+") }
        return dialled.isEmpty ? nil : "tel:" + dialled
    }

    /// `geo:0,0?q=…`: whatever shows maps on the reader's machine.
    var mapLink: String { "geo:0,0?q=" + percentEncoded }

    private var percentEncoded: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { text, byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || (48...57).contains(byte) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
