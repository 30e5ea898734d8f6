//! What the log keeps of whom a payment goes to and how it went out: a digest, so that a changed row is named and the log names
//! nobody.

use kernel::Date;

use super::model::{PaidWay, Payee, PaymentId};

fn of(id: PaymentId, parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(id.bytes());
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().as_str().chars().take(32).collect()
}

/// Of who is to get it, by when.
pub(super) fn payee(id: PaymentId, payee: &Payee, on: Date) -> String {
    let day = on.to_string();
    let people;
    let who = match payee {
        Payee::Member(member) => member.bytes().as_slice(),
        Payee::Named(name) => name.as_bytes(),
        Payee::Many(count) => {
            people = count.to_be_bytes();
            people.as_slice()
        }
    };
    of(id, &[payee.key().as_bytes(), who, day.as_bytes()])
}

/// Of the day, the way and the voucher.
pub(super) fn paid(id: PaymentId, on: Date, way: PaidWay, voucher: Option<&str>) -> String {
    let day = on.to_string();
    let told: &[u8] = if voucher.is_some() { b"1" } else { b"0" };
    of(
        id,
        &[
            day.as_bytes(),
            way.key().as_bytes(),
            told,
            voucher.unwrap_or_default().as_bytes(),
        ],
    )
}
