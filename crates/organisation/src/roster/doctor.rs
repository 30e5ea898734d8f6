//! What the dry run found as one list: each kind of trouble with its rows, what is proposed, and the decision beside it.

use ui::{Choice, Cx, Html, State as Look, html};

use super::{
    rows::{name_of, proposal_of},
    show::{KindOf, RosterPage},
    summary::Word,
    trouble::{Kind, KnownHow},
};

/// Whether a kind is decided by its words, or by what becomes of people who are known, rather than by a tick.
fn apart(kind: Kind) -> bool {
    matches!(kind, Kind::Known | Kind::WordUnknown | Kind::GroupUnknown)
}

impl RosterPage {
    /// What is decided before anything goes into the register.
    pub(super) fn decisions(&self, cx: &Cx) -> Html {
        let mut out = Html::none();
        if let Some(other) = &self.other {
            out.add(cx.note(Look::Due, cx.t1("roster.title_names", "name", other)));
            out.add(field(&cx.field("ours", "roster.ours").tick(self.ours)));
        }
        out.add(self.list(cx));
        let joined = cx
            .field("joined", "roster.joined")
            .until(self.today)
            .hint("roster.joined_hint");
        out.add(field(&joined.date(self.joined.unwrap_or(self.today))));
        out
    }

    fn list(&self, cx: &Cx) -> Html {
        if self.kinds.is_empty() {
            return cx.empty("roster.all_good");
        }
        let ticks = self.kinds.iter().any(|k| k.fixes > 0 && !apart(k.kind));
        let hint = ticks.then(|| html!("<p class=\"under\">{}</p>", cx.t("roster.take_kinds_hint")));
        let head = |class: &str, key: &str| {
            html!(
                "<th scope=\"col\" class=\"{}\">{}</th>",
                class,
                cx.t(&format!("roster.{key}"))
            )
        };
        let heads = html!(
            "{}{}{}{}",
            head("tick", "take_short"),
            head("", "kind"),
            head("number", "rows_n"),
            head("", "proposal")
        );
        let lines: Html = self.kinds.iter().map(|k| self.kind_lines(cx, k)).collect();
        let more = (self.more_words > 0).then(|| {
            let n = cx.number(i64::try_from(self.more_words).unwrap_or(i64::MAX));
            cx.note(Look::Info, cx.t1("roster.more_words", "n", n))
        });
        html!(
            "{}<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"table doctor\"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}",
            hint,
            cx.t("roster.kinds"),
            heads,
            lines,
            more
        )
    }

    /// A kind of trouble, and after it the words that are decided one by one.
    fn kind_lines(&self, cx: &Cx, k: &KindOf) -> Html {
        let name = name_of(cx, k.kind);
        let href = format!("/rosters/{}/rows?kind={}", self.id, k.kind.key());
        let some = (k.fixes > 0 && k.fixes < k.rows && !apart(k.kind)).then(|| {
            html!(
                "<br><small class=\"under\">{}</small>",
                cx.t1("roster.fixes", "n", cx.number(k.fixes))
            )
        });
        let (tick, proposal) = match k.kind {
            Kind::Known => {
                let how = KnownHow::FOR_ALL
                    .map(|how| Choice::new(how.key(), cx.t(&format!("roster.known_how.{}", how.key()))));
                let how = cx.field("known", "roster.known").select(how, self.known.key());
                (None, field(&how))
            }
            kind if apart(kind) => (None, html!("{}", proposal_of(cx, kind))),
            kind if k.fixes > 0 => (Some(tick(cx, k, &name)), html!("{}{}", proposal_of(cx, kind), some)),
            _ => (None, html!("{}", cx.t("roster.no_proposal"))),
        };
        let line = line(cx, tick, &html!("<a href=\"{}\">{}</a>", href, name), k.rows, &proposal);
        let words: Html = self
            .words
            .iter()
            .filter(|word| word.kind() == k.kind)
            .map(|word| self.word_line(cx, word))
            .collect();
        html!("{}{}", line, words)
    }

    fn word_line(&self, cx: &Cx, word: &Word) -> Html {
        let name = cx.t2("roster.word", "of", word.of(cx), "word", &word.word);
        let choice = cx
            .field(&format!("word-{}", word.at), "roster.kind")
            .label_text(&name)
            .required()
            .select(word.choices(cx, &self.groups), word.choice.as_str());
        line(
            cx,
            None,
            &html!("<span class=\"word\">{}</span>", name),
            word.rows,
            &field(&choice),
        )
    }
}

fn field(field: &ui::Field<'_>) -> Html {
    Html::trusted(field.to_string())
}

/// The box that takes the proposals for a kind; what was sent goes before what is kept.
fn tick(cx: &Cx, k: &KindOf, name: &str) -> Html {
    let on = if cx.typed.is_empty() {
        k.taken
    } else {
        cx.typed
            .get("tick")
            .is_some_and(|ticked| ticked.iter().any(|t| t == k.kind.key()))
    };
    html!(
        "<label class=\"touch\"><input type=\"checkbox\" name=\"tick\" value=\"{}\"{}><span class=\"away\">{}</span></label>",
        k.kind.key(),
        on.then(|| Html::trusted(" checked")),
        cx.t1("roster.take_kind", "kind", name)
    )
}

fn line(cx: &Cx, tick: Option<Html>, name: &Html, rows: i64, proposal: &Html) -> Html {
    html!(
        "<tr><td class=\"tick\">{}</td><th scope=\"row\">{}</th><td class=\"number\" data-label=\"{}\">{}</td><td class=\"what\" data-label=\"{}\">{}</td></tr>",
        tick,
        name.clone(),
        cx.t("roster.rows_n"),
        cx.number(rows),
        cx.t("roster.proposal"),
        proposal.clone()
    )
}
