//! Looking for words.

/// The pattern for `LIKE … ESCAPE '!'` that finds these words anywhere, LIKE's own signs taken as they are. It is in small
/// letters, since engines differ in what they hold for equal: the column goes through `LOWER`.
///
/// ```
/// assert_eq!(store::containing("50%_A!"), "%50!%!_a!!%");
/// ```
#[must_use]
pub fn containing(words: &str) -> String {
    let plain: String = words
        .to_lowercase()
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect();
    format!("%{plain}%")
}
