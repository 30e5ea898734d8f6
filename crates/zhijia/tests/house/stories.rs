//! Every door has a story: what the tests ask is read from their source and held against the table of doors.
//!
//! A path counts only where a client is really asked for it (`chair.post(&format!("/tasks/{id}/close"), …)`), with
//! the right method, and is compared segment by segment: a value stands for one place of a pattern, never for a word.
//! Variables, loops over lists, helper functions and their callers are followed; what cannot be followed does not count.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Block, Expr, ExprMethodCall, FnArg, ImplItemFn, ItemConst, ItemFn, Lit, Local, Macro, Pat, Stmt, Token,
    parse::Parser,
    punctuated::Punctuated,
    visit::{self, Visit},
};
use zhijia::roof;

use crate::root;

/// Doors that no story in Rust goes through, each with the reason.
const UNTOLD: &[(&str, &str)] = &[];

/// A value that only the running test knows.
const HOLE: char = '\u{0}';
/// More texts than this for one variable are not followed.
const MOST: usize = 64;

#[test]
fn every_door_has_a_story() {
    let asked = asked(&sources(&root().join("crates")));
    assert!(asked.len() > 100, "the stories are not read: {asked:?}");
    let routes = roof::routes();
    let doors: BTreeSet<(&str, &str)> = routes.iter().map(|r| (r.method(), r.path)).collect();
    let told: BTreeSet<(&str, &str)> = asked.iter().filter_map(|(m, path)| door(&doors, m, path)).collect();
    let excused: BTreeSet<String> = UNTOLD.iter().map(|(door, _)| (*door).to_owned()).collect();
    let untold: BTreeSet<String> = doors.difference(&told).map(|(m, p)| format!("{m} {p}")).collect();
    let news: Vec<_> = untold.difference(&excused).collect();
    assert!(news.is_empty(), "no story goes through {news:#?}");
    let stale: Vec<_> = excused.difference(&untold).collect();
    assert!(stale.is_empty(), "these have a story now, or are no doors: {stale:#?}");
}

