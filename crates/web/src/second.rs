//! The second factor: a code of six digits that a phone makes anew every half minute (TOTP, RFC 6238), and recovery codes
//! for whoever has lost the phone.
//!
//! The secret is sealed (`store::secret`); a code is taken once, also within its half minute; recovery codes are kept as
//! blind indexes and used once. Failures are counted with those of the password (`door`).

use kernel::Instant;
use store::{Error, Reader, Sql, Writer, secret::Sealed};
use totp_rs::{Builder, Secret, Totp};

use crate::access::AccountId;

/// The column of sealed secrets.
pub const SEALED: Sealed = Sealed::of_house("second_factor", "secret", "account_id");
/// How long setting up may take, and signing in between password and code.
pub const PATIENCE_MS: i64 = 15 * 60 * 1000;
/// How many recovery codes there are.
pub const CODES: usize = 10;
/// Seconds of a time step.
const STEP: i64 = 30;
/// Bytes of a secret: as many as its digest has (RFC 4226, 4).
const SECRET: usize = 20;
/// The label of the blind index of recovery codes.
const RECOVERY: &str = "web.recovery_code";
/// Letters and digits that cannot be taken for each other (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a recovery code: 5 bits each.
const SIGNS_LONG: usize = 10;

const FIND: Sql = Sql::house(
    "SELECT secret, begun_at, since FROM second_factor WHERE account_id = $1",
    "accounts belong to the installation",
);
const BEGIN: Sql = Sql::house(
    "INSERT INTO second_factor (account_id, secret, begun_at, since, step) VALUES ($1, $2, $3, NULL, 0)",
    "accounts belong to the installation",
);
const CONFIRM: Sql = Sql::house(
    "UPDATE second_factor SET since = $2 WHERE account_id = $1 AND since IS NULL",
    "accounts belong to the installation",
);
const TAKE: Sql = Sql::house(
    "UPDATE second_factor SET step = $2 WHERE account_id = $1 AND step < $2",
    "accounts belong to the installation",
);
const OFF: Sql = Sql::house(
    "DELETE FROM second_factor WHERE account_id = $1",
    "accounts belong to the installation",
);
const ADD_CODE: Sql = Sql::house(
    "INSERT INTO recovery_code (account_id, digest, used_at) VALUES ($1, $2, NULL)",
    "accounts belong to the installation",
);
const USE_CODE: Sql = Sql::house(
    "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND digest = $2 AND used_at IS NULL",
    "accounts belong to the installation",
);
const DROP_CODES: Sql = Sql::house(
    "DELETE FROM recovery_code WHERE account_id = $1",
    "accounts belong to the installation",
);
const LEFT: Sql = Sql::house(
    "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL",
    "accounts belong to the installation",
);

/// How far an account is with its second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has none.
    Off,
    /// It is being set up.
    Begun,
    /// It is asked for since then.
    On(Instant),
}

/// How somebody proved the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a code of the phone.
    Phone,
    /// By a recovery code, which is used up now.
    Recovery,
}

struct Kept {
    secret: Vec<u8>,
    begun: Instant,
    since: Option<Instant>,
}

fn kept(read: &Reader, account: AccountId) -> Result<Option<Kept>, Error> {
    read.opt(FIND, &[&account], |row| {
        Ok(Kept {
            secret: row.get(0)?,
            begun: row.get(1)?,
            since: row.get(2)?,
        })
    })
}

/// How far an account is with its second factor. What was begun and not finished in time is off.
///
/// # Errors
/// The store's.
pub fn state(read: &Reader, account: AccountId, now: Instant) -> Result<State, Error> {
    Ok(match kept(read, account)? {
        Some(Kept { since: Some(at), .. }) => State::On(at),
        Some(kept) if kept.begun.plus_millis(PATIENCE_MS) > now => State::Begun,
        _ => State::Off,
    })
}

/// Whether signing in asks for a code.
///
/// # Errors
/// The store's.
pub fn is_on(read: &Reader, account: AccountId) -> Result<bool, Error> {
    Ok(kept(read, account)?.is_some_and(|kept| kept.since.is_some()))
}

/// The secret in base 32, while it is being set up: for the person's phone, and for nobody afterwards.
///
/// # Errors
/// The store's.
pub fn secret_to_scan(read: &Reader, account: AccountId, now: Instant) -> Result<Option<String>, Error> {
    if state(read, account, now)? != State::Begun {
        return Ok(None);
    }
    secret(read, account)
}

