//! Tests on the sources of this crate: words, colours, safe markup.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its sources should stop")]

use std::{collections::BTreeMap, fs, path::Path};

fn root() -> &'static Path {
    Path::new("../..")
}

#[test]
fn the_words_of_the_frame_are_complete() {
    let ours = |complaint: &String| {
        complaint.starts_with("ui.") || complaint.contains("/ui/") || complaint.contains("ui.toml")
    };
    let missing: Vec<String> = ui::words::missing(root()).unwrap().into_iter().filter(ours).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let unused: Vec<String> = ui::words::unused(root()).unwrap().into_iter().filter(ours).collect();
    // words that fields of work and acts share are there before their systems
    let shared = |complaint: &&String| {
        !["ui.nav.", "ui.act."]
            .iter()
            .any(|prefix| complaint.starts_with(prefix))
    };
    let unused: Vec<&String> = unused.iter().filter(shared).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

type Tokens = BTreeMap<String, [f64; 3]>;

/// The colours of each `:root` block of the stylesheet, in order.
fn themes() -> Vec<Tokens> {
    let css = fs::read_to_string(root().join("assets/zhijia.css")).unwrap();
    let layer = css.split("@layer base {").next().unwrap();
    layer
        .split(":root")
        .skip(1)
        .map(tokens)
        .filter(|t| t.len() > 5)
        .collect()
}

fn tokens(block: &str) -> Tokens {
    let mut found = Tokens::new();
    for declaration in block.split('}').next().unwrap().split(['{', ';']) {
        if let Some((name, value)) = declaration.trim().split_once(':')
            && let Some(hex) = value.trim().strip_prefix('#').filter(|h| h.len() == 6)
        {
            let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            found.insert(name.trim().to_owned(), [part(0), part(2), part(4)]);
        }
    }
    found
}

/// WCAG 2 contrast of two colours.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |c: [f64; 3]| {
        let [r, g, b] = c.map(|x| {
            if x <= 0.04045 {
                x / 12.92
            } else {
                ((x + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
    (high + 0.05) / (low + 0.05)
}

#[test]
fn colours_can_be_read_in_both_themes() {
    let themes = themes();
    assert_eq!(themes.len(), 3, "light, dark by system, dark by choice");
    assert_eq!(themes[1], themes[2], "the two dark themes have drifted apart");
    let body = [("--ink", "--ground"), ("--ink", "--sunk"), ("--ink", "--raised")];
    let text = [
        ("--ink-2", "--ground"),
        ("--ink-2", "--sunk"),
        ("--ink-2", "--raised"),
        ("--on-red", "--red"),
        ("--soon", "--ground"),
        ("--soon", "--sunk"),
        ("--soon", "--soon-bg"),
        ("--ink", "--soon-bg"),
        ("--over", "--ground"),
        ("--over", "--over-bg"),
        ("--over", "--raised"),
        ("--done", "--ground"),
        ("--done", "--sunk"),
        ("--done", "--done-bg"),
        ("--red-ink", "--ground"),
        ("--ground", "--ink"),
    ];
    let shapes = [
        ("--edge", "--ground"),
        ("--edge", "--raised"),
        ("--edge", "--sunk"),
        ("--red", "--ground"),
        ("--tone-0", "--ground"),
        ("--tone-1", "--ground"),
    ];
    for theme in &themes[..2] {
        for (pairs, least) in [(&body[..], 7.0), (&text[..], 4.5), (&shapes[..], 3.0)] {
            for (front, back) in pairs {
                let ratio = contrast(theme[*front], theme[*back]);
                assert!(ratio >= least, "{front} on {back}: {ratio:.2}, at least {least}");
            }
        }
    }
}

#[test]
fn the_stylesheet_names_only_tokens_it_has() {
    let css = fs::read_to_string(root().join("assets/zhijia.css")).unwrap();
    for used in css.split("var(").skip(1) {
        let name = used.split([')', ',']).next().unwrap();
        assert!(css.contains(&format!("{name}:")), "{name}");
    }
    assert_eq!(css.matches('{').count(), css.matches('}').count());
}

#[test]
fn every_glyph_asked_for_is_in_the_sprite() {
    let sprite = fs::read_to_string(root().join("assets/icons.svg")).unwrap();
    let mut asked: Vec<String> = ui::State::ALL.iter().map(|s| s.glyph().to_owned()).collect();
    for dir in ["crates/ui/src", "crates/ui/templates"] {
        for file in fs::read_dir(root().join(dir)).unwrap() {
            let source = fs::read_to_string(file.unwrap().path()).unwrap_or_default();
            asked.extend(
                source
                    .split("icon(\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned),
            );
        }
    }
    for name in asked {
        assert!(sprite.contains(&format!("id=\"{name}\"")), "{name}");
    }
}
