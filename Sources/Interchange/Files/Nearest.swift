/// The known word closest to a mistyped one, when it is close enough to be meant.
func nearest(_ word: String, among known: some Collection<String>) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    // The word itself is no help: whoever asks has another reason to refuse it.
    let best = known.filter { $0.utf8.count <= 64 && $0 != word }.map {
        ($0, editDistance(word.lowercased(), $0.lowercased()))
    }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let (candidate, distance) = best, distance <= max(1, word.count / 3) else { return nil }
    return candidate
}

/// ` Did you mean "…"?`, or nothing.
func suggestion(_ word: String, among known: some Collection<String>) -> String {
    nearest(word, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
private func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
    for i in 1...a.count {
        rows[i][0] = i
        for j in 1...b.count {
            let cost = a[i - 1] == b[j - 1] ? 0 : 1
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
            }
        }
    }
    return rows[a.count][b.count]
}
