import Wedding

/// What the station says, in the language that was chosen.
struct StationWords {
    let title, who, hint, notListed, noMatch, crewHere, yourTimes, askFor, radio: String
    let checkIn, parking, help, leaving, undo, promise, online, offlineNow, offline: String
    let asked, helpComes, undone, wrongCode, whatHelp, unlock, noTimes, due, here: String
    /// For a narrow screen: what is left of the promise, and of the footer.
    let shortPromise, footer, shortFooter, crew, next: String
    let newTimes, confirm, confirmed, equipment, tested, tickHint: String
    private let stages: [Piece.Stage: String]
    private let matchWord, matchesWord: String
    private let welcomeWord, goodbyeWord: String

    func matches(_ count: Int) -> String { "\(count) \(count == 1 ? matchWord : matchesWord)" }
    func welcome(_ name: String) -> String { "\(welcomeWord), \(name)." }
    func stage(_ stage: Piece.Stage) -> String { stages[stage] ?? stage.rawValue }
    func goodbye(_ name: String) -> String { "\(goodbyeWord), \(name)." }

    static let english = StationWords(
        title: "Vendor check-in", who: "Who are you?",
        hint: "Type your company name, or the code in your email.",
        notListed: "Not listed?  F2 asks the coordinator (about 1 min)",
        noMatch: "No matches. Press F2 to ask the coordinator.", crewHere: "Crew here",
        yourTimes: "Your times", askFor: "Ask for", radio: "radio channel", checkIn: "CHECK IN",
        parking: "parking", help: "I need help", leaving: "leaving", undo: "undo",
        promise:
            "Check-in tells the coordinator you are here and starts your schedule. Undo within 5 minutes.",
        online: "online", offlineNow: "OFFLINE",
        offline: "Offline. Saved here; sends when reconnected.",
        asked: "We have asked the coordinator. Please wait a moment.",
        helpComes: "We have called the coordinator. Please stay here.", undone: "Undone.",
        wrongCode: "Wrong code for this station.",
        whatHelp: "What do you need?  Enter calls the coordinator, Esc starts over",
        unlock: "Station code", noTimes: "Nothing planned. Ask the coordinator.",
        due: "due", here: "here since", shortPromise: "You can undo for 5 minutes.",
        footer:
            "type to search  ↑↓ choose  Enter next  F2 not listed  F3 larger text  F4 Español  Esc start over",
        shortFooter: "type  ↑↓ choose  Enter  F2 not listed  F3 larger  F4 Español  Esc reset",
        crew: "crew", next: "Next", newTimes: "New times",
        confirm: "I have the new times",
        confirmed: "Thank you. The coordinator sees that you have the new times.",
        equipment: "equipment", tested: "tested",
        tickHint: "↑↓ choose   Enter one step on   - one back   Esc start over", stages: [:],
        matchWord: "match", matchesWord: "matches",
        welcomeWord: "Welcome",
        goodbyeWord: "Thank you, and safe travels")

    static let spanish = StationWords(
        title: "Registro de proveedores", who: "¿Quién es usted?",
        hint: "Escriba su empresa, o el código de su correo.",
        notListed: "¿No aparece?  F2 avisa a la coordinadora (1 min)",
        noMatch: "Nadie con ese nombre. F2 avisa a la coordinadora.", crewHere: "Equipo aquí",
        yourTimes: "Sus horas", askFor: "Pregunte por", radio: "canal de radio",
        checkIn: "REGISTRAR", parking: "estacionar", help: "necesito ayuda", leaving: "me voy",
        undo: "deshacer",
        promise:
            "Al registrarse, la coordinadora sabe que está aquí y empiezan sus horas. Puede deshacer en 5 minutos.",
        online: "en línea", offlineNow: "SIN CONEXIÓN",
        offline: "Sin conexión: se guarda y se envía al volver.",
        asked: "Se avisó a la coordinadora. Espere un momento.",
        helpComes: "Se llamó a la coordinadora. Quédese aquí.", undone: "Deshecho.",
        wrongCode: "No es el código de esta estación.",
        whatHelp: "¿Qué necesita?  Enter llama a la coordinadora, Esc vuelve",
        unlock: "Código de esta estación", noTimes: "Nada previsto. Pregunte a la coordinadora.",
        due: "a las", here: "aquí desde", shortPromise: "Puede deshacer en 5 minutos.",
        footer:
            "escriba para buscar  ↑↓ elegir  Enter seguir  F2 no aparece  F3 más grande  F4 English  Esc volver",
        shortFooter: "escriba  ↑↓ elegir  Enter  F2 no aparece  F3 grande  F4 English  Esc",
        crew: "personas", next: "Ahora", newTimes: "Horas nuevas",
        confirm: "tengo las horas nuevas",
        confirmed: "Gracias. La coordinadora ve que tiene las horas nuevas.",
        equipment: "material", tested: "probado",
        tickHint: "↑↓ elegir   Enter un paso más   - uno atrás   Esc vuelve",
        stages: [
            .expected: "por llegar", .in: "dentro", .set: "montado", .tested: "probado",
            .struck: "desmontado", .out: "fuera",
        ], matchWord: "resultado", matchesWord: "resultados",
        welcomeWord: "Bienvenido",
        goodbyeWord: "Gracias y buen viaje")
}

extension StationState {
    var words: StationWords { language == .english ? .english : .spanish }
}
