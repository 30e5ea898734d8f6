//! Every component on a few pages, in both languages, for the eye: `cargo run -p ui --example gallery -- OUTDIR`,
//! then serve OUTDIR over HTTP (`python3 -m http.server -d OUTDIR`) and look at it at 390 and 1280 px.

use std::{collections::BTreeMap, error::Error, fs, path::PathBuf};

use kernel::{Date, Lang, Money};
use ui::{Cx, FieldError, Html, NavItem, Toast, Who, frame};

#[path = "gallery/pages.rs"]
mod pages;
#[path = "gallery/sheets.rs"]
mod sheets;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    fs::create_dir_all(out.join("assets"))?;
    for name in ui::asset_names() {
        let (Some(asset), url) = (ui::asset(&name), ui::asset_url(&name)) else {
            continue;
        };
        fs::write(out.join(url.trim_start_matches('/')), asset.bytes)?;
    }
    for lang in [Lang::Zh, Lang::En] {
        let cx = context(lang, "/")?;
        let mut wide = context(lang, "/visits?sort=-money&group=3&state=done&page=3")?;
        wide.toast = Some(Toast {
            message: word(lang, "已记下这次走访", "Visit recorded"),
            undo: Some("/undo".into()),
        });
        let refused = refused(context(lang, "/visits/new")?);
        let pages: [(&str, String); 10] = [
            ("today", frame(&cx, "today", &pages::today(&cx), false)),
            ("list", frame(&wide, "list", &pages::list(&wide, 24), true)),
            ("empty", frame(&cx, "empty", &pages::list(&cx, 0), true)),
            ("form", frame(&cx, "form", &pages::form(&cx), false)),
            ("refused", frame(&refused, "refused", &pages::form(&refused), false)),
            ("record", frame(&cx, "record", &pages::record(&cx)?, false)),
            ("month", frame(&cx, "month", &pages::month(&cx)?, true)),
            ("charts", frame(&cx, "charts", &sheets::charts(&cx), false)),
            ("paper", ui::paper_frame(&cx, "paper", &sheets::paper(&cx)?)),
            (
                "sign-in",
                ui::bare_frame(&stranger(lang)?, "sign-in", &pages::sign_in(&stranger(lang)?)),
            ),
        ];
        for (name, page) in pages {
            fs::write(out.join(format!("{name}.{}.html", lang.tag())), page)?;
        }
    }
    Ok(())
}

/// The text of a language: names and stories of the gallery, which are data and not words of the product.
pub(crate) fn word(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
}

fn stranger(lang: Lang) -> Result<Cx, Box<dyn Error>> {
    Ok(Cx::new(lang, "/sign-in", Date::new(2026, 11, 21)?))
}

fn context(lang: Lang, path: &str) -> Result<Cx, Box<dyn Error>> {
    let mut cx = Cx::new(lang, path, Date::new(2026, 11, 21)?);
    let long = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县第一中学工会委员会";
    cx.who = Some(Who {
        name: "阿卜杜热西提·吾买尔".into(),
        union: long.into(),
        here: "a".into(),
        unions: vec![("a".into(), long.into()), ("b".into(), "县教育工会".into())],
    });
    let icons = [
        ("ui.nav.today", "sun"),
        ("ui.nav.calendar", "calendar-days"),
        ("ui.nav.record", "plus"),
        ("ui.nav.inbox", "inbox"),
        ("ui.nav.planning", "clipboard-list"),
        ("ui.nav.organisation", "users"),
        ("ui.nav.democracy", "vote"),
        ("ui.nav.rights", "scale"),
        ("ui.nav.care", "heart-handshake"),
        ("ui.nav.growth", "graduation-cap"),
        ("ui.nav.culture", "volleyball"),
        ("ui.nav.finance", "wallet"),
        ("ui.nav.publicity", "megaphone"),
        ("ui.nav.me", "user"),
    ];
    cx.nav = icons
        .into_iter()
        .map(|(key, icon)| NavItem {
            key,
            icon,
            href: format!("/{icon}"),
            current: key == "ui.nav.today",
        })
        .collect();
    cx.inbox = 12;
    cx.once = "018f-once".into();
    Ok(cx)
}

fn refused(mut cx: Cx) -> Cx {
    let error = |field: &str, message: String| FieldError {
        field: field.into(),
        message,
    };
    cx.errors = vec![
        error(
            "title",
            word(
                cx.lang,
                "请写标题，最多 80 字",
                "Write a title of at most 80 characters",
            ),
        ),
        error(
            "money",
            word(
                cx.lang,
                "超过生病慰问 1,000 元的上限，请写明理由",
                "Above the 1,000 yuan ceiling for illness: say why",
            ),
        ),
        error(
            "when",
            word(
                cx.lang,
                "2月30日不存在，请改成 2月28日之前的日子",
                "There is no 30 February: choose an earlier day",
            ),
        ),
    ];
    cx.typed = BTreeMap::from([
        ("title".to_owned(), vec![String::new()]),
        ("money".to_owned(), vec!["12800.5".to_owned()]),
        ("when".to_owned(), vec!["2月30日".to_owned()]),
        (
            "more".to_owned(),
            vec!["<script>alert(1)</script> 家属在医院陪护，精神尚可。".to_owned()],
        ),
        ("how".to_owned(), vec!["grief".to_owned()]),
        ("with".to_owned(), vec!["b".to_owned()]),
    ]);
    cx
}

/// An amount of so many yuan.
pub(crate) fn yuan(amount: i64) -> Money {
    Money::from_yuan(amount).unwrap_or_default()
}

/// Several pieces after each other.
pub(crate) fn join(pieces: impl IntoIterator<Item = Html>) -> Html {
    pieces.into_iter().collect()
}