#[test]
fn a_door_is_told_only_by_its_own_method_and_path() {
    let doors = BTreeSet::from([
        ("GET", "/tasks/new"),
        ("POST", "/tasks/new"),
        ("GET", "/tasks/{id}"),
        ("POST", "/tasks/{id}/close"),
    ]);
    let of = |source: &str| -> Vec<String> {
        let asked = asked(&BTreeMap::from([(
            "a".to_owned(),
            vec![syn::parse_file(source).unwrap()],
        )]));
        let doors = asked.iter().filter_map(|(m, p)| door(&doors, m, p));
        doors.map(|(m, p)| format!("{m} {p}")).collect()
    };
    assert_eq!(of(r#"fn t() { who.get("/tasks/new?x=1"); }"#), ["GET /tasks/new"]);
    assert_eq!(
        of(r#"fn t() { let id = made.id(); who.get(&format!("/tasks/{id}")); }"#),
        ["GET /tasks/{id}"]
    );
    assert!(of(r#"fn t() { who.get("/tasks/new/"); who.get(&format!("/tasks/{id}/clos")); }"#).is_empty());
    assert!(of(r#"fn t() { let path = "/tasks/new"; "POST"; who.get("/tasks"); }"#).is_empty());
    assert_eq!(
        of(
            r#"fn t() { for (what, n) in [("close", 1), ("drop", 2)] { act(&who, what); } }
              fn act(who: &Client, what: &str) { let p = format!("/tasks/{}/{what}", who.id); assert_eq!(who.post(&p, &[]).status, 303) }"#
        ),
        ["POST /tasks/{id}/close"]
    );
    assert!(
        of(r#"fn t() { who.get(&format!("/tasks/{what}")); }"#)
            .iter()
            .all(|d| d != "GET /tasks/new")
    );
}

/// The door that answers a path: a word goes before a value, as in the router.
fn door<'a>(doors: &BTreeSet<(&'a str, &'a str)>, method: &str, path: &str) -> Option<(&'a str, &'a str)> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |pattern: &str| -> bool {
        let (want, have): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        want.len() == have.len()
            && want
                .iter()
                .zip(&have)
                .all(|(w, h)| if w.starts_with('{') { h.contains(HOLE) } else { w == h })
    };
    doors.iter().find(|(m, p)| *m == method && fits(p)).copied()
}

/// The test sources of each crate.
fn sources(crates: &Path) -> BTreeMap<String, Vec<syn::File>> {
    let mut all: BTreeMap<String, Vec<syn::File>> = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![crates.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            let within = path.strip_prefix(crates).unwrap().to_owned();
            let parts: Vec<&str> = within.iter().filter_map(|p| p.to_str()).collect();
            if path.is_dir() {
                // The tests of the whole house walk all doors: they tell no story.
                if !parts.ends_with(&["zhijia", "tests", "house"]) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs")
                && parts.iter().any(|p| *p == "tests" || *p == "tests.rs")
            {
                let file = syn::parse_file(&fs::read_to_string(&path).unwrap());
                let file = file.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                all.entry(parts[0].to_owned()).or_default().push(file);
            }
        }
    }
    all
}

/// What the tests ask: method and path, with [`HOLE`] for what only the running test knows.
fn asked(crates: &BTreeMap<String, Vec<syn::File>>) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for files in crates.values() {
        let mut reading = Reading::default();
        // Each round follows one more step from a caller to its helper.
        for _ in 0..4 {
            reading.asked.clear();
            for file in files {
                reading.visit_file(file);
            }
        }
        all.append(&mut reading.asked);
    }
    all
}

/// The texts that a name may hold.
type Texts = BTreeSet<String>;

#[derive(Default)]
struct Reading {
    /// The function that is being read; names are known within one function.
    within: String,
    known: BTreeMap<(String, String), Texts>,
    /// The names of a function's parameters, and of a closure's by the name it is bound to.
    params: BTreeMap<String, Vec<String>>,
    /// What functions end with.
    gives: BTreeMap<String, Texts>,
    asked: BTreeSet<(String, String)>,
}

impl Reading {
    fn bind(&mut self, within: &str, name: &str, texts: Texts) {
        let known = self.known.entry((within.to_owned(), name.to_owned())).or_default();
        if known.len() < MOST {
            known.extend(texts);
        }
    }

    /// Binds the names of a pattern to what may stand there.
    fn bind_pattern(&mut self, pattern: &Pat, value: &Expr) {
        match (pattern, value) {
            (Pat::Type(typed), _) => self.bind_pattern(&typed.pat, value),
            (Pat::Ident(name), Expr::Closure(closure)) => {
                let params = closure.inputs.iter().map(named).collect();
                self.params.insert(format!("{}/{}", self.within, name.ident), params);
            }
            (Pat::Ident(name), _) => {
                let (within, texts) = (self.within.clone(), self.texts(value));
                self.bind(&within, &name.ident.to_string(), texts);
            }
            (Pat::Tuple(names), Expr::Tuple(values)) => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    self.bind_pattern(name, value);
                }
            }
            (Pat::Tuple(names), Expr::Call(call)) => {
                for (n, name) in names.elems.iter().enumerate() {
                    let texts = self.given(&call.func, &format!(".{n}"));
                    self.bind(&self.within.clone(), &named(name), texts);
                }
            }
            (Pat::Reference(inner), _) => self.bind_pattern(&inner.pat, value),
            _ => {}
        }
    }

    /// The texts an expression may come to; empty if it is none that can be followed.
    fn texts(&self, value: &Expr) -> Texts {
        match value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Texts::from([text.value()]),
                _ => Texts::new(),
            },
            Expr::Reference(inner) => self.texts(&inner.expr),
            Expr::Paren(inner) => self.texts(&inner.expr),
            Expr::Path(path) => path
                .path
                .get_ident()
                .map_or_else(Texts::new, |name| self.value(&name.to_string())),
            Expr::Macro(made) if made.mac.path.is_ident("format") => self.formatted(&made.mac),
            Expr::MethodCall(call) if SAME.contains(&call.method.to_string().as_str()) => self.texts(&call.receiver),
            Expr::Call(call) => self.given(&call.func, ""),
            Expr::If(choice) => {
                let other = choice.else_branch.iter().flat_map(|(_, e)| self.texts(e));
                self.last(&choice.then_branch).into_iter().chain(other).collect()
            }
            Expr::Match(choice) => choice.arms.iter().flat_map(|arm| self.texts(&arm.body)).collect(),
            Expr::Block(block) => self.last(&block.block),
            _ => Texts::new(),
        }
    }

    /// What a function of the crate ends with, or one part of the tuple it ends with.
    fn given(&self, function: &Expr, part: &str) -> Texts {
        let Expr::Path(name) = function else {
            return Texts::new();
        };
        let name = name.path.segments.last().map(|s| format!("{}{part}", s.ident));
        name.and_then(|name| self.gives.get(&name)).cloned().unwrap_or_default()
    }

    fn last(&self, block: &Block) -> Texts {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.texts(value),
            _ => Texts::new(),
        }
    }

    fn value(&self, name: &str) -> Texts {
        let at = |within: &str| self.known.get(&(within.to_owned(), name.to_owned()));
        at(&self.within).or_else(|| at("")).cloned().unwrap_or_default()
    }

    /// A `format!` with its values put in where they are known.
    fn formatted(&self, made: &Macro) -> Texts {
        let args = arguments(made);
        let Some(Expr::Lit(first)) = args.first() else {
            return Texts::new();
        };
        let Lit::Str(pattern) = &first.lit else {
            return Texts::new();
        };
        let (pattern, mut next) = (pattern.value(), 1);
        let mut all = Texts::from([String::new()]);
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, after) = after.split_once('}').unwrap_or(("", after));
            let name = hole.split(':').next().unwrap_or_default();
            let mut values = if name.is_empty() {
                next += 1;
                args.get(next - 1).map(|e| self.texts(e)).unwrap_or_default()
            } else {
                self.value(name)
            };
            // A helper's value may be unknown for one caller and known for another.
            values.insert(HOLE.to_string());
            all = all
                .iter()
                .flat_map(|done| values.iter().map(move |v| format!("{done}{before}{v}")))
                .take(MOST)
                .collect();
            rest = after;
        }
        all.into_iter().map(|done| done + rest).collect()
    }

    fn ask(&mut self, method: &str, path: &Expr) {
        let texts = self.texts(path);
        self.asked.extend(
            texts
                .into_iter()
                .filter(|t| t.starts_with('/'))
                .map(|t| (method.to_owned(), t)),
        );
    }

    /// Hands what a call is given to the parameters of the function or closure that is called.
    fn hand_over<'a>(&mut self, called: &str, given: impl Iterator<Item = &'a Expr>) {
        let closure = format!("{}/{called}", self.within);
        let (within, params) = match (self.params.get(&closure), self.params.get(called)) {
            (Some(params), _) => (self.within.clone(), params.clone()),
            (None, Some(params)) => (called.to_owned(), params.clone()),
            (None, None) => return,
        };
        for (param, value) in params.iter().zip(given) {
            let texts = self.texts(value);
            self.bind(&within, param, texts);
        }
    }

    fn function(&mut self, name: &str, inputs: &Punctuated<FnArg, Token![,]>, block: &Block) {
        let params = inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(named(&typed.pat)),
            FnArg::Receiver(_) => None,
        });
        self.params.insert(name.to_owned(), params.collect());
        let outer = std::mem::replace(&mut self.within, name.to_owned());
        self.visit_block(block);
        if let Some(Stmt::Expr(Expr::Tuple(parts), None)) = block.stmts.last() {
            for (n, part) in parts.elems.iter().enumerate() {
                let texts = self.texts(part);
                self.gives.insert(format!("{name}.{n}"), texts);
            }
        }
        let gives = self.last(block);
        self.gives.insert(name.to_owned(), gives);
        self.within = outer;
    }
}

