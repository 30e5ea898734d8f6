//! Passwords: Argon2id, never more at a time than the machine bears, on worker threads only.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::reply::{Fault, Refusal, Reply};

/// Shortest password taken, in characters (等保2.0 practice: at least 8).
pub const MIN: usize = 8;
/// Longest, in characters.
pub const MAX: usize = 128;

static FREE: (Mutex<u8>, Condvar) = (Mutex::new(2), Condvar::new());

/// Runs `f` with at most two at once: each takes 19 MiB and a core.
fn in_turn<T>(f: impl FnOnce() -> T) -> T {
    let mut free = FREE.0.lock().unwrap_or_else(PoisonError::into_inner);
    while *free == 0 {
        free = FREE.1.wait(free).unwrap_or_else(PoisonError::into_inner);
    }
    *free -= 1;
    drop(free);
    let out = f();
    *FREE.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    FREE.1.notify_one();
    out
}

/// The hash to keep, as a PHC string.
///
/// # Errors
/// A refusal for a password that is too short, too long or too plain.
pub fn hash(password: &str, sign_name: &str) -> Reply<String> {
    check(password, sign_name)?;
    in_turn(|| Argon2::default().hash_password(password.as_bytes()))
        .map(|h| h.to_string())
        .map_err(|e| Fault::other(format!("argon2: {e}")).into())
}

/// Whether the password is the one behind the hash. Takes as long for no hash as for a wrong one.
#[must_use]
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$3S1qgBSbXGbNOBfBfVPjAOyd1vN4Ql4nE5v1mPZvGFc";
    let kept = PasswordHash::new(hash.unwrap_or(NOBODY));
    let right =
        in_turn(|| kept.is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok()));
    right && hash.is_some()
}

fn check(password: &str, sign_name: &str) -> Reply<()> {
    let n = password.chars().count();
    let kinds = [
        password.chars().any(|c| c.is_lowercase()),
        password.chars().any(|c| c.is_uppercase()),
        password.chars().any(|c| c.is_numeric()),
        password.chars().any(|c| !c.is_alphanumeric() || !c.is_ascii()),
    ];
    let plain = kinds.iter().filter(|k| **k).count() < 3 && n < 14;
    if n < MIN {
        Err(Refusal::field("password", "web.refusal.password_short")
            .arg("min", MIN)
            .into())
    } else if n > MAX {
        Err(Refusal::field("password", "web.refusal.password_long")
            .arg("max", MAX)
            .into())
    } else if plain || (sign_name.len() >= 3 && password.to_lowercase().contains(&sign_name.to_lowercase())) {
        Err(Refusal::field("password", "web.refusal.password_plain").into())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let kept = hash("Gonghui-2026", "li").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(matches("Gonghui-2026", Some(&kept)));
        assert!(!matches("gonghui-2026", Some(&kept)));
        assert!(!matches("Gonghui-2026", None));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (password, name) in [("short1A", "x"), ("alllowercase", "x"), ("Wang12345!", "wang")] {
            assert!(hash(password, name).is_err(), "{password}");
        }
        assert!(hash("a long sentence is fine", "x").is_ok());
    }
}
