//! The form of a rule: entered into a sheet, among the union's own, or to correct one.

use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Refusal, Reply, View};

use super::write::{may, standing};
use crate::{
    RuleId, SheetId,
    book::list::{field_name, key_name},
    model::{
        key::{ALL, Key},
        place::{Place, UnitKind},
        row::{Evidence, Severity, wordings},
        wording::Wording,
        written,
    },
    say,
    store::{self, Draft},
};

/// Where a rule is entered.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// Into a sheet: its id and title.
    Sheet(SheetId, String),
    /// Among the union's own.
    Own,
    /// To correct a rule.
    Correct(RuleId),
}

/// The form of a rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct RuleForm {
    /// Where it is entered.
    pub target: Target,
    /// Where it will hold, in words.
    pub place: String,
    /// The key chosen already.
    pub key: Option<String>,
    /// What it sets.
    pub value: String,
    /// How that is compared.
    pub wording: Option<Wording>,
    /// For which kinds of units.
    pub kinds: Vec<UnitKind>,
    /// How hard it is.
    pub severity: Severity,
    /// It takes the place of rules farther away.
    pub replaces: bool,
    /// A union may set its own.
    pub delegates: bool,
    /// Where it stands.
    pub basis: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub source: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub last: Option<Date>,
    /// Whether it is for the union itself.
    pub own: bool,
}

ui::page!(RuleForm, "sheets/pages/form.html", |p, cx| cx.t(match p.target {
    Target::Correct(_) => "rules.row.correct",
    Target::Sheet(..) | Target::Own => "rules.form.new",
}));

impl RuleForm {
    fn new(target: Target, place: String, own: bool, key: Option<&'static Key>) -> Self {
        Self {
            target,
            place,
            key: key.map(|key| key.name.to_owned()),
            value: String::new(),
            wording: key.and_then(|key| wordings(key).first().copied()),
            kinds: Vec::new(),
            severity: Severity::Block,
            replaces: false,
            delegates: false,
            basis: String::new(),
            evidence: Evidence::Entered,
            source: None,
            note: None,
            from: None,
            last: None,
            own,
        }
    }
}

/// Which sheet, and which key if it is known.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct AskSheet {
    id: SheetId,
    #[serde(default)]
    key: Option<String>,
}

pub(crate) fn sheet_page(view: &View<'_>, q: AskSheet) -> Reply<RuleForm> {
    let sheet = store::sheet(view, q.id)?;
    let place = may(view, sheet.place)?;
    let at = say::place(view.lang(), Some(&place));
    let mut form = RuleForm::new(
        Target::Sheet(q.id, sheet.title.clone()),
        at,
        false,
        key(q.key.as_deref()),
    );
    form.basis = sheet.title;
    form.from = sheet.from;
    Ok(form)
}

fn key(name: Option<&str>) -> Option<&'static Key> {
    name.and_then(Key::of)
}

/// Which key, if it is known.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct AskOwn {
    #[serde(default)]
    key: Option<String>,
}

pub(crate) fn own_page(view: &View<'_>, q: AskOwn) -> Reply<RuleForm> {
    let at = say::place(view.lang(), Some(&Place::Unit));
    let mut form = RuleForm::new(Target::Own, at, true, key(q.key.as_deref()));
    form.from = Some(view.today());
    Ok(form)
}

/// Which rule is corrected.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct AskRule {
    id: RuleId,
}

pub(crate) fn correct_page(view: &View<'_>, q: AskRule) -> Reply<RuleForm> {
    let (line, place) = standing(view, q.id)?;
    let row = &line.row;
    let at = say::place(view.lang(), Some(&place));
    Ok(RuleForm {
        value: line.value(),
        wording: Some(row.wording),
        kinds: row.kinds.clone(),
        severity: row.severity,
        replaces: row.replaces,
        delegates: row.delegates,
        basis: row.basis.clone(),
        evidence: line.evidence,
        source: line.source.clone(),
        note: line.note.clone(),
        from: row.from,
        last: row.until.map(|until| until.plus_days(-1)),
        ..RuleForm::new(Target::Correct(q.id), at, place == Place::Unit, Some(row.key))
    })
}