/// `None` if there is none, or none any more since its key was lost.
fn secret(read: &Reader, account: AccountId) -> Result<Option<String>, Error> {
    let Some(kept) = kept(read, account)? else {
        return Ok(None);
    };
    let plain = read.open_if_held(SEALED.at_house(account), &kept.secret)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

/// Begins to set a second factor up, with a new secret. One that is asked for already stays: it is taken off first.
///
/// # Errors
/// The store's.
pub fn begin(w: &Writer, account: AccountId, now: Instant) -> Result<bool, Error> {
    if is_on(w, account)? {
        return Ok(false);
    }
    w.run(OFF, &[&account])?;
    let bytes = kernel::clock::random::<SECRET>();
    let text = Secret::new(Box::new(bytes)).to_base32();
    let sealed = w.seal(SEALED.at_house(account), text.as_bytes())?;
    w.run(BEGIN, &[&account, &sealed, &now])?;
    Ok(true)
}

/// Ends setting up, if the code is right: it is asked for from now on.
///
/// # Errors
/// The store's.
pub fn confirm(w: &Writer, account: AccountId, typed: &str, now: Instant) -> Result<bool, Error> {
    if state(w, account, now)? != State::Begun || !phone(w, account, typed, now)? {
        return Ok(false);
    }
    Ok(w.run(CONFIRM, &[&account, &now])? > 0)
}

/// Takes the second factor off, with its recovery codes; says whether there was one.
///
/// # Errors
/// The store's.
pub fn off(w: &Writer, account: AccountId) -> Result<bool, Error> {
    w.run(DROP_CODES, &[&account])?;
    Ok(w.run(OFF, &[&account])? > 0)
}

/// Whether what was typed proves the second factor: a code of the phone that was not taken before, or a recovery code,
/// which is used up then.
///
/// # Errors
/// The store's.
pub fn prove(w: &Writer, account: AccountId, typed: &str, now: Instant) -> Result<Option<How>, Error> {
    if !is_on(w, account)? {
        return Ok(None);
    }
    if phone(w, account, typed, now)? {
        return Ok(Some(How::Phone));
    }
    let digest = w.blind(RECOVERY, &plain(typed))?;
    let used = w.run(USE_CODE, &[&account, &digest.as_slice(), &now])? > 0;
    Ok(used.then_some(How::Recovery))
}

fn phone(w: &Writer, account: AccountId, typed: &str, now: Instant) -> Result<bool, Error> {
    let digits = plain(typed);
    let Some(totp) = secret(w, account)?.and_then(|text| totp(&text)) else {
        return Ok(false);
    };
    let seconds = u64::try_from(now.millis() / 1000).unwrap_or_default();
    let step = totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok());
    match step {
        Some(step) => Ok(w.run(TAKE, &[&account, &step])? > 0),
        None => Ok(false),
    }
}

/// Six digits, SHA-1, half a minute, one step of patience either way: what every program on phones understands.
fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let step = u64::try_from(STEP).ok()?;
    Builder::new().with_secret(secret).with_step_duration(step).build().ok()
}

/// The code that a phone with this secret shows: for the stories of the tests.
#[must_use]
pub fn shown_on_a_phone(secret: &str, now: Instant) -> Option<String> {
    let seconds = u64::try_from(now.millis() / 1000).ok()?;
    totp(secret).map(|totp| totp.generate(seconds).to_string())
}

/// A code as typed: blanks and dashes do not count, nor do case and full width; O is 0, I and L are 1.
fn plain(typed: &str) -> String {
    let narrow = kernel::numerals::half_width(typed);
    let signs = narrow.chars().filter(char::is_ascii_alphanumeric).take(40);
    signs
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// Makes recovery codes instead of those before, to be shown once: two groups of five signs each.
///
/// # Errors
/// The store's.
pub fn make_codes(w: &Writer, account: AccountId) -> Result<Vec<String>, Error> {
    w.run(DROP_CODES, &[&account])?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let signs: String = kernel::clock::random::<SIGNS_LONG>()
            .iter()
            .map(|byte| char::from(SIGNS[usize::from(byte & 31)]))
            .collect();
        let digest = w.blind(RECOVERY, &signs)?;
        w.run(ADD_CODE, &[&account, &digest.as_slice()])?;
        codes.push(format!("{}-{}", &signs[..5], &signs[5..]));
    }
    Ok(codes)
}

/// How many recovery codes are left.
///
/// # Errors
/// The store's.
pub fn codes_left(read: &Reader, account: AccountId) -> Result<i64, Error> {
    read.one(LEFT, &[&account], |row| row.get(0))
}

/// The address that a phone's program reads out of the square code.
#[must_use]
pub fn address(secret: &str, issuer: &str, sign_name: &str) -> String {
    let part = |text: &str| crate::pairs::escape(text);
    let issuer = part(&issuer.replace(':', " "));
    let name = part(&sign_name.replace(':', " "));
    format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}")
}

#[cfg(test)]
mod tests {
    use totp_rs::{Algorithm, Builder, Secret};

    use super::*;

    /// RFC 6238, appendix B: the secret is "12345678901234567890", eight digits, SHA-1.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = Secret::new(Box::new(*b"12345678901234567890"));
        let eight = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(8)
            .with_secret(secret.clone())
            .build()
            .unwrap();
        let ours = totp(&secret.to_base32()).unwrap();
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(eight.generate(seconds).to_string(), code);
            assert_eq!(ours.generate(seconds).to_string(), code[2..], "the last six of eight");
            assert_eq!(ours.check(&code[2..], seconds + 29).unwrap(), seconds / 30);
            assert_eq!(ours.check(&code[2..], seconds + 90), None, "two steps later");
        }
    }

    #[test]
    fn an_address_names_union_and_person() {
        assert_eq!(
            address("ABC", "实验:小学", "li ming"),
            "otpauth://totp/%E5%AE%9E%E9%AA%8C%20%E5%B0%8F%E5%AD%A6:li%20ming?secret=ABC&issuer=%E5%AE%9E%E9%AA%8C%20%E5%B0%8F%E5%AD%A6"
        );
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        assert_eq!(plain("12 34-56"), "123456");
        assert_eq!(plain("１２３４５６"), "123456");
        assert_eq!(plain("ab0o1-il5"), "AB001115");
    }
}
