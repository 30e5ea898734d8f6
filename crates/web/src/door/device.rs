//! What a browser calls itself, in words a person knows: Chrome · Windows.

use ui::Cx;

/// Marks of browsers. The first found counts: most also call themselves by the names further down.
const BROWSERS: [(&str, &str); 12] = [
    ("MicroMessenger/", "web.device.wechat"),
    ("DingTalk/", "web.device.dingtalk"),
    ("QQBrowser/", "web.device.qq"),
    ("HuaweiBrowser/", "web.device.huawei"),
    ("MiuiBrowser/", "web.device.xiaomi"),
    ("UCBrowser/", "UC"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
/// Marks of systems, the same way.
const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];
/// Letters shown of a name that is none of these.
const LETTERS: usize = 40;

/// The browser and the system behind a `User-Agent`.
pub(super) fn words(cx: &Cx, agent: &str) -> String {
    let found = |marks: &[(&str, &'static str)]| {
        marks
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let browser = found(&BROWSERS).map(|name| {
        if name.starts_with("web.") {
            cx.t(name)
        } else {
            name.to_owned()
        }
    });
    let Some(browser) = browser else {
        return if agent.is_empty() {
            cx.t("web.device.unknown")
        } else {
            agent.chars().take(LETTERS).collect()
        };
    };
    match found(&SYSTEMS) {
        Some(system) => format!("{browser} · {system}"),
        None => browser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_as_people_call_them() {
        let cx = Cx::new(kernel::Lang::Zh, "/", kernel::Date::new(2026, 11, 29).expect("a day"));
        for (agent, told) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60",
                "微信 · iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox · Linux",
            ),
            ("zhijia demo", "zhijia demo"),
            ("", "未报名称的设备"),
        ] {
            assert_eq!(words(&cx, agent), told);
        }
    }
}
