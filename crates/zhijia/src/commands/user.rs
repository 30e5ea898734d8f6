//! `zhijia user`: accounts from the command line, for the one who runs the machine.

use std::{io::BufRead, process::ExitCode};

use kernel::{Clock, Lang, UnionId};
use store::{Reader, Store};
use web::{AccountId, Actor, Event, Record, door, password, session};

use super::{open, trouble};
use crate::{cli::User, config::Where, say};

/// What the operator did, noted like every other act.
#[derive(serde::Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Operated {
    Created { account: AccountId, role: String },
    Reset { account: AccountId },
    SecondOff { account: AccountId },
    Disabled { account: AccountId },
}

impl Event for Operated {
    fn kind(&self) -> &'static str {
        match self {
            Operated::Created { .. } => "user.created",
            Operated::Reset { .. } => "user.reset",
            Operated::SecondOff { .. } => "user.second_off",
            Operated::Disabled { .. } => "user.disabled",
        }
    }
    fn record(&self) -> Record {
        match self {
            Operated::Created { account, .. }
            | Operated::Reset { account }
            | Operated::SecondOff { account }
            | Operated::Disabled { account } => Record::new("account", *account),
        }
    }
}

/// Creates, resets or disables an account, or takes its second factor off.
pub fn user(place: &Where, what: User) -> Result<ExitCode, String> {
    let (store, clock) = open(place)?;
    match what {
        User::Create {
            name,
            sign_in,
            role,
            union,
            password_stdin,
        } => {
            let (password, shown) = password(password_stdin)?;
            let new = New {
                name,
                sign_in,
                role,
                union,
            };
            create(&store, &clock, &new, &password)?;
            told(&new.sign_in, shown.then_some(password.as_str()));
        }
        User::Reset {
            sign_in,
            password_stdin,
        } => {
            let (password, shown) = password(password_stdin)?;
            reset(&store, &clock, &sign_in, &password)?;
            told(&sign_in, shown.then_some(password.as_str()));
        }
        User::SecondOff { sign_in } => {
            second_off(&store, &clock, &sign_in)?;
            say::line(format!("二次验证已关闭 / second factor taken off: {sign_in}"));
        }
        User::Disable { sign_in } => {
            disable(&store, &clock, &sign_in)?;
            say::line(format!("已停用 / disabled: {sign_in}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Gives an account a password and prints it, once.
pub(super) fn first_password(store: &Store, clock: &Clock, sign_in: &str) -> Result<(), String> {
    let (password, _) = password(false)?;
    reset(store, clock, sign_in, &password)?;
    told(sign_in, Some(&password));
    Ok(())
}

fn told(sign_in: &str, password: Option<&str>) {
    say::line(format!("登录名 sign-in: {sign_in}"));
    if let Some(password) = password {
        say::line(format!("密码 password: {password}  （只显示这一次 / shown once）"));
    }
}

/// The password from standard input, or one made now (and then to be shown).
fn password(from_stdin: bool) -> Result<(String, bool), String> {
    if !from_stdin {
        return Ok((made_password(), true));
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| e.to_string())?;
    Ok((line.trim_end_matches(['\r', '\n']).to_owned(), false))
}

/// Sixteen characters without look-alikes, in groups of four.
pub(crate) fn made_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJ";
    let random = kernel::clock::random::<12>();
    let mut out = String::new();
    for (i, byte) in random.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        out.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    out + "-" + &(10 + u32::from(random[0]) % 90).to_string()
}

struct New {
    name: String,
    sign_in: String,
    role: String,
    union: Option<String>,
}

fn hashed(password: &str, sign_in: &str) -> Result<String, String> {
    password::hash(password, sign_in).map_err(|_| {
        "密码太简单：至少 8 个字，大写、小写、数字、符号中有三种，不含登录名 / the password is too plain".to_owned()
    })
}

fn create(store: &Store, clock: &Clock, new: &New, password: &str) -> Result<(), String> {
    let role = org::Role::of_key(&new.role).ok_or_else(|| {
        let known: Vec<&str> = org::Role::ALL.iter().map(|r| r.key()).collect();
        format!(
            "没有这个职务 / no such role: {}；可用 / one of: {}",
            new.role,
            known.join(" ")
        )
    })?;
    let hash = hashed(password, &new.sign_in)?;
    let union = store
        .read(|read| which_union(read, new.union.as_deref()))
        .map_err(|e| trouble(&e))??;
    let (clock, name, sign_in) = (clock.clone(), new.name.clone(), new.sign_in.clone());
    let founding = new.union.clone().unwrap_or_else(|| "本单位工会".to_owned());
    let made = store.write(move |w| {
        let (union, account) = match union {
            Some(union) => {
                let person = org::NewMember {
                    name: name.clone(),
                    ..org::NewMember::default()
                };
                let member = org::add_member(w, &clock, union, person)?;
                (
                    union,
                    org::add_account(w, &clock, union, member, &sign_in, Some(&hash), role, Lang::Zh)?,
                )
            }
            None => {
                let founded = org::found(
                    w,
                    &clock,
                    &org::Founding {
                        name: founding.clone(),
                        kind: org::UnionKind::Grassroots,
                        chair_name: name.clone(),
                        sign_name: sign_in.clone(),
                        password_hash: Some(hash.clone()),
                        lang: Lang::Zh,
                    },
                )?;
                (founded.union, founded.account)
            }
        };
        note(
            w,
            &clock,
            union,
            &Operated::Created {
                account,
                role: role.key().to_owned(),
            },
        )
    });
    made.map_err(|e| match e {
        store::Error::Constraint { name } if name == "account_sign_key" => {
            format!("登录名已有人用 / the sign-in name is taken: {}", new.sign_in)
        }
        other => trouble(&other),
    })
}

/// The union meant: by name, or the only one; none if there is none yet.
fn which_union(read: &Reader, name: Option<&str>) -> Result<Result<Option<UnionId>, String>, store::Error> {
    let unions = org::all_unions(read)?;
    Ok(match (name, unions.as_slice()) {
        (_, []) => Ok(None),
        (None, [(only, _)]) => Ok(Some(*only)),
        (Some(name), all) => match all.iter().find(|(_, n)| n == name) {
            Some((id, _)) => Ok(Some(*id)),
            None => Err(format!("没有叫“{name}”的工会 / no union of this name")),
        },
        (None, many) => {
            let names: Vec<&str> = many.iter().map(|(_, n)| n.as_str()).collect();
            Err(format!(
                "有多个工会，请用 --union 指明 / several unions, say which: {}",
                names.join("、")
            ))
        }
    })
}

fn account(store: &Store, sign_in: &str) -> Result<AccountId, String> {
    let known = store
        .read(|read| door::store::by_name(read, sign_in))
        .map_err(|e| trouble(&e))?;
    known
        .map(|k| k.id)
        .ok_or_else(|| format!("没有这个登录名 / no such sign-in name: {sign_in}"))
}

fn reset(store: &Store, clock: &Clock, sign_in: &str, password: &str) -> Result<(), String> {
    let id = account(store, sign_in)?;
    let hash = hashed(password, sign_in)?;
    let clock = clock.clone();
    let done: Result<(), store::Error> = store.write(move |w| {
        door::store::set_password(w, id, &hash)?;
        session::close_all(w, id)?;
        web::token::end_all(w, id, clock.now())?;
        note_at_home(w, &clock, id, &Operated::Reset { account: id })
    });
    done.map_err(|e| trouble(&e))
}

fn second_off(store: &Store, clock: &Clock, sign_in: &str) -> Result<(), String> {
    let id = account(store, sign_in)?;
    let clock = clock.clone();
    let done: Result<bool, store::Error> = store.write(move |w| {
        let was = web::second::off(w, id)?;
        note_at_home(w, &clock, id, &Operated::SecondOff { account: id })?;
        Ok(was)
    });
    if done.map_err(|e| trouble(&e))? {
        Ok(())
    } else {
        Err(format!("这个账户没有开启二次验证 / no second factor: {sign_in}"))
    }
}

fn disable(store: &Store, clock: &Clock, sign_in: &str) -> Result<(), String> {
    let id = account(store, sign_in)?;
    let clock = clock.clone();
    let done: Result<(), store::Error> = store.write(move |w| {
        door::store::set_active(w, id, false)?;
        session::close_all(w, id)?;
        note_at_home(w, &clock, id, &Operated::Disabled { account: id })
    });
    done.map_err(|e| trouble(&e))
}

fn note_at_home(w: &store::Writer, clock: &Clock, account: AccountId, event: &Operated) -> Result<(), store::Error> {
    let standing = org::standing(w, account, None, clock.today())?;
    let union = standing.map_or_else(|| Actor::stranger(Lang::Zh).union, |s| s.union);
    note(w, clock, union, event)
}

fn note(w: &store::Writer, clock: &Clock, union: UnionId, event: &Operated) -> Result<(), store::Error> {
    web::event::write(w, union, Actor::stranger(Lang::Zh).account, clock.now(), event)
}