/// A form of a rule. The reader of forms takes no flattened structs, so the fields are written into each.
macro_rules! filled {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $id:ident: $kind:ty,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        pub(crate) struct $name {
            $($(#[$of])* pub $id: $kind,)?
            /// The key's name.
            pub key: Text<60>,
            /// What it sets, as sheets write it.
            pub value: Text<1000>,
            /// How that is compared; as usual for the key if not said.
            #[serde(default)]
            pub wording: Option<Wording>,
            /// For which kinds of units; all if none is named.
            #[serde(default)]
            pub kinds: Vec<UnitKind>,
            /// How hard it is, once confirmed.
            pub severity: Severity,
            /// It takes the place of rules farther away.
            #[serde(default)]
            pub replaces: bool,
            /// A union may set its own figure instead.
            #[serde(default)]
            pub delegates: bool,
            /// Where it stands.
            pub basis: Text<200>,
            /// How well it is known.
            #[serde(default)]
            pub evidence: Option<Evidence>,
            /// Where it was read.
            #[serde(default)]
            pub source: Option<Text<300>>,
            /// What else there is to say.
            #[serde(default)]
            pub note: Option<Text<300>>,
            /// The first day.
            pub from: Date,
            /// The last day.
            #[serde(default)]
            pub last: Option<Date>,
        }
    };
}

filled! {
    /// A rule of the union's own.
    Filled {}
}
filled! {
    /// A rule for a sheet.
    ForSheet {
        /// The sheet.
        id: SheetId,
    }
}
filled! {
    /// A rule in the place of another.
    Instead {
        /// The rule that is corrected.
        id: RuleId,
    }
}

/// Leaves out where it goes.
macro_rules! without_id {
    ($from:ty) => {
        impl From<$from> for Filled {
            fn from(f: $from) -> Self {
                Self {
                    key: f.key,
                    value: f.value,
                    wording: f.wording,
                    kinds: f.kinds,
                    severity: f.severity,
                    replaces: f.replaces,
                    delegates: f.delegates,
                    basis: f.basis,
                    evidence: f.evidence,
                    source: f.source,
                    note: f.note,
                    from: f.from,
                    last: f.last,
                }
            }
        }
    };
}
without_id!(ForSheet);
without_id!(Instead);

impl Filled {
    /// The rule, or what is wrong beside its field.
    pub(crate) fn draft(self) -> Reply<Draft> {
        let key = Key::read(&self.key).ok_or_else(|| Refusal::field("key", "rules.refusal.key"))?;
        let value = written::read(key, &self.value).map_err(|e| {
            let example = say::example(key);
            Refusal::field("value", &format!("rules.unread.{}", e.key())).arg("example", example)
        })?;
        let mut kinds = self.kinds;
        kinds.sort_unstable();
        kinds.dedup();
        Ok(Draft {
            key,
            kinds,
            value,
            wording: self
                .wording
                .or_else(|| wordings(key).first().copied())
                .unwrap_or(Wording::Is),
            severity: self.severity,
            replaces: self.replaces,
            delegates: self.delegates,
            basis: self.basis.into_string(),
            evidence: self.evidence.unwrap_or(Evidence::Entered),
            source: self.source.map(Text::into_string),
            note: self.note.map(Text::into_string),
            from: Some(self.from),
            until: self.last.map(|last| last.plus_days(1)),
        })
    }
}

impl RuleForm {
    fn heading(&self, cx: &Cx) -> Html {
        let title = match &self.target {
            Target::Correct(_) => cx.t("rules.row.correct"),
            Target::Sheet(..) | Target::Own => cx.t("rules.form.new"),
        };
        let under = match &self.key {
            Some(key) => format!("{}　{}", self.place, key_name(cx, key)),
            None => self.place.clone(),
        };
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(title, under, Html::none())
        )
    }
    fn at(&self) -> String {
        match &self.target {
            Target::Sheet(id, _) => format!("/rules/sheets/{id}/new"),
            Target::Own => "/rules/own/new".to_owned(),
            Target::Correct(id) => format!("/rules/rows/{id}/correct"),
        }
    }
    fn back(&self) -> String {
        match &self.target {
            Target::Sheet(id, _) => format!("/rules/sheets/{id}"),
            Target::Own => "/rules/own".to_owned(),
            Target::Correct(id) => format!("/rules/rows/{id}"),
        }
    }
    fn keys(&self, cx: &Cx) -> Vec<Choice> {
        ALL.iter()
            .map(|key| {
                Choice::new(
                    key.name,
                    format!("{} · {}", field_name(cx, key.field), cx.t(&key.word())),
                )
            })
            .collect()
    }
    fn value_hint(&self, cx: &Cx) -> String {
        match key(self.key.as_deref()) {
            Some(key) => cx.t1("rules.form.value_like", "example", say::example(key)),
            None => cx.t("rules.form.value_hint"),
        }
    }
    fn wordings(&self, cx: &Cx) -> Vec<Choice> {
        let fits = key(self.key.as_deref()).map_or(Wording::ALL, |key| wordings(key));
        fits.iter()
            .map(|w| Choice::new(w.key(), cx.t1(&format!("rules.wording.{}", w.key()), "value", "…")))
            .collect()
    }
    fn wording_now(&self) -> &'static str {
        self.wording.map_or("", Wording::key)
    }
    fn kind_choices(&self, cx: &Cx) -> Vec<Choice> {
        UnitKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.key(), cx.t(&format!("rules.kind.{}", kind.key()))))
            .collect()
    }
    fn kinds_now(&self) -> Vec<&'static str> {
        self.kinds.iter().map(|kind| kind.key()).collect()
    }
    fn severities(&self, cx: &Cx) -> Vec<Choice> {
        Severity::ALL
            .iter()
            .rev()
            .map(|s| {
                let (name, about) = (
                    format!("rules.severity.{}", s.key()),
                    format!("rules.severity_about.{}", s.key()),
                );
                Choice::new(s.key(), cx.t(&name)).hint(cx.t(&about))
            })
            .collect()
    }
    fn evidences(&self, cx: &Cx) -> Vec<Choice> {
        Evidence::ALL
            .iter()
            .map(|e| Choice::new(e.key(), cx.t(&format!("rules.evidence.{}", e.key()))))
            .collect()
    }
}
