//! Patterns that are constants of the program.

use regex::Regex;

/// Compiles a constant pattern.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants; a test compiles every one of them"
)]
pub(crate) fn rx(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Names a pattern once, compiled at first use.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| $crate::pattern::rx($pattern));)*
        #[cfg(test)]
        #[test]
        fn every_pattern_compiles() {
            $(assert!(!$name.as_str().is_empty());)*
        }
    };
}
pub(crate) use patterns;
