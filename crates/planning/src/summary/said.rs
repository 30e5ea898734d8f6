//! A figure in words: as prose writes it, and beside that of the year before.

use facts::Unit;
use kernel::Lang;

/// A figure as prose writes it: no grouping, fen only where there are any.
#[must_use]
pub fn plain(unit: Unit, quantity: i64) -> String {
    let shown = unit.show(quantity).replace(',', "");
    if unit == Unit::Money {
        shown.trim_end_matches(".00").to_owned()
    } else {
        shown
    }
}

/// `同比增加3人次`, `同比增长12.5%`, `与上年持平`: shares only of figures that are large enough to bear them.
pub(super) fn beside(unit: Unit, now: i64, before: i64) -> String {
    let more = now.saturating_sub(before);
    let large = if unit == Unit::Money { 100_000 } else { 20 };
    let by = if before >= large && now < before.saturating_mul(3) {
        let tenths = more.saturating_abs().saturating_mul(2000).saturating_add(before) / before.saturating_mul(2);
        let shown = format!("{}.{}", tenths / 10, tenths % 10);
        format!("{}%", shown.trim_end_matches(".0"))
    } else {
        format!("{}{}", plain(unit, more.saturating_abs()), unit.word(Lang::Zh))
    };
    match (more, by.ends_with('%')) {
        (0, _) => "与上年持平".to_owned(),
        (1.., true) => format!("同比增长{by}"),
        (1.., false) => format!("同比增加{by}"),
        (_, true) => format!("同比下降{by}"),
        (_, false) => format!("同比减少{by}"),
    }
}
