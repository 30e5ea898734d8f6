//! The keys of this installation for letters, and what is done with keys: signing, closing for somebody, opening.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use store::{Error, Reader};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// What a closed text begins with: the sender's key for this once, and the nonce.
const PUBLIC: usize = 32;
const NONCE: usize = 24;

/// The public halves of an installation's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Public {
    /// Checks what it signs (Ed25519).
    pub sign: [u8; 32],
    /// Closes what only it can open (X25519).
    pub close: [u8; 32],
}

/// The keys of this installation.
pub(super) struct Keys {
    sign: SigningKey,
    close: StaticSecret,
}

impl Keys {
    /// They are made of the root of the key file, and are the same every time.
    pub(super) fn own(read: &Reader) -> Result<Self, Error> {
        Ok(Self {
            sign: SigningKey::from_bytes(&*read.derived("letters: signing")?),
            close: StaticSecret::from(*read.derived("letters: closing")?),
        })
    }
    pub(super) fn public(&self) -> Public {
        Public {
            sign: self.sign.verifying_key().to_bytes(),
            close: PublicKey::from(&self.close).to_bytes(),
        }
    }
    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.sign.sign(text).to_bytes()
    }
    /// Opens what was closed for this installation and bound to `head`; `None` if it was not, or was changed.
    pub(super) fn open(&self, closed: &[u8], head: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (once, rest) = closed.split_first_chunk::<PUBLIC>()?;
        let (nonce, made) = rest.split_first_chunk::<NONCE>()?;
        let shared = self.close.diffie_hellman(&PublicKey::from(*once));
        let key = key(shared.as_bytes(), once, &self.public().close);
        let plain = cipher(&key).decrypt(&XNonce::from(*nonce), bound(made, head)).ok()?;
        shared.was_contributory().then(|| Zeroizing::new(plain))
    }
}

impl Public {
    /// Whether a text was signed with the secret half.
    pub(super) fn signed(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.sign)
            .is_ok_and(|key| key.verify_strict(text, &Signature::from_bytes(signature)).is_ok())
    }
    /// Closes a text so that only this installation can open it, and only with this `head`.
    pub(super) fn close(&self, plain: &[u8], head: &[u8]) -> Option<Vec<u8>> {
        let secret = StaticSecret::from(kernel::clock::random::<32>());
        let once = PublicKey::from(&secret).to_bytes();
        let shared = secret.diffie_hellman(&PublicKey::from(self.close));
        if !shared.was_contributory() {
            return None;
        }
        let nonce = kernel::clock::random::<NONCE>();
        let key = key(shared.as_bytes(), &once, &self.close);
        let made = cipher(&key).encrypt(&XNonce::from(nonce), bound(plain, head)).ok()?;
        Some([once.as_slice(), &nonce, &made].concat())
    }
    /// What people compare by telephone: `1f3a 90bc …`, the beginning of a digest of both keys.
    pub(super) fn check_number(&self) -> String {
        let digest = blake3::hash(&[self.sign, self.close].concat());
        let hex = digest.to_hex();
        let hex = hex.as_str();
        let parts = (0..5).filter_map(|n| hex.get(n * 4..n * 4 + 4));
        parts.collect::<Vec<_>>().join(" ")
    }
}

fn key(shared: &[u8; 32], once: &[u8; 32], to: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut hasher = blake3::Hasher::new_derive_key("zhijia 2026-11-29 letter closed for its receiver");
    hasher.update(shared).update(once).update(to);
    Zeroizing::new(*hasher.finalize().as_bytes())
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn bound<'a>(text: &'a [u8], head: &'a [u8]) -> Payload<'a, 'a> {
    Payload { msg: text, aad: head }
}

/// Bytes as people's files carry them.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads [`hex`] back.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// Reads exactly so many bytes.
pub(super) fn unhex_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(seed: u8) -> Keys {
        Keys {
            sign: SigningKey::from_bytes(&[seed; 32]),
            close: StaticSecret::from([seed.wrapping_add(100); 32]),
        }
    }

    #[test]
    fn only_the_receiver_opens_and_only_whole() {
        let (us, them, others) = (keys(1), keys(2), keys(3));
        let closed = them.public().close("张三".as_bytes(), b"head").unwrap();
        assert_eq!(them.open(&closed, b"head").unwrap().as_slice(), "张三".as_bytes());
        assert!(others.open(&closed, b"head").is_none());
        assert!(them.open(&closed, b"other").is_none(), "bound to its head");
        for at in [0, 40, closed.len() - 1] {
            let mut changed = closed.clone();
            changed[at] ^= 1;
            assert!(them.open(&changed, b"head").is_none(), "byte {at}");
        }
        assert!(them.open(&closed[..20], b"head").is_none());
        let signature = us.sign(b"text");
        assert!(us.public().signed(b"text", &signature));
        assert!(!us.public().signed(b"texu", &signature) && !them.public().signed(b"text", &signature));
        let weak = Public {
            sign: [0; 32],
            close: [0; 32],
        };
        assert!(weak.close(b"x", b"").is_none(), "a key that keeps nothing closed");
    }

    #[test]
    fn hex_leads_back() {
        assert_eq!(unhex(&hex(&[0, 255, 16])), Some(vec![0, 255, 16]));
        assert_eq!((unhex("0"), unhex("zz"), unhex("中文")), (None, None, None));
        assert_eq!(unhex_of::<2>("0102"), Some([1, 2]));
        assert_eq!(unhex_of::<2>("010203"), None);
        assert_eq!(keys(1).public().check_number().len(), 24);
    }
}