/// Methods that leave a text as it is.
const SAME: &[&str] = &[
    "as_str",
    "to_owned",
    "to_string",
    "clone",
    "into",
    "as_ref",
    "iter",
    "into_iter",
];

fn named(pattern: &Pat) -> String {
    match pattern {
        Pat::Ident(name) => name.ident.to_string(),
        Pat::Type(typed) => named(&typed.pat),
        Pat::Reference(inner) => named(&inner.pat),
        _ => "_".to_owned(),
    }
}

fn arguments(made: &Macro) -> Vec<Expr> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(made.tokens.clone());
    list.map(|l| l.into_iter().collect()).unwrap_or_default()
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.function(&item.sig.ident.to_string(), &item.sig.inputs, &item.block);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.sig.ident.to_string(), &item.sig.inputs, &item.block);
    }
    fn visit_item_const(&mut self, item: &'ast ItemConst) {
        let texts = self.texts(&item.expr);
        self.bind("", &item.ident.to_string(), texts);
    }
    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.bind_pattern(&local.pat, &init.expr);
        }
        visit::visit_local(self, local);
    }
    fn visit_expr_for_loop(&mut self, over: &'ast syn::ExprForLoop) {
        let mut list = &*over.expr;
        while let Expr::Reference(syn::ExprReference { expr, .. })
        | Expr::MethodCall(ExprMethodCall { receiver: expr, .. }) = list
        {
            list = expr;
        }
        if let Expr::Array(values) = list {
            for value in &values.elems {
                self.bind_pattern(&over.pat, value);
            }
        }
        visit::visit_expr_for_loop(self, over);
    }
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(name) = &*call.func
            && let Some(last) = name.path.segments.last()
        {
            self.hand_over(&last.ident.to_string(), call.args.iter());
        }
        visit::visit_expr_call(self, call);
    }
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        match (name.as_str(), call.args.first(), call.args.get(1)) {
            ("get" | "get_json", Some(path), None) => self.ask("GET", path),
            ("post" | "post_json" | "upload", Some(path), Some(_)) => self.ask("POST", path),
            ("send_raw", Some(method), Some(path)) => {
                for method in self.texts(method) {
                    self.ask(&method, path);
                }
            }
            _ => self.hand_over(&name, call.args.iter()),
        }
        visit::visit_expr_method_call(self, call);
    }
    fn visit_macro(&mut self, made: &'ast Macro) {
        for value in arguments(made) {
            // The parsed arguments live only here; reading them needs no longer life.
            Reading::visit_expr(self, &value);
        }
    }
}
