//! A union that is a legal person (工会法人) has its certificate changed when its name, chair or address changes: its chair
//! finds that in the inbox. Rules: 基层工会法人登记管理办法 (2020).

use kernel::{Lang, Text, UnionId};
use org::tree::store;
use web::{Act, Refusal, Reply};

use super::change::chair;

/// How many days there are for it.
const DAYS: i32 = 30;

/// Leaves the change of the certificate to the union's chair, if there is a certificate.
pub(crate) fn change_due(act: &Act<'_>, union: UnionId) -> Reply<()> {
    if store::about(act, union)?.legal_code.is_none() {
        return Ok(());
    }
    let word = ui::words::find(Lang::Zh, "organisation.legal.task").unwrap_or_default();
    let title: Text<200> = Text::new(word).map_err(|_| Refusal::new("web.refusal.fields"))?;
    let task = flow::NewTask {
        owner: chair(act, union)?,
        due: Some(act.today().plus_days(DAYS)),
        ..flow::NewTask::new(title, flow::Field::Organisation)
    };
    flow::add_for(act.writer(), union, (act.actor().account, act.now()), &task)?;
    Ok(())
}
