//! The transfer slip (会员组织关系接转单) for print and as a Word file: the stub that stays, the letter that goes along, the
//! receipt that comes back, one under the other as offices tear them apart.

use dispatch::{Answer, Incoming, Outgoing};
use kernel::{Date, Lang, Money};
use org::tree;
use papers::word::Word;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Attachment, Fault, Reply, View};

use super::{
    LETTER,
    model::Body,
    show::{self, Which},
};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// One of the three parts of the slip.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// To whom it speaks; the stub to nobody.
    pub to: Option<String>,
    /// What it says.
    pub text: String,
    /// Who signs and seals it.
    pub issuer: String,
    /// On which day, if that is known.
    pub day: String,
}

/// The slip.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Slip {
    /// Its three parts.
    pub parts: Vec<Part>,
}

ui::page!(
    Slip,
    "moving/pages/slip.html",
    |_p, cx| cx.t("organisation.moving.slip.title"),
    print
);

/// What the slip tells.
struct Told {
    number: String,
    from: String,
    to: String,
    body: Body,
    sent: Date,
    answer: Option<Answer>,
}

fn say(lang: Lang, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
    ui::words::fill(ui::words::find(lang, key).unwrap_or_default(), args)
}

fn told(view: &View<'_>, which: Which, lang: Lang) -> Reply<Told> {
    let (sent, received, body) = show::read(view, which.id)?;
    let own = tree::get(view, view.union())?.name;
    let number = |year: i64, n: i64| {
        let kind = say(lang, LETTER.word, &[]);
        say(lang, "dispatch.number", &[("kind", &kind), ("year", &year), ("n", &n)])
    };
    let of_sent = |l: Outgoing| Told {
        number: number(l.year, l.number),
        answer: l.answer(),
        sent: l.sent_at.day(),
        from: own.clone(),
        to: l.to_name,
        body: body.clone(),
    };
    let of_received = |l: Incoming| Told {
        number: number(l.year, l.number),
        answer: l.answer(),
        sent: l.sent_at.day(),
        from: l.from_name,
        to: own.clone(),
        body: body.clone(),
    };
    let told = sent.map(of_sent).or(received.map(of_received));
    told.ok_or_else(|| web::Refusal::missing().into())
}

/// `，月缴会费¥12.00（壹拾贰元整）`; nothing if not told.
fn dues(lang: Lang, dues: Option<Money>) -> String {
    dues.map_or_else(String::new, |money| {
        say(
            lang,
            "organisation.moving.slip.dues",
            &[("money", &money), ("capitals", &money.in_capitals())],
        )
    })
}

fn parts(told: &Told, lang: Lang) -> Vec<Part> {
    let day = |day: Date| match lang {
        Lang::Zh => day.chinese(),
        Lang::En => day.words(lang, None),
    };
    let blank = say(lang, "organisation.moving.slip.blank_day", &[]);
    let (year, month) = told.body.month().unwrap_or_default();
    let dues = dues(lang, told.body.dues);
    let text = |key: &str, on: &str| {
        say(
            lang,
            key,
            &[
                ("name", &told.body.name),
                ("from", &told.from),
                ("to", &told.to),
                ("reason", &told.body.reason),
                ("year", &year),
                ("month", &month),
                ("dues", &dues),
                ("day", &on),
            ],
        )
    };
    let part = |key: &str, to: Option<&String>, text: String, issuer: &String, day: String| Part {
        title: say(lang, key, &[]),
        number: told.number.clone(),
        to: to.cloned(),
        text,
        issuer: issuer.clone(),
        day,
    };
    let taken = match &told.answer {
        Some(Answer::Accepted { on }) => day(*on),
        _ => blank.clone(),
    };
    vec![
        part(
            "organisation.moving.slip.stub",
            None,
            text("organisation.moving.slip.stub_text", ""),
            &told.from,
            day(told.sent),
        ),
        part(
            "organisation.moving.slip.letter",
            Some(&told.to),
            text("organisation.moving.slip.letter_text", ""),
            &told.from,
            day(told.sent),
        ),
        part(
            "organisation.moving.slip.receipt",
            Some(&told.from),
            text("organisation.moving.slip.receipt_text", &taken),
            &told.to,
            taken.clone(),
        ),
    ]
}

pub(super) fn page(view: &View<'_>, which: Which) -> Reply<Slip> {
    let lang = view.lang();
    Ok(Slip {
        parts: parts(&told(view, which, lang)?, lang),
    })
}

impl Slip {
    fn part(&self, cx: &Cx, part: &Part) -> Html {
        let to = part.to.as_ref().map(|to| {
            html!(
                "<p class=\"flush\">{}</p>",
                cx.t1("organisation.moving.slip.to", "union", to)
            )
        });
        html!(
            "<section class=\"stub\"><h2>{}</h2><p class=\"number\">{}</p>{}<p>{}</p>\
             <footer class=\"issued\"><p>{}</p><p>{}</p></footer></section>",
            part.title,
            part.number,
            to,
            part.text,
            cx.t1("organisation.moving.slip.seal", "union", &part.issuer),
            part.day
        )
    }
}

/// The slip as a Word file; it is the union's paper, in Chinese.
fn paper(told: &Told) -> Word {
    let title = say(Lang::Zh, "organisation.moving.slip.title", &[]);
    let mut file = Word::new();
    file.title(&title);
    for (n, part) in parts(told, Lang::Zh).iter().enumerate() {
        if n > 0 {
            file.centred("……………………………………………………………………");
        }
        file.heading(1, &part.title).flush_paragraph(&part.number);
        if let Some(to) = &part.to {
            file.flush_paragraph(&say(Lang::Zh, "organisation.moving.slip.to", &[("union", to)]));
        }
        let seal = say(Lang::Zh, "organisation.moving.slip.seal", &[("union", &part.issuer)]);
        file.paragraph(&part.text).signature(&seal, &part.day);
    }
    file
}

/// Hands out the slip as a Word file.
pub(super) fn word(view: &View<'_>, which: Which) -> Reply<Attachment> {
    let told = told(view, which, Lang::Zh)?;
    Ok(Attachment {
        name: format!("{}.docx", told.number),
        mime: MIME.to_owned(),
        bytes: paper(&told).to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}
