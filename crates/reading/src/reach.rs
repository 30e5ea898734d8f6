//! How far the reader looks round a place: a bound on the work for each, whatever the length of the text.

/// The last characters of some words, at most `n`.
pub(crate) fn last(words: &str, n: usize) -> &str {
    let from = words
        .char_indices()
        .rev()
        .nth(n.saturating_sub(1))
        .map_or(0, |(i, _)| i);
    words.get(from..).unwrap_or_default()
}

/// The first characters of some words, at most `n`.
pub(crate) fn first(words: &str, n: usize) -> &str {
    let to = words.char_indices().nth(n).map_or(words.len(), |(i, _)| i);
    words.get(..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ends_of_words() {
        assert_eq!(super::last("工会计划", 2), "计划");
        assert_eq!(super::last("计划", 5), "计划");
        assert_eq!(super::first("工会计划", 2), "工会");
        assert_eq!(super::first("", 2), "");
    }
}
