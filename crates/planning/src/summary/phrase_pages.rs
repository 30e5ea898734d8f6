//! The union's own words for drafts: a list by part of the summary, a form for each pattern, a look at what comes of it.

use std::collections::HashMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Refusal, Reply, View, routes::Nothing};

use super::{
    acts::Happened,
    figures::Figures,
    phrases::{self, Broken, ONE, Pattern, WAY, WAYS, filled, pattern, patterns},
    prose,
    store::phrases as store,
};

/// All patterns by part of the summary.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct List {
    pub groups: Vec<Group>,
    /// How many patterns the union wrote itself.
    pub own: usize,
    pub may_write: bool,
}

/// The patterns of a part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Group {
    pub part: String,
    pub patterns: Vec<Entry>,
}

impl Group {
    fn word(&self) -> String {
        format!("planning.phrase.group.{}", self.part)
    }
}

/// A pattern in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Entry {
    pub key: String,
    /// The kind of work it speaks of, as a word key.
    pub kind: Option<String>,
    #[serde(skip)]
    pub role: String,
    pub first: String,
    pub ways: usize,
    /// Whether the union wrote it itself.
    pub own: bool,
}

impl Entry {
    fn name(&self, cx: &ui::Cx) -> String {
        let role = cx.t(&self.role);
        self.kind
            .as_ref()
            .map_or(role.clone(), |kind| format!("{} · {role}", cx.t(kind)))
    }
}

ui::page!(List, "summary/pages/phrases.html", |_p, cx| cx
    .t("planning.phrase.title"));

fn entry(p: &'static Pattern, own: &HashMap<String, store::Own>) -> Entry {
    let written = own
        .get(p.key)
        .map(|o| o.body.lines().map(str::to_owned).collect::<Vec<_>>());
    let ways = written.unwrap_or_else(|| p.ways.iter().map(|w| (*w).to_owned()).collect());
    Entry {
        key: p.key.to_owned(),
        kind: p.kind().map(crate::Kind::word),
        role: p.role(),
        first: ways.first().cloned().unwrap_or_default(),
        ways: ways.len(),
        own: own.contains_key(p.key),
    }
}

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    let own = store::own(view, view.union())?;
    let mut groups: Vec<Group> = Vec::new();
    for p in patterns() {
        let entry = entry(p, &own);
        match groups.iter_mut().find(|g| g.part == p.group) {
            Some(group) => group.patterns.push(entry),
            None => groups.push(Group {
                part: p.group.to_owned(),
                patterns: vec![entry],
            }),
        }
    }
    Ok(List {
        groups,
        own: own.len(),
        may_write: view.actor().may(org::power::SUMMARY_WRITE),
    })
}

/// Which pattern.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// The first one if left out.
    pattern: Option<String>,
}

/// The form of a pattern.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Edit {
    pub entry: Entry,
    /// The ways in force, one a line.
    pub body: String,
    /// 0 if the union has not written it yet.
    pub version: i64,
    /// The words that drafting fills in.
    pub words: Vec<String>,
    /// The figure every way must tell.
    pub figure: Option<String>,
    /// The product's ways.
    pub product: Vec<String>,
    /// What comes of each way, with this year's figures.
    pub preview: Vec<String>,
    pub year: i16,
}

ui::page!(Edit, "summary/pages/phrase.html", |p, cx| p.entry.name(cx));

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<Edit> {
    let found = q.pattern.as_ref().map_or_else(|| patterns().next(), |key| pattern(key));
    let p = found.ok_or_else(Refusal::missing)?;
    let mut own = store::own(view, view.union())?;
    let entry = entry(p, &own);
    let written = own.remove(p.key);
    let version = written.as_ref().map_or(0, |o| o.version);
    let body = written.map_or_else(|| p.ways.join("\n"), |o| o.body);
    let year = view.today().year();
    let figures = Figures::of(view, view.union(), year)?;
    let shown = view.typed("ways").unwrap_or(&body);
    let preview = phrases::check(p, &figures, shown).unwrap_or_default();
    Ok(Edit {
        preview: preview.iter().map(|way| example(p, &figures, way)).collect(),
        entry,
        version,
        words: p.words.iter().map(|w| (*w).to_owned()).collect(),
        figure: p.figure.and_then(|key| figures.by_key(key)).map(|m| m.zh.clone()),
        product: p.ways.iter().map(|w| (*w).to_owned()).collect(),
        body,
        year,
    })
}

/// A way with example words and this year's figures.
fn example(p: &Pattern, figures: &Figures, way: &str) -> String {
    let sample = |word: &str| match word {
        "工会" => "实验小学工会",
        "单位" => "实验小学",
        "年" => "2026",
        "要点" => "走访慰问职工86人次，举办文体活动12场",
        "起句" => "坚持走访慰问",
        "分句" => "走访慰问职工86人次，走访家庭30户",
        "月日" => "10月18日",
        "地点" => "在文化宫",
        "工作" => "举办职工运动会",
        "人数" => "138人次参加",
        "月份" => "10月",
        "数" => "慰问86人次",
        "名单" => "职工运动会、年底座谈会",
        "方向" => "坚持小型多样，办好文体活动",
        _ => "……",
    };
    let fill: Vec<(&str, &str)> = p.words.iter().map(|w| (*w, sample(w))).collect();
    prose::plain_line(figures, &filled(way.trim_start_matches(ONE), &fill))
}

/// The ways of a pattern, as typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct SaveForm {
    pattern: Text<60>,
    version: i64,
    /// One a line.
    ways: Text<8000>,
    /// Only shows what would come of it.
    #[serde(default)]
    preview: bool,
}

fn refused(broken: Broken) -> Refusal {
    let field = |key: &str| Refusal::field("ways", key);
    match broken {
        Broken::None => field("planning.phrase.none"),
        Broken::Many => field("planning.phrase.many").arg("max", WAYS),
        Broken::Long(line) => field("planning.phrase.long").arg("line", line).arg("max", WAY),
        Broken::Unclosed(line, near) => field("planning.phrase.unclosed").arg("line", line).arg("place", near),
        Broken::Unknown(line, place) => field("planning.phrase.unknown").arg("line", line).arg("place", place),
        Broken::Missing(line, place) => field("planning.phrase.missing").arg("line", line).arg("place", place),
    }
}

/// Writes the union's own ways of a pattern.
pub(super) fn save(act: &mut Act<'_>, form: SaveForm) -> Reply<Done> {
    let p = pattern(&form.pattern).ok_or_else(Refusal::missing)?;
    let figures = Figures::of(act, act.union(), act.today().year())?;
    let ways = phrases::check(p, &figures, &form.ways).map_err(refused)?;
    if form.preview {
        return Err(Refusal::new("planning.phrase.previewed").status(200).into());
    }
    let body = ways.join("\n");
    if form.version == 0 {
        if store::own(act, act.union())?.contains_key(p.key) {
            return Err(Refusal::stale().into());
        }
        store::add(act.writer(), act.union(), p.key, &body)?;
    } else {
        act.run_fresh(store::SAVE, &[&act.union(), &p.key, &form.version, &body])?;
    }
    act.note(&Happened::Phrased {
        account: act.actor().account,
        pattern: p.key,
        ways: Some(&body),
    })?;
    Ok(Done::to(format!("/summaries/phrases/edit?pattern={}", p.key)).say("planning.said.phrase_saved"))
}

/// What to go back on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ResetForm {
    /// One pattern; all if left out.
    pattern: Option<Text<60>>,
}

/// Goes back to the product's ways.
pub(super) fn reset(act: &mut Act<'_>, form: ResetForm) -> Reply<Done> {
    let key = form.pattern.as_ref().map(Text::as_str);
    let known = key.map(|k| pattern(k).ok_or_else(Refusal::missing)).transpose()?;
    if store::reset(act.writer(), act.union(), known.map(|p| p.key))? == 0 {
        return Err(Refusal::new("planning.phrase.products_already").into());
    }
    act.note(&Happened::Phrased {
        account: act.actor().account,
        pattern: known.map_or("*", |p| p.key),
        ways: None,
    })?;
    Ok(Done::to("/summaries/phrases").say("planning.said.phrase_reset"))
}
